"""Where a commitment came from, with the way back there: each part says how its own keys are found."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from lindra.governance.models import Commitment, Obligation, Reply
from lindra.measures import catalogue

Way = tuple[str, str]
"""What it is called, and its address; empty where there is no page of it."""
_ways: dict[str, Callable[[str], Way | None]] = {}


def register(origin: str, way: Callable[[str], Way | None]) -> None:
    """Say how the keys of an origin are found: from a key to a name and an address, or none."""
    _ways[origin] = way


def back(one: Commitment) -> Way | None:
    """The way back to what a commitment came from; none where nothing more is known than what sort it is."""
    way = _ways.get(one.origin)
    return way(one.origin_key) if way and one.origin_key else None


def gap_key(measure: str, place: str, year: str) -> str:
    """The key of a gap: the definition, where, and the year it was seen in."""
    return f"{measure}|{place}|{year}"


def _gap(key: str) -> Way | None:
    from lindra.measures.pages import language

    measure, place, year = (*key.split("|"), "", "")[:3]
    found = catalogue.keyed(measure)
    if found is None:
        return None
    kind, _equals, code = place.partition("=")
    query = {"version": str(found.version), kind: code, "year": year}
    address = reverse("measures:indicator-gap", args=[found.id])
    told = urlencode({name: value for name, value in query.items() if name and value})
    return found.title.said(language()), f"{address}?{told}"


def _deviation(key: str) -> Way | None:
    try:
        return _("Deviation %(reference)s") % {"reference": key[-8:].upper()}, reverse(
            "deviation", args=[key]
        )
    except NoReverseMatch:
        return None


def _obligation(key: str) -> Way | None:
    """An obligation, within the document it stands in."""
    found = Obligation.objects.filter(pk=key).select_related("document").first()
    if found is None:
        return None
    try:
        address = reverse("governance:document", args=[found.document.pk])
    except NoReverseMatch:
        return None
    return ", ".join(filter(None, [found.document.title, found.paragraph])), f"{address}#{key}"


def _reply(key: str) -> Way | None:
    """A reply in a campaign, on the page of who replied."""
    found = Reply.objects.filter(pk=key).select_related("recipient__campaign").first()
    if found is None:
        return None
    campaign, body = found.recipient.campaign, found.recipient.body
    return campaign.title, reverse("governance:campaign-body", args=[campaign.key, body])


register("gap", _gap)
register("deviation", _deviation)
register("obligation", _obligation)
register("promise", _reply)
