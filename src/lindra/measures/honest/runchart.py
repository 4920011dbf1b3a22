"""A share over time: whether a period differs from the others more than chance, and a run to one side. Pure.

A p-chart (W. A. Shewhart, Economic Control of Quality of Manufactured Product, 1931): the centre is the share of all
periods together, and each period has limits by its own number of people. A signal is a period outside its limits, or
eight in a row on one side of the centre (Western Electric, Statistical Quality Control Handbook, 1956; the number is
that of the charts of discharges). Our own choices:

- The limits are exact binomial at the level of three standard errors, for most units have so few deaths a month that
  the usual formula is wrong by a factor of ten.
- A period is on a side only if chance would put it there no more than every other time. Of five, with a share of 0.9,
  all five are met oftener than not; that is no step in a run. So a run of eight is no likelier with few than with many.
- A period that is on neither side, without people, or withheld, breaks a run.

**Large numbers.** Where periods differ more than chance has it – and of thousands they always do – every period would
be outside. The limits are then widened by σz, from the moving ranges of the periods' z-values: D. B. Laney, Quality
Engineering 2002;14:531–537 (the p′-chart). He would do so always, and narrow too. We do it only where every period
has many people, the periods do differ beyond chance, and σz is above 1; else a real signal
among few would be hidden. :attr:`Limits.why` says why not.

**A change on a day** cuts the periods in two, each with limits of its own, as the charts of discharges do; what comes
after is also held against the centre from before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import inf, sqrt
from statistics import NormalDist
from typing import Literal

from lindra.discharge.statistics.control import Limits as Line
from lindra.discharge.statistics.control import Side, Signal, signals
from lindra.measures.honest.binomial import at_least, at_most, limits
from lindra.measures.honest.numbers import ChartNumbers
from lindra.measures.honest.periods import first_day, following, without_gaps

Kind = Literal["exact", "laney"]
Why = Literal["wider", "chance", "few_people", "few_periods", "not_wider"]
"""Why the limits are as they are: widened; periods differ no more than chance; too few people a period for Laney's;
too few periods; neighbours differ no more than chance, though the periods do (a step, or a slope)."""


@dataclass(frozen=True, slots=True)
class Point:
    """A period (2026-03, 2026-Q1, 2026), how many were met, of how many; nothing where it is withheld."""

    period: str
    met: int | None
    of: int | None

    @property
    def share(self) -> float | None:
        """0–1; ``None`` of nobody, or withheld."""
        return self.met / self.of if self.met is not None and self.of else None


@dataclass(frozen=True, slots=True)
class Limits:
    """The centre (0–1), by period the limits, and how they were made. ``spread``: Laney's σz, where it is known."""

    centre: float
    by_period: Mapping[str, tuple[float, float]]
    kind: Kind
    why: Why
    spread: float | None


@dataclass(frozen=True, slots=True)
class Phase:
    """Periods that share a centre. Without limits there were too few. ``signals`` by period."""

    side: Side
    periods: tuple[str, ...]
    limits: Limits | None
    signals: Mapping[str, Signal]


@dataclass(frozen=True, slots=True)
class Chart:
    """The periods in order without a gap, the phases, and what after the change is a signal by the centre before it."""

    points: tuple[Point, ...]
    phases: tuple[Phase, ...]
    changed: Mapping[str, Signal]
    change: date | None = None

    @property
    def signals(self) -> dict[str, Signal]:
        """By period, each by the limits of its own phase."""
        return {period: signal for phase in self.phases for period, signal in phase.signals.items()}


def chart(points: Iterable[Point], change: date | None, numbers: ChartNumbers, run: int) -> Chart:
    """The chart of some periods of one length; those missing between the first and the last are of nobody."""
    known = {one.period: one for one in points}
    every = tuple(known.get(period, Point(period, 0, 0)) for period in without_gaps(known))
    if change is None:
        return Chart(every, (_phase("all", every, numbers, run),), {})
    before = _phase("before", [one for one in every if following(one.period) <= change], numbers, run)
    later = [one for one in every if first_day(one.period) >= change]
    changed: Mapping[str, Signal] = {}
    if before.limits is not None:
        held = _limits_by(later, before.limits, numbers)
        changed = _signals(later, held, run)
    return Chart(every, (before, _phase("after", later, numbers, run)), changed, change)


