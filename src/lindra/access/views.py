"""The access pages: the map at an hour, what was said, the need, an area, two inventories compared."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.access import area as one_area
from lindra.access import comparison, drawn, front, inventory, needs, presentation, queries, summaries, words
from lindra.access.look import look
from lindra.access.standing import places
from lindra.areas import geography
from lindra.areas.geography import Municipality, Region
from lindra.frame import texts
from lindra.frame.tables import Cell, Column, Table


def access(request: HttpRequest) -> HttpResponse:
    """At an hour: how many are said to have nobody, the map, the regions."""
    if wanted := request.GET.get("area", ""):
        return _to(wanted)
    known = queries.inventories()
    chosen = look(request, known)
    coverage = chosen.coverage()
    regions = summaries.extent(coverage)
    found = places(coverage, chosen.hour, [code for region in regions for code in summaries.codes_of(region)])
    sums = summaries.sums(found)[chosen.way]
    return render(request, "access/access.html", front.choices(chosen, known) | {
        "tabs": front.tabs("access"),
        "sentence": front.sentence(chosen.way, sums, chosen.hour), "beside": front.beside(sums),
        "map": drawn.area_map(str(words.WAYS[chosen.way]), found, chosen.way, words.inventory(chosen.inventory)),
        "regions": front.by_area(coverage, chosen, regions),
        "children": front.children(coverage, found),
        "municipalities": sorted(geography.municipalities(), key=presentation.by_name),
        "without_access": inventory.stated("without_access"),
        "needs": [needs.need_shown(need, nation=True) for need in inventory.needs(geography.NATION)],
    })  # fmt: skip


def _to(code: str) -> HttpResponse:
    try:
        return redirect("access:area", geography.area(code).code)
    except geography.UnknownArea as unknown:
        raise Http404(str(unknown)) from unknown


@require_GET
def said(request: HttpRequest) -> HttpResponse:
    """What the lists of June 2026 say of every region, where they differ, who disputes, what was answered."""
    return render(request, "access/said.html", {
        "tabs": front.tabs("said"),
        "report_date": inventory.REPORT_DATE,
        "functions": [
            (each.short(texts.language()), each.text(texts.language())) for each in inventory.listed_functions()
        ],
        "rows": presentation.matrix_rows(),
        "disagreements": presentation.disagreement_table(),
        "contested": presentation.contested_table(),
        "categories": presentation.category_table(),
        "without_plans_printed": inventory.stated("without_concrete_plans"),
        "without_plans_counted": inventory.regions_without_concrete_plans(),
    })  # fmt: skip


@require_GET
def need(request: HttpRequest) -> HttpResponse:
    """How many need specialised care, in both ways, and how many are without, as stated."""
    return render(request, "access/need.html", {
        "tabs": front.tabs("need"),
        "needs": [needs.need_shown(need, nation=True) for need in inventory.needs(geography.NATION)],
        "without_access": inventory.stated("without_access"),
        "without_access_text": inventory.stated("without_access").text(texts.language()),
    })  # fmt: skip


@require_GET
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One region or one municipality."""
    try:
        found = geography.area(code)
    except geography.UnknownArea as unknown:
        raise Http404(str(unknown)) from unknown
    return _region(request, found) if isinstance(found, Region) else _municipality(request, found)


def _crumbs(*last: Region | Municipality) -> list[dict[str, str]]:
    crumbs = [{"url": reverse("access:access"), "label": gettext("Access")}]
    for one in last:
        label = one.short if isinstance(one, Region) else one.name
        crumbs.append({"url": reverse("access:area", args=[one.code]), "label": label})
    del crumbs[-1]["url"]
    return crumbs


