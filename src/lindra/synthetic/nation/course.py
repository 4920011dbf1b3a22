"""Where the dead of a month were in their last year: homes, stays, emergency visits, enrolments. Pure.

Stays are drawn backwards from death and never overlap. All columns of a person that has fewer are ``NEVER``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lindra.synthetic.nation import draw, levels
from lindra.synthetic.nation.calendar import DAY, Whole, utc, weekday
from lindra.synthetic.nation.dead import Dead
from lindra.synthetic.nation.draw import Flags, Index, Numbers, Rng
from lindra.synthetic.nation.levels import PLACE
from lindra.synthetic.nation.rows import NEVER
from lindra.synthetic.nation.units import Units

LATE, YEAR = 30, 365
STAYS = 6
OPEN = np.iinfo(np.int64).max


def at(rng: Rng, dead: Dead, who: Index, days: Whole, first: int = 8 * 60, last: int = 16 * 60) -> Whole:
    """An instant so many days before death, at these minutes of the day; on the day of death before death."""
    minute = first + np.floor(rng.random(len(who)) * (last - first)).astype(np.int64)
    soon = np.floor(rng.random(len(who)) * (dead.minute[who] - 2)).astype(np.int64)
    minute = np.where(days == 0, soon, minute)
    instant = utc((dead.day[who] - days) * DAY + minute)
    # Where the clock changed on the day of death, minutes on the wall are not in the order of time.
    return np.where(days == 0, np.minimum(instant, dead.died[who] - 1), instant)


def whole_day(dead: Dead, who: Index, days: Whole) -> Whole:
    """The same days, but never the day of death of somebody of whom only the day is known."""
    return np.where(dead.day_only[who], np.maximum(days, 1), days)


def workday(dead: Dead, who: Index, days: Whole) -> Whole:
    """The Friday before, of days at weekends."""
    return days + np.maximum(weekday(dead.day[who] - days) - 4, 0)


@dataclass(frozen=True, eq=False)
class Course:
    """One row for each dead; of stays a column for each, the last first."""

    admitted_day: Whole
    """Days before death; NEVER where there is no such stay."""
    admitted: Whole
    discharged_day: Whole
    discharged: Whole
    """The instant of death where the stay went on until then."""
    palliative: Flags
    ward: Index
    admissions: Index
    """How many began in the last 30 days: 0, 1 or 2."""
    odds: tuple[Numbers, Numbers]
    """The planted probabilities of one, and of two."""
    visits: Index
    """How many emergency visits began in the last 30 days."""
    visit_odds: tuple[Numbers, Numbers]

    def inside(self, who: Index, instant: Whole) -> tuple[Flags, Index]:
        """Whether somebody was admitted at an instant, and to which ward."""
        here = (self.admitted[who] <= instant[:, None]) & (instant[:, None] < self.discharged[who])
        return np.logical_or.reduce(here, axis=1), self.ward[who, here.argmax(axis=1)]


def course(rng: Rng, dead: Dead, units: Units) -> Course:
    """Draw everything."""
    one, two = _planted(dead)
    at_all = rng.random(len(dead))
    admissions = (at_all < one + two).astype(np.int64) + (at_all < two)
    start, end = _days(rng, dead, admissions)
    some = start != NEVER
    began, ended = _instants(rng, dead, start, end)
    terminal = dead.inpatient[:, None] & (np.arange(STAYS) == 0)
    palliative = terminal & (dead.place == PLACE["palliative"])[:, None]
    ward = np.stack([units.one(rng, "ward", dead.municipality) for _ in range(STAYS)], axis=1)
    ward = np.where(terminal, dead.unit[:, None], ward)
    visited = _visits(rng, dead, admissions, one + two)
    return Course(start, np.where(some, began, OPEN), end, np.where(some, ended, NEVER), palliative, ward, admissions,
                  (one, two), *visited)  # fmt: skip


def _planted(dead: Dead) -> tuple[Numbers, Numbers]:
    """The probability of one, and of two admissions in the last 30 days."""
    told = levels.told()["admissions"]
    shift = told["region"] * levels.by_region("level")[dead.region]
    some = np.array(told["one"]) + np.array(told["two"])
    any_at_all = draw.share_of(draw.logit(some)[dead.place] + shift)
    twice = any_at_all * (np.array(told["two"]) / some)[dead.place]
    return any_at_all - twice, twice


def _visits(
    rng: Rng, dead: Dead, admissions: Index, admitted: Numbers
) -> tuple[Index, tuple[Numbers, Numbers]]:
    """Emergency visits of the last 30 days, most of them on the way to a ward; one is where some died."""
    told = levels.told()["admissions"]
    here = dead.place == PLACE["emergency"]
    share = np.where(admissions > 0, told["emergency_with"], told["emergency_without"])
    planted = admitted * told["emergency_with"] + (1 - admitted) * told["emergency_without"]
    share, planted = np.where(here, 1.0, share), np.where(here, 1.0, planted)
    some = draw.chance(rng, share, len(dead))
    twice = some & draw.chance(rng, told["emergency_twice"], len(dead))
    twice_planted = planted * told["emergency_twice"]
    return some.astype(np.int64) + twice, (planted - twice_planted, twice_planted)


def _days(rng: Rng, dead: Dead, admissions: Index) -> tuple[Whole, Whole]:
    """First and last day of each stay, in days before death."""
    size = len(dead)
    start = np.full((size, STAYS), NEVER, np.int64)
    end = start.copy()
    inside = dead.inpatient
    twice = admissions == 2
    # The stay in which somebody died.
    start[inside, 0] = np.where(
        admissions == 0, draw.between(rng, 31, 75, size),
        np.where(twice, draw.between(rng, 0, 9, size), np.floor(29.99 * rng.random(size) ** 1.6)),
    )[inside]  # fmt: skip
    end[inside, 0] = 0
    # Of those who died elsewhere, the last stay of the last 30 days.
    outside = ~inside & (admissions > 0)
    last = np.where(twice, draw.between(rng, 2, 10, size), draw.between(rng, 3, 29, size))
    start[outside, 0] = last[outside]
    end[outside, 0] = draw.between(rng, 1, last - 1, size)[outside]
    # The one before it.
    second = draw.between(rng, 17, 29, size)
    column = np.where(twice, 1, 0)
    start[twice, 1] = second[twice]
    end[twice, 1] = draw.between(rng, np.maximum(second - 6, 12), second - 1, size)[twice]
    _earlier(rng, start, end, np.where((admissions > 0) | inside, column + 1, 0))
    return start, end


def _earlier(rng: Rng, start: Whole, end: Whole, taken: Index) -> None:
    """Stays that began before the last 30 days, one after another, while they are within the year."""
    size = len(start)
    wanted = rng.poisson(levels.told()["admissions"]["earlier"], size)
    before = np.where(taken > 0, start[np.arange(size), np.maximum(taken - 1, 0)], 0)
    before = np.maximum(before, LATE + 1)
    for number in range(STAYS - 2):
        gap = np.where(
            draw.chance(rng, levels.told()["levels"]["readmitted"]["by_place"][0] * 1.4, size),
            draw.between(rng, 2, 26, size),
            34 + np.floor(rng.exponential(55, size)),
        ).astype(np.int64)
        left = before + gap
        came = left + 1 + np.floor(rng.exponential(5.5, size)).astype(np.int64)
        who = draw.where((wanted > number) & (came <= YEAR - 3) & (taken < STAYS))
        start[who, taken[who]], end[who, taken[who]] = came[who], left[who]
        before = np.where((wanted > number) & (came <= YEAR - 3), came, before)
        taken[who] += 1


def _instants(rng: Rng, dead: Dead, start: Whole, end: Whole) -> tuple[Whole, Whole]:
    began, ended = np.zeros_like(start), np.zeros_like(end)
    every = np.arange(len(dead))
    for column in range(STAYS):
        began[:, column] = at(rng, dead, every, np.maximum(start[:, column], 0), 9 * 60, 23 * 60)
        ended[:, column] = at(rng, dead, every, np.maximum(end[:, column], 1), 10 * 60, 17 * 60)
    inside = dead.inpatient
    ended[inside, 0] = dead.died[inside]
    return began, ended
