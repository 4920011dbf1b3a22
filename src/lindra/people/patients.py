"""Reads of patients' identities. Only ``record`` and ``privacy`` may call them: everybody else asks ``privacy``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection

from lindra.people.details import KINDS, Address, Birth, DetailValue, Name, Protection, RegisterOptOut
from lindra.people.models import Identifier, Link, Patient

D = TypeVar("D", bound=DetailValue)
_WHEREABOUTS = frozenset({"address", "telecom", "relative"})


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of who a patient is: identifiers (kind, system, value) and current details by kind."""

    id: str
    identifiers: tuple[tuple[str, str, str], ...] = ()
    details: dict[str, tuple[DetailValue, ...]] = field(default_factory=dict)

    def first(self, model: type[D]) -> D | None:
        """The detail of a kind, where there is one."""
        found = self.details.get(model.kind, ())
        return found[0] if found else None  # type: ignore[return-value]

    @property
    def name(self) -> str:
        """Given and family name, or empty."""
        found = self.first(Name)
        return f"{found.called or found.given} {found.family}".strip() if found else ""

    @property
    def born(self) -> str:
        """Birth date, as precisely as known."""
        found = self.first(Birth)
        return found.date if found else ""

    @property
    def sex(self) -> str:
        found = self.first(Birth)
        return found.sex if found else "unknown"

    @property
    def municipality(self) -> str:
        """Four-digit code of the home address, or empty; of another address where no home is known."""
        known = [one for one in self.details.get(Address.kind, ()) if isinstance(one, Address)]
        known.sort(key=lambda one: one.use != "home")
        return known[0].municipality if known else ""

    @property
    def protected(self) -> bool:
        found = self.first(Protection)
        return found is not None and found.level != "none"

    @property
    def opted_out(self) -> bool:
        """Not to be in quality registers."""
        found = self.first(RegisterOptOut)
        return found is not None and found.opted_out

    @property
    def number(self) -> str:
        """The number to show: identity number before coordination number before reserve number."""
        order = {"personnummer": 0, "samordningsnummer": 1, "reserve": 2}
        known = sorted((order[kind], value) for kind, _, value in self.identifiers if kind in order)
        return known[0][1] if known else ""


def persons(patients: Sequence[str]) -> dict[str, Person]:
    """Who these patients are, in three reads however many they are."""
    found: dict[str, Person] = {}
    for start in range(0, len(patients), 500):
        some = list(patients[start : start + 500])
        identifiers = _grouped("SELECT patient_id, kind, system, value FROM people_identifier WHERE patient_id IN ({}) "
                               "AND valid_to IS NULL ORDER BY id", some)  # fmt: skip
        details = _grouped("SELECT patient_id, kind, value FROM people_detail WHERE patient_id IN ({}) AND current "
                           "ORDER BY id", some)  # fmt: skip
        for patient in some:
            found[patient] = Person(
                patient,
                tuple((kind, system, value) for kind, system, value in identifiers.get(patient, [])),
                _details(details.get(patient, [])),
            )
    return found


def _grouped(sql: str, patients: list[str]) -> dict[str, list[Any]]:
    rows: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql.format(", ".join(["%s"] * len(patients))), patients)
        for patient, *rest in cursor.fetchall():
            rows.setdefault(patient, []).append(rest)
    return rows


def _details(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[DetailValue, ...]]:
    found: dict[str, tuple[DetailValue, ...]] = {}
    for kind, value in rows:
        found[kind] = (*found.get(kind, ()), KINDS[kind].model_validate(json.loads(value)))
    return found


def united(records: Sequence[str]) -> Person:
    """One person of all their linked records: see :func:`unite`. The id is that of the first."""
    found = persons(records)
    return unite([found[record] for record in records])


def unite(people: Sequence[Person]) -> Person:
    """The first record's details, and what only others hold.

    Protection and opt-out hold where any record has them; details of which there are several (addresses, telephones,
    relatives) are united by their key.
    """
    first = people[0]
    if len(people) == 1:
        return first
    every = [value for person in people for values in person.details.values() for value in values]
    every.reverse()
    chosen = {(value.kind, value.key): value for value in sorted(every, key=_weak_last, reverse=True)}
    details: dict[str, tuple[DetailValue, ...]] = {}
    for (kind, _), value in sorted(chosen.items()):
        details[kind] = (*details.get(kind, ()), value)
    identifiers = tuple(dict.fromkeys(entry for person in people for entry in person.identifiers))
    return Person(first.id, identifiers, details)


def _weak_last(value: DetailValue) -> bool:
    """Whether a detail restricts nothing: another record's protection or opt-out stands over it."""
    return (isinstance(value, Protection) and value.level == "none") or (
        isinstance(value, RegisterOptOut) and not value.opted_out
    )


def protected_among(records: Sequence[str]) -> set[str]:
    """Those of the records whose person's identity is protected."""
    return {one.id for one in _with(records, Protection) if one.protected}


def opted_out_among(records: Sequence[str]) -> set[str]:
    """Those of the records that say that the person does not want to be in quality registers."""
    return {one.id for one in _with(records, RegisterOptOut) if one.opted_out}


def _with(records: Sequence[str], model: type[DetailValue]) -> Iterator[Person]:
    """Those of the records that hold a detail of a kind, with that alone."""
    sql = (
        "SELECT patient_id, kind, value FROM people_detail "  # noqa: S608
        f"WHERE patient_id IN ({{}}) AND current AND kind = '{model.kind}'"
    )
    for start in range(0, len(records), 500):
        rows = _grouped(sql, list(records[start : start + 500]))
        yield from (Person(record, (), _details(kept)) for record, kept in rows.items())


def without_whereabouts(person: Person) -> Person:
    """The same person without where they live, how they are reached, and who is close to them."""
    kept = {kind: values for kind, values in person.details.items() if kind not in _WHEREABOUTS}
    return Person(person.id, person.identifiers, kept)


def by_identifier(kind: str, value: str, system: str = "") -> str | None:
    """The patient an identifier belongs to now, or ``None``."""
    return (
        Identifier.objects.filter(kind=kind, system=system, value=value, valid_to=None)
        .values_list("patient_id", flat=True)
        .first()
    )


def linked(patient: str) -> tuple[str, ...]:
    """All records of the same person, this one first."""
    return linked_many([patient])[patient]


def linked_many(patients: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each of many patients all records of the same person, that one first; links are few and read once."""
    beside: dict[str, list[str]] = {}
    for one, other in Link.objects.filter(unlinked_at=None).values_list("one_id", "other_id").order_by("id"):
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    return {patient: _reach(patient, beside) for patient in patients}


def _reach(patient: str, beside: dict[str, list[str]]) -> tuple[str, ...]:
    found = [patient]
    for known in found:
        found += [other for other in dict.fromkeys(beside.get(known, ())) if other not in found]
    return tuple(found)


def exists(patient: str) -> bool:
    """Whether there is such a patient."""
    return Patient.objects.filter(id=patient).exists()
