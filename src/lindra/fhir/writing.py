"""Resources into the record, a group at a time, each group one transaction.

The rule that makes the order of reading not matter: in the log, every item (one fact of one resource) has an entry for
each version that had it, and where the greatest version known lacks it, a withdrawal by that version. The chart then
chooses the entry of the greatest version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec
from pydantic import ValidationError

from lindra import clock
from lindra.fhir import identity, memory, naming, parking, queries, reading, rules
from lindra.fhir.bundles import Entry
from lindra.fhir.mapping import MAPPERS, Telling, Untyped
from lindra.fhir.mapping.telling import Item
from lindra.fhir.memory import Change
from lindra.fhir.queries import Known
from lindra.fhir.readers import Trouble
from lindra.fhir.reading import Parsed
from lindra.fhir.result import Result
from lindra.ids import new_id
from lindra.people import actions as people
from lindra.people import sources
from lindra.record import log
from lindra.record.envelope import Author, When
from lindra.record.facts import Withdrawn
from lindra.record.kinds import Refused

PLANS = frozenset({"care_plan_noted", "care_team_noted", "goal_noted"})
"""Kinds that may begin after now: they are written without a time of their own."""
PERSONS = ("Patient", "RelatedPerson")
NO_LONGER_TOLD = "a later version of the resource does not tell it"


class Waits(Exception):
    """A resource needs another that has not been read."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event to be written for one item of a resource."""

    change: Change
    item: str
    draft: log.Draft


