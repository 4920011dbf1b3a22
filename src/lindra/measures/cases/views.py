"""The page *cases* of a measure: for follow-up of one's own provider, through the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.areas.models import CareUnit
from lindra.frame.tables import Cell, Column, Table
from lindra.measures import filters, pages
from lindra.privacy import door
from lindra.privacy.web import reader_required

if TYPE_CHECKING:  # Ibis takes a second to load: only these pages pay for it, when first asked for
    from lindra.measures.cases.opening import Behind, Case
    from lindra.measures.measure import Measure
    from lindra.privacy.reader import Reader

CASES = 50
"""Cases a page; only those on the page are opened, and logged."""


@reader_required
@require_GET
def cases(request: HttpRequest, slug: str) -> HttpResponse:
    """The people behind a measure: of the reader's own provider, for follow-up, through the door.

    Nobody is chosen or put in order by the value: it may stand on what the reader may not see, and on measures of
    social care, by which nobody may be looked for (SFS 2008:355 2 kap. 8 §).
    """
    found, language = _measure(slug), pages.language()
    title = found.title.said(language)
    context: dict[str, Any] = {
        "title": title,
        "crumbs": [
            {"url": reverse("measures:indicators"), "label": _("Indicators")},
            {"url": reverse("measures:indicator", args=[slug]), "label": title},
            {"label": _("Cases")},
        ],
        "opens": pages.opens(request),
    }
    if not context["opens"]:
        return render(request, "measures/cases.html", context, status=403)
    reader = request.reader  # type: ignore[attr-defined]
    with pages.own_export() as export:
        if export is None:
            return render(request, "measures/no_export.html")
        where = filters.Filter(request.GET, filters.of_export(export)).where
        every = export.cases(found, reader.assignment.provider, where)
        page = Paginator(every, CASES).get_page(request.GET.get("page"))
        behind = export.behind(found, [case.pseudonym for case in page])
    context |= {
        "page": page,
        "provider": reader.assignment.provider_name,
        "table": _table(found, list(page), behind, reader),
    }
    return render(request, "measures/cases.html", context)


def _measure(slug: str) -> Measure:
    """The measure of the dead that is in force; stays in hospital are not opened."""
    from lindra.measures import catalogue

    found = catalogue.in_force(slug, clock.today())
    if found is None or found.subject != "deaths":
        raise Http404(slug)
    return found


def _table(
    measure: Measure, cases: Sequence[Case], behind: Mapping[str, Sequence[Behind]], reader: Reader
) -> Table:
    """Cases as the door lets them be seen, in the order they were asked for; nothing beside one that is masked."""
    from lindra.measures.cases import present
    from lindra.measures.cases.seen import seen

    patients = door.cases([case.pseudonym for case in cases], reader)
    found = [
        seen(measure, case, behind[case.pseudonym], sight)
        for case, (_patient, sight) in zip(cases, patients, strict=True)
    ]
    units = _unit_names(row.unit for one in found for row in one.rows)
    rows: list[list[Cell | str]] = []
    for one, (patient, _sight) in zip(found, patients, strict=True):
        value, told = present.case(measure, one, units, pages.language())
        if patient.person is None:
            rows.append([_("Not shown"), "–", "–"])
        else:
            name = patient.person.name or _("Name not known")
            link = Cell(name, url=reverse("patient", args=[patient.patient]))
            rows.append([link, value or _("Not shown here"), told or "–"])
    return Table(_("Cases"), [Column(text) for text in (_("Patient"), _("Value"), _("Behind it"))], rows)


def _unit_names(units: Iterable[str | None]) -> dict[str, str]:
    return dict(CareUnit.objects.filter(pk__in={one for one in units if one}).values_list("pk", "name"))
