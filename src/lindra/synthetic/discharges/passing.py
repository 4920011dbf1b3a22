"""A made-up message passes as the program passes it: an entry of the sender, a copy with each receiver, receipts. Pure.

Units stand by their keys: they get their ids only in a world (``sinks``). ``discharge.actions`` is the model: what is
written here is what it would write.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from lindra.discharge.events.messages import TakenBack
from lindra.discharge.events.passing import Delivered, Message, Receipt, Sender, State
from lindra.record.envelope import When, stamp
from lindra.record.kinds import Fact
from lindra.synthetic import county
from lindra.synthetic.discharges import times
from lindra.synthetic.discharges.levels import happens, levels
from lindra.synthetic.story import Entry, Role, Step

NURSE: Role = "nurse"


@dataclass(slots=True)
class Sent:
    """A message that was sent: by which unit, and when it came to each unit, was sent back or answered by it."""

    message: Message
    unit: str
    at: datetime
    came: dict[str, datetime] = field(default_factory=dict)
    back: set[str] = field(default_factory=set)
    answered: dict[str, datetime] = field(default_factory=dict)

    def all(self, but: str) -> list[str]:
        """All units that have it, but one."""
        return [one for one in dict.fromkeys((self.unit, *self.came)) if one != but]


class Post:
    """What is sent about one patient; ``steps`` is all that was written."""

    def __init__(self, random: Random, until: datetime) -> None:
        self.random, self.until = random, until
        self.steps: list[Step] = []
        self.sent: dict[str, Sent] = {}

    def send(
        self, message: Message, unit: str, at: datetime, *, of: datetime | None = None, role: Role = NURSE
    ) -> None:
        """Send a message; ``of``: when that was of which it tells, where it was not then."""
        one = Sent(message, unit, of or at)
        self.sent[message.ref] = one
        own = [Entry(message, When.at(one.at), name=message.ref)]
        parcels = self._copies(one, at)
        if message.answers:
            receipt = _receipt(message.answers, "answered", unit, at)
            own.append(receipt)
            self.sent[message.answers].answered[unit] = at
            _to_all(parcels, self.sent[message.answers], receipt, unit)
        self._hand(at, unit, role, own, parcels)

    def correct(self, ref: str, at: datetime, **said: object) -> None:
        """Put right what was sent: all who got it get it anew."""
        one = self.sent[ref]
        one.message = one.message.model_copy(update=said)
        own = Entry(one.message, When.at(one.at), name=f"{ref}, put right", corrects=ref)
        self._hand(at, one.unit, NURSE, [own], self._copies(one, at))

    def send_back(self, ref: str, unit: str, at: datetime, why: str) -> None:
        """A unit sends back what was not for it."""
        one = self.sent[ref]
        one.back.add(unit)
        receipt = _receipt(ref, "sent_back", unit, at, why)
        self._hand(at, unit, NURSE, [receipt], _to_all({}, one, receipt, unit))

    def take_back(self, ref: str, taken: TakenBack, at: datetime) -> None:
        """The sender takes a message back, told to all who got it."""
        one = self.sent[ref]
        self.send(taken.model_copy(update={"to": tuple(one.came), "taken": ref}), one.unit, at)

    def read(self) -> None:
        """Every unit reads what came to it, now and then, several messages at once; a few are never read."""
        for unit in sorted({unit for one in self.sent.values() for unit in one.came}):
            came = sorted(
                (at, ref)
                for ref, one in self.sent.items()
                if (at := one.came.get(unit)) is not None and unit not in one.back
            )
            waiting: list[str] = []
            due: datetime | None = None
            for at, ref in came:
                if due is not None and at >= due:
                    self._acknowledge(unit, waiting, due)
                    waiting, due = [], None
                if not happens(self.random, "passing", "unread"):
                    waiting.append(ref)
                    due = due or self._when(unit, at)
            if due is not None:
                self._acknowledge(unit, waiting, due)

    def _when(self, unit: str, at: datetime) -> datetime:
        hours = levels()["passing"]["hours"]
        if unit.startswith("practice-"):
            return times.office(self.random, at, hours)
        return times.soon(self.random, at + 5 * times.MINUTE, at + hours * times.HOUR)

    def _acknowledge(self, unit: str, refs: Sequence[str], at: datetime) -> None:
        refs = [ref for ref in refs if self.sent[ref].answered.get(unit, at) >= at]
        if at > self.until or not refs:
            return
        refs = sorted(refs, key=lambda ref: (self.sent[ref].at, ref))
        own = [_receipt(ref, "read", unit, at) for ref in refs]
        parcels: dict[str, list[Entry]] = {}
        for ref, receipt in zip(refs, own, strict=True):
            _to_all(parcels, self.sent[ref], receipt, unit)
        self._hand(at, unit, NURSE, own, parcels)

    def _copies(self, one: Sent, at: datetime) -> dict[str, list[Entry]]:
        person = _writer(one.unit)
        found: dict[str, list[Entry]] = {}
        for unit in dict.fromkeys(one.message.to):
            if unit != one.unit:
                one.came[unit] = at
                fact = Delivered(
                    of=one.message.ref, message=one.message.kind, words=one.message.version, said=one.message.dump(),
                    sender=Sender(unit=one.unit, provider=one.unit, person=person), sent_at=stamp(one.at),
                )  # fmt: skip
                found[unit] = [Entry(fact, When.at(at))]
        return found

    def _hand(
        self, at: datetime, unit: str, role: Role, own: Sequence[Entry], parcels: dict[str, list[Entry]]
    ) -> None:
        self.steps.append(Step(at, unit, role, tuple(own)))
        self.steps += [Step(at, other, role, tuple(given), by=unit) for other, given in parcels.items()]


def addressed(fact: Fact, unit: Callable[[str], str], provider: Callable[[str], str]) -> Fact:
    """The same fact with units and providers as they are called where it goes; ``provider`` takes a unit too."""
    if isinstance(fact, Message):
        return fact.model_copy(update={"to": tuple(map(unit, fact.to))}) if fact.to else fact
    if isinstance(fact, Receipt):
        return fact.model_copy(update={"by": unit(fact.by)})
    if isinstance(fact, Delivered):
        sender = Sender(
            unit=unit(fact.sender.unit), provider=provider(fact.sender.provider), person=fact.sender.person
        )
        said = {**fact.said, "to": [unit(one) for one in fact.said["to"]]}
        return fact.model_copy(update={"said": said, "sender": sender})
    return fact


def _writer(unit: str) -> str:
    made = county.organisation()
    return made.staff[made.writers[unit, NURSE]].hsa_id


def _receipt(ref: str, state: State, unit: str, at: datetime, why: str = "") -> Entry:
    return Entry(Receipt(of=ref, by=unit, state=state, why=why), When.at(at))


def _to_all(parcels: dict[str, list[Entry]], one: Sent, receipt: Entry, unit: str) -> dict[str, list[Entry]]:
    for other in one.all(but=unit):
        parcels.setdefault(other, []).append(receipt)
    return parcels
