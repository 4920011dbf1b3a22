"""The page of one measure: what it is, its number, where, since when, for whom, and how sure."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra.frame import numbers
from lindra.measures import catalogue
from lindra.measures.pagesets import comparing, defined, late, names, over_time, overview, sentences, web
from lindra.measures.pagesets.look import Look, look
from lindra.measures.pagesets.pictures import picture
from lindra.measures.pagesets.reading import Reading


@require_GET
@web.with_cube
def page(request: HttpRequest, reading: Reading, id: str) -> HttpResponse:
    """One measure in one scope."""
    return render(request, "measures/one.html", context(request, look(request, reading, id=id)))


def context(request: HttpRequest, found: Look) -> dict[str, Any]:
    """What the page shows."""
    measure = found.of
    number = overview.number(found, measure)
    offered = comparing.offered(found)
    stratum = found if found.by in offered else _by(found, offered)
    return {
        "look": found,
        "title": measure.title.said(found.language),
        "meaning": measure.meaning.said(found.language),
        "crumbs": web.crumbs(found, (measure.title.said(found.language), "")),
        "scopes": web.scope_tabs(request, found, lambda scope: _scoped(found, scope.where)),
        "years": web.year_tabs(found, lambda year: found.url("indicator", measure.id, year=year)),
        "parts_tabs": web.tabs(
            found, "part", {key: text.said(found.language) for key, text in measure.parts}, found.part, "indicator",
            measure.id,
        ),
        "number": headline(found),
        "low_coverage": bool(number and number.low_coverage),
        "coverage_state": late.coverage(found),
        "facts": defined.facts(measure, found.on, found.language),
        "several": len(catalogue.versions(measure.id)) > 1,
        "versions": picture("versions", found) if len(catalogue.versions(measure.id)) > 1 else None,
        "older": _versions(found),
        "group_tabs": web.group_tabs(found, "indicator", measure.id),
        "parts": picture("parts", found) if measure.kind == "parts" else None,
        "parts_years": picture("parts-years", found),
        "map": picture("map", found),
        "groups": picture("groups", found),
        "funnel": picture("funnel", found),
        "multiples": picture("multiples", found),
        "run": picture("run", found),
        "run_said": over_time.said(found),
        "strata_tabs": web.tabs(
            found, "by", {each: names.by(each) for each in offered}, stratum.by, "indicator", measure.id
        ),
        "strata": picture("strata", stratum) if stratum.by else None,
        "standardised": picture("standardised", found),
        "gap_url": found.url("indicator-gap", measure.id) if number and number.target else "",
        "cases_url": cases_url(found) if found.opens else "",
    }  # fmt: skip


def _versions(found: Look) -> list[web.Tab]:
    counted = [one for one in catalogue.versions(found.of.id) if found.reading.holds(one)]
    return [
        {
            "url": found.url("indicator", one.id, version=str(one.version)),
            "label": defined.version(one, found.on),
            "current": one.key == found.of.key,
        }
        for one in counted
    ]


def _scoped(found: Look, where: dict[str, str]) -> str:
    """The same measure of another scope; what divided the first is let go."""
    from dataclasses import replace

    let_go = replace(found, group=None, by="")
    return let_go.url(
        "indicator", found.of.id, **({"region": "", "municipality": "", "unit": "", "group": ""} | where)
    )


def _by(found: Look, offered: list[str]) -> Look:
    from dataclasses import replace

    return replace(found, by=offered[0] if offered else "")


def headline(found: Look) -> dict[str, Any] | None:
    """The number of the year in words."""
    number = overview.number(found, found.of)
    if number is None:
        return None
    label = (
        found.of.part(found.part).said(found.language)
        if found.part
        else _("Share")
        if found.of.kind == "share"
        else _("Mean")
    )
    return {
        "label": f"{label}, {found.names.scope(found.scope)}, {found.year}",
        "value": sentences.value(number, found.language),
        "interval": sentences.interval(number, found.language),
        "basis": sentences.basis(number, found.language),
        "target": number.target,
        "gap": number.gap,
        "gap_people": numbers.number(number.gap, 0, found.language) if number.gap else "",
        "gap_said": sentences.what(found.of, number.gap, found.language) if number.gap else "",
        "coverage": sentences.coverage(number, found.language),
        "few": number.note == "few",
    }  # fmt: skip


def cases_url(found: Look) -> str:
    """Where the number opens to its cases, for those who may; stays in hospital are not opened."""
    if found.of.subject != "deaths":
        return ""
    try:
        address = reverse("measures:cases", args=[found.of.id])
    except NoReverseMatch:
        return ""
    query = found.asked(version="", part="", by="", group="", day="", **{"from": ""})
    return f"{address}?{query}" if query else address
