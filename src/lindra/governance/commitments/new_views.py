"""Something new is undertaken: an action, or a promise; from nothing, or from what another page says it came of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindra import clock
from lindra.governance.asked import plain
from lindra.governance.commitments import actions, allowed, origins, rules, words
from lindra.governance.commitments.forms import NewForm
from lindra.governance.commitments.guarded import refused, seated
from lindra.governance.commitments.views import WRONG
from lindra.governance.models import Commitment
from lindra.governance.seats import Seat
from lindra.ids import new_id
from lindra.measures import catalogue, pages
from lindra.measures.pagesets.overview import short_title
from lindra.measures.targets import target

CARRIED = ("origin_key", "place", "cause_kind", "cause", "source")
"""What another page says, and this one keeps without asking."""
LONGEST_KEY = 200


@require_http_methods(["GET", "POST"])
@seated
def new(request: HttpRequest, own: Seat) -> HttpResponse:
    """The form. Another page may say in the address what it comes from (``origin``, ``origin_key``), which indicator it
    should change (``measure``, ``place``), and a ``title``."""
    if not own.governs:
        return refused(request)
    asked = plain(request.POST if request.method == "POST" else request.GET)
    kind = "promise" if asked.get("kind") == "promise" else "action"
    form = _form(request, own, kind, asked)
    if request.method == "POST" and form.is_valid():
        one = _make(request, own, form)
        if one is not None:
            messages.success(request, _("It is saved."))
            return redirect("governance:action", one.pk)
    wrong = request.method == "POST"
    return render(request, "governance/action_new.html", {
        "form": form, "kind": kind, "id": _id(asked.get("id", "")), "carried": _carried(asked),
        "back": _from(asked), "fixed": _fixed(asked), "origin": words.ORIGINS.get(asked.get("origin", "")),
    }, status=WRONG if wrong else 200)  # fmt: skip


def _form(request: HttpRequest, own: Seat, kind: str, asked: Any) -> NewForm:
    today = clock.today()
    bodies, owners = allowed.offered(own, today), allowed.owners(own, today)
    measures = _measures(asked.get("measure", ""))
    first = {name: asked.get(name, "") for name in ("title", "text", "measure")}
    first |= {"body": asked.get("body", "") or _only(bodies), "origin": asked.get("origin") or _first(kind)}
    form = NewForm(
        kind, owners, bodies, measures, request.POST if request.method == "POST" else None, initial=first
    )
    if _fixed(asked):
        del form.fields["origin"]
    if not _only(bodies) or "body" in form.errors:
        return form
    form.fields["body"].widget = form.fields["body"].hidden_widget()
    return form


def _first(kind: str) -> str:
    return "promise" if kind == "promise" else "own"


def _only(bodies: allowed.Groups) -> str:
    """The body, where there is but one to choose."""
    keys = [key for _heading, some in bodies for key, _name in some]
    return keys[0] if len(keys) == 1 else ""


def _measures(asked: str) -> allowed.Choices:
    """The indicators with a target, and the one that was asked for."""
    today, language = clock.today(), pages.language()
    found = [one for one in catalogue.current(today) if one.kind == "share" and target(one.goal, today)]
    known = catalogue.keyed(asked) if asked else None
    if known is not None and known not in found:
        found.insert(0, known)
    return [(one.key, short_title(one, language) + _told(one.topic)) for one in found]


def _told(topic: str) -> str:
    return _(", by the record") if topic == "record" else ""


def _fixed(asked: Any) -> bool:
    """Whether another page says what it comes from."""
    return asked.get("origin") in rules.ORIGINS and bool(asked.get("origin_key"))


def _carried(asked: Any) -> dict[str, str]:
    names = (*CARRIED, "origin") if _fixed(asked) else CARRIED
    return {name: value[:LONGEST_KEY] for name in names if (value := str(asked.get(name, "")))}


def _from(asked: Any) -> tuple[str, str] | None:
    """The way back to what it comes from."""
    return origins.back(
        Commitment(origin=asked.get("origin", ""), origin_key=str(asked.get("origin_key", ""))[:LONGEST_KEY])
    )


def _id(asked: str) -> str:
    """The id that was drawn when the page was first shown; a new one where it is none."""
    try:
        return str(UUID(asked))
    except ValueError:
        return new_id()


def _make(request: HttpRequest, own: Seat, form: NewForm) -> Commitment | None:
    told, asked = form.cleaned_data, plain(request.POST)
    measure, body = told.get("measure", ""), told["body"]
    carried = _carried(asked)
    new = actions.New(
        id=_id(asked.get("id", "")), kind=form.kind, title=told["title"], body=body, owner=told["owner"],  # type: ignore[arg-type]
        owner_staff=form.owner_staff, due=told["due"], due_said=told.get("due_said", ""), text=told["text"],
        origin=carried.get("origin") or told.get("origin") or "own", origin_key=carried.get("origin_key", ""),  # type: ignore[arg-type]
        measure=measure, place=carried.get("place") or (_place(body) if measure else ""),
        cause_kind=carried.get("cause_kind", ""), cause=carried.get("cause", ""), source=carried.get("source", ""),
    )  # fmt: skip
    try:
        return actions.make(new, actions.by(request.reader))  # type: ignore[attr-defined]
    except actions.Refused as error:
        for name in error.fields:
            form.add_error(name if name in form.fields else None, _("Say this otherwise."))
        return None


def _place(body: str) -> str:
    """Where an indicator is measured for a body: its unit, the area it is."""
    from lindra.areas.models import Provider

    kind, _colon, id = body.partition(":")
    if kind == "unit":
        return f"unit={id}"
    code = (
        id
        if kind == "area"
        else (Provider.objects.filter(pk=id).values_list("area", flat=True).first() or "")
    )
    return f"{'region' if len(code) == 2 else 'municipality'}={code}" if code else ""
