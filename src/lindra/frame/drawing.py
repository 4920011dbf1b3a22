"""Pictures as SVG, from rows. Pure: no Django, no files.

A picture has no fixed width. Places along it are per cent of the room it is given, heights are *em*, so the
text keeps its size from a telephone to a wall, and grows when the reader enlarges it. Labels stand above what
they name: nothing has to be cut off for want of a margin. Colours are classes (``static/frame/charts.css``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from lindra.frame import dates, numbers, pen
from lindra.frame.rows import Bar, Part, Point, Share, Span, Words
from lindra.frame.svg import Svg, element, em, percent

# Heights, in em of the picture's text.
BAND = 0.95
GAP = 0.85
AXIS = 1.9


def interval_bar(rows: Sequence[Share], *, title: str, words: Words) -> Svg:
    """A bar per share, 0–100 %, its interval as a line with ends, its target as a notch across."""
    parts: list[Svg] = []
    top = 0.0
    for row in rows:
        heading, top = pen.heading(row.label, share_text(row, words), top)
        parts += [*heading, *_share_track(row, top), *_share_marks(row, top)]
        top += BAND + GAP
    return _on_scale(
        "interval", title, [f"{row.label}: {share_text(row, words)}" for row in rows], parts, top, words
    )


def _share_track(row: Share, top: float) -> list[Svg]:
    if row.value is None:
        return [pen.line("chart__withheld", 0, top + BAND / 2, 100, top + BAND / 2)]
    bar = [pen.box("chart__track", 0, top, 100, BAND), pen.box("chart__bar", 0, top, row.value * 100, BAND)]
    return bar + [pen.line("chart__division", at, top, at, top + BAND) for at in (25, 50, 75)]


def _share_marks(row: Share, top: float) -> list[Svg]:
    middle, marks = top + BAND / 2, []
    if row.low is not None and row.high is not None:
        low, high = row.low * 100, row.high * 100
        marks += [
            pen.line("chart__halo", low, middle, high, middle),
            pen.line("chart__interval", low, middle, high, middle),
        ]
        marks += [pen.line("chart__interval", end, middle - 0.28, end, middle + 0.28) for end in (low, high)]
    if row.value is not None:
        marks.append(
            element("circle", class_="chart__point", cx=percent(row.value * 100), cy=em(middle), r=em(0.33))
        )
    if row.target is not None:
        at = row.target * 100
        marks += [
            pen.line(name, at, top - 0.22, at, top + BAND + 0.22)
            for name in ("chart__target-halo", "chart__target")
        ]
    return marks


def bars(rows: Sequence[Bar], *, title: str, words: Words) -> Svg:
    """A bar per count, the greatest filling the width; a withheld count is a dotted line, zero is nothing."""
    greatest = max((row.value for row in rows if row.value is not None), default=0) or 1
    parts: list[Svg] = []
    top = 0.0
    for row in rows:
        heading, top = pen.heading(row.label, bar_text(row, words), top)
        parts += heading
        if row.value is None:
            parts.append(pen.line("chart__withheld", 0, top + BAND / 2, 100, top + BAND / 2))
        else:
            parts.append(pen.box("chart__track", 0, top, 100, BAND))
            parts.append(pen.box("chart__bar", 0, top, row.value / greatest * 100, BAND))
        top += BAND + GAP
    if not rows:
        return pen.empty("bars", title, words)
    told = [f"{row.label}: {bar_text(row, words)}" for row in rows]
    return pen.canvas("bars", title, pen.told(told, words), top - GAP + 0.2, *parts)


def sparkline(
    values: Sequence[Point], *, title: str, words: Words, low: float | None = None, high: float | None = None
) -> Svg:
    """A small line over time with its last value; a gap stays a gap."""
    known = [point.value for point in values if point.value is not None]
    if not known:
        return pen.empty("spark", title, words)
    bottom = min(known) if low is None else min(low, *known)
    room = (max(known) if high is None else max(high, *known)) - bottom or 1
    last = numbers.number(known[-1], language=words.language)
    places = [
        None if p.value is None else (along * 85, 3.35 - (p.value - bottom) / room * 3)
        for along, p in zip(_along(values), values, strict=True)
    ]
    parts = [pen.line("chart__grid", 0, 3.35, 85, 3.35), pen.line("chart__grid", 0, 0.35, 85, 0.35)]
    parts += [pen.line("chart__line", *a, *b) for a, b in pairwise(places) if a and b]
    ends = [place for place in places if place]
    dotted = ends if len(values) <= 16 else ends[-1:]
    parts += [pen.dot("chart__point", *place, 0.22) for place in dotted[:-1]] + [
        pen.dot("chart__last", *ends[-1], 0.34)
    ]
    parts.append(
        element("text", last, class_="chart__value chart__value--last", x="88%", y=em(ends[-1][1] + 0.35))
    )
    told = [f"{p.label}: {_or_none(p.value, words)}" for p in values]
    return pen.canvas("spark", title, pen.told(told, words), 3.8, *parts)


def _along(values: Sequence[Point]) -> list[float]:
    """How far along the line each point stands, 0–1: by time where all say when, else one step each."""
    times = [point.at.timestamp() for point in values if point.at is not None]
    if len(times) == len(values) and times[-1] > times[0]:
        return [(time - times[0]) / (times[-1] - times[0]) for time in times]
    return [number / max(len(values) - 1, 1) for number in range(len(values))]


def time_strip(
    spans: Sequence[Span], *, title: str, words: Words, start: date, end: date, end_label: str = ""
) -> Svg:
    """A lane per kind of stay or contact; spans outside the days are left out, those that cross are cut."""
    shown = clipped(spans, start, end)
    if not shown:
        return pen.empty("strip", title, words)
    whole = (end - start).days + 1
    firsts = _firsts(start, end)
    lanes = list(dict.fromkeys(span.lane for span in shown))
    parts: list[Svg] = []
    top = 0.0
    for lane in lanes:
        own = [span for span in shown if span.lane == lane]
        heading, top = pen.heading(lane, _how_long(_days(own), words), top)
        parts += [*heading, pen.box("chart__lane", 0, top, 100, BAND + 0.25)]
        parts += [pen.line("chart__division", at, top, at, top + BAND + 0.25) for at, _ in firsts]
        parts += [_span(span, start, whole, top) for span in own]
        if end_label:
            parts.append(pen.line("chart__end", 100, top - 0.1, 100, top + BAND + 0.35))
        top += BAND + 0.25 + 0.55
    ticks = _month_ticks(firsts, top, words)
    below = top + 1.2
    if end_label:
        parts.append(element("text", end_label, class_="chart__value", x="100%", y=em(below + 1)))
        below += pen.LINE
    told = [f"{s.lane} {dates.stamp(s.start)}–{dates.stamp(s.end)}" for s in shown]
    return pen.canvas("strip", title, pen.told(told, words), below, *ticks, *parts)


def stacked_share(parts: Sequence[Part], *, title: str, words: Words) -> Svg:
    """One bar for the whole, cut in its parts, each with the letter that names it in the key below."""
    total = sum(part.value for part in parts)
    if not total:
        return pen.empty("stacked", title, words)
    drawn: list[Svg] = []
    place, top = 0.0, 3.0
    for index, part in enumerate(parts):
        letter, name = _letter(index), "cat-none" if part.unknown else f"cat-{index % 6 + 1}"
        width = part.value / total * 100
        if width:
            drawn.append(pen.box(f"chart__part {name}", place, 0, width, 2.1))
        if width >= 7:
            drawn.append(
                element("text", letter, class_="chart__letter", x=percent(place + width / 2), y=em(1.4))
            )
        place += width
        drawn.append(pen.box(f"chart__swatch {name}", 0, top + 0.1, None, 1.2))
        drawn.append(element("text", letter, class_="chart__letter", x=em(0.75), y=em(top + 1.05)))
        heading, top = pen.heading(
            part.label, part_text(part, total, words), top, indent=2.1, width=pen.WIDTH - 3
        )
        drawn += [*heading]
        top += 0.35
    told = [f"{part.label}: {part_text(part, total, words)}" for part in parts]
    return pen.canvas("stacked", title, pen.told(told, words), top, *drawn)


# What a value says, in the picture and in the table alike.


def share_text(row: Share, words: Words) -> str:
    """41 % (33–49 %), or that it is not shown."""
    if row.value is None:
        return words.withheld
    text = numbers.percent(row.value, language=words.language)
    if row.low is None or row.high is None:
        return text
    return f"{text} ({numbers.interval(row.low, row.high, language=words.language)})"


def bar_text(row: Bar, words: Words) -> str:
    """The count, or that it is not shown."""
    return words.withheld if row.value is None else numbers.number(row.value, language=words.language)


def part_text(part: Part, total: float, words: Words) -> str:
    """62 (41 %)."""
    count = numbers.number(part.value, language=words.language)
    return f"{count} ({numbers.percent(part.value / total, language=words.language)})" if total else count


def clipped(spans: Sequence[Span], start: date, end: date) -> list[Span]:
    """The spans that touch the days from ``start`` to ``end``, cut at both, in order of time."""
    inside = [
        Span(lane=s.lane, start=max(s.start, start), end=min(s.end, end), label=s.label, tone=s.tone)
        for s in spans
        if s.start <= end and s.end >= start
    ]
    return sorted(inside, key=lambda s: (s.start, s.end, s.lane))


# Pieces.


def _on_scale(kind: str, title: str, told: list[str], parts: list[Svg], top: float, words: Words) -> Svg:
    """Put an axis from 0 to 100 % behind and below."""
    if not told:
        return pen.empty(kind, title, words)
    axis: list[Svg] = []
    for at in (0, 25, 50, 75, 100):
        axis.append(pen.line("chart__grid", at, top - GAP + 0.2, at, top - GAP + 0.5))
        anchor = {0: "start", 100: "end"}.get(at, "middle")
        text = numbers.percent(at / 100, language=words.language)
        axis.append(
            element(
                "text", text, class_=f"chart__tick chart__tick--{anchor}", x=percent(at), y=em(top + 0.75)
            )
        )
    return pen.canvas(kind, title, pen.told(told, words), top + AXIS - GAP, *axis, *parts)


def _span(span: Span, start: date, whole: int, top: float) -> Svg:
    left = (span.start - start).days / whole * 100
    width = max(((span.end - span.start).days + 1) / whole * 100, 0.6)
    left = min(left, 100 - width)
    text = f"{span.label or span.lane}: {dates.stamp(span.start)}"
    text += f"–{dates.stamp(span.end)}" if span.end != span.start else ""
    return pen.box(f"chart__span cat-{span.tone}", left, top + 0.125, width, BAND, element("title", text))


def _firsts(start: date, end: date) -> list[tuple[float, date]]:
    """The first of each month between two days, and its place in the picture."""
    whole = (end - start).days + 1
    days = [start + timedelta(days=n) for n in range(whole)]
    return [((day - start).days / whole * 100, day) for day in days if day.day == 1]


def _month_ticks(firsts: list[tuple[float, date]], top: float, words: Words) -> list[Svg]:
    """A mark at the first of each month, and the names of so many as there is room for."""
    every = -(-len(firsts) // 5) or 1
    ticks = [pen.line("chart__grid", at, top - 0.45, at, top - 0.15) for at, _ in firsts]
    year = 0
    for at, day in firsts[::every]:
        name = dates.short_month(day.month, words.language)
        text = name if day.year == year else f"{name} {day.year}"
        anchor = "start" if at < 10 else "end" if at > 88 else "middle"
        name = f"chart__tick chart__tick--{anchor}"
        ticks.append(element("text", text, class_=name, x=percent(at), y=em(top + 0.85)))
        year = day.year
    return ticks


def _how_long(days: int, words: Words) -> str:
    """So many days, one day in the singular."""
    return f"{numbers.number(days, 0, words.language)} {(words.day if days == 1 else words.days).lower()}"


def _days(spans: Sequence[Span]) -> int:
    """Days covered by at least one of the spans."""
    return len({s.start + timedelta(days=n) for s in spans for n in range((s.end - s.start).days + 1)})


def _letter(index: int) -> str:
    return chr(ord("A") + index % 26)


def _or_none(value: float | None, words: Words) -> str:
    return "–" if value is None else numbers.number(value, language=words.language)
