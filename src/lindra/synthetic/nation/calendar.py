"""Time as arrays of whole minutes since 1970-01-01: in UTC, and on the wall clock in Stockholm. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lindra.clock import STOCKHOLM

Whole = NDArray[np.int64]
DAY = 24 * 60
_FIRST, _LAST = 1970, 2060
_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Calendar days since 1970-01-01."""
    return (day - _EPOCH).days


def utc(local: Whole) -> Whole:
    """The instant of a minute on the wall clock; a minute that the clock skips is taken an hour earlier."""
    at, offsets = _changes()
    marks = at + offsets[:-1]
    return local - offsets[np.searchsorted(marks, local, side="right")]


def stockholm(instant: Whole) -> Whole:
    """The wall clock in Stockholm at an instant."""
    at, offsets = _changes()
    return instant + offsets[np.searchsorted(at, instant, side="right")]


def day_of(instant: Whole) -> Whole:
    """The calendar day in Stockholm (days since 1970-01-01) on which an instant falls."""
    return stockholm(instant) // DAY


def weekday(day: Whole) -> Whole:
    """Monday 0 to Sunday 6."""
    return (day + 3) % 7


def year_of(day: Whole) -> Any:
    """The year of a day."""
    return day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


@cache
def _changes() -> tuple[Whole, Whole]:
    """When the clock changed, in minutes of UTC, and its offset before, between and after the changes."""
    at: list[int] = []
    moment = datetime(_FIRST, 1, 1, tzinfo=UTC)
    offsets = [_offset(moment)]
    while moment.year < _LAST:
        following = moment + timedelta(days=1)
        if _offset(following) != offsets[-1]:
            hour = next(h for h in range(25) if _offset(moment + timedelta(hours=h)) != offsets[-1])
            changed = moment + timedelta(hours=hour)
            at.append(int(changed.timestamp()) // 60)
            offsets.append(_offset(following))
        moment = following
    return np.array(at, np.int64), np.array(offsets, np.int64)


def _offset(moment: datetime) -> int:
    offset = moment.astimezone(STOCKHOLM).utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) // 60
