"""How time is counted at discharge: elapsed hours, calendar days, working days, and days that break at an hour. Pure.

Hours elapse in UTC. Days are days of the calendar in Stockholm. Nothing here mixes the two: what takes an instant and
gives a day says so, and 24 hours over a night when the clocks change are 24 hours that pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Literal

from lindra.care.plan.calling import is_workday
from lindra.clock import STOCKHOLM, day

Count = Literal["calendar_days", "working_days"]
MIDNIGHT = time(0)
ONE = timedelta(days=1)


def hours_after(at: datetime, hours: int) -> datetime:
    """The instant when so many hours have elapsed, in Stockholm's time. ``at`` is in UTC, where hours are even."""
    return (at + timedelta(hours=hours)).astimezone(STOCKHOLM)


def days_after(first: date, days: int, count: Count = "calendar_days") -> date:
    """The day that comes so many days after another, which is itself not counted.

    *Calendar days*: weekends and holidays count. SFS 2017:612 says "dagar" and makes no exception for them; that these
    are calendar days is our own reading. *Working days*: Monday to Friday that are no public holiday nor an eve kept
    as one (lag 1989:253; ``care.plan.calling.is_workday``).
    """
    if count == "calendar_days":
        return first + timedelta(days=days)
    found = first
    for _ in range(days):
        found += ONE
        while not is_workday(found):
            found += ONE
    return found


def days_between(first: date, last: date) -> Iterator[date]:
    """Each day from the first up to, not including, the last."""
    while first < last:
        yield first
        first += ONE


def is_after(at: datetime, day_break: time) -> bool:
    """Whether an instant lies after the hour at which the day breaks, on its day. Exactly 12.00 is not after 12.00.

    Nothing is after midnight: days that break there are those of the calendar.
    """
    return day_break != MIDNIGHT and at.astimezone(STOCKHOLM).time() > day_break


def counted_day(at: datetime, day_break: time) -> date:
    """The day an instant is counted to, where days break at an hour: after it, the day after.

    At midnight this is the day of the calendar. At noon, 11.59 and 12.00 belong to the day, 12.01 to the next: so
    3 days after the counted day is what SFS 2017:612 5 kap. 4 § says (three days; sent after 12.00, four).
    """
    return day(at) + ONE if is_after(at, day_break) else day(at)