def _municipality(request: HttpRequest, found: Municipality) -> HttpResponse:
    """Whom to call now, what is said of each function at the hour, and the hours of the week."""
    known = queries.inventories()
    chosen = look(request, known)
    coverage, now = chosen.coverage(), clock.now()
    answer = summaries.children(coverage, found.code)
    return render(request, "access/municipality.html", front.choices(chosen, known) | {
        "place": found, "region": geography.region(found.region),
        "crumbs": _crumbs(geography.region(found.region), found),
        "this_hour": words.moment(one_area.hour_of(now)),
        "groups": [(str(text), one_area.reachable(found.code, way, now)) for way, text in words.WAYS.items()],
        "lines": one_area.lines(coverage, found.code, chosen.hour),
        "weeks": drawn.weeks(coverage, [found.code], chosen.hour),
        "children": words.CHILDREN[answer],
        "people": words.whole(geography.population(found.code, "2019").value),
        "deaths": words.whole(inventory.expected_deaths(found.code)),
    })  # fmt: skip


def _region(request: HttpRequest, found: Region) -> HttpResponse:
    """One region: who is there at the hour, each function in both lists beside the answer, the need."""
    known = queries.inventories()
    chosen = look(request, known)
    coverage = chosen.coverage()
    codes = summaries.codes_of(found.code)
    some = places(coverage, chosen.hour, codes)
    sums = summaries.sums(some)[chosen.way]
    return render(request, "access/region.html", front.choices(chosen, known) | _stated(found) | {
        "region": found, "crumbs": _crumbs(found),
        "sentence": front.sentence(chosen.way, sums, chosen.hour), "beside": front.beside(sums),
        "map": drawn.area_map(str(words.WAYS[chosen.way]), some, chosen.way, words.inventory(chosen.inventory)),
        "weeks": drawn.weeks(coverage, codes, chosen.hour),
        "table": front.by_municipality(coverage, chosen, found.code),
    })  # fmt: skip


def _stated(found: Region) -> dict[str, Any]:
    """What June 2026 says of a region: both lists, the answers, the need."""
    shown = [presentation.function_shown(status) for status in inventory.matrix()[found.code]]
    return {
        "category": inventory.category(found.code).text(texts.language()),
        "silent": inventory.category(found.code).code == inventory.NO_ANSWER,
        "report_date": inventory.REPORT_DATE,
        "named": [each for each in shown if each.where != "not_stated"],
        "not_stated": [each for each in shown if each.where == "not_stated" and not each.apart],
        "other_answers": [
            presentation.answer_shown(answer) for answer in inventory.answers_of(found.code)
            if answer.function == inventory.NO_SINGLE_FUNCTION or not inventory.functions()[answer.function].listed
        ],
        "quoted": [
            (presentation.name_of(each.function), each) for each in inventory.quoted() if each.region == found.code
        ],
        "needs": [needs.need_shown(need, nation=False) for need in inventory.needs(found.code)],
    }  # fmt: skip


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Two inventories: what is closed, remains, is new, contested or not mentioned again."""
    known = queries.inventories()
    others = [name for name in known if name != known[0]]
    before = request.GET.get("before", "") if request.GET.get("before", "") in known else known[0]
    after = request.GET.get("after", "") if request.GET.get("after", "") in known else (others or known)[0]
    today = clock.today()
    found = (
        comparison.compare(queries.inventory(before, today), queries.inventory(after, today))
        if others
        else []
    )
    counted = comparison.counts(found)
    return render(request, "access/compare.html", {
        "tabs": front.tabs("compare"), "enough": bool(others),
        "before": [(name, words.inventory(name), name == before) for name in known],
        "after": [(name, words.inventory(name), name == after) for name in known],
        "counts": [(words.whole(counted[name]), text) for name, (_tone, text) in words.CHANGES.items()],
        "table": _changes(found),
    })  # fmt: skip


def _first(one: comparison.Changed) -> tuple[bool, str]:
    """What is said again stands first, then by region."""
    return one.change == "not_mentioned", presentation.by_name(geography.region(one.region))


def _changes(found: list[comparison.Changed]) -> Table:
    rows: list[list[Cell | str]] = []
    for one in sorted(found, key=_first):
        tone, text = words.CHANGES[one.change]
        rows.append([
            Cell(geography.region(one.region).short, url=reverse("access:area", args=[one.region])),
            presentation.name_of(one.function), Cell(str(text), tone=tone, icon=tone),
        ])  # fmt: skip
    columns = [Column(gettext("Region")), Column(gettext("Function")), Column(gettext("What became of it"))]
    return Table(gettext("Gaps in either inventory, by region and function"), columns, rows)
