"""The page before a repeal: every obligation is moved to another rule, or said to be lost; until then it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindra.governance.asked import plain
from lindra.governance.commitments.actions import by
from lindra.governance.documents import ending, forms, queries, shown, words
from lindra.governance.documents.actions import Refused, Stale
from lindra.governance.documents.forms import RepealForm
from lindra.governance.documents.guarded import ends, for_one, refused
from lindra.governance.documents.list_views import elsewhere
from lindra.governance.documents.repeal import Mark
from lindra.governance.documents.views import STALE, TOGETHER, WRONG, seen
from lindra.governance.models import Document, Obligation
from lindra.governance.obligations import actions as obligations
from lindra.governance.seats import Seat
from lindra.privacy.reader import Reader


@dataclass(frozen=True, slots=True)
class Row:
    """An obligation, what was said of it, and why that cannot stand."""

    clause: Obligation
    mark: Mark
    error: str


@require_http_methods(["GET", "POST"])
@for_one
def repeal(request: HttpRequest, reader: Reader, own: Seat, one: Document) -> HttpResponse:
    """Say of each obligation what becomes of it; then repeal the document."""
    if not ends(own, one):
        return refused(request)
    form = RepealForm(request.POST if "repeal" in request.POST else None)
    clauses = queries.obligations([one])
    marks = {clause.pk: obligations.marked(clause) for clause in clauses}
    wrong: Mapping[str, str] = {}
    status, stale = 200, ""
    if request.method == "POST":
        marks = {clause.pk: _mark(request, clause.pk) for clause in clauses}
        try:
            wrong = _done(request, reader, one, marks, form)
        except Stale:
            one, status, stale = queries.one(one.pk) or one, TOGETHER, str(STALE)
        else:
            if not wrong and not form.errors:
                return redirect("governance:document", one.pk)
            one, status = queries.one(one.pk) or one, WRONG
    rows = [
        Row(clause, marks[clause.pk], words.refused(wrong.get(f"obligation-{clause.pk}", "")))
        for clause in clauses
    ]
    today = queries.today()
    return render(request, "governance/document_repeal.html", {
        "one": one, "form": form, "rows": rows, "stale": stale, "places": _places(one),
        "open": sum(not row.mark.marked for row in rows), "errors": [row for row in rows if row.error],
        "ending": ending.of(one, today), "named": shown.names([clause.owes for clause in clauses]),
    }, status=status)  # fmt: skip


def _mark(request: HttpRequest, key: str) -> Mark:
    sent = plain(request.POST)
    said = {name: sent.get(f"{name}-{key}", "") for name in ("marked", "moved_to", "lost_why")}
    if said["marked"] == "moved":
        said["lost_why"] = ""
    elif said["marked"] == "lost":
        said["moved_to"] = ""
    else:
        said["marked"] = ""
    return Mark(key, **said)


def _done(
    request: HttpRequest, reader: Reader, one: Document, marks: dict[str, Mark], form: RepealForm
) -> Mapping[str, str]:
    """Keep what was said of each, and repeal it where that is asked for; why it is not. Raises ``Stale``."""
    number = seen(request)
    if one.repealed_on is None:
        one = obligations.mark(one, marks, by(reader), seen=number)
    if "repeal" not in request.POST:
        messages.success(request, _("What becomes of the obligations is saved. The document still holds."))
        return {}
    if not form.is_valid():
        return {}
    told: dict[str, Any] = form.cleaned_data
    try:
        obligations.repeal_document(one, told["on"], told["decided_by"], by(reader), seen=one.number)
    except Refused as error:
        forms.say(form, Refused({name: code for name, code in error.fields.items() if name in form.fields}))
        return {name: code for name, code in error.fields.items() if name not in form.fields}
    messages.success(request, _("The document is repealed."))
    return {}


def _places(one: Document) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where an obligation may be moved, by document."""
    found: dict[str, list[tuple[str, str]]] = {}
    for clause in elsewhere(one, queries.today()):
        label = f"{clause.paragraph} {clause.wording}".strip()
        found.setdefault(clause.document.title, []).append((clause.pk, label[:110]))
    return list(found.items())
