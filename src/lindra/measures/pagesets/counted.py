"""From cells to what pages show: met of how many, whatever the measure is; results of one look, by group and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lindra.measures import catalogue
from lindra.measures.cubes.cube import Cell
from lindra.measures.cubes.results import COVERAGE, Result, of_cells
from lindra.measures.measure import Measure, Subject
from lindra.measures.pagesets.look import Look
from lindra.measures.pagesets.reading import Cells
from lindra.measures.settling import by_reports


def met(measure: Measure, cell: Cell, part: str = "") -> tuple[int, int] | None:
    """(met, of) of a cell: of *parts* those that are the part. None where it is withheld, or a mean."""
    if measure.kind == "mean":
        return None
    some, of = cell[part or "met"] if measure.kind == "parts" else cell["met"], cell["of"]
    return None if some is None or of is None else (some, of)


def share(counted: tuple[int, int] | None) -> float | None:
    """The share of (met, of); none of nobody, or withheld."""
    return counted[0] / counted[1] if counted and counted[1] else None


def with_coverage(measures: Sequence[Measure], look: Look) -> list[Measure]:
    """The measures, and coverage that is to stand beside them."""
    covering = catalogue.in_force(COVERAGE, look.on)
    more = [covering] if covering and covering not in measures and look.reading.holds(covering) else []
    reported = any(by_reports(one) for one in measures)
    return [*measures, *more] if reported else list(measures)


def many(look: Look, subject: Subject) -> tuple[list[Measure], dict[str, list[Result]]]:
    """Every measure in force of a subject, and its numbers in the scope, year by year: one question to the cube."""
    return look.reading.measures(look.on, subject), look.reading.results(subject, look.scope.where, look.on)


def of_year(results: Sequence[Result], year: str, part: str = "") -> Result | None:
    """The number of one year (and part); none where nobody is counted then."""
    return next((one for one in results if one.period == year and one.part in ("", part)), None)


def results(
    look: Look,
    measure: Measure,
    by: Sequence[str] = (),
    every: str = "year",
    where: Mapping[str, str] | None = None,
) -> list[Result]:
    """The numbers of one measure in the scope, by group and period; of *parts* those of the part looked at."""
    measures = with_coverage([measure], look)
    cells = look.reading.cells(measures, by, every, {**look.scope.where, **(where or {})})  # type: ignore[arg-type]
    found = of_cells(cells, [measure], look.on)[measure.key]
    return [one for one in found if one.part in ("", look.part)]


def grouped(look: Look, measure: Measure, by: str) -> list[Result]:
    """The numbers of the year by group, those not known last."""
    found = results(look, measure, (by,), "year", {"period": look.year})
    return sorted(found, key=lambda one: (not one.keys[by], look.names.of(by, one.keys[by])))


def counts(cells: Cells, measure: Measure, key: str, part: str = "") -> dict[str, tuple[int, int] | None]:
    """(met, of) by the values of a key; None where withheld."""
    return {cell.keys[key]: met(measure, cell, part) for cell in cells.get(measure.key, ())}


def begun(look: Look) -> bool:
    """Whether the year looked at is still going on, by the day the cube was made."""
    return date.fromisoformat(look.reading.cube.about.made_at[:10]).isoformat()[:4] == look.year
