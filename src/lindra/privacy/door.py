"""The one door to patients: decide, mask, write the access log, then answer.

``open`` opens one patient, ``visible`` and ``rows`` give lists in which what may not be seen is masked, ``write``
appends in the reader's name. Every answer is in the access log before it is given.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings

from lindra.clock import day
from lindra.people import patients as identities
from lindra.people.patients import Person
from lindra.people.rules import NotAnIdentityNumber, identity_number
from lindra.privacy import accesslog, queries, rules
from lindra.privacy.reader import Reader
from lindra.record import log, readings
from lindra.record import queries as record
from lindra.record.chart import Chart, merge
from lindra.record.envelope import Event
from lindra.record.export import keyed_with

LIST_LIMIT = 2000


class AboutPatient(Protocol):
    """Anything that names a patient."""

    @property
    def patient(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a reading."""

    patient: str
    key: str
    at: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Visible:
    """A row as this reader may see it; masked, it tells only that there is one."""

    row: AboutPatient | None
    patient: str
    person: Person | None
    masked: bool


@dataclass(frozen=True, slots=True)
class Denied:
    """The patient is not opened, and on what ground."""

    right: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A patient opened to one reader: who it is, the chart, and pages of the log."""

    patient: str
    person: Person
    chart: Chart
    seq: int
    right: str
    _records: tuple[str, ...]
    _reader: Reader

    def timeline(self, before: str = "9999", limit: int = 200, kinds: Collection[str] = ()) -> list[Event]:
        """Events in force that occurred before an instant, latest first; each page is logged."""
        accesslog.log(self._reader, self._records, "timeline", self.right, "shown")
        return record.timeline(self._records, before, limit, kinds)

    def undated(self) -> list[Event]:
        """Events in force of which it is not known when they occurred."""
        accesslog.log(self._reader, self._records, "undated entries", self.right, "shown")
        return record.undated(self._records)

    def history(self) -> list[Event]:
        """Every event, what was corrected and withdrawn too."""
        accesslog.log(self._reader, self._records, "history", self.right, "shown")
        return record.events_of(*self._records)


def open(patient: str, reader: Reader, what: str = "patient") -> Opened | Denied:
    """Open one patient, all linked records of the person together."""
    records = identities.linked(patient)
    decision = _decide([patient], reader)[patient]
    known = identities.exists(patient)
    accesslog.log(reader, records, what, decision.right, "opened" if decision.allowed and known else "denied")
    if not decision.allowed or not known:
        return Denied(decision.right)
    charts = [readings.chart_of(one) for one in records]
    return Opened(
        patient=patient,
        person=_union(records),
        chart=charts[0] if len(charts) == 1 else merge(charts),
        seq=record.seq_of(patient),
        right=decision.right,
        _records=records,
        _reader=reader,
    )


def visible(rows: Iterable[AboutPatient], reader: Reader, what: str = "list") -> list[Visible]:
    """The same rows in the same order, masked where this reader may not see the patient. One entry in the log."""
    listed = list(rows)
    patients = list(dict.fromkeys(row.patient for row in listed))
    decisions = _decide(patients, reader)
    shown = [patient for patient in patients if decisions[patient].allowed]
    accesslog.log(reader, shown, what, rules.right(reader.purpose), "shown")
    people = identities.persons(shown)
    return [
        Visible(row, row.patient, people[row.patient], masked=False)
        if decisions[row.patient].allowed
        else Visible(None, "", None, masked=True)
        for row in listed
    ]


def rows(reading: str, reader: Reader, limit: int = LIST_LIMIT) -> list[Visible]:
    """A reading's rows for the patients of the reader's unit (for follow-up, of the provider), latest first."""
    found = queries.rows_for(reading, *_scope(reader), limit)
    items = [Item(patient, key, at, json.loads(data)) for patient, key, at, data in found]
    return visible(items, reader, f"list {reading}")


def search(text: str, reader: Reader, reading: str) -> list[Visible]:
    """Patients of the reader's unit or provider by part of a name, or one by identity number."""
    try:
        number = identity_number(text, day(reader.at))
    except NotAnIdentityNumber:
        return _by_name(text, reader, reading)
    patient = identities.by_identifier(number.kind, number.digits)
    mine = set(queries.patients_with(*_scope(reader)))
    wanted = {one for one in identities.linked(patient) if one in mine} if patient else set()
    return visible(
        [item for item in _items(reading, reader) if item.patient in wanted], reader, "search by number"
    )


