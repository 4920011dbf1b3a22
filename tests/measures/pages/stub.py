"""A reading of cells that are written down, so that a picture can be tried on just the counts it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from lindra.measures import catalogue
from lindra.measures.cubes.cube import Cell
from lindra.measures.cubes.results import of_cells
from lindra.measures.measure import Measure
from lindra.measures.pagesets.look import Look
from lindra.measures.pagesets.names import Names
from lindra.measures.pagesets.reading import Reading
from lindra.measures.pagesets.scope import WHOLE, Scope

ON = date(2026, 6, 15)
Counts = tuple[int, int] | None
Table = Mapping[tuple[str, ...], Counts]
"""(met, of) by period and values of keys."""


class Written:
    """What :class:`Reading` answers, from tables by measure, keys and finest period."""

    def __init__(
        self, tables: Mapping[tuple[str, tuple[str, ...], str], Table], made: str = "2026-06-15"
    ) -> None:
        self.tables = tables
        about = SimpleNamespace(made_at=f"{made}T10:00:00+00:00", level="inside")
        self.cube = SimpleNamespace(about=about)
        self.years = sorted({key[0][:4] for table in tables.values() for key in table})

    def of(self, _scope: Scope) -> Written:
        return self

    def holds(self, measure: Measure) -> bool:
        return any(id == measure.id for id, _by, _every in self.tables)

    def measures(self, on: date, subject: str | None = None) -> list[Measure]:
        return [one for one in catalogue.current(on) if self.holds(one) and subject in (None, one.subject)]

    def cells(
        self, measures: Sequence[Measure], by: Sequence[str] = (), every: str = "year",
        where: Mapping[str, str] | None = None,
    ) -> dict[str, list[Cell]]:  # fmt: skip
        return {one.key: list(self._cells(one, tuple(by), every, where or {})) for one in measures}

    def _cells(self, measure: Measure, by: tuple[str, ...], every: str, where: Mapping[str, str]) -> Any:
        table = self.tables.get((measure.id, by, every), {})
        for (period, *rest), counts in table.items():
            keys = dict(zip(by, rest, strict=True))
            if all(({"period": period} | keys).get(name, value) == value for name, value in where.items()):
                met, of = counts or (None, None)
                zero = None if counts is None else 0
                yield Cell(period, keys, {"of": of, "met": met, "unknown": zero, "out": zero})

    def results(self, subject: str, where: Mapping[str, str], on: date) -> dict[str, Any]:
        measures = self.measures(on, subject)
        return of_cells(self.cells(measures, (), "year", where), measures, on)


def look(
    reading: Written, id: str = "conversation-reported", *, scope: Scope = WHOLE, year: str = "2026", **more: Any
) -> Look:  # fmt: skip
    """A look at what is written."""
    return Look(
        reading=cast(Reading, reading), names=Names(), scope=scope, year=year, on=ON, language="en", opens=False,
        measure=catalogue.in_force(id, ON), **more,
    )  # fmt: skip
