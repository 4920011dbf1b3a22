"""Shares read from a cube for many obligations: two reads for each kind of place, of months and of years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from lindra import clock
from lindra.governance.models import Obligation
from lindra.governance.obligations import kinds
from lindra.governance.obligations.kinds import Share
from lindra.governance.obligations.rules import Counted
from lindra.measures import catalogue

if TYPE_CHECKING:  # Ibis takes a second to load
    from lindra.measures.cubes.cube import Cell, Cube
    from lindra.measures.measure import Measure

Cells = dict[tuple[str, str, str], "Cell"]
"""By measure, place and period."""


class Shares:
    """What was counted of each obligation that promises a share."""

    def __init__(self, cube: Cube | None, owed: Sequence[tuple[Obligation, Share]], today: date) -> None:
        self.cube = cube
        made = clock.day(datetime.fromisoformat(cube.about.made_at)) if cube else today
        self.until = min(made, today)
        self._asked = {one.pk: (told, self._periods(one, told), self._years(one, told)) for one, told in owed}
        self._cells = self._read()

    def of(self, one: Obligation) -> Counted:
        """What was counted of one of them."""
        return self._counted(*self._asked[one.pk])

    def _measure(self, told: Share) -> Measure | None:
        found = catalogue.keyed(told.measure)
        return found if found is not None and found.kind == "share" else None

    def _lack(self, told: Share, periods: list[str]) -> str:
        if catalogue.keyed(told.measure) is None:
            return "no_measure"
        if self._measure(told) is None:
            return "no_share"
        if self.cube is None:
            return "no_cube"
        if told.measure not in self.cube.keys:
            return "not_counted"
        return "" if periods else "too_short"

    def _periods(self, one: Obligation, told: Share) -> list[str]:
        """The months, or of a unit the quarters, that it is judged by."""
        first, last = period(one)
        if told.place.startswith("unit="):
            months = kinds.months(self.until, first, last, _settles(told), kinds.MONTHS + 2)
            return kinds.quarters(months)[-4:]
        return [f"{month:%Y-%m}" for month in kinds.months(self.until, first, last, _settles(told))]

    def _years(self, one: Obligation, told: Share) -> list[str]:
        """The whole years that may stand in, the latest first."""
        first, last = period(one)
        settled = self.until - timedelta(days=_settles(told))
        return [
            str(year)
            for year in (self.until.year - 1, self.until.year - 2)
            if (first is None or first <= date(year, 1, 1))
            and (last is None or last >= date(year, 12, 31))
            and date(year, 12, 31) < settled
        ]

    def _counted(self, told: Share, periods: list[str], years: list[str]) -> Counted:
        if lack := self._lack(told, periods):
            return Counted(lack)  # type: ignore[arg-type]
        measure = self._measure(told)
        low = measure is not None and measure.good == "low"
        found = [self._cells.get((told.measure, told.place, period)) for period in periods]
        summed = _summed([cell for cell in found if cell is not None])  # no cell: nobody was counted then
        if summed is not None:
            return Counted("", *summed, periods[0], periods[-1], low)
        for year in years:  # single months are of so few that they are withheld
            cell = self._cells.get((told.measure, told.place, year))
            summed = _summed([cell]) if cell else None
            if summed is not None:
                return Counted("", *summed, year, year, low)
        return Counted("withheld", first=periods[0], last=periods[-1], low_is_good=low)

    def _read(self) -> Cells:
        """A read for each kind of place and finest period, and one of years."""
        groups: dict[tuple[str, str, str], list[tuple[Share, list[str]]]] = {}
        for told, periods, _ in self._asked.values():
            measure = self._measure(told)
            if measure is None or self._lack(told, periods):
                continue
            by = told.place.partition("=")[0]
            every = "quarter" if by == "unit" else "month"
            groups.setdefault((measure.subject, by, every), []).append((told, periods))
        found: Cells = {}
        years = [str(self.until.year - 1), str(self.until.year - 2)]
        for (_, by, every), some in groups.items():
            periods = sorted({period for _, own in some for period in own})
            found |= self._cells_of([told for told, _ in some], by, every, periods)
            found |= self._cells_of([told for told, _ in some], by, "year", years)
        return found

    def _cells_of(self, some: list[Share], by: str, every: str, periods: list[str]) -> Cells:
        assert self.cube is not None
        measures = {told.measure: catalogue.keyed(told.measure) for told in some}
        places = sorted({told.place.partition("=")[2] for told in some})
        where: dict[str, str | list[str]] = {"period": periods}
        if by:
            where[by] = places
        read = self.cube.cells(
            [one for one in measures.values() if one is not None], [by] if by else [], every, where  # type: ignore[arg-type]
        )  # fmt: skip
        return {
            (key, f"{by}={cell.keys[by]}" if by else "", cell.period): cell
            for key, cells in read.items()
            for cell in cells
        }


def _settles(told: Share) -> int:
    return kinds.SETTLES.get(told.measure.partition("@")[0], 0)


def _summed(cells: Sequence[Cell]) -> tuple[int, int] | None:
    """(of, met) of cells together; none where one of them is withheld."""
    of, met = [cell["of"] for cell in cells], [cell["met"] for cell in cells]
    if None in of or None in met:
        return None
    return sum(one or 0 for one in of), sum(one or 0 for one in met)


def period(one: Obligation) -> tuple[date | None, date | None]:
    """The first and last day on which it is owed."""
    document = one.document
    first = max((day for day in (one.first, document.valid_from) if day), default=None)
    last = min((day for day in (one.last, document.valid_to) if day), default=None)
    return first, last
