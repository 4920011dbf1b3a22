"""A coverage as plain values, for machines and for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lindra.access import comparison, functions, hours, summaries
from lindra.access.coverage import Coverage, Inventory, Offer, State, inhabitants
from lindra.access.inventory import expected_deaths
from lindra.access.standing import Place, places
from lindra.access.summaries import People
from lindra.areas import geography

NOTE = (
    "No row is not_stated: never exists and never missing. What is stated of a place says nothing of any single "
    "municipality. Expected deaths a year are our own calculation: 70,000 divided as the deaths of 2019."
)


def head(coverage: Coverage, hour: int | None) -> dict[str, Any]:
    """Which inventory, of which day, at which hour, by which versions of the definitions."""
    return {
        "inventory": coverage.inventory.id,
        "dated": coverage.inventory.dated.isoformat() if coverage.inventory.dated else None,
        "at": None if hour is None else hours.told(hour),
        "note": NOTE,
        "functions": [
            {
                "function": one.code, "version": one.version, "ways": list(one.ways),
                "claims_hours": hours.count(one.claims),
            }
            for one in functions.covered().values()
        ],
    }  # fmt: skip


def at(coverage: Coverage, hour: int, region: str = "") -> dict[str, Any]:
    """Who can be called, who can come, where one is admitted at an hour, by municipality of a region or the nation."""
    found = places(coverage, hour, summaries.codes_of(region or geography.NATION))
    return head(coverage, hour) | {
        "area": region or geography.NATION,
        "ways": {
            way: {how: people(some) for how, some in one.by.items()} | {"nothing_but_contested": people(one.disputed)}
            for way, one in summaries.sums(found).items()
        },
        "municipalities": [_place(coverage, place) for place in found],
    }  # fmt: skip


def _place(coverage: Coverage, place: Place) -> dict[str, Any]:
    return {
        **_municipality(place.municipality),
        **{str(way): how for way, how in place.ways.items()},
        "contested": [way for way, disputed in place.contested.items() if disputed],
        "children": summaries.children(coverage, place.municipality),
        "functions": {function: state.codes for function, state in place.states.items()},
        **_several(coverage, place.municipality),
    }


def week(coverage: Coverage, region: str = "") -> dict[str, Any]:
    """Every municipality over the whole week, and the sums of regions and nation."""
    areas = [region] if region else [geography.NATION, *(one.code for one in geography.regions())]
    return head(coverage, None) | {
        "areas": [_area(coverage, code) for code in areas],
        "municipalities": [
            {
                **_municipality(code),
                "children": summaries.children(coverage, code),
                "functions": {function: _hours(coverage, function, code) for function in coverage.cells},
                **_several(coverage, code),
            }
            for code in summaries.codes_of(region or geography.NATION)
        ],
    }  # fmt: skip


def _area(coverage: Coverage, code: str) -> dict[str, Any]:
    codes = summaries.codes_of(code)
    night = summaries.sums(places(coverage, summaries.NIGHT, codes))
    return {
        "area": code,
        "name": "Sverige" if code == geography.NATION else geography.area(code).name,
        "inhabitants": sum(map(inhabitants, codes)),
        "functions": [
            {"function": one.function, "hours_covered": one.hours, "hours_covered_with_limits": one.limited,
             "inhabitants": one.said}
            for one in summaries.week(coverage, codes)
        ],
        "at_sun_03": {
            way: {"said_to_have_nothing": people(one.by["nothing"]), "of_them_contested": people(one.disputed),
                  "not_stated": people(one.by["not_stated"])}
            for way, one in night.items()
        },
    }  # fmt: skip


def _hours(coverage: Coverage, function: str, code: str) -> dict[str, Any]:
    cell = coverage.cells[function][code]
    flags = State(cell.flags)
    said = flags.codes if flags or not (cell.full or cell.limited) else []
    if cell.limited:
        said = ["exists_limited", *(one for one in said if one != "exists_limited")]
    if cell.full:
        said = ["exists", *said]
    return {
        "states": said,
        **({"hours": hours.text(hours.of_mask(cell.full))} if cell.full else {}),
        **({"hours_with_limits": hours.text(hours.of_mask(cell.limited))} if cell.limited else {}),
    }


def _municipality(code: str) -> dict[str, Any]:
    one = geography.municipality(code)
    return {
        "municipality": code, "name": one.name, "region": one.region, "inhabitants": inhabitants(code),
        "expected_deaths": round(expected_deaths(code), 1),
    }  # fmt: skip


def _several(coverage: Coverage, code: str) -> dict[str, Any]:
    """Who serves a municipality where two or more do, by function."""
    several: Mapping[tuple[str, str], tuple[Offer, ...]] = coverage.served_by_several
    found = {
        function: [one.name for one in some] for (function, where), some in several.items() if where == code
    }
    return {"served_by_two": found} if found else {}


def people(some: People) -> dict[str, Any]:
    """Municipalities, inhabitants, and our own reckoning of expected deaths a year."""
    return {
        "municipalities": some.municipalities, "inhabitants": some.inhabitants,
        "expected_deaths": round(some.expected_deaths),
    }  # fmt: skip


def compared(before: Inventory, after: Inventory) -> dict[str, Any]:
    """Two inventories held against each other."""
    found = comparison.compare(before, after)
    return {
        "before": before.id, "after": after.id, "counts": dict(comparison.counts(found)),
        "changes": [{"region": one.region, "function": one.function, "change": one.change} for one in found],
    }  # fmt: skip
