"""The one door to patients: decide, leave out what may not be seen, write the access log, then answer.

``open`` opens one patient, ``visible`` and ``rows`` give lists in which what may not be seen is masked, ``write``
appends in the reader's name. Every answer is in the access log before it is given. What is computed from all entries
(charts, rows of lists) is used only where nothing of it is hidden from this reader; otherwise the same function is
computed from just what the reader may see.
"""

from __future__ import annotations

import json
from bisect import bisect
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from msgspec.structs import replace

from lindra import clock
from lindra.clock import day
from lindra.people import patients as identities
from lindra.people.patients import Person
from lindra.people.rules import NotAnIdentityNumber, identity_number
from lindra.privacy import accesslog, queries, rules, standing
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Decision
from lindra.privacy.sight import Sight, bare
from lindra.privacy.standing import Bond, Houses, Known, Side
from lindra.record import destruction, log, readings, wall
from lindra.record import queries as record
from lindra.record.chart import Chart, fold, in_force, merge
from lindra.record.envelope import Event, stamp
from lindra.record.export import keyed_with
from lindra.record.facts import RELATIONS
from lindra.record.kinds import READINGS
from lindra.record.log import Appended as Appended  # what writing takes and gives, for everything above
from lindra.record.log import Conflict as Conflict
from lindra.record.log import Draft as Draft

PAGE = 50
END = record.END
"""The place before which a timeline begins."""
MOST_FOUND = 500
"""Patients that one search by name shows at most."""
MOST_COUNTED = 500
"""Patients of whom a count is made from what this reader may see; of more, only what anybody may see is counted."""


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


@dataclass(frozen=True)
class Opened:
    """A patient opened to one reader: who it is, the chart of what may be seen, and pages of the log."""

    patient: str
    person: Person
    chart: Chart
    seq: int
    right: str
    records: tuple[str, ...]
    sight: Sight
    _reader: Reader

    @property
    def _outcome(self) -> str:
        return "emergency" if self.sight.outcome == "emergency" else "shown"

    def timeline(
        self, before: record.Place = record.END, limit: int = 200, kinds: Collection[str] = ()
    ) -> list[Event]:
        """Events in force before a place, latest first; each page is logged."""
        accesslog.log(self._reader, self.records, "timeline", self.right, self._outcome)
        shown: list[Event] = []
        with wall.opened(self.records):
            while len(shown) < limit:
                page = record.timeline(self.records, before, limit, kinds)
                shown += self.sight.seen(page)
                if len(page) < limit:
                    break
                before = (page[-1].occurred_from or "", page[-1].id)
        return self._with_signatures(shown[:limit])

    def undated(self) -> list[Event]:
        """Events in force of which it is not known when they occurred."""
        accesslog.log(self._reader, self.records, "undated entries", self.right, self._outcome)
        with wall.opened(self.records):
            return self._with_signatures(self.sight.seen(record.undated(self.records)))

    def _with_signatures(self, events: list[Event]) -> list[Event]:
        """Entries written unsigned whose act was signed later count as signed (SFS 2008:355 3 kap. 10 §)."""
        acts = self.chart.slots["signatures"].rows if "signatures" in self.chart.slots else {}
        return [replace(event, signed=event.signed or event.act in acts) for event in events]

    def history(self) -> list[Event]:
        """Every event, what was corrected and withdrawn too; of a destroyed one only that it was there."""
        accesslog.log(self._reader, self.records, "history", self.right, self._outcome)
        with wall.opened(self.records):
            every = record.events_of(*self.records)
        return [event for event in every if event.payload is None or self.sight.sees(event)]


    def chart_at(self, at: datetime, *, known_then: bool) -> Chart:
        """The chart at an earlier instant: of what was known then, or of what is known now to have been so then."""
        accesslog.log(self._reader, self.records, "earlier version", self.right, self._outcome)
        with wall.opened(self.records):
            every = record.events_of(*self.records)
        until = stamp(at)
        if known_then:
            standing = in_force(event for event in every if event.recorded_at <= until)
        else:
            standing = [event for event in in_force(every) if (event.occurred_from or event.recorded_at) <= until]
        return bare(fold(self.sight.seen(standing)))

    def positions(self) -> dict[str, int]:
        """Where the log of each of the person's records stands: what somebody who reads this has seen."""
        return {one: record.seq_of(one) for one in self.records}


