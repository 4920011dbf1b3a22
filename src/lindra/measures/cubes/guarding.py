"""Which cells of a cube's year are withheld, by the lines between its tables (``lines.py``), and how the rest is
rounded. Pure.

Whoever is in one measure of a subject is among all its dead (its stays), who are counted by the measure of the largest
population. In what leaves, what is withheld of that is decided first and withheld of every measure: what one measure
shows is never laid beside another to tell what that one withholds. Each measure then withholds what is few of its own.
For who is signed in each measure stands by itself: deciding once for all would withhold small counties whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from lindra.measures.cubes.lines import Cells, Lines, Place
from lindra.measures.honest.disclosure import Profile, Tables, crossed
from lindra.measures.honest.rounding import mean_rounded, rounded
from lindra.measures.measure import Measure

Values = list[int | None]
Read = Callable[[Values], int]


def guard(cells: Cells, measures: Sequence[Measure], profile: Profile) -> None:
    """Withhold and round, in place: counters that may not be seen become None."""
    work = _Work(cells, profile)
    for_all = work.of_all(measures) if profile.counters == "every" else ()
    for measure in measures:
        for counter, places in work.hidden(measure, for_all):
            for number in places:
                values = cells.counts.get(work.tables.cells[number])
                if values is not None:
                    _hide(cells, values, measure, counter)
        if profile.counters == "every":
            for values in cells.counts.values():
                _round(cells, values, measure, profile)


Hidden = list[tuple[str, Collection[int]]]
"""Counters, and the places where each is withheld."""


class _Work:
    """The tables of a year, and what was found of numbers that several measures share."""

    def __init__(self, cells: Cells, profile: Profile) -> None:
        lines = Lines(cells)
        self.cells, self.profile, self.worked = cells, profile, lines.worked
        places = [*cells.counts, *(place for place, _, _ in lines.worked)]
        self.tables = Tables.of(dict.fromkeys(places), lines.found)
        self.crossed: dict[tuple[str, ...], Tables[tuple[Place, str]]] = {}
        self.before: dict[tuple[int, ...], set[int]] = {}

    def of_all(self, measures: Sequence[Measure]) -> Collection[int]:
        """The places withheld of the largest population: of all the dead, where a measure is of everybody."""
        each = [self.counted(_population(self.cells, one)) for one in measures if one.of is None]
        if not each:
            return ()
        return self.tables.withheld(max(each, key=sum), self.profile.least)

    def hidden(self, measure: Measure, for_all: Collection[int]) -> Hidden:
        """What is withheld of a measure, by its counters."""
        of = self.counted(_reader(self.cells, measure, "of"))
        also = [place for place in for_all if of[place] > 0]
        parts = _parts(measure) if self.profile.counters == "every" else ()
        if not parts:
            return [("of", {*for_all, *self._by_whole(of, also)})]
        found = self._by_each(measure, parts, of, also)
        return [*found, ("of", for_all)]

    def _by_whole(self, of: Sequence[int], also: Collection[int]) -> set[int]:
        key = tuple(of)  # that says which of all are withheld too
        if key not in self.before:
            self.before[key] = self.tables.withheld(of, self.profile.least, also)
        return self.before[key]

    def _by_each(
        self, measure: Measure, parts: tuple[str, ...], of: Sequence[int], also: Collection[int]
    ) -> Hidden:
        """Each counter by itself; those not met too."""
        if parts not in self.crossed:
            self.crossed[parts] = crossed(self.tables, ["of", *parts], [("of", list(parts))])
        counts = [*of]
        for counter in parts:
            counts += self.counted(_reader(self.cells, measure, counter))
        size = len(self.tables.cells)
        found: dict[str, list[int]] = {}
        for number in self.crossed[parts].withheld(counts, self.profile.least, also):
            found.setdefault(("of", *parts)[number // size], []).append(number % size)
        return list(found.items())

    def counted(self, read: Read) -> list[int]:
        """One counter of every cell, those in no file worked out."""
        known = {place: read(values) for place, values in self.cells.counts.items()}
        for place, plus, minus in self.worked:
            known[place] = sum([known[one] for one in plus]) - sum([known[one] for one in minus])
        return list(known.values())


def _parts(measure: Measure) -> tuple[str, ...]:
    if measure.kind == "parts":
        return tuple(key for key, _ in measure.parts)
    return ("met", "not_met") if measure.kind == "share" else ()


def _population(cells: Cells, measure: Measure) -> Read:
    """Those a measure is of, with those its definition leaves out, where they are counted."""
    of = cells.at[f"{measure.key}.of"]
    out = cells.at.get(f"{measure.key}.out")
    if out is None:
        return lambda values: values[of] or 0
    return lambda values: (values[of] or 0) + (values[out] or 0)


def _reader(cells: Cells, measure: Measure, counter: str) -> Read:
    if counter == "not_met":
        of, met = cells.at[f"{measure.key}.of"], cells.at[f"{measure.key}.met"]
        return lambda values: (values[of] or 0) - (values[met] or 0)
    column = cells.at[f"{measure.key}.{counter}"]
    return lambda values: values[column] or 0


def _hide(cells: Cells, values: Values, measure: Measure, counter: str) -> None:
    """A counter, and whatever tells it beside it: those met and not met tell each other; without a whole there is
    nothing."""
    hidden = measure.counters if counter == "of" else (counter,)
    if counter in ("met", "not_met"):
        hidden = ("met", "unknown", "out")
    for one in hidden:
        values[cells.at[f"{measure.key}.{one}"]] = None


def _round(cells: Cells, values: Values, measure: Measure, profile: Profile) -> None:
    """Counts as multiples; small ones that no line guards (not known, left out) are withheld; a mean's sums are of as
    many as are shown."""
    at = {counter: cells.at[f"{measure.key}.{counter}"] for counter in measure.counters}
    of = values[at["of"]]
    if measure.kind == "mean" and of is not None:
        total, squares = values[at["sum"]] or 0, values[at["squares"]] or 0
        values[at["sum"]], values[at["squares"]] = mean_rounded(of, total, squares, profile.rounded_to)
        values[at["of"]] = rounded(of, profile.rounded_to)
        return
    for counter, place in at.items():
        value = values[place]
        if value is not None:
            small = counter in ("unknown", "out") and 0 < value < profile.least
            values[place] = None if small else rounded(value, profile.rounded_to)
