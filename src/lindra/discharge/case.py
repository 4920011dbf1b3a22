"""A stay and what was said of it, as one chart tells it: the same to everybody who has the messages. Pure.

Whoever sent a message has it as *sent*, whoever got it as *delivered*; a case is put together of either, and a message
that stands as both counts once. When somebody was admitted or left is the record's own fact where the reader sees it,
and otherwise what the messages say of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from lindra.care.events.people import CONTACTS_NAMED
from lindra.discharge import parties, process
from lindra.discharge.events.passing import MESSAGES, RECEIPTS
from lindra.discharge.process import Stage
from lindra.discharge.steps import OPEN_CARE, Step, put_together
from lindra.discharge.steps import Case as Steps
from lindra.record.chart import Chart, Statement
from lindra.record.envelope import instant, last_instant
from lindra.record.facts import CONTACTS, DEATH, STAYS
from lindra.record.kinds import KINDS, fact_of

FAST = "fast_vardkontakt"
FACTS = ("admitted", "discharged", "died", "contact_named")
"""What happened and is no message, and is a step by the same name."""
STEP_OF = {
    "judged_in_need": "judged_in_need", "admission_notice": "notice", "ready_for_discharge": "ready",
    "ready_withdrawn": "ready_withdrawn", "sip_called": "sip_called", "information_sent": "informed",
}  # fmt: skip
"""What a message is called among the steps that clocks are counted from."""


@dataclass(frozen=True, slots=True)
class Passed:
    """What became of a message at one unit: when it was delivered, read, answered, or sent back and why."""

    unit: str
    delivered: datetime | None = None
    read: datetime | None = None
    answered: datetime | None = None
    sent_back: datetime | None = None
    why: str = ""

    @property
    def acknowledged(self) -> bool:
        """Whether the unit has read it as it stands: what was corrected afterwards is to be read again."""
        seen = max((at for at in (self.read, self.answered) if at), default=None)
        return seen is not None and (self.delivered is None or seen >= self.delivered)


@dataclass(frozen=True, slots=True)
class Message:
    """A message: its reference, kind and words, who sent it when, and what became of it at each unit it went to."""

    ref: str
    kind: str
    at: datetime
    said: Mapping[str, Any]
    unit: str
    provider: str
    author: str
    event: str
    """The entry it stands in, for this reader: as sent where that is seen, else as delivered."""
    passed: tuple[Passed, ...] = ()
    taken_back: str = ""
    """Why, where the sender took it back."""

    @property
    def episode(self) -> str:
        """The stay it is about; empty before any."""
        return str(self.said.get("episode", ""))

    @property
    def valid(self) -> bool:
        """Whether it counts: neither taken back by its sender nor sent back by all who got it."""
        back = bool(self.passed) and all(one.sent_back for one in self.passed)
        return not self.taken_back and not back

    @property
    def unread(self) -> tuple[str, ...]:
        """Units that have it, or should, and have not read it."""
        return tuple(one.unit for one in self.passed if not (one.acknowledged or one.sent_back))


def may_do(message: Message, unit: str) -> tuple[str, ...]:
    """What a unit may do with a message: put it right or take it back if its own; answer or send back if it got it."""
    if not message.valid or message.kind == "message_taken_back":
        return ()
    if message.unit == unit:
        return ("correct", "take_back")
    got = next((one for one in message.passed if one.unit == unit), None)
    return ("answer", "send_back") if got is not None and not got.sent_back else ()


def messages(chart: Chart) -> tuple[Message, ...]:
    """Every message of the process that this chart holds, in the order they were sent; each once."""
    found = chart.slots.get(MESSAGES)
    receipts = _receipts(chart)
    rows = found.rows.items() if found else ()
    every = [_message(ref, parts, receipts) for ref, parts in rows]
    taken = {one.said["taken"]: str(one.said["why"]) for one in every if one.kind == "message_taken_back"}
    marked = (_with(one, taken.get(one.ref, "")) for one in every)
    return tuple(sorted(marked, key=lambda one: (one.at, one.ref)))


def _with(message: Message, taken: str) -> Message:
    return replace(message, taken_back=taken) if taken else message


def _message(
    ref: str, parts: Mapping[str, Statement], receipts: Mapping[str, Mapping[str, Statement]]
) -> Message:
    sent = parts.get("sent")
    copies = {part.removeprefix("to|"): one for part, one in parts.items() if part != "sent"}
    if sent is not None:
        kind, said, at = sent.kind, sent.value, _at(sent)
        unit, provider, author, event = sent.unit, sent.provider, sent.author, sent.event
        handed = None if sent.source else instant(sent.recorded_at)
    else:
        copy = min(copies.values(), key=lambda one: one.order)
        sender = copy.value["sender"]
        kind, said, at = copy.value["message"], _said(copy), instant(copy.value["sent_at"])
        unit, provider, author, event = (
            sender["unit"],
            sender["provider"],
            sender.get("person", ""),
            copy.event,
        )
        handed = _at(copy)
    units = dict.fromkeys([*said.get("to", ()), *copies])
    passed = tuple(
        _passed(one, _when(copies.get(one)) or handed, receipts.get(f"{ref}|{one}", {}))
        for one in units
        if one != unit
    )
    return Message(ref, kind, at, said, unit, provider, author, event, passed)


def _said(copy: Statement) -> dict[str, Any]:
    """A copy's words as its kind is now: it was handed over as the kind was then."""
    kind, version = copy.value["message"], int(copy.value.get("words", 1))
    said: dict[str, Any] = dict(copy.value["said"])
    return said if version == KINDS[kind].version else fact_of(kind, version, said).dump()


