"""The target picture of a region: the twelve follow-up points, what counts each, and what remains to equal access.

Points and their measures are data (``data/target_picture.toml``, document 001). *Equal access wherever one lives* has
no official measure; our own reading: municipalities whose share is worse than chance explains beside the region's own
(outside the far limits of the funnel, as the page of the measure says it), and how many more people there would have
been met at the region's share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra.areas import geography
from lindra.measures.honest import funnel as honest
from lindra.measures.honest.gap import missing, too_many
from lindra.measures.honest.numbers import numbers as honest_numbers
from lindra.measures.measure import Measure
from lindra.measures.pagesets import late, names, overview, sentences, web
from lindra.measures.pagesets.counted import grouped
from lindra.measures.pagesets.look import Look, asked_scope, look, reading_regions
from lindra.measures.pagesets.pictures import picture
from lindra.measures.pagesets.reading import Reading
from lindra.measures.pagesets.scope import Scope
from lindra.measures.pagesets.target_points import data, looks, said


@dataclass(frozen=True, slots=True)
class Unequal:
    """Municipalities with a share worse than chance explains, and how many people that is at the region's share."""

    title: str
    url: str
    places: tuple[str, ...]
    people: int


@require_GET
@web.with_cube
def page(request: HttpRequest, reading: Reading) -> HttpResponse:
    """The twelve points of one region (or of the whole)."""
    scope = asked_scope(request)
    if scope.kind in ("municipality", "unit"):
        scope = Scope("region", scope.region) if scope.region else Scope()
    if scope.kind == "whole" and len(only := reading_regions(reading)) == 1:
        scope = Scope("region", only[0])
    found = look(request, reading, scope)
    return render(request, "measures/target_picture.html", context(found))


def context(found: Look) -> dict[str, Any]:
    """What the page shows."""
    unequal = [one for one in _unequal(found) if one.people]
    return {
        "look": found,
        "title": _("Target picture, %(scope)s") % {"scope": found.names.scope(found.scope)},
        "aim": said(data(), "aim", found.language),
        "source": said(data(), "source", found.language),
        "crumbs": web.crumbs(found, (_("Target picture"), "")),
        "years": web.year_tabs(found, lambda year: found.url("target-picture", year=year)),
        "regions": [
            {
                "url": reverse("measures:target-picture") + f"?region={code}",
                "label": names.area(code),
                "current": code == found.scope.code,
            }
            for code in _regions(found.reading)
        ],
        "points": [_point(one, found) for one in data()["point"]],
        "unequal": sorted(unequal, key=lambda one: -one.people),
        "gaps": picture("gaps", found),
        "counted_at": web.counted_at(found),
    }  # fmt: skip


def _regions(reading: Reading) -> list[str]:
    known = {one.code for one in geography.regions()}
    several = [code for code in reading_regions(reading) if code in known]
    return several if len(several) > 1 else []


def _point(told: dict[str, Any], found: Look) -> dict[str, Any]:
    own = list(looks(told, found))
    return {
        "number": told["number"],
        "title": said(told, "title", found.language),
        "note": said(told, "note", found.language),
        "not_counted": said(told, "not_counted", found.language),
        "link": _link(told.get("link", ""), found),
        "measures": [_counted(one) for one in own],
        "picture": picture("point", replace(found, topic=str(told["number"]))),
    }


def _counted(found: Look) -> dict[str, Any]:
    number, title = overview.number(found, found.of), found.of.title.said(found.language)
    if found.part:
        title = f"{title}: {found.of.part(found.part).said(found.language)}"
    return {
        "title": title,
        "url": found.url("indicator", found.of.id),
        "value": sentences.value(number, found.language) if number else _("nobody counted"),
        "interval": sentences.interval(number, found.language) if number else "",
        "basis": sentences.basis(number, found.language) if number else "",
        "target": number.target if number else None,
        "gap": sentences.more(found.of, number.gap, found.language) if number and number.gap else "",
        "reached": bool(number and number.gap == 0),
        "gap_url": found.url("indicator-gap", found.of.id) if number and number.target else "",
        "coverage": sentences.coverage(number, found.language) if number else "",
        "low_coverage": bool(number and number.low_coverage and late.coverage(found) == "low"),
    }


def _link(name: str, found: Look) -> str:
    """The page where a point stands instead: of the region where there is one."""
    if not name:
        return ""
    try:
        if found.scope.kind == "region":
            return reverse(f"{name}:area", args=[found.scope.code])
        return reverse(f"{name}:{name}")
    except NoReverseMatch:
        return ""


# What remains to equal access.


def _unequal(found: Look) -> Iterator[Unequal]:
    """Of each share among the points: the municipalities below (or above, where low is good) what chance explains."""
    seen: set[str] = set()
    for told in data()["point"]:
        for one in looks(told, found):
            if one.of.kind == "share" and one.of.good != "neutral" and one.of.id not in seen:
                seen.add(one.of.id)
                yield _of(one, one.of)


def _of(found: Look, measure: Measure) -> Unequal:
    cells = [one for one in grouped(found, measure, "municipality") if one.keys["municipality"]]
    units = [
        honest.Unit(one.keys["municipality"], one.met, one.of)
        for one in cells
        if one.met is not None and one.of
    ]
    title, url = measure.title.said(found.language), found.url("indicator", measure.id)
    whole = overview.number(found, measure)
    centre = whole.value if whole is not None else None  # of everybody, whatever municipality, known or not
    if centre is None:
        return Unequal(title, url, (), 0)
    placed = honest.funnel(units, centre, measure.good, honest_numbers(found.on).funnel)
    worse = [one.unit for one in placed if one.side == "worse" and one.zone == "outside"]
    far = too_many if measure.good == "low" else missing
    people = sum(far(one.met, one.of, centre) for one in worse)
    return Unequal(title, url, tuple(names.area(one.key) for one in worse), people)
