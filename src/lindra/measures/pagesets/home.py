"""The first page of measures: gaps in people, how they went, trends, and every measure by topic; of any scope."""

from __future__ import annotations

from typing import Any, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra.frame import numbers
from lindra.measures.cubes.results import Result
from lindra.measures.measure import Topic
from lindra.measures.pagesets import further, gaps, late, names, next_steps, overview, sentences, web
from lindra.measures.pagesets.gaps import Short
from lindra.measures.pagesets.look import Look, look, reading_regions
from lindra.measures.pagesets.pictures import picture
from lindra.measures.pagesets.reading import Reading
from lindra.measures.pagesets.scope import WHOLE, Kind, Scope


@require_GET
@web.with_cube
def page(request: HttpRequest, reading: Reading, kind: Kind = "whole", code: str = "") -> HttpResponse:
    """Where care falls short, in people, and what to do; then every number."""
    scope = Scope(kind, code) if code else own(request, reading)
    found = look(request, reading, scope)
    if scope.kind == "unit" and not any(overview.of_topic(_topic(found, "register"))):
        raise Http404(scope.code)
    return render(request, "measures/home.html", context(request, found))


def own(request: HttpRequest, reading: Reading) -> Scope:
    """What is shown first: the reader's own unit where the cube counts it, unless the whole is asked for."""
    unit = None if request.GET.get("whole") else web.own_unit(request)
    key = web.unit_key(unit, reading) if unit is not None else ""
    return Scope("unit", key) if key else WHOLE


def context(request: HttpRequest, found: Look) -> dict[str, Any]:
    """What the page shows."""
    return {
        "look": found,
        "title": found.names.scope(found.scope),
        "eyebrow": _kind(found.scope),
        "counted_at": web.counted_at(found),
        "scopes": web.scope_tabs(request, found, lambda scope: web.home_url(scope)),
        "years": web.year_tabs(found, lambda year: _here(found, year=year)),
        "told": [
            {"url": _here(found, **{"from": key}), "label": label, "current": found.told == key}
            for key, label in (("reports", _("By the reports")), ("record", _("By the record")))
        ],
        "headline": headline(found),
        "gaps": picture("gaps", found),
        "listed": overview.listed(found, further.of_list(request, found, gaps.aimed(found))),
        "group_tabs": [
            {"url": _here(found, group=one), "label": names.by(one), "current": one == found.group}
            for one in found.scope.groups
            if one != "region" or len(reading_regions(found.reading)) > 1
        ],
        "gap_years": picture("gap-years", found),
        "trends": picture("trends", found),
        "steps": next_steps.steps(found) if found.scope.kind == "unit" else [],
        "topics": [shown for key in get_args(Topic) if (shown := topic(_topic(found, key)))],
        "inwards": inwards(found),
        "withheld": found.reading.cube.about.level != "own",
        "target_picture": _target_picture(found),
    }  # fmt: skip


def _here(found: Look, **other: str) -> str:
    query = found.asked(**{"region": "", "municipality": "", "unit": ""} | other)
    return web.home_url(found.scope, query)


def _topic(found: Look, key: str) -> Look:
    from dataclasses import replace

    return replace(found, topic=key)


def _kind(scope: Scope) -> str:
    return {
        "whole": _("Indicators"), "region": _("Indicators of a region"),
        "municipality": _("Indicators of a municipality"), "unit": _("Indicators of a unit"),
    }[scope.kind]  # fmt: skip


def headline(found: Look) -> dict[str, Any]:
    """The gap altogether, deaths counted, and the coverage with its warning."""
    short = overview.gaps_of(found)
    people = [one.people for one in short if one.people is not None]
    covering = next(
        (one for one in overview.of_topic(_topic(found, "register")) if one.measure.id == "coverage"), None
    )
    return {
        "largest": _largest(short[0], found) if people and short[0].people else None,
        "reached": sum(1 for one in people if not one),
        "of": len(people),
        "coverage": covering,
        "coverage_said": sentences.value(covering, found.language) if covering else "",
        "coverage_interval": sentences.interval(covering, found.language) if covering else "",
        "coverage_basis": sentences.basis(covering, found.language) if covering else "",
        "coverage_state": late.coverage(found),
        "deaths": covering.of if covering else None,
    }  # fmt: skip


def _largest(short: Short, found: Look) -> dict[str, str]:
    people = short.people or 0
    return {
        "people": numbers.number(people, 0, found.language),
        "said": sentences.what(short.measure, people, found.language),
        "brief": sentences.brief(short, found),
        "url": found.url("indicator-gap", short.measure.id),
    }


def topic(found: Look) -> dict[str, Any] | None:
    """One topic: its shares in a picture, its parts and means beneath."""
    results = overview.of_topic(found)
    if not results:
        return None
    measures = list({one.measure.key: one.measure for one in results}.values())
    return {
        "key": found.topic,
        "heading": names.topic(found.topic),
        "picture": picture("topic", found),
        "low_coverage": any(one.low_coverage for one in results) and late.coverage(found) == "low",
        "coverage": next(
            (sentences.coverage(one, found.language) for one in results if one.coverage is not None), ""
        ),
        "parts": [_parts(found, one) for one in measures if one.kind == "parts"],
        "means": [_mean(found, one) for one in results if one.measure.kind == "mean"],
    }


def _parts(found: Look, measure: Any) -> dict[str, Any]:
    from dataclasses import replace

    return {
        "title": measure.title.said(found.language),
        "url": found.url("indicator", measure.id),
        "picture": picture("parts", replace(found, measure=measure)),
    }


def _mean(found: Look, one: Result) -> dict[str, Any]:
    return {
        "title": one.measure.title.said(found.language),
        "url": found.url("indicator", one.measure.id),
        "value": sentences.value(one, found.language),
        "interval": sentences.interval(one, found.language),
        "basis": sentences.basis(one, found.language),
    }


def inwards(found: Look) -> list[dict[str, str]]:
    """The parts of this scope, each with its own page."""
    if found.group is None:
        return []
    covering = next((one for one in found.reading.measures(found.on, "deaths") if one.id == "coverage"), None)
    if covering is None:
        return []
    cells = found.reading.cells(
        [covering], (found.group,), "year", {**found.scope.where, "period": found.year}
    )
    codes = [
        cell.keys[found.group] for cell in cells[covering.key] if cell.keys[found.group] and cell["of"] != 0
    ]
    if found.group == "unit":
        found.names.learn(codes)
    told = [
        {"label": found.names.of(found.group, code), "url": web.home_url(Scope(found.group, code))}
        for code in codes
    ]
    return sorted(told, key=lambda one: one["label"])


def _target_picture(found: Look) -> str:
    region = found.scope.region or next(iter(reading_regions(found.reading)), "")
    return reverse("measures:target-picture") + (f"?region={region}" if region else "")
