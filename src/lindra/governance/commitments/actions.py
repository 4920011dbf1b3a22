"""What is done with commitments: made, started, moved, handed over, done, given up, opened again. Each act is kept.

Who may is for ``allowed``; here stands what can be done at all, and what must be said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lindra import clock
from lindra.areas import queries as areas
from lindra.areas.models import Provider
from lindra.governance import bodies
from lindra.governance.commitments import rules, states
from lindra.governance.commitments.states import Standing
from lindra.governance.models import Commitment
from lindra.ids import new_id
from lindra.privacy.reader import Reader
from lindra.record.envelope import stamp


class Stale(Exception):
    """Somebody else has done something with the commitment since the page was opened."""


class Refused(ValueError):
    """What was said cannot be: ``fields`` says of each field what is wrong, and what to do."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__("; ".join(f"{name}: {told}" for name, told in self.fields.items()))


@dataclass(frozen=True, slots=True)
class By:
    """Who does something: the HSA-id (or what stands for it), the name, and in whose name: unit and provider."""

    staff: str
    name: str
    unit: str = ""
    provider: str = ""


def by(reader: Reader) -> By:
    """Whoever is signed in."""
    work = reader.assignment
    return By(reader.staff.hsa_id, reader.staff.name, work.unit, work.provider)


@dataclass(frozen=True, kw_only=True, slots=True)
class New:
    """What is undertaken. ``id`` is drawn when the page is shown, so that a page sent twice makes one."""

    title: str
    body: str
    """The key of who undertakes it (``bodies``)."""
    kind: rules.Kind = "action"
    owner: str = ""
    owner_staff: str = ""
    due: date | None = None
    due_said: str = ""
    text: str = ""
    origin: rules.Origin = "own"
    origin_key: str = ""
    unit: str = ""
    cause_kind: str = ""
    cause: str = ""
    measure: str = ""
    place: str = ""
    source: str = ""
    made_on: date | None = None
    """The day it was undertaken; today where none is given."""
    id: str = field(default_factory=new_id)


def make(said: New, by: By, *, at: datetime | None = None) -> Commitment:
    """Undertake something. Raises :class:`Refused` (a :class:`ValueError` naming the fields), ``bodies.NoSuchBody``.

    An action needs an owner and a last day. A promise may lack both: it is kept, and shown first, with what was said.
    """
    known = Commitment.objects.filter(pk=said.id).first()
    if known is not None:
        return known
    body, moment = bodies.body(said.body), at or clock.now()
    _check(said, clock.day(moment))
    unit = said.unit or (said.body.partition(":")[2] if said.body.startswith("unit:") else "")
    told = {
        "title": said.title.strip(), "text": said.text.strip(), "owner": said.owner.strip(),
        "owner_staff": said.owner_staff, "due": _iso(said.due), "due_said": said.due_said.strip(),
    }  # fmt: skip
    first = _act(by, "make", told, moment, said.made_on)
    return Commitment.objects.create(
        id=said.id, kind=said.kind, origin=said.origin, origin_key=said.origin_key, body=body.key,
        holder=_holder(body, unit, clock.day(moment)), unit=unit, acts=[first], number=1, cause_kind=said.cause_kind,
        cause=said.cause.strip(), measure=said.measure, place=said.place, source=said.source,
        **_carried(states.standing([first]), said.cause),
    )  # fmt: skip


def _check(said: New, today: date) -> None:
    wrong: dict[str, str] = {}
    if not said.title.strip():
        wrong["title"] = "say what is to be done"
    elif len(said.title) > rules.LONGEST_TITLE:
        wrong["title"] = f"at most {rules.LONGEST_TITLE} characters; put the rest in the text"
    if said.kind not in rules.KINDS:
        wrong["kind"] = f"one of {', '.join(rules.KINDS)}"
    if said.origin not in rules.ORIGINS:
        wrong["origin"] = f"one of {', '.join(rules.ORIGINS)}"
    if said.kind == "action" and not said.owner.strip():
        wrong["owner"] = "an action has an owner: a person or a function"
    if said.kind == "action" and said.due is None:
        wrong["due"] = "an action has a last day"
    made_on = said.made_on or today
    if made_on > today:
        wrong["made_on"] = f"{made_on} has not come yet"
    if said.due is not None and said.due < made_on:
        wrong["due"] = f"{said.due} is before it was undertaken, {made_on}"
    if wrong:
        raise Refused(wrong)


def _holder(body: bodies.Body, unit: str, today: date) -> str:
    kind, _, id = body.key.partition(":")
    if kind == "provider":
        return id
    if kind == "unit":
        found = areas.provider_of(id, today)
    else:
        found = (
            Provider.objects.filter(area=body.area, kind__in=("region", "municipality"))
            .order_by("id")
            .first()
        )
    return found.id if found else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _act(by: By, act: str, said: Mapping[str, Any], at: datetime, on: date | None) -> dict[str, Any]:
    own = {
        "act": act, "at": stamp(at), "on": (on or clock.day(at)).isoformat(), "by": by.staff, "name": by.name,
        "unit": by.unit, "provider": by.provider,
    }  # fmt: skip
    kept = {name: _iso(value) if isinstance(value, date) else value for name, value in said.items()}
    return own | {name: value for name, value in kept.items() if value not in ("", None)}


def _carried(now: Standing, cause: str) -> dict[str, Any]:
    """What stands in columns of its own."""
    due, ended_on = _date(now.due.day), _date(now.ended_on)
    return {
        "state": now.state, "title": now.title, "text": now.text, "owner": now.owner, "owner_staff": now.owner_staff,
        "due": due, "due_said": now.due.said, "made_on": _date(now.made_on), "started_on": _date(now.started_on),
        "ended_on": ended_on, "sort": rules.place(now.state, due, ended_on),
        "words": rules.searched(now.title, now.text, now.owner, cause, now.due.said),
    }  # fmt: skip


def act(
    one: Commitment,
    name: str,
    said: Mapping[str, Any] | None,
    by: By,
    *,
    seen: int,
    on: date | None = None,
    at: datetime | None = None,
) -> Commitment:
    """Do something with a commitment that was read at its ``seen``-th act; returns it as it stands then.

    ``on`` is the day it was so (started, done), where that is not today. Raises
    :class:`~lindra.moves.Impossible`, ``states.Lacking``, :class:`Refused`, :class:`Stale`.
    """
    if seen != one.number:
        raise Stale
    moment = at or clock.now()
    if on is not None and not one.made_on <= on <= clock.day(moment):
        raise Refused({"on": f"a day from {one.made_on} to {clock.day(moment)}"})
    done = _act(by, name, said or {}, moment, on)
    now = states.after_act(states.standing(one.acts), done)
    changed = _carried(now, one.cause) | {"acts": [*one.acts, done], "number": one.number + 1}
    if not Commitment.objects.filter(pk=one.pk, number=seen).update(**changed):
        raise Stale
    for column, value in changed.items():
        setattr(one, column, value)
    return one