def _by_name(text: str, reader: Reader, reading: str) -> list[Visible]:
    words = text.casefold().split()
    items = _items(reading, reader)
    people = identities.persons(list(dict.fromkeys(item.patient for item in items)))
    hits = [item for item in items if words and _matches(people[item.patient], words)]
    return visible(hits, reader, "search by name")


def _matches(person: Person, words: Sequence[str]) -> bool:
    known = f"{person.name} {' '.join(value for _, _, value in person.identifiers)}".casefold()
    return all(word in known for word in words)


def _items(reading: str, reader: Reader) -> list[Item]:
    found = queries.rows_for(reading, *_scope(reader), LIST_LIMIT)
    return [Item(patient, key, at, json.loads(data)) for patient, key, at, data in found]


def cases(pseudonyms: Sequence[str], reader: Reader) -> list[Visible]:
    """The patients behind pseudonyms of the export, masked where not of the reader's provider (or unit)."""
    keyed, wanted = keyed_with(settings.LINDRA_PSEUDONYM_KEY), set(pseudonyms)
    found: dict[str, str] = {}
    for patient, records in identities.linked_many(queries.patients_with(*_scope(reader))).items():
        pseudonym = keyed(min(records))
        if pseudonym in wanted:
            found[pseudonym] = patient
    known = [Item(found.get(pseudonym, pseudonym), pseudonym, "") for pseudonym in pseudonyms]
    return visible(known, reader, "cases of an indicator")


def write(
    patient: str, drafts: Sequence[log.Draft], reader: Reader, *, expected: int, key: str = ""
) -> log.Appended:
    """Append in the reader's name, where the reader may. Raises :class:`PermissionError` and what ``append`` raises."""
    decision = _decide([patient], reader)[patient]
    kinds = ", ".join(sorted({draft.fact.kind for draft in drafts}))
    allowed = decision.allowed and reader.purpose == "care"
    accesslog.log(reader, [patient], f"write {kinds}", decision.right, "allowed" if allowed else "denied")
    if not allowed:
        raise PermissionError("this reader may not write about this patient")
    return log.append(patient, drafts, reader.author, expected=expected, key=key)


def patient_of(text: str, reader: Reader) -> str | None:
    """The patient a command names, by opaque id or identity number; says nothing of who it is."""
    try:
        number = identity_number(text, day(reader.at))
    except NotAnIdentityNumber:
        return text if identities.exists(text) else None
    return identities.by_identifier(number.kind, number.digits)


def _decide(patients: Sequence[str], reader: Reader) -> dict[str, rules.Decision]:
    work, relations = reader.assignment, queries.relations_of(patients)
    return {
        patient: rules.decide(reader.purpose, work.unit, work.provider, relations[patient])
        for patient in patients
    }


def _scope(reader: Reader) -> tuple[str, str]:
    if reader.purpose in rules.BY_UNIT:
        return "unit", reader.assignment.unit
    return "provider", reader.assignment.provider


def _union(records: tuple[str, ...]) -> Person:
    """One person of several linked records: the first record's details, and what only others hold."""
    people = identities.persons(records)
    first = people[records[0]]
    if len(records) == 1:
        return first
    details = dict(first.details)
    for record_id in records[1:]:
        for kind, values in people[record_id].details.items():
            details.setdefault(kind, values)
    identifiers = tuple(dict.fromkeys(entry for one in records for entry in people[one].identifiers))
    return Person(first.id, identifiers, details)


__all__ = ["Denied", "Opened", "Visible", "cases", "open", "patient_of", "rows", "search", "visible", "write"]
