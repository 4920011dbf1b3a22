"""Pictures and tables of the statistics, in the page's language. What may be shown is decided in ``report``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindra.areas import geography
from lindra.areas import queries as areas
from lindra.discharge.rulefile import Rule
from lindra.discharge.statistics import report, told
from lindra.discharge.statistics.choices import Choices, chart_numbers
from lindra.discharge.statistics.control import Chart, Phase
from lindra.discharge.statistics.drawing import Said, control_chart
from lindra.discharge.statistics.report import Row, Table, Tally
from lindra.discharge.statistics.words import AGAIN, MARKS, REASONS, SAID_OF, SIDES, SIGNALS
from lindra.frame import dates, tables, texts
from lindra.frame.charts import Bar, Figure, Share, Words
from lindra.frame.numbers import interval, number, percent
from lindra.frame.shares import FEW, wilson
from lindra.frame.tables import Cell, Column

MOST = 12
"""Municipalities that have a picture of their own; the others are in the tables."""
BESIDE = (
    "moved",
    "ready_with_notice",
    "sip_late",
    "information_late",
    "readmitted",
    "short_after_sent_in",
    "against_plan",
)


@dataclass(frozen=True)
class Multiple:
    """One municipality's months: the picture, and in words what it says."""

    figure: Figure
    said: tuple[str, ...]


def month_name(month: str) -> str:
    """2026-03 in words."""
    return dates.written(date.fromisoformat(f"{month}-01"), "month", texts.language())


def municipality(code: str) -> str:
    """A municipality's name; what is no code is shown as it stands."""
    if not code:
        return _("No municipality was told")
    try:
        return geography.municipality(code).name
    except geography.UnknownArea:
        return code


def units(ids: Iterable[str]) -> dict[str, str]:
    """Names of hospital units."""
    wanted = list(ids)
    known = areas.names([one for one in wanted if one])
    return {one: known.get(one, _("Unit not known")) for one in wanted}


def page(tally: Tally, rules: Iterable[Rule], choice: Choices, *, publish: bool) -> dict[str, Any]:
    """Everything the page shows of the numbers."""
    used = sorted(rules, key=lambda one: one.name)
    least = choice.least_shown if publish else 0
    found = report.table(tally.by(report.municipality), least)
    charts = report.charts(tally, choice, chart_numbers(), report.cells(tally, "municipality", least))
    order = sorted(found.rows, key=lambda row: (-row.sums.n, row.group))
    largest = [row for row in order if row.group in charts and _is_line(charts[row.group])][:MOST]
    by_hospital = report.table(tally.by(report.hospital), least)
    names = units([row.group[0] for row in by_hospital.rows])
    hospital: Callable[[str], str] = lambda code: names.get(code, "")  # noqa: E731
    split = None if publish or tally.change is None else report.sides(tally, report.municipality)
    return {
        "any": bool(found.whole.sums.n or found.whole.sums.not_ready or found.whole.sums.left_out),
        "tiles": _tiles(found.whole), "beside": found.whole.sums,
        "multiples": [_multiple(row, charts[row.group], choice) for row in largest],
        "more_multiples": len(charts) - len(largest),
        "distribution": _distribution(found.whole, split, choice, least),
        "same_day": _shares("same_day", found, municipality), "notices": _shares("notice_late", found, municipality),
        "others": _others(found.whole), "why_long": None if publish else _why_long(found.whole),
        "days": [_days(_("By municipality"), found, municipality, publish=publish),
                 _days(_("By hospital unit"), by_hospital, hospital, publish=publish)],
        "late": [_late(_("By municipality"), found, municipality), _late(_("By hospital unit"), by_hospital, hospital)],
        "change": _change(split, tally.change) if split and tally.change else None,
        "rules": [_rule(one) for one in used],
        "long_days": sorted({_long_days(one, choice) for one in used}),
        "few": FEW, "numbers": chart_numbers(), "scale": _n(chart_numbers().scale, 2),
        "choice": choice, "again": "" if publish else _again(found.whole),
    }  # fmt: skip


