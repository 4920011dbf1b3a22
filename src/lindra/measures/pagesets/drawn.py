"""Figures of measures side by side: shares with intervals, and a table that says all that must be said beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from lindra.frame import charts, numbers
from lindra.frame.charts import Figure, Share
from lindra.frame.tables import Cell, Column, Table
from lindra.measures.cubes.results import Result
from lindra.measures.pagesets import sentences

Label = Callable[[Result], str]


def side_by_side(
    title: str,
    results: Sequence[Result],
    label: Label,
    name: str,
    language: str,
    *,
    url: Label | None = None,
    note: str = "",
) -> Figure:
    """One number a row: shares as bars with intervals, means as bars; one's own table beneath."""
    mean = any(one.measure.kind == "mean" for one in results)
    note = " ".join(filter(None, [note, _notes(results)]))
    if mean:
        bars = [
            charts.Bar(label=label(one), value=None if one.value is None else round(one.value, 1))
            for one in results
        ]
        draw = Figure.bars(title, bars).draw
    else:
        draw = Figure.interval_bars(title, [_share(one, label, url) for one in results]).draw
    return Figure(
        title=title,
        draw=draw,
        tabulate=lambda words: table(title, results, label, name, language, url),
        note=note,
    )


def _share(one: Result, label: Label, url: Label | None) -> Share:
    return Share(
        label=label(one), value=one.value, low=one.low, high=one.high, cases=one.met, of=one.of,
        target=one.target.share if one.target else None, url=url(one) if url else "",
    )  # fmt: skip


def table(
    title: str, results: Sequence[Result], label: Label, name: str, language: str, url: Label | None = None
) -> Table:
    """Number, interval, met, of, not known, target, gap and coverage; columns that nobody fills are left out."""
    columns: list[tuple[Column, Callable[[Result], str]]] = [
        (Column(_("Number"), True), lambda one: _value(one, language)),
        (Column(_("95% interval"), True), lambda one: _interval(one, language)),
        (Column(_("Met"), True), lambda one: _count(one, one.met, language)),
        (Column(_("Of"), True), lambda one: _count(one, one.of, language)),
        (Column(_("Does not know"), True), lambda one: _count(one, one.unknown, language)),
        (Column(_("Target"), True), lambda one: _target(one, language)),
        (Column(_("Gap, people"), True), lambda one: "" if one.gap is None else numbers.number(one.gap, 0, language)),
        (Column(_("Coverage"), True), lambda one: sentences.coverage(one, language)),
    ]  # fmt: skip
    filled = [(column, cells) for column, tell in columns if any(cells := [tell(one) for one in results])]
    rows: list[list[Cell | str]] = [
        [Cell(label(one), url=url(one) if url else ""), *(cells[at] or "–" for _column, cells in filled)]
        for at, one in enumerate(results)
    ]
    return Table(title, [Column(name), *(column for column, _cells in filled)], rows)


def _target(one: Result, language: str) -> str:
    return numbers.percent(one.target.share, language=language) if one.target else ""


def _value(one: Result, language: str) -> str:
    if one.withheld:
        return _("not shown")
    if one.value is None:
        return "–"
    if one.measure.kind == "mean":
        return numbers.number(one.value, 1, language)
    return numbers.percent(one.value, 1, language)


def _interval(one: Result, language: str) -> str:
    if one.low is None or one.high is None or one.withheld:
        return ""
    if one.measure.kind == "mean":
        return sentences.interval(one, language)
    return numbers.interval(one.low, one.high, 1, language)


def _count(one: Result, count: int | None, language: str) -> str:
    if one.of is None or (one.withheld and count is None):
        return _("not shown")
    return "" if count is None else numbers.number(count, 0, language)


def _notes(results: Sequence[Result]) -> str:
    said = []
    if any(one.withheld for one in results):
        said.append(_("Not shown: of so few that somebody could be recognised; it is not none."))
    if any(one.note == "few" for one in results):
        said.append(_("Numbers of fewer than 20 are uncertain: see the interval."))
    if any(one.low_coverage for one in results):
        said.append(
            _(
                "Where no more than 70% of the deaths were reported, the number may say more of who reports than "
                "of the care."
            )
        )
    return " ".join(said)
