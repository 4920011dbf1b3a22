"""National target levels, dated (``data/targets.csv``)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "targets.csv"


@dataclass(frozen=True, slots=True)
class Target:
    """The share (0–1) that is aimed at from a day on, and who says so."""

    indicator: str
    first_day: date
    last_day: date | None
    share: float
    source: str


@cache
def _every() -> tuple[Target, ...]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(_read(row) for row in csv.DictReader(file))


def _read(row: dict[str, str]) -> Target:
    last = date.fromisoformat(row["last_day"]) if row["last_day"] else None
    first = date.fromisoformat(row["first_day"])
    return Target(row["indicator"], first, last, float(row["target"]), row["source"])


def target(indicator: str, on: date) -> Target | None:
    """What is aimed at on a day; ``None`` where nothing is, or was yet."""
    holds = (one for one in _every() if one.indicator == indicator)
    return next(
        (one for one in holds if one.first_day <= on and (one.last_day is None or on <= one.last_day)), None
    )
