"""Reading a cube for pages: few questions for many measures, and answers remembered as long as the cube is the same.

A cube is never changed, only replaced; what was read of it holds until then. Only counts are remembered, by the level
that they are of, and no more than so many.

Pages are of the cube in which counts of few are withheld. Where everything shown is of one unit, and the reader may see
all of it, the same is read of the cube that has every count: :meth:`Reading.of` says which, by the scope of a look.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any, Literal

from lindra.measures import catalogue
from lindra.measures.cubes.cube import NAME, Cell, Cube, NotInCube
from lindra.measures.cubes.results import Result, of_cells
from lindra.measures.measure import Measure, Subject
from lindra.measures.pagesets.scope import Scope
from lindra.measures.strata import Every

MOST = 400
"""Answers remembered."""
LARGE = 3_000
"""Cells of an answer beyond which it is read anew each time."""

Cells = dict[str, list[Cell]]
Results = dict[str, list[Result]]
Whole = Callable[[str], Cube | None]
"""Opens the cube that has every count, for the unit that all the numbers are of; nothing where they may not be seen."""
_remembered: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_lock = Lock()


class Reading:
    """A cube, and what has been read of it."""

    def __init__(self, cube: Cube, whole: Whole = lambda _unit: None, wide: Reading | None = None) -> None:
        self.cube, self._whole, self._wide = cube, whole, wide
        self._same = (str(cube.folder), cube.about.made_at, (cube.folder / NAME).stat().st_mtime_ns)

    def of(self, scope: Scope) -> Reading:
        """The reading that numbers of a scope are told by: with every count of a unit whose provider one follows up."""
        wide = self._wide or self
        cube = wide._whole(scope.code) if scope.kind == "unit" else None
        return wide if cube is None else Reading(cube, wide=wide)

    @cached_property
    def _digests(self) -> dict[str, str]:
        return {one.key: one.fingerprint for one in self.cube.about.measures}

    @cached_property
    def years(self) -> list[str]:
        """The years there are deaths of, in order."""
        found: list[str] = self._kept(("years",), lambda: self.cube.periods("deaths"))
        return found

    def measures(self, on: date, subject: Subject | None = None) -> list[Measure]:
        """The measures in force on a day that this cube counted as they are defined now."""
        every: list[Measure] = self._kept(
            ("measures", on), lambda: [one for one in catalogue.current(on) if self.holds(one)]
        )
        return [one for one in every if subject in (None, one.subject)]

    def holds(self, measure: Measure) -> bool:
        """Whether the cube counted this definition: the same version and the same digest."""
        return self._digests.get(measure.key) == measure.fingerprint

    def cells(
        self,
        measures: Sequence[Measure],
        by: Sequence[str] = (),
        every: Every | Literal[""] = "year",
        where: Mapping[str, str] | None = None,
    ) -> Cells:
        """The cells of measures of one subject. Empty where nothing is asked for, or it is not counted so."""
        if not measures:
            return {}
        asked = (tuple(one.key for one in measures), tuple(by), every, tuple(sorted((where or {}).items())))
        found: Cells = self._kept(asked, lambda: self._read(measures, by, every, where))
        return found

    def results(self, subject: Subject, where: Mapping[str, str], on: date) -> Results:
        """The numbers of every measure in force of a subject by year, of some cells: most of a page is told by them."""

        def read() -> Results:
            measures = self.measures(on, subject)
            return of_cells(self.cells(measures, (), "year", where), measures, on)

        found: Results = self._kept(("results", subject, on, tuple(sorted(where.items()))), read)
        return found

    def _read(
        self, measures: Sequence[Measure], by: Sequence[str], every: Any, where: Mapping[str, str] | None
    ) -> Cells:
        try:
            return self.cube.cells(measures, by, every, where)
        except NotInCube:
            return {one.key: [] for one in measures}

    def _kept(self, asked: tuple[Any, ...], read: Any) -> Any:
        key = (*self._same, *asked)
        with _lock:
            if key in _remembered:
                _remembered.move_to_end(key)
                return _remembered[key]
        found = read()
        if isinstance(found, list) or sum(map(len, found.values())) <= LARGE:
            with _lock:
                _remembered[key] = found
                while len(_remembered) > MOST:
                    _remembered.popitem(last=False)
        return found
