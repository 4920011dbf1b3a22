"""A chart of individuals and moving range (XmR): whether months differ more than they always do. Pure.

Centre line: the mean of the months. Natural limits: centre ± 2.66 × mean moving range, the mean of the differences
between neighbouring months. A signal is one month outside the limits, or eight in a row on one side of the centre line.
Sources: W. A. Shewhart, Economic Control of Quality of Manufactured Product, 1931; Western Electric, Statistical
Quality Control Handbook, 1956 (the run of eight); D. J. Wheeler, Understanding Variation, 1993. The constants are data
(``data/statistics.toml``).

Our own readings: a month without a value breaks both the range over it and a run; on the centre line is on neither
side, and breaks a run; days cannot be less than none, so the lower limit is never below 0. Months are weighed alike,
whatever the number of stays: a month of few may stand outside for that alone, and its n is told beside it.

**A change on a day** cuts the months in two, each with limits of its own. The month that the change falls within,
unless it is on the first, belongs to neither. What comes after is also held against the limits from before: that tells
whether anything changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from lindra.discharge.statistics.choices import ChartNumbers

Side = Literal["all", "before", "after"]
Signal = Literal["outside", "run"]
CLOSE = 1e-9
"""Nearer to a line than this is on it: what is added up in another order may differ so much."""


@dataclass(frozen=True, slots=True)
class Point:
    """A month (2026-03), its mean, and of how many stays; nothing where there were none, or it is withheld."""

    month: str
    value: float | None
    n: int | None


@dataclass(frozen=True, slots=True)
class Limits:
    """Centre line and natural limits, the mean moving range, and of how many months."""

    centre: float
    low: float
    high: float
    mean_range: float
    points: int


@dataclass(frozen=True, slots=True)
class Phase:
    """Months that share limits. Without limits there were too few. ``signals`` by month."""

    side: Side
    months: tuple[str, ...]
    limits: Limits | None
    signals: Mapping[str, Signal]


@dataclass(frozen=True, slots=True)
class Chart:
    """The months in order without a gap, the phases, and what after the change is a signal by the limits before it."""

    points: tuple[Point, ...]
    phases: tuple[Phase, ...]
    changed: Mapping[str, Signal]
    change: date | None = None

    @property
    def signals(self) -> dict[str, Signal]:
        """By month, each by the limits of its own phase."""
        return {month: signal for phase in self.phases for month, signal in phase.signals.items()}


def limits(values: Sequence[float | None], numbers: ChartNumbers, least: int) -> Limits | None:
    """The limits of values in order of time; nothing with fewer than ``least``, or no two neighbours."""
    known = [one for one in values if one is not None]
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if len(known) < least or not ranges:
        return None
    centre, moving = sum(known) / len(known), sum(ranges) / len(ranges)
    half = numbers.scale * moving
    return Limits(centre, max(centre - half, 0.0), centre + half, moving, len(known))


def signals(values: Sequence[float | None], found: Limits, run: int) -> dict[int, Signal]:
    """The places that are a signal by some limits; one outside is told as that, also within a run."""
    marked: dict[int, Signal] = {}
    beginning, before = 0, 0
    for place, value in enumerate([*values, None]):
        now = _side(value, found.centre)
        if now != before:
            if before and place - beginning >= run:
                marked |= dict.fromkeys(range(beginning, place), "run")
            beginning, before = place, now
    for place, value in enumerate(values):
        if value is not None and (value > found.high + CLOSE or value < found.low - CLOSE):
            marked[place] = "outside"
    return marked


def _side(value: float | None, centre: float) -> int:
    """1 above, −1 below, 0 on the line or without a value."""
    if value is None or abs(value - centre) <= CLOSE:
        return 0
    return 1 if value > centre else -1


def chart(points: Iterable[Point], change: date | None, numbers: ChartNumbers, least: int) -> Chart:
    """The chart of some months; those missing between the first and the last have no value."""
    every = without_gaps(points)
    if change is None:
        return Chart(every, (_phase("all", every, numbers, least),), {})
    before = _phase("before", [one for one in every if _next(one.month) <= change], numbers, least)
    later = [one for one in every if _first(one.month) >= change]
    changed: dict[str, Signal] = {}
    if before.limits is not None:
        found = signals([one.value for one in later], before.limits, numbers.run)
        changed = {later[place].month: signal for place, signal in found.items()}
    return Chart(every, (before, _phase("after", later, numbers, least)), changed, change)


def _phase(side: Side, points: Sequence[Point], numbers: ChartNumbers, least: int) -> Phase:
    values = [one.value for one in points]
    found = limits(values, numbers, least)
    marked = signals(values, found, numbers.run) if found is not None else {}
    by_month = {points[place].month: signal for place, signal in marked.items()}
    return Phase(side, tuple(one.month for one in points), found, by_month)


def without_gaps(points: Iterable[Point]) -> tuple[Point, ...]:
    """The months in order, each from the first to the last once."""
    known = {one.month: one for one in points}
    if not known:
        return ()
    return tuple(known.get(month, Point(month, None, 0)) for month in months(min(known), max(known)))


def months(first: str, last: str) -> list[str]:
    """Each month (2026-03) from one to another, both included."""
    found, on = [], _first(first)
    while on <= _first(last):
        found.append(on.isoformat()[:7])
        on = _next(found[-1])
    return found


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _next(month: str) -> date:
    """The first day of the month after."""
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, 1)