class Writing:
    """Writes groups of resources in one author's name."""

    def __init__(self, author: Author, result: Result, park: parking.Parking) -> None:
        self.author, self.result, self.park = author, result, park

    def group(self, entries: Sequence[Entry | Trouble], *, again: bool = False) -> None:
        """Write a group; ``again`` for what was parked before."""
        parsed = []
        for entry in entries:
            found = reading.parse(entry) if isinstance(entry, Entry) else entry
            if isinstance(found, Trouble):
                self.result.fail(found)
            else:
                parsed.append(found)
                self.result.read[found.kind] += not again
        with log.batch():
            for some in reading.rounds(parsed):
                self._round(some, again)
            self.park.sync()

    def _round(self, parsed: Sequence[Parsed], again: bool) -> None:
        """Resources of different keys, none of which needs another of them."""
        known = queries.known(one.key for one in parsed)
        seen = queries.seen(one.key for one in parsed if one.key in known)
        new: list[Parsed] = []
        for one in parsed:
            row = known.get(one.key)
            if row is not None and (row.version == one.version or (one.key, one.version) in seen):
                self._settle(one, row.reason, again)
            else:
                new.append(one)
        patients = _patients(new)
        found = (self._change(one, known.get(one.key), patients, again) for one in new)
        changes = [change for change in found if change is not None]
        for change in changes:
            self._identify(change)
        self._append(changes)
        done = [change for change in changes if not change.failed]
        memory.remember(done)
        memory.remember_references(done)
        for change in done:
            self._settle(change.parsed, change.reason, again)
            self._list(change)
            if change.parsed.kind in memory.THINGS and change.stands:
                naming.rename_all(change, self.author)

    def _settle(self, one: Parsed, reason: str, again: bool) -> None:
        """Count a resource as stored or left, as often as this run has read it."""
        times = parking.forget(one.key, one.version, self.park.run) if again else 1
        if times == 0:  # parked by an earlier run, and not read again by this one
            self.result.read[one.kind] += 1
        for _ in range(max(times, 1)):
            self.result.settle(one.kind, reason)

    # What a resource says, and of whom

    def _change(
        self, one: Parsed, row: Known | None, patients: Mapping[str, Known], again: bool
    ) -> Change | None:
        """What is to become of a new version; ``None`` where it failed or waits."""
        change = Change(one, row)
        try:
            change.reason = rules.left(one.kind, one.document)
            if not change.reason:
                _check(one, row)
                _about(change, patients)
            if not change.reason and row is not None and row.destroyed(change.patient):
                change.reason = rules.DESTROYED
            if not change.reason:
                change.telling = _telling(change)
        except Waits as waits:
            self._wait(one, str(waits), again)
            return None
        except Exception as error:  # whatever is wrong with one resource, the others go on
            self._fail(one, _said(error), again)
            return None
        return change

    def _wait(self, one: Parsed, cause: str, again: bool) -> None:
        """Park a resource until what it needs has been read."""
        if again or (one.key, one.version) not in queries.parked([one.key]):
            self.park.park(one.entry, reading.mentioned(one))
        if not again:
            parking.remember(one.key, one.version, self.park.run, one.entry, cause)

    def _fail(self, one: Parsed, cause: str, again: bool = False) -> None:
        if again:
            parking.forget(one.key, one.version, self.park.run)
        self.result.fail(Trouble(one.entry.file, one.entry.line, f"{one.kind}/{one.rid}: {cause}"))

    # Who the patient is

    def _identify(self, change: Change) -> None:
        """Patients' rows, numbers and details; relatives."""
        telling, one, known = change.telling, change.parsed, change.known
        if one.kind not in PERSONS:
            return
        if telling is not None and one.kind == "Patient" and not (known and known.patient):
            people.new_patient(change.patient)
        told = {change.patient: telling.details or ()} if telling else {}
        before = dict.fromkeys(known.events, ()) if known and change.stands else {}
        for patient, values in {**before, **told}.items():
            sources.note_all(patient, values, by=self.author.staff, source=one.key, source_version=one.version,
                            stands=change.stands)  # fmt: skip
        if telling is not None and one.kind == "Patient":
            self._number(change, telling)

    def _number(self, change: Change, telling: Telling) -> None:
        """A patient's identifiers, and what there is to say of them."""
        one = change.parsed
        before = change.known.held.get("identifiers", []) if change.known else []
        done = identity.identify(
            change.patient, telling.identifiers, before, by=self.author.staff, stands=change.stands
        )
        change.identifiers = done.hashes if change.stands else before
        for system in done.invalid:
            cause = f"{one.kind}/{one.rid}: not a valid number of {system}; kept as a foreign identifier"
            self.result.fail(Trouble(one.entry.file, one.entry.line, cause))
        for kind, linked in done.shared:
            self.result.shared.add(resource=telling.ref, kind=kind, linked=linked)

    # Events

    def _append(self, changes: Sequence[Change]) -> None:
        """Write the events of all changes, each patient's as one act; then withdraw what a later version lacks."""
        for steps_of in (_steps, _withdrawals):
            steps: dict[str, list[Step]] = defaultdict(list)
            for change in changes:
                for patient, step in steps_of(change) if not change.failed else ():
                    steps[patient].append(step)
            for patient, some in steps.items():
                self._write(patient, some)

    def _write(self, patient: str, steps: list[Step]) -> None:
        """Append one patient's events; where one is refused, resource by resource."""
        try:
            done = log.append(patient, [step.draft for step in steps], self.author, expected=log.ANY)
        except Refused as error:
            changes = list({id(step.change): step.change for step in steps}.values())
            if len(changes) == 1:
                changes[0].failed = True
                self._fail(changes[0].parsed, str(error))
                return
            for change in changes:
                self._write(patient, [step for step in steps if step.change is change])
            return
        for step, event in zip(steps, done.events, strict=True):
            step.change.events.setdefault(patient, {})[step.item] = event

    def _list(self, change: Change) -> None:
        """What of a written resource is to be listed."""
        one, known = change.parsed, change.known
        where = {"resource": f"{one.kind}/{one.rid}", "file": one.entry.file, "line": one.entry.line}
        if known is not None and (not change.reason or known.outcome == "stored"):
            history, in_force = sorted((known.version, one.version))
            self.result.superseded.add(**where, in_force=in_force, history=history)
        for found in change.telling.contradictions if change.telling else ():
            self.result.contradictory.add(**where, start=found.start, end=found.end)


def _patients(parsed: Sequence[Parsed]) -> dict[str, Known]:
    """The patients that these resources may be about, by key."""
    wanted = set()
    for one in parsed:
        for subject in rules.subjects(one.kind, one.document):
            if (target := reading.target(one, subject)) is not None:
                wanted.add(f"{one.entry.scope.system}|{target}")
    return queries.known(wanted)


