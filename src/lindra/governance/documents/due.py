"""What governing documents ask for: expired, expiring, without an owner, not followed up, obligations broken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from lindra.governance.documents import queries
from lindra.governance.due import Item, What
from lindra.governance.models import Document, Obligation
from lindra.governance.obligations.evidence import Checked, check
from lindra.governance.seats import Seat

if TYPE_CHECKING:  # Ibis takes a second to load
    from lindra.measures.cubes.cube import Cube, Level

GROUPS: dict[What, str] = {
    "document_without_owner": "ownerless", "document_expired": "expired", "follow_up": "follow_up",
    "revision": "revision", "document_expires": "expiring",
}  # fmt: skip
"""What is told, by the group of the list it stands in; what must not be overlooked first."""


def items(seat: Seat | None, today: date) -> list[Item]:
    """What stands out, a seat's own; what nobody owns first. Each document once for each thing that is wrong."""
    whose = queries.theirs(seat, today)
    found = {what: _rows(whose, group, today) for what, group in GROUPS.items()}
    parties = queries.parties({one.pk: one for some in found.values() for one in some}.values())
    told = [_item(what, one, (parties[one.pk] or [""])[0]) for what, some in found.items() for one in some]
    return told + [_broken(one) for one in broken(seat, today)]


def counts(seat: Seat, today: date) -> dict[str, int]:
    """The same in numbers."""
    counted = Document.objects.filter(queries.theirs(seat, today))
    found: dict[str, int] = {
        what: counted.filter(queries.grouped(group, today)).count() for what, group in GROUPS.items()
    }
    return found | {"obligation_broken": len(broken(seat, today))}


def _rows(whose: Q, group: str, today: date) -> list[Document]:
    order = {"follow_up": "follow_up_on", "revision": "revise_on"}.get(group, "valid_to")
    return list(Document.objects.filter(whose & queries.grouped(group, today)).order_by(order, "title", "id"))


def _item(what: What, one: Document, body: str) -> Item:
    due = {"follow_up": one.follow_up_on, "revision": one.revise_on, "document_without_owner": None}
    return Item(
        what, one.pk, one.title, reverse("governance:document", args=[one.pk]), due.get(what, one.valid_to),
        what != "document_expires", one.owner, body,
    )  # fmt: skip


def _broken(one: Checked) -> Item:
    clause = one.obligation
    document = clause.document
    return Item(
        "obligation_broken", clause.pk, clause.wording,
        f"{reverse('governance:document', args=[document.pk])}#obligation-{clause.pk}", None, True, document.owner,
        clause.owes,
    )  # fmt: skip


# Obligations that are broken


def broken(seat: Seat | None, today: date) -> list[Checked]:
    """The obligations of rules in force that are broken, of those that are a seat's."""
    with cube(level(seat)) as opened:
        return [one for one in check(owed(seat, today), opened, today) if one.verdict.state == "broken"]


def owed(seat: Seat | None, today: date) -> list[Obligation]:
    """The obligations of rules in force that a seat's bodies owe, or of documents they are party to, by document."""
    holding = Document.objects.filter(queries.holding(today))
    found = Obligation.objects.filter(document__in=holding.values("pk")).select_related("document")
    if seat is not None and seat.scope != "council":
        keys = queries.bodies_of(seat, today)
        party = Document.objects.filter(parties__body__in=keys).values("pk")
        found = found.filter(Q(owes__in=keys) | Q(document__in=party))
    return list(found.order_by("document__title", "document", "order", "id"))


def level(seat: Seat | None) -> Level:
    """How much of the measures is seen: by a command every count, from a seat none of few."""
    return "own" if seat is None else "inside"


@contextmanager
def cube(seen: Level) -> Iterator[Cube | None]:
    """The world's cube of a level; none where nothing was counted yet."""
    from lindra.measures.cubes.cube import Cube, NoCube
    from lindra.measures.cubes.kept import Kept

    try:
        opened: Cube | None = Cube(Kept(settings.LINDRA_HOME).cube(seen))
    except NoCube:
        opened = None
    try:
        yield opened
    finally:
        if opened is not None:
            opened.close()
