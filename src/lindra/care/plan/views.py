"""The plan page, confirming it, and earlier versions."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lindra import clock
from lindra.care import labels
from lindra.care.events.plan import SECTIONS, Section
from lindra.care.pages import seen, ways
from lindra.care.plan import actions, kept, reading
from lindra.care.plan.compare import differences
from lindra.care.plan.model import OF_THE_PLAN
from lindra.care.plan.shown import Shown
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.privacy.sharing import notice
from lindra.privacy.web import denied, reader_required
from lindra.record.envelope import instant


@reader_required
@require_GET
def page(request: HttpRequest, patient: UUID) -> HttpResponse:
    """The plan as it stands now."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    opened = door.open(str(patient), reader, "plan")
    if isinstance(opened, door.Denied):
        return denied(request, opened.right)
    made = kept.page(opened, reader.at)
    return render(
        request,
        "care/plan/plan.html",
        {
            "patient": opened.patient,
            "plan": made.shown,
            "empty": made.empty,
            "first": made.first,
            "parts": made.parts,
            "who": who(made.shown),
            "badges": badges(made.shown),
            "more": notice.shown(opened),
            "ways": ways(opened.patient, reader, "plan"),
            "seen": opened.seq,
            "waiting": made.shown.unsigned,
        },
    )


def who(shown: Shown) -> list[tuple[str, str]]:
    """Where the patient is, and how to get there and in."""
    address = ", ".join(shown.address)
    rows = [(_("Where now"), shown.where), (_("Address"), address), (_("Way in"), ", ".join(shown.entry))]
    return [(label, text) for label, text in rows if text]


def badges(shown: Shown) -> list[tuple[str, Any]]:
    """What must be seen beside the name."""
    found = [("critical", _("Protected identity"))] if shown.protected else []
    return [*found, ("neutral", _("Died %(when)s") % {"when": shown.died})] if shown.died else found


@reader_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Read the plan through and say which sections hold."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    opened = door.open(str(patient), reader, "plan to confirm")
    if isinstance(opened, door.Denied):
        return denied(request, opened.right)
    plan, shown = reading.read(opened, reader.at)
    wrong, hidden = "", not reading.sees_all(opened)
    if request.method == "POST" and not hidden:
        try:
            actions.confirm(opened, reader, chosen(request), seen(request), plan.phase)
            messages.success(request, _("The plan is confirmed."))
            return redirect("plan", opened.patient)
        except door.Conflict:
            wrong = _(
                "Somebody has written since you opened the page. Read it again: what is new is in the plan below."
            )
        except PermissionError:
            return denied(request, opened.sight.person.right)
        except actions.NotConfirmed as error:
            wrong = _(str(error))
    context = {
        "plan": shown,
        "who": who(shown),
        "badges": badges(shown),
        "ways": ways(opened.patient, reader, ""),
        "patient": opened.patient,
        "seen": json.dumps(opened.positions()),
        "wrong": wrong,
        "hidden": hidden,
    }
    return render(request, "care/plan/confirm.html", context, status=422 if wrong else 200)


def chosen(request: HttpRequest) -> list[Section]:
    """The sections that were ticked."""
    ticked = request.POST.getlist("section")
    return [section for section in SECTIONS if section in ticked]


@reader_required
@require_GET
def history(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Earlier versions, as they were or as they were known then, and the difference to now."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    opened = door.open(str(patient), reader, "earlier plans")
    if isinstance(opened, door.Denied):
        return denied(request, opened.right)
    at, known_then = _asked(request, reader), request.GET.get("as") != "was"
    _plan, now = reading.read(opened, reader.at)
    context = {
        "ways": ways(opened.patient, reader, ""),
        "patient": opened.patient,
        "who": who(now),
        "badges": badges(now),
        "plan": now,
        "versions": versions(opened),
        "at": at,
        "known_then": known_then,
        "day": clock.day(at).isoformat() if at else "",
        "time": f"{at.astimezone(clock.STOCKHOLM):%H:%M}" if at else "",
    }
    if at is not None:
        _then, then = reading.of_chart(opened, opened.chart_at(at, known_then=known_then), at)
        context |= {"then": then, "differences": differences(then, now)}
    return render(request, "care/plan/history.html", context)


def _asked(request: HttpRequest, reader: Reader) -> datetime | None:
    """The instant asked for, by day and time in Stockholm; none where it cannot be read or lies ahead."""
    try:
        day, moment = date.fromisoformat(request.GET.get("day", "")), request.GET.get("time") or "23:59"
        at = datetime.combine(day, time.fromisoformat(moment), clock.STOCKHOLM)
    except ValueError:
        return None
    return min(at.replace(second=59), reader.at)


def versions(opened: door.Opened) -> list[dict[str, str]]:
    """Days on which the plan was confirmed or changed, latest first, as links."""
    events = [event for event in opened.history() if event.kind in OF_THE_PLAN]
    days: dict[str, list[str]] = {}
    for event in events:
        local = instant(event.recorded_at).astimezone(clock.STOCKHOLM)
        days.setdefault(local.date().isoformat(), []).append(str(labels.KINDS[event.kind].title))
    latest = sorted(days.items(), reverse=True)
    return [
        {"day": day, "what": ", ".join(dict.fromkeys(what)), "url": f"?day={day}"} for day, what in latest
    ]
