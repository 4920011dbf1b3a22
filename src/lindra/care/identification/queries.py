"""Reads of what a unit has chosen and put aside."""

from __future__ import annotations

from lindra.care.identification.models import NotNow, SignInUse
from lindra.record import wall

READING = "possible_needs"
"""The list that these notes stand beside; opened together with it."""


def in_use(unit: str) -> frozenset[str]:
    """The signs a unit looks for."""
    return frozenset(SignInUse.objects.filter(unit=unit).values_list("rule", flat=True))


def aside(unit: str, today: str) -> dict[str, NotNow]:
    """Patients that a unit has put aside until a day (ISO) after today."""
    with wall.opened(readings=[READING]):
        return {one.patient: one for one in NotNow.objects.filter(unit=unit, until__gt=today)}
