"""A run chart: a share or an amount over time, its centre line and limits, and the points that are signals.

How the limits and signals are found belongs to those who count; here they are only drawn. Limits step, as each
point has its own when the numbers behind differ. A signal has another shape than the rest, not only another colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lindra.frame import numbers, pen
from lindra.frame.pictures.axis import Axis, axis_for, written
from lindra.frame.rows import Words
from lindra.frame.svg import Svg, element
from lindra.frame.tables import Cell, Column, Table

WIDE = 100.0  # per cent of the plot; beyond it stand the numbers of the axis
HIGH = 11.0  # em from the lowest to the highest value
DOTTED = 60  # points beyond which only the line is drawn, and the signals


@dataclass(frozen=True, kw_only=True)
class RunPoint:
    """A period and its value; ``None`` is withheld or nothing to count, a gap. ``signal`` says what is unusual.

    ``cases`` of ``of`` stand behind the value. Limits and centre are those that hold for this very point. ``open``
    says, in words, that the value may still change: such a point is hollow, and no signal.
    """

    label: str
    value: float | None
    centre: float | None = None
    low: float | None = None
    high: float | None = None
    cases: float | None = None
    of: float | None = None
    signal: str = ""
    open: str = ""

    def __post_init__(self) -> None:
        if self.open and self.signal:
            raise ValueError("what may still change is no signal")
        for value in (self.value, self.centre, self.low, self.high):
            if value is not None and not math.isfinite(value):
                raise ValueError(f"a point is a finite number, not {value}")
        if (self.low is None) != (self.high is None):
            raise ValueError("limits are two")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"limits run upwards, not from {self.low} to {self.high}")


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something changed before the point with this number (from 0); a new phase begins there, if it is one.

    What is no ``phase`` is only marked: a last day, a day something was done.
    """

    before: int
    label: str
    phase: bool = True


@dataclass(frozen=True, kw_only=True)
class Run:
    """All of a run chart; ``share`` values are 0–1 and read as per cent."""

    points: Sequence[RunPoint]
    target: float | None = None
    changes: Sequence[Change] = ()
    share: bool = True

    def __post_init__(self) -> None:
        if any(not 0 <= change.before < len(self.points) for change in self.changes):
            raise ValueError("a change stands before a point of the chart")


def run_chart(run: Run, *, title: str, words: Words, alone: bool = False) -> Svg:
    """The picture; its key stands inside it when it is ``alone`` in a file, else below."""
    if all(point.value is None for point in run.points):
        return pen.empty("run", title, words)
    paper = _Paper(run, words)
    key, below = pen.key(paper.key(), paper.bottom + 2.2) if alone else ([], paper.bottom + 1.5)
    inside = pen.plot(
        *paper.axis(), *paper.withheld(), *paper.lines(), *paper.changes(), *paper.points(), *paper.periods(),
        width=pen.PLOT if alone else 100,
    )  # fmt: skip
    told = pen.told([_said(point, run, words) for point in run.points], words)
    drawn = pen.canvas("run", title, told, below + 0.2, inside, *key)
    return drawn if alone else pen.with_key(drawn, paper.key())


