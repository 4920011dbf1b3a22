"""Reads of this room that are no patient's: names of units."""

from __future__ import annotations

from collections.abc import Iterable

from lindra.areas.models import CareUnit


def unit_names(units: Iterable[str]) -> dict[str, str]:
    """The names of units by id."""
    wanted = {unit for unit in units if unit}
    return dict(CareUnit.objects.filter(pk__in=wanted).values_list("pk", "name"))
