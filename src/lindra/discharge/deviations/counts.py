"""Deviations counted: for everybody with few withheld, for a provider its own. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lindra.clock import day
from lindra.discharge.deviations.rules import disclosed, median


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of a deviation: instants are empty where it has not come to that."""

    category: str
    about: str
    """The provider it concerns."""
    harm: str
    written_at: str
    sent_at: str
    answered_at: str
    unit: str = ""
    provider: str = ""

    @property
    def month(self) -> str:
        """Of writing, in Stockholm: 2026-06."""
        return day(datetime.fromisoformat(self.written_at)).isoformat()[:7]

    @property
    def days(self) -> int | None:
        """Calendar days from sending to the first answer."""
        if not (self.sent_at and self.answered_at):
            return None
        first, last = (day(datetime.fromisoformat(at)) for at in (self.sent_at, self.answered_at))
        return max((last - first).days, 0)


@dataclass(frozen=True, slots=True)
class Whole:
    """Of many: how many, how many of them were sent, and the median of days to an answer; nothing of too few."""

    written: int | None
    sent: int | None
    days: float | None


def by(found: Iterable[Counted], key: Callable[[Counted], str]) -> Counter[str]:
    """How many of each."""
    return Counter(key(one) for one in found)


def shown(found: Sequence[Counted], key: Callable[[Counted], str], least: int) -> dict[str, int | None]:
    """How many of each, for everybody: few are withheld; nothing where all of them are few."""
    if len(found) < least:
        return {}
    return disclosed(by(found, key), least)


def whole(found: Sequence[Counted], least: int = 0) -> Whole:
    """All of them together; with a least number, what few gave is withheld (and their rest is of enough too)."""
    sent = sum(bool(one.sent_at) for one in found)
    days = [one.days for one in found if one.days is not None]
    if len(found) < least:
        return Whole(None, None, None)
    told = disclosed({"sent": sent, "unsent": len(found) - sent}, least)["sent"] if least else sent
    return Whole(len(found), told, median(days) if len(days) >= max(least, 1) else None)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's own numbers, for its provider."""

    unit: str
    written: int
    unsent: int
    days: float | None


def units(found: Iterable[Counted], provider: str) -> list[Unit]:
    """What each unit of a provider has written, and not sent; most unsent first."""
    rows: dict[str, list[Counted]] = {}
    for one in found:
        if one.provider == provider:
            rows.setdefault(one.unit, []).append(one)
    told = [
        Unit(unit, len(some), sum(not one.sent_at for one in some), whole(some).days)
        for unit, some in rows.items()
    ]
    return sorted(told, key=lambda one: (-one.unsent, one.unit))