def _rule(rule: Rule) -> str:
    return f"{rule.title} ({rule.source})"


def _long_days(rule: Rule, choice: Choices) -> int:
    own = rule.long_stay.over_days
    return choice.long_stay_days if own is None else own


def _n(value: float | None, decimals: int | None = None) -> str:
    return "–" if value is None else number(value, decimals, texts.language())


def _share_said(row: Row, mark: str) -> str:
    """12 of 80 (15 %), or that it is not shown, or that there is none."""
    if not row.shows(mark):
        return _("not shown")
    found = row.sums.share(mark)
    if found is None:
        return "–"
    return _("%(cases)s of %(of)s (%(share)s)") % {
        "cases": _n(row.sums.cases[mark]), "of": _n(row.sums.of[mark]),
        "share": percent(found[0], 0, texts.language()),
    }  # fmt: skip


# Numbers first.


def _tiles(whole: Row) -> list[tuple[str, str, str]]:
    """Value, label, and a note with its n."""
    if not whole.shown:
        return []
    sums = whole.sums
    of = _of(sums.n)
    same = sums.share("same_day") if whole.shows("same_day") else None
    return [
        (_n(sums.n), _("Stays"), _("ended, with a ready notice")),
        (_n(sums.mean, 1), _("Days ready, mean"), of),
        (_n(sums.median), _("Days ready, median"), of),
        (
            percent(same[0], 0, texts.language()) if same else "–", _("Left the same day"),
            _share_said(whole, "same_day"),
        ),
    ]  # fmt: skip


def _named(label: str, count: int) -> str:
    """A label with its n."""
    return f"{label} (n\u00a0=\u00a0{_n(count)})"


def _of(count: int) -> str:
    return ngettext("of %(n)s stay", "of %(n)s stays", count) % {"n": _n(count)}


# Months with limits.


def _multiple(row: Row, found: Chart, choice: Choices) -> Multiple:
    name = municipality(row.group[0])
    title = _named(name, row.sums.n)

    def draw(words: Words) -> Any:
        told = [f"{month_name(one.month)}: {_n(one.value, 1)}" for one in found.points]
        said = Said(title, "; ".join(told), words.no_data, words.language)
        return control_chart(found, said)

    return Multiple(
        Figure(title=title, draw=draw, tabulate=lambda words: _months(title, found)),
        tuple(_said(found, choice)),
    )


def _is_line(found: Chart) -> bool:
    """Whether there are two months to compare."""
    return sum(one.value is not None for one in found.points) > 1


def _months(title: str, found: Chart) -> tables.Table:
    columns = [Column(_("Month"), whole=True), Column(_("Mean days ready"), numeric=True),
               Column(_("Stays"), numeric=True), Column(_("Signal"))]  # fmt: skip
    signals = found.signals
    rows: list[list[Cell | str]] = [
        [
            month_name(one.month), _n(one.value, 2), _("not shown") if one.n is None else _n(one.n),
            str(SIGNALS[signals[one.month]]) if one.month in signals else "–",
        ]
        for one in found.points
    ]  # fmt: skip
    return tables.Table(title, columns, rows)


def _said(found: Chart, choice: Choices) -> Iterable[str]:
    """Limits of each phase or why there are none, signals, and what the change shows."""
    for phase in found.phases:
        yield _phase(phase, choice)
    for month, signal in sorted(found.signals.items()):
        if signal == "outside":
            yield _("Signal: %(month)s is outside the limits.") % {"month": month_name(month)}
    runs = sum(signal == "run" for signal in found.signals.values())
    if runs:
        yield ngettext(
            "Signal: %(n)d month in a row on one side of the centre line.",
            "Signal: %(n)d months in a row on one side of the centre line.", runs,
        ) % {"n": runs}  # fmt: skip
    before = found.phases[0]
    if before.side == "before" and before.limits is not None:
        if found.changed:
            yield _("By the limits from before, the months after the change are different.")
        else:
            yield _(
                "By the limits from before, nothing shows that the months after the change are different."
            )


