"""Periods by name: a month (2026-03), a quarter (2026-Q1), a year (2026). Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date


def length(period: str) -> int:
    """How many months a period has."""
    if "Q" in period:
        return 3
    return 12 if len(period) == 4 else 1


def first_day(period: str) -> date:
    """The day a period begins."""
    if length(period) == 3:
        return date(int(period[:4]), int(period[6:]) * 3 - 2, 1)
    return date(int(period[:4]), int(period[5:7] or 1), 1)


def following(period: str) -> date:
    """The first day after a period."""
    start = first_day(period)
    month = start.month - 1 + length(period)
    return date(start.year + month // 12, month % 12 + 1, 1)


def named(day: date, months: int) -> str:
    """The period of so many months (1, 3, 12) that a day is in."""
    if months == 12:
        return f"{day:%Y}"
    return f"{day:%Y}-Q{(day.month + 2) // 3}" if months == 3 else f"{day:%Y-%m}"


def quarter(period: str) -> str:
    """The quarter that a month is in."""
    return named(first_day(period), 3)


def without_gaps(periods: Collection[str]) -> list[str]:
    """Each period from the first to the last; all must be of one length."""
    if not periods:
        return []
    lengths = {length(one) for one in periods}
    if len(lengths) > 1:
        raise ValueError("periods of unlike length are not one chart")
    (months,) = lengths
    found = [min(periods)]
    while found[-1] < max(periods):
        found.append(named(following(found[-1]), months))
    return found