class _Paper:
    """Where things stand."""

    def __init__(self, run: Run, words: Words) -> None:
        self.run, self.words = run, words
        self.top = 0.7 + len(run.changes) * pen.LINE
        self.bottom = self.top + HIGH
        self.axis_ = self._axis()

    def _axis(self) -> Axis:
        found = [v for p in self.run.points for v in (p.value, p.centre, p.low, p.high) if v is not None]
        found += [self.run.target] if self.run.target is not None else []
        return axis_for(found, self.run.share)

    def x(self, number: float) -> float:
        """Per cent from the left of a point's middle."""
        return (number + 0.5) / len(self.run.points) * WIDE

    def y(self, value: float) -> float:
        """Em from the top."""
        return self.bottom - self.axis_.at(value) * HIGH

    def axis(self) -> list[Svg]:
        """Light lines at round numbers, which stand to the right."""
        parts: list[Svg] = []
        for value in self.axis_.ticks:
            at = self.y(value)
            parts.append(pen.line("chart__rule", 0, at, WIDE, at))
            parts.append(pen.tick(self.axis_.label(value, self.words), WIDE, at + 0.35, dx=0.4))
        return parts

    def withheld(self) -> list[Svg]:
        """A broken line along the bottom where nothing is shown."""
        half = WIDE / len(self.run.points) / 2
        at = self.bottom
        return [
            pen.line("chart__withheld", self.x(n) - half, at, self.x(n) + half, at)
            for n, point in enumerate(self.run.points)
            if point.value is None
        ]

    def lines(self) -> list[Svg]:
        """Limits, centre and the run itself on one sheet; the target across all."""
        drawn = [
            pen.curve("chart__limit", self._steps([point.high for point in self.run.points])),
            pen.curve("chart__limit", self._steps(self._lows())),
            pen.curve("chart__centre", self._steps([point.centre for point in self.run.points])),
            pen.curve("chart__line", self._runs()),
        ]
        parts = [pen.sheet(0, self.top, WIDE, HIGH, *(one for one in drawn if one))]
        if self.run.target is not None:
            at = self.y(self.run.target)
            parts.insert(0, pen.line("chart__target", 0, at, WIDE, at))
        return parts

    def _lows(self) -> list[float | None]:
        """Lower limits; one at the very bottom of the axis at nothing bounds nothing."""
        return [None if point.low is not None and point.low <= 0 else point.low for point in self.run.points]

    def _steps(self, values: Sequence[float | None]) -> list[list[pen.Place]]:
        """Level over each point and up or down between them; broken at gaps and where a phase begins."""
        starts = {change.before for change in self.run.changes if change.phase}
        runs: list[list[pen.Place]] = [[]]
        wide = 1 / len(values)
        for number, value in enumerate(values):
            if (value is None or number in starts) and runs[-1]:
                runs.append([])
            if value is not None:
                at = 1 - self.axis_.at(value)
                runs[-1] += [(number * wide, at), ((number + 1) * wide, at)]
        return runs

    def _runs(self) -> list[list[pen.Place]]:
        runs: list[list[pen.Place]] = [[]]
        for number, point in enumerate(self.run.points):
            if point.value is None:
                runs.append([])
            else:
                runs[-1].append((self.x(number) / WIDE, 1 - self.axis_.at(point.value)))
        return runs

    def changes(self) -> list[Svg]:
        """An upright line where a phase begins, and above it what changed."""
        parts: list[Svg] = []
        for row, change in enumerate(self.run.changes):
            at = change.before / len(self.run.points) * WIDE
            top = row * pen.LINE
            right = at < WIDE / 2
            parts.append(pen.line("chart__change", at, top + 0.15, at, self.bottom))
            name = f"chart__note chart__note--{'start' if right else 'end'}"
            parts.append(pen.text(name, change.label, at, top + 0.95, dx=0.4 if right else -0.4))
        return parts

    def points(self) -> list[Svg]:
        """A round dot each, hollow where the value may still change; a signal is a diamond."""
        parts: list[Svg] = []
        known = [n for n, point in enumerate(self.run.points) if point.value is not None]
        for number in known:
            point = self.run.points[number]
            assert point.value is not None
            x, y = self.x(number), self.y(point.value)
            said = element("title", _said(point, self.run, self.words))
            if point.signal:
                parts.append(pen.mark("diamond", "chart__signal", x, y, 1.05, said))
            elif point.open:
                parts.append(pen.dot("chart__unit", x, y, 0.3, said))
            elif len(known) <= DOTTED or number == known[-1]:
                parts.append(pen.dot("chart__point", x, y, 0.26, said))
        return parts

    def periods(self) -> list[Svg]:
        """The first and last period, and the middle one where there is room."""
        points = self.run.points
        numbers_ = {0, len(points) - 1}
        if len(points) > 4 and max(len(point.label) for point in points) <= 9:
            numbers_.add(len(points) // 2)
        parts: list[Svg] = []
        for number in sorted(numbers_):
            at = self.x(number)
            parts.append(pen.line("chart__grid", at, self.bottom, at, self.bottom + 0.3))
            x, anchor = (0.0, "start") if number == 0 and len(points) > 1 else (at, pen.anchor_at(at, WIDE))
            x = WIDE if anchor == "end" else x
            parts.append(pen.tick(points[number].label, x, self.bottom + 1.3, anchor))
        return parts

    def key(self) -> list[pen.Item]:
        """What the lines and shapes are, only those that are drawn."""
        words, points = self.words, self.run.points
        items: list[pen.Item] = [
            ([*pen.swatch("line", "chart__line"), *pen.swatch("dot", "chart__point")], words.each)
        ]
        if any(point.signal and point.value is not None for point in points):
            items.append((pen.swatch("diamond", "chart__signal"), words.signal))
        if told := next((point.open for point in points if point.open and point.value is not None), ""):
            items.append((pen.swatch("dot", "chart__unit"), told))
        centres = [point.centre for point in points if point.centre is not None]
        if centres:
            told = f"{words.centre} {written(centres[-1], words, self.run.share)}"
            items.append((pen.swatch("line", "chart__centre"), told))
        if any(point.high is not None for point in points):
            items.append((pen.swatch("line", "chart__limit"), words.limits))
        if self.run.target is not None:
            told = f"{words.target} {written(self.run.target, words, self.run.share)}"
            items.append((pen.swatch("line", "chart__target"), told))
        if any(point.value is None for point in points):
            items.append((pen.swatch("line", "chart__withheld"), words.withheld.capitalize()))
        return items


def run_table(run: Run, *, title: str, words: Words) -> Table:
    """Every period with its value, what stands behind it, its limits and its signal."""
    counted = any(point.of is not None for point in run.points)
    centred = any(point.centre is not None for point in run.points)
    bounded = any(point.low is not None for point in run.points)
    marked = any(point.signal for point in run.points)
    columns = [Column(words.when), Column(words.share if run.share else words.value, True)]
    columns += [Column(words.cases, True), Column(words.of, True)] if counted and run.share else []
    columns += [Column(words.of, True)] if counted and not run.share else []
    columns += [Column(words.centre, True)] if centred else []
    columns += [Column(words.low_limit, True), Column(words.high_limit, True)] if bounded else []
    columns += [Column(words.signal)] if marked else []
    columns += [Column(words.change)] if run.changes else []
    starts: dict[int, str] = {}
    for change in run.changes:
        starts[change.before] = "; ".join(filter(None, (starts.get(change.before, ""), change.label)))

    def row(number: int, point: RunPoint) -> list[Cell | str]:
        cells: list[Cell | str] = [_named(point), written(point.value, words, run.share, 1)]
        if counted and run.share:
            cells.append(_count(point.cases, words))
        if counted:
            cells.append(_count(point.of, words))
        ends = ([point.centre] if centred else []) + ([point.low, point.high] if bounded else [])
        cells += ["–" if end is None else written(end, words, run.share, 1) for end in ends]
        cells += [point.signal or "–"] if marked else []
        cells += [starts.get(number, "–")] if run.changes else []
        return cells

    return Table(title, columns, [row(number, point) for number, point in enumerate(run.points)])


def _count(value: float | None, words: Words) -> str:
    return words.withheld if value is None else numbers.number(value, 0, words.language)


def _said(point: RunPoint, run: Run, words: Words) -> str:
    said = f"{_named(point)}: {written(point.value, words, run.share)}"
    return f"{said} ({point.signal})" if point.signal else said


def _named(point: RunPoint) -> str:
    return f"{point.label} ({point.open})" if point.open else point.label