def sight(records: Sequence[str], reader: Reader) -> Sight:
    """The decisions of a reader about one person, all records together. Nothing is shown, and nothing logged."""
    known = queries.known_of({records[0]: records})[records[0]]
    side = reader.side
    return Sight(side, known, queries.houses(side, [known]))


def open(patient: str, reader: Reader, what: str = "patient") -> Opened | Denied:
    """Open one patient, all linked records of the person together."""
    if not identities.exists(patient):
        right = Sight(reader.side, Known(), Houses({}, {})).person.right  # as of somebody else's patient
        accesslog.log(reader, (), f"{what}: no such patient", right, "denied")
        return Denied(right)
    records = identities.linked(patient)
    seen = sight(records, reader)
    decision = seen.person
    accesslog.log(reader, records, what, seen.right if decision.allowed else decision.right, seen.outcome)
    if not decision.allowed:
        return Denied(decision.right)
    with wall.opened(records):
        return Opened(
            patient=patient,
            person=_person(identities.united(records), seen),
            chart=_chart(records, seen),
            seq=record.seq_of(patient),
            right=seen.right,
            records=records,
            sight=seen,
            _reader=reader,
        )


def _person(person: Person, seen: Sight) -> Person:
    return person if seen.address.allowed else identities.without_whereabouts(person)


def _chart(records: tuple[str, ...], seen: Sight) -> Chart:
    """One record's chart as cached; of several the union, folded anew where a chart holds less than its log.

    Where something is hidden: the fold of the rest.
    """
    if not seen.whole:
        return seen.chart(record.events_of(*records))
    charts = [readings.chart_of(one) for one in records]
    if len(charts) == 1:
        return bare(charts[0])
    return bare(fold(record.events_of(*records)) if any(chart.trimmed for chart in charts) else merge(charts))


def visible(rows: Iterable[AboutPatient], reader: Reader, what: str = "list") -> list[Visible]:
    """The same rows in the same order, masked where this reader may not see the patient. One entry in the log."""
    listed = list(rows)
    groups = identities.linked_many(list(dict.fromkeys(row.patient for row in listed)))
    return _masked(listed, groups, _sights(groups, reader), reader, what)


Groups = dict[str, tuple[str, ...]]
Sights = dict[str, Sight]


def _masked(
    listed: Sequence[AboutPatient], groups: Groups, sights: Sights, reader: Reader, what: str
) -> list[Visible]:
    shown = [patient for patient in groups if sights[patient].person.allowed]
    accesslog.log(reader, shown, what, _right(shown, sights), "shown")
    everyone = sorted({one for patient in shown for one in groups[patient]})
    with wall.opened(everyone):
        people = identities.persons(everyone)
    return [
        _shown(row, groups[row.patient], sights[row.patient], people)
        if sights[row.patient].person.allowed
        else Visible(None, "", None, masked=True)
        for row in listed
    ]


def _right(shown: Sequence[str], sights: Sights) -> str:
    """Every paragraph by which something on a list is shown."""
    rights = dict.fromkeys(right for patient in shown for right in sights[patient].right.split("; "))
    return "; ".join(rights) or rules.law("PDL 4:1")


def _shown(row: AboutPatient, records: tuple[str, ...], seen: Sight, people: dict[str, Person]) -> Visible:
    person = identities.unite([people[one] for one in records])
    return Visible(row, row.patient, _person(person, seen), masked=False)


def _sights(groups: Groups, reader: Reader) -> Sights:
    """The decisions about many patients, in a few reads however many they are."""
    known, side = queries.known_of(groups), reader.side
    around = queries.houses(side, known.values())
    return {patient: Sight(side, one, around) for patient, one in known.items()}


