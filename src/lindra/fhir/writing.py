"""Resources into the record, a group at a time, each group one transaction.

The rule that makes the order of reading not matter: in the log, every item (one fact of one resource) has an entry for each
version that had it, and where the greatest version known lacks it, a withdrawal by that version. The chart then chooses the
entry of the greatest version.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from django.db import connection
from pydantic import ValidationError

from lindra import clock
from lindra.fhir import identity, parking, queries, rules
from lindra.fhir.bundles import Entry, fault
from lindra.fhir.datatypes import CodeableConcept, Identifier
from lindra.fhir.mapping import MAPPERS, Telling, Untyped
from lindra.fhir.mapping.telling import Item
from lindra.fhir.queries import Known
from lindra.fhir.readers import Trouble
from lindra.fhir.references import Target
from lindra.fhir.result import Result
from lindra.fhir.values import code, others
from lindra.ids import new_id
from lindra.people import actions as people
from lindra.record import log
from lindra.record.chart import in_force
from lindra.record.envelope import Author, Source, When, instant
from lindra.record.facts import Code, Withdrawn
from lindra.record.kinds import Fact, Refused, fact_of
from lindra.record.queries import events_of

FIRST, LAST = ("Patient", "Medication"), ("Binary",)
PLANS = frozenset({"care_plan_noted", "care_team_noted", "goal_noted"})
"""Kinds that may begin after now: they are written without a time of their own."""
NO_LONGER_TOLD = "a later version of the resource does not tell it"

_KIND = re.compile(r"[A-Z][A-Za-z]{2,63}")
_REFERENCE = re.compile(rb'"reference":"([^"\\]+)"')


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
            found = parse(entry) if isinstance(entry, Entry) else entry
            if isinstance(found, Trouble):
                self.result.fail(found)
            else:
                parsed.append(found)
                self.result.read[found.kind] += not again
        with log.batch():
            for some in _rounds(parsed):
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
        patients = self._patients(new)
        changes = [
            change
            for one in new
            if (change := self._change(one, known.get(one.key), patients, again)) is not None
        ]
        self._identify(changes)
        self._append(changes)
        done = [change for change in changes if not change.failed]
        _remember(done)
        _remember_references(done)
        for change in done:
            self._settle(change.parsed, change.reason, again)
            self._tell(change)
        self._rename_medicines(done)

    def _settle(self, one: Parsed, reason: str, again: bool) -> None:
        times = parking.forget(one.key, one.version, self.park.run) if again else 1
        if times == 0:  # parked by an earlier run, and not read again by this one
            self.result.read[one.kind] += 1
        for _ in range(max(times, 1)):
            self.result.settle(one.kind, reason)

    # What a resource says, and of whom

    def _patients(self, parsed: Sequence[Parsed]) -> dict[str, Known]:
        """The patients that these resources may be about, by key."""
        wanted = set()
        for one in parsed:
            for subject in rules.subjects(one.kind, one.document):
                if (target := _target(one, subject)) is not None:
                    wanted.add(f"{one.entry.scope.system}|{target.type}/{target.id}")
        return queries.known(wanted)

    def _change(
        self, one: Parsed, row: Known | None, patients: Mapping[str, Known], again: bool
    ) -> Change | None:
        """What is to become of a new version; ``None`` where it failed or waits."""
        change = Change(one, row, reason=rules.left(one.kind, one.document))
        base = one.entry.scope.base
        try:
            if not change.reason and row is not None and row.base and base and row.base != base:
                raise Untyped(
                    f"{row.base} has another resource of that id: import each source with its own --system"
                )
            if not change.reason and one.kind not in MAPPERS:
                raise Untyped("no kind of fact for that type")
            if not change.reason:
                change.patient = self._about(one, row, patients, change)
            if not change.reason:
                change.telling = self._tell_of(one, change)
        except _Waits as waits:
            self._wait(one, str(waits), again)
            return None
        except Exception as error:  # whatever is wrong with one resource, the others go on
            self._fail(one, _said(error), again)
            return None
        return change

    def _about(self, one: Parsed, row: Known | None, patients: Mapping[str, Known], change: Change) -> str:
        """The patient a resource is about, or a reason to leave it."""
        if one.kind == "Patient":
            return row.patient if row and row.patient else new_id()
        subjects = rules.subjects(one.kind, one.document)
        for subject in subjects:
            if (patient := _patient(one, subject, patients)) is not None:
                return patient
        if one.kind == "Binary" and (users := queries.users("file", one.key)):
            return users[0][1]
        targets = [target for subject in subjects if (target := _target(one, subject)) is not None]
        if targets and all(target.type not in ("Patient", "") for target in targets) and one.kind != "Binary":
            change.reason = rules.NOT_A_PATIENT.format(targets[0].type)
            return ""
        if one.kind == "Binary":
            raise _Waits("no document read so far says whose it is")
        if subjects and any(subject.get("reference") or subject.get("identifier") for subject in subjects):
            raise _Waits(
                f"{subjects[0].get('reference') or 'the patient with that identifier'} has not been read"
            )
        if one.kind in rules.MUST_NAME:
            raise Untyped("it names no patient")
        change.reason = rules.NOBODY
        return ""

    def _tell_of(self, one: Parsed, change: Change) -> Telling:
        """The typed facts of a resource."""
        mapper = MAPPERS[one.kind]
        contained = {str(held.get("id")): held for held in rules.many(one.document.get("contained"))}
        scope = replace(one.entry.scope, contained=contained)
        telling = Telling(one.kind, scope.key(one.kind, one.rid), scope)
        mapper.tell(msgspec.convert(one.document, mapper.struct), telling)
        now = clock.now()
        for name, item in telling.items.items():
            when = item.when
            late = [moment for moment in (when.start, when.end) if moment is not None and moment > now]
            if late and item.fact.kind in PLANS:
                telling.items[name] = Item(item.fact, When())
            elif late:
                raise Untyped(f"{item.fact.kind} at {late[0].isoformat()}, which is after now")
        self._name_medicine(telling, change)
        return telling

    def _wait(self, one: Parsed, cause: str, again: bool) -> None:
        """Park a resource until what it needs has been read."""
        waiting = (one.key, one.version) in queries.parked([one.key])
        if again or not waiting:
            mentioned = {found.decode() for found in _REFERENCE.findall(one.body)}
            self.park.park(one.entry, mentioned)
        if not again:
            parking.remember(one.key, one.version, self.park.run, one.entry, cause)

    def _fail(self, one: Parsed, cause: str, again: bool) -> None:
        if again:
            parking.forget(one.key, one.version, self.park.run)
        self.result.fail(Trouble(one.entry.file, one.entry.line, f"{one.kind}/{one.rid}: {cause}"))

    # Who the patient is

    def _identify(self, changes: Sequence[Change]) -> None:
        """Patients' rows, numbers and details; relatives."""
        for change in changes:
            telling, parsed, known = change.telling, change.parsed, change.known
            if parsed.kind == "Patient" and telling is not None and (known is None or not known.patient):
                people.new_patient(change.patient)
            told = {change.patient: telling.details} if telling and telling.details is not None else {}
            involved = dict.fromkeys(known.events, ()) if known else {}
            if parsed.kind in ("Patient", "RelatedPerson"):
                for patient, values in {**involved, **told}.items():
                    if change.stands or patient in told:
                        people.note_all(
                            patient, values or (), by=self.author.staff, source=parsed.key,
                            source_version=parsed.version, stands=change.stands,
                        )  # fmt: skip
            if parsed.kind == "Patient" and telling is not None:
                self._number(change, telling)

    def _number(self, change: Change, telling: Telling) -> None:
        before = change.known.held.get("identifiers", []) if change.known else []
        done = identity.identify(
            change.patient, telling.identifiers, before, by=self.author.staff, stands=change.stands
        )
        change.identifiers = done.hashes if change.stands else before
        one = change.parsed
        for system in done.invalid:
            cause = f"{one.kind}/{one.rid}: not a valid number of {system}; kept as a foreign identifier"
            self.result.fail(Trouble(one.entry.file, one.entry.line, cause))
        for kind, linked in done.shared:
            self.result.shared.add(resource=telling.ref, kind=kind, linked=linked)

    # Events

    def _append(self, changes: Sequence[Change]) -> None:
        """Write the events of all changes, each patient's as one act; then withdraw what a later version lacks."""
        steps: dict[str, list[Step]] = defaultdict(list)
        for change in changes:
            for patient, step in _steps(change):
                steps[patient].append(step)
        for patient, some in steps.items():
            self._write(patient, some)
        late: dict[str, list[Step]] = defaultdict(list)
        for change in changes:
            if not change.failed:
                for patient, step in _withdrawals(change):
                    late[patient].append(step)
        for patient, some in late.items():
            self._write(patient, some)

    def _write(self, patient: str, steps: list[Step]) -> None:
        """Append one patient's events; where one is refused, resource by resource."""
        try:
            done = log.append(patient, [step.draft for step in steps], self.author, expected=log.ANY)
        except Refused as error:
            changes = list({id(step.change): step.change for step in steps}.values())
            if len(changes) == 1:
                changes[0].failed = True
                self._fail(changes[0].parsed, str(error), again=False)
                return
            for change in changes:
                self._write(patient, [step for step in steps if step.change is change])
            return
        for step, event in zip(steps, done.events, strict=True):
            step.change.events.setdefault(patient, {})[step.item] = event

    def _tell(self, change: Change) -> None:
        """What of a written resource is to be listed."""
        one, known = change.parsed, change.known
        if known is not None and (not change.reason or known.outcome == "stored"):
            first, second = sorted((known.version, one.version))
            self.result.superseded.add(
                resource=f"{one.kind}/{one.rid}", in_force=second, history=first, file=one.entry.file,
                line=one.entry.line,
            )  # fmt: skip
        for found in change.telling.contradictions if change.telling else ():
            self.result.contradictory.add(
                resource=f"{one.kind}/{one.rid}", start=found.start, end=found.end, file=one.entry.file,
                line=one.entry.line,
            )  # fmt: skip

    # Medicines named by another resource

    def _name_medicine(self, telling: Telling, change: Change) -> None:
        """Say which medicine it is, where the Medication has been read; it is said later where it comes later."""
        if telling.medicine is None:
            return
        key = f"{telling.scope.system}|Medication/{telling.medicine.id}"
        found = queries.known([key]).get(key)
        if found is None or "code" not in found.held:
            return
        change.medicine = found.version
        for name, item in telling.items.items():
            telling.items[name] = Item(_renamed(item.fact, found.held), item.when)

    def _rename_medicines(self, changes: Sequence[Change]) -> None:
        """A Medication is new or changed: say so in every order that names it."""
        for change in changes:
            if change.parsed.kind != "Medication" or not change.stands:
                continue
            held = _held(change)
            if "code" not in held:
                continue
            for key, patient in queries.users("medicine", change.parsed.key):
                self._rename(key, patient, held, change.parsed.version)

    def _rename(self, key: str, patient: str, held: dict[str, Any], version: str) -> None:
        row = queries.known([key])[key]
        system, _, resource = key.partition("|")
        for event in in_force(events_of(patient)):
            source = event.source
            if (
                source is None
                or (source.system, source.resource) != (system, resource)
                or event.payload is None
            ):
                continue
            own = source.version.partition("~")[0]
            told = fact_of(event.kind, event.version, event.payload)
            fact = _renamed(told, held)
            if fact is told:
                continue
            draft = log.Draft(
                fact, _when(event.occurred_from, event.occurred_to, event.precision), corrects=event.id,
                source=msgspec.structs.replace(source, version=f"{own}~{version}"), signed=event.signed,
            )  # fmt: skip
            done = log.append(patient, [draft], self.author, expected=log.ANY)
            row.events[patient][source.item] = done.events[0]
        with connection.cursor() as cursor:
            cursor.execute("UPDATE fhir_resource SET held = %s WHERE key = %s", [json.dumps(row.held), key])


