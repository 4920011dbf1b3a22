"""What is done with a deviation: reported, sent, answered, assessed, each act by whom it is for; and unlinked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from lindra import clock
from lindra.areas import queries as areas
from lindra.discharge.deviations import queries, rules, states
from lindra.discharge.deviations.states import Standing
from lindra.discharge.models import Deviation, DeviationWish
from lindra.ids import new_id
from lindra.privacy import beside
from lindra.privacy.door import Opened
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Duty, Purpose
from lindra.record import wall
from lindra.record.envelope import Event, stamp


class Stale(Exception):
    """Somebody else has done something with the deviation since the page was opened."""


class NoReceiver(ValueError):
    """The unit it concerns belongs to nobody today: nothing is sent."""


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reports. ``id`` is drawn when the page is shown, so that a page sent twice reports once."""

    id: str
    category: str
    about: str
    """The unit it concerns."""
    harm: str
    what: str = ""
    episode: str = ""
    message: str = ""
    context: str = ""


def report(opened: Opened, reader: Reader, said: Report) -> Deviation:
    """Write a deviation about a patient; it is not sent. Raises :class:`PermissionError`, :class:`NoReceiver`."""
    beside.note(opened.patient, reader, "report a deviation")
    owner = areas.provider_of(said.about, clock.today())
    if owner is None:
        raise NoReceiver(said.about)
    with wall.opened(readings=[queries.NAME]):
        known = Deviation.objects.filter(pk=said.id).first()
    if known is not None and known.unit == reader.assignment.unit and known.patient in opened.records:
        return known
    first = _act(reader, "write", {"harm": said.harm})
    made = Deviation(
        id=said.id if known is None else new_id(), patient=opened.patient, unit=reader.assignment.unit,
        provider=reader.assignment.provider, episode=said.episode, message=said.message, context=said.context,
        category=said.category, what=said.what, about_unit=said.about, about_provider=owner.id, acts=[first], number=1,
        **_carried(states.standing([first])),
    )  # fmt: skip
    with wall.opened(opened.records):
        made.save(force_insert=True)
    return made


def _act(reader: Reader, act: str, said: Mapping[str, Any]) -> dict[str, Any]:
    work = reader.assignment
    own = {
        "act": act,
        "at": stamp(clock.now()),
        "by": reader.staff.hsa_id,
        "unit": work.unit,
        "provider": work.provider,
    }
    return own | {name: value for name, value in said.items() if value not in ("", None, [])}


def _carried(now: Standing) -> dict[str, Any]:
    """What stands in columns of its own."""
    return {
        "state": now.state, "harm": now.harm, "way": now.way, "receiver": now.receiver, "written_at": now.written_at,
        "sent_at": now.sent_at, "answered_at": now.answered_at, "ended_at": now.ended_at,
    }  # fmt: skip


def act(
    one: Deviation,
    reader: Reader,
    name: str,
    said: Mapping[str, Any] | None = None,
    *,
    seen: int,
    **columns: Any,
) -> Deviation:
    """Do something with a deviation that the reader has read at its ``seen``-th act; returns it as it stands then.

    Raises :class:`PermissionError`, :class:`~lindra.moves.Impossible`, :class:`Stale`.
    """
    if seen != one.number:
        raise Stale
    who, now = queries.who(reader), queries.standing(one)
    if not rules.may(name, who, rules.sides(who, queries.parties(one)), now):
        raise PermissionError("this reader may not do this with the deviation")
    done = _act(reader, name, said or {})
    after = states.after_act(now, done)
    changed = columns | _carried(after) | {"acts": [*one.acts, done], "number": one.number + 1}
    with wall.opened([one.patient]):
        if not Deviation.objects.filter(pk=one.pk, number=seen).update(**changed):
            raise Stale
    for column, value in changed.items():
        setattr(one, column, value)
    return one


def send(one: Deviation, reader: Reader, *, seen: int) -> Deviation:
    """Send it the way the receiver wants: in Lindra at once; otherwise this says that somebody has handed it over.

    Raises as :func:`act`, and :class:`NoReceiver`.
    """
    if areas.provider_of(one.about_unit, clock.today()) is None:
        raise NoReceiver(one.about_unit)
    wish = queries.wished(one)
    way = wish.way if wish else "lindra"
    receiver = (wish.unit if wish and wish.unit else one.about_unit) if way == "lindra" else ""
    return act(one, reader, "send", {"way": way, "receiver": receiver}, seen=seen)


def answer(one: Deviation, reader: Reader, said: Mapping[str, Any], *, seen: int) -> Deviation:
    """Answer it; who answers has received it, also where nobody said so before. Raises as :func:`act`."""
    with transaction.atomic():
        if one.state == "sent":
            one = act(one, reader, "receive", seen=seen)
            seen = one.number
        return act(one, reader, "answer", said, seen=seen)


def assess(one: Deviation, reader: Reader, said: Mapping[str, Any], *, seen: int) -> Deviation:
    """Assess it for the reader's provider. Raises as :func:`act`; :class:`ValueError` for what contradicts the law."""
    if rules.contradicts(bool(said["serious"]), str(said["decision"])):
        raise ValueError("an event with a serious care injury, or the risk of one, is to be reported")
    level = rules.level(int(said["severity"]), int(said["probability"]), clock.today())
    return act(one, reader, "assess", {**said, "level": level}, seen=seen)


# How a provider wants them


def may_wish(reader: Reader) -> bool:
    """Whether a reader says how the provider wants deviations: who answers for its quality."""
    return reader.purpose is Purpose.FOLLOWUP and reader.side.duty is Duty.OVERSIGHT


def wish(reader: Reader, said: rules.Wish) -> None:
    """Say how one's provider wants deviations from a day on. Raises :class:`PermissionError`."""
    if not may_wish(reader):
        raise PermissionError("who answers for a provider's quality says how it wants deviations")
    DeviationWish.objects.create(
        id=new_id(), provider=reader.assignment.provider, way=said.way, unit=said.unit, address=said.address,
        function=said.function, categories=sorted(said.categories), first_day=said.first_day, last_day=said.last_day,
        by=reader.staff.hsa_id, at=stamp(clock.now()),
    )  # fmt: skip


def end_wish(reader: Reader, identifier: str, last: date) -> bool:
    """End a wish of one's own provider with a day; whether there was one to end. Raises :class:`PermissionError`."""
    if not may_wish(reader):
        raise PermissionError("who answers for a provider's quality says how it wants deviations")
    own = DeviationWish.objects.filter(pk=identifier, provider=reader.assignment.provider, last_day=None)
    return bool(own.filter(first_day__lte=last).update(last_day=last))


# What is destroyed

TOLD = ("answer", "change", "reason", "owner", "note")
"""What was written in an act in somebody's own words."""
GONE = "–"
"""What stands instead: that something was said still counts."""


def forget(patient: str, gone: Sequence[Event], home: Path) -> None:
    """With destroyed entries goes whom a deviation is about, and every word of it; that there was one still counts."""
    for one in Deviation.objects.filter(patient=patient):
        acts = [{name: GONE if name in TOLD else value for name, value in said.items()} for said in one.acts]
        with wall.opened([""]):
            Deviation.objects.filter(pk=one.pk).update(patient="", episode="", message="", what="", acts=acts)


def settle(home: Path) -> None:
    """Nothing of this stands in files."""
