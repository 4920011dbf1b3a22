"""What the views of measures share: the cube opened, or a page that says what to do; tabs and crumbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lindra.areas.models import CareUnit
from lindra.frame import texts
from lindra.measures import pages
from lindra.measures.pagesets import names
from lindra.measures.pagesets.look import Look, reading_regions
from lindra.measures.pagesets.reading import Reading, Whole
from lindra.measures.pagesets.scope import WHOLE, Scope

if TYPE_CHECKING:
    from lindra.measures.cubes.cube import Cube

Tab = dict[str, Any]
ADDRESS = {
    "region": "indicators-region",
    "municipality": "indicators-municipality",
    "unit": "indicators-unit",
}


def with_cube(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives a view the reading of this reader's cube; where there is none, says how to make it."""

    @wraps(view)
    def opened(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        with ExitStack() as stack:
            cube = stack.enter_context(pages.own_cube(request))
            if cube is None or not (reading := Reading(cube, _whole(request, stack))).years:
                return render(request, "measures/no_cube.html")
            return view(request, reading, *arguments, **named)

    return opened


def _whole(request: HttpRequest, stack: ExitStack) -> Whole:
    """Opens the cube with every count of a unit, where this reader may see it, for as long as the page is made."""

    def opened(unit: str) -> Cube | None:
        return stack.enter_context(pages.own_cube(request, unit)) if pages.sees_whole(request, unit) else None

    return opened


def own_unit(request: HttpRequest) -> CareUnit | None:
    """The unit of the reader's assignment."""
    reader = getattr(request, "reader", None)
    return CareUnit.objects.filter(pk=reader.assignment.unit).first() if reader is not None else None


def unit_key(unit: CareUnit, reading: Reading) -> str:
    """By which id the cube counts a unit: its own or its HSA-id; empty where it counts nobody there."""
    from lindra.measures.catalogue import keyed

    covering = keyed("coverage@1")
    if covering is None or not reading.holds(covering):
        return ""
    for id in (unit.pk, unit.hsa_id):
        if reading.cells([covering], (), "year", {"unit": id})[covering.key]:
            return str(id)
    return ""


def scopes(request: HttpRequest, look: Look) -> list[Scope]:
    """The scopes that are one press away: one's own unit, its municipality and region, what is looked at, the whole."""
    unit = own_unit(request)
    found: list[Scope] = []
    if unit is not None:
        if key := unit_key(unit, look.reading):
            found.append(Scope("unit", key))
        found += [Scope("municipality", unit.municipality), Scope("region", unit.municipality[:2])]
    elif len(only := reading_regions(look.reading)) == 1:
        found.append(Scope("region", only[0]))
    if look.scope not in (*found, WHOLE):
        found = [
            *([Scope("region", look.scope.region)] if look.scope.kind == "municipality" else []),
            look.scope,
            *found,
        ]
    return [*dict.fromkeys(found), WHOLE]


def home_url(scope: Scope, query: str = "") -> str:
    """The first page of a scope."""
    if scope.kind == "whole":
        return reverse("measures:indicators") + ("?" + "&".join(filter(None, ["whole=yes", query])))
    return reverse(f"measures:{ADDRESS[scope.kind]}", args=[scope.code]) + (f"?{query}" if query else "")


def scope_tabs(request: HttpRequest, look: Look, url: Callable[[Scope], str]) -> list[Tab]:
    """Tabs of the scopes."""
    return [
        {"url": url(one), "label": scope_label(one, look), "current": one == look.scope}
        for one in scopes(request, look)
    ]


def scope_label(scope: Scope, look: Look) -> str:
    """A scope with what it is: a region and a municipality may have one name."""
    name = look.names.scope(scope)
    return _("%(name)s, the region") % {"name": name} if scope.kind == "region" else name


def year_tabs(look: Look, url: Callable[[str], str]) -> list[Tab]:
    """Tabs of the years, the latest first."""
    return [
        {"url": url(one), "label": one, "current": one == look.year} for one in reversed(look.reading.years)
    ]


def tabs(
    look: Look, name: str, offered: Mapping[str, str], current: str, page: str, *arguments: str
) -> list[Tab]:
    """The same page with one thing chosen otherwise."""
    return [
        {"url": look.url(page, *arguments, **{name: key}), "label": label, "current": key == current}
        for key, label in offered.items()
    ]


def crumbs(look: Look, *further: tuple[str, str]) -> list[dict[str, str]]:
    """The way here: the first page of the scope, then what is given as (label, address)."""
    first = {"url": home_url(look.scope), "label": _("Indicators")}
    return [first, *({"label": label, **({"url": url} if url else {})} for label, url in further)]


def group_tabs(look: Look, page: str, *arguments: str) -> list[Tab]:
    """By which groups, where there are several."""
    several = [one for one in look.scope.groups if one != "region" or len(reading_regions(look.reading)) > 1]
    offered = {str(one): names.by(one) for one in several}
    return tabs(look, "group", offered, look.group or "", page, *arguments) if len(offered) > 1 else []


def counted_at(look: Look) -> str:
    """When the cube was made."""
    from datetime import datetime

    return texts.instant(datetime.fromisoformat(look.reading.cube.about.made_at))
