"""Sums of a coverage: people by how they stand at an hour, and hours of the week that people have a function. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from lindra.access import functions as defined
from lindra.access import inventory
from lindra.access.coverage import Coverage, State, inhabitants
from lindra.access.standing import STANDINGS, Place, Standing
from lindra.areas import geography

NIGHT = 6 * 24 + 3
"""Sunday 03:00, the hour that everything is asked of."""
Children = str
"""*yes*, *no*, *no_for_some*, *no_somewhere* or *not_stated*."""


@dataclass(frozen=True, slots=True)
class People:
    """Municipalities, and how many live there and are expected to die there in a year (our own calculation)."""

    municipalities: int = 0
    inhabitants: int = 0
    expected_deaths: float = 0.0

    def and_of(self, code: str) -> People:
        """With one municipality more."""
        return People(
            self.municipalities + 1,
            self.inhabitants + inhabitants(code),
            self.expected_deaths + inventory.expected_deaths(code),
        )


NOBODY = People()


@dataclass(frozen=True, slots=True)
class Sum:
    """People by standing in one way; ``disputed``: of those said to have nothing, where a reply sees it otherwise."""

    by: Mapping[Standing, People]
    disputed: People


def sums(places: Iterable[Place]) -> dict[defined.Way, Sum]:
    """People by standing, for each way that may be needed at any hour."""
    found = {way: dict.fromkeys(STANDINGS, NOBODY) for way in defined.ASKED_AT_ANY_HOUR}
    disputed = dict.fromkeys(defined.ASKED_AT_ANY_HOUR, NOBODY)
    for place in places:
        for way, by in found.items():
            how = place.ways[way]
            by[how] = by[how].and_of(place.municipality)
            if how == "nothing" and place.contested[way]:
                disputed[way] = disputed[way].and_of(place.municipality)
    return {way: Sum(by, disputed[way]) for way, by in found.items()}


@dataclass(frozen=True, slots=True)
class Covered:
    """A function over the week in some municipalities. ``hours``: of 168, for the mean inhabitant; so ``limited``.

    The other numbers are inhabitants of whom it is said: exists (hours not stated), missing, missing for some, missing
    or existing at a place, disputed, nothing at all. One may be counted under several.
    """

    function: str
    hours: float
    limited: float
    said: Mapping[str, int]


def week(coverage: Coverage, codes: Collection[str]) -> list[Covered]:
    """Every function over the week, for the inhabitants of some municipalities."""
    living = {code: inhabitants(code) for code in codes}
    everybody = sum(living.values()) or 1
    found = []
    for function, row in coverage.cells.items():
        full = limited = 0
        said: dict[str, int] = {}
        for code, people in living.items():
            cell = row[code]
            full += cell.full.bit_count() * people
            limited += (cell.limited & ~cell.full).bit_count() * people
            flags = State(cell.flags)
            names = flags.codes if flags or not (cell.full or cell.limited) else []
            for name in names:
                said[name] = said.get(name, 0) + people
        found.append(Covered(function, round(full / everybody, 1), round(limited / everybody, 1), said))
    return found


def children(coverage: Coverage, code: str) -> Children:
    """Whether children have specialised care within reach in a municipality: only yes or no, where it is stated."""
    cell = coverage.cells[defined.CHILDREN][code]
    if cell.flags & State.MISSING:
        return "no"
    if cell.flags & State.MISSING_FOR_SOME:
        return "no_for_some"
    if cell.full:
        return "yes"
    return "no_somewhere" if cell.flags & State.MISSING_SOMEWHERE else "not_stated"


def extent(coverage: Coverage) -> list[str]:
    """The regions that an inventory speaks of, by code; every region where it speaks of none."""
    stated = coverage.inventory
    found = {one.region for one in stated.offers} | {one.region for one in stated.missing}
    found |= {one.region for one in stated.contests}
    return sorted(found) or [one.code for one in geography.regions()]


def codes_of(area: str) -> list[str]:
    """The municipalities of the nation (``00``), a region, or the municipality itself."""
    if area == geography.NATION:
        return [one.code for one in geography.municipalities()]
    return [area] if len(area) == 4 else [one.code for one in geography.municipalities_of(area)]
