"""Medicines named by another resource: whichever comes first, the order says in the end which medicine it is.

An order whose Medication has not been read says only the reference. When the Medication comes, or comes in a later
version, every order that refers to it gets a correction, whose version is the order's own and then the Medication's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from lindra.fhir import memory, queries
from lindra.fhir.mapping import Telling
from lindra.fhir.mapping.telling import Item
from lindra.fhir.memory import Change
from lindra.record import log
from lindra.record.chart import in_force
from lindra.record.envelope import Author, Event, When, instant
from lindra.record.facts import Code
from lindra.record.kinds import Fact, fact_of
from lindra.record.queries import events_of


def name(telling: Telling) -> str:
    """Say which medicine it is, where the Medication has been read; returns the Medication's version, else nothing."""
    key = f"{telling.scope.system}|{telling.medicine}"
    found = queries.known([key]).get(key)
    if found is None or "code" not in found.held:
        return ""
    for item, told in telling.items.items():
        telling.items[item] = Item(_renamed(told.fact, found.held), told.when)
    return found.version


def rename_all(change: Change, author: Author) -> None:
    """A Medication is new or changed: say so in every order that refers to it."""
    told = memory.held(change)
    if "code" in told:
        for key, patient in queries.users("medicine", change.parsed.key):
            _rename(key, patient, told, change.parsed.version, author)


def _rename(key: str, patient: str, told: Mapping[str, Any], version: str, author: Author) -> None:
    row = queries.known([key])[key]
    for event in in_force(events_of(patient)):
        source = event.source
        if source is None or f"{source.system}|{source.resource}" != key:
            continue
        fact = fact_of(event.kind, event.version, event.payload or {})
        named = _renamed(fact, told)
        if named is not fact:
            own = source.version.partition("~")[0]
            origin = msgspec.structs.replace(source, version=f"{own}~{version}")
            draft = log.Draft(named, _when(event), corrects=event.id, source=origin, signed=event.signed)
            done = log.append(patient, [draft], author, expected=log.ANY)
            row.events[patient][source.item] = done.events[0]
    memory.remember_events(key, row.held)


def _renamed(fact: Fact, told: Mapping[str, Any]) -> Fact:
    """A fact about a medicine, with the name that its Medication gives; others as they are."""
    if "others" not in type(fact).model_fields:
        return fact
    named = {"code": Code(**told["code"]), "others": tuple(Code(**other) for other in told["others"])}
    return fact.model_copy(update=named)


def _when(event: Event) -> When:
    start, end = event.occurred_from, event.occurred_to
    return When(instant(start) if start else None, instant(end) if end else None, event.precision)
