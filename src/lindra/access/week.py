"""A week as a picture: seven days of 24 hours, and its table. Drawn with the frame's pen; pure.

What is full stands full, what has limits stands half as high: the shape tells it as well as the colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from lindra.frame import pen
from lindra.frame.charts import Figure
from lindra.frame.rows import Words
from lindra.frame.svg import Svg, element, em, percent
from lindra.frame.tables import Column, Table

LEFT = 13.0  # per cent, the names of the days
ROW, BAR = 1.5, 1.15  # em, from day to day; the height of a bar
TOP = 0.2
TICKS = (0, 6, 12, 18, 24)


@dataclass(frozen=True, slots=True)
class Hour:
    """What an hour is drawn as: a step 1–5 or none, half as high where it is limited, and what it says."""

    step: int | None
    half: bool
    said: str


@dataclass(frozen=True, slots=True)
class Week:
    """168 hours, Monday 00 first; the names of the days, the heads of the table, and the hour that is looked at."""

    hours: Sequence[Hour]
    days: Sequence[str]
    heads: tuple[str, str]
    looked_at: int | None = None


def figure(title: str, week: Week, *, note: str = "") -> Figure:
    """The picture with its table."""
    return Figure(
        title=title, draw=lambda words: _draw(title, week, words), tabulate=lambda words: _table(title, week),
        note=note,
    )  # fmt: skip


def _runs(week: Week, day: int) -> list[tuple[int, int, Hour]]:
    """Stretches of a day that are alike: first hour, how many, what."""
    found, start = [], 0
    for hour, same in groupby(week.hours[day * 24 : day * 24 + 24]):
        length = len(list(same))
        found.append((start, length, hour))
        start += length
    return found


def _draw(title: str, week: Week, words: Words) -> Svg:
    wide = (100 - LEFT - 1) / 24
    parts = []
    for day, name in enumerate(week.days):
        top = TOP + day * ROW
        parts.append(pen.text("chart__tick", name, 0, top + 0.9))
        for start, length, hour in _runs(week, day):
            css = "scale-none" if hour.step is None else f"scale-{hour.step}"
            high = BAR / 2 if hour.half else BAR
            parts.append(element(
                "rect", element("title", f"{name} {start:02}–{start + length:02}: {hour.said}"),
                class_=f"map__area {css}", x=percent(LEFT + start * wide), y=em(top + BAR - high),
                width=percent(length * wide), height=em(high),
            ))  # fmt: skip
    if week.looked_at is not None:
        at_day, at_hour = divmod(week.looked_at, 24)
        parts.append(element(
            "rect", class_="map__area map__area--current access-now", x=percent(LEFT + at_hour * wide),
            y=em(TOP + at_day * ROW - 0.1), width=percent(wide), height=em(BAR + 0.2), fill="none",
        ))  # fmt: skip
    bottom = TOP + 7 * ROW + 0.8
    for at in TICKS:
        anchor = "end" if at == 24 else "start" if at == 0 else "middle"
        parts.append(pen.tick(f"{at:02}", LEFT + at * wide, bottom, anchor))
    said = [f"{row[0]}: {row[1]}" for row in _rows(week)]
    return pen.canvas("week", title, pen.told(said, words), bottom + 0.3, *parts)


def _rows(week: Week) -> list[list[str]]:
    return [
        [
            name,
            "; ".join(
                f"{start:02}–{start + length:02} {hour.said}" for start, length, hour in _runs(week, day)
            ),
        ]
        for day, name in enumerate(week.days)
    ]


def _table(title: str, week: Week) -> Table:
    return Table(title, [Column(head) for head in week.heads], [list(row) for row in _rows(week)])