def _phase(phase: Phase, choice: Choices) -> str:
    side = f"{SIDES[phase.side]}: " if phase.side != "all" else ""
    if phase.limits is None:
        return side + _("no limits: at least %(n)d months with stays are needed, two of them in a row.") % {
            "n": choice.least_points
        }
    return side + _("centre line %(centre)s, limits %(low)s–%(high)s, from %(n)d months.") % {
        "centre": _n(phase.limits.centre, 1), "low": _n(phase.limits.low, 1), "high": _n(phase.limits.high, 1),
        "n": phase.limits.points,
    }  # fmt: skip


# Pictures of all.


def _distribution(whole: Row, split: tuple[Table, Table] | None, choice: Choices, least: int) -> list[Figure]:
    if not whole.shown:
        return []
    sides = [("", whole)]
    if split:
        sides = [(str(SIDES["before"]), split[0].whole), (str(SIDES["after"]), split[1].whole)]
    return [_bands(side, row, choice, least) for side, row in sides if row.sums.n]


def _bands(side: str, row: Row, choice: Choices, least: int) -> Figure:
    title = _("How many days stays were ready, %(of)s") % {"of": _of(row.sums.n)}
    labels = [
        ngettext("%(days)s day", "%(days)s days", 1 if band == "1" else 2) % {"days": band}
        for band in choice.band_names
    ]
    rows = [
        _part(label, count, row.sums.n)
        for label, count in zip(labels, told.bands(row.sums, choice, least), strict=True)
    ]
    return Figure.interval_bars(f"{side}: {title}" if side else title, rows, name=_("Days ready"))


def _part(label: str, count: int | None, of: int) -> Share:
    """A part of a whole as a share, so that two wholes of different size can be compared."""
    if count is None:
        return Share(label=label, value=None)
    low, high = wilson(count, of) or (0.0, 1.0)
    return Share(label=label, value=count / of, low=low, high=high, cases=count, of=of)


def _shares(mark: str, found: Table, name: Callable[[str], str]) -> Figure | None:
    """A share of each group, with its interval; the largest groups first, all of them last."""
    every = [*sorted(found.rows, key=lambda row: (-row.sums.of[mark], row.group))[:MOST], found.whole]
    rows = [
        _bar(row, mark, name(row.group[0]) if row.group else _("All")) for row in every if row.sums.of[mark]
    ]
    if not rows:
        return None
    note = str(SAID_OF[mark])
    return Figure.interval_bars(
        str(MARKS[mark]), rows, name=_("Municipality"), note=note[0].upper() + note[1:] + "."
    )


def _bar(row: Row, mark: str, label: str) -> Share:
    share = row.sums.share(mark) if row.shows(mark) else None
    if share is None:
        return Share(label=label, value=None)
    return Share(
        label=_named(label, row.sums.of[mark]), value=share[0], low=share[1], high=share[2],
        cases=row.sums.cases[mark], of=row.sums.of[mark],
    )  # fmt: skip


def _others(whole: Row) -> Figure | None:
    """The other shares of all, each of its own n."""
    rows = [_bar(whole, mark, str(MARKS[mark])) for mark in BESIDE if whole.sums.of[mark]]
    if not rows:
        return None
    note = " ".join(f"{MARKS[mark]}: {SAID_OF[mark]}." for mark in BESIDE if whole.sums.of[mark])
    return Figure.interval_bars(_("What else was counted, all together"), rows, note=note)


