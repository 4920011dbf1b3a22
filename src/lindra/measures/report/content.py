"""What a monthly report tells, from a cube: numbers, the gap in people, what changed, and how it went over time. Pure.

The month itself is of few, so beside it stands the year that ends with it: twelve months, or four quarters of a unit.
Where a part of that year is withheld it cannot be added up; then the last whole calendar year stands there instead,
and the report says so. Definitions and targets are those that hold on the last day of the period, so that a
report says the same whenever it is made of the same cube.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lindra import clock
from lindra.discharge.statistics.choices import chart_numbers
from lindra.measures import catalogue
from lindra.measures.cubes.cube import Cell, Cube, NotInCube
from lindra.measures.cubes.results import COVERAGE, Result, of_cell
from lindra.measures.honest import gap as gaps
from lindra.measures.honest import runchart
from lindra.measures.honest.change import Change, Counted, change
from lindra.measures.honest.numbers import numbers
from lindra.measures.measure import Measure
from lindra.measures.report.scope import Scope, back, last_day, period, reckoned, run_up
from lindra.measures.settling import at_most, complete

YEARS = 2
"""How far back the charts go."""
Cells = Mapping[str, Mapping[str, Cell]]
"""By measure and period."""


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator: in the period, in the year, against the period before and a year before, and over time.

    ``chart`` is of the periods that are complete, ``late`` those after them, of which reports may still come.
    ``where``: the areas where most of those were who were missed in the year, and how many; of areas that have parts.
    """

    measure: Measure
    now: Result
    year: Result
    before: Change | None
    year_before: Change | None
    chart: runchart.Chart
    late: tuple[runchart.Point, ...] = ()
    where: tuple[tuple[str, int], ...] = ()

    @property
    def gap(self) -> int | None:
        """People short of the target in the year."""
        return self.year.gap

    @property
    def unsettled(self) -> bool:
        """Whether reports of the period may still come."""
        return any(one.period == reckoned(self.now.period) for one in self.late)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report tells. ``since`` is empty where ``until`` is a calendar year instead of the year to date.

    ``coverage_at_most``: what coverage would be if everybody who still can be were reported; none where it is withheld.
    """

    scope: Scope
    month: str
    period: str
    since: str
    until: str
    rows: tuple[Row, ...]
    coverage: float | None
    coverage_at_most: float | None
    parts: str
    """By what the gap is told further: *municipality*, *region*, or nothing."""
    made_at: str
    level: str

    @property
    def ranked(self) -> list[Row]:
        """Those with a target, the greatest gap in people first; those withheld last."""
        aimed = [row for row in self.rows if row.year.target is not None]
        return sorted(aimed, key=lambda row: (row.gap is None, -(row.gap or 0)))


def national(on: date) -> list[Measure]:
    """The six national indicators by the reports, in the order of their definitions."""
    return [one for one in catalogue.current(on) if one.topic == "national" and one.register]


def report(cube: Cube, scope: Scope, month: str) -> Report:
    """The report of a month; :class:`NotInCube` where the cube has nobody of the scope in it."""
    now = period(scope, month)
    on = last_day(now)
    measures = national(on)
    covering = catalogue.in_force(COVERAGE, on)
    assert covering is not None
    cells = _cells(cube, [*measures, covering], scope)
    if not any(cells.values()):
        raise NotInCube(f"this cube has no deaths of {scope} by {scope.every}")
    window = run_up(now, scope.year)
    since, until = window[0], now
    whole = {key: together([found[name] for name in window if name in found]) for key, found in cells.items()}
    if any(whole[one.key]["of"] is None or whole[one.key]["met"] is None for one in measures):
        since, until = "", str(on.year if on == date(on.year, 12, 31) else on.year - 1)
        whole = _whole(cube, [*measures, covering], scope, until)
    parts = _parts(scope) if since else ""
    spread = _spread(cube, measures, scope, parts, window) if parts else {}
    made = clock.day(datetime.fromisoformat(cube.about.made_at))
    rows = tuple(
        _row(one, cells, whole, now, on, made, covering, spread.get(one.key, ())) for one in measures
    )  # fmt: skip
    reported, covered = cells[covering.key], whole[covering.key]
    own = window if since else [name for name in reported if name[:4] == until]
    late = [reported[name] for name in own if name in reported and not complete(covering, name, made)]
    return Report(
        scope, month, now, since, until, rows, share(covered), _at_most(covered, together(late)), parts,
        cube.about.made_at, cube.about.level,
    )  # fmt: skip


def _cells(cube: Cube, measures: Sequence[Measure], scope: Scope) -> Cells:
    found = cube.cells(measures, (), scope.every, scope.where)
    return {key: {cell.period: cell for cell in cells} for key, cells in found.items()}


def _whole(cube: Cube, measures: Sequence[Measure], scope: Scope, year: str) -> dict[str, Cell]:
    found = cube.cells(measures, (), "year", {**scope.where, "period": year})
    return {key: next(iter(cells), together([])) for key, cells in found.items()}


def together(cells: Sequence[Cell]) -> Cell:
    """Cells of one share added up; a counter that is withheld in one of them is withheld. Of none: none."""
    counts: dict[str, int | None] = {}
    for name in ("of", "met", "unknown", "out"):
        known = [cell.counts.get(name) for cell in cells]
        counts[name] = None if None in known else sum(one for one in known if one is not None)
    return Cell("", {}, counts)


def share(cell: Cell) -> float | None:
    """Met of all, 0–1; nothing of nobody, or where it is withheld."""
    return cell["met"] / cell["of"] if cell["met"] is not None and cell["of"] else None


def _at_most(whole: Cell, late: Cell) -> float | None:
    """Coverage if everybody who still can be is reported; none of nobody, or where it is withheld."""
    met, of, met_late, of_late = whole["met"], whole["of"], late["met"], late["of"]
    if met is None or not of or met_late is None or of_late is None:
        return None
    return at_most((met, of), (met_late, of_late))


def _row(
    measure: Measure, cells: Cells, whole: Mapping[str, Cell], now: str, on: date, made: date, covering: Measure,
    where: tuple[tuple[str, int], ...],
) -> Row:  # fmt: skip
    own, covered = cells[measure.key], cells[covering.key]
    nobody = together([])
    this = own.get(now, nobody)
    return Row(
        measure,
        of_cell(measure, this, on, share(covered.get(now, nobody)))[0],
        of_cell(measure, whole[measure.key], on, share(whole[covering.key]))[0],
        _change(measure, own.get(back(now, 1)), this, on),
        _change(measure, own.get(back(now, 12 if len(now) == 7 else 4)), this, on),
        *_chart(measure, own, now, on, made),
        where,
    )


def _change(measure: Measure, before: Cell | None, after: Cell, on: date) -> Change | None:
    """What changed; nothing where either is of nobody or withheld."""
    if before is None:
        return None
    counts = [(one["met"], one["of"]) for one in (before, after)]
    (met, of), (met_after, of_after) = counts
    if met is None or met_after is None or not of or not of_after:
        return None
    return change(
        Counted(measure.key, met, of), Counted(measure.key, met_after, of_after), numbers(on).change
    )


def _chart(
    measure: Measure, own: Mapping[str, Cell], now: str, on: date, made: date
) -> tuple[runchart.Chart, tuple[runchart.Point, ...]]:
    """Two years that end with the period, from the first there is: the complete charted, and the others."""
    wanted = [name for name in run_up(now, YEARS * (12 if len(now) == 7 else 4)) if name in own]
    points = [runchart.Point(reckoned(name), own[name]["met"], own[name]["of"]) for name in wanted]
    whole = [one for one in points if complete(measure, one.period, made)]
    late = tuple(one for one in points if one not in whole)
    return runchart.chart(whole, None, numbers(on).chart, chart_numbers().run), late


def _parts(scope: Scope) -> str:
    return {"all": "region", "region": "municipality"}.get(scope.kind, "")


def _spread(
    cube: Cube, measures: Sequence[Measure], scope: Scope, by: str, window: Sequence[str]
) -> dict[str, tuple[tuple[str, int], ...]]:
    """By measure the fewest areas with most of those missed; of nobody where a count is withheld."""
    where: dict[str, str | Sequence[str]] = {**scope.where, "period": list(window)}
    found = cube.cells(measures, (by,), "month", where)
    return {one.key: _most(one, found[one.key], last_day(window[-1])) for one in measures}


def _most(measure: Measure, cells: Sequence[Cell], on: date) -> tuple[tuple[str, int], ...]:
    counts: dict[str, tuple[int, int]] = {}
    for cell in cells:
        area, met, of = next(iter(cell.keys.values())), cell["met"], cell["of"]
        if met is None or of is None:
            return ()
        if area:
            had = counts.get(area, (0, 0))
            counts[area] = (had[0] + met, had[1] + of)
    target = of_cell(measure, together([]), on)[0].target
    if target is None or not counts or len(counts) < 2 or not sum(of for _, of in counts.values()):
        return ()
    told = gaps.gap(counts, target.share, numbers(on).gap, at_most=measure.good == "low")
    return tuple((key, group.missed) for key in told.most.keys if (group := told.group(key)) is not None)