def counts(reading: str, reader: Reader) -> dict[str, int]:
    """How many rows of a reading there are by key, among the patients of the reader's unit or provider.

    Of a key, ``state|rest``, everybody may know the state. The rest is told where nothing of the patient is hidden from
    the reader, and is empty otherwise.
    """
    with wall.opened(readings=[reading]):
        keys = queries.keys_for(reading, *_scope(reader))
    patients = {patient for patient, _ in keys}
    told = patients if len(patients) <= MOST_COUNTED else set()
    sights = _sights(identities.linked_many(sorted(told)), reader)
    accesslog.log(reader, (), f"counts of {reading}", rules.law("PDL 4:1"), "counted")
    found: dict[str, int] = {}
    for patient, key in keys:
        seen = sights.get(patient)
        known = key if seen is not None and seen.person.allowed and seen.whole else f"{key.split('|')[0]}|"
        found[known] = found.get(known, 0) + 1
    return found


def rows(
    reading: str, reader: Reader, *, state: str = "", start: int = 0, limit: int = PAGE
) -> list[Visible]:
    """One page of a reading's rows for the patients of the reader's unit (for follow-up: provider), latest first.

    ``state`` narrows to rows whose key, ``state|rest``, has it; by the rest, which may tell of measures of social care,
    nobody is looked for (SFS 2008:355 2 kap. 8 §). Only those on the page are shown, and logged.
    """
    if "|" in state:
        raise ValueError("rows are narrowed by their state only (SFS 2008:355 2 kap. 8 §)")
    keys = f"{state}|" if state else ""
    with wall.opened(readings=[reading]):
        found = queries.rows_for(reading, *_scope(reader), keys=keys, start=start, limit=limit)
    return _listed(reading, found, reader, f"list {reading}")


def _listed(reading: str, found: Sequence[queries.Stored], reader: Reader, what: str) -> list[Visible]:
    """Stored rows as this reader may see them: computed anew from what may be seen, where that is not all."""
    groups = identities.linked_many(list(dict.fromkeys(row[0] for row in found)))
    sights = _sights(groups, reader)
    allowed = {one for patient, seen in sights.items() if seen.person.allowed for one in groups[patient]}
    with wall.opened(allowed):
        items = [_as_seen(reading, _item(row), groups[row[0]], sights[row[0]]) for row in found]
        return _masked(items, groups, sights, reader, what)


