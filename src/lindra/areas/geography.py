"""Sweden's regions and municipalities: codes, names, population, deaths, borders, tiles. Pure.

A code has two digits for a region (the county's code), four for a municipality, ``00`` for the nation.
Gotland is both, ``09`` and ``0980``. Everything is read from the small files of ``data/``; where each
comes from stands in ``data/SOURCES.md`` and, for figures, in ``Figure.source``.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

DATA = Path(__file__).parent / "data"
NATION = "00"
Area = TypeVar("Area")

_STATISTICS = "Statistiska centralbyrån (SCB)"
_DEATHS = f"{_STATISTICS}, döda per region och kommun"
_PEOPLE = f"{_STATISTICS}, folkmängd"


class UnknownArea(KeyError):
    """No region or municipality has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return f"no region or municipality has the code {self.code!r}"


class UnknownFigure(KeyError):
    """The figure is not kept for this area and period."""

    def __init__(self, what: str, code: str, period: str, kept: tuple[str, ...]) -> None:
        super().__init__(what, code, period)
        self.message = f"no {what} of {code} for {period}; kept: {', '.join(kept) or 'none'}"

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Region:
    """A region (or, for Gotland, a municipality with a region's tasks).

    ``name`` is what it calls itself, ``short`` suits a table, ``county`` is the county's name and
    ``letter`` the county's letters.
    """

    code: str
    name: str
    short: str
    county: str
    letter: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality and the code of the region it lies in."""

    code: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its period and source, so that a page can say where it comes from."""

    value: float
    period: str
    source: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A region's place in the map of equal squares; column and row from 0, north up."""

    code: str
    column: int
    row: int


@cache
def regions() -> tuple[Region, ...]:
    """The 21 regions, by code."""
    return tuple(Region(**row) for row in _rows("regions"))


@cache
def municipalities() -> tuple[Municipality, ...]:
    """The 290 municipalities, by code."""
    return tuple(Municipality(**row) for row in _rows("municipalities"))


def region(code: str) -> Region:
    """The region with this code; ``UnknownArea`` if there is none."""
    return _found(_regions_by_code(), code)


def municipality(code: str) -> Municipality:
    """The municipality with this code; ``UnknownArea`` if there is none."""
    return _found(_municipalities_by_code(), code)


def area(code: str) -> Region | Municipality:
    """The region or municipality with this code; ``UnknownArea`` if there is none."""
    return region(code) if len(code) == 2 else municipality(code)


def region_of(code: str) -> Region:
    """The region a municipality lies in, or the region itself."""
    found = area(code)
    return found if isinstance(found, Region) else region(found.region)


def municipalities_of(code: str) -> tuple[Municipality, ...]:
    """The municipalities of a region, by code."""
    wanted = region(code).code
    return tuple(each for each in municipalities() if each.region == wanted)


def population(code: str, period: str | None = None) -> Figure:
    """People living in an area on 31 December of a year; the latest kept when none is named.

    Kept: municipalities 2019, regions 2019 (the sum of their municipalities) and 2023, the nation
    2019, 2023 and 2024.
    """
    return _figure("population", code, period, _PEOPLE)


def deaths(code: str, period: str | None = "2019") -> Figure:
    """Deaths of people living in an area during a year, or ``2015-2019`` for the yearly mean of those years.

    Areas have 2018, 2019 and the mean; the nation also 2020, 2021 and 2024. ``None`` gives the latest year.
    """
    return _figure("deaths", code, period, _DEATHS)


def border(code: str) -> str:
    """The area's border as the data of an SVG path in the box of ``view_box``."""
    area(code)
    return _borders().paths[code]


def view_box() -> tuple[int, int]:
    """Width and height of the box all borders share; one unit is so many metres as the file says."""
    return _borders().size


@cache
def tiles() -> tuple[Tile, ...]:
    """The 21 regions as equal squares, roughly where they lie."""
    return tuple(Tile(row["region"], int(row["column"]), int(row["row"])) for row in _rows("tiles"))


@dataclass(frozen=True, slots=True)
class _Borders:
    size: tuple[int, int]
    paths: dict[str, str]


@cache
def _borders() -> _Borders:
    kept = json.loads((DATA / "borders.json").read_text(encoding="utf-8"))
    return _Borders((kept["width"], kept["height"]), kept["paths"])


@cache
def _regions_by_code() -> dict[str, Region]:
    return {each.code: each for each in regions()}


@cache
def _municipalities_by_code() -> dict[str, Municipality]:
    return {each.code: each for each in municipalities()}


def _found(areas: dict[str, Area], code: str) -> Area:
    try:
        return areas[code]
    except KeyError:
        raise UnknownArea(code) from None


def _figure(what: str, code: str, period: str | None, source: str) -> Figure:
    if code != NATION:
        area(code)
    kept = _figures()[what].get(code, {})
    years = sorted(key for key in kept if "-" not in key)
    wanted = period or years[-1]
    if wanted not in kept:
        raise UnknownFigure(what, code, wanted, tuple(sorted(kept)))
    return Figure(kept[wanted], wanted, source)


@cache
def _figures() -> dict[str, dict[str, dict[str, float]]]:
    """What → code → period → value."""
    deaths: dict[str, dict[str, float]] = {}
    people: dict[str, dict[str, float]] = {}
    for row in (*_rows("deaths_municipalities"), *_rows("deaths_regions")):
        deaths[row["code"]] = {
            "2018": int(row["deaths_2018"]),
            "2019": int(row["deaths_2019"]),
            "2015-2019": float(row["deaths_mean_2015_2019"]),
        }
    for row in _rows("population_municipalities_2019"):
        count = int(row["population_2019"])
        people[row["code"]] = {"2019": count}
        whole = people.setdefault(municipality(row["code"]).region, {"2019": 0})
        whole["2019"] += count
    for row in _rows("population_regions_2023"):
        people[row["code"]]["2023"] = int(row["population_2023"])
    nation = _rows("nation")
    deaths[NATION] = {row["period"]: _number(row["deaths"]) for row in nation if row["deaths"]}
    people[NATION] = {row["period"]: _number(row["population"]) for row in nation if row["population"]}
    return {"deaths": deaths, "population": people}


def _number(text: str) -> float:
    return float(text) if "." in text else int(text)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
