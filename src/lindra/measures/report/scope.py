"""Of whom a report is, and of which period: ``unit:ID``, ``municipality:CODE``, ``region:CODE`` or ``all``. Pure.

A cube keeps months of areas and quarters of units (``data/groupings.csv``), which have too few deaths a month.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from lindra.measures.honest import periods

Kind = Literal["unit", "municipality", "region", "all"]
SHAPES: Mapping[str, re.Pattern[str]] = {
    "unit": re.compile(r"[^\x00-\x1f\x7f]{1,100}"),
    "municipality": re.compile(r"[0-9]{4}"),
    "region": re.compile(r"[0-9]{2}"),
}
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


class NoScope(ValueError):
    """What is written names no scope or no month; says how to write it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a report is about."""

    kind: Kind
    code: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}" if self.code else self.kind

    @property
    def where(self) -> dict[str, str]:
        """Which cells of a cube are theirs."""
        return {self.kind: self.code} if self.code else {}

    @property
    def every(self) -> Literal["month", "quarter"]:
        """The finest period a cube keeps of them."""
        return "quarter" if self.kind == "unit" else "month"

    @property
    def year(self) -> int:
        """How many of their periods are a year."""
        return 4 if self.kind == "unit" else 12


def parse(text: str) -> Scope:
    """A scope from its words; :class:`NoScope` where it is none."""
    kind, _, code = text.partition(":")
    if text == "all":
        return Scope("all")
    if kind in SHAPES and SHAPES[kind].fullmatch(code):
        return Scope(kind, code)  # type: ignore[arg-type]
    raise NoScope(
        f"{text[:60]!r} is no scope: write unit:ID, municipality:CODE (four digits), region:CODE (two) or all"
    )


def month(text: str) -> str:
    """A month, 2026-05; :class:`NoScope` where it is none."""
    if not MONTH.fullmatch(text):
        raise NoScope(f"{text[:60]!r} is no month: write it as 2026-05")
    return text


def last_month(today: date) -> str:
    """The last whole month."""
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"


def period(scope: Scope, of: str) -> str:
    """The period of the scope that a month is in, as a cube writes it: 2026-05, or 2026Q2."""
    return written(periods.quarter(of)) if scope.every == "quarter" else of


def written(name: str) -> str:
    """A period as a cube writes it (2026Q2), from how it is reckoned with (2026-Q2)."""
    return name.replace("-Q", "Q")


def reckoned(name: str) -> str:
    """The other way: 2026-Q2 from 2026Q2."""
    return name if "-" in name else name.replace("Q", "-Q")


def back(name: str, steps: int) -> str:
    """The period so many periods before, as a cube writes it."""
    known = reckoned(name)
    months = periods.length(known)
    day = periods.first_day(known)
    count = day.year * 12 + day.month - 1 - steps * months
    return written(periods.named(date(count // 12, count % 12 + 1, 1), months))


def run_up(name: str, count: int) -> list[str]:
    """So many periods, the last of which is this one."""
    return [back(name, steps) for steps in range(count - 1, -1, -1)]


def last_day(name: str) -> date:
    """The last day of a period."""
    return periods.following(reckoned(name)) - timedelta(days=1)
