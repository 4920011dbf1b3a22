"""Pages of what exists here: the list, one offering with what was done with it, a new one, a change, an end."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lindra import clock
from lindra.access import actions, front, functions, queries, rules, words
from lindra.access.actions import By, Stale
from lindra.access.area import limits
from lindra.access.forms import EndForm, OfferingForm, area_names, started
from lindra.access.models import Offering
from lindra.areas import queries as areas
from lindra.areas.models import CareUnit, Provider
from lindra.frame import texts
from lindra.frame.tables import Cell, Column, Table
from lindra.privacy import rules as privacy
from lindra.privacy.reader import Reader
from lindra.privacy.web import denied, reader_required

WRONG, TOGETHER = 422, 409
PAGE = 50


def by(reader: Reader) -> By:
    """In whose name, and for how much."""
    work = reader.assignment
    scope = rules.governs(work.role, reader.side.duty, reader.purpose)
    return By(reader.staff.hsa_id, scope, work.provider, work.unit)


def _may(request: HttpRequest, one: Offering | None = None) -> bool:
    reader: Reader | None = getattr(request, "reader", None)
    if reader is None:
        return False
    who = by(reader)
    return who.scope != "none" if one is None else rules.may_change(
        who.scope, (who.provider, who.unit), (one.provider, one.unit)
    )  # fmt: skip


@require_GET
def offered(request: HttpRequest) -> HttpResponse:
    """What exists here today, by function; also what has ended, where it is asked for."""
    today, ended = clock.today(), request.GET.get("show") == "ended"
    rows = (
        Offering.objects.filter(inventory=queries.OWN, valid_to__lte=today).order_by("-valid_to", "id")
        if ended
        else queries.on(today)
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "access/offered.html", {
        "tabs": front.tabs("offered"), "page": page, "table": _table(list(page), ended), "may": _may(request),
        "shows": [{"url": "?", "label": _("Today"), "current": not ended},
                  {"url": "?show=ended", "label": _("Ended"), "current": ended}],
    })  # fmt: skip


def _table(rows: list[Offering], ended: bool) -> Table:
    providers = areas.provider_names(row.provider for row in rows)
    found: list[list[Cell | str]] = []
    for row in rows:
        ends = _("until %(day)s") % {"day": texts.stamp(row.valid_to)} if row.valid_to else ""
        found.append([
            Cell(row.name, url=reverse("access:offering", args=[row.pk]), note=providers.get(row.provider, "")),
            functions.covered()[row.function].text(texts.language()), area_names(row.areas),
            Cell(words.spans(row.spans), note=ends), limits(row) or "–", row.agreement_title or "–",
        ])  # fmt: skip
    columns = [
        Column(_("Name")), Column(_("Function")), Column(_("Whom it serves")), Column(_("Hours of the week")),
        Column(_("Limited to")), Column(_("Agreement")),
    ]  # fmt: skip
    return Table(_("What has ended") if ended else _("What exists here today"), columns, found)


def _one(offering: UUID) -> Offering:
    found = Offering.objects.filter(pk=str(offering)).first()
    if found is None:
        raise Http404
    return found


@require_GET
def offering(request: HttpRequest, offering: UUID) -> HttpResponse:
    """One offering: everything stated of it, and what was done with it."""
    return _page(request, _one(offering))


def _page(
    request: HttpRequest, one: Offering, form: EndForm | None = None, *, refused: str = "", status: int = 200
) -> HttpResponse:
    function = functions.covered()[one.function]
    unit = areas.names([one.unit]).get(one.unit, "") if one.unit else ""
    facts = [
        (_("Function"), function.text(texts.language()), function.definition(texts.language())),
        (_("Provider"), areas.provider_names([one.provider]).get(one.provider, ""), unit),
        (_("Whom it serves"), area_names(one.areas)),
        (_("Hours of the week"), words.spans(one.spans), one.hours_said),
        (_("Limited to"), limits(one) or _("None stated")),
        (_("Telephone"), one.telephone or "–"),
        (_("The agreement it rests on"), one.agreement_title or _("None stated")),
        (_("First day"), texts.instant(one.valid_from)),
        (_("First day it is no longer there"), texts.instant(one.valid_to) if one.valid_to else "–"),
        (_("Stated"), f"{one.stated_by}, {texts.stamp(one.stated_on)}", one.source),
    ]  # fmt: skip
    return render(request, "access/offering.html", {
        "one": one, "facts": facts, "may": _may(request, one), "form": form or EndForm(), "refused": refused,
        "history": [_act(act) for act in reversed(one.acts)], "crumbs": _crumbs(one.name),
    }, status=status)  # fmt: skip


def _crumbs(last: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("access:access"), "label": _("Access")},
        {"url": reverse("access:offered"), "label": _("What exists here")}, {"label": last},
    ]  # fmt: skip


def _act(act: dict[str, Any]) -> tuple[str, str, str]:
    """When, what, and what was said before."""
    done = {"made": _("Stated"), "changed": _("Changed"), "ended": _("Ended")}[act["act"]]
    was = "; ".join(f"{_label(name)}: {_was(name, value)}" for name, value in act["was"].items())
    return texts.stamp(datetime.fromisoformat(act["at"]), "minute"), f"{done} ({act['by']})", was


def _label(name: str) -> str:
    label = OfferingForm.base_fields.get(name)
    return str(label.label) if label is not None else name


def _was(name: str, value: Any) -> str:
    if name == "areas":
        return area_names(value)
    if name == "hours":
        return words.spans(Offering(hours=value).spans)
    return "–" if value in (None, "") else str(value)


@require_http_methods(["GET", "POST"])
@reader_required
def new(request: HttpRequest) -> HttpResponse:
    """State an offering that is not here yet."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    who = by(reader)
    if who.scope == "none":
        return denied(request, privacy.law("PDL 4:2"))
    start = {
        "provider": who.provider, "unit": who.unit if who.scope == "unit" else "", "stated_by": reader.staff.name,
        "stated_on": clock.today(), "valid_from": clock.today(),
    }  # fmt: skip
    form = _form(who, request.POST or None, start)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make(form.said, who)
        except PermissionError:
            return denied(request, privacy.law("PDL 4:2"))
        _saved(request, form)
        return redirect("access:offering", made.pk)
    return _edit(request, form, _("New offering"))


