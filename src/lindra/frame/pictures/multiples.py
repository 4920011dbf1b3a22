"""Many little lines on one common scale, so that they can be compared: units, municipalities, the 21 regions.

On a page each is a picture of its own in a grid that takes as many columns as there is room for; on a
paper (:func:`multiples_sheet`) they stand four beside each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lindra.frame import pen
from lindra.frame.pictures.axis import Axis, axis_for, written
from lindra.frame.rows import Words
from lindra.frame.svg import Svg, element, em, lines, percent
from lindra.frame.tables import Cell, Column, Table

WIDE = 100.0  # per cent of the plot; beyond it stands the last value
HIGH = 3.2  # em
PLOT = 70.0  # per cent of a little picture that its plot takes in a file
LETTERS = 16  # letters on a line of a name
BESIDE = 4  # little pictures beside each other on paper


@dataclass(frozen=True, kw_only=True)
class Series:
    """A name and its values in order of time; ``None`` is withheld, a gap."""

    label: str
    values: Sequence[float | None]
    url: str = ""

    def __post_init__(self) -> None:
        if any(value is not None and not math.isfinite(value) for value in self.values):
            raise ValueError("a value is a finite number or not shown")


@dataclass(frozen=True, kw_only=True)
class Multiples:
    """Series over the same periods, in the order they are to be shown."""

    series: Sequence[Series]
    periods: Sequence[str]
    target: float | None = None
    share: bool = True

    def __post_init__(self) -> None:
        if any(len(one.values) != len(self.periods) for one in self.series):
            raise ValueError("every series has a value, or none, for each period")


def small_multiples(many: Multiples, *, title: str, words: Words) -> Svg:
    """A grid of pictures for a page."""
    if not many.series:
        return pen.empty("multiples", title, words)
    scale = _scale(many)
    broken = [lines(one.label, LETTERS, 3) for one in many.series]
    tall = max(map(len, broken))
    little = [
        _little(one, told, tall, many, scale, words) for one, told in zip(many.series, broken, strict=True)
    ]
    grid = element("div", *little, class_="multiples__grid", role="group", aria_label=title)
    return pen.with_key(grid, _key(many, scale, words))


def multiples_sheet(many: Multiples, *, title: str, words: Words) -> Svg:
    """The same as one picture, for paper and files."""
    if not many.series:
        return pen.empty("multiples", title, words)
    scale = _scale(many)
    broken = [lines(one.label, LETTERS, 3) for one in many.series]
    tall = max(map(len, broken))
    high = tall * pen.LINE + HIGH + 1.6
    parts = [
        element(
            "svg", *_inside(one, told, tall, many, scale, words, PLOT), class_="chart__place",
            x=percent(number % BESIDE * (100 / BESIDE)), y=em(number // BESIDE * high),
            width=percent(100 / BESIDE - 2.5), height=em(high),
        )
        for number, (one, told) in enumerate(zip(many.series, broken, strict=True))
    ]  # fmt: skip
    below = -(-len(many.series) // BESIDE) * high
    key, below = pen.key(_key(many, scale, words), below)
    return pen.canvas("multiples", title, words.in_table, below + 0.3, *parts, *key)


def multiples_table(many: Multiples, *, title: str, words: Words, name: str = "") -> Table:
    """A row for each series, a column for each period."""
    columns = [Column(name or words.name), *(Column(period, True) for period in many.periods)]
    rows: list[list[Cell | str]] = [
        [Cell(one.label, url=one.url), *(written(value, words, many.share) for value in one.values)]
        for one in many.series
    ]
    return Table(title, columns, rows)


def _scale(many: Multiples) -> Axis:
    found = [value for one in many.series for value in one.values if value is not None]
    return axis_for(found + ([many.target] if many.target is not None else []), many.share)


def _little(one: Series, told: list[str], tall: int, many: Multiples, scale: Axis, words: Words) -> Svg:
    """One picture, with its name and last value for those who listen; a link where it leads somewhere."""
    said = f"{one.label}: {_last_said(one, many, words)}"
    drawn = pen.canvas(
        "little", one.label, said, tall * pen.LINE + HIGH + 0.6, *_inside(one, told, tall, many, scale, words)
    )
    return element("a", drawn, href=one.url, class_="multiples__one") if one.url else drawn


def _inside(
    one: Series, told: list[str], tall: int, many: Multiples, scale: Axis, words: Words, width: float = 100
) -> list[Svg]:
    top = tall * pen.LINE + 0.3
    names = [
        pen.text("chart__label", part, 0, 1 + (tall - len(told) + n) * pen.LINE)
        for n, part in enumerate(told)
    ]
    parts = [pen.line("chart__rule", 0, at, WIDE, at) for at in (top, top + HIGH)]
    if many.target is not None:
        at = top + HIGH * (1 - scale.at(many.target))
        parts.append(pen.line("chart__target", 0, at, WIDE, at))
    runs, alone = _runs(one, scale)
    if any(len(run) > 1 for run in runs):
        parts.append(pen.sheet(0, top, WIDE, HIGH, pen.curve("chart__line", runs)))
    parts += [pen.dot("chart__point", x * WIDE, top + HIGH * y, 0.16) for x, y in alone]
    return [*names, pen.plot(*parts, *_last(one, runs, top, many, words), width=width)]


def _runs(one: Series, scale: Axis) -> tuple[list[list[pen.Place]], list[pen.Place]]:
    """The line between gaps, and the points that stand alone between two."""
    runs: list[list[pen.Place]] = [[]]
    for number, value in enumerate(one.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(((number + 0.5) / len(one.values), 1 - scale.at(value)))
    return runs, [run[0] for run in runs if len(run) == 1]


def _last(one: Series, runs: list[list[pen.Place]], top: float, many: Multiples, words: Words) -> list[Svg]:
    """The last value beside its dot, or that it is not shown."""
    value = one.values[-1] if one.values else None
    if value is None:
        return [pen.text("chart__value chart__value--quiet", "–", WIDE, top + HIGH / 2 + 0.35, dx=0.5)]
    x, y = runs[-1][-1]
    at = min(max(top + HIGH * y + 0.35, top + 0.6), top + HIGH + 0.2)
    told = written(value, words, many.share)
    return [
        pen.dot("chart__last", x * WIDE, top + HIGH * y, 0.3),
        pen.text("chart__value chart__value--strong", told, WIDE, at, dx=0.5),
    ]


def _last_said(one: Series, many: Multiples, words: Words) -> str:
    value = one.values[-1] if one.values else None
    period = many.periods[-1] if many.periods else ""
    return f"{written(value, words, many.share)} ({period})" if period else written(value, words, many.share)


def _key(many: Multiples, scale: Axis, words: Words) -> list[pen.Item]:
    """The target, the common scale and the periods, said once."""
    items: list[pen.Item] = []
    if many.target is not None:
        told = f"{words.target} {written(many.target, words, many.share)}"
        items.append((pen.swatch("line", "chart__target"), told))
    items.append(([], f"{words.scale} {scale.ends(words)}"))
    if many.periods:
        items.append(([], f"{many.periods[0]} – {many.periods[-1]}"))
    return items
