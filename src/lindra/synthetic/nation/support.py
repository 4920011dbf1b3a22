"""Palliative care in the last year of the dead of a month: found, planned, enrolled, met, in which phases. Pure.

Days are calendar days before death; ``NEVER`` where there was none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lindra.synthetic.nation import draw, levels
from lindra.synthetic.nation.calendar import Whole
from lindra.synthetic.nation.counted import Counted
from lindra.synthetic.nation.course import Course, whole_day, workday
from lindra.synthetic.nation.dead import Dead
from lindra.synthetic.nation.draw import Flags, Index, Numbers, Rng
from lindra.synthetic.nation.levels import CATEGORY, PLACE, PLACES
from lindra.synthetic.nation.planned import Planned
from lindra.synthetic.nation.rows import NEVER

PROFESSIONS: tuple[str, ...] = tuple(levels.told()["support"]["professions"])
OF_TEAM = [number for number, name in enumerate(PROFESSIONS) if name != "assistant_nurse"]
"""The six professions of a team that are counted."""
HOW_MANY = ("not_known", "one", "two", "three", "many")
BANDS, BAND_NAMES = (0, 8, 30, 90), ("never", "late", "week", "month", "quarter")
"""Days before death from which something is so early."""
PHASES = ("stable", "unstable", "deteriorating", "dying")
UNSTABLE = 1
PHASES_AT_MOST = 5
CONTINUITY_DAYS, WINDOW = 30, 90
WITHIN = 1
"""Days from being ready for care to its start that are soon enough, as PCOC counts (benchmark 1)."""
MOST_WAITED, A_WEEK = 9, 7
"""The longest anybody waits, and what agreements promise (``begun-in-seven-days``)."""
SOON = 3
"""Days that an unstable phase may last (benchmark 2)."""


@dataclass(frozen=True, eq=False)
class Support:
    """One row for each dead."""

    identified: Whole
    conversation: Whole
    plan: Whole
    team: Whole
    """The day a specialised team took somebody on."""
    team_ended: Flags
    """Whether it let them go before death, to the ward where they died."""
    hospice: Whole
    waited: Index
    """Days; −1 where it is not told."""
    ready_planted: Numbers
    consulted: Flags
    nursed: Flags
    enrolled: Flags
    """With a specialised team, or admitted to a palliative ward or hospice."""
    planted: dict[str, Numbers]
    named: Whole
    renamed: Whole
    met: Flags
    """A column for each profession."""
    phase: Index
    """A column for each phase, the last first; −1 where there is none."""
    phase_day: Whole


def support(rng: Rng, dead: Dead, course: Course, plan: Planned) -> Support:
    """Draw everything."""
    size = len(dead)
    planted = {
        name: dead.level(name)
        for name in ("enrolled", "consulted", "identified", "plan", "continuity", "unstable")
    }
    enrolled, special = draw.chance(rng, planted["enrolled"], size), _special(dead)
    with_team = enrolled & (
        ~special | (dead.place == PLACE["specialised_home"]) | draw.chance(rng, 0.6, size)
    )
    team = np.where(with_team, _long_before(rng, size, 28, 1.1, 2, 340), NEVER)
    ready = dead.level("ready-for-care")
    soon = draw.chance(rng, ready, size)
    waited = np.where(
        soon, draw.between(rng, 0, WITHIN, size), draw.between(rng, WITHIN + 1, MOST_WAITED, size)
    )
    waited = np.where(with_team & draw.chance(rng, 0.85, size), waited, -1)
    named, renamed = _named(rng, size, planted["continuity"])
    phase, phase_day = _phases(
        rng, dead, enrolled | (dead.expected & draw.chance(rng, 0.45, size)), planted["unstable"]
    )
    return Support(
        identified=_when(rng, dead, draw.chance(rng, planted["identified"], size), 60, 1.2),
        conversation=_when(rng, dead, plan.holds["conversation"].yes, 14, 1.3),
        plan=_when(rng, dead, draw.chance(rng, planted["plan"], size), 24, 1.3),
        team=team,
        team_ended=with_team & dead.inpatient & (team > course.admitted_day[:, 0] + 1),
        hospice=np.where(dead.hospice, draw.between(rng, 1, 60, size), NEVER),
        waited=waited, ready_planted=ready,
        consulted=draw.chance(rng, planted["consulted"], size),
        nursed=(dead.place == PLACE["own_home"]) & draw.chance(rng, 0.65, size),
        enrolled=enrolled | special, planted=planted, named=named, renamed=renamed,
        met=_met(rng, dead, enrolled | special), phase=phase, phase_day=phase_day,
    )  # fmt: skip


def _special(dead: Dead) -> Flags:
    """Those who died where a specialised team cares."""
    found: Flags = (dead.place == PLACE["palliative"]) | (dead.place == PLACE["specialised_home"])
    return found


def _long_before(rng: Rng, size: int, middle: float, spread: float, least: int, most: int) -> Whole:
    """Days before death with a long tail (log-normal), within bounds."""
    days = np.floor(rng.lognormal(np.log(middle), spread, size)).astype(np.int64)
    return np.clip(days, least, most)


def _when(rng: Rng, dead: Dead, some: Flags, middle: float, spread: float) -> Whole:
    """The working day on which something was done, of some."""
    days = workday(dead, np.arange(len(dead)), _long_before(rng, len(dead), middle, spread, 0, 360))
    return np.where(some, whole_day(dead, np.arange(len(dead)), days), NEVER)


def _named(rng: Rng, size: int, planted: Numbers) -> tuple[Whole, Whole]:
    """When a fast vårdkontakt was named, and another after it: steady, late, changed, or never."""
    at = rng.random(size)
    rest = 1 - planted
    steady, late, changed = at < planted, at < planted + 0.25 * rest, at < planted + 0.45 * rest
    early = draw.between(rng, CONTINUITY_DAYS + 1, 350, size)
    days = np.where(steady, early, np.where(late, draw.between(rng, 1, CONTINUITY_DAYS, size), early))
    again = np.where(changed & ~late & ~steady, draw.between(rng, 1, CONTINUITY_DAYS, size), NEVER)
    return np.where(changed, days, NEVER), again


def _met(rng: Rng, dead: Dead, enrolled: Flags) -> Flags:
    """Whom somebody met; those without specialised care about half as many of the rarer professions."""
    told = levels.told()["support"]
    shares = np.array(told["met"]) * np.where(enrolled[:, None], 1.0, np.array(told["others"]))
    found: Flags = rng.random((len(dead), len(PROFESSIONS))) < shares
    return found


def _phases(rng: Rng, dead: Dead, some: Flags, planted: Numbers) -> tuple[Index, Whole]:
    """Phases backwards from the dying: each began so many days before the next."""
    size = len(dead)
    phase = np.full((size, PHASES_AT_MOST), -1, np.int64)
    day = np.full((size, PHASES_AT_MOST), NEVER, np.int64)
    phase[:, 0] = np.where(some, 3, -1)
    day[:, 0] = draw.between(rng, 1, 6, size)
    for column in range(1, PHASES_AT_MOST):
        before = phase[:, column - 1]
        going = (before >= 0) & draw.chance(rng, 0.68, size)
        chosen = draw.pick_each(rng, np.array(FOLLOWS)[np.maximum(before, 0)])
        soon = draw.chance(rng, planted, size)
        unstable = np.where(soon, draw.between(rng, 1, SOON, size), draw.between(rng, SOON + 1, 12, size))
        lasted = np.where(chosen == UNSTABLE, unstable, draw.between(rng, 3, 45, size))
        began = day[:, column - 1] + lasted
        going &= began <= 360
        phase[:, column] = np.where(going, chosen, -1)
        day[:, column] = np.where(going, began, NEVER)
    return phase, np.where(phase >= 0, day, NEVER)


FOLLOWS = ((0.0, 0.5, 0.5, 0.0), (0.6, 0.0, 0.4, 0.0), (0.55, 0.45, 0.0, 0.0), (0.1, 0.35, 0.55, 0.0))
"""Odds of the phase before each phase. Own estimate."""


def count(counted: Counted, dead: Dead, course: Course, found: Support) -> None:
    """What the measures of care towards the end find."""
    year, region, everybody = dead.month.year, dead.region, np.ones(len(dead), bool)

    def share(name: str, of: Flags, met: Flags, planted: Numbers | None = None) -> None:
        counted.share(name, year, region, of, met, planted)

    share("enrolled", everybody, found.enrolled, np.where(_special(dead), 1.0, found.planted["enrolled"]))
    any_way = 1 - (1 - found.planted["enrolled"]) * (1 - found.planted["consulted"])
    share(
        "palliative-contact",
        everybody,
        found.enrolled | found.consulted,
        np.where(_special(dead), 1.0, any_way),
    )
    share("plan-among-enrolled", found.enrolled, found.plan != NEVER, found.planted["plan"])
    share(
        "continuity",
        everybody,
        (found.named > CONTINUITY_DAYS) & (found.renamed == NEVER),
        found.planted["continuity"],
    )
    share("ready-for-care", found.waited >= 0, found.waited <= WITHIN, found.ready_planted)
    later = (A_WEEK - WITHIN) / (MOST_WAITED - WITHIN)  # days are drawn evenly
    week = found.ready_planted + (1 - found.ready_planted) * later
    share("begun-in-seven-days", found.waited >= 0, found.waited <= A_WEEK, week)
    days = {"identified": found.identified, "conversation": found.conversation, "plan": found.plan}
    for name, day in (*days.items(), ("enrolled", enrolled_day(course, found))):
        band = np.searchsorted(BANDS, day, side="right")
        counted.parts(f"{name}-to-death", year, region, everybody, band, BAND_NAMES.__getitem__)
    number = np.minimum(found.met[:, OF_TEAM].sum(axis=1), 4)
    counted.parts("professions", year, region, found.enrolled, number, HOW_MANY.__getitem__)
    _count_phases(counted, dead, found)


def enrolled_day(course: Course, found: Support) -> Whole:
    """The day specialised care began, by whatever it began with."""
    ward = np.where(course.palliative[:, 0], course.admitted_day[:, 0], NEVER)
    return np.maximum(np.maximum(found.team, ward), found.hospice)


def _count_phases(counted: Counted, dead: Dead, found: Support) -> None:
    for column in range(1, PHASES_AT_MOST):
        of = found.phase[:, column] == UNSTABLE
        lasted = found.phase_day[:, column] - found.phase_day[:, column - 1]
        counted.share(
            "unstable", dead.month.year, dead.region, of, of & (lasted <= SOON), found.planted["unstable"]
        )


def count_places(counted: Counted, dead: Dead, course: Course, odds: Numbers) -> None:
    """Where people died, and how often they came to a ward or an emergency department before that."""
    year, region, kept = dead.month.year, dead.region, ~dead.opted_out
    counted.parts("place-of-death", year, region, kept, dead.place, lambda one: CATEGORY[PLACES[one]])
    for number, name in enumerate(PLACES):
        counted.add(
            "place-of-death",
            year,
            region,
            **{f"expected_{CATEGORY[name]}": np.where(kept, odds[:, number], 0)},
        )
    everybody = np.ones(len(dead), bool)
    some = course.admitted_day != NEVER
    nights = np.where(
        some, np.minimum(course.admitted_day, WINDOW) - np.minimum(course.discharged_day, WINDOW), 0
    )
    counted.add("days-at-home-last-90-days", year, region, of=everybody, sum=WINDOW - nights.sum(axis=1))
    for name, so_many, (one, two) in (
        ("admitted", course.admissions, course.odds), ("emergency", course.visits, course.visit_odds),
    ):  # fmt: skip
        counted.share(f"{name}-last-30-days", year, region, everybody, so_many >= 1, one + two)
        counted.share(f"{name}-twice-last-30-days", year, region, everybody, so_many >= 2, two)