def _why_long(whole: Row) -> Figure | None:
    if not whole.shown or not whole.sums.long:
        return None
    title = ngettext(
        "What messages tell of %(n)s long stay", "What messages tell of %(n)s long stays", whole.sums.long
    ) % {"n": _n(whole.sums.long)}  # fmt: skip
    rows = [Bar(label=str(label), value=whole.sums.reasons[reason]) for reason, label in REASONS.items()]
    note = _("A stay may have several. That it was so does not mean that the stay was long because of it.")
    return Figure.bars(title, rows, name=_("What"), note=note)


def _again(whole: Row) -> str:
    """Of those who came back, how many were planned."""
    if not whole.shows("readmitted") or not whole.sums.again:
        return ""
    told = [f"{label} {_n(whole.sums.again[key])}" for key, label in AGAIN.items() if whole.sums.again[key]]
    return ", ".join(told)


# Tables.


def _days(title: str, found: Table, name: Callable[[str], str], *, publish: bool) -> tables.Table:
    numeric = [_("Stays"), _("Mean"), _("Median"), _("Same day")]
    if not publish:
        numeric += [_("Mean by the rule"), _("Most"), _("Long stays"), _("Ready at death")]
    columns = [Column(_("Group")), *(Column(label, numeric=True) for label in numeric)]
    every = [(row, name(row.group[0]) if row.group else _("All")) for row in (*found.rows, found.whole)]
    return tables.Table(title, columns, [_days_row(row, label)[: len(columns)] for row, label in every])


def _days_row(row: Row, label: str) -> list[Cell | str]:
    if not row.shown:
        return [label, *[_("not shown")] * 8]
    sums = row.sums
    note = "" if not 0 < sums.n < FEW else _("few")
    return [
        label, Cell(_n(sums.n), note=note), _n(sums.mean, 2), _n(sums.median), _share_said(row, "same_day"),
        _n(sums.rule_mean, 2), _n(sums.most), _n(sums.long), _n(sums.died),
    ]  # fmt: skip


def _late(title: str, found: Table, name: Callable[[str], str]) -> tables.Table:
    marks = ("notice_late", "notice_never", "ready_with_notice", "moved", "sip_late", "information_late")
    labels = [_("Notice late"), _("Notice never"), _("Ready with notice"), _("Estimate changed"), _("SIP late"),
              _("Information late")]  # fmt: skip
    columns = [Column(_("Group")), *(Column(label, numeric=True) for label in labels),
               Column(_("Changes a stay"), numeric=True)]  # fmt: skip
    rows: list[list[Cell | str]] = [
        [
            name(row.group[0]) if row.group else _("All"), *(_share_said(row, mark) for mark in marks),
            _n(row.sums.mean_moves, 2) if row.shows("moved") else _("not shown"),
        ]
        for row in (*found.rows, found.whole)
    ]  # fmt: skip
    return tables.Table(title, columns, rows)


def _change(split: tuple[Table, Table], on: date) -> tables.Table:
    """All stays before a day and from it on, with intervals."""
    before, after = (table.whole for table in split)
    columns = [
        Column(_("What")),
        Column(str(SIDES["before"]), numeric=True),
        Column(str(SIDES["after"]), numeric=True),
    ]
    rows: list[list[Cell | str]] = [
        [_("Stays"), _n(before.sums.n), _n(after.sums.n)],
        [_("Days ready, mean"), _n(before.sums.mean, 2), _n(after.sums.mean, 2)],
        [_("Days ready, median"), _n(before.sums.median), _n(after.sums.median)],
    ]
    rows += [[str(MARKS[mark]), _with_interval(before, mark), _with_interval(after, mark)] for mark in MARKS]
    title = _("Before and after %(day)s") % {"day": texts.instant(on, "day")}
    return tables.Table(title, columns, rows)


def _with_interval(row: Row, mark: str) -> Cell:
    found = row.sums.share(mark)
    if found is None:
        return Cell("–")
    return Cell(_share_said(row, mark), note=interval(found[1], found[2], 0, texts.language()))
