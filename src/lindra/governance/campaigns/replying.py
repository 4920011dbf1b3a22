"""Replies: noted as they came, with what they say, and what of it is followed as promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from lindra import clock
from lindra.access import inventory
from lindra.governance.campaigns import refusals, rules
from lindra.governance.campaigns.actions import key_of, recipient
from lindra.governance.campaigns.refusals import Refused
from lindra.governance.commitments import actions as commitments
from lindra.governance.commitments import rules as commitment_rules
from lindra.governance.commitments.actions import By
from lindra.governance.models import Campaign, Commitment, Point, Reply
from lindra.ids import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One thing a reply says."""

    text: str
    function: str = inventory.NO_SINGLE_FUNCTION
    when: str = ""
    status: str = "avsikt"
    line: int | None = None
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A reply as it came. ``id`` is drawn when the page is shown, so that a page sent twice notes one."""

    who: str = "body"
    who_said: str = ""
    kind: str = "first"
    received_on: date | None = None
    dated_on: date | None = None
    summary: str = ""
    source: str = ""
    points: Sequence[Said] = ()
    id: str = field(default_factory=new_id)


@transaction.atomic
def note_reply(campaign: Campaign, key: str, said: Answer, by: By) -> Reply:
    """Note a reply of a body. Raises :class:`NotAsked`, :class:`Refused`; a reply with a known id is given back."""
    asked = recipient(campaign, key)
    known = Reply.objects.filter(pk=said.id, recipient=asked).first()
    if known is not None:
        return known
    _check(campaign, said)
    made = Reply.objects.create(
        id=said.id, recipient=asked, who=said.who, who_said=said.who_said, kind=said.kind, received_on=said.received_on,
        dated_on=said.dated_on, summary=said.summary, source=said.source, noted_at=clock.now(), noted_by=by.staff,
    )  # fmt: skip
    Point.objects.bulk_create(
        Point(id=one.id, reply=made, function=one.function, text=one.text, when=one.when, status=one.status,
              line=one.line, position=nth)
        for nth, one in enumerate(said.points)
    )  # fmt: skip
    return made


def _check(campaign: Campaign, said: Answer) -> None:
    if said.who not in rules.WHO:
        raise Refused("who", refusals.UNKNOWN, said=said.who, known=", ".join(rules.WHO))
    if said.kind not in rules.KINDS:
        raise Refused("kind", refusals.UNKNOWN, said=said.kind, known=", ".join(rules.KINDS))
    for name, day in (("received_on", said.received_on), ("dated_on", said.dated_on)):
        if day is not None and day > clock.today():
            raise Refused(name, refusals.NOT_YET, day=day)
        if day is not None and campaign.asked_on is not None and day < campaign.asked_on:
            raise Refused(name, refusals.BEFORE_ASKED, day=day, asked=campaign.asked_on)
    if said.received_on and said.dated_on and said.received_on < said.dated_on:
        raise Refused("received_on", refusals.BEFORE_DATED, day=said.received_on, dated=said.dated_on)
    for one in said.points:
        check_said(one)
    if not said.summary.strip() and not said.points:
        raise Refused("summary", refusals.NOTHING_SAID)


def check_said(one: Said) -> None:
    """Raise :class:`Refused` for a status or a function that is not known."""
    if one.status not in inventory.statuses():
        raise Refused("status", refusals.UNKNOWN, said=one.status, known=", ".join(inventory.statuses()))
    if one.function not in inventory.functions():
        raise Refused("function", refusals.UNKNOWN, said=one.function, known=", ".join(inventory.functions()))


@transaction.atomic
def add_point(reply: Reply, said: Said) -> Point:
    """Note one thing more that a reply says; the same id once."""
    known = Point.objects.filter(pk=said.id).first()
    place = Point.objects.filter(reply=reply).count()
    return known or Point.objects.create(
        id=said.id, reply=reply, function=said.function, text=said.text, when=said.when, status=said.status,
        line=said.line, position=place,
    )  # fmt: skip


@transaction.atomic
def promise(
    point: Point, by: By, *, due: date | None, owner: str = "", made_on: date | None = None, source: str = ""
) -> Commitment:
    """Follow what a reply says as a promise of the body, until it is kept or late; it may have no day.

    Raises ``commitments.actions.Refused`` with the field.
    """
    reply, asked = point.reply, point.reply.recipient
    short, rest = _title(point.text)
    made = commitments.make(
        commitments.New(
            id=key_of("promise", point.pk), kind="promise", title=short, text=rest, body=asked.body, due=due,
            due_said=point.when, owner=owner, origin="promise", origin_key=reply.pk, made_on=made_on, source=source,
        ),
        by,
    )  # fmt: skip
    if not point.promise:
        point.promise = made.pk
        point.save(update_fields=["promise"])
    return made


def _title(text: str) -> tuple[str, str]:
    """A text as a title, and the whole of it where it is longer than a title may be."""
    most = commitment_rules.LONGEST_TITLE
    return (text, "") if len(text) <= most else (f"{text[: most - 1]}…", text)


def withdraw(reply: Reply, reason: str) -> None:
    """Take back a reply that was noted by mistake; it stays, with the reason. Raises :class:`Refused`."""
    if not reason.strip():
        raise Refused("reason", refusals.NO_REASON)
    if followed := [one.text for one in reply.points.all() if one.promise]:
        raise Refused("reason", refusals.FOLLOWED, promises="; ".join(followed[:3]))
    reply.withdrawn = reason.strip()
    reply.save(update_fields=["withdrawn"])
