"""Coverage over everybody, for the command that runs as a system reader. Numbers only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lindra import clock
from lindra.areas import geography
from lindra.areas.models import CareUnit
from lindra.privacy import tallies
from lindra.registry.coverage import counts
from lindra.registry.coverage.counts import Counted
from lindra.registry.coverage.queries import READING
from lindra.registry.readings import STATES


def counted(first: str, last: str) -> dict[str, Any]:
    """Deaths between two days (ISO, both included), in all and by unit, municipality, region and month.

    Without a first day also those of which the day is not known.
    """
    tally = counts.within(tallies.of_everybody(READING, STATES), first, last)
    known = {unit.id: unit for unit in CareUnit.objects.filter(pk__in={unit for unit, _, _ in tally})}
    lies = {unit.id: unit.municipality for unit in known.values()}
    groups = {
        "unit": counts.coverage(tally, lambda unit, day: unit, clock.today()),
        "municipality": counts.coverage(tally, lambda unit, day: lies.get(unit, ""), clock.today()),
        "region": counts.coverage(tally, lambda unit, day: lies.get(unit, "")[:2], clock.today()),
        "month": counts.coverage(tally, lambda unit, day: day[:7], clock.today()),
    }
    named: dict[str, Callable[[str], dict[str, Any]]] = {
        "unit": lambda key: {"key": known[key].hsa_id, "name": known[key].name},
        "municipality": lambda key: {"key": key, "name": geography.municipality(key).name},
        "region": lambda key: {"key": key, "name": geography.region(key).name},
        "month": lambda key: {"key": key},
    }
    told: dict[str, Any] = {"all": _told(counts.total(groups["month"]))}
    for by, found in groups.items():
        told[by] = [(named[by](one.key) if one.key else {"key": ""}) | _told(one) for one in found]
    return told


def _told(one: Counted) -> dict[str, Any]:
    return {
        "deaths": one.deaths, "reported": one.reported, "coverage": one.share,
        "can_still_be_reported": one.open, "too_late": one.closed, "over_70_percent": one.comparable,
    }  # fmt: skip
