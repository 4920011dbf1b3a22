"""Who reaches the pages of campaigns: everybody signed in reads; a council, and oversight of a provider, write."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from lindra import clock
from lindra.governance import seats
from lindra.governance.campaigns import queries
from lindra.governance.models import Campaign
from lindra.governance.seats import Seat
from lindra.privacy import rules as privacy
from lindra.privacy.reader import Reader
from lindra.privacy.web import denied, reader_required

View = Callable[..., HttpResponse]
WRITES = ("council", "provider")
"""The scopes that ask, remind, note replies and class."""


def may_write(seat: Seat) -> bool:
    """Whether somebody runs campaigns."""
    return seat.scope in WRITES


def of_request(request: HttpRequest) -> Seat:
    """The seat of whoever is signed in."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return seats.seat(reader)


def for_campaign(view: View) -> View:
    """A page of one campaign, for everybody signed in."""

    @reader_required
    @wraps(view)
    def guarded(request: HttpRequest, key: str, **more: Any) -> HttpResponse:
        campaign = queries.one(key)
        if campaign is None:
            raise Http404
        return view(request, campaign, **more)

    return guarded


def writes(view: View) -> View:
    """A page or an act for who runs campaigns; inside :func:`for_campaign` or alone."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not may_write(of_request(request)):
            return denied(request, privacy.law("PDL 4:2"))
        return view(request, *args, **more)

    return guarded


def asked(view: Callable[..., HttpResponse]) -> View:
    """A page of one body in a campaign; who was not asked has none."""

    @for_campaign
    @wraps(view)
    def guarded(request: HttpRequest, campaign: Campaign, body: str, **more: Any) -> HttpResponse:
        whole = queries.whole(campaign, clock.today())
        found = whole.of(body)
        if found is None:
            raise Http404
        return view(request, whole, found, **more)

    return guarded
