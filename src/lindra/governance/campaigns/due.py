"""What is due in campaigns: replies that have not come, readings that are missing.

Promises that are late stand with the commitments (``commitments.due``) and are not given here a second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from lindra.areas.models import Provider
from lindra.governance import bodies
from lindra.governance.bodies import Body
from lindra.governance.campaigns import actions, queries, rules, words
from lindra.governance.due import Item
from lindra.governance.models import Campaign, Classing, Recipient, Reply
from lindra.governance.seats import Seat

READINGS = ("settle", "read", "read_again")


def items(seat: Seat | None, today: date) -> list[Item]:
    """Replies that have not come, the late first; then, for each campaign, how many readings of a sort are missing."""
    waiting = list(_waiting(seat))
    named = bodies.bodies({one.body for one in waiting})
    found = [_reply(one, named.get(one.body, Body(one.body, one.body)), today) for one in waiting]
    found += _readings() if seat is None or seat.scope == "council" else []
    return sorted(found, key=lambda one: (not one.late, one.due is None, one.due or today, one.title))


def counts(seat: Seat, today: date) -> dict[str, int]:
    """How many replies are late."""
    return {"reply": sum(_last_day(one) < today for one in _waiting(seat))}


def _waiting(seat: Seat | None) -> QuerySet[Recipient]:
    """Those who have a letter and have not replied, as far as they are a seat's."""
    replied = Reply.objects.filter(recipient=OuterRef("pk"), withdrawn="")
    found = Recipient.objects.filter(~Exists(replied), sent_on__isnull=False).select_related("campaign")
    theirs = _theirs(seat)
    return (found if theirs is None else found.filter(body__in=theirs)).order_by("pk")


def _theirs(seat: Seat | None) -> Collection[str] | None:
    """The bodies a seat sees things of; None: all of them."""
    if seat is None or seat.scope == "council":
        return None
    if seat.scope != "provider":
        return ()
    own = Provider.objects.filter(pk=seat.provider).first()
    return {bodies.provider(seat.provider)} | ({bodies.area(own.area)} if own and own.area else set())


def _last_day(one: Recipient) -> date:
    last = rules.last_day(one.campaign.reply_by, actions.reminders(one))
    return rules.last_day(last, queries.unnamed_reminders(one.campaign))


def _reply(one: Recipient, body: Body, today: date) -> Item:
    last = _last_day(one)
    return Item(
        "reply", one.pk, f"{body.name}: {words.title(one.campaign)}",
        reverse("governance:campaign-body", args=[one.campaign.key, one.body]), last, last < today,
        ", ".join(one.functions), body.key,
    )  # fmt: skip


def _readings() -> list[Item]:
    """What no law and no promise gives a day: readings, and differences to settle."""
    return [
        Item(
            "reply", f"{campaign.pk}:{what}", f"{words.NEXT[what]} ({number}): {words.title(campaign)}",
            reverse("governance:campaign", args=[campaign.key]), None, False, campaign.asked_by, "",
        )
        for campaign in queries.every()
        for what, number in _missing(campaign).items()
    ]  # fmt: skip


def _missing(campaign: Campaign) -> dict[str, int]:
    """How many bodies wait for which reading."""
    steps: dict[str, dict[str, str]] = {}
    for recipient, step, code in Classing.objects.filter(recipient__campaign=campaign).values_list(
        "recipient", "step", "code"
    ):
        steps.setdefault(recipient, {})[step] = code
    replied = set(
        Reply.objects.filter(recipient__campaign=campaign, withdrawn="").values_list("recipient", flat=True)
    )
    what = Counter(
        rules.next_for("answered", rules.classed(steps.get(one, {})).how, True)
        for one in replied | steps.keys()
    )
    return {name: what[name] for name in READINGS if what[name]}
