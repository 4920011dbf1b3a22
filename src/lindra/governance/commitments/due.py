"""Actions and promises that are due, late, without a day or without an owner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from lindra.governance.commitments import queries, rules
from lindra.governance.due import Item, What
from lindra.governance.models import Commitment
from lindra.governance.seats import Seat


def items(seat: Seat | None, today: date) -> list[Item]:
    """Everything open of a seat: what has no day first, then the earliest. Of no seat: everybody's."""
    found = queries.every_open(seat)
    gone = queries.gone((one.owner_staff for one in found), today)
    return [item(one, today, gone) for one in found]


def item(one: Commitment, today: date, gone: Iterable[str] = ()) -> Item:
    """One commitment as a thing that is due; without an owner where who was named works here no longer."""
    what: What = "promise" if one.kind == "promise" else "action"
    owner = "" if one.owner_staff and one.owner_staff in set(gone) else one.owner
    url = reverse("governance:action", args=[one.pk])
    return Item(what, one.pk, one.title, url, one.due, rules.late(one.state, one.due, today), owner, one.body)


def counts(seat: Seat, today: date) -> dict[str, int]:
    """How many are open and late of each kind, and how many lack a day or an owner. One question, and one of owners."""
    mine = Commitment.objects.filter(queries.theirs(seat), sort__lt=rules.OVER)
    late = queries.late(today)
    action, promise = Q(kind="action"), Q(kind="promise")
    found = mine.aggregate(
        action=Count("pk", filter=action),
        promise=Count("pk", filter=promise),
        late_actions=Count("pk", filter=action & late),
        late_promises=Count("pk", filter=promise & late),
        no_day=Count("pk", filter=Q(sort=rules.NO_DAY)),
    )
    ownerless = Commitment.objects.filter(queries.theirs(seat) & queries.without_owner(today)).count()
    return {name: int(value) for name, value in found.items()} | {"without_owner": ownerless}
