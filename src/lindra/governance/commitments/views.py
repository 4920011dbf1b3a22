"""The page of one commitment, and what is done with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lindra import clock
from lindra.governance.commitments import actions, allowed, queries, shown, states, words
from lindra.governance.commitments.forms import FORMS, OwnedForm
from lindra.governance.commitments.guarded import for_one, refused
from lindra.governance.commitments.states import Lacking
from lindra.governance.models import Commitment
from lindra.governance.seats import Seat
from lindra.governance.walk import pictures
from lindra.moves import Impossible

WRONG, TOGETHER = 422, 409


@require_GET
@for_one
def page(request: HttpRequest, own: Seat, one: Commitment) -> HttpResponse:
    """What, who, when; where it came from; what it should change, before and after; what was done."""
    return shown_page(request, own, one)


def shown_page(
    request: HttpRequest, own: Seat, one: Commitment, *, tried: str = "", form: OwnedForm | None = None,
    told: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The same, with a form that was not right, or why nothing was done."""
    today, now = clock.today(), states.standing(one.acts)
    may = [act for act in words.ASKED if act in states.possible(now)] if allowed.may_write(own, one) else []
    if form is not None and tried not in may:  # somebody else has done something since: what was typed stays
        may.append(tried)
    owners = allowed.owners(own, today) if may else {}
    until = words.until(one, today)
    gone = queries.gone([one.owner_staff], today)
    owner_tone, owner = words.owner(one, gone)
    return render(request, "governance/action.html", {
        "one": one, "kind": words.KINDS[one.kind], "state": words.STATES[one.state],
        "until": until if until[0] in ("critical", "warning") else None, "moved": words.moved(now.moved),
        "ownerless": owner if owner_tone and one.state in states.OPEN else "",
        "facts": shown.facts(one, today), "origin": words.ORIGINS[one.origin], "back": shown.way_back(one),
        "afterwards": pictures.shown(request, one), "history": shown.history(one), "told": told,
        "acts": [
            (name, *words.ASKED[name], form if name == tried and form is not None else _form(name, one, owners))
            for name in may
        ],
        "tried": form,
    }, status=status)  # fmt: skip


def _form(name: str, one: Commitment, owners: Mapping[str, str], data: Any = None) -> OwnedForm:
    first: dict[str, Any] = {"on": clock.today(), "title": one.title, "text": one.text}
    if name == "move":
        first = {"due": None}
    elif name == "hand_over":
        first = {"owner": ""}
    return FORMS[name](owners, data, auto_id=f"{name}_%s", initial=first)


@require_POST
@for_one
def do(request: HttpRequest, own: Seat, one: Commitment, name: str) -> HttpResponse:
    """Do something with it."""
    if name not in FORMS:
        raise Http404
    if not allowed.may_write(own, one):
        return refused(request)
    form = _form(name, one, allowed.owners(own, clock.today()), request.POST)
    if not form.is_valid():
        return shown_page(request, own, one, tried=name, form=form, status=WRONG)
    try:
        return _done(request, one, name, form)
    except actions.Stale:
        told = _("Somebody else has done something with it since you opened the page. Look, and try again.")
        return shown_page(request, own, _again(one), tried=name, form=form, told=told, status=TOGETHER)
    except Impossible:
        told = _("It cannot be done as it stands now. Look, and try again.")
        return shown_page(request, own, _again(one), tried=name, form=form, told=told, status=TOGETHER)
    except actions.Refused:
        form.add_error("on", _("Choose a day from the day it was undertaken to today."))
    except Lacking:
        form.add_error("due" if name == "move" else None, _("Choose another day than the one it has."))
    return shown_page(request, own, one, tried=name, form=form, status=WRONG)


def _done(request: HttpRequest, one: Commitment, name: str, form: OwnedForm) -> HttpResponse:
    said = {key: value for key, value in form.cleaned_data.items() if key != "on"}
    if "owner" in said:
        said["owner_staff"] = form.owner_staff
    on: date | None = form.cleaned_data.get("on")
    seen = request.POST.get("seen", "")
    by = actions.by(request.reader)  # type: ignore[attr-defined]
    actions.act(one, name, said, by, seen=int(seen) if seen.isdecimal() and len(seen) < 9 else -1, on=on)
    messages.success(request, _("It is saved."))
    return redirect("governance:action", one.pk)


def _again(one: Commitment) -> Commitment:
    return queries.one(one.pk) or one
