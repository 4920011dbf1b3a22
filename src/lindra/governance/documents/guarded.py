"""Who reaches a page of a document, and who writes: everybody signed in reads, who governs writes within the seat."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lindra.governance.documents import queries
from lindra.governance.models import Document
from lindra.governance.seats import Seat, seat
from lindra.privacy.reader import Reader
from lindra.privacy.web import reader_required

View = Callable[..., HttpResponse]


def seated(view: View) -> View:
    """Gives a view the reader and the seat of whoever is signed in."""

    @reader_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        reader: Reader = request.reader  # type: ignore[attr-defined]
        return view(request, reader, seat(reader), *args, **more)

    return guarded


def for_one(view: View) -> View:
    """A page of one document."""

    @seated
    @wraps(view)
    def guarded(request: HttpRequest, reader: Reader, own: Seat, id: str, **more: Any) -> HttpResponse:
        found = queries.one(id)
        if found is None:
            raise Http404
        return view(request, reader, own, found, **more)

    return guarded


def for_writers(view: View) -> View:
    """A page on which a document is written, for who may write just this one."""

    @for_one
    @wraps(view)
    def guarded(
        request: HttpRequest, reader: Reader, own: Seat, document: Document, **more: Any
    ) -> HttpResponse:
        if not writes(own, document):
            return refused(request)
        return view(request, reader, own, document, **more)

    return guarded


def writes(own: Seat, document: Document) -> bool:
    """Whether a seat writes a document (``queries.may_write``)."""
    return own.governs and queries.may_write(own, queries.parties([document])[document.pk], queries.today())


def ends(own: Seat, document: Document) -> bool:
    """Whether a seat repeals a document. A proposal is taken back by whoever may write it."""
    if document.kind == "proposal":
        return writes(own, document)
    return own.governs and queries.may_end(own, queries.parties([document])[document.pk], queries.today())


def refused(request: HttpRequest) -> HttpResponse:
    """Who reads, and does not write here."""
    return render(request, "governance/document_refused.html", status=403)
