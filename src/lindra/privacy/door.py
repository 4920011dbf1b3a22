"""The one door to patients: decide, leave out what may not be seen, write the access log, then answer.

``open`` opens one patient, ``visible`` and ``rows`` give lists in which what may not be seen is masked, ``write``
appends in the reader's name. Every answer is in the access log before it is given. What is computed from all entries
(charts, rows of lists) is used only where nothing of it is hidden from this reader; otherwise the same function is
computed from just what the reader may see. ``listing`` is what lists rest on, ``worklist`` the door to what is due.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.conf import settings
from msgspec.structs import replace

from lindra.clock import day
from lindra.people import actions as people
from lindra.people import patients as identities
from lindra.people.details import DetailValue
from lindra.people.patients import Person
from lindra.people.rules import NotAnIdentityNumber, identity_number
from lindra.privacy import accesslog, queries, registers, rules
from lindra.privacy.listing import BY_UNIT as BY_UNIT
from lindra.privacy.listing import (
    MOST_COUNTED,
    chart_for,
    content_for,
    item_of,
    masked,
    person_for,
    scope,
    sights_of,
)
from lindra.privacy.listing import MOST_FOUND as MOST_FOUND
from lindra.privacy.listing import PAGE as PAGE
from lindra.privacy.listing import AboutPatient as AboutPatient
from lindra.privacy.listing import Item as Item
from lindra.privacy.listing import Visible as Visible
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Decision
from lindra.privacy.sight import Sight, bare
from lindra.privacy.standing import Houses, Known
from lindra.record import destruction, log, wall
from lindra.record import queries as record
from lindra.record.chart import Chart, Statement, fold, in_force
from lindra.record.envelope import Event, stamp
from lindra.record.export import keyed_with
from lindra.record.facts import RELATIONS, Signed
from lindra.record.kept_parts import InPart
from lindra.record.kinds import READINGS
from lindra.record.log import Appended as Appended  # what writing takes and gives, for everything above
from lindra.record.log import Conflict as Conflict
from lindra.record.log import Draft as Draft
from lindra.record.readings import Kept

END = record.END
"""The place before which a timeline begins."""


@dataclass(frozen=True, slots=True)
class Denied:
    """The patient is not opened, and on what ground."""

    right: str


@dataclass(frozen=True)
class Opened:
    """A patient opened to one reader: who it is, the chart of what may be seen, and pages of the log."""

    patient: str
    person: Person
    seq: int
    right: str
    records: tuple[str, ...]
    sight: Sight
    _reader: Reader
    _content: Kept | InPart
    _positions: Mapping[str, int]
    _signatures: dict[str, Statement] = field(default_factory=dict)

    @cached_property
    def chart(self) -> Chart:
        """The chart of what may be seen; unpacked when somebody asks for it."""
        with wall.opened(self.records):
            return bare(self._content.chart())

    @cached_property
    def mark(self) -> str:
        """The same only where the chart is: the same entries, to who sees the same of them. Empty where it has none."""
        with wall.opened(self.records):
            return self._content.mark

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
        found = {event.id: signed for event in events if (signed := self.chart.signature(event))}
        self._signatures.update(found)
        return [replace(event, signed=event.signed or event.id in found) for event in events]

    def signature(self, event: Event) -> Statement | None:
        """What signed an entry of a timeline later than it was written, if anything did."""
        return self._signatures.get(event.id)

    def entry(self, event: str) -> Event | None:
        """One entry as it was written, in force or not; ``None`` where there is none that this reader may see."""
        accesslog.log(self._reader, self.records, "one entry", self.right, self._outcome)
        with wall.opened(self.records):
            found = next(filter(None, (record.entry(one, event) for one in self.records)), None)
        if found is None or not self.sight.sees(found):
            return None
        return self._with_signatures([found])[0]

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
            standing = [
                event for event in in_force(every) if (event.occurred_from or event.recorded_at) <= until
            ]
        return bare(fold(self.sight.seen(standing)))

    def positions(self) -> dict[str, int]:
        """Where the log of each of the person's records stood before it was read: what who reads this has seen."""
        return dict(self._positions)


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
        positions = {one: record.seq_of(one) for one in records}
        return Opened(
            patient=patient,
            person=person_for(identities.united(records), seen),
            seq=positions[patient],
            right=seen.right,
            records=records,
            sight=seen,
            _reader=reader,
            _content=content_for(records, seen),
            _positions=positions,
        )


