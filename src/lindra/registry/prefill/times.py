"""When something was, against a death: before it, in its last days, or not to be told. Pure.

A time may be known to the second, to the day, or not at all; so may the death. Each question of time therefore has
three answers. What fits only perhaps is never claimed as certain. Days are those of Stockholm's calendar, hours
elapse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum

from lindra.clock import day
from lindra.record.chart import Statement
from lindra.record.envelope import instant, last_instant, midnight
from lindra.registry.events import Certainty
from lindra.registry.prefill.data import Limit

EVER = datetime(1, 1, 2, tzinfo=UTC)
"""The first instant of a time that is not known."""
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)


class Fit(IntEnum):
    """Whether something is so: no, perhaps (its time does not tell), yes."""

    NO = 0
    PERHAPS = 1
    YES = 2

    @property
    def certainty(self) -> Certainty:
        """How surely may be claimed what rests on it."""
        return "certain" if self is Fit.YES else "likely"


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last instant at which something may have happened; the same where it is known."""

    first: datetime
    last: datetime

    @property
    def vague(self) -> bool:
        """Whether not even the day is known."""
        return self.last - self.first > timedelta(hours=25)

    @property
    def day(self) -> date | None:
        """The day in Stockholm, where it is known."""
        return None if self.vague else day(self.first)


@dataclass(frozen=True, slots=True)
class Death(Span):
    """When the patient died, and the entry that says so."""

    statement: Statement


def span(text: str | None, precision: str, recorded: str) -> Span:
    """When an entry's time lies; one whose time is not known is no later than it was written down."""
    written = instant(recorded)
    if text is None or precision == "unknown":
        return Span(EVER, written)
    first = instant(text)
    after = last_instant(first, precision)
    if after == first:
        return Span(first, first)
    return Span(first, max(min(after - TICK, written), first))


def of(statement: Statement) -> Span:
    """When what an entry states began."""
    return span(statement.occurred_from, statement.precision, statement.recorded_at)


def ended(statement: Statement) -> Span | None:
    """When what it states ended, where it says so."""
    if statement.occurred_to is None:
        return None
    return span(statement.occurred_to, statement.precision, statement.recorded_at)


def death_of(statement: Statement | None) -> Death | None:
    """The time of death; none where not even the year is known, or nobody has died."""
    if statement is None or statement.occurred_from is None:
        return None
    found = instant(statement.occurred_from)
    after = last_instant(found, statement.precision)
    return Death(found, after if after == found else after - TICK, statement)


def apart(death: Death, others: Iterable[Statement]) -> list[Death]:
    """Of other entries of a death those that cannot be of the same day; those of no known time say nothing."""
    deaths = (death_of(one) for one in others)
    return [
        one
        for one in deaths
        if one and (day(one.last) < day(death.first) or day(one.first) > day(death.last))
    ]


def before(when: Span, death: Span) -> Fit:
    """Whether it was before death, or at the very instant."""
    if when.last <= death.first:
        return Fit.YES
    return Fit.NO if when.first > death.last else Fit.PERHAPS


Opens = tuple[datetime, datetime]
"""From when a window counts surely, and from when perhaps."""


def opens(death: Span, limit: Limit) -> Opens | None:
    """When a window before death opens; None where the day of death is not known, and the window is of days."""
    if limit.unit == "hours":
        back = timedelta(hours=limit.amount)
        return death.last - back, death.first - back
    if death.day is None:
        return None
    first = midnight(death.day - timedelta(days=limit.amount))
    return first, first


def within(when: Span, death: Span, opened: Opens | None) -> Fit:
    """Whether it was in the last days or hours before death. Of what is not known to the day only if it must be so."""
    if opened is None or when.last < opened[1] or when.vague:
        return Fit.NO
    return min(before(when, death), Fit.YES if when.first >= opened[0] else Fit.PERHAPS)


def on_or_before(when: Span, latest: date) -> Fit:
    """Whether it was on a day, or before it."""
    ends = midnight(latest + DAY)
    return Fit.YES if when.last < ends else Fit.PERHAPS if when.first < ends else Fit.NO


def days_before(when: Span, death: Span) -> int | None:
    """Calendar days in Stockholm from it to the day of death, where both days are known."""
    if when.day is None or death.day is None:
        return None
    return (death.day - when.day).days
