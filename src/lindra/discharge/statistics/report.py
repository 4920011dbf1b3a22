"""The whole of the statistics: rows, their whole, charts of each municipality, before and after a change. Pure.

Everything is put together from one tally of each municipality, hospital, month and side of the change, so that nothing
of a stay is kept. What is to be passed on is withheld here and nowhere else, so that page and command agree.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from lindra.discharge.statistics.choices import ChartNumbers, Choices
from lindra.discharge.statistics.control import Chart, Point, chart
from lindra.discharge.statistics.stays import MARKS, Stay
from lindra.discharge.statistics.sums import Sums, together
from lindra.discharge.statistics.withholding import hidden, whole_hidden

Key = tuple[str, str, str, bool]
"""Municipality, hospital, month, and whether the stay ended on the day of the change or later."""
Group = tuple[str, ...]


class Tally:
    """Stays added up by municipality, hospital, month and side of a change, one after another."""

    def __init__(self, change: date | None = None) -> None:
        self.change = change
        self.parts: dict[Key, Sums] = {}

    def add(self, one: Stay) -> None:
        """Count a stay."""
        after = self.change is not None and one.on >= self.change
        self.parts.setdefault((one.municipality, one.hospital, one.month, after), Sums()).add(one)

    def by(self, of: Callable[[Key], Group]) -> dict[Group, Sums]:
        """The groups that ``of`` makes, in order."""
        found: dict[Group, Sums] = {}
        for key in sorted(self.parts):
            found.setdefault(of(key), Sums()).merge(self.parts[key])
        return found

    def whole(self) -> Sums:
        """All of it."""
        return together(self.parts.values())


def municipality(key: Key) -> Group:
    """Groups by municipality."""
    return (key[0],)


def hospital(key: Key) -> Group:
    """Groups by the hospital's unit."""
    return (key[1],)


def month(key: Key) -> Group:
    """Groups by the month in which the stays ended."""
    return (key[2],)


def full(key: Key) -> Group:
    """Groups by municipality, hospital and month."""
    return key[:3]


@dataclass(frozen=True, slots=True)
class Row:
    """A group and its sums. ``shown``: whether they may be; ``few``: shares that are withheld by themselves."""

    group: Group
    sums: Sums
    shown: bool = True
    few: frozenset[str] = frozenset()

    def shows(self, mark: str) -> bool:
        """Whether a share may be shown."""
        return self.shown and mark not in self.few


@dataclass(frozen=True, slots=True)
class Table:
    """Groups and their whole."""

    rows: tuple[Row, ...]
    whole: Row


def table(groups: Mapping[Group, Sums], least: int = 0) -> Table:
    """Groups as a table. With ``least``, what is of fewer is withheld, and what would give it away."""
    whole = together(groups.values())
    if not least:
        return Table(tuple(Row(group, sums) for group, sums in groups.items()), Row((), whole))
    counts = {group: sums.n for group, sums in groups.items()}
    gone = hidden(counts, least)
    without: dict[str, set[Group]] = {}
    few_of_all = set()
    for mark in MARKS:
        of = {group: sums.of[mark] for group, sums in groups.items()}
        without[mark] = hidden(of, least, gone)
        if whole_hidden(of, without[mark], least):
            few_of_all.add(mark)
    rows = (
        Row(group, sums, group not in gone, frozenset(mark for mark in MARKS if group in without[mark]))
        for group, sums in groups.items()
    )
    shown = not whole_hidden(counts, gone, least)
    return Table(tuple(rows), Row((), whole, shown, frozenset(few_of_all)))


Cell = tuple[str, str]
"""Municipality and month."""


def cells(tally: Tally, by: str, least: int) -> set[Cell]:
    """The months of municipalities to withhold beside a table by municipality, or (``by`` empty) by both.

    Beside municipalities each of them is the whole of its months; otherwise there is one whole of all.
    """
    counts = {(key[0], key[1]): sums.n for key, sums in tally.by(lambda key: (key[0], key[2])).items()}
    if not least:
        return set()
    if by != "municipality":
        return hidden(counts, least)
    gone = {row.group[0] for row in table(tally.by(municipality), least).rows if not row.shown}
    found = {cell for cell in counts if cell[0] in gone}
    for one in {cell[0] for cell in counts} - gone:
        found |= hidden({cell: count for cell, count in counts.items() if cell[0] == one}, least)
    return found


def charts(
    tally: Tally, choice: Choices, numbers: ChartNumbers, gone: Collection[Cell] = ()
) -> dict[Group, Chart]:
    """The mean days ready of each municipality, month by month; ``gone`` is withheld, and so who has nothing else."""
    months = tally.by(lambda key: (key[0], key[2]))
    found: dict[Group, Chart] = {}
    for one in dict.fromkeys(key[0] for key, sums in months.items() if sums.n):
        own = {key[1]: sums for key, sums in months.items() if key[0] == one}
        points = [_point(at, sums, shown=(one, at) not in gone) for at, sums in own.items()]
        if any(point.value is not None for point in points):
            found[one,] = chart(points, tally.change, numbers, choice.least_points)
    return found


def _point(at: str, sums: Sums, *, shown: bool) -> Point:
    return Point(at, sums.mean, sums.n) if shown else Point(at, None, None)


def sides(tally: Tally, of: Callable[[Key], Group]) -> tuple[Table, Table]:
    """The groups of the stays that ended before the change, and of those from its day on.

    Not to be passed on: with the months and the whole beside them, what is withheld in one could be had from others.
    """
    return table(_some(tally, of, after=False)), table(_some(tally, of, after=True))


def _some(tally: Tally, of: Callable[[Key], Group], *, after: bool) -> dict[Group, Sums]:
    found: dict[Group, Sums] = {}
    for key in sorted(tally.parts):
        if key[3] is after:
            found.setdefault(of(key), Sums()).merge(tally.parts[key])
    return found