def _passed(unit: str, delivered: datetime | None, states: Mapping[str, Statement]) -> Passed:
    """At one unit. What is handed over is delivered to all in the same instant, so that one's own copy tells of all."""
    back = states.get("sent_back")
    return Passed(
        unit, delivered, _when(states.get("read")), _when(states.get("answered")), _when(back),
        str(back.value.get("why", "")) if back else "",
    )  # fmt: skip


def _receipts(chart: Chart) -> Mapping[str, Mapping[str, Statement]]:
    found = chart.slots.get(RECEIPTS)
    return found.rows if found else {}


def _at(statement: Statement) -> datetime:
    return instant(statement.occurred_from or statement.recorded_at)


def _when(statement: Statement | None) -> datetime | None:
    return _at(statement) if statement else None


@dataclass(frozen=True, slots=True)
class Case:
    """One stay, or what led to a visit that became none (``episode`` is then empty)."""

    episode: str
    unit: str = ""
    """The ward."""
    provider: str = ""
    admitted: datetime | None = None
    left: datetime | None = None
    died: datetime | None = None
    """When the stay ended by death."""
    dead: bool = False
    to: str = ""
    messages: tuple[Message, ...] = ()
    events: tuple[tuple[datetime, str, str], ...] = ()
    """What happened, in order: when, what, and the reference of the message it was told in (or empty)."""
    stage: Stage = process.START
    out_of_place: tuple[int, ...] = ()
    """Which of ``events`` had no place where they came."""

    @property
    def open(self) -> bool:
        """Whether anybody still waits for something: of who has left, for the information that is to be sent."""
        if self.dead or self.stage in ("at_home", "home_again", "dead"):
            return False
        return self.stage != "discharged" or self.last("information_sent") is None

    def last(self, kind: str) -> Message | None:
        """The latest message of a kind that counts."""
        found = [one for one in self.messages if one.kind == kind and one.valid]
        return found[-1] if found else None