def _form(who: By, data: Any, start: dict[str, Any]) -> OfferingForm:
    """With the providers and units that somebody governs."""
    today = clock.today()
    if who.scope == "council":
        providers = [(one.id, one.name) for one in Provider.objects.order_by("name", "id")]
        units = [(one.id, one.name) for one in CareUnit.objects.order_by("name", "id")]
    else:
        providers = list(areas.provider_names([who.provider]).items())
        units = [(one.id, one.name) for one in areas.units_of(who.provider, today)]
    if who.scope == "unit":
        units = [one for one in units if one[0] == who.unit]
    return OfferingForm(providers, units, data, initial=start)


def _edit(
    request: HttpRequest, form: OfferingForm, title: str, one: Offering | None = None, status: int = 200
) -> HttpResponse:
    seen = (request.POST.get("seen") or one.number) if one else 0
    return render(request, "access/edit.html", {
        "form": form, "title": title, "one": one, "seen": seen, "crumbs": _crumbs(title),
    }, status=WRONG if form.errors and status == 200 else status)  # fmt: skip


def _saved(request: HttpRequest, form: OfferingForm) -> None:
    messages.success(request, _("The offering is saved."))
    if any(name == "hours" and "overlap" in text for name, text in form.read.notes):
        messages.warning(request, _("Some of the hours overlap. They are kept as written, and read as one."))


@require_http_methods(["GET", "POST"])
@reader_required
def change(request: HttpRequest, offering: UUID) -> HttpResponse:
    """Say something else of an offering."""
    one, who = _one(offering), by(request.reader)  # type: ignore[attr-defined]
    if not _may(request, one):
        return denied(request, privacy.law("PDL 4:2"))
    form = _form(who, request.POST or None, started(one))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(one, form.said, who, _seen(request))
        except Stale:
            form.add_error(None, _stale())
            return _edit(request, form, _("Change the offering"), one, TOGETHER)
        except PermissionError:
            return denied(request, privacy.law("PDL 4:2"))
        _saved(request, form)
        return redirect("access:offering", one.pk)
    return _edit(request, form, _("Change the offering"), one)


@require_http_methods(["POST"])
@reader_required
def end(request: HttpRequest, offering: UUID) -> HttpResponse:
    """Say from which day an offering is no longer there."""
    one, who = _one(offering), by(request.reader)  # type: ignore[attr-defined]
    if not _may(request, one):
        return denied(request, privacy.law("PDL 4:2"))
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form, status=WRONG)
    try:
        actions.end(one, form.cleaned_data["day"], who, _seen(request))
    except Stale:
        return _page(request, _one(offering), form, refused=_stale(), status=TOGETHER)
    except ValueError:
        form.add_error("day", _("Choose a day after the first day."))
        return _page(request, one, form, status=WRONG)
    messages.success(request, _("It is noted when the offering ends."))
    return redirect("access:offering", one.pk)


def _stale() -> str:
    return _(
        "Somebody else has changed the offering since you opened the page. Look at how it stands now, and do it again "
        "if it is still needed."
    )


def _seen(request: HttpRequest) -> int:
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1