def visible(rows: Iterable[AboutPatient], reader: Reader, what: str = "list") -> list[Visible]:
    """The same rows in the same order, masked where this reader may not see the patient. One entry in the log."""
    listed = list(rows)
    groups = identities.linked_many(list(dict.fromkeys(row.patient for row in listed)))
    return masked(listed, groups, sights_of(groups, reader), reader, what)


def counts(reading: str, reader: Reader) -> dict[str, int]:
    """How many rows of a reading there are by key, among the patients of the reader's unit or provider.

    Of a key, ``state|rest``, everybody may know the state. The rest is told where nothing of the patient is hidden from
    the reader, and is empty otherwise.
    """
    with wall.opened(readings=[reading]):
        keys = queries.keys_for(reading, *scope(reader))
    keys = registers.given(reading, keys)
    patients = {patient for patient, _ in keys}
    told = patients if len(patients) <= MOST_COUNTED else set()
    sights = sights_of(identities.linked_many(sorted(told)), reader)
    accesslog.log(reader, (), f"counts of {reading}", rules.law("PDL 4:1"), "counted")
    found: dict[str, int] = {}
    for patient, key in keys:
        seen = sights.get(patient)
        known = key if seen is not None and seen.person.allowed and seen.whole else f"{key.split('|')[0]}|"
        found[known] = found.get(known, 0) + 1
    return found


def rows(
    reading: str, reader: Reader, *, state: str = "", unit: str = "", start: int = 0, limit: int = PAGE
) -> list[Visible]:
    """One page of a reading's rows for the patients of the reader's unit (for follow-up: provider), latest first.

    ``state`` narrows to rows whose key, ``state|rest``, has it; by the rest, which may tell of measures of social care,
    nobody is looked for (SFS 2008:355 2 kap. 8 §). ``unit``: only rows that are of that unit. Only those on the page
    are shown, and logged.
    """
    if "|" in state:
        raise ValueError("rows are narrowed by their state only (SFS 2008:355 2 kap. 8 §)")
    keys = f"{state}|" if state else ""
    with wall.opened(readings=[reading]):
        found = queries.rows_for(reading, *scope(reader), keys=keys, start=start, limit=limit, unit=unit)
    return listed(reading, found, reader, f"list {reading}")


def listed(reading: str, found: Sequence[queries.Stored], reader: Reader, what: str) -> list[Visible]:
    """Stored rows as this reader may see them: computed anew from what may be seen, where that is not all."""
    groups = identities.linked_many(list(dict.fromkeys(row[0] for row in found)))
    found = registers.given(reading, found, groups)
    groups = {row[0]: groups[row[0]] for row in found}
    sights = sights_of(groups, reader)
    allowed = {one for patient, seen in sights.items() if seen.person.allowed for one in groups[patient]}
    with wall.opened(allowed):
        items = [_as_seen(reading, item_of(row), groups[row[0]], sights[row[0]]) for row in found]
        return masked(items, groups, sights, reader, what)


def _as_seen(reading: str, item: Item, records: tuple[str, ...], seen: Sight) -> Item:
    """A stored row, or where something is hidden the row that the rest gives; without content where it gives none."""
    if not seen.person.allowed or (seen.whole and len(records) == 1):
        return item
    rows = list(READINGS[reading].rows(chart_for(records, seen)))
    same = [row for row in rows if row.key == item.key] or [
        row for row in rows if _rest(row.key) == _rest(item.key)
    ]
    for row in same or (rows if len(rows) == 1 else ()):
        return Item(item.patient, row.key, row.at, row.data)
    return Item(item.patient, "", "")


def _rest(key: str) -> str:
    """What a row is about, in whatever state: of ``state|rest`` the rest, which may be empty."""
    return key.partition("|")[2] or key


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
    mine = set(queries.patients_with(*scope(reader))) & set(records)
    if not mine:  # one row whether there is such a patient or not: nobody can tell by the time it takes
        accesslog.log(reader, records, "search by number", rules.law("PDL 4:1"), "denied")
        return []
    with wall.opened(readings=[reading]):
        found = queries.rows_of(reading, sorted(mine))
    return listed(reading, found, reader, "search by number")


def _with_number(kind: str, digits: str) -> str | None:
    with wall.opened(numbers=[digits]):
        return identities.by_identifier(kind, digits)


