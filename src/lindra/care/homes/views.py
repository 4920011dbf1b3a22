"""Pages of physicians in municipal care: a provider's homes, one home, and what is entered there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lindra import clock
from lindra.areas.models import CareUnit
from lindra.care.homes import actions, labels, page, queries, rules
from lindra.care.homes.forms import AgreementForm, CoverForm, HeldForm
from lindra.care.homes.models import HomeAgreement
from lindra.care.homes.page import Home
from lindra.frame import dates
from lindra.frame.charts import Bar, Figure
from lindra.frame.tables import Cell, Column, Table
from lindra.privacy.door import BY_UNIT
from lindra.privacy.reader import Reader
from lindra.privacy.web import reader_required
from lindra.record.envelope import instant

View = Callable[..., HttpResponse]


def of_a_home(view: View) -> View:
    """A page of one unit; who has no such unit of municipal care is told that there is none."""

    @reader_required
    @wraps(view)
    def guarded(request: HttpRequest, unit: UUID, **more: Any) -> HttpResponse:
        reader: Reader = request.reader  # type: ignore[attr-defined]
        found = queries.home(str(unit), reader)
        if found is None:
            raise Http404
        return view(request, found, reader, **more)

    return guarded


def entering(view: View) -> View:
    """The same, for who works there."""

    @of_a_home
    @wraps(view)
    def guarded(request: HttpRequest, unit: CareUnit, reader: Reader, **more: Any) -> HttpResponse:
        if not queries.may_enter(unit.id, reader):
            raise PermissionDenied
        return view(request, unit, reader, **more)

    return guarded


@reader_required
@require_GET
def homes(request: HttpRequest) -> HttpResponse:
    """The units of municipal care that the reader has; of one's own alone, its page."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    units = queries.homes(reader)
    if len(units) == 1:
        return redirect("home", unit=units[0].id)
    return render(request, "care/homes/homes.html", {
        "table": _homes([page.of(unit) for unit in units]), "discharged": _discharged(reader) if units else None,
    })  # fmt: skip


def _homes(found: list[Home]) -> Table:
    columns = [
        Column(_("Unit")), Column(_("Responsible physician")), Column(_("Agreed hours a week"), numeric=True),
        Column(_("Agreed this month"), numeric=True), Column(_("Held this month"), numeric=True),
        Column(_("Missing last month"), numeric=True),
        Column(_("Agreed until"), whole=True), Column(_("Hours of the coming week without cover"), numeric=True),
    ]  # fmt: skip
    return Table(_("Agreed, held and covered"), columns, [
        [
            Cell(one.unit.name, url=reverse("home", args=[one.unit.id])),
            ", ".join(_names(one)) or _("Nobody"), amount(one.now_agreed), amount(one.months[-1].agreed),
            amount(one.months[-1].total), _missing(one.last_month), _until(one), amount(_alone(one)),
        ]
        for one in found
    ])  # fmt: skip


def _missing(month: rules.Month) -> str:
    """Hours agreed and not held; where none are entered it is not known that none were held."""
    return amount(month.gap) if month.told else _("Nothing entered")


def _alone(one: Home) -> float:
    """Hours of the coming week without cover."""
    return sum((ends - begins).total_seconds() / 3600 for begins, ends in one.uncovered)


def _names(found: Home) -> list[str]:
    current = [one for one in found.agreements if rules.now_agreed(queries.agreed([one]), clock.today())]
    return [one.physician for one in current]


def _until(found: Home) -> Cell:
    if found.runs_out is not None:
        tone = "warning" if found.soon else ""
        return Cell(dates.stamp(found.runs_out), tone=tone, icon=tone)
    return Cell(_("Until further notice") if found.now_agreed else _("Nothing agreed"),
                tone="" if found.now_agreed else "critical", icon="" if found.now_agreed else "critical")  # fmt: skip


def amount(hours: Any) -> str:
    """Hours, to a tenth, as the language writes them."""
    return number_format(round(hours, 1), 1, use_l10n=True)


@of_a_home
@require_GET
def home(request: HttpRequest, unit: CareUnit, reader: Reader) -> HttpResponse:
    """One unit: whom to ring now, what is agreed and held, what is missing, who was discharged to it."""
    found = page.of(unit)
    return render(request, "care/homes/home.html", {
        "home": found, "may": queries.may_enter(unit.id, reader), "figure": _figure(found), "months": _months(found),
        "agreements": found.agreements, "covers": _covers(found), "held": found.held[:20],
        "discharged": _discharged(reader) if reader.purpose in BY_UNIT else None,
        "missing": [_span(*span) for span in found.without],
        "uncovered": [(f"{dates.stamp(begins)}", f"{dates.stamp(ends)}") for begins, ends in found.uncovered],
        "several": len(queries.homes(reader)) > 1,
    })  # fmt: skip


