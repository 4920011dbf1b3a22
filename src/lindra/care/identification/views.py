"""The list of people who may have palliative needs, with the reasons; never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lindra import clock
from lindra.care.identification import actions, queries, rules
from lindra.care.plan.words import number
from lindra.deadlines.rules import NotPutOff
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.web import denied, reader_required

SIGNS: dict[str, str | Promise] = {
    "readmission": gettext_lazy("Two or more unplanned admissions in 90 days"),
    "emergency": gettext_lazy("Two or more emergency visits in 90 days"),
    "frailty": gettext_lazy("Frailty: Clinical Frailty Scale 6 or more"),
    "function": gettext_lazy("Functional status: AKPS 50 or less"),
    "cancer": gettext_lazy("Cancer"),
    "heart_failure": gettext_lazy("Heart failure"),
    "lung": gettext_lazy("Chronic lung disease"),
    "kidney": gettext_lazy("Severe kidney disease"),
    "dementia": gettext_lazy("Dementia"),
    "neurological": gettext_lazy("Neurological disease"),
}
MOST = 500
"""Patients of a unit that are looked through at a time."""


@dataclass(frozen=True, slots=True)
class Found:
    """A patient on the list, why, and until when somebody has put them aside."""

    patient: str
    name: str
    number: str
    signs: tuple[str, ...]
    until: str = ""
    reason: str = ""


@reader_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The list of one's own unit; which signs it looks for; *not now* until a day."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    if reader.purpose is not Purpose.CARE:
        return denied(request, "SFS 2008:355 4 kap. 1 §")
    problem = ""
    if request.method == "POST":
        try:
            _did(request, reader)
            return redirect("possible-needs")
        except PermissionError:
            return denied(request, "SFS 2008:355 4 kap. 2 §")
        except NotPutOff as error:
            problem = str(PROBLEMS[error.problem])
    used = queries.in_use(reader.assignment.unit)
    here, put_aside = found(reader, used)
    context = {
        "found": here,
        "aside": put_aside,
        "signs": [_sign(rule, used) for rule in rules.known().values()],
        "none_used": not used,
        "may_choose": actions.may_choose(reader),
        "problem": problem,
        "sent": request.POST if problem else {},
    }
    return render(request, "care/possible_needs.html", context, status=422 if problem else 200)


PROBLEMS: dict[str, str | Promise] = {
    "past": gettext_lazy("Give a day after today."),
    "long": gettext_lazy("Give a day within 90 days."),
    "empty": gettext_lazy("Say why not now."),
    "unsaid": gettext_lazy("Say why not now."),
}


def _did(request: HttpRequest, reader: Reader) -> None:
    if request.POST.get("do") == "choose":
        actions.choose(request.POST.getlist("sign"), reader)
        messages.success(request, _("Saved."))
        return
    try:
        until = date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        until = None
    actions.not_now(request.POST.get("patient", ""), reader, until, request.POST.get("reason", ""))


def _sign(rule: rules.Rule, used: frozenset[str]) -> dict[str, Any]:
    return {"name": rule.name, "label": SIGNS[rule.name], "source": rule.source, "used": rule.name in used}


def found(reader: Reader, used: frozenset[str]) -> tuple[list[Found], list[Found]]:
    """Who stands on the list today, and who has been put aside."""
    today = clock.today()
    aside = queries.aside(reader.assignment.unit, today.isoformat())
    here: list[Found] = []
    there: list[Found] = []
    for seen in door.rows(queries.READING, reader, limit=MOST):
        if seen.person is None or not isinstance(seen.row, door.Item):
            continue
        counting = rules.counting(_signs(seen.row), used, today)
        if not counting:
            continue
        held = aside.get(seen.patient)
        line = Found(
            seen.patient, seen.person.name or _("Name not known"), number(seen.person),
            tuple(str(SIGNS[one.rule]) for one in counting), held.until if held else "", held.reason if held else "",
        )  # fmt: skip
        (there if held else here).append(line)
    return here, there


def _signs(row: door.Item) -> list[rules.Reason]:
    return [
        rules.Reason(one["rule"], tuple(one["events"]), one["until"]) for one in row.data.get("signs", ())
    ]
