"""The page *national indicators*: by signed reports and by the record, side by side, and why they differ."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.forms import library
from lindra.forms.questionnaire import items_of, text_of
from lindra.measures import filters, pages


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Each national indicator twice, its target, how many people it is short of it, and where the two differ."""
    from lindra.measures.cubes.cube import NotInCube
    from lindra.measures.national import present

    language = pages.language()
    with pages.own_cube(request) as cube, pages.own_export() as export:
        if cube is None:
            return render(request, "measures/no_cube.html")
        try:
            form = filters.Filter(request.GET, filters.of_cube(cube))
            counted = present.counted(cube, export, form.where, clock.today())
        except NotInCube:  # nobody has died, or an older program made the cube
            return render(request, "measures/no_export.html")
    return render(
        request, "measures/national.html",
        {
            "form": form, "shown": present.shown(counted, language), "table": present.table(counted, language),
            "query": request.GET.urlencode(), "crumbs": _crumbs(),
        },
    )  # fmt: skip


@require_GET
def documented(request: HttpRequest) -> HttpResponse:
    """Which of the register's questions the record answers wrongly or not at all: what to document better."""
    from lindra.measures.honest import disclosure
    from lindra.measures.national import present as national_present

    language = pages.language()
    unit = own_unit(request) if request.GET.get("of") == "unit" else ""
    few = pages.sees_whole(request, unit)
    with pages.own_export() as export:
        if export is None:
            return render(request, "measures/no_export.html")
        form = filters.Filter(request.GET, filters.of_export(export))
        found = export.documented(form.where, unit)
    signed = max((one.asked for one in found), default=0)
    withheld = not few and 0 < signed < disclosure.profile("inside", clock.today()).least
    shown = [] if withheld else found
    names = _questions(language)
    return render(
        request, "measures/documented.html",
        {
            "form": form, "table": national_present.documented(shown, names, language), "signed": signed,
            "figure": national_present.least(shown, names, language), "withheld": withheld,
            "tabs": _whose(request, unit), "crumbs": [*_crumbs()[:1], {"label": _("What to document better")}],
        },
    )  # fmt: skip


def own_unit(request: HttpRequest) -> str:
    """The unit of the reader's assignment; empty where they have none."""
    reader = getattr(request, "reader", None)
    return str(reader.assignment.unit) if reader is not None else ""


def _whose(request: HttpRequest, unit: str) -> list[dict[str, object]]:
    if not own_unit(request):
        return []
    named = (("all", _("All units")), ("unit", _("Our unit")))
    current = "unit" if unit else "all"
    return [{"url": f"?of={key}", "label": label, "current": key == current} for key, label in named]


def _questions(language: str) -> dict[str, str]:
    """The register's questions in words, with their numbers."""
    form = library.get("death-report")
    return {
        item.link_id: f"{item.prefix} {text_of(item, language)}"
        for item in items_of(form.item) if item.is_question
    }  # fmt: skip


def _crumbs() -> list[dict[str, str]]:
    first = {"url": reverse("measures:indicators"), "label": _("Indicators")}
    return [first, {"label": _("National indicators")}]
