"""Cubes of made-up rows, by the way every cube is made: an export, counted, read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from lindra.measures import catalogue
from lindra.measures.counting.run import run
from lindra.measures.cubes.cube import Cube
from lindra.measures.cubes.results import Result, results
from lindra.measures.measure import Measure
from measures.exports import written
from measures.last_year import Row

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
ON = NOW.date()


@contextmanager
def cube_of(
    rows: Sequence[Row], measures: Sequence[Measure] = (), log: Mapping[str, Sequence[Row]] | None = None
) -> Iterator[Cube]:
    """The cube of some rows; of every measure of the dead where none are named."""
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder) / "export", rows, log)
        run(Path(folder) / "export", Path(folder) / "cube", measures or of_deaths(), NOW)
        with Cube(Path(folder) / "cube") as cube:
            yield cube


def of_deaths() -> tuple[Measure, ...]:
    """Every version of every measure of the dead."""
    return tuple(one for one in catalogue.measures() if one.subject == "deaths")


def current(on: date = ON) -> tuple[Measure, ...]:
    """Those of the dead that are in force."""
    return tuple(one for one in catalogue.current(on) if one.subject == "deaths")


def named(id: str) -> Measure:
    """The measure in force."""
    found = catalogue.in_force(id, ON)
    assert found is not None, id
    return found


def one(cube: Cube, measure: Measure, **where: str) -> Result:
    """The one number of a measure."""
    [found] = results(cube, measure, ON, where=where)
    return found
