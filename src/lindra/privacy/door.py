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
from msgspec.structs import replace

from lindra.clock import day
from lindra.people import patients as identities
from lindra.people.patients import Person
from lindra.people.rules import NotAnIdentityNumber, identity_number
from lindra.privacy import accesslog, queries, rules
from lindra.privacy.reader import Reader
from lindra.record import destruction, log, readings
from lindra.record import queries as record
from lindra.record.chart import Chart, fold, merge
from lindra.record.destruction import Decision
from lindra.record.envelope import Event
from lindra.record.export import keyed_with

DESTRUCTION = "SFS 2008:355 8 kap. 4 §"
PAGE = 50
END = record.END
"""The place before which a timeline begins."""
MOST_FOUND = 500
"""Patients that one search by name shows at most."""


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

    def timeline(
        self, before: record.Place = record.END, limit: int = 200, kinds: Collection[str] = ()
    ) -> list[Event]:
        """Events in force before a place, latest first; each page is logged."""
        accesslog.log(self._reader, self._records, "timeline", self.right, "shown")
        return self._with_signatures(record.timeline(self._records, before, limit, kinds))

    def undated(self) -> list[Event]:
        """Events in force of which it is not known when they occurred."""
        accesslog.log(self._reader, self._records, "undated entries", self.right, "shown")
        return self._with_signatures(record.undated(self._records))

    def _with_signatures(self, events: list[Event]) -> list[Event]:
        """Entries written unsigned whose act was signed later count as signed (SFS 2008:355 3 kap. 10 §)."""
        acts = self.chart.slots["signatures"].rows if "signatures" in self.chart.slots else {}
        return [replace(event, signed=event.signed or event.act in acts) for event in events]

    def history(self) -> list[Event]:
        """Every event, what was corrected and withdrawn too."""
        accesslog.log(self._reader, self._records, "history", self.right, "shown")
        return record.events_of(*self._records)


def open(patient: str, reader: Reader, what: str = "patient") -> Opened | Denied:
    """Open one patient, all linked records of the person together."""
    if not identities.exists(patient):
        accesslog.log(reader, (), f"{what}: no such patient", rules.right(reader.purpose), "denied")
        return Denied(rules.right(reader.purpose))
    records = identities.linked(patient)
    decision = _decide([patient], reader)[patient]
    accesslog.log(reader, records, what, decision.right, "opened" if decision.allowed else "denied")
    if not decision.allowed:
        return Denied(decision.right)
    return Opened(
        patient=patient,
        person=identities.united(records),
        chart=_chart(records),
        seq=record.seq_of(patient),
        right=decision.right,
        _records=records,
        _reader=reader,
    )


def _chart(records: tuple[str, ...]) -> Chart:
    """One record's chart as cached; of several the union, folded anew where a chart holds less than its log."""
    charts = [readings.chart_of(one) for one in records]
    if len(charts) == 1:
        return charts[0]
    return fold(record.events_of(*records)) if any(chart.trimmed for chart in charts) else merge(charts)


def visible(rows: Iterable[AboutPatient], reader: Reader, what: str = "list") -> list[Visible]:
    """The same rows in the same order, masked where this reader may not see the patient. One entry in the log."""
    listed = list(rows)
    patients = list(dict.fromkeys(row.patient for row in listed))
    decisions = _decide(patients, reader)
    shown = [patient for patient in patients if decisions[patient].allowed]
    accesslog.log(reader, shown, what, rules.right(reader.purpose), "shown")
    groups = identities.linked_many(shown)
    people = identities.persons(sorted({one for records in groups.values() for one in records}))
    return [
        Visible(
            row, row.patient, identities.unite([people[one] for one in groups[row.patient]]), masked=False
        )
        if decisions[row.patient].allowed
        else Visible(None, "", None, masked=True)
        for row in listed
    ]


def counts(reading: str, reader: Reader) -> dict[str, int]:
    """How many rows of a reading there are by key, among the patients of the reader's unit or provider."""
    accesslog.log(reader, (), f"counts of {reading}", rules.right(reader.purpose), "counted")
    return queries.counts_for(reading, *_scope(reader))


def rows(reading: str, reader: Reader, *, keys: str = "", start: int = 0, limit: int = PAGE) -> list[Visible]:
    """One page of a reading's rows for the patients of the reader's unit (for follow-up: provider), latest first.

    ``keys`` narrows to rows whose key begins so. Only those on the page are shown, and logged.
    """
    found = queries.rows_for(reading, *_scope(reader), keys=keys, start=start, limit=limit)
    return visible([_item(row) for row in found], reader, f"list {reading}")


def search(text: str, reader: Reader, reading: str) -> list[Visible]:
    """Patients of the reader's unit or provider by part of a name, or one by identity number."""
    try:
        number = identity_number(text, day(reader.at))
    except NotAnIdentityNumber:
        return _by_name(text, reader, reading)
    patient = identities.by_identifier(number.kind, number.digits)
    records = identities.linked(patient) if patient else ()
    mine = set(queries.patients_with(*_scope(reader))) & set(records)
    if patient and not mine:
        accesslog.log(reader, records, "search by number", rules.right(reader.purpose), "denied")
    found = queries.rows_of(reading, sorted(mine))
    return visible([_item(row) for row in found], reader, "search by number")


def _by_name(text: str, reader: Reader, reading: str) -> list[Visible]:
    words = text.casefold().split()
    mine = queries.patients_with(*_scope(reader)) if words else []
    hits: list[str] = []
    for start in range(0, len(mine), 500):
        people = identities.persons(mine[start : start + 500])
        hits += [patient for patient, person in people.items() if _matches(person, words)]
    found = queries.rows_of(reading, hits[:MOST_FOUND])
    return visible([_item(row) for row in found], reader, "search by name")


def _matches(person: Person, words: Sequence[str]) -> bool:
    known = f"{person.name} {' '.join(value for _, _, value in person.identifiers)}".casefold()
    return all(word in known for word in words)


def _item(row: tuple[str, str, str, str]) -> Item:
    patient, key, at, data = row
    return Item(patient, key, at, json.loads(data))


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


def destroy(patient: str, events: Sequence[str], decision: Decision, reader: Reader) -> str:
    """Carry out a decision to destroy, for the purpose of administration; returns the destruction's id.

    Raises :class:`PermissionError`, and :class:`~lindra.record.kinds.Refused` saying what is wrong.
    """
    verdict = _decide([patient], reader)[patient]
    allowed = verdict.allowed and reader.purpose == "admin"
    known = [patient] if identities.exists(patient) else []
    accesslog.log(
        reader, known, f"destroy by {decision.decision}", DESTRUCTION, "allowed" if allowed else "denied"
    )
    if not allowed:
        raise PermissionError(
            "destruction is for those who administer this patient's record (--purpose admin)"
        )
    return destruction.destroy(patient, events, decision, settings.LINDRA_HOME, settings.LINDRA_PSEUDONYM_KEY)


def patient_of(number: str, reader: Reader) -> str:
    """The patient with an identity number, or nothing; says nothing of who it is."""
    try:
        found = identity_number(number, day(reader.at))
    except NotAnIdentityNumber:
        return ""
    return identities.by_identifier(found.kind, found.digits) or ""


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


__all__ = [
    "Denied",
    "Item",
    "Opened",
    "Visible",
    "cases",
    "counts",
    "destroy",
    "open",
    "patient_of",
    "rows",
    "search",
    "visible",
    "write",
]
