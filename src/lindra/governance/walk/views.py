"""The walk from a gap to an action: the gap and who is behind it on one page, why and what is done on the next.

The first page only asks questions of the cube. The second is one form; whoever goes back to the first finds what was
typed when they come again: the way back is a button of the form, and what was typed is kept for the session.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lindra import clock
from lindra.governance.commitments import actions, allowed, origins, queries
from lindra.governance.commitments.guarded import refused, seated
from lindra.governance.commitments.views import WRONG
from lindra.governance.models import Commitment
from lindra.governance.seats import Seat
from lindra.governance.walk import drafts, steps
from lindra.governance.walk.afterwards import place_of
from lindra.governance.walk.forms import WalkForm
from lindra.ids import new_id
from lindra.measures.pagesets import gaps, sentences, web
from lindra.measures.pagesets.behind import context, short_of
from lindra.measures.pagesets.look import Look, look
from lindra.measures.pagesets.reading import Reading
from lindra.measures.targets import target


def _asked(request: HttpRequest, reading: Reading, id: str) -> Look:
    found = look(request, reading, id=id)
    if target(found.of.goal, found.on) is None or found.of.kind != "share":
        raise Http404(id)
    return found


@require_GET
@seated
@web.with_cube
def page(request: HttpRequest, reading: Reading, own: Seat, id: str) -> HttpResponse:
    """Steps one and two: the gap in people, and the units behind it."""
    found = _asked(request, reading, id)
    return render(request, "governance/walk.html", context(request, found) | {
        "steps": steps.bar(found, 2), "crumbs": steps.crumbs(found), "governs": own.governs,
        "scopes": web.scope_tabs(request, found, lambda scope: steps.scoped(found, scope.where)),
        "years": web.year_tabs(found, lambda year: steps.url(found, "walk", year=year)),
        "group_tabs": steps.group_tabs(found), "behind": steps.behind(found), "weekend": steps.weekend(found),
        "cases": steps.cases(found), "inwards": steps.inwards(found), "definition": found.of.key,
        "on": steps.url(found, "walk-act"), "actions": steps.lines(found),
        "others": queries.count(None, queries.Filters(measure=found.of.id, open="yes")),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@seated
@web.with_cube
def act(request: HttpRequest, reading: Reading, own: Seat, id: str) -> HttpResponse:
    """Steps three and four: why it is so, and what is done about it, by whom, until when."""
    found = _asked(request, reading, id)
    if not own.governs:
        return refused(request)
    if request.method == "POST" and "back" in request.POST:
        drafts.keep(request, id)
        return redirect(steps.url(found, "walk"))
    form = _form(request, own, found)
    if request.method == "POST" and form.is_valid() and (one := _make(request, form, found)) is not None:
        drafts.forget(request, id)
        messages.success(
            request, _("The action is made. What became of the indicator is shown here afterwards.")
        )
        return redirect("governance:action", one.pk)
    wrong = request.method == "POST"
    return render(
        request, "governance/walk_act.html", _context(request, form, found), status=WRONG if wrong else 200
    )


def _context(request: HttpRequest, form: WalkForm, found: Look) -> dict[str, Any]:
    short: gaps.Short | None = short_of(found)
    people = short.people if short else None
    measure = found.of.title.said(found.language)
    return {
        "form": form, "steps": steps.bar(found, 4), "crumbs": steps.crumbs(found, _("Why, and what is done")),
        "title": sentences.more(found.of, people, found.language) if people else measure,
        "eyebrow": f"{measure} · {found.names.scope(found.scope)} · {found.year}",
        "said": sentences.gap(short, found) if short else "",
        "id": request.POST.get("id") or drafts.kept(request, found.of.id).get("id") or new_id(),
        "here": steps.url(found, "walk-act"),
    }  # fmt: skip


def _form(request: HttpRequest, own: Seat, found: Look) -> WalkForm:
    today = clock.today()
    bodies, owners = allowed.offered(own, today), allowed.owners(own, today)
    first = {"body": steps.body(own, found, bodies)} | drafts.kept(request, found.of.id)
    return WalkForm(owners, bodies, request.POST if request.method == "POST" else None, initial=first)


def _make(request: HttpRequest, form: WalkForm, found: Look) -> Commitment | None:
    told, place = form.cleaned_data, place_of(found.scope)
    new = actions.New(
        id=drafts.drawn(request), title=told["title"], text=told["text"], body=told["body"], owner=told["owner"],
        owner_staff=form.owner_staff, due=told["due"], origin="gap", measure=found.of.key, place=place,
        origin_key=origins.gap_key(found.of.key, place, found.year), cause_kind=told["cause_kind"], cause=told["cause"],
    )  # fmt: skip
    try:
        return actions.make(new, actions.by(request.reader))  # type: ignore[attr-defined]
    except actions.Refused as error:
        for name in error.fields:
            form.add_error(name if name in form.fields else None, _("Say this otherwise."))
        return None
