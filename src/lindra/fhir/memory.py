"""What is remembered of what has been read: versions, where their events are, and what needs what."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db import connection

from lindra.fhir import queries, rules
from lindra.fhir.mapping import Telling
from lindra.fhir.mapping.telling import Item
from lindra.fhir.queries import Known
from lindra.fhir.reading import Parsed, pointers
from lindra.fhir.references import Target
from lindra.fhir.resources.base import Thing
from lindra.fhir.values import code, others
from lindra.record.envelope import Source

THINGS = ("Medication", "Device")
"""Types that other resources refer to for what a thing is called."""

DESTROYED = "destroyed"
"""Under this name ``held`` says which items were destroyed, by patient: they do not come back."""

NEW = (
    "INSERT INTO fhir_resource (key, system, type, rid, base, version, outcome, reason, patient, held) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
STANDS = (
    "UPDATE fhir_resource SET version = %s, outcome = %s, reason = %s, patient = %s, held = %s WHERE key = %s"
)
MISSING = (
    "INSERT INTO fhir_reference (system, source, path, reference, type, rid) VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT DO NOTHING"
)
USES = "INSERT INTO fhir_use (use, target, source, patient) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
FOUND = (
    "DELETE FROM fhir_reference WHERE EXISTS (SELECT 1 FROM fhir_resource r WHERE r.system = fhir_reference.system "
    "AND r.rid = fhir_reference.rid AND (fhir_reference.type = '' OR r.type = fhir_reference.type))"
)


@dataclass(slots=True)
class Change:
    """A version of a resource not read before, and what is to become of it."""

    parsed: Parsed
    known: Known | None
    patient: str = ""
    telling: Telling | None = None
    reason: str = ""
    named_by: str = ""
    """Version of the Medication or Device that says which thing it is."""
    events: dict[str, dict[str, str]] = field(default_factory=dict)
    """What was written now: patient → item → event."""
    identifiers: list[str] = field(default_factory=list)
    failed: bool = False

    @property
    def stands(self) -> bool:
        """Whether this is the greatest version read so far."""
        return self.known is None or self.parsed.version > self.known.version

    @property
    def items(self) -> Mapping[str, Item]:
        """What this version tells, without what was destroyed."""
        gone = self.known.held.get(DESTROYED, {}).get(self.patient, ()) if self.known else ()
        return (
            {name: item for name, item in self.telling.items.items() if name not in gone}
            if self.telling
            else {}
        )

    def source(self, item: str, version: str = "") -> Source:
        """Where an event of this resource comes from."""
        parsed = self.parsed
        own = f"{parsed.version}~{self.named_by}" if self.named_by else parsed.version
        return Source(
            system=parsed.entry.scope.system, resource=f"{parsed.kind}/{parsed.rid}", version=version or own,
            item=item, file=parsed.entry.file,
        )  # fmt: skip


def held(change: Change) -> dict[str, Any]:
    """What is remembered of a resource after a change."""
    before = change.known.events if change.known else {}
    events = {patient: dict(items) for patient, items in before.items()}
    if change.telling is not None:
        events.setdefault(change.patient, {})
    for patient, items in change.events.items():
        events.setdefault(patient, {}).update(items)
    found: dict[str, Any] = {"events": events}
    if change.known is not None and DESTROYED in change.known.held:
        found[DESTROYED] = change.known.held[DESTROYED]
    if change.reason == rules.DESTROYED:
        return found
    if change.parsed.kind == "Patient":
        found["identifiers"] = change.identifiers
    if change.parsed.kind in THINGS and (named := _named(change.parsed.document)):
        found["named"] = named
    return found


def _named(document: rules.Document) -> dict[str, Any]:
    """What a Medication or Device says it is."""
    try:
        thing = msgspec.convert(document, Thing)
    except msgspec.ValidationError:
        return {}
    found: dict[str, Any] = {}
    concept = thing.code or thing.type
    if (chosen := code(concept)) is not None:
        found["code"] = chosen.model_dump(exclude_defaults=True)
        found["others"] = [other.model_dump(exclude_defaults=True) for other in others(concept)]
    if called := next((one.name for one in thing.device_name if one.name), thing.model_number):
        found["name"] = called
    return found


def remember(changes: Sequence[Change]) -> None:
    """Note what has been read and where its events are."""
    new, history = [], []
    with connection.cursor() as cursor:
        for change in changes:
            one, known = change.parsed, change.known
            outcome = "left" if change.reason else "stored"
            kept = json.dumps(held(change)) if change.stands or change.events else ""
            if known is None:
                scope = one.entry.scope
                new.append([one.key, scope.system, one.kind, one.rid, scope.base, one.version, outcome,
                            change.reason, change.patient, kept])  # fmt: skip
                continue
            history.append([one.key, min(known.version, one.version)])
            if change.stands:
                patient = change.patient or known.patient
                cursor.execute(STANDS, [one.version, outcome, change.reason, patient, kept, one.key])
            elif kept:
                cursor.execute("UPDATE fhir_resource SET held = %s WHERE key = %s", [kept, one.key])
        cursor.executemany(NEW, new)
        cursor.executemany("INSERT INTO fhir_version (key, version) VALUES (%s, %s)", history)


def remember_references(changes: Sequence[Change]) -> None:
    """Note which references, of whatever version, no file has held so far, and what those in force need of others."""
    pointed = [(change, pointers(change.parsed)) for change in changes if change.reason != rules.DESTROYED]
    wanted: dict[str, set[str]] = defaultdict(set)
    for change, found in pointed:
        wanted[change.parsed.entry.scope.system] |= {target.id for target in found.values() if target}
    there = {system: queries.existing(system, ids) for system, ids in wanted.items()}
    for known in there.values():
        known |= {("", rid) for _, rid in known}
    missing, uses = [], []
    with connection.cursor() as cursor:
        for change, found in pointed:
            known = there[change.parsed.entry.scope.system]
            lacking = {
                reference: target
                for reference, target in found.items()
                if target is None or (target.type, target.id) not in known
            }
            missing += _missing(change.parsed, lacking) if lacking else []
            if change.stands:
                if change.known is not None:
                    cursor.execute("DELETE FROM fhir_use WHERE source = %s", [change.parsed.key])
                uses += _uses(change)
        cursor.executemany(MISSING, missing)
        cursor.executemany(USES, uses)


def _missing(one: Parsed, lacking: Mapping[str, Target | None]) -> list[list[str]]:
    """Rows of references that lead nowhere so far; a search, or what should be contained and is not, never will."""
    found = []
    for path, reference in rules.paths(one.document, set(lacking)):
        target = lacking[reference]
        kind, rid = (target.type, target.id) if target else ("?", "")
        found.append([one.entry.scope.system, f"{one.kind}/{one.rid}", path, reference, kind, rid])
    return found


def _uses(change: Change) -> list[list[str]]:
    """Rows of what a resource needs of others."""
    telling, one = change.telling, change.parsed
    if telling is None:
        return []
    found = [("file", target) for target in telling.files]
    if telling.thing is not None:
        found.append(("thing", telling.thing))
    for other in telling.links:
        target = telling.scope.target(other.reference, "Patient")
        if target is not None and target.type == "Patient":
            found.append(("link", target))
    system = one.entry.scope.system
    return [[use, f"{system}|{target}", one.key, change.patient] for use, target in found]


def strike_out_found() -> None:
    """Strike out the references whose resource has been read by now."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND)


def forget_link(target: str, patient: str) -> None:
    """A link between two records has been made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM fhir_use WHERE use = 'link' AND target = %s AND patient = %s", [target, patient]
        )


def remember_events(key: str, kept: Mapping[str, Any]) -> None:
    """Note anew where a resource's events are."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fhir_resource SET held = %s WHERE key = %s", [json.dumps(kept), key])
