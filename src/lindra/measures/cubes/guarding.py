"""Which cells of a cube's year are withheld, by the lines between its tables. Pure.

The lines: municipalities in a region; every group of a table in the whole; a table by two keys in each of the
tables by one; months in the year. Where a region's municipalities are not all of it (some inhabitants' municipality
is not told), the rest is a cell that is never shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lindra.measures.honest.disclosure import Profile, Tables, crossed, rounded
from lindra.measures.measure import Measure
from lindra.measures.strata import Grouping

Place = tuple[str, ...]
"""A cell: the name of its grouping, its period and its keys."""
REST = "·rest"


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

    def lines(self) -> Iterator[tuple[Place, list[Place]]]:
        """Every sum between the tables."""
        by_name = self.groupings
        for name, grouping in by_name.items():
            for dropped in range(len(grouping.by)):
                left = grouping.by[:dropped] + grouping.by[dropped + 1 :]
                parent = "+".join(left) or "all"
                if parent in by_name:
                    yield from self._sums(name, parent, dropped)
            if name == "municipality" and "region" in by_name:
                yield from self._regions()
            yield from self._years(name)

    def _sums(self, name: str, parent: str, dropped: int) -> Iterator[tuple[Place, list[Place]]]:
        found: dict[Place, list[Place]] = defaultdict(list)
        for place in self.counts:
            if place[0] == name:
                keys = place[2 : 2 + dropped] + place[3 + dropped :]
                found[(parent, place[1], *keys)].append(place)
        yield from ((whole, parts) for whole, parts in found.items() if whole in self.counts)

    def _regions(self) -> Iterator[tuple[Place, list[Place]]]:
        found: dict[Place, list[Place]] = defaultdict(list)
        for place in self.counts:
            if place[0] == "municipality" and place[2]:
                found["region", place[1], place[2][:2]].append(place)
        yield from (
            (whole, [*parts, (REST, *whole)]) for whole, parts in found.items() if whole in self.counts
        )

    def _years(self, name: str) -> Iterator[tuple[Place, list[Place]]]:
        found: dict[Place, list[Place]] = defaultdict(list)
        for place in self.counts:
            if place[0] == name and len(place[1]) > 4:
                found[(name, place[1][:4], *place[2:])].append(place)
        yield from ((whole, parts) for whole, parts in found.items() if whole in self.counts)


def guard(cells: Cells, measures: Sequence[Measure], profile: Profile) -> None:
    """Withhold and round, in place: counters that may not be seen become None."""
    lines = list(cells.lines())
    rests = [part for _, parts in lines for part in parts if part[0] == REST]
    every = [*cells.counts, *dict.fromkeys(rests)]
    tables = Tables.of(every, lines)
    for measure in measures:
        if profile.counters == "dead":
            _by_dead(cells, tables, lines, measure, profile)
        else:
            _by_each(cells, tables, lines, measure, profile)


def _by_dead(cells: Cells, tables: Tables[Place], lines: Any, measure: Measure, profile: Profile) -> None:
    """Cells of few dead are withheld with all that is counted of the measure there."""
    column = cells.at[f"{measure.key}.of"]
    counts, also = _counted(cells, tables, lines, lambda values: values[column] or 0)
    for number in tables.withheld(counts, profile.least, also):
        values = cells.counts.get(tables.cells[number])
        if values is not None:
            for counter in measure.counters:
                values[cells.at[f"{measure.key}.{counter}"]] = None


def _by_each(cells: Cells, tables: Tables[Place], lines: Any, measure: Measure, profile: Profile) -> None:
    """Each counter by itself; those not met too. Of a mean, the sums go where the number of people does."""
    parts = _parts(measure)
    whole = crossed(tables, ["of", *parts], [("of", list(parts))]) if parts else tables
    found: list[int] = []
    hidden: list[int] = []
    for counter in ("of", *parts):
        read = _reader(cells, measure, counter)
        counts, also = _counted(cells, tables, lines, read)
        hidden += [len(found) + place for place in also]
        found += counts
    withheld = whole.withheld(found, profile.least, hidden)
    size = len(tables.cells)
    for number in withheld:
        counter = ("of", *parts)[number // size]
        values = cells.counts.get(tables.cells[number % size])
        if values is not None:
            _hide(cells, values, measure, counter)
    for values in cells.counts.values():
        _round(cells, values, measure, profile)


def _parts(measure: Measure) -> tuple[str, ...]:
    if measure.kind == "parts":
        return tuple(key for key, _ in measure.parts)
    return ("met", "not_met") if measure.kind == "share" else ()


def _reader(cells: Cells, measure: Measure, counter: str) -> Any:
    if counter == "not_met":
        of, met = cells.at[f"{measure.key}.of"], cells.at[f"{measure.key}.met"]
        return lambda values: (values[of] or 0) - (values[met] or 0)
    column = cells.at[f"{measure.key}.{counter}"]
    return lambda values: values[column] or 0


def _hide(cells: Cells, values: list[int | None], measure: Measure, counter: str) -> None:
    """A counter, and whatever tells it beside it: those met and not met tell each other; without a whole there is
    nothing."""
    hidden = measure.counters if counter == "of" else (counter,)
    if counter in ("met", "not_met"):
        hidden = ("met", "unknown", "out")
    for one in hidden:
        values[cells.at[f"{measure.key}.{one}"]] = None


def _round(cells: Cells, values: list[int | None], measure: Measure, profile: Profile) -> None:
    """Counts as multiples; small ones that no line guards (not known, left out) are withheld; a mean's sums are as
    they are."""
    for counter in measure.counters:
        place = cells.at[f"{measure.key}.{counter}"]
        value = values[place]
        if value is None or counter in ("sum", "squares"):
            continue
        small = counter in ("unknown", "out") and 0 < value < profile.least
        values[place] = None if small else rounded(value, profile.rounded_to)


def _counted(
    cells: Cells, tables: Tables[Place], lines: Sequence[tuple[Place, list[Place]]], read: Any
) -> tuple[list[int], list[int]]:
    """One counter of every cell, rests worked out; and the places of the rests, which are never shown."""
    known: Mapping[Place, int] = {place: read(values) for place, values in cells.counts.items()}
    rest = {
        parts[-1]: known[whole] - sum(known[part] for part in parts[:-1])
        for whole, parts in lines
        if parts and parts[-1][0] == REST
    }
    counts = [known[place] if place in known else rest[place] for place in tables.cells]
    return counts, [
        number for number, place in enumerate(tables.cells) if place[0] == REST and counts[number]
    ]
