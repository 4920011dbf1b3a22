"""Axes: which round numbers to mark, how they read, and where a value stands between them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from lindra.frame import numbers
from lindra.frame.rows import Words

STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Axis:
    """From ``low`` to ``high`` with round numbers between; ``share`` values are 0–1 and read as per cent."""

    low: float
    high: float
    ticks: tuple[float, ...]
    share: bool = False

    def at(self, value: float) -> float:
        """How far up a value stands, 0–1; what lies outside is held at the end."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    def label(self, value: float, words: Words) -> str:
        """A mark of the axis in words."""
        if self.share:
            return numbers.percent(value, language=words.language)
        return numbers.number(round(value, 6), language=words.language)

    def ends(self, words: Words) -> str:
        """From where to where: 40–90 %."""
        if self.share:
            return numbers.interval(self.low, self.high, language=words.language)
        return f"{self.label(self.low, words)}–{self.label(self.high, words)}"


def share_axis(values: Iterable[float], least: float = 0.2) -> Axis:
    """An axis for shares that holds all of these, at least ``least`` wide, never beyond 0 and 1."""
    known = list(values) or [0.0, 1.0]
    low, high = min(known), max(known)
    if high - low < least:
        middle = (low + high) / 2
        low = min(max(middle - least / 2, 0.0), 1 - least)
        high = low + least
    step = next(size for size in (0.05, 0.1, 0.2, 0.25) if (high - low) / size <= 5 or size == 0.25)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(n * step, 4) for n in range(first, last + 1) if round(n * step, 4) <= 1)
    bottom, top = ticks[0], ticks[-1]
    return Axis(max(bottom, 0.0), max(top, min(high, 1.0)), ticks, share=True)


def number_axis(values: Iterable[float], most: int = 5, zero: bool = True) -> Axis:
    """An axis for amounts that holds all of these, from zero unless ``zero`` is false."""
    known = list(values) or [0.0, 1.0]
    low, high = min(known), max(known)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high <= low:
        high = low + (abs(low) or 1.0)
    step = round_step((high - low) / most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(n * step for n in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def axis_for(values: Iterable[float], share: bool) -> Axis:
    """The axis that suits shares or amounts."""
    return share_axis(values) if share else number_axis(values)


def round_step(least: float) -> float:
    """The smallest of 1, 2, 2½ and 5 times a power of ten that is no less than this."""
    power = 10.0 ** math.floor(math.log10(least)) if least > 0 else 1.0
    return next((size * power for size in STEPS if size * power >= least * (1 - 1e-9)), 10 * power)


def written(value: float | None, words: Words, share: bool, decimals: int | None = None) -> str:
    """A value of a picture in words: 62 %, or 12,5; withheld where there is none."""
    if value is None:
        return words.withheld
    if share:
        return numbers.percent(value, decimals or 0, words.language)
    return numbers.number(value, decimals if decimals is not None else _places(value), words.language)


def _places(value: float) -> int:
    return 0 if value == int(value) else 1
