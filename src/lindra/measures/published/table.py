"""A published table made again from its counts: place of death by healthcare region, cardiovascular deaths. Pure.

Source: PMC11404052, table 2 (Sweden, deaths of cardiovascular disease 2013–2019): where people died, with and without
specialised palliative care at death, by healthcare region. Its facts are restated in
``data/published_place_of_death.csv``. Every printed percentage is reckoned anew from the printed counts with the same
functions as our own measures, to one decimal, halves upwards: what does not agree is told. In the last column, those
with specialised care at death are counted of everybody in the row.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from lindra.measures.rules import wilson

DATA = Path(__file__).parent.parent / "data" / "published_place_of_death.csv"
SOURCE = "PMC11404052, table 2"
PLACES = (
    "home", "home_specialised", "hospital", "hospital_specialised", "nursing_home", "nursing_home_specialised", "other",
)  # fmt: skip
SPECIALISED = "specialised"
"""The last column: everybody with specialised care at death, wherever."""
TOTAL = "Total"


@dataclass(frozen=True, slots=True)
class Cell:
    """A share of a row: how many of all in it, as printed and as computed (per cent), and Wilson's interval (0–1)."""

    region: str
    column: str
    count: int
    of: int
    printed: Decimal
    computed: Decimal
    low: float
    high: float

    @property
    def share(self) -> float:
        """0–1."""
        return self.count / self.of

    @property
    def agrees(self) -> bool:
        """Whether what is printed is what the counts give."""
        return self.printed == self.computed


@dataclass(frozen=True, slots=True)
class Row:
    """A healthcare region, or all of them."""

    region: str
    counts: Mapping[str, int]
    cells: tuple[Cell, ...]

    @property
    def of(self) -> int:
        """Everybody in the row."""
        return sum(self.counts[place] for place in PLACES)

    def cell(self, column: str) -> Cell:
        """The share of a column."""
        return next(one for one in self.cells if one.column == column)


@cache
def rows() -> tuple[Row, ...]:
    """Every row in the printed order, the total last."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(_row(told) for told in csv.DictReader(file))


def _row(told: Mapping[str, str]) -> Row:
    counts = {place: int(told[place]) for place in PLACES}
    of = sum(counts.values())
    counts[SPECIALISED] = sum(number for place, number in counts.items() if place.endswith(f"_{SPECIALISED}"))
    cells = tuple(
        _cell(told["region"], column, counts[column], of, Decimal(told[f"{column}_pct"]))
        for column in (*PLACES, SPECIALISED)
    )
    return Row(told["region"], counts, cells)


def _cell(region: str, column: str, count: int, of: int, printed: Decimal) -> Cell:
    ends = wilson(count, of)
    assert ends is not None, "no row of the table is of nobody"
    return Cell(region, column, count, of, printed, per_cent(count, of), *ends)


def per_cent(count: int, of: int) -> Decimal:
    """A share in per cent with one decimal, a half upwards; exact, as a share of floating point is not."""
    return (Decimal(100 * count) / Decimal(of)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def total() -> Row:
    """All regions together, as printed."""
    return next(row for row in rows() if row.region == TOTAL)


def regions() -> tuple[Row, ...]:
    """The healthcare regions."""
    return tuple(row for row in rows() if row.region != TOTAL)


def differing() -> tuple[Cell, ...]:
    """The cells whose printed percentage is not what their counts give."""
    return tuple(cell for row in rows() for cell in row.cells if not cell.agrees)


def of_no_region() -> int:
    """Deaths in the total row that are in no region's row."""
    return total().of - sum(row.of for row in regions())


def told() -> dict[str, Any]:
    """The table and how it agrees, as plain values."""
    cells = [cell for row in rows() for cell in row.cells]
    return {
        "source": SOURCE,
        "cells": len(cells),
        "agree": sum(cell.agrees for cell in cells),
        "differ": [_told(cell) for cell in differing()],
        "of_no_region": of_no_region(),
        "rows": [
            {"region": row.region, "of": row.of, "shares": [_told(cell) for cell in row.cells]}
            for row in rows()
        ],
    }


def _told(cell: Cell) -> dict[str, Any]:
    return {
        "region": cell.region, "column": cell.column, "count": cell.count, "of": cell.of,
        "printed": float(cell.printed), "computed": float(cell.computed), "agrees": cell.agrees,
        "low": round(cell.low, 6), "high": round(cell.high, 6),
    }  # fmt: skip
