"""A funnel: shares against how many stand behind them, with the limits that chance alone would keep within.

The few need wide limits and the many narrow ones; that is the picture's point. It shows where to look, and ranks
nobody. Points outside are told by their shape and name; the rest say who they are when pointed at, and in the table.
D. J. Spiegelhalter, Stat Med 2005;24:1185–1202.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from lindra.frame import numbers, pen
from lindra.frame.pictures.axis import Axis, number_axis, round_step, share_axis, written
from lindra.frame.rows import Words
from lindra.frame.svg import Svg, element
from lindra.frame.tables import Cell, Column, Table

LEFT, RIGHT = 0.0, 100.0  # per cent of the plot between which the points stand
HIGH = 17.0  # em
AXIS = 3.4  # em at the right for the numbers of the axis, as ``.chart--funnel`` leaves
LETTERS = 18  # letters of a name beside its point
SKEW = 6  # when the largest is so many times the middle one, the axis is by square root
SHAPES = {1: "diamond", 2: "up", -2: "down"}


@dataclass(frozen=True, kw_only=True)
class FunnelPoint:
    """A unit or area: its share of ``of``. ``level`` is 0 within the limits, 1 outside the inner, 2 outside the outer.

    ``standing`` says the same in words, where those who counted have better words than the picture's own.
    """

    label: str
    value: float | None
    of: float
    level: int = 0
    standing: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and not 0 <= self.value <= 1:
            raise ValueError(f"a share lies between 0 and 1, not {self.value}")
        if not (math.isfinite(self.of) and self.of >= 0):
            raise ValueError(f"a share is of zero or more, not {self.of}")
        if self.level not in (0, 1, 2):
            raise ValueError(f"levels are 0, 1 and 2, not {self.level}")


@dataclass(frozen=True, kw_only=True)
class FunnelLimit:
    """The limits where a share is of so many: the inner pair and the outer pair, 0–1."""

    of: float
    inner: tuple[float, float]
    outer: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """All of a funnel; limits in order of ``of``. ``of_label`` names the axis: *Deaths*."""

    points: Sequence[FunnelPoint]
    limits: Sequence[FunnelLimit] = ()
    centre: float | None = None
    target: float | None = None
    of_label: str = ""
    inner_label: str = ""
    outer_label: str = ""


@dataclass(slots=True)
class _Taken:
    """Boxes in em that are occupied on the narrowest picture."""

    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def free(self, box: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = box
        return all(right <= a or left >= c or bottom <= b or top >= d for a, b, c, d in self.boxes)


def funnel(found: Funnel, *, title: str, words: Words, alone: bool = False) -> Svg:
    """The picture; its key stands inside it when it is ``alone`` in a file, else below."""
    shown = [point for point in found.points if point.value is not None]
    if not shown:
        return pen.empty("funnel", title, words)
    paper = _Paper(found, shown, words, (pen.PAPER if alone else pen.NARROW) - AXIS)
    labels, unnamed = paper.labels()
    key, below = pen.key(paper.key(), paper.bottom + 3.5) if alone else ([], paper.bottom + 2.8)
    if unnamed:
        told = f"{words.also}: " + ", ".join(point.label for point in unnamed)
        lines, below = pen.paragraph(
            "chart__key", told, below + 0.2, pen.WIDTH * 2 if alone else pen.WIDTH - 8
        )
        key += lines
    inside = pen.plot(
        *paper.axes(), *paper.curves(), *paper.points(), *labels, width=pen.PLOT if alone else 100
    )
    outside = [_said(point, found, words) for point in shown if point.level]
    said = "; ".join(outside) if 0 < len(outside) <= pen.DESCRIBED else words.in_table
    drawn = pen.canvas("funnel", title, said, below + 0.2, inside, *key)
    return drawn if alone else pen.with_key(drawn, paper.key())


class _Paper:
    """Where things stand."""

    top = 0.7
    bottom = 0.7 + HIGH

    def __init__(self, found: Funnel, shown: Sequence[FunnelPoint], words: Words, across: float) -> None:
        self.found, self.shown, self.words, self.em = found, shown, words, across
        self.most = max(point.of for point in shown) or 1.0
        self.root = self.most > SKEW * (median(point.of for point in shown) or self.most)
        self.along = number_axis([0, self.most], 4)
        self.up = self._up()

    def _up(self) -> Axis:
        """Holds every point, and the inner limits where the smallest of them stands."""
        least = min(point.of for point in self.shown)
        values = [point.value for point in self.shown if point.value is not None]
        values += [v for v in (self.found.centre, self.found.target) if v is not None]
        near = [one for one in self.found.limits if one.of >= least]
        values += [end for one in near for end in one.inner]
        return share_axis(values)

    def x(self, of: float) -> float:
        """Per cent from the left."""
        part = of / self.along.high
        return LEFT + (math.sqrt(part) if self.root else part) * (RIGHT - LEFT)

    def y(self, value: float) -> float:
        """Em from the top."""
        return self.bottom - self.up.at(value) * HIGH

    def axes(self) -> list[Svg]:
        """Shares to the right, how many below."""
        parts: list[Svg] = []
        for value in self.up.ticks:
            at = self.y(value)
            parts.append(pen.line("chart__rule", LEFT, at, RIGHT, at))
            parts.append(pen.tick(self.up.label(value, self.words), RIGHT, at + 0.35, dx=0.4))
        parts.append(pen.line("chart__grid", LEFT, self.bottom, RIGHT, self.bottom))
        for of in self._marks():
            at = self.x(of)
            parts.append(pen.line("chart__grid", at, self.bottom, at, self.bottom + 0.3))
            told = numbers.number(of, language=self.words.language)
            parts.append(pen.tick(told, at, self.bottom + 1.3, pen.anchor_at(at, RIGHT)))
        name = self.found.of_label or self.words.of
        name = f"{name} ({self.words.by_root})" if self.root else name
        parts.append(pen.text("chart__key", name, LEFT, self.bottom + 2.6))
        return parts

    def _marks(self) -> list[float]:
        """Round numbers along the bottom, no nearer to each other than a telephone has room for."""
        ticks = list(self.along.ticks)
        if self.root:
            small = round_step(self.along.high / 16)
            ticks = sorted({*ticks, small})
        room = 4.2 / self.em * 100
        kept: list[float] = []
        for of in ticks:
            if not kept or self.x(of) - self.x(kept[-1]) >= room:
                kept.append(of)
        return kept

    def curves(self) -> list[Svg]:
        """The outer limits, the inner, the centre and the target."""
        parts: list[Svg] = []
        drawn = [
            pen.curve(name, [self._curve([(one.of, getattr(one, which)[end]) for one in self.found.limits])])
            for name, which in (("chart__outer", "outer"), ("chart__limit", "inner"))
            for end in (0, 1)
        ]
        if any(drawn):
            parts.append(pen.sheet(LEFT, self.top, RIGHT - LEFT, HIGH, *(one for one in drawn if one)))
        for name, value in (("chart__centre", self.found.centre), ("chart__target", self.found.target)):
            if value is not None:
                parts.append(pen.line(name, LEFT, self.y(value), RIGHT, self.y(value)))
        return parts

    def _curve(self, ends: list[tuple[float, float]]) -> list[pen.Place]:
        """A limit as places on the sheet, from where it enters the picture."""
        places = [
            ((self.x(of) - LEFT) / (RIGHT - LEFT), value) for of, value in ends if of <= self.along.high
        ]
        return [(x, 1 - self.up.at(value)) for x, value in places if self.up.low <= value <= self.up.high]

    def points(self) -> list[Svg]:
        """The quiet ones first, so that those outside lie on top."""
        parts: list[Svg] = []
        for point in sorted(self.shown, key=lambda one: one.level):
            assert point.value is not None
            x, y = self.x(point.of), self.y(point.value)
            said = element("title", _said(point, self.found, self.words))
            if not point.level:
                parts.append(pen.dot("chart__unit", x, y, 0.3, said))
            else:
                shape = _shape(point, self.found)
                parts.append(
                    pen.mark(shape, f"chart__outside chart__outside--{point.level}", x, y, 1.0, said)
                )
        return parts

    def labels(self) -> tuple[list[Svg], list[FunnelPoint]]:
        """Names beside the points outside, farthest out first, where there is room; and those without a name."""
        taken = _Taken([self._around(point) for point in self.shown if point.level])
        middle = self.found.centre if self.found.centre is not None else self.found.target or 0.5
        order = sorted(
            (point for point in self.shown if point.level),
            key=lambda one: (-one.level, -abs((one.value or 0) - middle) * math.sqrt(one.of)),
        )
        parts: list[Svg] = []
        unnamed: list[FunnelPoint] = []
        for point in order:
            drawn = self._label(point, taken)
            parts += drawn
            if not drawn:
                unnamed.append(point)
        return parts, unnamed

    def _around(self, point: FunnelPoint) -> tuple[float, float, float, float]:
        x, y = self.x(point.of) / 100 * self.em, self.y(point.value or 0)
        return x - 0.5, y - 0.5, x + 0.5, y + 0.5

    def _label(self, point: FunnelPoint, taken: _Taken) -> list[Svg]:
        """The name to the right, to the left, above or below; nothing where each is taken."""
        said = point.label if len(point.label) <= LETTERS else point.label[: LETTERS - 1] + "…"
        long = len(said) * pen.LETTER
        x, y = self.x(point.of), self.y(point.value or 0)
        at = x / 100 * self.em
        choices = (
            ("start", 0.7, 0.35, (at + 0.6, at + 0.7 + long)),
            ("end", -0.7, 0.35, (at - 0.7 - long, at - 0.6)),
            ("middle", 0.0, -0.75, (at - long / 2, at + long / 2)),
            ("middle", 0.0, 1.5, (at - long / 2, at + long / 2)),
        )
        for anchor, dx, dy, (left, right) in choices:
            box = (left, y + dy - 0.85, right, y + dy + 0.25)
            inside = left >= 0 and right <= RIGHT / 100 * self.em + 0.2 and box[1] >= 0
            if inside and box[3] <= self.bottom and taken.free(box):
                taken.boxes.append(box)
                return [
                    pen.text(f"chart__named chart__named--{anchor}", said, x, y + dy, dx=dx),
                ]
        return []

    def key(self) -> list[pen.Item]:
        """What the shapes and lines are, only those that are drawn."""
        words, found = self.words, self.found
        shapes = {_shape(point, found): point.level for point in self.shown if point.level}
        items: list[pen.Item] = [(pen.swatch("dot", "chart__unit"), words.within)]
        told = {"diamond": words.outside_inner, "up": words.above, "down": words.below}
        items += [
            (pen.swatch(shape, f"chart__outside chart__outside--{shapes[shape]}"), told[shape])
            for shape in told
            if shape in shapes
        ]
        for name, label, value in (
            ("chart__centre", words.centre, found.centre),
            ("chart__target", words.target, found.target),
        ):
            if value is not None:
                items.append((pen.swatch("line", name), f"{label} {written(value, words, True)}"))
        if found.limits:
            items.append((pen.swatch("line", "chart__limit"), found.inner_label or words.inner))
            items.append((pen.swatch("line", "chart__outer"), found.outer_label or words.outer))
        return items


def funnel_table(found: Funnel, *, title: str, words: Words, name: str = "") -> Table:
    """Every point with its share, how many it is of, and where it stands."""
    columns = [
        Column(name or words.name), Column(words.share, True), Column(found.of_label or words.of, True),
        Column(words.standing),
    ]  # fmt: skip
    rows: list[list[Cell | str]] = [
        [
            Cell(point.label, url=point.url),
            written(point.value, words, True, 1),
            numbers.number(point.of, 0, words.language),
            "–" if point.value is None else _standing(point, found, words),
        ]
        for point in found.points
    ]
    return Table(title, columns, rows)


def _shape(point: FunnelPoint, found: Funnel) -> str:
    if point.level < 2:
        return SHAPES[point.level]
    return SHAPES[2 if _above(point, found) else -2]


def _above(point: FunnelPoint, found: Funnel) -> bool:
    middle = found.centre if found.centre is not None else found.target
    return middle is None or (point.value or 0.0) >= middle


def _standing(point: FunnelPoint, found: Funnel, words: Words) -> str:
    if point.standing:
        return point.standing
    if point.level < 2:
        return words.outside_inner if point.level else words.within
    return words.above if _above(point, found) else words.below


def _said(point: FunnelPoint, found: Funnel, words: Words) -> str:
    of = numbers.number(point.of, 0, words.language)
    return (
        f"{point.label}: {written(point.value, words, True)} ({of}), {_standing(point, found, words).lower()}"
    )
