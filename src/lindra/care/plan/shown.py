"""The plan as people read it: the same shape for the page, the paper and the signed file. Only values, in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from lindra.care.events.plan import Section
from lindra.care.plan.model import Validity


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line in words. ``tone``: "" | "ok" | "critical" | "warning" | "unknown"; ``origin``: when, who and where."""

    topic: str
    label: str
    text: str
    more: tuple[str, ...] = ()
    origin: str = ""
    tone: str = ""
    event: str = ""
    """The entry it rests on; empty where nothing is stated."""
    phone: str = ""
    now: bool = False
    """Of a contact: whether it answers at this hour."""
    about: str = ""
    """Of what several lines are (a relative's reference, an order), so that a page can act on one."""
    short: str = ""
    """The same in fewer words, for the first screen, where there is a shorter way to say it."""
    unsigned: bool = False
    """Whether it is a decision that the physician has not signed yet."""
    signature: str = ""
    """Of a decision that somebody else wrote down: that it waits, or who signed it; it stands among ``more`` too."""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One section in words."""

    section: Section
    title: str
    lines: tuple[ShownLine, ...]
    validity: Validity
    stamp: str
    """Whether it holds, since when and by whom; or that it is uncertain, and since what."""
    since: tuple[str, ...] = ()
    """What has happened since it was confirmed."""
    age: str = ""
    """How old the latest thing in it is."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole plan in words."""

    patient: str
    name: str
    number: str
    age: str
    address: tuple[str, ...]
    entry: tuple[str, ...]
    """Door code and other ways in."""
    where: str
    validity: Validity
    stamp: str
    """Gäller – bekräftad …, or Osäker – inte bekräftad sedan …"""
    parts: tuple[ShownPart, ...] = field(default_factory=tuple)
    protected: bool = False
    died: str = ""
    partly: bool = False
    """Whether there are entries that this reader may know of and not see: what is missing here may stand there."""

    @property
    def unsigned(self) -> int:
        """How many decisions the physician has not signed yet."""
        return sum(line.unsigned for part in self.parts for line in part.lines)

    def part(self, section: Section) -> ShownPart:
        """One section."""
        return next(part for part in self.parts if part.section == section)
