"""Moments of made-up work: by the clocks of Stockholm, in working hours where people work only then. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from lindra.care.plan.calling import is_workday
from lindra.clock import STOCKHOLM

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def at(on: date, minute: int) -> datetime:
    """A minute of a day, as clocks in Stockholm show it."""
    return datetime.combine(on, time(minute // 60, minute % 60), STOCKHOLM).astimezone(UTC)


def workday(on: date) -> date:
    """The day, or the next on which people are at work."""
    while not is_workday(on):
        on += DAY
    return on


def between(random: Random, first: datetime, last: datetime) -> datetime:
    """A minute between two moments; the first where they stand the wrong way round."""
    return first + random.randrange(max(int((last - first) / MINUTE), 0) + 1) * MINUTE


def soon(random: Random, first: datetime, last: datetime) -> datetime:
    """The same, mostly early."""
    return first + int(max(int((last - first) / MINUTE), 0) * random.random() ** 2) * MINUTE


def office(random: Random, first: datetime, hours: float) -> datetime:
    """Within so many hours, or when people are next at work."""
    found = soon(random, first + 20 * MINUTE, first + hours * HOUR)
    local = found.astimezone(STOCKHOLM)
    if is_workday(local.date()) and 8 <= local.hour < 16:
        return found
    on = workday(local.date() if local.hour < 8 else local.date() + DAY)
    return max(found, at(on, 8 * 60 + random.randrange(240)))
