"""Pages on which documents are written: new, changed, the next version."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindra.governance.asked import plain
from lindra.governance.commitments.actions import by
from lindra.governance.documents import actions, forms, guarded, queries, words
from lindra.governance.documents.actions import Refused, Stale
from lindra.governance.documents.forms import DocumentForm
from lindra.governance.documents.guarded import for_writers, seated
from lindra.governance.documents.views import STALE, TOGETHER, WRONG, seen
from lindra.governance.models import Document
from lindra.governance.seats import Seat
from lindra.ids import new_id
from lindra.privacy.reader import Reader


@require_http_methods(["GET", "POST"])
@seated
def new(request: HttpRequest, reader: Reader, own: Seat) -> HttpResponse:
    """A document that was not here."""
    if not own.governs:
        return guarded.refused(request)
    start = {
        "id": new_id(),
        "kind": request.GET.get("kind", ""),
        "concerns": plain(request.GET).get("concerns", ""),
    }
    form = DocumentForm(request.POST or None, own, initial=start)
    if request.method == "POST" and form.is_valid() and _within(form, own):
        try:
            made = actions.make(form.said(), by(reader))
        except Refused as error:
            forms.say(form, error)
        else:
            messages.success(request, _("The document is saved."))
            return redirect("governance:document", made.pk)
    return _page(request, form, _("New document"), reverse("governance:documents"))


@require_http_methods(["GET", "POST"])
@for_writers
def change(request: HttpRequest, reader: Reader, own: Seat, one: Document) -> HttpResponse:
    """Put right what a document says."""
    form = DocumentForm(request.POST or None, own, one, initial=forms.initial(one))
    stale = ""
    if request.method == "POST" and form.is_valid() and _within(form, own):
        said = form.said(id=one.pk, predecessor=one.predecessor, source=one.source)
        try:
            actions.change(one, said, by(reader), seen=seen(request))
        except Refused as error:
            forms.say(form, error)
        except Stale:
            one, stale = queries.one(one.pk) or one, str(STALE)
        else:
            messages.success(request, _("The document is saved."))
            return redirect("governance:document", one.pk)
    return _page(request, form, _("Change the document"), _url(one), one=one, stale=stale)


@require_http_methods(["GET", "POST"])
@for_writers
def revise(request: HttpRequest, reader: Reader, own: Seat, one: Document) -> HttpResponse:
    """The next version of a document: a row of its own, which goes on with its obligations."""
    blank = ("decided_on", "valid_from", "valid_to", "followed_up_on", "revise_on")
    start: dict[str, Any] = forms.initial(one) | dict.fromkeys(blank) | {"id": new_id()}
    if one.valid_to:
        start["valid_from"] = one.valid_to + timedelta(days=1)
    form = DocumentForm(request.POST or None, own, one, initial=start)
    if request.method == "POST" and form.is_valid() and _within(form, own):
        try:
            made = actions.make(form.said(predecessor=one.pk), by(reader))
        except Refused as error:
            forms.say(form, error)
        else:
            messages.success(request, _("The new version is saved, with the obligations of the one before."))
            return redirect("governance:document", made.pk)
    lead = _(
        "Its obligations come with it. From its first day, once it is decided, it takes the place of this one."
    )
    return _page(request, form, _("The next version"), _url(one), one=one, lead=lead)


def _within(form: DocumentForm, own: Seat) -> bool:
    """Whether a party is within the seat; otherwise it is said beside the field."""
    if queries.may_write(own, form.cleaned_data["parties"], queries.today()):
        return True
    form.add_error(
        "parties", _("Choose at least one party that you answer for; others write their own documents.")
    )
    return False


def _url(one: Document) -> str:
    return reverse("governance:document", args=[one.pk])


def _page(
    request: HttpRequest, form: DocumentForm, title: str, back: str, *, one: Document | None = None, lead: str = "",
    stale: str = "",
) -> HttpResponse:  # fmt: skip
    status = 200 if not form.is_bound else TOGETHER if stale else WRONG
    number = one.number if one and (stale or request.method == "GET") else request.POST.get("seen", "")
    return render(request, "governance/document_form.html", {
        "form": form, "title": title, "back": back, "one": one, "lead": lead, "stale": stale, "seen": number,
        "kind": words.KINDS.get(one.kind, "") if one else "",
    }, status=status)  # fmt: skip
