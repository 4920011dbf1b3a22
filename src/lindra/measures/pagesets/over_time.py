"""Pictures of one measure over time: a run chart with limits and signals, and a small picture of each group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from lindra.discharge.statistics.choices import chart_numbers
from lindra.frame import numbers
from lindra.frame.charts import Change, Figure, RunPoint, Series
from lindra.measures.cubes.cube import Cell
from lindra.measures.honest import runchart
from lindra.measures.honest.numbers import numbers as honest_numbers
from lindra.measures.honest.periods import first_day, following, named, without_gaps
from lindra.measures.pagesets import late, names
from lindra.measures.pagesets.comparing import title
from lindra.measures.pagesets.counted import met, share
from lindra.measures.pagesets.look import Look
from lindra.measures.targets import target

MOST_SERIES = 40
"""So many small pictures; of more, those of the most people. Our own choice."""


def cells_by_period(look: Look) -> list[Cell]:
    """The cells of the measure by month; by quarter of a unit."""
    return look.reading.cells([look.of], (), look.scope.every, look.scope.where).get(look.of.key, [])


def honest_period(period: str) -> str:
    """A period as the charts name it: 2026-Q1."""
    return period if "-" in period or "Q" not in period else f"{period[:4]}-{period[4:]}"


def points(look: Look) -> list[runchart.Point]:
    """Every period from the first to the last, without a gap: a share, or a part's."""
    known = {}
    for cell in cells_by_period(look):
        counted, period = met(look.of, cell, look.part) or (None, None), honest_period(cell.period)
        known[period] = runchart.Point(period, *counted)
    return [known.get(period, runchart.Point(period, 0, 0)) for period in without_gaps(known)]


def chart(look: Look) -> runchart.Chart:
    """The chart of the measure, of the periods that are complete: what may still change is no signal."""
    complete = [one for one in points(look) if not late.unsettled(look, look.of, one.period)]
    day = _change(look, [one.period for one in complete])
    return runchart.chart(complete, day, honest_numbers(look.on).chart, chart_numbers().run)


def _change(look: Look, periods: Sequence[str]) -> date | None:
    """The day that was chosen, where there are periods on both sides of it."""
    if look.day is None or not periods:
        return None
    return look.day if following(periods[0]) <= look.day < following(periods[-1]) else None


Mark = tuple[date, str]
"""A day, and what it was."""


def run_chart(look: Look, chosen: str = "", marks: Sequence[Mark] = ()) -> Figure | None:
    """The run chart; of a mean without limits. ``chosen`` names the day looked at; ``marks`` are days only marked."""
    each = _("month by month") if look.scope.every == "month" else _("quarter by quarter")
    if look.of.kind == "mean":
        return _means(look, each)
    found, every = chart(look), points(look)
    if sum(one.share is not None for one in every) < 2:
        return None
    aim = target(look.of.goal, look.on)
    return Figure.run_chart(
        title(look, each).rsplit(", ", 1)[0], [_point(one, found, look) for one in every],
        target=aim.share if aim else None, changes=_changes(found, every, look, chosen, marks), note=limits_told(found),
    )  # fmt: skip


def _point(one: runchart.Point, found: runchart.Chart, look: Look) -> RunPoint:
    phase = next((phase for phase in found.phases if one.period in phase.periods), None)
    own = phase.limits if phase else None
    ends = own.by_period.get(one.period) if own else None
    return RunPoint(
        label=names.period(one.period, look.language), value=one.share, cases=one.met, of=one.of,
        centre=own.centre if own else None, low=ends[0] if ends else None, high=ends[1] if ends else None,
        signal=signal(found.signals.get(one.period, "")),
        open=_("not yet complete") if late.unsettled(look, look.of, one.period) else "",
    )  # fmt: skip


def _changes(
    found: runchart.Chart, every: Sequence[runchart.Point], look: Look, chosen: str = "", marks: Sequence[Mark] = ()
) -> list[Change]:  # fmt: skip
    changes: list[Change] = []
    label = chosen or (_("The chosen day, %(day)s") % {"day": look.day.isoformat()} if look.day else "")
    if found.change is not None and found.phases[1].periods:
        first = found.phases[1].periods[0]
        before = next(at for at, one in enumerate(every) if one.period == first)
        changes.append(Change(before=before, label=label))
    elif look.day and late.unsettled(
        look, look.of, named(look.day, 3 if look.scope.every == "quarter" else 1)
    ):
        marks = [(look.day, label), *marks]  # nothing that is complete comes after it yet
    for day, told in marks:
        if (at := _place(every, day)) is not None:
            changes.append(Change(before=at, label=told, phase=False))
    return changes


def _place(every: Sequence[runchart.Point], day: date) -> int | None:
    """Before which point a day is marked: that of the period it falls in; none of a day outside the chart."""
    return next(
        (at for at, one in enumerate(every) if first_day(one.period) <= day < following(one.period)), None
    )


