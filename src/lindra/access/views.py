"""The access pages: the inventory as matrix and map, and one region with both lists and its answers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from lindra.access import inventory, presentation
from lindra.areas import geography
from lindra.frame import texts


def access(request: HttpRequest) -> HttpResponse:
    """All regions: need in both ways, maps, matrix, where the lists differ."""
    region_map, tile_map, named = presentation.maps()
    return render(
        request,
        "access/access.html",
        {
            "report_date": inventory.REPORT_DATE,
            "functions": [
                (each.short(texts.language()), each.text(texts.language()))
                for each in inventory.listed_functions()
            ],
            "rows": presentation.matrix_rows(),
            "map": region_map,
            "tiles": [(square, named[square.code]) for square in tile_map.squares],
            "tile_map": tile_map,
            "key": presentation.map_key(),
            "needs": [
                presentation.need_shown(need, nation=True) for need in inventory.needs(geography.NATION)
            ],
            "without_access": inventory.stated("without_access"),
            "without_access_text": inventory.stated("without_access").text(texts.language()),
            "disagreements": presentation.disagreement_table(),
            "categories": presentation.category_table(),
            "without_plans_printed": inventory.stated("without_concrete_plans"),
            "without_plans_counted": inventory.regions_without_concrete_plans(),
        },
    )


def region(request: HttpRequest, code: str) -> HttpResponse:
    """One region: each function in both lists beside the region's answer, and the region's need."""
    try:
        found = geography.region(code)
    except geography.UnknownArea as unknown:
        raise Http404(str(unknown)) from unknown
    row = inventory.matrix()[found.code]
    shown = [presentation.function_shown(status) for status in row]
    needs = [presentation.need_shown(need, nation=False) for need in inventory.needs(found.code)]
    return render(
        request,
        "access/region.html",
        {
            "region": found,
            "crumbs": [{"url": reverse("access:access"), "label": gettext("Access")}, {"label": found.short}],
            "category": inventory.category(found.code).text(texts.language()),
            "silent": inventory.category(found.code).code == inventory.NO_ANSWER,
            "report_date": inventory.REPORT_DATE,
            "named": [each for each in shown if each.where != "not_stated"],
            "not_stated": [each for each in shown if each.where == "not_stated" and not each.apart],
            "other_answers": [
                presentation.answer_shown(answer)
                for answer in inventory.answers_of(found.code)
                if answer.function == inventory.NO_SINGLE_FUNCTION
                or not inventory.functions()[answer.function].listed
            ],
            "quoted": [
                (presentation.name_of(each.function), each)
                for each in inventory.quoted()
                if each.region == found.code
            ],
            "needs": needs,
        },
    )
