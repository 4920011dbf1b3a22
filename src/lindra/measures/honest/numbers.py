"""The numbers that honest numbers are made by (``data/honest.toml``, dated). Pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "data" / "honest.toml"


@dataclass(frozen=True, slots=True)
class FunnelNumbers:
    """How large a share of units (0–1) lies within the near and the far limits by chance alone."""

    near: float
    far: float
    source: str


@dataclass(frozen=True, slots=True)
class ChartNumbers:
    """Limits of a share over time; when they are widened as Laney does."""

    level: float
    level_source: str
    range_constant: float
    sigmas: float
    source: str
    least_points: int
    least_people: int
    least_expected: float
    beyond_chance: float


@dataclass(frozen=True, slots=True)
class StandardNumbers:
    """The most of a standard's weight (0–1) that may be borne by other strata."""

    most_carried: float


@dataclass(frozen=True, slots=True)
class ChangeNumbers:
    """Up to how many people the chance of a change is reckoned exactly."""

    exact_to: int
    source: str


@dataclass(frozen=True, slots=True)
class GapNumbers:
    """How many groups are named: of at least this share of those missed, no more than so many."""

    told_share: float
    told_groups: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """What holds on a day."""

    valid_from: date
    funnel: FunnelNumbers
    chart: ChartNumbers
    standard: StandardNumbers
    change: ChangeNumbers
    gap: GapNumbers


@cache
def _every() -> tuple[Numbers, ...]:
    read = tomllib.loads(FILE.read_text("utf-8"))["numbers"]
    return tuple(sorted((_read(one) for one in read), key=lambda one: one.valid_from))


def _read(told: dict[str, Any]) -> Numbers:
    return Numbers(
        told["valid_from"],
        FunnelNumbers(**told["funnel"]),
        ChartNumbers(**told["chart"]),
        StandardNumbers(**told["standard"]),
        ChangeNumbers(**told["change"]),
        GapNumbers(**told["gap"]),
    )


def numbers(on: date) -> Numbers:
    """What holds on a day; before the first of them, the first."""
    held = [one for one in _every() if one.valid_from <= on]
    return held[-1] if held else _every()[0]
