"""The pictures of a report, as SVG that stands alone: gaps ranked, and each indicator over time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil, floor

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindra.discharge.statistics.control import Signal
from lindra.frame import charts, numbers, saving, texts
from lindra.measures.cubes.results import Result
from lindra.measures.cubes.told import area
from lindra.measures.honest.runchart import Phase
from lindra.measures.measure import Text
from lindra.measures.report.content import Report, Row

FONT = "Libertinus Serif"
"""What the paper is set in; it comes with Typst, so that a report looks alike wherever it is made."""

GROUND = re.compile(r'<rect x="0" y="0" [^>]*fill="#ffffff"[^>]*>(</rect>)?')
BY_REPORTS = Text(", enligt rapporterna", ", by the reports")
"""What the titles of these indicators end with; the paper says it once, for all of them."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, what it is called, and what it shows in words, for those who do not see it."""

    title: str
    svg: str
    alt: str


def called(row: Row) -> str:
    """What an indicator is called on the paper."""
    language = texts.language()
    return row.measure.title.said(language).removesuffix(BY_REPORTS.said(language))


def gaps(found: Report) -> Drawn:
    """How many people each indicator is short of its target, the largest first."""
    rows = [_bar(row) for row in found.ranked]
    told = [f"{row.label}: {_people(row.people)}" for row in rows]
    figure = charts.Figure.ranked_bars(_("The gap in people"), rows)
    return Drawn(figure.title, _svg(figure), "; ".join(told))


def _bar(row: Row) -> charts.RankedBar:
    low, high = _ends(row.year) or (None, None)
    return charts.RankedBar(
        label=called(row), people=row.gap, low=low, high=high,
        sentence=_sentence(row),
    )  # fmt: skip


def _ends(found: Result) -> tuple[float, float] | None:
    """The gap at the ends of the share's interval, in whole people."""
    if found.gap is None or found.target is None or None in (found.low, found.high, found.of):
        return None
    assert found.low is not None
    assert found.high is not None
    assert found.of is not None
    aim = found.target.share
    ends = [(aim - end) * found.of for end in (found.high, found.low)]
    if found.measure.good == "low":
        ends = [-ends[1], -ends[0]]
    return min(max(floor(ends[0]), 0), found.gap), max(ceil(ends[1]), found.gap)


def _sentence(row: Row) -> str:
    found, language = row.year, texts.language()
    if found.value is None or found.target is None:
        return ""
    said = _("%(share)s of %(of)s, target %(target)s.") % {
        "share": numbers.percent(found.value, language=language),
        "of": numbers.number(found.of or 0, 0, language),
        "target": numbers.percent(found.target.share, language=language),
    }
    if not row.where or not row.gap:
        return said
    places = ", ".join(f"{area(key) or key} {numbers.number(n, 0, language)}" for key, n in row.where)
    most = _("Most of those missed: %(places)s.") % {"places": places}
    return f"{said} {most}"


def _people(count: float | None) -> str:
    if count is None:
        return _("withheld")
    return ngettext("%(n)s person", "%(n)s people", int(count)) % {"n": int(count)}


def over_time(row: Row) -> Drawn:
    """One indicator over two years, with its target, centre line, limits and signals; the incomplete is hollow."""
    points = [
        _point(one.period, one.share, one.met, one.of, phase)
        for phase in row.chart.phases
        for one in row.chart.points
        if one.period in phase.periods
    ]
    points += [
        charts.RunPoint(
            label=_label(one.period), value=one.share, cases=one.met, of=one.of, open=_("not yet complete")
        )
        for one in row.late
    ]
    target = row.year.target.share if row.year.target else None
    figure = charts.Figure.run_chart(called(row), points, target=target)
    return Drawn(figure.title, _svg(figure), _told(figure.title, points))


def _point(
    period: str, share: float | None, met: int | None, of: int | None, phase: Phase
) -> charts.RunPoint:
    low, high = (phase.limits.by_period.get(period) if phase.limits else None) or (None, None)
    signal = phase.signals.get(period)
    return charts.RunPoint(
        label=_label(period), value=share, cases=met, of=of, low=low, high=high,
        centre=phase.limits.centre if phase.limits else None, signal=_signal(signal) if signal else "",
    )  # fmt: skip


def _label(period: str) -> str:
    return period.replace("-Q", " Q")


def _signal(signal: Signal) -> str:
    return (
        _("Outside the limits") if signal == "outside" else _("Eight in a row on one side of the centre line")
    )


def _told(title: str, points: list[charts.RunPoint]) -> str:
    language = texts.language()
    known = [
        f"{one.label} {numbers.percent(one.value, language=language)}{f' ({marked})' if marked else ''}"
        for one in points
        if one.value is not None
        for marked in [one.signal or one.open]
    ]
    nothing = _("nothing that can be shown")
    return f"{title}: {', '.join(known) or nothing}"


def legend(found: Report) -> str:
    """How to read the charts."""
    late = (
        _("A hollow point is not yet complete: reports may still come, and it is no signal.")
        if any(row.late for row in found.rows)
        else ""
    )
    if all(phase.limits is None for row in found.rows for phase in row.chart.phases):
        return " ".join(filter(None, (_("There are too few periods for limits."), late)))
    how = _(
        "Between the limits a period differs no more than chance would have it. Another shape marks what chance "
        "seldom gives: one period outside the limits, or eight in a row on one side of the centre line. A gap in the "
        "line is withheld, or of nobody."
    )
    return " ".join(filter(None, (how, late)))


def _svg(figure: charts.Figure) -> str:
    """Set in the paper's own type, as Typst has no other where the machine has none; without a ground of its own."""
    picture = saving.svg_file(figure, texts.words()).decode()
    return GROUND.sub("", picture.replace(saving.FONTS, FONT), count=1)
