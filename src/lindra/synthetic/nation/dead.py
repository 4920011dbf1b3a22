"""Who died in a month: where they lived, how old they were, when, where and of what. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from lindra.synthetic.nation import draw, levels
from lindra.synthetic.nation.calendar import DAY, Whole, day_number, utc, weekday
from lindra.synthetic.nation.draw import Flags, Index, Numbers, Rng
from lindra.synthetic.nation.levels import PLACE
from lindra.synthetic.nation.rows import hexadecimal
from lindra.synthetic.nation.units import Units

SATURDAY = 5
YOUNGEST = 1
"""Infants are told as one year old: what is told of a last year was then after birth."""
AT_HOME = ("own_home", "not_known")
"""Where somebody may be found dead, so that only the day is known."""


@dataclass(frozen=True, eq=False)
class Dead:
    """The dead of one month, as arrays."""

    month: date
    year: int
    """Years since the first."""
    patient: pa.Array
    municipality: Index
    region: Index
    sex: Index
    age: Index
    birth_year: Index
    place: Index
    disease: Index
    day: Whole
    """The day of death, in days since 1970-01-01."""
    minute: Whole
    """The minute of that day, on the wall clock."""
    day_only: Flags
    died: Whole
    """The instant of death; where only the day is known, its first."""
    weekend: Flags
    expected: Flags
    told_expected: Index
    """What the record says: 1 yes, 0 no, −1 nothing."""
    opted_out: Flags
    protected: Flags
    alone: Flags
    """Whether nobody is close."""
    hospice: Flags
    lives_in_care_home: Flags
    unit: Index
    """The unit where the person died."""
    home: Index
    """The unit that cares for the person where they live."""
    practice: Index
    nursing: Index
    emergency: Index
    team: Index
    quality: Numbers
    """How much better than others the unit is where the person died, in log-odds."""

    def __len__(self) -> int:
        return len(self.place)

    @property
    def label(self) -> str:
        """The month as ``YYYY-MM``."""
        return f"{self.month:%Y-%m}"

    @property
    def inpatient(self) -> Flags:
        """Whether the person died during a stay."""
        palliative = (self.place == PLACE["palliative"]) & ~self.hospice
        found: Flags = palliative | (self.place == PLACE["hospital"])
        return found

    def level(self, name: str) -> Numbers:
        """The planted probability of something, of each."""
        return levels.level(name, self.place, self.region, self.year, self.weekend, self.quality)


def dead(rng: Rng, month: date, year: int, scale: float, units: Units) -> Dead:
    """The dead of a month; so many as chance has it round the mean."""
    mean = levels.deaths_a_year() * levels.month_shares()[month.month - 1] * scale
    municipality = np.repeat(np.arange(len(mean)), rng.poisson(mean))
    size, region = len(municipality), levels.region_of()[municipality]
    told = levels.told()
    sex, age = _ages(rng, size)
    place = draw.pick_each(rng, levels.place_odds(year, region, age))
    day = day_number(month) + draw.between(rng, 0, monthrange(month.year, month.month)[1] - 1, size)
    minute = _minutes(rng, size)
    day_only = np.isin(place, [PLACE[name] for name in AT_HOME]) & draw.chance(
        rng, told["deaths"]["day_only"], size
    )
    expected = draw.chance(rng, np.array(told["place"]["expected"])[place], size)
    hospice = (place == PLACE["palliative"]) & draw.chance(rng, 0.25, size)
    silent = draw.chance(rng, told["deaths"]["status_missing"], size)
    cared = _units(rng, units, place, municipality)
    return Dead(
        month=month, year=year, patient=hexadecimal(rng, size), municipality=municipality, region=region, sex=sex,
        age=age, birth_year=_born(rng, age, month), place=place, disease=_diseases(rng, place, age), day=day,
        minute=minute, day_only=day_only, died=utc(day * DAY + np.where(day_only, 0, minute)),
        weekend=weekday(day) >= SATURDAY,
        expected=expected, told_expected=np.where(silent, -1, expected),
        opted_out=draw.chance(rng, told["deaths"]["opted_out"], size),
        protected=draw.chance(rng, told["deaths"]["protected"], size),
        alone=draw.chance(rng, told["deaths"]["no_relatives"], size), hospice=hospice,
        quality=units.quality[cared["unit"]], **cared,
    )  # fmt: skip


def _ages(rng: Rng, size: int) -> tuple[Index, Index]:
    sexes, first, last, share = levels.ages()
    cell = draw.pick(rng, share, size)
    old = first[cell] >= 100  # few of those live much longer
    reach = rng.random(size) ** np.where(old, 2.5, 1.0)
    age = (first[cell] + np.floor(reach * (last[cell] - first[cell] + 1))).astype(np.int64)
    return sexes[cell], np.maximum(age, YOUNGEST)


def _born(rng: Rng, age: Index, month: date) -> Index:
    """The year of birth: of those whose birthday had not been yet, a year earlier."""
    still_to_come = draw.chance(rng, 1 - (month.month - 0.5) / 12, len(age))
    born: Index = np.subtract(month.year - age, still_to_come, dtype=np.int64)
    return born


def _minutes(rng: Rng, size: int) -> Whole:
    """Minutes of the day of death, never among the first: what happens that day comes before."""
    hour = draw.pick(rng, levels.told()["deaths"]["hours"], size)
    minute: Whole = np.maximum(hour * 60 + draw.between(rng, 0, 59, size), 20)
    return minute


def _diseases(rng: Rng, place: Index, age: Index) -> Index:
    """The main disease, by place; hardly any of the diseases of old age among the young."""
    told = levels.told()["diseases"]
    odds = np.array([told[name] for name in levels.PLACES], float)[place]
    young = age < told["young_below"]
    odds[young] *= np.array(told["young"])
    return draw.pick_each(rng, odds)


def _units(rng: Rng, units: Units, place: Index, municipality: Index) -> dict[str, Any]:
    """Where each died, and who else cares for them."""
    kinds = ("ward", "palliative", "emergency", "care_home", "short_stay", "home_nursing", "team", "practice")
    one = {kind: units.one(rng, kind, municipality) for kind in kinds}
    nursed = draw.chance(rng, 0.7, len(place))
    there = np.where(nursed, one["home_nursing"], one["practice"])
    by_place = {
        "hospital": one["ward"], "palliative": one["palliative"], "emergency": one["emergency"],
        "care_home": one["care_home"], "short_stay": one["short_stay"], "specialised_home": one["team"],
    }  # fmt: skip
    unit = np.choose(place, [by_place.get(name, there) for name in levels.PLACES])
    in_home = (place == PLACE["hospital"]) & draw.chance(rng, 0.22, len(place))
    home = np.where((place == PLACE["care_home"]) | in_home, one["care_home"], there)
    in_care_home = (place == PLACE["care_home"]) | in_home
    return {
        "lives_in_care_home": in_care_home, "unit": unit, "home": home, "practice": one["practice"],
        "nursing": one["home_nursing"], "emergency": one["emergency"], "team": one["team"],
    }  # fmt: skip
