"""Reads of whom a unit has asked and what was answered; of one patient after the door, of many only to be counted."""

from __future__ import annotations

from collections.abc import Sequence

from lindra.record import wall
from lindra.registry.relatives import codes
from lindra.registry.relatives.models import Invitation, RelativeAnswer
from lindra.registry.relatives.readings import NAME


def held(key: str) -> Invitation | None:
    """The invitation of whoever holds a code, by what is kept of the code."""
    with wall.opened(codes=[key]):
        return Invitation.objects.filter(code=key).first()


def by_code(code: str) -> Invitation | None:
    """The invitation that a code was given with."""
    return held(codes.kept(code)) if code else None


def of_person(records: Sequence[str]) -> list[Invitation]:
    """Everybody who was asked about a person, the door having opened their records; the latest first."""
    with wall.opened(records):
        return list(Invitation.objects.filter(patient__in=records).order_by("-at", "id"))


def readable(records: Sequence[str], unit: str) -> list[RelativeAnswer]:
    """What relatives have let this unit, which asked them, read about a person whom the door has opened."""
    with wall.opened(records):
        found = RelativeAnswer.objects.filter(patient__in=records, unit=unit, may_read=True)
        return list(found.order_by("-sent_at", "id"))


def of_provider(provider: str) -> list[RelativeAnswer]:
    """What relatives have answered the units of a provider, to be counted."""
    with wall.opened(readings=[NAME]):
        return list(RelativeAnswer.objects.filter(provider=provider).order_by("id"))


def left(provider: str, units: Sequence[str] = ()) -> dict[str, int]:
    """How many of a provider, or of some of its units, were asked and have not answered, and how many declined."""
    with wall.opened(readings=[NAME]):
        every = Invitation.objects.filter(provider=provider, revoked_at="", answered_at="")
        rows = list((every.filter(unit__in=units) if units else every).values_list("declined_at", flat=True))
    return {"asked": rows.count(""), "declined": len(rows) - rows.count("")}


def phone(unit: str, records: Sequence[str]) -> str:
    """The number that a unit gave last time somebody close to this person was asked."""
    return next((one.phone for one in of_person(records) if one.unit == unit and one.phone), "")
