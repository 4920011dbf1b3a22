"""What is counted by where no rule says: bands, limits, numbers of few (``data/statistics.toml``, dated). Pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "statistics.toml"


@dataclass(frozen=True, slots=True)
class Choices:
    """The numbers that hold on a day. ``bands``: the first day of each; days are calendar days."""

    valid_from: date
    source: str
    why: str
    bands: tuple[int, ...]
    long_stay_days: int
    readmission_days: int
    home: tuple[str, ...]
    short_stay_days: int
    least_shown: int
    least_points: int
    months: int

    @property
    def band_names(self) -> tuple[str, ...]:
        """Each band as it is written: 0, 1, 4–7, 15+."""
        ends = [after - 1 for after in self.bands[1:]]
        closed = (
            str(low) if low == high else f"{low}–{high}" for low, high in zip(self.bands, ends, strict=False)
        )
        return (*closed, f"{self.bands[-1]}+")

    def band(self, days: int) -> int:
        """The place of the band that so many days fall in."""
        return sum(days >= first for first in self.bands[1:])


@dataclass(frozen=True, slots=True)
class ChartNumbers:
    """The constants of a chart of individuals and moving range."""

    scale: float
    run: int
    source: str


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


def choices(on: date) -> Choices:
    """The numbers that hold on a day; before the first of them, the first."""
    known = sorted(_file()["choices"], key=lambda one: one["valid_from"])
    held = [one for one in known if one["valid_from"] <= on] or known[:1]
    told = held[-1]
    return Choices(**{**told, "bands": tuple(told["bands"]), "home": tuple(told["home"])})


def chart_numbers() -> ChartNumbers:
    """The constants, with their source."""
    return ChartNumbers(**_file()["chart"])
