"""The page of one gap: who is behind it, how it went, and whether something changed it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra.frame import numbers
from lindra.measures.pagesets import further, gaps, late, overview, sentences, shortfalls, web
from lindra.measures.pagesets.counted import counts
from lindra.measures.pagesets.look import Look, look
from lindra.measures.pagesets.one import cases_url, headline
from lindra.measures.pagesets.pictures import picture
from lindra.measures.pagesets.reading import Reading
from lindra.measures.targets import target


@require_GET
@web.with_cube
def page(request: HttpRequest, reading: Reading, id: str) -> HttpResponse:
    """The gap of one measure in one scope; only of a measure with a target."""
    found = look(request, reading, id=id)
    if target(found.of.goal, found.on) is None or found.of.kind != "share":
        raise Http404(id)
    return render(request, "measures/behind.html", context(request, found))


def context(request: HttpRequest, found: Look) -> dict[str, Any]:
    """What the page shows."""
    measure, short = found.of, short_of(found)
    weekend = replace(found, by=gaps.WEEKEND)
    title = overview.short_title(measure, found.language)
    return {
        "look": found,
        "title": sentences.more(measure, short.people, found.language) if short and short.people else title,
        "eyebrow": f"{measure.title.said(found.language)} · {found.names.scope(found.scope)} · {found.year}",
        "measure": measure.title.said(found.language),
        "crumbs": web.crumbs(
            found, (measure.title.said(found.language), found.url("indicator", measure.id, by="")), (_("The gap"), "")
        ),
        "scopes": web.scope_tabs(request, found, lambda scope: _scoped(found, scope.where)),
        "years": web.year_tabs(found, lambda year: found.url("indicator-gap", measure.id, year=year)),
        "said": sentences.gap(short, found) if short else "",
        "missed": numbers.number(short.missed or 0, 0, found.language) if short and short.missed is not None else "",
        "number": headline(found),
        "low_coverage": bool(short and short.result.low_coverage),
        "coverage_state": late.coverage(found),
        "group_tabs": web.group_tabs(found, "indicator-gap", measure.id),
        "behind": picture("behind", replace(found, by="")),
        "weekend": picture("behind", weekend),
        "gap_years": picture("years", found),
        "day": found.day.isoformat() if found.day else "",
        "hidden": [(name, value) for name, value in _kept(found).items() if value],
        "run": picture("run", found),
        "change": picture("change", found),
        "change_said": shortfalls.change_said(found),
        "cases_url": cases_url(found) if found.opens else "",
        "further": further.of_gap(request, found),
    }  # fmt: skip


def short_of(found: Look) -> gaps.Short | None:
    """The gap of the year, divided; none where nobody was counted, or nothing was aimed at then."""
    result = overview.number(found, found.of)
    if result is None or result.target is None:
        return None
    keys = [*([found.group] if found.group else []), gaps.WEEKEND]
    asked = {**found.scope.where, "period": found.year}
    divided = {
        key: gaps.of(
            result, counts(found.reading.cells([found.of], (key,), "year", asked), found.of, key), found.on
        )
        for key in keys
    }
    if found.group == "unit" and (units := divided["unit"]):
        found.names.learn(one.key for one in units.groups[:5] if one.key != gaps.REST)
    return gaps.Short(found.of, result, {key: each for key, each in divided.items() if each})


def _scoped(found: Look, where: dict[str, str]) -> str:
    let_go = replace(found, group=None, by="")
    return let_go.url(
        "indicator-gap", found.of.id, **({"region": "", "municipality": "", "unit": "", "group": ""} | where)
    )


def _kept(found: Look) -> dict[str, str]:
    """What a form that asks for a day keeps of the look."""
    from urllib.parse import parse_qsl

    return dict(parse_qsl(found.asked(day="")))
