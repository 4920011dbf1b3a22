"""Stays for the layer ``log/``: of the dead of a month, and of people who came to a ward that month and live on.

Of each: admitted, perhaps ready for discharge (told again where it was taken back), discharged.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from lindra.synthetic.nation import draw, levels
from lindra.synthetic.nation.calendar import DAY, Whole, day_number, day_of, utc, weekday, year_of
from lindra.synthetic.nation.counted import Counted
from lindra.synthetic.nation.course import Course
from lindra.synthetic.nation.dead import Dead
from lindra.synthetic.nation.draw import Flags, Index, Numbers, Rng
from lindra.synthetic.nation.levels import PLACE
from lindra.synthetic.nation.rows import NEVER
from lindra.synthetic.nation.units import Units

AGAIN_WITHIN = 30
"""Calendar days after discharge that an admission counts as a readmission."""
TAKEN_AFTER = 9
"""Minutes after a notice that it is taken back, where it is."""
LIVES = PLACE["hospital"]
CHAIN = 3
"""Stays of one person, at most, one after another."""
FAR = 10**6


@dataclass(frozen=True, eq=False)
class Stays:
    """Stays as arrays, of people by number; the same person's in order of time are not side by side."""

    who: Index
    admitted: Whole
    discharged: Whole
    palliative: Flags
    died: Flags
    """Whether the person died in it."""
    to: Index
    """Where they went: 0 their own home, 1 a care home, 2 they died."""
    unit: Index
    key: Index
    """The number of its episode."""
    region: Index
    ready: Whole
    """When the notice that stood was sent; NEVER where there is none."""
    taken_back: Whole
    """When an earlier notice, or the only one, was taken back, soon after it was sent."""
    again: Whole
    """Days to the same person's next admission; a great number where there is none."""
    same_planted: Numbers
    again_planted: Numbers | None


def with_notices(rng: Rng, year: int, **stays: Any) -> Stays:
    """The stays with when somebody was ready: the same day, or waiting for the municipality or open care."""
    told, size = levels.told()["living"], len(stays["who"])
    left, came = day_of(stays["discharged"]), day_of(stays["admitted"])
    length = left - came
    weekend = weekday(left) >= 5
    planted = levels.level("home-same-day", np.full(size, LIVES), stays["region"], year, weekend)
    same = draw.chance(rng, planted, size)
    waited = np.where(same, 0, 1 + np.floor(rng.exponential(1.9, size)).astype(np.int64))
    waited = np.minimum(waited, np.maximum(length - 1, 0))
    some = draw.chance(rng, told["need"], size) & ~stays["died"] & (length > 0)
    minute = draw.between(rng, 8 * 60, 9 * 60 + 50, size)  # nobody leaves before ten
    ready = np.where(some, utc((left - waited) * DAY + minute), NEVER)
    back = some & (waited + 1 < length) & draw.chance(rng, told["withdrawn"], size)
    never = some & ~back & draw.chance(rng, told["never"], size)
    taken = np.where(back, utc((left - waited - 1) * DAY + minute) + TAKEN_AFTER, NEVER)
    taken = np.where(never, ready + TAKEN_AFTER, taken)
    return Stays(ready=np.where(never, NEVER, ready), taken_back=taken,
                 same_planted=np.where(length > 1, planted, 1.0), **stays)  # fmt: skip


def living(rng: Rng, month: date, year: int, scale: float, units: Units) -> tuple[Stays, dict[str, Any]]:
    """Stays of people who came to a ward in a month and live on; some come again. And who they are."""
    municipality = np.repeat(*_came(rng, scale))
    region = levels.region_of()[municipality]
    one = _chain(rng, month, levels.level("readmitted", np.full(len(region), LIVES), region, year))
    who = one["who"]
    begun = utc(one["came"] * DAY + draw.between(rng, 8 * 60, 22 * 60, len(who)))
    ended = utc(one["left"] * DAY + draw.between(rng, 10 * 60, 17 * 60, len(who)))
    nobody = np.zeros(len(who), bool)
    stays = with_notices(
        rng, year, who=who, admitted=begun, discharged=ended, palliative=nobody, died=nobody,
        to=draw.chance(rng, 0.2, len(who)).astype(np.int64), unit=units.one(rng, "ward", municipality[who]),
        key=np.arange(len(who)), region=region[who], again=one["again"], again_planted=one["planted"],
    )  # fmt: skip
    return stays, _people(rng, month, municipality)


def _came(rng: Rng, scale: float) -> tuple[Index, Index]:
    """Municipalities, and how many of each come to a ward in a month for the first time."""
    told, deaths = levels.told(), levels.deaths_a_year()
    again = float(np.mean(told["levels"]["readmitted"]["by_place"]))
    a_month = told["living"]["stays"] / (1 + again + again**2) / 12 * scale
    return np.arange(len(deaths)), rng.poisson(a_month * deaths / deaths.sum())


