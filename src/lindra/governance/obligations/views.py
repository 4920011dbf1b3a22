"""Pages on which clauses are written, changed and taken out."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lindra.governance.commitments.actions import by
from lindra.governance.documents import queries, words
from lindra.governance.documents.actions import Refused, Stale
from lindra.governance.documents.guarded import for_writers
from lindra.governance.documents.views import STALE, TOGETHER, WRONG, page, seen
from lindra.governance.models import Document, Obligation
from lindra.governance.obligations import actions, forms
from lindra.governance.obligations.forms import ClauseForm
from lindra.governance.seats import Seat
from lindra.ids import new_id
from lindra.privacy.reader import Reader


@require_http_methods(["GET", "POST"])
@for_writers
def new(request: HttpRequest, reader: Reader, own: Seat, document: Document) -> HttpResponse:
    """A clause of a document."""
    form = ClauseForm(request.POST or None, document, initial={"id": new_id(), "kind": "share"})
    return _page(request, reader, document, form, None)


@require_http_methods(["GET", "POST"])
@for_writers
def change(request: HttpRequest, reader: Reader, own: Seat, document: Document, clause: str) -> HttpResponse:
    """Put a clause right."""
    one = _clause(document, clause)
    form = ClauseForm(request.POST or None, document, initial=forms.initial(one))
    return _page(request, reader, document, form, one)


@require_POST
@for_writers
def take_out(
    request: HttpRequest, reader: Reader, own: Seat, document: Document, clause: str
) -> HttpResponse:
    """Take a clause out that never belonged there."""
    one = _clause(document, clause)
    try:
        actions.take_out(one, request.POST.get("why", ""), by(reader), seen=seen(request))
    except Refused as error:
        form = ClauseForm(None, document, initial=forms.initial(one))
        return _render(request, document, form, one, refused=words.refused(error.fields["why"]), status=WRONG)
    except Stale:
        fresh = queries.one(document.pk) or document
        return page(request, reader, own, fresh, refused=str(STALE), status=TOGETHER)
    messages.success(request, _("The obligation is taken out. What it said stands in the history."))
    return redirect("governance:document", document.pk)


def _clause(document: Document, clause: str) -> Obligation:
    found = Obligation.objects.filter(pk=clause, document=document).select_related("document").first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, reader: Reader, document: Document, form: ClauseForm, one: Obligation | None
) -> HttpResponse:
    if request.method != "POST":
        return _render(request, document, form, one)
    if form.is_valid():
        try:
            if one is None:
                actions.write(document, form.clause(), by(reader), seen=seen(request))
            else:
                actions.change(one, form.clause(id=one.pk), by(reader), seen=seen(request))
        except Refused as error:
            for name, code in error.fields.items():
                field = form.field_of(name)
                form.add_error(field if field in form.fields else None, words.refused(code))
        except Stale:
            fresh = queries.one(document.pk) or document
            return _render(request, fresh, form, one, refused=str(STALE), status=TOGETHER)
        else:
            messages.success(request, _("The obligation is saved."))
            return redirect("governance:document", document.pk)
    return _render(request, document, form, one, status=WRONG)


def _render(
    request: HttpRequest, document: Document, form: ClauseForm, one: Obligation | None, *, refused: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    number = document.number if status != WRONG or not request.POST.get("seen") else request.POST["seen"]
    return render(request, "governance/document_clause.html", {
        "document": document, "form": form, "one": one, "refused": refused, "seen": number,
        "title": _("Change the obligation") if one else _("New obligation"),
    }, status=status)  # fmt: skip
