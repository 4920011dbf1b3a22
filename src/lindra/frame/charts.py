"""Charts: a picture and the table of the same rows, in one value.

Pure Python. A view makes a :class:`Figure` from typed rows (``rows.py``), a template shows it with
``{% chart_with_table figure %}``; ``drawing.py`` draws. Whatever a picture shows, its table says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lindra.frame import dates, drawing, numbers
from lindra.frame.drawing import bars, interval_bar, sparkline, stacked_share, time_strip
from lindra.frame.pictures.funnel import Funnel, FunnelLimit, FunnelPoint, funnel, funnel_table
from lindra.frame.pictures.maps import AreaMap, MapArea, area_map, map_table, tile_map
from lindra.frame.pictures.multiples import (
    Multiples,
    Series,
    multiples_sheet,
    multiples_table,
    small_multiples,
)
from lindra.frame.pictures.ranked import RankedBar, ranked_bars, ranked_table
from lindra.frame.pictures.run import Change, Run, RunPoint, run_chart, run_table
from lindra.frame.rows import Bar, Part, Point, Share, Span, Words
from lindra.frame.svg import Svg
from lindra.frame.tables import Cell, Column, Table

__all__ = [
    "Bar",
    "Change",
    "Figure",
    "FunnelLimit",
    "FunnelPoint",
    "MapArea",
    "Part",
    "Point",
    "RankedBar",
    "RunPoint",
    "Series",
    "Share",
    "Span",
    "Words",
    "bars",
    "bars_table",
    "interval_bar",
    "interval_bar_table",
    "sparkline",
    "sparkline_table",
    "stacked_share",
    "stacked_share_table",
    "time_strip",
    "time_strip_table",
]


def interval_bar_table(rows: Sequence[Share], *, title: str, words: Words, name: str = "") -> Table:
    """Share, interval, cases and denominator; columns nobody fills are left out."""
    language = words.language
    columns = [Column(name or words.name), Column(words.share, True), Column(words.interval, True)]
    counted = any(row.of is not None for row in rows)
    aimed = any(row.target is not None for row in rows)
    if counted:
        columns += [Column(words.cases, True), Column(words.of, True)]
    if aimed:
        columns.append(Column(words.target, True))

    def written(row: Share) -> list[Cell | str]:
        value = words.withheld if row.value is None else numbers.percent(row.value, 1, language)
        ends = (
            "–" if row.low is None or row.high is None else numbers.interval(row.low, row.high, 1, language)
        )
        cells: list[Cell | str] = [Cell(row.label, url=row.url), value, ends]
        if counted:
            cells += [_count(row.cases, words), _count(row.of, words)]
        if aimed:
            cells.append("–" if row.target is None else numbers.percent(row.target, language=language))
        return cells

    return Table(title, columns, [written(row) for row in rows])


def bars_table(rows: Sequence[Bar], *, title: str, words: Words, name: str = "") -> Table:
    """Name and count."""
    columns = [Column(name or words.name), Column(words.count, True)]
    return Table(
        title, columns, [[Cell(row.label, url=row.url), drawing.bar_text(row, words)] for row in rows]
    )


def sparkline_table(values: Sequence[Point], *, title: str, words: Words) -> Table:
    """When and value; a gap is a dash."""
    columns = [Column(words.when), Column(words.value, True)]
    return Table(title, columns, [[point.label, _number(point.value, words)] for point in values])


def time_strip_table(spans: Sequence[Span], *, title: str, words: Words, start: date, end: date) -> Table:
    """Every stay and contact in the strip, with its first and last day and how many they are."""
    names = (words.kind, words.first_day, words.last_day)
    columns = [*(Column(name) for name in names), Column(words.days, True), Column(words.what)]
    rows = [
        [s.lane, dates.stamp(s.start), dates.stamp(s.end), str((s.end - s.start).days + 1), s.label or "–"]
        for s in drawing.clipped(spans, start, end)
    ]
    if not any(span.label for span in spans):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return Table(title, columns, rows)


def stacked_share_table(parts: Sequence[Part], *, title: str, words: Words, name: str = "") -> Table:
    """Every part with its count and share, and the total."""
    total = sum(part.value for part in parts)
    columns = [Column(name or words.name), Column(words.count, True), Column(words.share, True)]
    rows: list[list[Cell | str]] = [
        [
            Cell(part.label, url=part.url),
            _number(part.value, words),
            numbers.percent(part.value / total, 1, words.language) if total else "–",
        ]
        for part in parts
    ]
    if total:
        rows.append([words.total, _number(total, words), numbers.percent(1, language=words.language)])
    return Table(title, columns, rows)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture and its table. ``note`` stands below: source, method, what is left out.

    ``draw_alone`` draws it for a file, where a page would draw several pictures in a grid.
    """

    title: str
    draw: Callable[[Words], Svg]
    tabulate: Callable[[Words], Table]
    note: str = ""
    draw_alone: Callable[[Words], Svg] | None = None

    def svg(self, words: Words) -> Svg:
        """The picture, in the language of the words."""
        return self.draw(words)

    def alone(self, words: Words) -> Svg:
        """The picture as one SVG, for a file (``saving.py``)."""
        return (self.draw_alone or self.draw)(words)

    def table(self, words: Words) -> Table:
        """The same rows as a table, in the language of the words."""
        return replace(self.tabulate(words), note=self.note)

    @classmethod
    def interval_bars(cls, title: str, rows: Sequence[Share], *, name: str = "", note: str = "") -> Figure:
        """Shares with intervals and targets. ``name`` heads the first column."""
        return cls(
            title=title,
            draw=lambda words: interval_bar(rows, title=title, words=words),
            tabulate=lambda words: interval_bar_table(rows, title=title, words=words, name=name),
            note=note,
        )

    @classmethod
    def bars(cls, title: str, rows: Sequence[Bar], *, name: str = "", note: str = "") -> Figure:
        """Counts beside each other."""
        return cls(
            title=title,
            draw=lambda words: bars(rows, title=title, words=words),
            tabulate=lambda words: bars_table(rows, title=title, words=words, name=name),
            note=note,
        )

    @classmethod
    def sparkline(
        cls,
        title: str,
        rows: Sequence[Point],
        *,
        low: float | None = None,
        high: float | None = None,
        note: str = "",
    ) -> Figure:
        """A value over time, on a scale from ``low`` to ``high`` when these are given."""
        return cls(
            title=title,
            draw=lambda words: sparkline(rows, title=title, words=words, low=low, high=high),
            tabulate=lambda words: sparkline_table(rows, title=title, words=words),
            note=note,
        )

    @classmethod
    def time_strip(
        cls, title: str, rows: Sequence[Span], *, start: date, end: date, end_label: str = "", note: str = ""
    ) -> Figure:
        """Stays and contacts between two days; ``end_label`` says what the last day is."""
        return cls(
            title=title,
            draw=lambda words: time_strip(
                rows, title=title, words=words, start=start, end=end, end_label=end_label
            ),
            tabulate=lambda words: time_strip_table(rows, title=title, words=words, start=start, end=end),
            note=note,
        )

    @classmethod
    def stacked_share(cls, title: str, rows: Sequence[Part], *, name: str = "", note: str = "") -> Figure:
        """The parts of a whole."""
        return cls(
            title=title,
            draw=lambda words: stacked_share(rows, title=title, words=words),
            tabulate=lambda words: stacked_share_table(rows, title=title, words=words, name=name),
            note=note,
        )

    @classmethod
    def run_chart(
        cls,
        title: str,
        points: Sequence[RunPoint],
        *,
        target: float | None = None,
        changes: Sequence[Change] = (),
        share: bool = True,
        note: str = "",
    ) -> Figure:
        """A share (or, with ``share=False``, an amount) over time with centre line, limits, target and changes."""
        run = Run(points=points, target=target, changes=changes, share=share)
        return cls(
            title=title,
            draw=lambda words: run_chart(run, title=title, words=words),
            draw_alone=lambda words: run_chart(run, title=title, words=words, alone=True),
            tabulate=lambda words: run_table(run, title=title, words=words),
            note=note,
        )

    @classmethod
    def funnel(
        cls,
        title: str,
        points: Sequence[FunnelPoint],
        *,
        limits: Sequence[FunnelLimit] = (),
        centre: float | None = None,
        target: float | None = None,
        of_label: str = "",
        inner_label: str = "",
        outer_label: str = "",
        name: str = "",
        note: str = "",
    ) -> Figure:
        """Shares against how many stand behind them, within limits that are given."""
        found = Funnel(
            points=points, limits=limits, centre=centre, target=target, of_label=of_label,
            inner_label=inner_label, outer_label=outer_label,
        )  # fmt: skip
        return cls(
            title=title,
            draw=lambda words: funnel(found, title=title, words=words),
            draw_alone=lambda words: funnel(found, title=title, words=words, alone=True),
            tabulate=lambda words: funnel_table(found, title=title, words=words, name=name),
            note=note,
        )

    @classmethod
    def small_multiples(
        cls,
        title: str,
        series: Sequence[Series],
        *,
        periods: Sequence[str],
        target: float | None = None,
        share: bool = True,
        name: str = "",
        note: str = "",
    ) -> Figure:
        """Many little lines on one scale, in the order given."""
        many = Multiples(series=series, periods=periods, target=target, share=share)
        return cls(
            title=title,
            draw=lambda words: small_multiples(many, title=title, words=words),
            draw_alone=lambda words: multiples_sheet(many, title=title, words=words),
            tabulate=lambda words: multiples_table(many, title=title, words=words, name=name),
            note=note,
        )

    @classmethod
    def area_map(
        cls,
        title: str,
        areas: Sequence[MapArea],
        *,
        steps: Sequence[str],
        box: tuple[float, float, float, float],
        measured: str = "",
        name: str = "",
        note: str = "",
    ) -> Figure:
        """Areas as they lie, by a scale of up to five steps whose words are given, ``steps[0]`` for step 1."""
        found = AreaMap(areas=areas, steps=steps, box=box, measured=measured)
        return cls(
            title=title,
            draw=lambda words: area_map(found, title=title, words=words),
            draw_alone=lambda words: area_map(found, title=title, words=words, alone=True),
            tabulate=lambda words: map_table(found, title=title, words=words, name=name),
            note=note,
        )

    @classmethod
    def tile_map(
        cls,
        title: str,
        areas: Sequence[MapArea],
        *,
        steps: Sequence[str],
        measured: str = "",
        name: str = "",
        note: str = "",
    ) -> Figure:
        """Areas as equal squares, by the same scale."""
        found = AreaMap(areas=areas, steps=steps, measured=measured)
        return cls(
            title=title,
            draw=lambda words: tile_map(found, title=title, words=words),
            draw_alone=lambda words: tile_map(found, title=title, words=words, alone=True),
            tabulate=lambda words: map_table(found, title=title, words=words, name=name),
            note=note,
        )

    @classmethod
    def ranked_bars(cls, title: str, rows: Sequence[RankedBar], *, name: str = "", note: str = "") -> Figure:
        """Gaps in people, each with a sentence, in the order given."""
        return cls(
            title=title,
            draw=lambda words: ranked_bars(rows, title=title, words=words),
            draw_alone=lambda words: ranked_bars(rows, title=title, words=words, alone=True),
            tabulate=lambda words: ranked_table(rows, title=title, words=words, name=name),
            note=note,
        )


def _count(value: int | None, words: Words) -> str:
    return words.withheld if value is None else numbers.number(value, 0, words.language)


def _number(value: float | None, words: Words) -> str:
    return "–" if value is None else numbers.number(value, language=words.language)
