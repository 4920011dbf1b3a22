"""The lines of the Monday page as values: what each counts, in which order they stand, what changed. Pure.

A line whose number is not known says why, and is never none. The order is the same every Monday, so that a line stands
where it stood; what is nothing is folded away, and what is late comes before what is only waiting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from lindra.frame.shares import wilson

What = Literal["patients", "stale", "deviations", "notices", "hours", "deaths", "commitments", "documents"]
ORDER: tuple[What, ...] = (
    "patients", "stale", "deviations", "notices", "hours", "deaths", "commitments", "documents",
)  # fmt: skip
"""What can harm a patient tonight; what will go on harming until somebody is told; what comes home unprepared; who is
missing at the bedside; then what the register waits for, what was promised, and the papers. Our own order."""
Why = Literal[
    "", "nobody_in_need", "no_plans", "no_notices", "no_hours", "no_homes", "no_cube", "withheld", "not_released",
    "no_documents", "no_commitments",
]  # fmt: skip
"""Why a number is not known."""
VERSION = 1
"""Of how the lines are counted; told with every figure that leaves the page."""
MONDAY = 0


def last_monday(today: date) -> date:
    """The latest Monday before today: of a Monday the one a week ago."""
    return today - timedelta(days=(today.weekday() - MONDAY - 1) % 7 + 1)


@dataclass(frozen=True, slots=True)
class Part:
    """A number within a line, and where it opens (empty: it is a number only). None: it is not known."""

    name: str
    count: int | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to see. ``count``: how many there are; ``of``: among how many, where that can be told.

    ``late``: how many of them are past their time, where they have one; ``new``: how many have come since the last
    Monday and are still there; ``oldest``: since when the first of them. ``units``: how many at each unit.
    """

    what: What
    count: int | None
    url: str = ""
    of: int | None = None
    parts: tuple[Part, ...] = ()
    late: int | None = None
    new: int | None = None
    oldest: date | None = None
    units: Mapping[str, int] = field(default_factory=dict)
    hours: Hours | None = None
    why: Why = ""
    number_only: bool = False
    """The reader answers for it, and may not read whom it is about."""
    released: str = ""
    """Of a council: the measure whose released numbers these are, ``id@version``; and ``period``, of when."""
    period: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a number."""
        return self.count is not None

    @property
    def nothing(self) -> bool:
        """Whether it is known that there is nothing of this kind."""
        return self.count == 0

    @property
    def urgent(self) -> bool:
        """Whether something is past its time; of what has no time of its own, whether there is any."""
        return bool(self.count if self.late is None else self.late)

    @property
    def share(self) -> tuple[float, float, float] | None:
        """The share and its interval (Wilson, 95 %), where it is known among how many."""
        if self.count is None or not self.of:
            return None
        ends = wilson(self.count, self.of)
        return (self.count / self.of, *ends) if ends else None

    @property
    def most(self) -> tuple[str, int] | None:
        """The unit that has most; nothing where one has all, or several have as many."""
        ranked = sorted(self.units.items(), key=lambda one: (-one[1], one[0]))
        if len(ranked) < 2 or ranked[0][1] == ranked[1][1]:
            return None
        return ranked[0]


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of physicians of a month at units that have told both what is agreed and what was held."""

    month: date
    agreed: Decimal
    held: Decimal
    missing: Decimal
    """Agreed and not held, unit by unit: more at one makes up for nothing at another."""


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines: to see, known to be nothing, not known; each in :data:`ORDER`, what is late first."""

    see: tuple[Line, ...]
    nothing: tuple[Line, ...]
    unknown: tuple[Line, ...]

    @property
    def every(self) -> tuple[Line, ...]:
        """All of them."""
        return (*self.see, *self.nothing, *self.unknown)


def ordered(found: Iterable[Line]) -> Lines:
    """Lines as they stand on the page."""
    lines = sorted(found, key=lambda one: (not one.urgent, ORDER.index(one.what)))
    return Lines(
        tuple(one for one in lines if one.known and not one.nothing),
        tuple(one for one in lines if one.nothing),
        tuple(one for one in lines if not one.known),
    )


@dataclass(frozen=True, slots=True)
class Dated:
    """Things counted by unit and day; the day is empty where it is not known."""

    counts: Mapping[tuple[str, str], int]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts.values())

    @property
    def oldest(self) -> date | None:
        """The first day that is known."""
        days = [day for (_unit, day), count in self.counts.items() if day and count]
        return date.fromisoformat(min(days)) if days else None

    def since(self, first: date) -> int:
        """How many are of a day or later."""
        return sum(count for (_unit, day), count in self.counts.items() if day >= first.isoformat())

    def units(self, known: Collection[str]) -> dict[str, int]:
        """How many at each of some units."""
        found: dict[str, int] = {}
        for (unit, _day), count in self.counts.items():
            if unit in known and count:
                found[unit] = found.get(unit, 0) + count
        return found


def by_unit(lines: Iterable[Line]) -> list[tuple[str, dict[What, int]]]:
    """What there is at each unit: those with most of the first line first, then of the second, and so on."""
    found: dict[str, dict[What, int]] = {}
    for line in lines:
        for unit, count in line.units.items():
            found.setdefault(unit, {})[line.what] = count
    some = ((unit, counted) for unit, counted in found.items() if any(counted.values()))
    return sorted(some, key=lambda one: ([-one[1].get(what, 0) for what in ORDER], one[0]))
