"""Numbers of few, withheld from a whole set of tables so that they cannot be had from the others. Pure.

A number above none and below ``least`` is withheld. So is whatever would give it away through a *line*, a parent that
is the sum of its children: municipalities in a region, units in the whole, months in a year, those met and not in all.
Any number of lines may share cells. When it is done:

- no number withheld can be worked out from those shown by any addition and subtraction, nor is it held to one value by
  knowing that numbers are never below none (:mod:`.derivable` says why); in large webs of tables this holds of numbers
  of few, and now and then a large one that was withheld for their sake can be had without telling any of them;
- nor is it held to one value by bounds drawn closer line by line, by who knows that nothing withheld is none;
- those withheld in a line whose total is shown are two or more, together at least ``least``, and more people than cells
  (else each is one); of a withheld total that is again made up of cells, only what is withheld of it counts here.

What is withheld besides is the smallest number shown in that line, the first where two are alike; a total only when
nothing else is left. None (0) is shown, and never withheld for another's sake. The same numbers
always give the same answer.

**What this does not do.** Who knows this rule can reckon that the one withheld for another's sake was the smallest, and
narrow it down. Who has the same tables from another day, before a correction, can subtract. Which few were met of five
is told if none was, or all: the profile for what leaves withholds by each counter, those not met too, and rounds.

    tables = Tables.of(cells, [("SE", ["01", "03"]), ("01", ["0180", "0114"])])     # once
    tables.withheld(counts, least=5)                                                 # each counter, each period
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from heapq import heappop, heappush, nsmallest
from pathlib import Path
from typing import Generic, Literal, TypeVar

from lindra.measures.honest.derivable import Line, bounded, derivable

FILE = Path(__file__).parent.parent / "data" / "disclosure.toml"
PATIENT = 4
"""After so many turns twice as many numbers are withheld at a time."""
STRICT = 12
"""So many turns are taken to keep what is withheld for another's sake from being worked out too."""
K = TypeVar("K", bound=Hashable)
C = TypeVar("C", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Profile:
    """What holds for somebody: the least shown, by which counters, and to what it is rounded."""

    name: str
    valid_from: date
    least: int
    counters: Literal["dead", "every"]
    rounded_to: int
    why: str


@cache
def _profiles() -> tuple[Profile, ...]:
    read = tomllib.loads(FILE.read_text("utf-8"))["profiles"]
    return tuple(sorted((Profile(**one) for one in read), key=lambda one: one.valid_from))


def profile(name: str, on: date) -> Profile:
    """The profile as it holds on a day; before the first of them, the first."""
    known = [one for one in _profiles() if one.name == name]
    if not known:
        raise KeyError(name)
    return ([one for one in known if one.valid_from <= on] or known[:1])[-1]


@dataclass(frozen=True)
class Tables(Generic[K]):
    """Cells in an order, and the lines between them by their places: made once, asked for many counters.

    ``above``: of each cell, the lines it is a child in; ``below``: those it is the parent of. Lines stand so that those
    whose children are totals come after the lines of these. ``plain``: no two lines meet in more than one way, so that
    nothing can be worked out but from one line at a time.
    """

    cells: tuple[K, ...]
    lines: tuple[Line, ...]
    above: tuple[tuple[int, ...], ...]
    below: tuple[tuple[int, ...], ...]
    plain: bool

    @classmethod
    def of(cls, cells: Iterable[K], lines: Iterable[tuple[K, Iterable[K]]]) -> Tables[K]:
        """From the cells' keys, and each parent with its children. A line without children says nothing."""
        every = tuple(cells)
        place = {cell: number for number, cell in enumerate(every)}
        found = [(place[parent], tuple(place[child] for child in children)) for parent, children in lines]
        ordered = _bottom_up([line for line in found if line[1]])
        above: list[list[int]] = [[] for _ in every]
        below: list[list[int]] = [[] for _ in every]
        for number, (parent, children) in enumerate(ordered):
            below[parent].append(number)
            for child in children:
                above[child].append(number)
        return cls(every, tuple(ordered), _frozen(above), _frozen(below), _no_rings(len(every), ordered))

    def withheld(self, counts: Sequence[int], least: int, also: Collection[int] = ()) -> set[int]:
        """The places to withhold, of counts in the order of the cells; ``also`` are withheld whatever they count.

        The promise above is of numbers above none. Who withholds a 0 by ``also`` keeps it from being worked out, but
        those with nobody in may still be bounded to it.
        """
        if len(counts) != len(self.cells):
            raise ValueError(f"{len(counts)} counts of {len(self.cells)} cells")
        few = [place for place, count in enumerate(counts) if 0 < count < least]
        if not few and not also:
            return set()
        self._check(counts)
        work = _Work(self, counts, least)
        for place in (*few, *also):
            work.hide(place)
        work.settle()
        return {place for place, one in enumerate(work.hidden) if one}

    def _check(self, counts: Sequence[int]) -> None:
        """Lines that do not add up would be guarded in vain."""
        for parent, children in self.lines:
            if counts[parent] != sum([counts[child] for child in children]):
                raise ValueError(f"{self.cells[parent]!r} is not the sum of its parts")


def withheld(
    counts: Mapping[K, int], lines: Iterable[tuple[K, Iterable[K]]], least: int, also: Collection[K] = ()
) -> set[K]:
    """The same of one set of tables, by key."""
    tables = Tables.of(counts, lines)
    places = [place for place, cell in enumerate(tables.cells) if cell in also] if also else ()
    return {tables.cells[place] for place in tables.withheld(list(counts.values()), least, places)}


def crossed(
    tables: Tables[K], counters: Sequence[C], lines: Iterable[tuple[C, Sequence[C]]]
) -> Tables[tuple[K, C]]:
    """Tables of each cell by each counter, where counters add up in each cell too: of = met + not met.

    Cells come counter by counter: all of the first, then all of the next. That is how counts must be given.
    """
    keys = [(cell, counter) for counter in counters for cell in tables.cells]
    cells = tables.cells
    places = [
        ((cells[parent], counter), [(cells[child], counter) for child in children])
        for counter in counters
        for parent, children in tables.lines
    ]
    within = [
        ((cell, whole), [(cell, part) for part in parts]) for whole, parts in lines for cell in tables.cells
    ]
    return Tables.of(keys, places + within)


class _Work:
    """What is hidden so far, and the lines that must be looked at again, the lowest first."""

    def __init__(self, tables: Tables[K], counts: Sequence[int], least: int) -> None:
        self.lines, self.above, self.below = tables.lines, tables.above, tables.below
        self.plain, self.counts, self.least = tables.plain, counts, least
        self.hidden = bytearray(len(counts))
        self.waiting = bytearray(len(tables.lines))
        self.heap: list[int] = []
        self.turns = 0

    def hide(self, place: int) -> None:
        if not self.hidden[place]:
            self.hidden[place] = 1
            for line in (*self.above[place], *self.below[place]):
                self._again(line)

    def _again(self, line: int) -> None:
        if not self.waiting[line]:
            self.waiting[line] = 1
            heappush(self.heap, line)

    def settle(self) -> None:
        """Until no line gives anything away, alone or together with others."""
        while True:
            while self.heap:
                line = heappop(self.heap)
                self.waiting[line] = 0
                self._guard(line)
            if self.plain:
                return
            given = self._matters(derivable(self.lines, self.hidden))
            given = given or self._matters(bounded(self.lines, self.hidden, self.counts))
            if not given:
                return
            self._mend(given)

    def _matters(self, given: Sequence[int]) -> Sequence[int]:
        """At first all of them; in the end those of few: what was withheld for their sake may be known if they are
        not, and what can be worked out with its help is among what is given."""
        if self.turns < STRICT:
            return given
        return [place for place in given if 0 < self.counts[place] < self.least]

    def _guard(self, number: int) -> None:
        """Hides the smallest shown until those hidden in a line cannot be had from its total."""
        parent, children = self.lines[number]
        hidden, counts = self.hidden, self.counts
        some = [child for child in children if hidden[child]]
        rest: list[int] | None = None
        while not self._safe(parent, some):
            if rest is None:
                rest = sorted([c for c in children if counts[c] and not hidden[c]], key=counts.__getitem__)
                rest.reverse()
            if rest:
                place = rest.pop()
                some.append(place)
            elif not hidden[parent]:
                place = parent
            else:
                return self._hide_a_none(children)
            self.hide(place)
            if self.below[place] and place != parent:  # first what it is made up of
                return self._again(number)
        return None

    def _hide_a_none(self, children: Sequence[int]) -> None:
        """A total of none that is withheld by wish: one of its parts with it."""
        place = next((child for child in children if not self.hidden[child]), None)
        if place is not None:
            self.hide(place)

    def _safe(self, parent: int, some: Sequence[int]) -> bool:
        if self.hidden[parent]:
            return bool(some)
        if not some:
            return True
        if len(some) < 2:
            return False
        people = spare = 0
        for place in some:
            more, over = (
                self._people(place) if self.below[place] else (self.counts[place], self.counts[place] - 1)
            )
            people, spare = people + more, spare + over
        return people >= self.least and spare > 0

    def _people(self, place: int) -> tuple[int, int]:
        """How many a hidden cell keeps hidden, and how many more than its cells; of a total of several lines the
        fewest."""
        fewest, least = self.counts[place], self.counts[place] - 1
        for number in self.below[place]:
            people = spare = 0
            some = [child for child in self.lines[number][1] if self.hidden[child]]
            for child in some:
                more, over = self._people(child)
                people, spare = people + more, spare + over
            if some:
                fewest, least = min(fewest, people), min(least, spare)
        return fewest, least

    def _mend(self, given: Sequence[int]) -> None:
        """For each that can be worked out, the smallest shown in its lines; else in any line with something hidden.

        Where that goes on and on, more than one at a time: large tables would otherwise take hundreds of turns.
        """
        self.turns += 1
        touched: set[int] = set()
        for place in given:
            lines = (*self.above[place], *self.below[place])
            if touched.isdisjoint(lines):
                touched.update(lines)
                self._hide_smallest(lines)
        if not self.heap:
            self._hide_smallest(range(len(self.lines)))

    def _hide_smallest(self, lines: Iterable[int]) -> None:
        shown = {
            place
            for number in lines
            if self._open(number)
            for place in (*self.lines[number][1], self.lines[number][0])
            if self.counts[place] and not self.hidden[place]
        }
        for place in nsmallest(
            1 + self.turns // PATIENT, shown, key=lambda place: (self.counts[place], place)
        ):
            self.hide(place)

    def _open(self, number: int) -> bool:
        parent, children = self.lines[number]
        return bool(self.hidden[parent]) or any(self.hidden[child] for child in children)


def _frozen(lists: Iterable[list[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(one) for one in lists)


def _bottom_up(lines: Sequence[Line]) -> list[Line]:
    """Lines after those of their children."""
    of: dict[int, list[int]] = {}
    for number, (parent, _) in enumerate(lines):
        of.setdefault(parent, []).append(number)
    heights: dict[int, int] = {}

    def height(place: int, path: tuple[int, ...] = ()) -> int:
        if place in path:
            raise ValueError("a total is among its own parts")
        if place not in heights:
            parts = [child for number in of.get(place, ()) for child in lines[number][1]]
            heights[place] = 1 + max((height(child, (*path, place)) for child in parts), default=-1)
        return heights[place]

    return sorted(lines, key=lambda line: height(line[0]))


def _no_rings(cells: int, lines: Sequence[Line]) -> bool:
    """Whether the lines and their cells are a tree, or several."""
    root = list(range(cells + len(lines)))

    def top(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for number, (parent, children) in enumerate(lines):
        for place in (parent, *children):
            a, b = top(place), top(cells + number)
            if a == b:
                return False
            root[a] = b
    return True