def _as_seen(reading: str, item: Item, records: tuple[str, ...], seen: Sight) -> Item:
    """A stored row, or where something is hidden the row that the rest gives; without content where it gives none."""
    if not seen.person.allowed or (seen.whole and len(records) == 1):
        return item
    rows = list(READINGS[reading].rows(_chart(records, seen)))
    for row in rows:
        if row.key == item.key or len(rows) == 1:
            return Item(item.patient, row.key, row.at, row.data)
    return Item(item.patient, "", "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a reading whose ``at`` is when something is due: of a state, of a unit and of none in particular
    (of every unit where none is named), from ``since`` to before ``until``. ``keep`` chooses among what may be seen.
    """

    state: str = ""
    unit: str = ""
    since: str = ""
    until: str = "z"
    keep: Callable[[Item], bool] = bool

    @property
    def keys(self) -> str:
        """How their keys begin."""
        if "|" in self.state:
            raise ValueError("rows are narrowed by their state only (SFS 2008:355 2 kap. 8 §)")
        return f"{self.state}|" if self.state else ""


def worklist(
    reading: str, reader: Reader, wanted: Wanted, *, start: int = 0, limit: int = PAGE
) -> tuple[list[Visible], int | None]:
    """A page of what is due, earliest first, and where the next begins; only what this reader may see is on it.

    Rows that come of entries hidden from the reader, and those of patients the unit no longer has, are left out.
    After looking through :data:`MOST_FOUND` rows the page ends, whether it is full or not.
    """
    found: list[tuple[int, Item]] = []
    groups: Groups = {}
    sights: Sights = {}
    place, more = start, True
    while more and len(found) < limit and place - start < MOST_FOUND:
        with wall.opened(readings=[reading]):
            stored = queries.due_for(
                reading, *_scope(reader), unit=wanted.unit, keys=wanted.keys, since=wanted.since,
                until=wanted.until, start=place, limit=limit,
            )  # fmt: skip
        new = identities.linked_many(list(dict.fromkeys(row[0] for row in stored)))
        groups |= new
        sights |= _sights(new, reader)
        seen = _each_seen(reading, stored, groups, sights, reader)
        found += [
            (place + nth, item) for nth, item in enumerate(seen) if item is not None and wanted.keep(item)
        ]
        place, more = place + len(stored), len(stored) == limit
    if len(found) > limit:
        found, place, more = found[:limit], found[limit][0], True
    items = [item for _, item in found]
    return _masked(items, _of(items, groups), sights, reader, f"list {reading}"), place if more else None


def _each_seen(
    reading: str, stored: Sequence[queries.Due], groups: Groups, sights: Sights, reader: Reader
) -> list[Item | None]:
    """Stored rows as the reader may see them; nothing for one that is hidden, not theirs, or stands there already."""
    anew: dict[str, dict[str, Item]] = {}
    shown: set[tuple[str, str]] = set()
    found: list[Item | None] = []
    with wall.opened({one for row in stored if sights[row[0]].person.allowed for one in groups[row[0]]}):
        for patient, key, at, data, unit in stored:
            records, seen = groups[patient], sights[patient]
            if (min(records), key) in shown or not _concerns(unit, seen, reader):
                found.append(None)
                continue
            shown.add((min(records), key))
            if seen.whole and len(records) == 1:
                found.append(_item((patient, key, at, data)))
                continue
            if patient not in anew:
                anew[patient] = _computed(reading, patient, records, seen)
            found.append(anew[patient].get(key))
    return found


def _concerns(unit: str, seen: Sight, reader: Reader) -> bool:
    """Whether something due is for this reader's list: what is nobody's own is for who has the patient now."""
    column, value = _scope(reader)
    return seen.person.allowed and (
        bool(unit) or any(getattr(bond, column) == value for bond in _having(seen.known))
    )


def _having(known: Known) -> list[Bond]:
    """The care relations of the units that have the patient now."""
    now = clock.now()
    sides = [
        Side(rules.Purpose.CARE, rules.Duty.OTHER, rules.Regime.HEALTH, bond.unit, bond.provider, "", now)
        for bond in known.bonds
    ]
    current = {side.unit for side in sides if standing.relation(side, known) is rules.Relation.CURRENT}
    return [bond for bond in known.bonds if bond.unit in current]


def _computed(reading: str, patient: str, records: tuple[str, ...], seen: Sight) -> dict[str, Item]:
    """A reading's rows of one person, by key, from what may be seen."""
    rows = READINGS[reading].rows(_chart(records, seen))
    return {row.key: Item(patient, row.key, row.at, row.data) for row in rows}


def _of(items: Sequence[Item], groups: Groups) -> Groups:
    return {item.patient: groups[item.patient] for item in items}


def due_counts(
    reading: str, reader: Reader, wanted: Wanted, edges: Sequence[str], but: Collection[tuple[str, str]] = ()
) -> list[int]:
    """How many rows are ``at`` an instant before the first edge, from each to the next, and from the last on.

    ``but``: rows, by patient and key, that do not count. Nor does what the reader's list does not have, where the
    patients are few enough to be asked (:data:`MOST_COUNTED`).
    """
    with wall.opened(readings=[reading]):
        rows = queries.due_when(reading, *_scope(reader), unit=wanted.unit, keys=wanted.keys)
    patients = {row[0] for row in rows}
    few = patients if len(patients) <= MOST_COUNTED else set()
    sights = _sights(identities.linked_many(sorted(few)), reader)
    accesslog.log(reader, (), f"counts of {reading}", rules.law("PDL 4:1"), "counted")
    counted = [0] * (len(edges) + 1)
    for patient, key, unit, at in rows:
        if (patient, key) not in but and (not few or _concerns(unit, sights[patient], reader)):
            counted[bisect(edges, at)] += 1
    return counted


def rows_of(reading: str, reader: Reader, patients: Collection[str]) -> list[Visible]:
    """What is due for some patients, as far as they are of the reader's unit or provider, earliest first."""
    with wall.opened(readings=[reading]):
        stored = queries.due_of(reading, *_scope(reader), sorted(patients))
    groups = identities.linked_many(list(dict.fromkeys(row[0] for row in stored)))
    sights = _sights(groups, reader)
    items = [item for item in _each_seen(reading, stored, groups, sights, reader) if item is not None]
    return _masked(items, _of(items, groups), sights, reader, f"list {reading}")


def pending(reading: str) -> list[tuple[str, str, str, str]]:
    """Patient, key, unit and ``at`` of every row of a reading, for a command that runs as a system reader.

    What is no unit's in particular is told once for each unit that has the patient now.
    """
    with wall.opened(readings=[reading]):
        rows = queries.every(reading)
    anybodys = sorted({patient for patient, _, unit, _ in rows if not unit})
    known = queries.known_of(identities.linked_many(anybodys))
    having = {patient: {bond.unit for bond in _having(one)} for patient, one in known.items()}
    return [
        (patient, key, each, at)
        for patient, key, unit, at in rows
        for each in ([unit] if unit else sorted(having[patient]))
    ]


def act_on(patient: str, reader: Reader, what: str) -> None:
    """Decide on, and log, what somebody does with a thing that is due (takes it on, puts it off).

    Allowed to who may write about the patient. Raises :class:`PermissionError`.
    """
    seen, side = sight(identities.linked(patient), reader), reader.side
    decision = rules.may_write(side.purpose, side.duty, seen.relation, opens=False)
    accesslog.log(
        reader,
        [patient],
        f"something due: {what}",
        decision.right,
        "allowed" if decision.allowed else "denied",
    )
    if not decision.allowed:
        raise PermissionError("this reader may not write about this patient")


def search(text: str, reader: Reader, reading: str) -> list[Visible]:
    """Patients of the reader's unit or provider by part of a name, or one by identity number; by nothing else.

    That somebody has or had measures of social care is never a search term (SFS 2008:355 2 kap. 8 §).
    """
    try:
        number = identity_number(text, day(reader.at))
    except NotAnIdentityNumber:
        return _by_name(text, reader, reading)
    patient = _with_number(number.kind, number.digits)
    records = identities.linked(patient) if patient else ()
    mine = set(queries.patients_with(*_scope(reader))) & set(records)
    if not mine:  # one row whether there is such a patient or not: nobody can tell by the time it takes
        accesslog.log(reader, records, "search by number", rules.law("PDL 4:1"), "denied")
        return []
    with wall.opened(readings=[reading]):
        found = queries.rows_of(reading, sorted(mine))
    return _listed(reading, found, reader, "search by number")


def _with_number(kind: str, digits: str) -> str | None:
    with wall.opened(numbers=[digits]):
        return identities.by_identifier(kind, digits)


def _by_name(text: str, reader: Reader, reading: str) -> list[Visible]:
    words = text.casefold().split()
    mine = queries.patients_with(*_scope(reader)) if words else []
    hits: list[str] = []
    for start in range(0, len(mine), 500):
        some = mine[start : start + 500]
        with wall.opened(some):
            people = identities.persons(some)
        hits += [patient for patient, person in people.items() if _matches(person, words)]
    with wall.opened(readings=[reading]):
        found = queries.rows_of(reading, hits[:MOST_FOUND])
    return _listed(reading, found, reader, "search by name")


def _matches(person: Person, words: Sequence[str]) -> bool:
    known = f"{person.name} {' '.join(value for _, _, value in person.identifiers)}".casefold()
    return all(word in known for word in words)


def _item(row: queries.Stored) -> Item:
    patient, key, at, data = row
    return Item(patient, key, at, json.loads(data))


def cases(pseudonyms: Sequence[str], reader: Reader) -> list[tuple[Visible, Sight | None]]:
    """The patients behind pseudonyms of the export, masked where not of the reader's provider (or unit).

    With each the decisions about what is written of them; none with one that is masked.
    """
    keyed, wanted = keyed_with(settings.LINDRA_PSEUDONYM_KEY), set(pseudonyms)
    found: dict[str, str] = {}
    for patient, records in identities.linked_many(queries.patients_with(*_scope(reader))).items():
        pseudonym = keyed(min(records))
        if pseudonym in wanted:
            found[pseudonym] = patient
    known = [Item(found.get(pseudonym, pseudonym), pseudonym, "") for pseudonym in pseudonyms]
    groups = identities.linked_many(list(dict.fromkeys(row.patient for row in known)))
    sights = _sights(groups, reader)
    shown = _masked(known, groups, sights, reader, "cases of an indicator")
    return [(one, None if one.masked else sights[one.patient]) for one in shown]


def write(
    patient: str, drafts: Sequence[log.Draft], reader: Reader, *, expected: int, key: str = ""
) -> log.Appended:
    """Append in the reader's name, where the reader may. Raises :class:`PermissionError` and what ``append`` raises."""
    seen = sight(identities.linked(patient), reader)
    side = reader.side
    decision = rules.may_write(
        side.purpose, side.duty, seen.relation, opens=any(_opens(draft, reader) for draft in drafts)
    )
    with wall.opened([patient] if decision.allowed else ()):
        own = all(_corrects_own(patient, draft, seen) for draft in drafts)
    if decision.allowed and not own:
        decision = Decision(rules.Answer.NO, False, rules.law("PDL 2:6"))
    kinds = ", ".join(sorted({draft.fact.kind for draft in drafts}))
    accesslog.log(
        reader, [patient], f"write {kinds}", decision.right, "allowed" if decision.allowed else "denied"
    )
    if not decision.allowed:
        raise PermissionError("this reader may not write about this patient")
    with wall.opened([patient]):
        return log.append(patient, drafts, reader.author, expected=expected, key=key)


def _opens(draft: log.Draft, reader: Reader) -> bool:
    """Whether this very entry begins a care relation of the reader's unit."""
    puts = draft.fact.puts(reader.assignment.unit)
    return draft.corrects is None and any(put.slot == RELATIONS and put.part == "opened" for put in puts)


def _corrects_own(patient: str, draft: log.Draft, seen: Sight) -> bool:
    """Each provider is the owner of what it wrote, and corrects only that (SFS 2008:355 2 kap. 6 §)."""
    if draft.corrects is None:
        return True
    entry = record.entry(patient, draft.corrects)
    return entry is not None and entry.provider == seen.side.provider and seen.sees(entry)


def destroy(patient: str, events: Sequence[str], decision: destruction.Decision, reader: Reader) -> str:
    """Carry out a decision to destroy, for the purpose of administration; returns the destruction's id.

    Raises :class:`PermissionError`, and :class:`~lindra.record.kinds.Refused` saying what is wrong.
    """
    seen, side = sight(identities.linked(patient), reader), reader.side
    verdict = rules.may_administer(side.purpose, side.duty, seen.relation, "PDL 8:4")
    known = [patient] if identities.exists(patient) else []
    accesslog.log(
        reader, known, f"destroy by {decision.decision}", verdict.right,
        "allowed" if verdict.allowed else "denied",
    )  # fmt: skip
    if not verdict.allowed:
        raise PermissionError(
            "destruction is for those who administer this patient's record (--purpose admin)"
        )
    home, key = settings.LINDRA_HOME, settings.LINDRA_PSEUDONYM_KEY
    with wall.opened(identities.linked(patient)):
        return destruction.destroy(patient, events, decision, home, key)


def patient_of(number: str, reader: Reader) -> str:
    """The patient with an identity number, or nothing; says nothing of who it is."""
    try:
        found = identity_number(number, day(reader.at))
    except NotAnIdentityNumber:
        return ""
    return _with_number(found.kind, found.digits) or ""


BY_UNIT = frozenset({rules.Purpose.CARE, rules.Purpose.ADMIN})
"""Purposes for which the unit itself must have the relation; for the others its provider."""


def _scope(reader: Reader) -> tuple[str, str]:
    if reader.purpose in BY_UNIT:
        return "unit", reader.assignment.unit
    return "provider", reader.assignment.provider
