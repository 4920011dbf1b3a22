"""The made-up units of a made-up nation: which there are in each municipality, whose they are, how good. Pure.

An id such as ``N-0180-S1``: municipality, what it is, number. Which municipalities have a hospital is made up as well:
those of a region with most deaths.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lindra.synthetic.nation import levels
from lindra.synthetic.nation.draw import Index, Numbers, Rng

KINDS = {
    "practice": "V", "home_nursing": "H", "care_home": "S", "short_stay": "K",
    "ward": "A", "emergency": "E", "team": "T", "palliative": "P",
}  # fmt: skip
"""Kinds of unit and their letter: primary care, home nursing, homes with care, hospital wards, specialised care."""
OF_HOSPITALS = ("ward", "emergency", "team", "palliative")
DEATHS_A_HOSPITAL = 2000
DEATHS_A_HOME, DEATHS_A_PRACTICE = 85, 280
WARDS = 4
PRIVATE = 4
"""Every fourth care home is of a private provider, of which there are nine."""


@dataclass(frozen=True, eq=False)
class Units:
    """All units as arrays, and where those of a kind that serve a municipality begin and how many they are."""

    ids: tuple[str, ...]
    providers: tuple[str, ...]
    """Every provider once."""
    provider: Index
    """The number of each unit's."""
    municipality: Index
    quality: Numbers
    """How much better than others, in log-odds."""
    planted: Index
    """1 where planted as good, −1 as bad."""
    first: dict[str, Index]
    count: dict[str, Index]

    def owner(self, unit: Index) -> Index:
        """The number of the provider of each unit; none where there is no unit."""
        return np.where(unit < 0, -1, self.provider[unit])

    def one(self, rng: Rng, kind: str, municipality: Index) -> Index:
        """A unit of a kind for each municipality, any of those that serve it."""
        count = self.count[kind][municipality]
        chosen = np.floor(rng.random(len(municipality)) * count).astype(np.int64)
        return self.first[kind][municipality] + chosen


def _how_many(kind: str, deaths: Numbers, hospital: Index) -> Index:
    own = hospital == np.arange(len(deaths))
    if kind == "care_home":
        return np.maximum(np.round(deaths / DEATHS_A_HOME), 1).astype(np.int64)
    if kind == "practice":
        return np.maximum(np.round(deaths / DEATHS_A_PRACTICE), 1).astype(np.int64)
    if kind in OF_HOSPITALS:
        return np.where(own, WARDS if kind == "ward" else 1, 0)
    return np.ones(len(deaths), np.int64)


def _hospitals() -> Index:
    """For each municipality the one whose hospital serves it: of the region's, the nearest by code."""
    deaths, region = levels.deaths_a_year(), levels.region_of()
    serves = np.zeros(len(deaths), np.int64)
    for number in range(len(levels.REGIONS)):
        mine = np.flatnonzero(region == number)
        so_many = max(1, round(deaths[mine].sum() / DEATHS_A_HOSPITAL))
        chosen = np.sort(mine[np.argsort(-deaths[mine], kind="stable")][:so_many])
        serves[mine] = [chosen[np.argmin(np.abs(chosen - one))] for one in mine]
    return serves


@lru_cache(maxsize=4)
def units(seed: int) -> Units:
    """Every unit; a seed decides which are good and which bad."""
    hospital, deaths = _hospitals(), levels.deaths_a_year()
    ids: list[str] = []
    providers: list[str] = []
    places: list[int] = []
    first: dict[str, Index] = {}
    count: dict[str, Index] = {}
    for kind, letter in KINDS.items():
        each = _how_many(kind, deaths, hospital)
        start = len(ids) + np.cumsum(each) - each
        serves = hospital if kind in OF_HOSPITALS else np.arange(len(deaths))
        first[kind], count[kind] = start[serves], each[serves]
        for number, code in enumerate(levels.MUNICIPALITIES):
            for one in range(1, int(each[number]) + 1):
                ids.append(f"N-{code}-{letter}{one}")
                providers.append(_provider(kind, code, len(ids)))
                places.append(number)
    quality, planted = _quality(seed, len(ids))
    every, whose = np.unique(providers, return_inverse=True)
    return Units(tuple(ids), tuple(map(str, every)), whose, np.array(places), quality, planted, first, count)


def _provider(kind: str, code: str, number: int) -> str:
    if kind == "care_home" and number % PRIVATE == 0:
        return f"N-P{number % 9 + 1:02}"
    municipal = kind in ("care_home", "short_stay", "home_nursing")
    return f"N-{code}" if municipal else f"N-R{code[:2]}"


def _quality(seed: int, number: int) -> tuple[Numbers, Index]:
    told = levels.told()["units"]
    rng = np.random.default_rng(np.random.SeedSequence([seed, 0, 0]))
    quality = rng.normal(0, told["spread"], number)
    at = rng.random(number)
    good, bad = at < told["good"], at > 1 - told["bad"]
    quality += good * told["good_by"] + bad * told["bad_by"]
    return quality, good.astype(np.int64) - bad.astype(np.int64)
