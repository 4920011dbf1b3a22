"""What is remembered of what has been read: versions, events, and what is referred to."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db import connection

from lindra.fhir import queries, rules
from lindra.fhir.datatypes import CodeableConcept
from lindra.fhir.mapping import Telling
from lindra.fhir.mapping.telling import Item
from lindra.fhir.queries import Known
from lindra.fhir.reading import Parsed
from lindra.fhir.references import Target
from lindra.fhir.values import code, others
from lindra.record.envelope import Source


@dataclass(slots=True)
class Change:
    """A version of a resource not read before, and what is to become of it."""

    parsed: Parsed
    known: Known | None
    patient: str = ""
    telling: Telling | None = None
    reason: str = ""
    medicine: str = ""
    """Version of the Medication that named it."""
    events: dict[str, dict[str, str]] = field(default_factory=dict)
    identifiers: list[str] = field(default_factory=list)
    failed: bool = False

    @property
    def stands(self) -> bool:
        """Whether this is the greatest version read so far."""
        return self.known is None or self.parsed.version > self.known.version

    @property
    def items(self) -> Mapping[str, Item]:
        """What this version tells."""
        return self.telling.items if self.telling else {}

    def source(self, item: str, version: str = "") -> Source:
        """Where an event of this resource comes from."""
        parsed = self.parsed
        own = f"{parsed.version}~{self.medicine}" if self.medicine else parsed.version
        return Source(
            system=parsed.entry.scope.system, resource=f"{parsed.kind}/{parsed.rid}", version=version or own, item=item,
            file=parsed.entry.file,
        )  # fmt: skip


def _held(change: Change) -> dict[str, Any]:
    """What is remembered of a resource after a change."""
    events = {patient: dict(items) for patient, items in change.known.events.items()} if change.known else {}
    if change.telling is not None:
        events.setdefault(change.patient, {})
    for patient, items in change.events.items():
        events.setdefault(patient, {}).update(items)
    held: dict[str, Any] = {"events": events}
    if change.parsed.kind == "Patient":
        held["identifiers"] = change.identifiers
    if change.parsed.kind == "Medication":
        concept = msgspec.convert(change.parsed.document.get("code"), CodeableConcept | None)
        if (named := code(concept)) is not None:
            held["code"] = named.model_dump(exclude_defaults=True)
            held["others"] = [other.model_dump(exclude_defaults=True) for other in others(concept)]
    return held


def _remember(changes: Sequence[Change]) -> None:
    """Note what has been read and where its events are."""
    fresh, history = [], []
    with connection.cursor() as cursor:
        for change in changes:
            one, known = change.parsed, change.known
            outcome = "left" if change.reason else "stored"
            held = json.dumps(_held(change)) if known is None or change.stands or change.events else ""
            if known is None:
                scope = one.entry.scope
                fresh.append([one.key, scope.system, one.kind, one.rid, scope.base, one.version, outcome,
                              change.reason, change.patient, held])  # fmt: skip
                continue
            history.append([one.key, min(known.version, one.version)])
            if change.stands:
                cursor.execute(
                    "UPDATE fhir_resource SET version = %s, outcome = %s, reason = %s, patient = %s, held = %s "
                    "WHERE key = %s",
                    [one.version, outcome, change.reason, change.patient or known.patient, held, one.key],
                )
            elif held:
                cursor.execute("UPDATE fhir_resource SET held = %s WHERE key = %s", [held, one.key])
        cursor.executemany(
            "INSERT INTO fhir_resource (key, system, type, rid, base, version, outcome, reason, patient, held) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            fresh,
        )
        cursor.executemany("INSERT INTO fhir_version (key, version) VALUES (%s, %s)", history)


def _remember_references(changes: Sequence[Change]) -> None:
    """Note which references, of whatever version, no file has held so far, and what those in force need of others."""
    pointed = {change.parsed.key: _pointers(change.parsed) for change in changes}
    wanted: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        system = change.parsed.entry.scope.system
        wanted[system] |= {target.id for target in pointed[change.parsed.key].values() if target}
    there = {system: queries.existing(system, ids) for system, ids in wanted.items()}
    ids = {system: {rid for _, rid in found} for system, found in there.items()}
    missing, uses = [], []
    with connection.cursor() as cursor:
        for change in changes:
            one, system = change.parsed, change.parsed.entry.scope.system
            lacking = {
                reference: target
                for reference, target in pointed[one.key].items()
                if target is None
                or ((target.type, target.id) not in there[system] if target.type else target.id not in ids[system])
            }
            missing += _missing(one, lacking) if lacking else []
            if change.stands and change.known is not None:
                cursor.execute("DELETE FROM fhir_use WHERE source = %s", [one.key])
            uses += _uses(change) if change.stands else []
        cursor.executemany(
            "INSERT INTO fhir_reference (system, source, path, reference, type, rid) VALUES (%s, %s, %s, %s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            missing,
        )
        cursor.executemany(
            "INSERT INTO fhir_use (use, target, source, patient) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", uses
        )


def _pointers(one: Parsed) -> dict[str, Target | None]:
    """Every reference in a resource and what it points at; contained ones that are there are left out."""
    contained = {f"#{held.get('id')}" for held in rules.many(one.document.get("contained"))} | {"#"}
    every = {found.decode() for found in _REFERENCE.findall(one.body)} - contained
    return {reference: one.entry.scope.target(reference) for reference in every}


def _missing(one: Parsed, lacking: Mapping[str, Target | None]) -> list[list[str]]:
    found = []
    for path, reference in rules.paths(one.document, set(lacking)):
        target = lacking[reference]
        kind, rid = (target.type, target.id) if target else ("?", "")
        found.append([one.entry.scope.system, f"{one.kind}/{one.rid}", path, reference, kind, rid])
    return found


def _uses(change: Change) -> list[list[str]]:
    telling, one = change.telling, change.parsed
    if telling is None:
        return []
    found = [("file", target) for target in telling.files]
    if telling.medicine is not None:
        found.append(("medicine", telling.medicine))
    for other in telling.links:
        target = telling.scope.target(other.reference, "Patient")
        if target is not None and target.type == "Patient":
            found.append(("link", target))
    system = one.entry.scope.system
    return [[use, f"{system}|{target.type}/{target.id}", one.key, change.patient] for use, target in found]


def resolve() -> None:
    """Strike out the references whose resource has been read by now, and link records that say they are one person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM fhir_reference WHERE EXISTS (SELECT 1 FROM fhir_resource r "
            "WHERE r.system = fhir_reference.system AND r.rid = fhir_reference.rid "
            "AND (fhir_reference.type = '' OR r.type = fhir_reference.type))"
        )


