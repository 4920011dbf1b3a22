"""Reads of campaigns: one as a whole, in seven reads however many bodies it has; all of them in short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lindra.access import inventory
from lindra.governance import bodies
from lindra.governance.bodies import Body
from lindra.governance.campaigns import actions, agreement, inventories, rules
from lindra.governance.campaigns.agreement import Agreement
from lindra.governance.campaigns.rules import Came, Classed, Reminder, State
from lindra.governance.commitments import queries as commitments
from lindra.governance.commitments import rules as commitment_rules
from lindra.governance.models import Campaign, Classing, Commitment, Point, Recipient, Reply


@dataclass(frozen=True, slots=True)
class Replied:
    """A reply with its points; ``in_time`` is None where it cannot be known."""

    reply: Reply
    points: tuple[Point, ...]
    in_time: bool | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A body within a campaign: how it stands, what it replied and promised, how it was classed."""

    recipient: Recipient
    body: Body
    state: State
    last_day: date
    replies: tuple[Replied, ...]
    classings: Mapping[str, Classing]
    classed: Classed
    promises: tuple[Commitment, ...]

    @property
    def next(self) -> str:
        """What somebody has to do about it."""
        return rules.next_for(self.state, self.classed.how, bool(self.replies))


@dataclass(frozen=True, slots=True)
class Whole:
    """A campaign with every body, in the order of their names."""

    campaign: Campaign
    asked: tuple[Asked, ...]
    today: date

    @property
    def states(self) -> dict[State, int]:
        """How many bodies stand how."""
        return {state: sum(one.state == state for one in self.asked) for state in rules.STATES}

    @property
    def classes(self) -> dict[str, int]:
        """How many bodies have each class; those without one under the empty code, where there are any."""
        return rules.counted((one.classed for one in self.asked), tuple(inventory.categories()))

    @property
    def promises(self) -> tuple[Commitment, ...]:
        """Every promise."""
        return tuple(made for one in self.asked for made in one.promises)

    @property
    def agreement(self) -> Agreement:
        """How far the two readers agree."""
        first, second = (
            {one.recipient.body: one.classings[step].code for one in self.asked if step in one.classings}
            for step in ("first", "second")
        )
        return agreement.agreement(first, second, tuple(inventory.categories()), inventories.ordered())

    def of(self, key: str) -> Asked | None:
        """One body, by its key."""
        return next((one for one in self.asked if one.recipient.body == key), None)


def one(key: str) -> Campaign | None:
    """A campaign by its key."""
    return Campaign.objects.filter(key=key).first()


def every() -> list[Campaign]:
    """All campaigns, the latest first."""
    return list(Campaign.objects.order_by("-reply_by", "key"))


def whole(campaign: Campaign, today: date) -> Whole:
    """A campaign with all its bodies, as they stand today."""
    recipients = list(Recipient.objects.filter(campaign=campaign))
    named = bodies.bodies([one.body for one in recipients])
    replies: dict[str, list[Reply]] = {}
    for reply in sorted(Reply.objects.filter(recipient__campaign=campaign), key=_in_order):
        replies.setdefault(reply.recipient_id, []).append(reply)
    points: dict[str, list[Point]] = {}
    for point in Point.objects.filter(reply__recipient__campaign=campaign).order_by("position"):
        points.setdefault(point.reply_id, []).append(point)
    classings: dict[str, dict[str, Classing]] = {}
    for classing in Classing.objects.filter(recipient__campaign=campaign):
        classings.setdefault(classing.recipient_id, {})[classing.step] = classing
    ids = [reply.pk for some in replies.values() for reply in some]
    promised = commitments.of_origins("promise", ids)
    found = [
        _asked(campaign, one, named.get(one.body, Body(one.body, one.body)), replies.get(one.pk, []), points,
               classings.get(one.pk, {}), promised, today)
        for one in recipients
    ]  # fmt: skip
    return Whole(campaign, tuple(sorted(found, key=lambda one: by_name(one.body.name))), today)


def _asked(
    campaign: Campaign, one: Recipient, body: Body, replies: list[Reply], points: Mapping[str, list[Point]],
    classings: Mapping[str, Classing], promised: Mapping[str, list[Commitment]], today: date,
) -> Asked:  # fmt: skip
    own, unnamed = actions.reminders(one), unnamed_reminders(campaign)
    standing = [reply for reply in replies if not reply.withdrawn]
    came = {reply.pk: Came(reply.received_on, reply.dated_on, reply.kind == "late") for reply in standing}
    return Asked(
        one, body,
        rules.state(one.sent_on, campaign.reply_by, own, unnamed, list(came.values()), today),
        rules.last_day(rules.last_day(campaign.reply_by, own), unnamed),
        tuple(
            _replied(reply, points, came[reply.pk], (campaign.reply_by, own, unnamed))
            for reply in standing
        ),
        classings, rules.classed({step: found.code for step, found in classings.items()}),
        tuple(made for reply in standing for made in promised.get(reply.pk, ()) if _theirs(made, one)),
    )  # fmt: skip


def _theirs(made: Commitment, one: Recipient) -> bool:
    """Whether the body itself promises it: anybody who governs may say of an action that it comes from a reply."""
    return made.kind == "promise" and made.body == one.body


def _in_order(reply: Reply) -> tuple[date, bool, datetime, str]:
    """By day, those without one first; a body's own before other voices."""
    return reply.received_on or reply.dated_on or date.min, reply.who != "body", reply.noted_at, reply.pk


def _replied(
    reply: Reply,
    points: Mapping[str, list[Point]],
    came: Came,
    days: tuple[date, list[Reminder], list[Reminder]],
) -> Replied:
    return Replied(reply, tuple(points.get(reply.pk, ())), rules.in_time(came, *days))


def unnamed_reminders(campaign: Campaign) -> list[Reminder]:
    """Reminders of which it is not known whom they went to."""
    return [actions.as_reminder(said) for said in campaign.unnamed_reminders]


def late(promises: Iterable[Commitment], today: date) -> list[Commitment]:
    """The promises whose last day has passed."""
    return [one for one in promises if commitment_rules.late(one.state, one.due, today)]


def by_name(name: str) -> str:
    """A key that sorts å, ä and ö last, in that order."""
    return name.casefold().translate(str.maketrans("åäö", "{|}"))
