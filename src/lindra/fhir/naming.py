"""Things named by another resource: whichever comes first, the fact says in the end which medicine or device it is.

An order whose Medication has not been read says only the reference. When the Medication comes, or comes in a later
version, every fact that refers to it gets a correction, whose version is the order's own and then the Medication's. The
same with a Device and the statement that it is used.
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
    """Say which thing it is, where that has been read; returns the version that says so, else nothing."""
    key = f"{telling.scope.system}|{telling.thing}"
    found = queries.known([key]).get(key)
    if found is None or "named" not in found.held:
        return ""
    for item, told in telling.items.items():
        telling.items[item] = Item(_named(told.fact, found.held["named"]), told.when)
    return found.version


def rename_all(change: Change, author: Author) -> None:
    """A Medication or Device is new or changed: say so in every fact that refers to it."""
    named = memory.held(change).get("named")
    if named is not None:
        for key, patient in queries.users("thing", change.parsed.key):
            _rename(key, patient, named, change.parsed.version, author)


def _rename(key: str, patient: str, named: Mapping[str, Any], version: str, author: Author) -> None:
    row = queries.known([key])[key]
    for event in in_force(events_of(patient)):
        source = event.source
        if source is None or f"{source.system}|{source.resource}" != key:
            continue
        told = fact_of(event.kind, event.version, event.payload or {})
        fact = _named(told, named)
        if fact is not told:
            own = source.version.partition("~")[0]
            origin = msgspec.structs.replace(source, version=f"{own}~{version}")
            draft = log.Draft(fact, _when(event), corrects=event.id, source=origin, signed=event.signed)
            done = log.append(patient, [draft], author, expected=log.ANY)
            row.events[patient][source.item] = done.events[0]
    memory.remember_events(key, row.held)


def _named(fact: Fact, named: Mapping[str, Any]) -> Fact:
    """A fact with the code and name that the thing itself gives, as far as its kind has them; others as they are."""
    fields = type(fact).model_fields
    if "others" not in fields:
        return fact
    found: dict[str, Any] = {}
    if "code" in named:
        found = {"code": Code(**named["code"]), "others": tuple(Code(**other) for other in named["others"])}
    if "name" in fields and named.get("name"):
        found["name"] = named["name"]
    return fact.model_copy(update=found)


def _when(event: Event) -> When:
    start, end = event.occurred_from, event.occurred_to
    return When(instant(start) if start else None, instant(end) if end else None, event.precision)
