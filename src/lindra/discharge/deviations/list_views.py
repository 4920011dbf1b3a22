"""Pages of many deviations: those of a unit or provider, and what waits for assessment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.discharge.deviations import queries, rules, shown, words
from lindra.discharge.deviations.guarded import for_staff
from lindra.discharge.deviations.queries import GROUPS, Filters, Group
from lindra.discharge.deviations.states import Standing
from lindra.discharge.models import Deviation
from lindra.frame import texts
from lindra.frame.tables import Cell, Column, Table
from lindra.privacy import rules as privacy
from lindra.privacy.reader import Reader
from lindra.privacy.web import denied
from lindra.record.envelope import instant


class FilterForm(forms.Form):
    """What the list is narrowed to; it stays in the address."""

    category = forms.ChoiceField(label=gettext_lazy("What went wrong"), required=False)
    harm = forms.ChoiceField(label=gettext_lazy("Harm"), required=False)
    other = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)

    def __init__(self, data: Any, reader: Reader) -> None:
        super().__init__(data)
        everyone = queries.units(clock.today())
        whole = rules.scope(reader.side.duty, reader.purpose) == "provider"
        own = [
            (unit.id, unit.name) for unit, provider in everyone if provider.id == reader.assignment.provider
        ]
        offered: dict[str, list[tuple[str, Any]]] = {
            "category": [(code, words.category(code)) for code in rules.categories(clock.today())],
            "harm": [(code, label) for code, (_tone, label) in words.HARMS.items()],
            "other": list({provider.id: provider.name for _unit, provider in everyone}.items()),
            "unit": own if whole else [],
        }
        for name, found in offered.items():
            self.fields[name].choices = [("", _("All")), *found]  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["class"] = "input"
        if not whole:
            del self.fields["unit"]

    @property
    def filters(self) -> Filters:
        """What was asked for, as far as it is offered."""
        self.is_valid()
        told = self.cleaned_data
        category, harm, other, unit = (
            str(told.get(name, "")) for name in ("category", "harm", "other", "unit")
        )
        return Filters(category, harm, other, unit)


@require_GET
@for_staff
def deviations(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Written and not sent first, then what waits for an answer, then what is over."""
    form = FilterForm(request.GET, reader)
    filters, asked = form.filters, request.GET.get("show", "")
    chosen = asked if asked in GROUPS else None
    counted = queries.counts(reader, filters)
    groups = [chosen] if chosen else [group for group in GROUPS if counted[group]]
    page = (
        Paginator(range(counted[chosen]), queries.PAGE).get_page(request.GET.get("page")) if chosen else None
    )
    start = (page.number - 1) * queries.PAGE if page else 0
    rows = {group: queries.listed(group, reader, filters, start) for group in groups}
    known = shown.people([one for some in rows.values() for one in some], reader, "list deviations")
    return render(request, "discharge/deviations/list.html", {
        "form": form, "show": asked if chosen else "", "page": page, "tabs": _tabs(request, counted, chosen),
        "tiles": _tiles(request, reader, counted), "where": _where(reader),
        "sections": [
            {"group": group, "title": words.GROUPS[group], "table": shown.table(group, some, reader, known),
             "more": _address(request, show=group) if not chosen and counted[group] > len(some) else ""}
            for group, some in rows.items()
        ],
        "assesses": queries.who(reader).assesses and rules.scope(reader.side.duty, reader.purpose) == "provider",
    })  # fmt: skip


def _where(reader: Reader) -> str:
    work = reader.assignment
    whole = rules.scope(reader.side.duty, reader.purpose) == "provider"
    return work.provider_name if whole else work.unit_name