def _check(one: Parsed, row: Known | None) -> None:
    """Refuse a type that is not typed here, and another server's resource that happens to have the same id."""
    if one.kind not in MAPPERS:
        raise Untyped("there is no kind of fact for this type")
    base = one.entry.scope.base
    if row is not None and row.base and base and row.base != base:
        raise Untyped(f"{row.base} has another resource of that id: import each source with its own --system")


def _about(change: Change, patients: Mapping[str, Known]) -> None:
    """Find the patient a resource is about, or a reason to leave it; raises :class:`Waits` where it is not yet read."""
    one, row = change.parsed, change.known
    if one.kind == "Patient":
        change.patient = row.patient if row and row.patient else new_id()
        return
    subjects = rules.subjects(one.kind, one.document)
    for subject in subjects:
        if (patient := reading.patient(one, subject, patients)) is not None:
            change.patient = patient
            return
    if one.kind == "Binary":
        if not (users := queries.users("file", one.key)):
            raise Waits("no document read so far says whose it is")
        change.patient = users[0][1]
        return
    targets = [target for subject in subjects if (target := reading.target(one, subject)) is not None]
    if targets and all(target.type != "Patient" for target in targets):
        change.reason = rules.NOT_A_PATIENT.format(targets[0].type)
    elif any(subject.get("reference") or subject.get("identifier") for subject in subjects):
        raise Waits(f"{subjects[0].get('reference') or 'the patient of that identifier'} has not been read")
    elif one.kind in rules.MUST_NAME:
        raise Untyped("it names no patient")
    else:
        change.reason = rules.NOBODY


def _telling(change: Change) -> Telling:
    """The typed facts of a resource; raises where it is not typed, or tells of what has not yet been."""
    one = change.parsed
    mapper = MAPPERS[one.kind]
    contained = {str(held.get("id")): held for held in rules.many(one.document.get("contained"))}
    scope = replace(one.entry.scope, contained=contained) if contained else one.entry.scope
    telling = Telling(one.kind, scope.key(one.kind, one.rid), scope)
    mapper.tell(msgspec.convert(one.document, mapper.struct), telling)
    now = clock.now()
    for name, item in telling.items.items():
        late = [moment for moment in (item.when.start, item.when.end) if moment is not None and moment > now]
        if late and item.fact.kind not in PLANS:
            raise Untyped(f"{item.fact.kind} {late[0].isoformat()} is after now")
        if late:
            telling.items[name] = Item(item.fact, When())
    if telling.thing is not None:
        change.named_by = naming.name(telling)
    return telling


def _steps(change: Change) -> Iterator[tuple[str, Step]]:
    """What this version tells, and withdrawals of what the versions before it told and it does not."""
    before = change.known.events if change.known else {}
    for item, told in change.items.items():
        corrects = before.get(change.patient, {}).get(item)
        draft = log.Draft(told.fact, told.when, corrects=corrects, source=change.source(item))
        yield change.patient, Step(change, item, draft)
    if not change.stands:
        return
    for patient, items in before.items():
        for item, event in items.items():
            if patient != change.patient or item not in change.items:
                yield patient, _withdrawal(change, item, event, change.parsed.version)


def _withdrawals(change: Change) -> Iterator[tuple[str, Step]]:
    """What is new with this version, where the version in force, read before, does not tell it."""
    if change.stands or change.known is None:
        return
    before = change.known.events.get(change.patient, {})
    for item in change.items:
        if item not in before:
            event = change.events[change.patient][item]
            yield change.patient, _withdrawal(change, item, event, change.known.version)


def _withdrawal(change: Change, item: str, event: str, version: str) -> Step:
    reason = rules.IN_ERROR if change.reason == rules.IN_ERROR else NO_LONGER_TOLD
    draft = log.Draft(
        Withdrawn(reason=reason), When.at(clock.now()), corrects=event, source=change.source(item, version)
    )
    return Step(change, item, draft)


def _said(error: Exception) -> str:
    """What is wrong, in a line."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return str(error) or type(error).__name__