class _Waits(Exception):
    """A resource needs another that has not been read."""


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
                yield patient, Step(change, item, _withdrawal(change, item, event, change.parsed.version))


def _withdrawals(change: Change) -> Iterator[tuple[str, Step]]:
    """What is new with this version, where the version in force, read before, does not tell it."""
    if change.stands or change.known is None:
        return
    before = change.known.events.get(change.patient, {})
    for item in change.items:
        if item not in before:
            event = change.events[change.patient][item]
            yield change.patient, Step(change, item, _withdrawal(change, item, event, change.known.version))


def _withdrawal(change: Change, item: str, event: str, version: str) -> log.Draft:
    reason = rules.IN_ERROR if change.reason == rules.IN_ERROR else NO_LONGER_TOLD
    source = change.source(item, version)
    return log.Draft(Withdrawn(reason=reason), When.at(clock.now()), corrects=event, source=source)


def _renamed(fact: Fact, held: Mapping[str, Any]) -> Fact:
    """A fact about a medicine, with the name that its Medication gives; others as they are."""
    if "others" not in type(fact).model_fields:
        return fact
    named = {"code": Code(**held["code"]), "others": tuple(Code(**other) for other in held["others"])}
    return fact.model_copy(update=named)


def _when(start: str | None, end: str | None, precision: Any) -> When:
    return When(instant(start) if start else None, instant(end) if end else None, precision)


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return str(error) or type(error).__name__
