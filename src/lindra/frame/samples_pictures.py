"""Samples of the larger pictures for the gallery: of nobody, from nowhere."""

from __future__ import annotations

from math import sin, sqrt

from django.utils.translation import gettext as _

from lindra.frame.charts import (
    Change,
    Figure,
    FunnelLimit,
    FunnelPoint,
    MapArea,
    RankedBar,
    RunPoint,
    Series,
)

NAMES = (
    "Askvik", "Björkum", "Dalarö", "Ekenäs", "Forsby", "Granudden", "Hällevik", "Ingarö", "Järnbo", "Kvarnholm",
    "Lövånger", "Myrheden", "Norrsele", "Oxelby", "Skärplinge med Västland", "Rönnskär", "Stensele", "Tallberg",
    "Ulvön", "Vassmolösa", "Ängersjö",
)  # fmt: skip
STEPS = ("0–39 %", "40–49 %", "50–59 %", "60–69 %", "70–100 %")


def larger_figures() -> list[Figure]:
    """A run chart, a funnel, little lines, two maps and gaps in people."""
    return [run_chart(), funnel(), small_multiples(), area_map(), tile_map(), ranked_bars()]


def run_chart() -> Figure:
    """Two years by month: two phases, a signal, a month not shown."""
    points = []
    for number in range(24):
        later = number >= 14
        centre, of = (0.71 if later else 0.52), 40 + (number * 7) % 25
        value: float | None = centre + 0.09 * sin(number * 1.9)
        signal = ""
        if number == 9:
            value, signal = 0.79, _("Above the limits")
        if number == 5:
            value = None
        half = 3 * sqrt(centre * (1 - centre) / of)
        points.append(
            RunPoint(
                label=f"{2025 + number // 12}-{number % 12 + 1:02d}", value=value, centre=centre, low=centre - half,
                high=min(centre + half, 1), cases=None if value is None else round(value * of), of=of, signal=signal,
            )
        )  # fmt: skip
    return Figure.run_chart(
        _("Mouth care assessed in the last week, by month"),
        points,
        target=0.9,
        changes=[Change(before=14, label=_("New routine"))],
        note=_("Sample values. Limits: three standard errors."),
    )


def funnel() -> Figure:
    """Units of very different size, some outside."""
    centre = 0.6
    points = []
    for number, name in enumerate(NAMES):
        of = 18 + number * number * 2.1
        off = 0.5 * sin(number * 2.7) + (3.6 if number in (7, 16) else -3.5 if number in (12, 13) else 0)
        off = 2.4 if number == 4 else off
        value = min(max(centre + off * sqrt(centre * (1 - centre) / of), 0), 1)
        level = 2 if abs(off) > 3.1 else 1 if abs(off) > 1.96 else 0
        points.append(FunnelPoint(label=name, value=value, of=round(of), level=level))
    return Figure.funnel(
        _("Pain rated in the last week, by unit"),
        points,
        limits=[_limit(centre, of) for of in (5, 8, 12, *range(18, 1001, 14))],
        centre=centre,
        target=0.8,
        of_label=_("Deaths"),
        inner_label="95 %",
        outer_label="99,8 %",
        name=_("Unit"),
        note=_("Sample values. A funnel shows where to look; it ranks nobody."),
    )


def _limit(centre: float, of: int) -> FunnelLimit:
    step = sqrt(centre * (1 - centre) / of)
    (a, b), (c, d) = ((max(centre - z * step, 0), min(centre + z * step, 1)) for z in (1.96, 3.09))
    return FunnelLimit(of=of, inner=(a, b), outer=(c, d))


def small_multiples() -> Figure:
    """Twenty-one lines on one scale."""
    quarter = _("Q")
    periods = [f"{2021 + n // 4} {quarter}{n % 4 + 1}" for n in range(20)]
    series = [
        Series(
            label=name,
            values=[
                None if (place, n) in ((3, 7), (3, 8), (8, 19)) else _wave(place, n)
                for n in range(len(periods))
            ],
            url="#charts" if place == 0 else "",
        )
        for place, name in enumerate(NAMES)
    ]
    return Figure.small_multiples(
        _("Conversation held, by county and quarter"),
        series,
        periods=periods,
        target=0.8,
        name=_("County"),
        note=_("Sample values."),
    )


def _wave(place: int, quarter: int) -> float:
    return 0.45 + 0.02 * (place % 9) + 0.012 * quarter + 0.05 * sin(place * 5 + quarter * 1.3)


def area_map() -> Figure:
    """A land that is not: areas side by side, one withheld, one not stated."""
    areas = []
    for number, name in enumerate(NAMES[:12]):
        column, row = number % 3, number // 3
        left, top = column * 100 + row * 14, row * 110 + column * 9
        path = f"M{left} {top}l52 -14 48 23 14 58 0 52 -60 -20 -40 11 -22 -48z"
        areas.append(_area(number, name, path=path, mark=str(_percent(number))))
    return Figure.area_map(
        _("Died where they wished, by municipality"),
        areas,
        steps=STEPS,
        box=(-6, -20, 376, 512),
        measured=_("Share"),
        name=_("Municipality"),
        note=_("Sample values, of a land that is not."),
    )


def tile_map() -> Figure:
    """The same as squares."""
    areas = [
        _area(number, name, column=number % 4, row=number // 4, letter=name[:2], mark=f"{_percent(number)}")
        for number, name in enumerate(NAMES[:18])
    ]
    return Figure.tile_map(
        _("Died where they wished, every county a square"),
        areas,
        steps=STEPS,
        measured=_("Share"),
        name=_("County"),
        note=_("Sample values."),
    )


def _percent(number: int) -> int:
    return 33 + number * 17 % 53


def _area(
    number: int, name: str, *, mark: str, path: str = "", column: int = 0, row: int = 0, letter: str = ""
) -> MapArea:
    withheld, stated = number == 5, number != 10
    shown = stated and not withheld
    return MapArea(
        label=name, path=path, column=column, row=row, letter=letter, withheld=withheld,
        step=min(max(_percent(number) // 10 - 2, 1), 5) if shown else None,
        value=f"{_percent(number)} %" if shown else "", mark=mark if shown else "",
    )  # fmt: skip


def ranked_bars() -> Figure:
    """Gaps from large to small, one not shown."""
    said = _("Had all been as in the best county, so many more would have had a conversation.")
    most = _("Most of them in care homes.")
    return Figure.ranked_bars(
        _("People short of the target in a year"),
        [
            RankedBar(label=_("Northern county"), people=412, low=355, high=470, sentence=said),
            RankedBar(label=_("Southern county"), people=131, low=90, high=177, sentence=most),
            RankedBar(label=_("Coastal county"), people=0, low=0, high=24, sentence=_("The target is met.")),
            RankedBar(label=_("Inland county"), people=None),
        ],
        name=_("County"),
        note=_("Sample values. Line: 95% interval."),
    )  # fmt: skip
