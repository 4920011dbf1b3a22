"""A coverage and its gaps as lines of a terminal. Pure; in English, as commands are."""

from __future__ import annotations

from typing import Any

from lindra.access import functions, hours, statements, summaries
from lindra.access import gaps as found_gaps
from lindra.access.coverage import Coverage
from lindra.access.standing import Place, Standing, places
from lindra.areas import geography

ASKED: dict[functions.Way, str] = {
    "call": "nobody to call",
    "come": "nobody who comes",
    "stay": "nowhere to be admitted",
}
STANDINGS: dict[Standing, str] = {
    "exists": "exists", "limited": "with limits", "hours_not_stated": "hours not stated", "both": "said both",
    "in_part": "missing in part", "other_hours": "other hours", "nothing": "said to be missing",
    "not_stated": "not stated",
}  # fmt: skip


def at(coverage: Coverage, hour: int, region: str) -> list[str]:
    """An hour in a few sentences, then municipality by municipality."""
    found = places(coverage, hour, summaries.codes_of(region or geography.NATION))
    lines = [
        f"{hours.told(hour)}, inventory {coverage.inventory.id}, {coverage.inventory.dated or 'no day stated'}",
        "",
    ]
    for way, one in summaries.sums(found).items():
        nothing, silent = one.by["nothing"], one.by["not_stated"]
        lines.append(
            f"{nothing.municipalities} municipalities with {nothing.inhabitants:,} inhabitants (about "
            f"{nothing.expected_deaths:,.0f} expected deaths a year) are said to have {ASKED[way]}, "
            f"{one.disputed.municipalities} of them disputed; of {silent.municipalities} nothing is stated."
        )
    lines += ["", f"{'':24}{'call':20}{'come':20}stay"]
    return lines + [_line(place) for place in found]


def _line(place: Place) -> str:
    name = geography.municipality(place.municipality).name
    marks = [f"{STANDINGS[how]}{'*' if place.contested[way] else ''}" for way, how in place.ways.items()]
    return f"{place.municipality} {name:19}" + "".join(f"{mark:20}" for mark in marks).rstrip()


def week(coverage: Coverage, region: str) -> list[str]:
    """Hours of the week covered for the mean inhabitant, and what is said of how many, by function."""
    lines = [f"Inventory {coverage.inventory.id}, {coverage.inventory.dated or 'no day stated'}"]
    for code in [region] if region else [geography.NATION, *(one.code for one in geography.regions())]:
        lines += ["", "Sweden" if code == geography.NATION else geography.region(code).name]
        for one in summaries.week(coverage, summaries.codes_of(code)):
            said = ", ".join(
                f"{name.replace('_', ' ')} {people:,}" for name, people in sorted(one.said.items())
            )
            lines.append(
                f"  {functions.covered()[one.function].short_en:15}{one.hours:5.1f} of 168 hours, {one.limited:5.1f} "
                f"more with limits; inhabitants: {said or 'all covered'}"
            )
    return lines


def gaps(region: str) -> list[str]:
    """Each gap on a line."""
    lines = []
    for one in found_gaps.gaps(region):
        about = "; ".join(text for text in (one.area, one.limitation) if text) or "no place or limit stated"
        disputed: dict[statements.Contested, str] = {
            "function": " [contested]", "region": " [contested in general]", "no": "",
        }  # fmt: skip
        where = "" if region else f"{geography.region(one.region).short}: "
        name = functions.functions()[one.function].en
        lines.append(
            f"{where}{name}: {about} ({one.origin}, line {one.source_line}){disputed[one.contested]}"
        )
    return lines


def compared(found: dict[str, Any]) -> list[str]:
    """How many of each change, then each."""
    lines = [f"From {found['before']} to {found['after']}"]
    lines += [f"  {name.replace('_', ' ')}: {count}" for name, count in found["counts"].items()]
    return lines + [
        f"{geography.region(one['region']).short}, {functions.functions()[one['function']].en}: "
        f"{one['change'].replace('_', ' ')}"
        for one in found["changes"]
    ]
