"""How the cells of a cube's year add up: every sum that can be made between its tables. Pure.

A table is *coarser* than another where its keys are among the other's, a region being told by its municipality. Each
table is tied to the next coarser ones, for every length of period that both have, and through these to all that are
coarser still; and a year to its months or quarters. Where one table has months and another quarters, the quarters of
the first can be added up by anybody: they are cells here that stand in no file. So is the rest of a region whose
municipalities are not all of it (some inhabitants' municipality is not told); the rests, and those of no known region,
are together those of no known municipality. And where some units' dead all lived in some municipalities whose dead
were in these units alone (the table of both says so), both count the same people, month for month.

What stands in no file but can be worked out is taken for shown, so of few it is guarded as if it were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lindra.measures.strata import Grouping

Place = tuple[str, ...]
"""A cell: the name of its grouping, its period and its keys."""
Line = tuple[Place, list[Place]]
Worked = tuple[Place, Sequence[Place], Sequence[Place]]
"""A cell that stands in no file: it is the sum of some, less some others."""
REST, NOWHERE, TOGETHER = "·rest", "·nowhere", "·together"
MONTH, QUARTER, YEAR = 7, 6, 4
"""How long the names of periods are: 2026-03, 2026Q1, 2026."""


class Cells:
    """The tables of one year: every counter of every cell, and what is withheld of it."""

    def __init__(self) -> None:
        self.groupings: dict[str, Grouping] = {}
        self.columns: dict[str, list[str]] = {}
        self.counts: dict[Place, list[int | None]] = {}
        self.at: dict[str, int] = {}

    def add(self, grouping: Grouping, counters: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """The cells of one grouping: rows of period, keys and counters."""
        self.groupings[grouping.name] = grouping
        self.columns[grouping.name] = list(counters)
        self.at = {name: place for place, name in enumerate(counters)}
        keys = 1 + len(grouping.by)
        for row in rows:
            self.counts[(grouping.name, *row[:keys])] = list(row[keys:])

    def shown(self, name: str) -> Iterator[tuple[Place, list[int | None]]]:
        """The cells of a grouping: period and keys, and the counters, None where withheld."""
        for place, values in self.counts.items():
            if place[0] == name:
                yield place[1:], values


class Lines:
    """The sums between the tables of a year, and the cells in them that stand in no file."""

    def __init__(self, cells: Cells) -> None:
        self.by = {name: one.by for name, one in cells.groupings.items()}
        self.told = {name: _told(by) for name, by in self.by.items()}
        self.found: list[Line] = []
        self.worked: list[Worked] = []
        self.known = set(cells.counts)
        self.places: dict[tuple[str, int], list[Place]] = defaultdict(list)
        for place in cells.counts:
            self.places[place[0], len(place[1])].append(place)
        self.by_quarter = [name for name in self.by if (name, QUARTER) in self.places]
        for name in self.by:
            self._periods(name)
        for length in (MONTH, QUARTER, YEAR):
            self._tables(length)
        for name, by in self.by.items():
            if len(by) == 2:
                self._apart(name, *by)

    def _tables(self, length: int) -> None:
        """Each table with the next coarser ones of those that have this length of period."""
        names = [name for name in self.by if (name, length) in self.places]
        for name in names:
            coarser = [one for one in names if self.told[one] < self.told[name]]
            for parent in coarser:
                if not any(self.told[parent] < self.told[between] for between in coarser):
                    self._tie(name, parent, length)

    # Periods.

    def _periods(self, name: str) -> None:
        """A year is its months, or its quarters; quarters are added up where another table has them."""
        if (name, MONTH) in self.places:
            self._sum(name, MONTH, YEAR)
            if any(self._comparable(name, other) for other in self.by_quarter):
                self._sum(name, MONTH, QUARTER)
        elif (name, QUARTER) in self.places:
            self._sum(name, QUARTER, YEAR)

    def _comparable(self, one: str, other: str) -> bool:
        return self.told[one] <= self.told[other] or self.told[other] <= self.told[one]

    def _sum(self, name: str, short: int, long: int) -> None:
        found: dict[Place, list[Place]] = defaultdict(list)
        for place in self.places[name, short]:
            found[name, _period(place[1], long), *place[2:]].append(place)
        for whole, parts in found.items():
            if whole not in self.known:
                self._work(whole, parts)
                self.places[name, long].append(whole)
            self.found.append((whole, parts))

    def _work(self, place: Place, plus: Sequence[Place], minus: Sequence[Place] = ()) -> None:
        self.worked.append((place, plus, minus))
        self.known.add(place)

    # Tables.

    def _tie(self, name: str, parent: str, length: int) -> None:
        """A table's cells in those of a coarser one."""
        by, keys = self.by[name], self.by[parent]
        by_region = "region" in keys and "region" not in by
        at = [2 + by.index(key if key in by else "municipality") for key in keys]
        region = keys.index("region") if by_region else -1
        found: dict[Place, list[Place]] = defaultdict(list)
        for place in self.places[name, length]:
            told = [place[n] for n in at]
            if by_region:
                told[region] = told[region][:2]
            found[parent, place[1], *told].append(place)
        if by_region:
            self._regions(found, self.places[parent, length], region + 2)
        else:
            self.found += [line for line in found.items() if line[0] in self.known]

    def _regions(self, found: dict[Place, list[Place]], wholes: Sequence[Place], at: int) -> None:
        """Regions are their municipalities and a rest; the rests are in no known municipality."""
        rests: dict[Place, list[Place]] = defaultdict(list)
        for whole in wholes:
            rest = whole
            if whole[at] and whole in found:
                rest = (REST, *whole)
                self._work(rest, [whole], found[whole])
                self.found.append((whole, [*found[whole], rest]))
            rests[_without(whole, at)].append(rest)
        strange = {_without(whole, at) for whole in found if whole[at] and whole not in self.known}
        for whole, parts in found.items():
            key = _without(whole, at)
            if not whole[at] and key in rests and key not in strange:
                self._nowhere(whole, parts, rests[key])

    def _nowhere(self, whole: Place, parts: list[Place], rests: list[Place]) -> None:
        """Those of no known municipality, one cell or several."""
        one = parts[0]
        if len(parts) > 1:
            one = (NOWHERE, *whole)
            self._work(one, parts)
            self.found.append((one, parts))
        self.found.append((one, rests))

    # Groups that are the same people.

    def _apart(self, name: str, x: str, y: str) -> None:
        """The tables by one key and those by another, where a table by both shows parts that share nobody."""
        parts = _parts([(place[2], place[3]) for place in self.places[name, YEAR]])
        if len(set(parts.values())) > 1:
            for one, by in self.by.items():
                for other, beside in self.by.items():
                    if x in by and y in beside and {*by} - {x} == {*beside} - {y}:
                        self._same(parts, (one, x), (other, y))

    def _same(
        self, parts: Mapping[tuple[int, str], int], one: tuple[str, str], other: tuple[str, str]
    ) -> None:
        """Each part is as many by both keys, in the shortest period that both tables have."""
        finest = [max(n for name, n in self.places if name == table) for table, _ in (one, other)]
        common = min(finest)
        if common == YEAR and len(self.by[one[0]]) == 1:
            return  # the table by both keys ties them
        found: dict[Place, tuple[list[Place], list[Place]]] = defaultdict(lambda: ([], []))
        for side, (name, key) in enumerate((one, other)):
            by = self.by[name]
            at, rest = 2 + by.index(key), [2 + by.index(each) for each in sorted(by) if each != key]
            length = common if (name, common) in self.places else finest[side]
            for place in self.places[name, length]:
                period = _period(place[1], common) if length != common else place[1]
                part = (
                    TOGETHER,
                    period,
                    one[0],
                    other[0],
                    str(parts[side, place[at]]),
                    *(place[n] for n in rest),
                )
                found[part][side].append(place)
        for part, (some, others) in found.items():
            self._work(part, some)
            self.found += [(part, some), (part, others)]


def _parts(pairs: Sequence[tuple[str, str]]) -> dict[tuple[int, str], int]:
    """The number of the part that each value of a first and of a second key is in, where pairs hold them together."""
    beside: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for x, y in pairs:
        beside[0, x].append((1, y))
        beside[1, y].append((0, x))
    found: dict[tuple[int, str], int] = {}
    for number, start in enumerate(beside):
        waiting = [] if start in found else [start]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found[one] = number
                waiting += beside[one]
    return found


def _told(by: Sequence[str]) -> frozenset[str]:
    """The keys that a table tells: a municipality tells its region."""
    return frozenset((*by, "region") if "municipality" in by else by)


def _period(period: str, length: int) -> str:
    """The year, or the quarter, that a period is in."""
    return period[:4] if length == YEAR else f"{period[:4]}Q{(int(period[5:7]) + 2) // 3}"


def _without(place: Place, at: int) -> Place:
    return (*place[:at], *place[at + 1 :])
