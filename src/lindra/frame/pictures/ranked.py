"""Gaps counted in people: a bar for each, the count, and a sentence that says what it means.

They stand in the order given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lindra.frame import numbers, pen
from lindra.frame.rows import Words
from lindra.frame.svg import Svg
from lindra.frame.tables import Cell, Column, Table

BAND = 0.95  # em
GAP = 0.8


@dataclass(frozen=True, kw_only=True)
class RankedBar:
    """So many people, what that means in a sentence, and how sure it is; ``people=None`` is withheld."""

    label: str
    people: float | None
    sentence: str = ""
    low: float | None = None
    high: float | None = None
    url: str = ""

    def __post_init__(self) -> None:
        for value in (self.people, self.low, self.high):
            if value is not None and not (math.isfinite(value) and value >= 0):
                raise ValueError(f"people are zero or more, not {value}")
        if (self.low is None) != (self.high is None):
            raise ValueError("an interval has two ends")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"an interval runs upwards, not from {self.low} to {self.high}")


def ranked_bars(rows: Sequence[RankedBar], *, title: str, words: Words, alone: bool = False) -> Svg:
    """The bars, in the order given; the longest, or the end of its interval, fills the width."""
    if not rows:
        return pen.empty("ranked", title, words)
    greatest = max((end for row in rows for end in (row.people, row.high) if end is not None), default=0) or 1
    parts: list[Svg] = []
    top = 0.0
    for row in rows:
        heading, top = pen.heading(row.label, _count(row, words), top)
        parts += [*heading, *_bar(row, top, greatest)]
        top += BAND
        if row.sentence:
            sentence, top = pen.paragraph(
                "chart__sentence", row.sentence, top + 0.1, pen.WIDTH * 2 if alone else pen.WIDTH - 4
            )
            parts += sentence
        top += GAP
    told = [f"{row.label}: {_count(row, words)}" for row in rows]
    return pen.canvas("ranked", title, pen.told(told, words), top - GAP + 0.4, *parts)


def _bar(row: RankedBar, top: float, greatest: float) -> list[Svg]:
    middle = top + BAND / 2
    if row.people is None:
        return [pen.line("chart__withheld", 0, middle, 100, middle)]
    parts = [
        pen.box("chart__track", 0, top, 100, BAND),
        pen.box("chart__bar", 0, top, row.people / greatest * 100, BAND),
    ]
    if row.low is not None and row.high is not None:
        low, high = row.low / greatest * 100, row.high / greatest * 100
        parts += [
            pen.line("chart__halo", low, middle, high, middle),
            pen.line("chart__whisker", low, middle, high, middle),
            *(pen.line("chart__whisker", end, middle - 0.22, end, middle + 0.22) for end in (low, high)),
        ]
    return parts


def ranked_table(rows: Sequence[RankedBar], *, title: str, words: Words, name: str = "") -> Table:
    """Name, people, interval and the sentence; columns nobody fills are left out."""
    sure = any(row.low is not None for row in rows)
    told = any(row.sentence for row in rows)
    columns = [Column(name or words.name), Column(words.people, True)]
    columns += [Column(words.interval, True)] if sure else []
    columns += [Column(words.meaning)] if told else []

    def cells(row: RankedBar) -> list[Cell | str]:
        made: list[Cell | str] = [Cell(row.label, url=row.url), _people(row, words)]
        made += [_interval(row, words) or "–"] if sure else []
        made += [row.sentence or "–"] if told else []
        return made

    return Table(title, columns, [cells(row) for row in rows])


def _people(row: RankedBar, words: Words) -> str:
    return words.withheld if row.people is None else numbers.number(row.people, language=words.language)


def _interval(row: RankedBar, words: Words) -> str:
    if row.low is None or row.high is None:
        return ""
    low, high = (numbers.number(end, language=words.language) for end in (row.low, row.high))
    return f"{low}–{high}"


def _count(row: RankedBar, words: Words) -> str:
    interval = _interval(row, words) if row.people is not None else ""
    return f"{_people(row, words)} ({interval})" if interval else _people(row, words)
