"""From cells to numbers with what must be said beside them: interval, coverage, target, the gap in people. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt

from lindra.measures import catalogue, rules
from lindra.measures.cubes.cube import Cell, Cube
from lindra.measures.measure import Measure
from lindra.measures.settling import COVERAGE as COVERAGE
from lindra.measures.settling import by_reports, last_day
from lindra.measures.strata import Every
from lindra.measures.targets import Target, target
from lindra.registry.rules import COMPARABLE


@dataclass(frozen=True, slots=True)
class Result:
    """A number and what it stands on.

    ``value`` is a share (0–1) or a mean, ``low`` and ``high`` its 95 % interval (Wilson; Student of a mean). ``of``
    counts what it is counted on, ``met`` those who met it (of *parts*: are ``part``), ``unknown`` those of whom it
    is not known, ``out`` those left out by the definition. ``coverage`` stands beside what is told by reports; what is
    told by the record does not hang on it. All are ``None`` where they are withheld. ``target`` is what was aimed at
    on the last day of the period.
    """

    measure: Measure
    period: str
    keys: Mapping[str, str]
    part: str = ""
    of: int | None = None
    met: int | None = None
    unknown: int | None = None
    out: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    coverage: float | None = None
    target: Target | None = None

    @property
    def withheld(self) -> bool:
        """Whether it is of so few that it is not shown."""
        return self.of is None or (self.value is None and self.of > 0)

    @property
    def note(self) -> rules.Note:
        """What must be said beside it."""
        return rules.note(self.of or 0) if self.of is not None else ""

    @property
    def low_coverage(self) -> bool:
        """Whether too few deaths were reported for an open comparison (70 %, RCC sydöst)."""
        return self.measure.register and self.coverage is not None and self.coverage <= COMPARABLE

    @property
    def gap(self) -> int | None:
        """How many more would have had to meet it for the target: people, never below none."""
        if self.target is None or self.of is None or self.met is None:
            return None
        if self.measure.good == "low":
            return max(self.met - rules.allowed(self.of, self.target.share), 0)
        return rules.missing(self.met, self.of, self.target.share)


def results(
    cube: Cube,
    measure: Measure,
    on: date,
    by: Sequence[str] = (),
    every: Every | str = "",
    where: Mapping[str, str | Sequence[str]] | None = None,
) -> list[Result]:
    """The numbers of one measure, by group and period. Of *parts*, one for each part of each group."""
    covered = _coverage(cube, measure, on, by, every, where)
    cells = cube.cells([measure], by, every, where)[measure.key]  # type: ignore[arg-type]
    on = _ended(on, (where or {}).get("period", ""))
    return [one for cell in cells for one in of_cell(measure, cell, on, covered.get(_place(cell)))]


def of_cells(
    cells: Mapping[str, Sequence[Cell]], measures: Sequence[Measure], on: date
) -> dict[str, list[Result]]:
    """The numbers of many measures from cells that were read together, by measure; coverage from among them."""
    covering = catalogue.in_force(COVERAGE, on)
    covered = _shares(cells.get(covering.key, ())) if covering else {}
    return {
        one.key: [
            result
            for cell in cells.get(one.key, ())
            for result in of_cell(one, cell, on, covered.get(_place(cell)) if by_reports(one) else None)
        ]
        for one in measures
    }


def of_cell(measure: Measure, cell: Cell, on: date, coverage: float | None = None) -> list[Result]:
    """The numbers of one cell, by the target in force on the last day of its period, or on a day that comes before."""
    aim = target(measure.goal, _ended(on, cell.period))
    first = Result(measure, cell.period, cell.keys, of=cell["of"], coverage=coverage, target=aim)
    if measure.kind == "mean":
        return [_mean(measure, cell, first)]
    if measure.kind == "parts":
        return [_share(first, cell[key], part=key) for key, _ in measure.parts]
    return [_share(first, cell["met"], unknown=cell["unknown"], out=cell["out"])]


def _ended(on: date, period: str | Sequence[str]) -> date:
    """The last day of a period, or of the latest of several, that is not after a day; the day where none is named."""
    latest = period if isinstance(period, str) else max(period, default="")
    return min(on, last_day(latest)) if latest else on


def _share(first: Result, met: int | None, **more: object) -> Result:
    if first.of is None or met is None:
        return replace(first, met=met, **more)  # type: ignore[arg-type]
    low, high = rules.wilson(met, first.of) or (None, None)
    value = met / first.of if first.of else None
    return replace(first, met=met, value=value, low=low, high=high, **more)  # type: ignore[arg-type]


def _mean(measure: Measure, cell: Cell, first: Result) -> Result:
    of, total, squares = cell["of"], cell["sum"], cell["squares"]
    if not of or total is None or squares is None:
        return first
    mean = total / of
    spread = sqrt(max(squares - total * total / of, 0) / (of - 1)) if of > 1 else None
    ends = rules.mean_interval(mean, spread, of, least=measure.least, most=measure.most)
    low, high = ends or (None, None)
    return replace(first, value=mean, low=low, high=high)


def _coverage(
    cube: Cube, measure: Measure, on: date, by: Sequence[str], every: Every | str,
    where: Mapping[str, str | Sequence[str]] | None,
) -> dict[tuple[object, ...], float]:  # fmt: skip
    """How many of the deaths of each cell were reported, for a measure that is told by reports."""
    covering = catalogue.in_force(COVERAGE, on)
    if not by_reports(measure) or covering is None or covering.key not in cube.keys:
        return {}
    return _shares(cube.cells([covering], by, every, where)[covering.key])  # type: ignore[arg-type]


def _shares(cells: Sequence[Cell]) -> dict[tuple[object, ...], float]:
    """The share of each cell that has one."""
    return {
        _place(cell): cell["met"] / cell["of"] for cell in cells if cell["met"] is not None and cell["of"]
    }


def _place(cell: Cell) -> tuple[object, ...]:
    return (cell.period, *cell.keys.items())
