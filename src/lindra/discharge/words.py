"""From a case to words in the page's language: what was said, how deadlines stand, where the patient is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindra.clock import day
from lindra.discharge import labels
from lindra.discharge.case import Case, Message, Passed
from lindra.discharge.clocks import Clock
from lindra.discharge.events.passing import Message as Sent
from lindra.discharge.process import Stage
from lindra.discharge.steps import limits
from lindra.frame import texts
from lindra.record.kinds import KINDS, fact_of

UNTOLD = frozenset({"ref", "episode", "to", "answers", "taken"})
PAYING = ("payment_starts", "long_stay")
OF_THE_WARD = ("admission_notice", "information")
"""Deadlines that the ward is to keep."""
WALK: tuple[Stage, ...] = ("admitted", "noticed", "planning", "ready", "discharged", "home_again")
"""The way through a stay, as the strip shows it."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of units by id, of staff by HSA-id, of relatives by reference."""

    units: Mapping[str, str]
    staff: Mapping[str, str]
    relatives: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of the case as a page shows it, in the same order to everybody."""

    at: datetime
    kind: str
    title: str
    icon: str
    sender: str = ""
    ref: str = ""
    unit: str = ""
    """The sender's, by id."""
    rows: tuple[tuple[str, str], ...] = ()
    passed: tuple[tuple[str, str, str], ...] = ()
    """Of each unit: tone, name, what became of the message there."""
    void: str = ""
    """Why it does not count."""
    out_of_place: bool = False


def fact(message: Message) -> Sent:
    """A message as its kind."""
    found = fact_of(message.kind, KINDS[message.kind].version, dict(message.said))
    assert isinstance(found, Sent)
    return found


def lines(case: Case, names: Names) -> list[Line]:
    """Everything that happened and was said, in order; what does not count stands where it was said, struck."""
    by_ref = {one.ref: one for one in case.messages}
    found = []
    for place, (at, event, ref) in enumerate(case.events):
        wrong = place in case.out_of_place
        message = by_ref.get(ref)
        found.append(_of_message(message, names, wrong) if message else _of_fact(at, event, wrong))
    void = [one for one in case.messages if not one.valid]
    found += [_of_message(one, names, False) for one in void]
    return sorted(found, key=lambda one: one.at)


def _of_fact(at: datetime, event: str, wrong: bool) -> Line:
    icons = {"admitted": "bed", "discharged": "home", "died": "leaf", "emergency_visit": "emergency"}
    return Line(at, event, str(labels.FACTS.get(event, event)), icons.get(event, "note"), out_of_place=wrong)


def _of_message(message: Message, names: Names, wrong: bool) -> Line:
    label = labels.KINDS[message.kind]
    unit = names.units.get(message.unit, _("a unit that is not known"))
    who = names.staff.get(message.author, "")
    return Line(
        message.at, message.kind, str(label.title), label.icon,
        sender=f"{unit} – {who}" if who else unit, ref=message.ref, unit=message.unit,
        rows=tuple(rows(fact(message), names)), passed=tuple(passed(one, names) for one in message.passed),
        void=_void(message, names), out_of_place=wrong,
    )  # fmt: skip


def _void(message: Message, names: Names) -> str:
    if message.taken_back:
        return _("Taken back by the sender: %(why)s.") % {"why": _lower(labels.code(message.taken_back))}
    back = [one for one in message.passed if one.sent_back]
    if message.valid or not back:
        return ""
    return _("Sent back by all who got it.")


def _lower(text: labels.Text) -> str:
    said = str(text)
    return said[:1].lower() + said[1:]


def passed(one: Passed, names: Names) -> tuple[str, str, str]:
    """Tone, unit, and what became of a message there."""
    state = (
        "sent_back" if one.sent_back else "answered" if one.answered else "read" if one.acknowledged
        else "delivered" if one.delivered else "sent"
    )  # fmt: skip
    tone, text = labels.PASSED[state]
    at = {
        "sent_back": one.sent_back,
        "answered": one.answered,
        "read": one.read,
        "delivered": one.delivered,
    }.get(state)
    told = f"{text}, {texts.stamp(at)}" if at else str(text)
    if one.why and one.sent_back:
        told = f"{told}: {one.why}"
    return tone, names.units.get(one.unit, _("a unit that is not known")), told


def rows(message: Sent, names: Names) -> Iterator[tuple[str, str]]:
    """What a message says, field by field; what was left empty is not told."""
    for name in type(message).model_fields:
        value = getattr(message, name)
        if name in UNTOLD or value in (None, "", ()):
            continue
        if name == "insatser":
            yield from ((_("To be done"), _insats(one)) for one in value)
        elif name == "relatives" and message.kind == "sip_held":
            yield (
                str(labels.field(message.kind, name)),
                ", ".join(names.relatives.get(one, one) for one in value),
            )
        else:
            yield str(labels.field(message.kind, name)), _said(message, name, value)


def _insats(one: Any) -> str:
    who = f"{labels.code(one.by)}, {one.who}" if one.who else str(labels.code(one.by))
    return f"{one.what} – {who}"


def _said(message: Sent, name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return texts.instant(value)
    if isinstance(value, date):
        return texts.instant(value)
    if isinstance(value, tuple):
        return ", ".join(str(labels.code(one)) if _coded(message, name) else one for one in value)
    if isinstance(value, str):
        return str(labels.code(value)) if _coded(message, name) else value
    return str(getattr(value, "name", value))


def _coded(message: Sent, name: str) -> bool:
    """Whether a field holds codes rather than somebody's own words."""
    kind = type(message).model_fields[name].annotation
    inner = get_args(kind)
    return bool(inner) and (
        any(isinstance(one, str) for one in inner)
        or any(isinstance(deep, str) for one in inner for deep in get_args(one))
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A deadline in words: what, its paragraph, when due and done, how it stands; and how long is left, if open."""

    what: str
    rule: str
    due: str
    done: str
    tone: str
    state: str
    left: str = ""
    code: str = ""
    missed: bool = False
    by: str = ""
    """The unit that was to do it, where that is the ward."""


def clock(one: Clock, now: datetime, ward: str = "") -> Told:
    """One deadline."""
    tone, state = labels.STATES[one.state]
    if one.what in PAYING:
        tone, state = labels.PAYING.get(one.state, (tone, state))
    if one.state == "open" and one.due is not None:
        tone, left = _left(one.due, now)
    else:
        left = ""
    return Told(
        str(labels.CLOCKS.get(one.what, one.what)), one.rule, texts.instant(one.due) if one.due else "",
        texts.instant(one.done_at) if one.done_at else "", tone, str(state), left, one.what,
        one.met is False and one.what not in PAYING, ward if one.what in OF_THE_WARD else "",
    )  # fmt: skip


def _left(due: datetime | date, now: datetime) -> tuple[str, str]:
    """How long is left, in hours where the deadline has an hour; the last day, or four hours, warn."""
    if isinstance(due, datetime):
        hours = int((due - now).total_seconds() // 3600)
        text = (
            ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
            if hours
            else _("under an hour left")
        )
        return ("warning" if hours < limits()["soon"]["hours"] else "info"), text
    days = (due - day(now)).days
    if days == 0:
        return "warning", _("today at latest")
    return "info", ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


def strip(stage: Stage) -> list[dict[str, Any]]:
    """The way through the stay: each stage, whether it is behind, where the patient is, or to come."""
    known = WALK.index(stage) if stage in WALK else -1
    return [
        {
            "label": str(labels.STAGES[one]),
            "state": "done" if number < known else "here" if number == known else "ahead",
        }
        for number, one in enumerate(WALK)
    ]
