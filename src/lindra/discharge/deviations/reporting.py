"""The report: what is preselected from where it happens, one page, saved and sent with one button."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindra import clock
from lindra.areas.models import CareUnit, Provider
from lindra.discharge import case, parties
from lindra.discharge.deviations import actions, queries, rules, words
from lindra.discharge.deviations.actions import NoReceiver, Report
from lindra.discharge.deviations.forms import ReportForm
from lindra.discharge.models import Deviation
from lindra.forms.pages import for_opened, head, may_write
from lindra.ids import new_id
from lindra.privacy import rules as privacy
from lindra.privacy.door import Opened
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.web import denied

WHAT = "deviation to report"
WRONG = 422


@dataclass(frozen=True, slots=True)
class Where:
    """From where somebody came: the message and the clock that are known, and who has to do with the patient's case."""

    message: str = ""
    context: str = ""
    episode: str = ""
    category: str = ""
    unit: str = ""
    involved: tuple[str, ...] = ()


def where(opened: Opened, told: Any, own: str) -> Where:
    """What is known of where it happened; what nobody knows of in what came along is left out."""
    every = case.messages(opened.chart)
    cases = case.cases(opened.chart)
    message = next((one for one in every if one.ref == told.get("message")), None)
    hint = rules.context(clock=str(told.get("clock", "")))
    name = f"clock:{told['clock']}" if hint else ""
    if hint is None and message is not None:
        hint, name = rules.context(message=message.kind), message.kind
    episode = str(told.get("episode", "")) if any(one.episode == told.get("episode") for one in cases) else ""
    episode = episode or (message.episode if message else "")
    units = dict.fromkeys(
        unit for one in reversed(every) for unit in (one.unit, *(to.unit for to in one.passed)) if unit != own
    )
    units |= dict.fromkeys(one.unit for one in cases if one.unit and one.unit != own)
    chosen = str(told.get("unit", ""))
    if not chosen and message is not None:
        ends = (message.unit, *(to.unit for to in message.passed))
        chosen = next((unit for unit in ends if unit != own), "")
    if not chosen and hint is not None:
        chosen = _of_side(units, hint.side)
    return Where(
        message.ref if message else "", name, episode, hint.category if hint else "", chosen, tuple(units)
    )


def _of_side(units: Any, side: str) -> str:
    """The one unit of a side that has to do with the case; of either side, the only one there is."""
    kinds = queries.kinds(units)
    found = [unit for unit in units if not side or parties.side(kinds.get(unit, "")) == side]
    return found[0] if found and (side or len(found) == 1) else ""


def choices(
    found: list[tuple[CareUnit, Provider]], involved: tuple[str, ...], own: str
) -> list[tuple[Any, Any]]:
    """Units in groups: those that have to do with the patient first, then each provider's."""
    names = {unit.id: f"{unit.name}, {provider.name}" for unit, provider in found if unit.id != own}
    near = [(unit, names[unit]) for unit in involved if unit in names]
    groups: list[tuple[Any, Any]] = [(_("In this patient's process"), near)] if near else []
    listed: dict[str, list[tuple[str, str]]] = {}
    for unit, provider in found:
        if unit.id != own and unit.id not in involved:
            listed.setdefault(provider.name, []).append((unit.id, f"{unit.name}, {provider.name}"))
    return groups + list(listed.items())


@require_http_methods(["GET", "POST"])
@for_opened(WHAT)
def report(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The page of the report, and what it saves."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    if reader.purpose is not Purpose.CARE or not may_write(opened).allowed:
        return denied(request, privacy.law("PDL 4:2"))
    own = reader.assignment.unit
    told = request.POST if request.method == "POST" else request.GET
    here = where(opened, told, own)
    units = choices(queries.units(clock.today()), here.involved, own)
    if request.method != "POST":
        start = {"category": here.category, "about": here.unit, "harm": "unknown"}
        return _page(request, opened, reader, here, ReportForm(units, initial=start))
    form = ReportForm(units, request.POST)
    if not form.is_valid():
        return _page(request, opened, reader, here, form, WRONG)
    said = form.cleaned_data
    given = Report(
        _drawn(request), said["category"], said["about"], said["harm"], said["what"], here.episode, here.message,
        here.context,
    )  # fmt: skip
    try:
        made = actions.report(opened, reader, given)
    except NoReceiver:
        form.add_error("about", _("The unit belongs to nobody today. Choose another."))
        return _page(request, opened, reader, here, form, WRONG)
    except PermissionError:
        return denied(request, privacy.law("PDL 4:2"))
    return _saved(request, reader, made)


def _drawn(request: HttpRequest) -> str:
    """The id that came with the page, or a new one."""
    try:
        return str(uuid.UUID(request.POST.get("report", "")))
    except ValueError:
        return new_id()


def _page(
    request: HttpRequest, opened: Opened, reader: Reader, here: Where, form: ReportForm, status: int = 200
) -> HttpResponse:
    same = queries.of_message(opened.records, here.message, reader.assignment.unit)
    shown = Deviation(context=here.context)
    crumbs = [
        {"label": _("The patient"), "url": reverse("patient", args=[opened.patient])},
        {"label": _("Report a deviation"), "url": ""},
    ]
    return render(request, "discharge/deviations/report.html", head(opened) | {
        "form": form, "crumbs": crumbs, "report": request.POST.get("report") or new_id(), "about": words.context(shown),
        "message": here.message, "clock": here.context.removeprefix("clock:") if ":" in here.context else "",
        "episode": here.episode,
        "same": [(words.reference(one), reverse("deviation", args=[one.pk])) for one in same],
    }, status=status)  # fmt: skip


def _saved(request: HttpRequest, reader: Reader, made: Deviation) -> HttpResponse:
    """Sent where the receiver is in Lindra and that was the button; otherwise the page says what is left to do."""
    wish = queries.wished(made)
    inside = wish is None or wish.way == "lindra"
    if request.POST.get("do") != "keep" and made.state == "written" and inside:
        made = actions.send(made, reader, seen=made.number)
    if made.state == "written":
        messages.success(request, _("The deviation is saved, and not sent."))
    else:
        messages.success(request, _("The deviation is saved and sent."))
    return redirect("deviation", made.pk)
