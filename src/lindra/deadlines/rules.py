"""When something is late, soon or later, and how long it may be put off. Pure.

What elapses is compared as instants; what the calendar counts, on days in Stockholm.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from lindra.clock import day
from lindra.deadlines.declared import UNDATED
from lindra.record.envelope import instant, midnight, stamp

When = Literal["late", "today", "week", "later", "undated"]
WHENS: tuple[When, ...] = ("late", "today", "week", "later", "undated")
WEEK = 7
"""Days after today that are "within a week". Our choice."""
MOST_OFF = 90
"""Days for which something may be put off at a time: longer than that is forgotten, not put off. Our choice."""
MOST_SAID = 500
"""Characters of a reason."""
FORGOTTEN = 30
"""Days after which what people noted of a row goes, when the row itself is gone. Our choice."""
LAST = "z"
"""Sorts after every instant."""


class NotPutOff(ValueError):
    """It cannot be put off like that; ``field`` (until, reason) and ``problem`` say why."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


def edges(now: datetime) -> tuple[str, str, str, str]:
    """The instants at which *today*, *within a week*, *later* and *no date* begin; before the first it is late."""
    today = day(now)
    return (
        stamp(now),
        stamp(midnight(today + timedelta(days=1))),
        stamp(midnight(today + timedelta(days=WEEK + 1))),
        UNDATED,
    )


def span(when: When, now: datetime) -> tuple[str, str]:
    """From which instant on, and before which, something is due that is late, due today, and so on."""
    between = ("", *edges(now), LAST)
    place = WHENS.index(when)
    return between[place], between[place + 1]


def when(due_at: str, now: datetime) -> When:
    """Late from the instant it was due; then by calendar days."""
    passed = sum(due_at >= edge for edge in edges(now))
    return WHENS[passed]


def days_left(due_at: str, now: datetime) -> int:
    """Calendar days from today to the day it is due; negative when that is past."""
    return (day(instant(due_at)) - day(now)).days


def end_of(last: date) -> str:
    """The last instant of a calendar day in Stockholm: ``due_at`` of what is due on a day."""
    return stamp(midnight(last + timedelta(days=1)) - timedelta(microseconds=1))


def put_off(until: date | None, reason: str, today: date) -> tuple[str, str]:
    """Day and reason as they are kept, where it may be put off so; raises :class:`NotPutOff`."""
    if until is None or until <= today:
        raise NotPutOff("until", "past")
    if until > today + timedelta(days=MOST_OFF):
        raise NotPutOff("until", "long")
    said = " ".join(reason.split())
    if not said:
        raise NotPutOff("reason", "empty")
    return until.isoformat(), said[:MOST_SAID]


def is_off(until: str, today: date) -> bool:
    """Whether something is still put off; on the day itself it is back."""
    return until > today.isoformat()