@lru_cache(maxsize=4)
def _of(held: _Held) -> tuple[Case, ...]:
    chart = held.chart
    every = messages(chart)
    stays = _stays(chart, every)
    outside = [one for one in every if not one.episode]
    found = [_case(chart, episode, parts, every, outside, stays) for episode, parts in stays.items()]
    told = {one.ref for case in found for one in case.messages}
    rest = [one for one in outside if one.ref not in told]
    if rest:
        found.append(_told(chart, Stay("", unit=""), rest))
    return tuple(
        sorted(found, key=lambda one: (one.events[0][0] if one.events else one.messages[0].at, one.episode))
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Held:
    """A chart, the same only as itself: charts are never changed, and several readings ask of the same one."""

    chart: Chart

    def __hash__(self) -> int:
        return id(self.chart)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.chart is self.chart


def cases(chart: Chart) -> tuple[Case, ...]:
    """Every stay that has a message, or is going on, and what was said outside any, in time order."""
    return _of(_Held(chart))


def _stays(chart: Chart, every: Iterable[Message]) -> dict[str, Mapping[str, Statement]]:
    """Stays by episode: those of the messages, and of the chart those that go on."""
    slot = chart.slots.get(STAYS)
    known = dict(slot.rows) if slot else {}
    named = dict.fromkeys(one.episode for one in every if one.episode)
    going_on = (episode for episode, parts in known.items() if "discharged" not in parts)
    return {
        episode: known.get(episode, {})
        for episode in [*named, *(one for one in going_on if one not in named)]
    }


@dataclass(frozen=True, slots=True)
class Stay:
    """What frames a case: the ward, when the stay began and ended and how, and when the next one began."""

    episode: str
    unit: str = ""
    provider: str = ""
    admitted: datetime | None = None
    left: datetime | None = None
    to: str = ""
    until: datetime | None = None


def _case(
    chart: Chart, episode: str, parts: Mapping[str, Statement], every: Iterable[Message], outside: Iterable[Message],
    stays: Mapping[str, Mapping[str, Statement]],
) -> Case:  # fmt: skip
    own = [one for one in every if one.episode == episode]
    admitted, left, to = _times(parts, own)
    first = min([*(one.at for one in own), *([admitted] if admitted else [])], default=None)
    earlier = _before(first, episode, stays)
    led = [one for one in outside if first and one.at <= first and (earlier is None or one.at > earlier)]
    ward = parts.get("admitted") or next((one for one in own if one.kind == "admission_notice"), None)
    unit, provider = (ward.unit, ward.provider) if ward else ("", "")
    stay = Stay(episode, unit, provider, admitted, left, to, _next(first, episode, stays))
    return _told(chart, stay, [*led, *own])


def _next(
    first: datetime | None, episode: str, stays: Mapping[str, Mapping[str, Statement]]
) -> datetime | None:
    """When the stay after this one began: what was said later belongs to that."""
    begun = [
        _at(parts["admitted"]) for other, parts in stays.items() if other != episode and "admitted" in parts
    ]
    return min((at for at in begun if first is not None and at > first), default=None)


def _before(
    first: datetime | None, episode: str, stays: Mapping[str, Mapping[str, Statement]]
) -> datetime | None:
    """When the stay before this one ended: what was said earlier belongs to that."""
    ends = [
        _at(parts["discharged"])
        for other, parts in stays.items()
        if other != episode
        and "discharged" in parts
        and first is not None
        and _at(parts["discharged"]) <= first
    ]
    return max(ends, default=None)


def _times(
    parts: Mapping[str, Statement], own: Iterable[Message]
) -> tuple[datetime | None, datetime | None, str]:
    """When admitted, when left and where to: the record's facts, else what valid messages say."""
    admitted, left, to = _when(parts.get("admitted")), _when(parts.get("discharged")), ""
    if "discharged" in parts:
        to = str(parts["discharged"].value.get("to", "unknown"))
    for one in own:
        if one.valid and one.kind == "admission_notice" and admitted is None and one.said.get("admitted"):
            admitted = datetime.fromisoformat(one.said["admitted"])
        if one.valid and one.kind == "left_hospital" and left is None:
            left, to = one.at, one.said["to_where"]
    return admitted, left, to


DEAD = ("dead", "deceased")


def _told(chart: Chart, stay: Stay, own: list[Message]) -> Case:
    """The case in its frame. A death after the stay is no part of it, but leaves nobody to wait for."""
    death = _death(chart)
    died = death if death and (stay.left is None or stay.to in DEAD or death <= stay.left) else None
    if died is None and stay.to in DEAD:
        died = stay.left
    events = sorted(_events(chart, stay, own, died), key=lambda one: (one[0], _rank(one[1])))
    stage, out_of_place = process.walked([event for _, event, _ in events])
    return Case(
        stay.episode, stay.unit, stay.provider, stay.admitted, stay.left, died, death is not None or died is not None,
        stay.to, tuple(own), tuple(events), stage, out_of_place,
    )  # fmt: skip


def _death(chart: Chart) -> datetime | None:
    """When the patient died; of a day alone its end, so that what was said on it comes before."""
    one = chart.one(DEATH)
    if one is None or not one.occurred_from:
        return None
    return last_instant(instant(one.occurred_from), one.precision)


RANKS = {event: rank for rank, event in enumerate(process.TABLE)}


def _rank(event: str) -> int:
    return RANKS[event]


def _events(
    chart: Chart, stay: Stay, own: Sequence[Message], died: datetime | None
) -> Iterator[tuple[datetime, str, str]]:
    for one in own:
        if one.valid and one.kind in process.TABLE:
            yield one.at, one.kind, one.ref
    if stay.admitted is not None:
        yield stay.admitted, "admitted", ""
    if stay.left is not None and stay.to not in DEAD:
        yield stay.left, "discharged", ""
    if died is not None:
        yield died, "died", ""
    yield from (one for one in _contacts_named(chart) if stay.until is None or one[0] < stay.until)
    since = min((one.at for one in own), default=stay.admitted)
    until = stay.left or died or stay.until
    for visit in _visits(chart):
        if since is not None and since <= visit[0] and (until is None or visit[0] <= until):
            yield visit


def _contacts_named(chart: Chart) -> Iterator[tuple[datetime, str, str]]:
    """Fixed care contacts; one from before the stay goes on (2 kap. 5 § second paragraph)."""
    for row in chart.rows(CONTACTS_NAMED):
        stated = row.get("stated")
        if stated and stated.value.get("role") == FAST and not stated.value.get("ended"):
            yield _at(stated), "contact_named", ""


def _visits(chart: Chart) -> Iterator[tuple[datetime, str, str]]:
    for row in chart.rows(CONTACTS):
        for one in row.values():
            if one.value.get("form") == "emergency":
                yield _at(one), "emergency_visit", ""


def steps(case: Case, municipality: str, kinds: Mapping[str, str]) -> Steps:
    """The case as steps that clocks and liability are counted from.

    ``municipality`` is its four-digit code, ``kinds`` the kinds of units by id: what went to the region's open care
    alone has not told the municipality. A judgement that a plan is not needed, and what was taken or sent back, is no
    step.
    """
    by_ref = {one.ref: one for one in case.messages}
    found = [_step(event, at, by_ref.get(ref), kinds) for at, event, ref in case.events]
    rows = [(municipality, one) for one in found if one.event]
    if not rows:
        return Steps(case.episode, municipality, ())
    return put_together(case.episode, rows, now=max(one.at for _, one in rows))[0]


def _step(event: str, at: datetime, message: Message | None, kinds: Mapping[str, str]) -> Step:
    if message is None:
        return Step(event if event in FACTS else "", at)
    if event == "sip_judged":
        return Step("sip_needed" if message.said.get("needed") == "yes" else "", at)
    if event == "open_care_noted":
        return Step(
            "open_care_available" if message.said["state"] == "available" else "open_care_missing", at
        )
    if event == "estimate_changed":
        return Step("estimate", at, str(message.said.get("estimate", "")))
    to = dict.fromkeys(_called(one.unit, kinds) for one in message.passed if not one.sent_back)
    return Step(STEP_OF.get(event, ""), at, ";".join(to))


def _called(unit: str, kinds: Mapping[str, str]) -> str:
    return OPEN_CARE if parties.side(kinds.get(unit, "")) == "open_care" else unit
