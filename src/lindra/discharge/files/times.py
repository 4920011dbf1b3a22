"""Times as files write them: ISO 8601; without an offset they are Stockholm's. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from lindra.clock import STOCKHOLM


class NoTime(ValueError):
    """What is written is no time that can be used; says why."""


@lru_cache(maxsize=65536)
def _steady(on: date) -> timedelta | None:
    """Stockholm's offset on a day; nothing where the clocks are changed on it."""
    first = datetime(on.year, on.month, on.day, tzinfo=STOCKHOLM).utcoffset()
    last = datetime(on.year, on.month, on.day, 23, 59, 59, tzinfo=STOCKHOLM).utcoffset()
    return first if first == last else None


@lru_cache(maxsize=65536)
def instant(text: str) -> tuple[datetime, bool]:
    """The instant, in UTC, and whether the clocks showed this time twice, of which the first is taken.

    Remembered: in a log many things happen in the same minute.
    """
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise NoTime("is no time in ISO 8601, as 2026-03-02T10:30 or 2026-03-02T10:30+01:00") from None
    if len(text) <= 10:
        raise NoTime("is a day without a time of day; write it as 2026-03-02T10:30")
    try:
        if told.tzinfo is not None:
            return told.astimezone(UTC), False
        offset = _steady(told.date())
        return ((told - offset).replace(tzinfo=UTC), False) if offset is not None else _changing(told)
    except OverflowError:
        raise NoTime("is a time outside the calendar") from None


def _changing(told: datetime) -> tuple[datetime, bool]:
    """A time on a day when the clocks are changed."""
    first, second = (told.replace(tzinfo=STOCKHOLM, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first > second:  # in the gap the two readings stand the wrong way round
        raise NoTime(
            "is a time that the clocks skipped when summer time began; write what they showed, or an offset"
        )
    return first, first != second
