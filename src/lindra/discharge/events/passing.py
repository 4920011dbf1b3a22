"""How a message passes between organisations: sent, delivered, read, answered, sent back, taken back. Pure.

A message is an entry of the unit that sends it. What is handed over becomes the receiver's own record as well (each
provider owns what it wrote, SFS 2008:355 2 kap. 6 §): a *delivered* entry, a copy word for word, in the receiver's
name. So who receives reads what was sent to it whatever else of the patient it may see, and both sides keep the same
message under one reference.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from lindra.care.events.common import text
from lindra.record.facts import Value, episode_column, relation
from lindra.record.kinds import Fact, Put, kind, slot

MESSAGES = slot("discharge_messages", 200)
"""Every message of the process, by its reference: as it was sent (``sent``), and as each unit got it (``to|unit``)."""
RECEIPTS = slot("discharge_receipts", 200)
"""What became of a message at a unit, by ``reference|unit``, a part for each state."""

State = Literal["read", "answered", "sent_back"]


class Message(Fact):
    """What every message has. ``occurred_from`` is what it tells of, not when it was sent (``recorded_at``)."""

    ref: str
    """The same in the sender's entry and in every copy."""
    episode: str = ""
    """The stay it is about; empty before any."""
    to: tuple[str, ...] = ()
    """Units that are to have it, by id."""
    answers: str = ""
    """The reference of the message that this one answers."""

    columns = {"episode": episode_column("episode")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(MESSAGES, self.ref, "sent"),)


class Sender(Value):
    """Who sent a message: ids, and the HSA-id of the person."""

    unit: str
    provider: str
    person: str = ""


@kind("discharge_delivered")
class Delivered(Fact):
    """A message as it came to this unit: its kind and its words. It begins a care relation, as a referral does."""

    matter = "administrative"
    handed = True

    of: str
    message: str
    words: int = 1
    """The version of that kind."""
    said: dict[str, Any]
    sender: Sender
    sent_at: str
    """When it was sent (ISO 8601, UTC)."""

    columns = {"form": text("message")}

    def puts(self, unit: str) -> Iterable[Put]:
        return Put(MESSAGES, self.of, f"to|{unit}"), relation("referred", unit)


@kind("discharge_receipt")
class Receipt(Fact):
    """That a unit has read, answered or sent back a message; kept by that unit and by the one that sent it."""

    matter = "administrative"
    handed = True

    of: str
    by: str
    """The unit that received it."""
    state: State
    why: str = ""

    columns = {"form": text("state")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(RECEIPTS, f"{self.of}|{self.by}", self.state),)
