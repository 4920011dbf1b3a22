"""What the charts are drawn from: typed rows, checked when made, and the few words in a picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Share:
    """A share, 0–1, its interval and its target. ``value=None``: nothing to divide by, or withheld."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    cases: int | None = None
    of: int | None = None
    target: float | None = None
    url: str = ""

    def __post_init__(self) -> None:
        for number in (self.value, self.low, self.high, self.target):
            if number is not None and not 0 <= number <= 1:
                raise ValueError(f"a share lies between 0 and 1, not {number}")
        if (self.low is None) != (self.high is None):
            raise ValueError("an interval has two ends")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"an interval runs upwards, not from {self.low} to {self.high}")


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A count or amount, zero or more. ``value=None`` is *withheld*, which is not zero."""

    label: str
    value: float | None
    url: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and not (math.isfinite(self.value) and self.value >= 0):
            raise ValueError(f"a bar is zero or longer, not {self.value}")


@dataclass(frozen=True, kw_only=True)
class Point:
    """A value in a series, in order of time. ``value=None`` is a gap in the line.

    Where every point says when it was (``at``), the line keeps time: a month is ten times as wide as three days.
    """

    label: str
    value: float | None
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stay or contact, both days included, in a lane of the strip; ``tone`` 1–6 is its colour."""

    lane: str
    start: date
    end: date
    label: str = ""
    tone: int = 1

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a span ends on or after its start, not {self.start} to {self.end}")
        if not 1 <= self.tone <= 6:
            raise ValueError(f"tones are 1 to 6, not {self.tone}")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a whole, as a count; ``unknown`` parts are drawn grey."""

    label: str
    value: float
    unknown: bool = False
    url: str = ""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.value) and self.value >= 0):
            raise ValueError(f"a part is zero or larger, not {self.value}")


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words a picture and its table need; ``texts.words()`` gives them in the page's language."""

    language: str = "en"
    name: str = "Name"
    share: str = "Share"
    interval: str = "95% interval"
    target: str = "Target"
    cases: str = "Cases"
    of: str = "Of"
    value: str = "Value"
    count: str = "Count"
    total: str = "Total"
    when: str = "When"
    kind: str = "Kind"
    first_day: str = "First day"
    last_day: str = "Last day"
    day: str = "Day"
    days: str = "Days"
    what: str = "What"
    withheld: str = "not shown"
    no_data: str = "No data"
    in_table: str = "The values are in the table."
    centre: str = "Centre line"
    limits: str = "Limits"
    low_limit: str = "Lower limit"
    high_limit: str = "Upper limit"
    signal: str = "Signal"
    each: str = "Each point"
    change: str = "What changed"
    standing: str = "Standing"
    within: str = "Within the limits"
    outside_inner: str = "Outside the inner limits"
    above: str = "Above the outer limits"
    below: str = "Below the outer limits"
    inner: str = "Inner limits"
    outer: str = "Outer limits"
    also: str = "Also outside"
    by_root: str = "square-root scale"
    scale: str = "Scale"
    not_stated: str = "not stated"
    people: str = "People"
    meaning: str = "What it means"
