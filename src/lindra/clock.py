"""The one clock.

Every "now" in the project comes from here, so that tests and the demo can stand at a chosen moment
(``LINDRA_NOW``, ISO 8601 with offset). Two kinds of time, never mixed: *instants* (aware, UTC) for what
elapses, and *days* (dates in Stockholm) for what the calendar counts.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_fixed: datetime | None = None


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _fixed if _fixed is not None else datetime.now(UTC)


def today() -> date:
    """The present calendar day in Stockholm."""
    return day(now())


def day(instant: datetime) -> date:
    """The calendar day in Stockholm on which an aware instant falls."""
    return instant.astimezone(STOCKHOLM).date()


def fixed() -> datetime | None:
    """The instant at which the clock stands, or ``None`` while time runs."""
    return _fixed


def fix(instant: datetime | None) -> None:
    """Stand still at an aware instant; ``None`` lets time run again."""
    if instant is not None and instant.tzinfo is None:
        raise ValueError("a fixed clock needs an offset, as in 2026-06-15T03:00:00+02:00")
    global _fixed
    _fixed = instant.astimezone(UTC) if instant is not None else None
