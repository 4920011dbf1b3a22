"""The page of one document: how it stands, what it promises and whether that is kept, who has read it, what ends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lindra.areas import queries as areas
from lindra.frame.tables import Cell, Column, Table
from lindra.governance.commitments.actions import by
from lindra.governance.documents import actions, ending, guarded, queries, shown, words
from lindra.governance.documents.actions import Refused, Stale
from lindra.governance.documents.forms import FollowUpForm, say
from lindra.governance.documents.guarded import for_one, for_writers
from lindra.governance.models import Document, Obligation
from lindra.governance.obligations.evidence import check
from lindra.governance.seats import Seat
from lindra.measures.pages import own_cube
from lindra.privacy.reader import Reader

WRONG, TOGETHER = 422, 409
MOST_LOST = 20
OVER = ("replaced", "repealed")
STALE = gettext_lazy(
    "Somebody else has done something with the document since you opened the page. "
    "Look at how it stands now, and do it again if it is still needed."
)


@require_GET
@for_one
def document(request: HttpRequest, reader: Reader, own: Seat, one: Document) -> HttpResponse:
    """One document, and what one may do with it."""
    return page(request, reader, own, one)


def page(
    request: HttpRequest, reader: Reader, own: Seat, one: Document, *, form: forms.Form | None = None,
    refused: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The same, with a form that was not right, or why nothing was done."""
    today = queries.today()
    clauses = queries.obligations([one])
    with own_cube(request) as cube:
        checked = check(clauses, cube, today)
    parties = queries.parties([one])[one.pk]
    before = queries.one(one.predecessor) if one.predecessor else None
    held = queries.versions(one.key)
    state = queries.state(one, today)
    reading = queries.reading(one.pk, today)
    writes = guarded.writes(own, one)
    return render(request, "governance/document.html", {
        "one": one, "kind": words.KINDS.get(one.kind, one.kind), "state": words.state(one.kind, state), "code": state,
        "faults": shown.faults(one, len(parties), before, today), "facts": shown.facts(one, parties),
        "obligations": shown.obligations(checked), "marks": _marks(clauses, state), "reading": reading,
        "units": _units(reading), "have_read": queries.read_at(reader, [one.pk]).get(one.pk, ""),
        "ending": ending.of(one, today), "lost": _lost(one, today), "most_lost": MOST_LOST,
        "figure": shown.versions(held, today) if one.valid_from else None, "before": before,
        "versions": shown.version_list(held, one, today) if len(held) > 1 else [],
        "after": next((other for other in held if other.predecessor == one.pk), None),
        "about": queries.one(one.concerns) if one.concerns else None, "proposals": queries.concerning(one.pk),
        "history": shown.history(one), "writes": writes, "ends": guarded.ends(own, one),
        "edits": writes and state not in OVER, "form": form or FollowUpForm(),
        "tried": form, "refused": refused,
    }, status=status)  # fmt: skip


def _lost(one: Document, today: Any) -> Table | None:
    found = ending.of(one, today).lost
    return shown.lost_table(found[:MOST_LOST]) if found else None


def _marks(clauses: list[Obligation], state: str) -> Table | None:
    """What became of each obligation of a repealed document, or is said to become of it."""
    if not any(one.marked for one in clauses):
        return None
    to = {
        one.pk: one
        for one in Obligation.objects.filter(pk__in=[c.moved_to for c in clauses]).select_related("document")
    }
    columns = [Column(_("Obligation")), Column(_("What becomes of it")), Column(_("Where, or why"))]
    rows: list[list[Cell | str]] = []
    for clause in clauses:
        moved = to.get(clause.moved_to)
        where = f"{moved.document.title} {moved.paragraph}" if moved else clause.lost_why
        tone = {"moved": "ok", "lost": "warning"}.get(clause.marked, "unknown")
        rows.append([
            Cell(clause.wording, note=clause.paragraph), Cell(shown.marks()[clause.marked], tone=tone, icon=tone),
            Cell(where or "–", note=moved.wording if moved else ""),
        ])  # fmt: skip
    return Table(_("What becomes of its obligations"), columns, rows)


def _units(reading: queries.Reading) -> Table | None:
    if not reading.by_unit:
        return None
    named = areas.names(reading.by_unit)
    columns = [
        Column(_("Unit")),
        Column(_("Have read it"), numeric=True),
        Column(_("Must know it"), numeric=True),
    ]
    rows: list[list[Cell | str]] = [
        [named.get(unit, unit), str(done), str(of)]
        for unit, (done, of) in sorted(reading.by_unit.items(), key=lambda pair: named.get(pair[0], ""))
    ]
    return Table(_("Who must know it"), columns, rows)


@require_POST
@for_one
def read(request: HttpRequest, reader: Reader, own: Seat, one: Document) -> HttpResponse:
    """Say that one has read it."""
    actions.read(one, reader)
    messages.success(request, _("It is noted that you have read it."))
    return redirect("governance:document", one.pk)


@require_POST
@for_writers
def follow_up(request: HttpRequest, reader: Reader, own: Seat, one: Document) -> HttpResponse:
    """Say that it was followed up on a day."""
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return page(request, reader, own, one, form=form, status=WRONG)
    told = form.cleaned_data
    try:
        actions.follow_up(one, told["on"], told["note"], by(reader), seen=seen(request))
    except Refused as error:
        say(form, error)
        return page(request, reader, own, one, form=form, status=WRONG)
    except Stale:
        fresh = queries.one(one.pk) or one
        return page(request, reader, own, fresh, form=form, refused=str(STALE), status=TOGETHER)
    messages.success(request, _("The follow-up is noted."))
    return redirect("governance:document", one.pk)


def seen(request: HttpRequest) -> int:
    """At which act the page was opened; of what is no number −1, which is never right."""
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1
