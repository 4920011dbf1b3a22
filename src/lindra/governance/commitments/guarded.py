"""Who reaches a page of one commitment, and who writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lindra.governance.commitments import queries
from lindra.governance.seats import Seat, seat
from lindra.privacy.web import reader_required

View = Callable[..., HttpResponse]


def seated(view: View) -> View:
    """Gives a view the seat of whoever is signed in."""

    @reader_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        return view(request, seat(request.reader), *args, **more)  # type: ignore[attr-defined]

    return guarded


def for_one(view: View) -> View:
    """A page of one commitment."""

    @seated
    @wraps(view)
    def guarded(request: HttpRequest, own: Seat, id: UUID, **more: Any) -> HttpResponse:
        found = queries.one(str(id))
        if found is None:
            raise Http404
        return view(request, own, found, **more)

    return guarded


def refused(request: HttpRequest) -> HttpResponse:
    """Who reads, and does not write here."""
    return render(request, "governance/action_refused.html", status=403)
