"""Who reaches the pages of campaigns: everybody signed in reads, and a council writes.

Who oversees a provider's quality may class replies too, so that there are two readers, but not of the own region.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from lindra import clock
from lindra.areas.models import Provider
from lindra.governance import seats
from lindra.governance.campaigns import queries
from lindra.governance.campaigns.queries import Asked, Whole
from lindra.governance.models import Campaign
from lindra.governance.seats import Seat
from lindra.privacy import rules as privacy
from lindra.privacy.reader import Reader
from lindra.privacy.web import denied, reader_required

View = Callable[..., HttpResponse]


def may_write(seat: Seat) -> bool:
    """Whether somebody runs campaigns: asks, reminds, notes replies, settles, publishes."""
    return seat.scope == "council"


def may_class(seat: Seat, body: str) -> bool:
    """Whether somebody classes the replies of a body: a council, and oversight of a provider outside that region."""
    return may_write(seat) or (seat.scope == "provider" and _region(seat.provider) not in ("", body[5:7]))


def _region(provider: str) -> str:
    """The region a provider is or lies in, by its code; empty where it is not known."""
    return str(Provider.objects.filter(pk=provider).values_list("area", flat=True).first() or "")[:2]


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


def classes(view: Callable[..., HttpResponse]) -> View:
    """A page on which replies of a body are classed; inside :func:`asked`."""

    @wraps(view)
    def guarded(request: HttpRequest, whole: Whole, one: Asked) -> HttpResponse:
        if not may_class(of_request(request), one.recipient.body):
            return denied(request, privacy.law("PDL 4:2"))
        return view(request, whole, one)

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
