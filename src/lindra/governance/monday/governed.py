"""The lines about papers and promises: what has expired, what nobody owns, what is late. A few cheap reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from lindra.governance.campaigns import due as campaigns
from lindra.governance.commitments import due as commitments
from lindra.governance.documents import queries
from lindra.governance.models import Commitment, Document
from lindra.governance.monday.rules import Line, Part
from lindra.governance.seats import Seat

DOCUMENTS = (
    ("document_expired", "expired"), ("document_without_owner", "ownerless"), ("follow_up", "follow_up"),
)  # fmt: skip
"""What is counted of documents, by the group of their list that it opens."""
COMMITMENTS = (("late_promises", "promise"), ("late_actions", "action"))


def lines(seat: Seat, today: date) -> list[Line]:
    """Documents expired or without an owner; promises and actions late, and replies that have not come."""
    return [of_documents(seat, today), of_commitments(seat, today)]


def _list(name: str, **asked: str) -> str:
    """A list of this room, narrowed."""
    return f"{reverse(f'governance:{name}')}{f'?{urlencode(asked)}' if asked else ''}"


def of_documents(seat: Seat, today: date) -> Line:
    """Documents that have expired, that nobody owns, or whose follow-up is late. One may stand in several parts."""
    if not Document.objects.exists():
        return Line("documents", None, why="no_documents")
    counted = queries.counts(queries.Filters(ours=True), seat, today)
    own = {} if seat.scope == "council" else {"whose": "ours"}
    parts = tuple(
        Part(name, counted[show], _list("documents", show=show, **own))
        for name, show in DOCUMENTS
        if counted[show]
    )
    return Line("documents", _each_once(seat, today), _first(parts), parts=parts)


def _each_once(seat: Seat, today: date) -> int:
    """How many documents stand in any of the parts."""
    some = Q()
    for _name, show in DOCUMENTS:
        some |= queries.grouped(show, today)
    return Document.objects.filter(queries.theirs(seat, today) & some).count()


def of_commitments(seat: Seat, today: date) -> Line:
    """Promises and actions whose day has passed, and replies that were due."""
    replies = campaigns.counts(seat, today)["reply"]
    if not replies and not Commitment.objects.exists():
        return Line("commitments", None, why="no_commitments")
    counted = commitments.counts(seat, today)
    parts = tuple(
        Part(name, counted[name], _list("actions", show="late", kind=kind))
        for name, kind in COMMITMENTS
        if counted[name]
    )
    if replies:
        parts += (Part("reply", replies, _list("campaigns")),)
    return Line("commitments", sum(part.count or 0 for part in parts), _first(parts), parts=parts)


def _first(parts: Iterable[Part]) -> str:
    """Where a line with parts opens: to the list of its first."""
    return next((part.url for part in parts), "")
