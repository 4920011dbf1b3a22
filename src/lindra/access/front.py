"""The front page of access: who is there at an hour, as a sentence, a map and a table of regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from lindra.access import functions, summaries, words
from lindra.access.coverage import Coverage, inhabitants
from lindra.access.look import Look
from lindra.access.presentation import by_name
from lindra.access.standing import Place, Standing, places
from lindra.access.summaries import People, Sum
from lindra.areas import geography
from lindra.frame.tables import Cell, Column, Table


def tabs(here: str) -> list[dict[str, Any]]:
    """The pages of the room."""
    pages = (
        ("access", gettext("Map")), ("said", gettext("What was said")), ("need", gettext("The need")),
        ("offered", gettext("What exists here")), ("compare", gettext("Compare")),
    )  # fmt: skip
    return [
        {"url": reverse(f"access:{name}"), "label": label, "current": name == here} for name, label in pages
    ]


def choices(look: Look, known: Sequence[str]) -> dict[str, Any]:
    """What can be chosen on a page that looks at an hour."""
    return {
        "look": look,
        "days": [(number, str(day), number == look.hour // 24) for number, day in enumerate(words.DAYS)],
        "hours": [(hour, f"{hour:02}:00", hour == look.hour % 24) for hour in range(24)],
        "moment": words.moment(look.hour),
        "inventories": [
            {"url": look.but(inventory=name), "label": words.inventory(name), "current": name == look.inventory}
            for name in known
        ],
        "ways": [
            {"url": look.but(way=way), "label": str(text), "current": way == look.way}
            for way, text in words.WAYS.items()
        ],
    }  # fmt: skip


NOBODY: Mapping[functions.Way, tuple[Promise, Promise]] = {
    "call": (
        gettext_lazy("%(who)s are said to have nobody to call"),
        gettext_lazy("No municipality is said to have nobody to call"),
    ),
    "come": (
        gettext_lazy("%(who)s are said to have nobody who comes"),
        gettext_lazy("No municipality is said to have nobody who comes"),
    ),
    "stay": (
        gettext_lazy("%(who)s are said to have nowhere to be admitted"),
        gettext_lazy("No municipality is said to have nowhere to be admitted"),
    ),
}
"""Of those who are said to have nothing, and where there are none."""


def sentence(way: functions.Way, found: Sum, hour: int) -> str:
    """Who is said to have nothing at an hour, who has something only at others, and of how many nothing is stated."""
    nothing, elsewhen, silent = (found.by[how] for how in ("nothing", "other_hours", "not_stated"))
    some, none = NOBODY[way]
    parts = [str(some) % {"who": _living(nothing)} if nothing.municipalities else str(none)]
    if elsewhen.municipalities:
        parts.append(gettext("%(who)s have it at other hours only") % {"who": _living(elsewhen)})
    if silent.municipalities:
        parts.append(
            gettext("of %(n)s nothing is stated") % {"n": words.municipalities(silent.municipalities)}
        )
    return f"{words.moment(hour)}: {'; '.join(parts)}."


def _living(some: People) -> str:
    return gettext("%(municipalities)s with %(people)s inhabitants") % {
        "municipalities": words.municipalities(some.municipalities), "people": words.whole(some.inhabitants),
    }  # fmt: skip


def beside(found: Sum) -> str:
    """What else is to be known of those who are said to have nothing; empty where there are none."""
    nothing = found.by["nothing"]
    if not nothing.municipalities:
        return ""
    told = gettext(
        "About %(deaths)s expected deaths a year among those said to have nothing (our own calculation)."
    ) % {"deaths": words.whole(nothing.expected_deaths)}
    if found.disputed.municipalities:
        told += " " + gettext("In %(n)s of them the region sees it otherwise.") % {
            "n": words.whole(found.disputed.municipalities)
        }
    return told


GROUPS: tuple[tuple[Standing, ...], ...] = (
    ("nothing",), ("in_part", "both", "limited", "hours_not_stated", "other_hours"), ("not_stated",)
)  # fmt: skip
"""The columns of the table of regions; who is left is said to have it."""


def by_area(coverage: Coverage, look: Look, regions: Sequence[str]) -> Table:
    """Regions, with how many are said to have nothing and of how many nothing is stated; of one, its municipalities."""
    return (
        by_region(coverage, look, regions)
        if len(regions) > 1
        else by_municipality(coverage, look, regions[0])
    )


def by_region(coverage: Coverage, look: Look, regions: Sequence[str]) -> Table:
    """For each region how many inhabitants are said to have nothing, and of how many nothing is stated."""
    rows: list[list[Cell | str]] = []
    for region in sorted(map(geography.region, regions), key=by_name):
        found = summaries.sums(places(coverage, look.hour, summaries.codes_of(region.code)))[look.way].by
        url = reverse("access:area", args=[region.code]) + look.query
        whole, some, none = (sum(found[how].inhabitants for how in group) for group in GROUPS)
        rows.append([Cell(region.short, url=url), _people(whole), _people(some), _people(none)])
    columns = [
        Column(gettext("Region")), Column(gettext("Said to have nothing"), True),
        Column(gettext("In part or disputed"), True), Column(gettext("Not stated"), True),
    ]  # fmt: skip
    return Table(gettext("Inhabitants by region"), columns, rows)


def by_municipality(coverage: Coverage, look: Look, region: str) -> Table:
    """How each municipality of a region stands in the way."""
    rows: list[list[Cell | str]] = []
    found = places(coverage, look.hour, summaries.codes_of(region))
    for place in sorted(found, key=lambda one: by_name(geography.municipality(one.municipality))):
        one, how = geography.municipality(place.municipality), place.ways[look.way]
        url = reverse("access:area", args=[one.code]) + look.query
        disputed = gettext("The region sees it otherwise") if place.contested[look.way] else ""
        tone = words.TONES[how]
        rows.append([
            Cell(one.name, url=url), Cell(str(words.STANDINGS[how]), tone=tone, icon=tone, note=disputed),
            words.whole(inhabitants(one.code)),
        ])  # fmt: skip
    columns = [
        Column(gettext("Municipality")), Column(gettext("What is said")), Column(gettext("Inhabitants"), True),
    ]  # fmt: skip
    return Table(str(words.WAYS[look.way]), columns, rows)


def _people(count: int) -> str:
    return words.whole(count) if count else "–"


def children(coverage: Coverage, some: Sequence[Place]) -> list[tuple[str, str, str]]:
    """Whether children have care within reach: tone, answer, how many municipalities."""
    found: dict[str, int] = {}
    for place in some:
        answer = summaries.children(coverage, place.municipality)
        found[answer] = found.get(answer, 0) + 1
    return [
        (tone, str(text), words.municipalities(found[answer])) for answer, (tone, text) in words.CHILDREN.items()
        if answer in found
    ]  # fmt: skip
