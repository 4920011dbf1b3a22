"""Funnels: which units differ from a target or from the whole more than chance alone would have it. Pure.

Limits around a centre widen as the number of people becomes smaller: D. J. Spiegelhalter, Stat Med 2005;24:1185–1202.
They are exact binomial, interpolated (:mod:`.binomial` says how, and where we differ from him). No unit is given a
place in a row of better and worse: within the limits, units are alike as far as anybody can tell.

Nothing is done about units that differ more than chance from causes that are nobody's doing (overdispersion, his
section 5): with many units outside, the centre says little, and that is for the reader to see.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from lindra.measures.honest.binomial import limits
from lindra.measures.honest.numbers import FunnelNumbers

Good = Literal["high", "low", "neutral"]
Zone = Literal["inside", "between", "outside"]
"""Within the near limits; between the near and the far; outside the far."""
Side = Literal["", "better", "worse", "higher", "lower"]
POINTS = 60
"""So many denominators draw a smooth curve."""


@dataclass(frozen=True, slots=True)
class Band:
    """Shares (0–1) between which chance alone keeps a unit of ``of`` people, by the near and the far limits."""

    of: int
    near: tuple[float, float]
    far: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, and how many of its people were met."""

    key: str
    met: int
    of: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a unit lies. ``side`` is empty within the near limits; *higher* or *lower* where neither is better."""

    unit: Unit
    zone: Zone
    side: Side


def share_of_whole(units: Iterable[Unit]) -> float | None:
    """The share of everybody together, for a centre where no target is; ``None`` of nobody."""
    met = of = 0
    for unit in units:
        met, of = met + unit.met, of + unit.of
    return met / of if of else None


def band(of: int, centre: float, numbers: FunnelNumbers) -> Band:
    """The limits of one denominator, kept within 0 and 1."""
    return Band(of, _shares(of, centre, numbers.near), _shares(of, centre, numbers.far))


def _shares(of: int, centre: float, level: float) -> tuple[float, float]:
    if not of:
        return 0.0, 1.0
    low, high = limits(of, centre, level)
    return max(low / of, 0.0), min(high / of, 1.0)


def curve(largest: int, centre: float, numbers: FunnelNumbers, points: int = POINTS) -> tuple[Band, ...]:
    """The limits of denominators from 1 to the largest, closer where the curve bends (each a like ratio apart)."""
    return tuple(band(of, centre, numbers) for of in denominators(largest, points))


def denominators(largest: int, points: int = POINTS) -> list[int]:
    """At most so many whole numbers from 1 to the largest, evenly apart in ratio."""
    if largest < 1:
        return []
    steps = max(points - 1, 1)
    return sorted({round(largest ** (step / steps)) for step in range(steps)} | {largest})


def place(unit: Unit, centre: float, good: Good, numbers: FunnelNumbers) -> Placed:
    """Where a unit lies by the limits of its own denominator. Nobody is inside."""
    side = _outside(unit, centre, numbers.near)
    if not side:
        return Placed(unit, "inside", "")
    zone: Zone = "outside" if _outside(unit, centre, numbers.far) else "between"
    return Placed(unit, zone, _judged(side, good))


def _outside(unit: Unit, centre: float, level: float) -> int:
    """1 above the limits, −1 below, 0 within."""
    if not unit.of:
        return 0
    low, high = limits(unit.of, centre, level)
    return (unit.met > high) - (unit.met < low)


def _judged(side: int, good: Good) -> Side:
    if good == "neutral":
        return "higher" if side > 0 else "lower"
    return "better" if (side > 0) == (good == "high") else "worse"


def funnel(units: Sequence[Unit], centre: float, good: Good, numbers: FunnelNumbers) -> tuple[Placed, ...]:
    """Each unit where it lies, in the order given."""
    return tuple(place(unit, centre, good, numbers) for unit in units)
