"""The pages *indicators*, *one indicator*, and its cases. Numbers are for everybody signed in; cases need a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lindra.areas import geography
from lindra.areas.models import CareUnit, Provider
from lindra.frame.tables import Cell, Column, Table
from lindra.measures import pages
from lindra.privacy import door
from lindra.privacy.web import reader_required

if TYPE_CHECKING:  # Ibis takes a second to load: only these pages pay for it, when first asked for
    from lindra.measures.definitions import Indicator
    from lindra.measures.engine import Behind, Case, Export, Where
    from lindra.privacy.reader import Reader

CASES = 50
"""Cases a page; only those on the page are opened, and logged."""
GROUPINGS = ("municipality", "region", "provider", "year", "month")


class Filter(forms.Form):
    """Which dead are looked at; everything is optional."""

    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    municipality = forms.ChoiceField(label=gettext_lazy("Municipality"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Year of death"), required=False)

    def __init__(self, data: Any, export: Export) -> None:
        """Offer what the export holds."""
        super().__init__(data)
        for name, names in (("region", _area), ("municipality", _area), ("year", str)):
            found = sorted(((key, names(key)) for key in export.groups(name)), key=lambda pair: pair[1])  # type: ignore[arg-type]
            self.fields[name].choices = [("", _("All")), *found]  # type: ignore[attr-defined]

    @property
    def where(self) -> Where:
        """What is asked for; what the export does not hold is not asked for."""
        from lindra.measures.engine import Where

        self.is_valid()
        return Where(**{name: self.cleaned_data.get(name, "") for name in ("region", "municipality", "year")})


@require_GET
def indicators(request: HttpRequest) -> HttpResponse:
    """Every indicator with its number, interval, chart and table."""
    from lindra.measures import present

    with pages.own_export() as export:
        if export is None:
            return render(request, "measures/no_export.html")
        form = Filter(request.GET, export)
        shown = present.overview(export, form.where, pages.language(), of_few=pages.opens(request))
    return render(
        request, "measures/indicators.html", {"form": form, "shown": shown, "query": request.GET.urlencode()}
    )


@require_GET
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    """One indicator: its definition, its number, and the number of every group."""
    from lindra.measures import present

    found, language, opens = _indicator(slug), pages.language(), pages.opens(request)
    by = _among(request.GET.get("by"), GROUPINGS)
    category = _among(request.GET.get("category"), [each.key for each in found.categories])
    with pages.own_export() as export:
        if export is None:
            return render(request, "measures/no_export.html")
        form = Filter(request.GET, export)
        whole = present.disclosed(export.count(found, "all", form.where), of_few=opens)
        groups = present.by_group(export, found, by, form.where, category, of_few=opens)  # type: ignore[arg-type]
    context = {
        "title": found.title.said(language),
        "definition": found.definition.said(language),
        "facts": present.facts(found, language),
        "headline": present.headline(found, whole, language),
        "figure": present.parts(found, whole, language) if found.categories else None,
        "grouped": present.grouped(found, groups, by, _names(by, language), language),  # type: ignore[arg-type]
        "form": form,
        "by": by,
        "category": category,
        "tabs": _tabs(request, "by", [(name, _grouping(name)) for name in GROUPINGS], by),
        "categories": _tabs(request, "category", present.choices(found, language), category)
        if category
        else [],
        "crumbs": _crumbs(found.title.said(language)),
        "cases_url": f"{reverse('measures:cases', args=[slug])}?{request.GET.urlencode()}",
        "opens": opens,
    }
    return render(request, "measures/indicator.html", context)


@reader_required
@require_GET
def cases(request: HttpRequest, slug: str) -> HttpResponse:
    """The patients behind an indicator: of the reader's own provider, for follow-up, through the door.

    Nobody is chosen or put in order by the value: it may stand on what the reader may not see, and on measures of
    social care, by which nobody may be looked for (SFS 2008:355 2 kap. 8 §).
    """

    found, language = _indicator(slug), pages.language()
    context: dict[str, Any] = {
        "title": found.title.said(language),
        "crumbs": _crumbs(found.title.said(language), reverse("measures:indicator", args=[slug])),
        "opens": pages.opens(request),
    }
    if not context["opens"]:
        return render(request, "measures/cases.html", context, status=403)
    reader = request.reader  # type: ignore[attr-defined]
    with pages.own_export() as export:
        if export is None:
            return render(request, "measures/no_export.html")
        every = export.cases(found, reader.assignment.provider, Filter(request.GET, export).where)
        page = Paginator(every, CASES).get_page(request.GET.get("page"))
        behind = export.behind(found, [case.pseudonym for case in page])
    context |= {
        "page": page,
        "provider": reader.assignment.provider_name,
        "table": _table(found, list(page), behind, reader),
    }
    return render(request, "measures/cases.html", context)


def _table(
    indicator: Indicator, cases: Sequence[Case], behind: Mapping[str, Sequence[Behind]], reader: Reader
) -> Table:
    """Cases as the door lets them be seen, in the order they were asked for; nothing beside one that is masked."""
    from lindra.measures import present
    from lindra.measures.cases import seen

    patients = door.cases([case.pseudonym for case in cases], reader)
    found = [
        seen(indicator, case, behind[case.pseudonym], sight)
        for case, (_patient, sight) in zip(cases, patients, strict=True)
    ]
    units = _unit_names(row.unit for one in found for row in one.rows)
    rows: list[list[Cell | str]] = []
    for one, (patient, _sight) in zip(found, patients, strict=True):
        shown = present.case(indicator, one, units, pages.language())
        if patient.person is None:
            rows.append([_("Not shown"), "–", "–"])
        else:
            name = patient.person.name or _("Name not known")
            link = Cell(name, url=reverse("patient", args=[patient.patient]))
            rows.append([link, shown.value or _("Not shown here"), shown.rows or "–"])
    return Table(_("Cases"), [Column(text) for text in (_("Patient"), _("Value"), _("Behind it"))], rows)


# Small helps.


def _indicator(slug: str) -> Indicator:
    from lindra.measures.definitions import BY_SLUG

    if slug not in BY_SLUG:
        raise Http404(slug)
    return BY_SLUG[slug]


def _among(asked: str | None, offered: Iterable[str]) -> str:
    """What was asked for where it is offered, otherwise the first; empty where nothing is."""
    known = list(offered)
    return asked if asked in known else next(iter(known), "")


def _tabs(
    request: HttpRequest, name: str, items: list[tuple[str, str]], current: str
) -> list[dict[str, Any]]:
    """The same page with one thing chosen otherwise."""
    found = []
    for key, label in items:
        query = request.GET.copy()
        query[name] = key
        found.append({"url": f"?{query.urlencode()}", "label": label, "current": key == current})
    return found


def _crumbs(title: str, url: str = "") -> list[dict[str, str]]:
    first = {"url": reverse("measures:indicators"), "label": _("Indicators")}
    return [first, {"url": url, "label": title}, {"label": _("Cases")}] if url else [first, {"label": title}]


def _grouping(name: str) -> str:
    said = {
        "municipality": _("By municipality"),
        "region": _("By region"),
        "provider": _("By provider"),
        "year": _("By year"),
        "month": _("By month"),
    }
    return said[name]


def _area(code: str) -> str:
    found = geography.area(code)
    return found.short if isinstance(found, geography.Region) else found.name


def _names(by: str, language: str) -> Callable[[str], str]:
    """The name of a group; *not known* where there is none."""
    from lindra.measures import present

    known: dict[str, str] = {}
    if by == "provider":
        known = dict(Provider.objects.values_list("pk", "name"))

    def name(group: str) -> str:
        if not group:
            return present.not_known(language)
        return _area(group) if by in ("region", "municipality") else known.get(group, group)

    return name


def _unit_names(units: Iterable[str]) -> dict[str, str]:
    return dict(CareUnit.objects.filter(pk__in=set(units)).values_list("pk", "name"))