def _address(request: HttpRequest, **changed: str) -> str:
    """The same list, with what was asked for, and something else."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changed.items():
        query[name] = value
        if not value:
            del query[name]
    return f"{reverse('deviations')}?{query.urlencode()}" if query else reverse("deviations")


def _tabs(request: HttpRequest, counted: dict[Group, int], chosen: Group | None) -> list[dict[str, Any]]:
    every: list[dict[str, Any]] = [
        {"url": _address(request, show=""), "label": _("All"), "current": chosen is None}
    ]
    return every + [
        {"url": _address(request, show=group), "label": words.GROUPS[group], "count": counted[group],
         "current": group == chosen}
        for group in GROUPS
    ]  # fmt: skip


def _tiles(request: HttpRequest, reader: Reader, counted: dict[Group, int]) -> list[dict[str, Any]]:
    """The numbers on top: what is written and not sent always stands first."""
    tiles: list[dict[str, Any]] = [
        {"value": counted[group], "label": words.GROUPS[group], "url": _address(request, show=group),
         "tone": "warning" if counted[group] and group in ("written", "answer") else ""}
        for group in ("written", "answer", "waiting")
    ]  # fmt: skip
    unjudged = queries.not_judged(reader)
    tiles.append({"value": unjudged, "label": _("Harm not judged yet"), "tone": "",
                  "url": _address(request, harm="unknown", show="")})  # fmt: skip
    who = queries.who(reader)
    if who.assesses and rules.scope(who.duty, who.purpose) == "provider":
        waiting = len(_waiting(reader))
        tiles.append({"value": waiting, "label": _("Wait for your assessment"), "url": reverse("deviation-assessments"),
                      "tone": "critical" if waiting else ""})  # fmt: skip
    return tiles


# What waits for assessment


def _waiting(reader: Reader) -> list[Deviation]:
    """Those with risk or harm that the reader's provider has not assessed."""
    own = reader.assignment.provider
    return [one for one in queries.to_assess(reader) if own not in queries.standing(one).assessments]


@require_GET
@for_staff
def assessments(request: HttpRequest, reader: Reader) -> HttpResponse:
    """For whoever assesses for a provider: what waits, what is to be reported, what is decided."""
    who = queries.who(reader)
    if not who.assesses or rules.scope(who.duty, who.purpose) != "provider":
        return denied(request, privacy.law("PDL 4:2"))
    found = queries.to_assess(reader)
    known = shown.people(found[: queries.PAGE], reader, "list deviations")
    standing = {one.pk: queries.standing(one) for one in found}
    own, named = reader.assignment.provider, shown.names(found)
    groups: dict[str, list[Deviation]] = {"waiting": [], "report": [], "done": []}
    for one in found:
        groups[_judged(standing[one.pk], own)].append(one)
    groups["waiting"].sort(key=lambda one: (one.harm != "serious", one.written_at))
    titles = {"waiting": _("Wait for assessment"), "report": _("Decided to be reported, and not reported yet"),
              "done": _("Decided")}  # fmt: skip
    return render(request, "discharge/deviations/assessments.html", {
        "where": reader.assignment.provider_name,
        "sections": [
            (name, title, _assessed(title, groups[name][: queries.PAGE], standing, known, named, own))
            for name, title in titles.items() if groups[name]
        ],
    })  # fmt: skip


def _judged(now: Standing, provider: str) -> str:
    said = now.assessments.get(provider)
    if said is None:
        return "waiting"
    return "report" if said["decision"] == "report" and provider not in now.reports else "done"


def _assessed(
    title: str, some: list[Deviation], standing: dict[str, Standing], known: Any, named: shown.Names, own: str
) -> Table:
    columns = [Column(_("What went wrong")), Column(_("Patient")), Column(_("Concerns")), Column(_("Harm")),
               Column(_("Assessment"))]  # fmt: skip
    rows = []
    for one in some:
        tone, harm = words.HARMS[one.harm]
        rows.append([
            Cell(words.category(one.category), url=reverse("deviation", args=[one.pk]),
                 note=f"{words.reference(one)} · {texts.stamp(instant(one.written_at), 'day')}"),
            shown.whom(one, known), Cell(named.unit(one.about_unit), note=named.provider(one.about_provider)),
            Cell(str(harm), tone=tone, icon=tone), _decided(one, standing[one.pk], own),
        ])  # fmt: skip
    return Table(title, columns, rows)


def _decided(one: Deviation, now: Standing, own: str) -> Cell:
    said = now.assessments.get(own)
    if said is None:
        late = rules.assessment_late(one.written_at, clock.now())
        return Cell(_("The assessment is late") if late else _("Not assessed yet"), tone="warning" if late else "info",
                    icon="warning" if late else "info")  # fmt: skip
    tone, text = words.DECISIONS[str(said["decision"])]
    return Cell(str(text), tone=tone, icon=tone, note=str(words.LEVELS[str(said["level"])][1]))