def _means(look: Look, each: str) -> Figure | None:
    points = []
    for cell in cells_by_period(look):
        total, of = cell["sum"], cell["of"]
        value = total / of if total is not None and of else None
        points.append(RunPoint(label=names.period(cell.period, look.language), value=value, of=of))
    if sum(one.value is not None for one in points) < 2:
        return None
    note = _("A mean has no limits here: it is shown as it was.")
    return Figure.run_chart(title(look, each).rsplit(", ", 1)[0], points, share=False, note=note)


def signal(found: str) -> str:
    """A signal in words."""
    return {"outside": _("Outside the limits"), "run": _("Eight in a row on one side")}.get(found, "")


def limits_told(found: runchart.Chart) -> str:
    """How the limits were made, or why there are none."""
    made = [phase.limits for phase in found.phases if phase.limits]
    if not made:
        return _("Too few periods for limits.")
    if any(one.kind == "laney" for one in made):
        return _(
            "Limits of three standard errors, widened because the periods differ more than chance has it (Laney)."
        )
    return _("Limits of three standard errors, exact for each period's number of people.")


def said(look: Look) -> list[str]:
    """What the chart says, in sentences: each signal, or that there is none; and what is not complete."""
    if look.of.kind == "mean":
        return []
    return [*_signals_said(chart(look), look.language), *_late_said(look)]


def _signals_said(found: runchart.Chart, language: str) -> list[str]:
    if not any(phase.limits for phase in found.phases):
        return [_("There are too few periods to tell a change from chance.")]
    shares = {one.period: one.share or 0 for one in found.points}
    marked = found.signals
    lines = []
    for period in [one for one in marked if marked[one] == "outside"]:
        told = {
            "period": names.period(period, language),
            "share": numbers.percent(shares[period], language=language),
        }
        lines.append(_("%(period)s: %(share)s lies outside the limits.") % told)
    runs = [one for one in shares if marked.get(one) == "run"]
    if runs:
        ends = {"first": names.period(runs[0], language), "last": names.period(runs[-1], language)}
        lines.append(
            _(
                "Eight or more in a row on one side of the centre, between %(first)s and %(last)s: something has "
                "changed."
            )
            % ends
        )
    return lines or [_("No signal: the periods differ no more than chance has it.")]


def _late_said(look: Look) -> list[str]:
    first = next((one.period for one in points(look) if late.unsettled(look, look.of, one.period)), "")
    if not first:
        return []
    told = {"first": names.period(first, look.language)}
    return [_("From %(first)s on, reports may still come: not yet complete, and no signal.") % told]


def multiples(look: Look) -> Figure | None:
    """A small picture of each group, year by year; by month would say more than the few can bear."""
    if look.group is None:
        return None
    years = look.reading.years
    cells = look.reading.cells([look.of], (look.group,), "year", look.scope.where).get(look.of.key, [])
    if len(years) < 2 or not cells:
        return None
    people: dict[str, int] = {}
    values: dict[str, dict[str, float | None]] = {}
    for cell in cells:
        code = cell.keys[look.group]
        if code:
            people[code] = people.get(code, 0) + (cell["of"] or 0)
            values.setdefault(code, {})[cell.period] = _value(look, cell)
    shown = sorted(people, key=lambda code: -people[code])[:MOST_SERIES]
    look.names.learn(shown if look.group == "unit" else ())
    shown.sort(key=lambda code: look.names.of(look.group or "", code))
    from lindra.measures.pagesets.comparing import inwards

    series = [
        Series(
            label=look.names.of(look.group, code), values=[values[code].get(year) for year in years],
            url=inwards(look, look.group, code),
        )
        for code in shown
    ]  # fmt: skip
    left = len(people) - len(shown)
    note = (
        _("The %(n)s with the fewest people are in the table of the groups only.") % {"n": left}
        if left
        else ""
    )
    aim = target(look.of.goal, look.on)
    return Figure.small_multiples(
        title(look, _("year by year")).rsplit(", ", 1)[0], series, periods=years, target=aim.share if aim else None,
        share=look.of.kind != "mean", name=names.one(look.group), note=note,
    )  # fmt: skip


def _value(look: Look, cell: Cell) -> float | None:
    if look.of.kind == "mean":
        total, of = cell["sum"], cell["of"]
        return total / of if total is not None and of else None
    return share(met(look.of, cell, look.part))


def parts_years(look: Look) -> Figure | None:
    """Each part of a measure of parts, year by year."""
    years, measure = look.reading.years, look.of
    by_year = {
        cell.period: cell
        for cell in look.reading.cells([measure], (), "year", look.scope.where).get(measure.key, [])
    }
    if len(years) < 2 or measure.kind != "parts":
        return None
    series = [
        Series(
            label=text.said(look.language),
            values=[share(met(measure, by_year[year], key)) if year in by_year else None for year in years],
            url=look.url("indicator", measure.id, part=key),
        )
        for key, text in measure.parts
    ]  # fmt: skip
    heading = _("%(measure)s: year by year, %(scope)s") % {
        "measure": measure.title.said(look.language),
        "scope": look.names.scope(look.scope),
    }
    return Figure.small_multiples(heading, series, periods=years, name=_("Part"))