def _phase(side: Side, points: Sequence[Point], numbers: ChartNumbers, run: int) -> Phase:
    found = limits_of(points, numbers)
    marked = _signals(points, found, run) if found is not None else {}
    return Phase(side, tuple(one.period for one in points), found, marked)


def limits_of(points: Sequence[Point], numbers: ChartNumbers) -> Limits | None:
    """Centre and limits; ``None`` with fewer periods of somebody than there must be."""
    known = _known(points)
    if len(known) < numbers.least_points:
        return None
    centre = sum(met for _, met, _ in known) / sum(of for *_, of in known)
    spread = sigma_z(points, centre, numbers)
    why = _why([(met, of) for _, met, of in known], centre, spread, numbers)
    kind: Kind = "laney" if why == "wider" else "exact"
    return _limits_by(points, Limits(centre, {}, kind, why, spread), numbers)


def _known(points: Iterable[Point]) -> list[tuple[str, int, int]]:
    return [(one.period, one.met, one.of) for one in points if one.met is not None and one.of]


def _why(known: Sequence[tuple[int, int]], centre: float, spread: float | None, numbers: ChartNumbers) -> Why:
    smallest = min(of for _, of in known)
    expected = smallest * min(centre, 1 - centre)
    if smallest < numbers.least_people or expected < numbers.least_expected:
        return "few_people"
    if spread is None:
        return "few_periods"
    squares = sum((met - of * centre) ** 2 / (of * centre * (1 - centre)) for met, of in known)
    if chi_square_above(squares, len(known) - 1) >= numbers.beyond_chance:
        return "chance"
    return "wider" if spread > 1 else "not_wider"


def sigma_z(points: Sequence[Point], centre: float, numbers: ChartNumbers) -> float | None:
    """Laney's σz: the mean moving range of z = (p − centre) / √(centre (1 − centre) / n), divided by 1.128."""
    if not 0 < centre < 1:
        return None
    scores = [_score(one, centre) for one in points]
    ranges = [abs(b - a) for a, b in pairwise(scores) if a is not None and b is not None]
    return sum(ranges) / len(ranges) / numbers.range_constant if ranges else None


def _score(point: Point, centre: float) -> float | None:
    share = point.share
    return None if share is None else (share - centre) / sqrt(centre * (1 - centre) / (point.of or 1))


def chi_square_above(value: float, freedom: int) -> float:
    """The chance of so large a chi-square or larger, by Wilson and Hilferty's cube root (PNAS 1931;17:684–688).

    Right to about 0.001 where it matters here, near 0.05.
    """
    if freedom < 1:
        return 1.0
    part = 2 / (9 * freedom)
    return 1 - NormalDist().cdf(((value / freedom) ** (1 / 3) - (1 - part)) / sqrt(part))


def _limits_by(points: Iterable[Point], found: Limits, numbers: ChartNumbers) -> Limits:
    """The same centre and way of making limits, for these periods."""
    by = {period: _ends(of, found, numbers) for period, _, of in _known(points)}
    return Limits(found.centre, by, found.kind, found.why, found.spread)


def _ends(of: int, found: Limits, numbers: ChartNumbers) -> tuple[float, float]:
    if found.kind == "laney":
        assert found.spread is not None
        half = numbers.sigmas * found.spread * sqrt(found.centre * (1 - found.centre) / of)
        low, high = found.centre - half, found.centre + half
    else:
        low, high = (end / of for end in limits(of, found.centre, numbers.level))
    return max(low, 0.0), min(high, 1.0)


def _signals(points: Sequence[Point], found: Limits, run: int) -> dict[str, Signal]:
    """What is a signal, by period; one outside is told as that, also within a run."""
    sides = [_side(one, found.centre) for one in points]
    runs = signals(sides, Line(0.0, -inf, inf, 0.0, len(points)), run)
    marked = {points[place].period: signal for place, signal in runs.items()}
    for one in points:
        share, ends = one.share, found.by_period.get(one.period)
        if share is not None and ends is not None and not _within(share, ends):
            marked[one.period] = "outside"
    return marked


def _within(share: float, ends: tuple[float, float]) -> bool:
    return ends[0] - 1e-12 <= share <= ends[1] + 1e-12


def _side(point: Point, centre: float) -> float | None:
    """1 or −1 if chance gives so much or more to that side no more than every other time; else 0."""
    if point.met is None or not point.of:
        return None
    if point.met > centre * point.of:
        return float(at_least(point.met, point.of, centre) <= 0.5)
    return -float(at_most(point.met, point.of, centre) <= 0.5)
