"""The picture of a control chart: months as points, centre line and limits of each phase, signals with a ring. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from lindra.discharge.statistics.control import Chart, Limits, Phase
from lindra.frame import dates, numbers
from lindra.frame.pen import canvas, dot, line
from lindra.frame.svg import Svg, element, em, percent

LEFT, WIDE = 1.5, 86.0
"""Where the first month stands and how far the months reach, in per cent of the width; beyond are the numbers."""
TOP, HIGH = 0.7, 6.6
"""Where the greatest value stands, and how far down none lies, in em."""
APART = 1.15
"""Numbers at the edge stand no nearer to each other than this, in em."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the picture says to those who listen, and its language."""

    title: str
    description: str
    nothing: str
    language: str


def control_chart(found: Chart, said: Said) -> Svg:
    """The chart; without any value a sentence."""
    values = [one.value for one in found.points if one.value is not None]
    if not values:
        text = element("text", said.nothing, class_="chart__none", x="0", y=em(1.2))
        return canvas("control", said.title, said.description, 1.8, text)
    highest = max([*values, *(one.limits.high for one in found.phases if one.limits)]) or 1.0
    paper = _Paper(found, highest, said.language)
    parts = [*paper.ground(), *paper.phases(), *paper.change(), *paper.line(), *paper.points(), *paper.edge()]
    return canvas("control", said.title, said.description, TOP + HIGH + 1.5, *parts)


class _Paper:
    """Where things stand on the picture."""

    def __init__(self, found: Chart, highest: float, language: str) -> None:
        self.found, self.highest, self.language = found, highest, language
        self.place = {one.month: along for along, one in enumerate(found.points)}
        self.step = (WIDE - 2 * LEFT) / max(len(found.points) - 1, 1)

    def x(self, along: float) -> float:
        """Per cent from the left."""
        if len(self.found.points) == 1:
            return WIDE / 2
        return LEFT + along * self.step

    def y(self, value: float) -> float:
        """Em from the top."""
        return TOP + HIGH * (1 - value / self.highest)

    def ground(self) -> list[Svg]:
        """The line of no days, and the first and last month."""
        below = TOP + HIGH + 1.25
        months = [self.found.points[0].month, self.found.points[-1].month]
        ends = [_text("start", months[0], 0, below, self.language)]
        if months[0] != months[1]:
            ends.append(_text("end", months[1], WIDE, below, self.language))
        return [line("chart__grid", 0, TOP + HIGH, WIDE, TOP + HIGH), *ends]

    def phases(self) -> list[Svg]:
        """Centre line and limits, as far as their months reach."""
        parts: list[Svg] = []
        for phase in self.found.phases:
            if phase.limits is not None:
                first, last = self._reach(phase)
                for value in _bounds(phase.limits):
                    parts.append(line("chart__limit", first, self.y(value), last, self.y(value)))
                centre = self.y(phase.limits.centre)
                parts.append(line("chart__centre", first, centre, last, centre))
        return parts

    def _reach(self, phase: Phase) -> tuple[float, float]:
        first, last = self.place[phase.months[0]], self.place[phase.months[-1]]
        return max(self.x(first - 0.5), 0.0), min(self.x(last + 0.5), WIDE)

    def change(self) -> list[Svg]:
        """A line at the month of the change, or before the first of those after it."""
        if self.found.change is None:
            return []
        month, first = self.found.change.isoformat()[:7], self.found.change.day == 1
        if month not in self.place:
            return []
        at = self.x(self.place[month] - (0.5 if first else 0.0))
        return [line("chart__change", max(at, 0.0), TOP - 0.6, max(at, 0.0), TOP + HIGH)]

    def _values(self) -> list[tuple[float, float] | None]:
        return [
            None if one.value is None else (self.x(self.place[one.month]), self.y(one.value))
            for one in self.found.points
        ]

    def line(self) -> list[Svg]:
        """From month to month; a gap stays a gap."""
        return [line("chart__line", *a, *b) for a, b in pairwise(self._values()) if a and b]

    def points(self) -> list[Svg]:
        """A dot a month, one that is a signal with a ring around it."""
        parts: list[Svg] = []
        for one, at in zip(self.found.points, self._values(), strict=True):
            if at is not None:
                if one.month in self.found.signals:
                    parts.append(dot("chart__ring", *at, 0.52))
                parts.append(dot("chart__point", *at, 0.24))
        return parts

    def edge(self) -> list[Svg]:
        """The numbers of the last phase with limits at the right, those that have room; else of the last month."""
        phases = [one.limits for one in self.found.phases if one.limits]
        if phases:
            told = [phases[-1].centre, *_bounds(phases[-1])]
        else:
            known = [one.value for one in self.found.points if one.value is not None]
            told = [max(known), known[-1]]
        parts: list[Svg] = []
        taken: list[float] = []
        for value in told:
            at = self.y(value)
            if all(abs(at - other) >= APART for other in taken):
                taken.append(at)
                text = numbers.number(value, 1, self.language)
                parts.append(
                    element("text", text, class_="chart__tick", x=percent(WIDE + 1.5), y=em(at + 0.35))
                )
        return parts


def _bounds(found: Limits) -> list[float]:
    """The limits to draw: one at no days at all bounds nothing."""
    return [found.high, found.low] if found.low > 0 else [found.high]


def _text(anchor: str, month: str, x: float, y: float, language: str) -> Svg:
    name = f"{dates.short_month(int(month[5:]), language)} {month[:4]}"
    return element("text", name, class_=f"chart__tick chart__tick--{anchor}", x=percent(x), y=em(y))
