"""The event: who wrote what, about when, in whose name. Pure.

Instants are text in UTC with microseconds (``2026-06-15T01:00:00.000000Z``): they sort as they are, look
the same in both databases, and hash exactly. A partial date keeps its precision; its instant is the first
of the period in Stockholm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

import msgspec

from lindra.clock import STOCKHOLM

Precision = Literal["year", "month", "day", "minute", "second", "unknown"]
Regime = Literal["health", "social"]


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where an event came from when nobody typed it here.

    ``version`` sorts: the greatest of one resource is the one in force. ``item`` tells apart the several
    facts that one resource may give.
    """

    system: str
    resource: str
    version: str = ""
    item: str = ""
    file: str = ""

    @property
    def key(self) -> str:
        """What stays the same over versions and files."""
        return f"{self.system}|{self.resource}|{self.item}"


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the log. ``payload`` is ``None`` when the entry has been destroyed by decision."""

    id: str
    patient: str
    seq: int
    recorded_at: str
    kind: str = ""
    version: int = 0
    occurred_from: str | None = None
    occurred_to: str | None = None
    precision: Precision = "unknown"
    author: str = ""
    assignment: str = ""
    unit: str = ""
    provider: str = ""
    regime: Regime = "health"
    act: str = ""
    signed: bool = True
    source: Source | None = None
    corrects: str | None = None
    payload: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """In whose name an event is written: person, assignment, unit and provider at the time of writing."""

    staff: str
    assignment: str
    unit: str
    provider: str
    regime: Regime = "health"


@dataclass(frozen=True, slots=True)
class When:
    """When something happened: instants in UTC, and how precisely that is known."""

    start: datetime | None = None
    end: datetime | None = None
    precision: Precision = "unknown"

    @classmethod
    def at(cls, instant: datetime, end: datetime | None = None) -> When:
        """An exact instant, or a period with exact ends."""
        return cls(instant, end, "second")

    @classmethod
    def on(cls, day: date, end: date | None = None) -> When:
        """A calendar day in Stockholm, or a period of days."""
        return cls(midnight(day), midnight(end) if end else None, "day")


def midnight(day: date) -> datetime:
    """The first instant of a calendar day in Stockholm, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM).astimezone(UTC)


def last_instant(start: datetime, precision: str) -> datetime:
    """The latest instant that a time known to this precision may mean (exclusive end for partial dates)."""
    local = start.astimezone(STOCKHOLM)
    if precision == "day":
        return midnight(local.date() + timedelta(days=1))
    if precision == "month":
        return midnight((local.date().replace(day=1) + timedelta(days=32)).replace(day=1))
    if precision == "year":
        return midnight(date(local.year + 1, 1, 1))
    return start


def stamp(instant: datetime) -> str:
    """The text form of an aware instant."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return instant.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def instant(text: str) -> datetime:
    """The aware instant of a text form made by :func:`stamp`."""
    return datetime.fromisoformat(text)
