"""Commitments made short, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from helpers.workplaces import Workplace
from lindra.governance import bodies
from lindra.governance.commitments import actions
from lindra.governance.commitments.actions import By, New
from lindra.governance.models import Commitment

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
TODAY = date(2026, 6, 15)
DUE = date(2026, 9, 1)


def by(place: Workplace) -> By:
    """Who works there."""
    return By(place.staff.hsa_id, place.staff.name, place.unit, place.provider)


def made(place: Workplace, /, *, at: datetime | None = None, **told: Any) -> Commitment:
    """An action of a unit, due in September; ``told`` says what is otherwise."""
    said = {
        "title": "Skriv en rutin",
        "body": bodies.unit(place.unit),
        "owner": "Enhetschef",
        "due": DUE,
    } | told
    return actions.make(New(**said), by(place), at=at)


def promised(place: Workplace, /, **told: Any) -> Commitment:
    """A promise without a day or an owner."""
    return made(place, **({"kind": "promise", "origin": "promise", "owner": "", "due": None} | told))


def did(one: Commitment, place: Workplace, act: str, /, **told: Any) -> Commitment:
    """Something done with it, as it stands now."""
    on = told.pop("on", None)
    return actions.act(one, act, told, by(place), seen=one.number, on=on, at=told.pop("at", None))
