"""What is done with offerings: made, changed, ended, read in from a file. Each act is kept with who and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from lindra import clock
from lindra.access import queries, readin, rules
from lindra.access.models import Offering, Said
from lindra.ids import new_id

OWN = "own"
KEPT = (
    "function", "provider", "unit", "name", "areas", "place", "hours", "hours_said", "diagnoses", "youngest", "oldest",
    "limits", "telephone", "agreement", "agreement_title", "valid_from", "valid_to", "stated_by", "stated_on", "source",
)  # fmt: skip
"""The fields of an offering that somebody states."""


class Stale(Exception):
    """Somebody else has changed the offering since the page was opened."""


@dataclass(frozen=True, slots=True)
class By:
    """In whose name: HSA-id (or a command), for how much they answer, provider and unit."""

    staff: str
    scope: rules.Scope
    provider: str = ""
    unit: str = ""

    def ensure(self, provider: str, unit: str) -> None:
        """Raise ``PermissionError`` where this is not theirs to say."""
        if not rules.may_change(self.scope, (self.provider, self.unit), (provider, unit)):
            raise PermissionError("what exists is said by who governs the provider, the unit, or the whole")


COMMAND = By("command", "council")


@transaction.atomic
def make(said: Mapping[str, Any], by: By, inventory: str = OWN) -> Offering:
    """Store an offering of values that ``readin`` found right."""
    by.ensure(said["provider"], said["unit"])
    one = Offering(id=new_id(), inventory=inventory, **{name: said[name] for name in KEPT})
    _act(one, "made", by, {})
    one.save(force_insert=True)
    return one


@transaction.atomic
def change(one: Offering, said: Mapping[str, Any], by: By, seen: int) -> Offering:
    """Say something else of an offering; what was said before stays among its acts."""
    one = _held(one, by, seen)
    by.ensure(said["provider"], said["unit"])
    was = {name: getattr(one, name) for name in KEPT if getattr(one, name) != said[name]}
    if not was:
        return one
    for name in was:
        setattr(one, name, said[name])
    _act(one, "changed", by, was)
    one.save()
    return one


@transaction.atomic
def end(one: Offering, day: date, by: By, seen: int) -> Offering:
    """Say on which day an offering is no longer there. Raises ``ValueError`` for a day before it began."""
    one = _held(one, by, seen)
    if day <= one.valid_from:
        raise ValueError(f"it ends on {day}, before or on the day it starts, {one.valid_from}")
    was, one.valid_to = one.valid_to, day
    _act(one, "ended", by, {"valid_to": was})
    one.save()
    return one


def _held(one: Offering, by: By, seen: int) -> Offering:
    held = Offering.objects.select_for_update().get(pk=one.pk)
    by.ensure(held.provider, held.unit)
    if held.number != seen:
        raise Stale
    return held


def _act(one: Offering, act: str, by: By, was: Mapping[str, Any]) -> None:
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in was.items()}
    one.acts = [*one.acts, {"at": clock.now().isoformat(), "by": by.staff, "act": act, "was": plain}]
    one.number = len(one.acts)


@dataclass(slots=True)
class Imported:
    """What became of a file: how many rows were kept, changed or known already; faults and notes, by row and field."""

    made: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    notes: list[tuple[int, str, str]] = field(default_factory=list)


def take_in(rows: Iterable[tuple[int, Mapping[str, Any]]], inventory: str, by: By = COMMAND) -> Imported:
    """Store the good rows of a file; read in again, it changes nothing. Rows with a fault are named, and left out."""
    known, told = queries.known(), Imported()
    for number, row in rows:
        found = readin.read(row, known)
        told.notes += [(number, name, text) for name, text in found.notes]
        told.faults += [(number, name, text) for name, text in found.faults]
        if not found.faults:
            became = _kept(found.values, inventory, by)
            setattr(told, became, getattr(told, became) + 1)
    return told


@transaction.atomic
def _kept(said: dict[str, Any], inventory: str, by: By) -> str:
    if said["says"] != "exists":
        return _said(said, inventory)
    same = Offering.objects.filter(
        inventory=inventory,
        **{name: said[name] for name in ("function", "provider", "unit", "name", "valid_from")},
    ).first()
    if same is None:
        make(said, by, inventory)
        return "made"
    return "unchanged" if change(same, said, by, same.number).number == same.number else "changed"


def _said(said: dict[str, Any], inventory: str) -> str:
    names = ("says", "function", "areas", "place", "limitation", "stated_by", "stated_on", "source")
    told = {name: said[name] for name in names}
    if Said.objects.filter(inventory=inventory, **told).exists():
        return "unchanged"
    Said.objects.create(id=new_id(), inventory=inventory, **told)
    return "made"