def _by_name(text: str, reader: Reader, reading: str) -> list[Visible]:
    words = text.casefold().split()
    mine = queries.patients_with(*scope(reader)) if words else []
    hits: list[str] = []
    for start in range(0, len(mine), 500):
        some = mine[start : start + 500]
        with wall.opened(some):
            people = identities.persons(some)
        hits += [patient for patient, person in people.items() if _matches(person, words)]
    with wall.opened(readings=[reading]):
        found = queries.rows_of(reading, hits[:MOST_FOUND])
    return listed(reading, found, reader, "search by name")


def _matches(person: Person, words: Sequence[str]) -> bool:
    known = f"{person.name} {' '.join(value for _, _, value in person.identifiers)}".casefold()
    return all(word in known for word in words)


def cases(pseudonyms: Sequence[str], reader: Reader) -> list[tuple[Visible, Sight | None]]:
    """The patients behind pseudonyms of the export, masked where not of the reader's provider (or unit).

    With each the decisions about what is written of them; none with one that is masked.
    """
    keyed, wanted = keyed_with(settings.LINDRA_PSEUDONYM_KEY), set(pseudonyms)
    found: dict[str, str] = {}
    for patient, records in identities.linked_many(queries.patients_with(*scope(reader))).items():
        pseudonym = keyed(min(records))
        if pseudonym in wanted:
            found[pseudonym] = patient
    known = [Item(found.get(pseudonym, pseudonym), pseudonym, "") for pseudonym in pseudonyms]
    groups = identities.linked_many(list(dict.fromkeys(row.patient for row in known)))
    sights = sights_of(groups, reader)
    shown = masked(known, groups, sights, reader, "cases of an indicator")
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
        whole = all(_signs_what_it_sees(patient, draft, seen) for draft in drafts)
    if decision.allowed and not (own and whole):
        decision = Decision(rules.Answer.NO, False, rules.law("PDL 2:6" if not own else "PDL 3:10"))
    kinds = ", ".join(sorted({draft.fact.kind for draft in drafts}))
    accesslog.log(
        reader, [patient], f"write {kinds}", decision.right, "allowed" if decision.allowed else "denied"
    )
    if not decision.allowed:
        raise PermissionError("this reader may not write about this patient")
    with wall.opened([patient]):
        return log.append(patient, drafts, reader.author, expected=expected, key=key)


def _opens(draft: log.Draft, reader: Reader) -> bool:
    """Whether this very entry begins a care relation of the reader's unit: nobody hands anything over to oneself."""
    if draft.fact.handed:
        return False
    puts = draft.fact.puts(reader.assignment.unit)
    return draft.corrects is None and any(put.slot == RELATIONS and put.part == "opened" for put in puts)


def _corrects_own(patient: str, draft: log.Draft, seen: Sight) -> bool:
    """Each provider is the owner of what it wrote, and corrects only that (SFS 2008:355 2 kap. 6 §)."""
    if draft.corrects is None:
        return True
    entry = record.entry(patient, draft.corrects)
    return entry is not None and entry.provider == seen.side.provider and seen.sees(entry)


def _signs_what_it_sees(patient: str, draft: log.Draft, seen: Sight) -> bool:
    """An act is signed by who sees all of it, where something in it was written unsigned (SFS 2008:355 3 kap. 10 §).

    Who is responsible for what was written is for the room to judge that knows what it says.
    """
    if not isinstance(draft.fact, Signed):
        return True
    act = record.of_act(patient, draft.fact.signs)
    return any(not event.signed for event in act) and all(seen.sees(event) for event in act)


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


def note_detail(patient: str, value: DetailValue, reader: Reader) -> None:
    """Note who the patient is or who is close to them, where the reader may write and may know where the patient is.

    These are no entries of the log: they have a history of their own. Raises :class:`PermissionError`.
    """
    seen = sight(identities.linked(patient), reader)
    decision = rules.may_write(reader.side.purpose, reader.side.duty, seen.relation, opens=False)
    if decision.allowed and not seen.address.allowed:
        decision = seen.address
    outcome = "allowed" if decision.allowed else "denied"
    accesslog.log(reader, [patient], f"write detail {value.kind}", decision.right, outcome)
    if not decision.allowed:
        raise PermissionError("this reader may not write about this patient")
    with wall.opened([patient]):
        people.note(patient, value, by=reader.staff.hsa_id)
