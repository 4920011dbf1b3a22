"""What the nation is mixed of, read from ``synthetic/data/nation*`` and made into arrays. Pure."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from lindra.areas import geography
from lindra.synthetic.mix import AGE_GROUPS, DEATHS_BY_AGE
from lindra.synthetic.nation.draw import Index, Numbers, logit, share_of

DATA = files("lindra.synthetic") / "data"


@cache
def told() -> dict[str, Any]:
    """The file ``nation.toml``."""
    return tomllib.loads((DATA / "nation.toml").read_text(encoding="utf-8"))


PLACES: tuple[str, ...] = tuple(told()["places"])
"""How life may end, as the county's courses: where, and at home whether with a specialised team."""
PLACE = {name: number for number, name in enumerate(PLACES)}
CATEGORY = {name: "own_home" if name == "specialised_home" else name for name in PLACES}
"""The category of *place of death* each is counted as."""
MUNICIPALITIES: tuple[str, ...] = tuple(one.code for one in geography.municipalities())
REGIONS: tuple[str, ...] = tuple(sorted({code[:2] for code in MUNICIPALITIES}))


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


@cache
def region_of() -> Index:
    """The number of each municipality's region."""
    return np.array([REGIONS.index(code[:2]) for code in MUNICIPALITIES])


@cache
def deaths_a_year() -> Numbers:
    """Deaths a year of each municipality, mean 2015–2019 (SCB, in ``areas``)."""
    return np.array([geography.deaths(code, "2015-2019").value for code in MUNICIPALITIES])


@cache
def by_region(column: str) -> Numbers:
    """One column of ``nation_regions.csv``."""
    found = {row["code"]: float(row[column]) for row in _rows("nation_regions.csv")}
    return np.array([found[code] for code in REGIONS])


@cache
def month_shares() -> Numbers:
    """How a year's deaths fall on its months (SCB)."""
    counts: Numbers = np.array(told()["deaths"]["months"])
    shares: Numbers = counts / counts.sum()
    return shares


@cache
def ages() -> tuple[Index, Index, Index, Numbers]:
    """Cells of sex (0 female, 1 male), first and last age, with their share of deaths.

    Five-year groups of 2015, scaled to the four groups by sex of 2019 (SCB).
    """
    cells = [
        (row["sex"] == "male", int(row["first"]), int(row["last"]), float(row["deaths_2015"]))
        for row in _rows("nation_ages.csv")
    ]
    sex, first, last, count = (np.array(column) for column in zip(*cells, strict=True))
    group = age_group(first)
    shares = np.zeros(len(count))
    for name, male in (("female", False), ("male", True)):
        for number, wanted in enumerate(DEATHS_BY_AGE[name]):  # type: ignore[index]
            mine = (sex == male) & (group == number)
            shares[mine] = count[mine] * wanted / count[mine].sum()
    return sex.astype(np.int64), first, last, shares / shares.sum()


def age_group(age: Index) -> Index:
    """The number of an age's group, of the four of ``mix``."""
    return np.searchsorted([first for first, _ in AGE_GROUPS[1:]], age, side="right")


@cache
def _joint() -> Numbers:
    """Odds of places in each age group, fitted in turns to the shares of both (iterative proportional fitting)."""
    place = told()["place"]
    table = np.array([place["ages"][name] for name in PLACES])
    _, first, _, share = ages()
    groups = np.bincount(age_group(first), share, 4)
    shares = np.array(place["shares"])
    for _ in range(60):
        table *= (shares / shares.sum() / table.sum(axis=1))[:, None]
        table *= (groups / table.sum(axis=0))[None, :]
    return table


def place_odds(year: int, region: Index, age: Index) -> Numbers:
    """The probability of each place for each dead: by age, region and year (``year``: years since the first)."""
    odds = _joint().T[age_group(age)]
    young = age < told()["place"]["no_homes_below"]
    for name in ("care_home", "short_stay"):
        odds[young, PLACE[name]] = 0.0
    odds[:, PLACE["hospital"]] *= by_region("hospital")[region] * np.exp(
        told()["place"]["hospital_trend"] * year
    )
    for name in ("palliative", "specialised_home"):
        odds[:, PLACE[name]] *= by_region("specialised")[region]
    found: Numbers = odds / odds.sum(axis=1, keepdims=True)
    return found


def level(name: str, place: Index, region: Index, year: Any, weekend: Any = 0.0, unit: Any = 0.0) -> Numbers:
    """The planted probability that something is met: by place, region, year, weekend, and unit (log-odds)."""
    planted = told()["levels"][name]
    odds = logit(planted["by_place"])[place] + planted["region"] * by_region("level")[region]
    return share_of(odds + planted["trend"] * year + planted["weekend"] * weekend + unit)


def covered(place: Index, region: Index, year: Any, unit: Any) -> Numbers:
    """The planted probability that a death is reported."""
    reports = told()["reports"]
    base = logit(by_region("coverage"))[region] + np.array(reports["covered"])[place]
    return share_of(base + reports["trend"] * year + 0.3 * unit)
