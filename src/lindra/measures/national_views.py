"""The page *national indicators*: by signed reports and by the record, side by side, and why they differ."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.measures import pages
from lindra.measures.views import Filter


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Each national indicator twice, its target, how many people it is short of it, and where the two differ."""
    from lindra.measures import national_present

    language, few = pages.language(), pages.opens(request)
    with pages.own_export() as export:
        if export is None:
            return render(request, "measures/no_export.html")
        form = Filter(request.GET, export)
        shown = national_present.shown(export, form.where, language, clock.today(), of_few=few)
        table = national_present.table(export, form.where, language, clock.today(), of_few=few)
    return render(
        request, "measures/national.html",
        {"form": form, "shown": shown, "table": table, "query": request.GET.urlencode(), "crumbs": _crumbs()},
    )  # fmt: skip


def _crumbs() -> list[dict[str, str]]:
    first = {"url": reverse("measures:indicators"), "label": _("Indicators")}
    return [first, {"label": _("National indicators")}]
