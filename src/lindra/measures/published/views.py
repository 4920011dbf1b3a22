"""The page *a published table, made again*: what was printed, what its counts give, and where the two differ."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra.frame import charts, numbers, texts
from lindra.frame.tables import Cell, Column, Table
from lindra.measures.published import table as published

CITED = (
    ("PMC6238183, PMC7382350, palliativ.se", "levels"),
    ("PCOC, AIHW 2023", "benchmarks"),
)  # fmt: skip
"""Published numbers that are used elsewhere and not made again: where from, and for what."""


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The table with every percentage reckoned anew from its counts."""
    context = {
        "places": [_places(row) for row in published.regions()],
        "specialised": _specialised(),
        "table": _table(),
        "agree": _agree(),
        "differing": [_differs(cell) for cell in published.differing()],
        "of_no_region": published.of_no_region(),
        "total": numbers.number(published.total().of, 0, texts.language()),
        "source": published.SOURCE,
        "cited": [(source, _uses()[use]) for source, use in CITED],
        "crumbs": [
            {"url": reverse("measures:indicators"), "label": _("Indicators")},
            {"label": _("A published table, made again")},
        ],
    }
    return render(request, "measures/published.html", context)


def _agree() -> str:
    cells = [cell for row in published.rows() for cell in row.cells]
    return _("%(agree)s of %(all)s percentages are what the counts give.") % {
        "agree": sum(cell.agrees for cell in cells), "all": len(cells)}  # fmt: skip


def _places(row: published.Row) -> charts.Figure:
    """Where people of a region died, specialised care or not."""
    counts = row.counts
    parts = [
        charts.Part(label=_("Home"), value=counts["home"] + counts["home_specialised"]),
        charts.Part(label=_("Hospital"), value=counts["hospital"] + counts["hospital_specialised"]),
        charts.Part(
            label=_("Nursing home"), value=counts["nursing_home"] + counts["nursing_home_specialised"]
        ),
        charts.Part(label=_("Other place"), value=counts["other"]),
    ]
    return charts.Figure.stacked_share(_region(row.region), parts, name=_("Place of death"))


def _specialised() -> charts.Figure:
    """Who had specialised care at death, by region; the table has the intervals. Bars, as all are near none."""
    title = _("Specialised palliative care at death, per cent")
    name = _("Healthcare region")
    cells = [row.cell(published.SPECIALISED) for row in published.rows()]
    bars = [charts.Bar(label=_region(one.region), value=round(100 * one.share, 1)) for one in cells]
    shares = [
        charts.Share(
            label=_region(one.region), value=one.share, low=one.low, high=one.high, cases=one.count, of=one.of
        )
        for one in cells
    ]
    return charts.Figure(
        title=title,
        draw=lambda words: charts.bars(bars, title=title, words=words),
        tabulate=lambda words: charts.interval_bar_table(shares, title=title, words=words, name=name),
        note=_("Interval: Wilson's, 95%."),
    )


def _table() -> Table:
    every = published.rows()
    columns = [Column(_("Place of death")), *(Column(_region(row.region), numeric=True) for row in every)]
    deaths: list[Cell | str] = [_("Deaths")]
    deaths += [numbers.number(row.of, 0, texts.language()) for row in every]
    shares: list[list[Cell | str]] = [
        [name, *(_cell(row.cell(column)) for row in every)] for column, name in _columns().items()
    ]
    return Table(
        _("Per cent of each region's deaths: computed, and below it as printed"),
        columns,
        [deaths, *shares],
        note=_("One decimal, halves upwards. With specialised care: of everybody in the region."),
    )


def _cell(cell: published.Cell) -> Cell:
    computed, printed = _written(cell.computed), _written(cell.printed)
    if cell.agrees:
        return Cell(computed, note=_("printed %(share)s") % {"share": printed})
    return Cell(
        computed, tone="warning", icon="warning", note=_("differs: printed %(share)s") % {"share": printed}
    )


def _differs(cell: published.Cell) -> str:
    return _("%(region)s, %(column)s: %(count)s of %(of)s is %(computed)s%%; printed is %(printed)s.") % {
        "region": _region(cell.region), "column": _columns()[cell.column].lower(),
        "count": numbers.number(cell.count, 0, texts.language()),
        "of": numbers.number(cell.of, 0, texts.language()),
        "computed": _written(cell.computed), "printed": _written(cell.printed),
    }  # fmt: skip


def _written(share: Decimal) -> str:
    return numbers.number(float(share), 1, texts.language())


def _region(name: str) -> str:
    return {
        "Northern": _("Northern"), "Uppsala-Örebro": "Uppsala-Örebro", "Stockholm": "Stockholm",
        "Western": _("Western"), "South-eastern": _("South-eastern"), "Southern": _("Southern"), "Total": _("Total"),
    }[name]  # fmt: skip


def _columns() -> dict[str, str]:
    return {
        "home": _("Home"), "home_specialised": _("Home, specialised care"),
        "hospital": _("Hospital"), "hospital_specialised": _("Hospital, specialised care"),
        "nursing_home": _("Nursing home"), "nursing_home_specialised": _("Nursing home, specialised care"),
        "other": _("Other place"), published.SPECIALISED: _("Specialised care, wherever"),
    }  # fmt: skip


def _uses() -> dict[str, str]:
    return {
        "levels": _("levels of the indicators, by which the made-up nation is mixed"),
        "benchmarks": _("the benchmarks of readiness for care and of unstable phases"),
    }