def _span(first: Any, last: Any) -> str:
    return f"{dates.stamp(first)} – {dates.stamp(last)}"


def _month(one: rules.Month) -> str:
    return dates.written(one.first, "month", get_language() or "sv")


def _figure(found: Home) -> Figure:
    bars = []
    for one in found.months:
        bars += [
            Bar(label=_("%(month)s, agreed") % {"month": _month(one)}, value=float(one.agreed)),
            Bar(label=_("%(month)s, held") % {"month": _month(one)}, value=float(one.total)),
        ]
    note = _("Hours. A month has its days' share of the hours agreed a week; the present one up to today.")
    return Figure.bars(_("Agreed and held hours"), bars, note=note)


def _months(found: Home) -> Table:
    kinds = [Column(str(label), numeric=True) for label in labels.KINDS.values()]
    columns = [Column(_("Month"), whole=True), Column(_("Agreed"), numeric=True), *kinds,
               Column(_("Held"), numeric=True), Column(_("Missing"), numeric=True)]  # fmt: skip
    return Table(_("What the hours were for"), columns, [
        [_month(one), amount(one.agreed), *(amount(one.held[kind]) for kind in rules.KINDS), amount(one.total),
         Cell(amount(one.gap))]
        for one in reversed(found.months)
    ])  # fmt: skip


def _covers(found: Home) -> list[dict[str, Any]]:
    return [
        {"id": one.pk, "who": one.who, "phone": one.phone, "days": labels.DAYS.get(one.days, one.days),
         "hours": _("round the clock") if one.start == one.end else f"{one.start}–{one.end}"}
        for one in found.covers
    ]  # fmt: skip


def _discharged(reader: Reader) -> Table:
    columns = [Column(_("Patient")), Column(_("Discharged"), whole=True), Column(_("Physician's follow-up"))]
    return Table(_("A physician follows up within 14 days"), columns, [
        [
            Cell(one.person.name or _("Name not known"), url=reverse("patient", args=[one.patient])),
            dates.stamp(instant(one.at), "day"),
            Cell(str(labels.FOLLOWED[one.state][1]), tone=labels.FOLLOWED[one.state][0],
                 icon=labels.FOLLOWED[one.state][0], note=dates.stamp(instant(one.met), "day") if one.met else ""),
        ]
        for one in queries.discharged(reader)
    ])  # fmt: skip


# What is entered


@entering
@require_http_methods(["GET", "POST"])
def agreement(
    request: HttpRequest, unit: CareUnit, reader: Reader, number: int | None = None
) -> HttpResponse:
    """A new agreement, or one of the unit's own changed."""
    known = get_object_or_404(HomeAgreement, pk=number, unit=unit.id) if number is not None else None
    names = ("physician", "practice", "phone", "hours", "first_day", "last_day")
    initial = {name: getattr(known, name) for name in names} if known else None
    form = AgreementForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.agree(unit.id, reader, number=number, **form.cleaned_data)
        return _saved(request, unit)
    return _form(request, unit, form, _("Agreement on a physician"))


@entering
@require_http_methods(["GET", "POST"])
def held(request: HttpRequest, unit: CareUnit, reader: Reader) -> HttpResponse:
    """Hours that a physician gave."""
    form = HeldForm(request.POST or None, initial={"day": clock.today(), "kind": "round"})
    if request.method == "POST" and form.is_valid():
        actions.hold(unit.id, reader, **form.cleaned_data)
        return _saved(request, unit)
    return _form(request, unit, form, _("Hours held"))


@entering
@require_http_methods(["GET", "POST"])
def cover(request: HttpRequest, unit: CareUnit, reader: Reader) -> HttpResponse:
    """Who is rung at which hours."""
    form = CoverForm(request.POST or None, initial={"days": "workdays", "start": "08:00", "end": "17:00"})
    if request.method == "POST" and form.is_valid():
        actions.cover(unit.id, reader, **form.cleaned_data)
        return _saved(request, unit)
    return _form(request, unit, form, _("Who covers"))


@entering
@require_POST
def remove(request: HttpRequest, unit: CareUnit, reader: Reader) -> HttpResponse:
    """Take back what was wrong."""
    what, number = request.POST.get("what", ""), request.POST.get("number", "")
    if what not in ("held", "cover") or not number.isascii() or not number.isdigit() or len(number) > 15:
        raise Http404
    actions.remove(unit.id, reader, what, int(number))
    messages.success(request, _("It has been removed."))
    return redirect("home", unit=unit.id)


def _saved(request: HttpRequest, unit: CareUnit) -> HttpResponse:
    messages.success(request, _("It has been saved."))
    return redirect("home", unit=unit.id)


def _form(request: HttpRequest, unit: CareUnit, form: forms.Form, title: str) -> HttpResponse:
    return render(request, "care/homes/form.html", {"form": form, "title": title, "unit": unit})