def _chain(rng: Rng, month: date, planted: Numbers) -> dict[str, Any]:
    """First and last day of everybody's stay, and of those who come again of the next."""
    parts: list[dict[str, Any]] = []
    going = np.arange(len(planted))
    came = day_number(month) + draw.between(rng, 0, monthrange(month.year, month.month)[1] - 1, len(going))
    for number in range(CHAIN):
        left = came + 1 + np.floor(rng.exponential(6.0, len(going))).astype(np.int64)
        friday = left - np.maximum(weekday(left) - 4, 0)
        left = np.where((friday > came) & draw.chance(rng, 0.7, len(going)), friday, left)
        further = number < CHAIN - 1
        more = draw.chance(rng, planted[going], len(going)) & further
        gap = draw.between(rng, 2, 27, len(going))
        again = np.where(more, gap, FAR)
        parts.append(
            {"who": going, "came": came, "left": left, "again": again, "planted": planted[going] * further}
        )
        came, going = (left + gap)[more], going[more]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _people(rng: Rng, month: date, municipality: Index) -> dict[str, Any]:
    size = len(municipality)
    told = levels.told()["deaths"]
    age = np.clip(np.round(rng.normal(80, 9, size)), 18, 104).astype(np.int64)
    return {
        "municipality": municipality, "sex": draw.chance(rng, 0.49, size).astype(np.int64),
        "birth_year": month.year - age, "opted_out": draw.chance(rng, told["opted_out"], size),
        "protected": draw.chance(rng, told["protected"], size),
    }  # fmt: skip


def notices(stays: Stays) -> Iterator[tuple[str, Index, Whole]]:
    """Notices in the order they were sent: kind, which stays, and when, of every stay."""
    back, stands = draw.where(stays.taken_back != NEVER), draw.where(stays.ready != NEVER)
    yield "ready_for_discharge", back, stays.taken_back - TAKEN_AFTER
    yield "ready_withdrawn", back, stays.taken_back
    yield "ready_for_discharge", stands, stays.ready


def count(counted: Counted, stays: Stays, settled: int) -> None:
    """What the measures of stays find, by the year in which the stay ended.

    Whether somebody came again cannot be seen of those who left last. Those who left on ``settled`` or later are
    counted by the day, as a negative number: :func:`settle` adds them up when the last admission is known.
    """
    years = year_of(day_of(stays.discharged))
    ready = (stays.ready != NEVER) & ~stays.died
    waited = day_of(stays.discharged) - day_of(np.where(ready, stays.ready, stays.discharged))
    for year in np.unique(years):
        mine = years == year
        of, region = ready[mine], stays.region[mine]
        counted.share("home-same-day", int(year), region, of, waited[mine] == 0, stays.same_planted[mine])
        counted.add("days-ready", int(year), region, of=of, sum=np.where(of, waited[mine], 0))
    left = day_of(stays.discharged)
    period = np.where(left < settled, years, -left)
    for one in np.unique(period):
        mine = period == one
        alive, again = ~stays.died[mine], stays.again[mine] <= AGAIN_WITHIN
        counted.share("readmitted-30-days", int(one), stays.region[mine], alive, again)
        if stays.again_planted is not None:  # of the living alone: those of the dead follow from their course
            counted.add("readmitted-30-days", int(one), stays.region[mine], of_living=alive, met_living=alive & again,
                        expected_living=stays.again_planted[mine])  # fmt: skip


def settle(counted: Counted, last: int) -> None:
    """Count those whose 30 days had passed by the day of the last admission; tell the others apart."""
    for measure, period in [key for key in counted.sums if key[1] < 0]:
        sums = counted.sums.pop((measure, period))
        seen = -period + AGAIN_WITHIN <= last
        out = {"of": 0 * sums["of"], "met": 0 * sums["of"], "out": sums["of"]}
        counted.join({(measure, int(year_of(np.array(-period)))): sums if seen else out})


def of_the_dead(rng: Rng, dead: Dead, course: Course, episodes: Index) -> Stays:
    """The stays of the dead of a month, whose episodes are told in ``last_year/`` too."""
    who, column = np.nonzero((course.admitted_day != NEVER).T)[::-1]
    following = np.where(column > 0, course.admitted_day[who, np.maximum(column - 1, 0)], NEVER)
    again = np.where(column > 0, course.discharged_day[who, column] - following, FAR)
    died = dead.inpatient[who] & (column == 0)
    return with_notices(
        rng, dead.year, who=who, admitted=course.admitted[who, column], discharged=course.discharged[who, column],
        palliative=course.palliative[who, column], died=died,
        to=np.where(died, 2, dead.lives_in_care_home[who]), unit=course.ward[who, column], key=episodes,
        region=dead.region[who], again=again, again_planted=None,
    )  # fmt: skip
