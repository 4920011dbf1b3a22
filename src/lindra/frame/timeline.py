"""A timeline that reads well for ten years: newest first, by year and month, like things folded. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from lindra.clock import STOCKHOLM
from lindra.frame import dates

FOLD_FROM = 3  # so many alike in a row become one line


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something that happened. ``at=None`` is *time not known*; ``kind`` names an icon.

    ``many`` is the plural of what it is ("blood pressures"): three or more in a row with the same ``many``
    within a year are folded. ``tone`` and ``badge`` mark what must not be missed. ``said`` is what somebody else holds
    of it, shown beside it; ``way`` is an address and a name, for what can be done with it.
    """

    at: datetime | date | None
    title: str
    kind: str = "note"
    precision: str = ""
    detail: str = ""
    meta: str = ""
    url: str = ""
    many: str = ""
    tone: str = ""
    badge: str = ""
    said: str = ""
    way: tuple[str, str] | None = None

    @property
    def known(self) -> bool:
        """Whether anything is known of when."""
        return self.at is not None and self.precision != "unknown"


@dataclass(frozen=True)
class Fold:
    """Entries alike, newest first, shown as one line that opens."""

    entries: tuple[Entry, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.entries)

    @property
    def first(self) -> Entry:
        """The newest, which gives the line its icon."""
        return self.entries[0]

    @property
    def last(self) -> Entry:
        """The oldest."""
        return self.entries[-1]


@dataclass(frozen=True)
class Month:
    """A month of a year, ``number`` 1–12, or 0 for what is known only by its year."""

    year: int
    number: int
    items: tuple[Entry | Fold, ...]


@dataclass(frozen=True)
class Year:
    """A year, newest month first."""

    number: int
    months: tuple[Month, ...]
    count: int


@dataclass(frozen=True)
class Timeline:
    """The years, newest first, and what has no known time."""

    years: tuple[Year, ...]
    undated: tuple[Entry, ...]


def arranged(entries: Iterable[Entry]) -> Timeline:
    """Entries in any order as a timeline; those at the same time keep the order they came in."""
    given = list(entries)
    dated = sorted((entry for entry in given if entry.known), key=_when, reverse=True)
    years = [(year, list(own)) for year, own in groupby(dated, key=lambda entry: _place(entry)[0])]
    return Timeline(
        years=tuple(Year(year, _months(year, own), len(own)) for year, own in years),
        undated=tuple(entry for entry in given if not entry.known),
    )


def _months(year: int, entries: list[Entry]) -> tuple[Month, ...]:
    """A fold stands in the month of its newest entry, so that a run is not torn at each month."""
    items = _folded(entries)
    return tuple(
        Month(year, month, tuple(own))
        for month, own in groupby(items, key=lambda item: _place(_newest(item))[1])
    )


def _folded(entries: list[Entry]) -> list[Entry | Fold]:
    items: list[Entry | Fold] = []
    for _, run in groupby(entries, key=_alike):
        alike = tuple(run)
        items += [Fold(alike)] if alike[0].many and len(alike) >= FOLD_FROM else alike
    return items


def _alike(entry: Entry) -> object:
    """Equal for entries that may be folded together; what carries a badge, a view or a way always stands alone."""
    alone = entry.badge or entry.said or entry.way
    return entry.many if entry.many and not alone else entry


def _newest(item: Entry | Fold) -> Entry:
    return item.first if isinstance(item, Fold) else item


def _place(entry: Entry) -> tuple[int, int]:
    """Year and month in Stockholm; month 0 when only the year is known."""
    assert entry.at is not None
    here = dates.local(entry.at)
    return here.year, 0 if entry.precision == "year" else here.month


def _when(entry: Entry) -> tuple[int, int, datetime]:
    """Order in time. Read backwards, what is known only by year or day comes after what is known better."""
    assert entry.at is not None
    instant = entry.at if isinstance(entry.at, datetime) else datetime.combine(entry.at, time.min, STOCKHOLM)
    return (*_place(entry), instant)
