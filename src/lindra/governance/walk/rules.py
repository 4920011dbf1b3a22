"""The walk's own rules: which causes can be chosen, and what *before* and *after* an action mean. Pure.

*Before* is the last twelve whole months that had ended when the action was started (when it was made, where nobody said
that it started): what was, untouched by it. *After* begins when the action was carried out, because what it should
change cannot be asked of it earlier; of one that goes on still, when it started, and then it is said that it goes on.
The time between belongs to neither: half of it was done. After lasts at most twelve months, so that a year is held
against a year; shorter than that it is shown, and said that seasons may differ; shorter than three months it is not
shown. Only whole periods count: months; of a unit quarters, because its months are too few to be counted
(``measures/data/groupings.csv``). All of this is our own choice.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from lindra.measures.honest.periods import first_day, following

MONTHS_BEFORE = 12
"""The whole months before an action that count."""
MOST_AFTER = 12
"""The most whole months after it."""
LEAST_AFTER = 3
"""The least whole months after it that anything is said of."""
FEW = 20
"""Of fewer on either side, it is said that chance decides much."""

CAUSES = Path(__file__).parent / "data" / "causes.csv"
OTHER, UNKNOWN = "other", "unknown"
Since = Literal["done", "started"]


@cache
def _causes() -> tuple[tuple[str, date, date | None], ...]:
    with CAUSES.open(encoding="utf-8", newline="") as file:
        return tuple(
            (
                row["cause"],
                date.fromisoformat(row["first_day"]),
                date.fromisoformat(row["last_day"]) if row["last_day"] else None,
            )
            for row in csv.DictReader(file)
        )


def causes(on: date) -> tuple[str, ...]:
    """The causes that can be chosen on a day; before the first of them, those of the first day."""
    first = min(start for _key, start, _end in _causes())
    day = max(on, first)
    return tuple(key for key, start, end in _causes() if start <= day and (end is None or day <= end))


@dataclass(frozen=True, slots=True)
class Turn:
    """When an action turned things: it was under way from ``start``; what it changed can be seen from ``since`` on."""

    start: date
    since: date | None
    by: Since


def turn(made_on: date, started_on: date | None, ended_on: date | None, state: str) -> Turn:
    """When an action began and when it can have changed something; ``since`` is none before it has started."""
    start = started_on or made_on
    if state == "done" and ended_on is not None:
        return Turn(min(start, ended_on), ended_on, "done")
    return Turn(start, started_on, "started")


@dataclass(frozen=True, slots=True)
class Sides:
    """The whole periods on each side, in order; empty where there are none."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def months_before(self) -> int:
        """How many months the periods before are."""
        return _months(self.before)

    @property
    def months_after(self) -> int:
        """How many months the periods after are."""
        return _months(self.after)

    @property
    def short(self) -> bool:
        """Whether after is too short for anything to be said."""
        return self.months_after < LEAST_AFTER

    @property
    def seasons(self) -> bool:
        """Whether either is less than a year, so that seasons may differ."""
        return self.months_after < MOST_AFTER or self.months_before < MONTHS_BEFORE


def _months(periods: Iterable[str]) -> int:
    return sum(
        (following(one).year - first_day(one).year) * 12 + following(one).month - first_day(one).month
        for one in periods
    )


def sides(periods: Iterable[str], found: Turn, counted_to: date) -> Sides:
    """Which of some periods (without gaps, of one length) are before and after; ``counted_to`` is the day of counting.

    A period that has not ended by then is on neither side: it is not whole.
    """
    whole = sorted(one for one in set(periods) if following(one) <= counted_to)
    earlier = [one for one in whole if following(one) <= found.start]
    later = [one for one in whole if found.since is not None and first_day(one) >= found.since]
    length = _months(whole[:1]) or 1
    return Sides(tuple(earlier[-(MONTHS_BEFORE // length) :]), tuple(later[: MOST_AFTER // length]))


def comparable_from(since: date, months: Literal[1, 3]) -> date:
    """The day from which there is enough after to be compared: the first whole periods of at least three months."""
    at = since
    first = (at.month - 1) // months * months + 1
    if (at.month, at.day) != (first, 1):
        at = _plus(date(at.year, first, 1), months)
    return _plus(at, LEAST_AFTER)


def _plus(day: date, months: int) -> date:
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, 1)


def summed(periods: Iterable[str], counted: Mapping[str, tuple[int, int] | None]) -> tuple[int, int] | None:
    """(met, of) of some periods together; ``None`` where any of them is withheld. A period of nobody is of nobody."""
    met = of = 0
    for one in periods:
        each = counted.get(one, (0, 0))
        if each is None:
            return None
        met, of = met + each[0], of + each[1]
    return met, of
