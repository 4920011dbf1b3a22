"""What is done in a campaign: asked, sent, reminded, classed, shown to everybody; each refuses what cannot be.

Who may is for ``guarded``. What has been noted is not changed: a reply that was noted by mistake is withdrawn with a
reason (``replying``), and a class that two readers differ on is settled in a third step.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from lindra import clock
from lindra.access import inventory
from lindra.governance import bodies
from lindra.governance.campaigns import inventories, refusals, rules
from lindra.governance.campaigns.refusals import NotAsked, Refused
from lindra.governance.commitments.actions import By
from lindra.governance.models import Campaign, Classing, Recipient


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A new campaign, as it is put. ``bodies`` are keys, each asked by the same functions."""

    key: str
    title: str
    question: str
    asked_by: str
    inventory: str
    reply_by: date
    bodies: Sequence[str]
    functions: Sequence[str] = ()
    title_en: str = ""
    question_en: str = ""
    answer_to: str = ""
    asked_on: date | None = None
    public: bool = False


def key_of(*parts: object) -> str:
    """The same id for the same thing, so that loading twice makes it once."""
    return str(uuid5(NAMESPACE_URL, "lindra:campaign:" + "|".join(map(str, parts))))


@transaction.atomic
def ask(said: Question, by: By) -> Campaign:
    """Put a question to bodies. Raises :class:`Refused`, ``bodies.NoSuchBody``."""
    if not said.bodies:
        raise Refused("bodies", refusals.NOBODY)
    if said.inventory not in inventories.dated():
        raise Refused(
            "inventory", refusals.UNKNOWN, said=said.inventory, known=", ".join(inventories.dated())
        )
    if said.asked_on is not None and said.reply_by < said.asked_on:
        raise Refused("reply_by", refusals.BEFORE_ASKED, day=said.reply_by, asked=said.asked_on)
    if Campaign.objects.filter(key=said.key).exists():
        raise Refused("key", refusals.TAKEN, key=said.key)
    found = bodies.bodies(said.bodies)
    if unknown := [key for key in said.bodies if key not in found]:
        raise bodies.NoSuchBody(f"no such body: {', '.join(unknown)}")
    made = Campaign.objects.create(
        id=key_of(said.key), key=said.key, title=said.title, title_en=said.title_en, question=said.question,
        question_en=said.question_en, asked_by=said.asked_by, answer_to=said.answer_to, inventory=said.inventory,
        asked_on=said.asked_on, reply_by=said.reply_by, public=said.public, made_on=clock.today(), made_by=by.staff,
    )  # fmt: skip
    Recipient.objects.bulk_create(
        Recipient(
            id=key_of(said.key, key),
            campaign=made,
            body=key,
            functions=list(said.functions),
            sent_on=said.asked_on,
        )
        for key in dict.fromkeys(said.bodies)
    )
    return made


@transaction.atomic
def send(campaign: Campaign, on: date) -> int:
    """Note that the letters were sent, to those who have not got theirs; how many. Raises :class:`Refused`."""
    if on > clock.today():
        raise Refused("on", refusals.NOT_YET, day=on)
    if on > campaign.reply_by:
        raise Refused("on", refusals.AFTER_LAST, day=on, last=campaign.reply_by)
    count = Recipient.objects.filter(campaign=campaign, sent_on=None).update(sent_on=on)
    if campaign.asked_on is None:
        campaign.asked_on = on
        campaign.save(update_fields=["asked_on"])
    return count


@transaction.atomic
def remind(campaign: Campaign, keys: Collection[str], on: date, until: date, by: By) -> int:
    """Note a reminder with a new last day; how many were reminded. Raises :class:`NotAsked`, :class:`Refused`."""
    if not keys:
        raise Refused("bodies", refusals.NOBODY)
    found = [recipient(campaign, key) for key in keys]
    for one in found:
        if one.sent_on is None or on < one.sent_on:
            raise Refused("on", refusals.NO_LETTER, name=bodies.body(one.body).name)
        if until <= max(on, rules.last_day(campaign.reply_by, reminders(one))):
            raise Refused("by", refusals.NOT_LATER, day=until)
    for one in found:
        one.reminders = [*one.reminders, {"on": on.isoformat(), "by": until.isoformat(), "staff": by.staff}]
        one.save(update_fields=["reminders"])
    return len(found)


def reminders(one: Recipient) -> list[rules.Reminder]:
    """The reminders of a body, with days."""
    return [as_reminder(said) for said in one.reminders]


def as_reminder(said: Mapping[str, str]) -> rules.Reminder:
    """A reminder as it is kept, with days."""
    return rules.Reminder(date.fromisoformat(said["on"]), date.fromisoformat(said["by"]))


def recipient(campaign: Campaign, key: str) -> Recipient:
    """The body as it was asked. Raises :class:`NotAsked`."""
    found = Recipient.objects.filter(campaign=campaign, body=key).first()
    if found is None:
        named = bodies.bodies([key])
        name = f"{named[key].name} ({key})" if key in named else key
        raise NotAsked(f"{name} was not asked in campaign {campaign.key}")
    return found


@transaction.atomic
def classify(
    campaign: Campaign, key: str, step: str, code: str, grounds: str, by: By, *, on: date | None = None,
    reader: str = "",
) -> Classing:  # fmt: skip
    """Class a body's replies. Raises :class:`NotAsked`, :class:`Refused` (an unknown class, a step out of turn)."""
    asked = recipient(campaign, key)
    if code not in inventory.categories():
        raise Refused("code", refusals.UNKNOWN, said=code, known=", ".join(inventory.categories()))
    done = {one.step: one for one in asked.classings.all()}
    steps, staff = ({name: getattr(one, what) for name, one in done.items()} for what in ("code", "staff"))
    if why := rules.may_class(steps, staff, step, by.staff):
        raise Refused("step", refusals.WHY_NOT[why])
    if step == "settled" and not grounds.strip():
        raise Refused("grounds", refusals.NO_REASON)
    return Classing.objects.create(
        id=key_of(campaign.key, key, step), recipient=asked, step=step, code=code, grounds=grounds, staff=by.staff,
        reader=reader or by.name, read_on=on or clock.today(),
    )  # fmt: skip


def publish(campaign: Campaign, public: bool) -> None:
    """Show the campaign to everybody, or no longer."""
    campaign.public = public
    campaign.save(update_fields=["public"])


def close(campaign: Campaign, on: date) -> None:
    """Note the day on which the result was reported. Raises :class:`Refused`."""
    if on > clock.today() or (campaign.asked_on is not None and on < campaign.asked_on):
        raise Refused("on", refusals.BETWEEN, first=campaign.asked_on, last=clock.today())
    campaign.closed_on = on
    campaign.save(update_fields=["closed_on"])
