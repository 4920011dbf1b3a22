"""A share over time: a textbook's chart, what is a signal and what is not, Laney's limits by hand, a change."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from lindra.discharge.statistics.choices import chart_numbers
from lindra.measures.honest.binomial import at_least, at_most
from lindra.measures.honest.numbers import numbers
from lindra.measures.honest.periods import following, named, quarter, without_gaps
from lindra.measures.honest.runchart import Chart, Point, chart, chi_square_above, limits_of, sigma_z

NUMBERS = numbers(date(2026, 3, 1)).chart
RUN = chart_numbers().run
CANS = (
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
)  # fmt: skip
"""Cans of orange juice that leak, of 50 each half hour: D. C. Montgomery, Introduction to Statistical Quality Control,
the example of the p-chart: the centre is 0.2313, the limits 0.0524 and 0.4102, and samples 15 and 23 are outside."""


def of(
    counts: list[tuple[int | None, int | None]], change: date | None = None, first: str = "2020-01"
) -> Chart:
    named = [first]
    while len(named) < len(counts):
        named.append(f"{following(named[-1]):%Y-%m}")
    return chart([Point(month, *one) for month, one in zip(named, counts, strict=True)], change, NUMBERS, RUN)


def test_the_textbooks_chart() -> None:
    found = of([(met, 50) for met in CANS])
    (phase,) = found.phases
    assert phase.limits is not None
    assert round(phase.limits.centre, 4) == 0.2313
    low, high = phase.limits.by_period["2020-01"]
    # The book's normal limits are 0.0524 and 0.4102; exact ones stand a little higher, for the distribution is skew.
    assert (low, high) == pytest.approx((0.0524, 0.4102), abs=0.03)
    assert [
        found.points.index(one) + 1 for one in found.points if found.signals.get(one.period) == "outside"
    ] == [15, 23]


def test_limits_are_by_the_number_of_each_month() -> None:
    found = limits_of([Point(f"2026-{m:02}", 8 * m, 10 * m) for m in range(1, 13)], NUMBERS)
    assert found is not None
    widths = [high - low for low, high in found.by_period.values()]
    assert widths == sorted(widths, reverse=True)
    assert found.by_period["2026-12"] == pytest.approx(
        (0.680, 0.907), abs=0.001
    )  # 0.8 ± 3 × 0.0365 is 0.690, 0.910


def test_a_small_month_is_not_outside_where_the_usual_formula_says_so() -> None:
    # 6 of 10 with a share of 0.9: the usual limit is 0.9 − 3 × √0.009 = 0.615, but P(R ≤ 6) = 0.0128.
    counts: list[tuple[int | None, int | None]] = [(90, 100)] * 20 + [(6, 10)]
    assert at_most(6, 10, 0.9) == pytest.approx(0.0128, abs=5e-5)
    assert of(counts).signals == {}
    assert of([*counts, (4, 10)]).signals == {"2021-10": "outside"}  # P(R ≤ 4) = 0.0001


def test_eight_in_a_row_on_one_side_are_a_signal_and_seven_are_not() -> None:
    high, low = (56, 100), (44, 100)
    assert set(of([high] * 8 + [low] * 8).signals.values()) == {"run"}
    assert len(of([high] * 8 + [low] * 8).signals) == 16
    assert of([high] * 7 + [low] * 7).signals == {}


def test_a_run_of_few_is_no_likelier_than_one_of_many() -> None:
    # All five met, month after month, beside large months at 0.9: each has the chance 0.59, and is no step in a run.
    counts: list[tuple[int | None, int | None]] = [(900, 1000)] + [(5, 5)] * 12
    assert at_least(5, 5, 0.9) > 0.5
    assert of(counts).signals == {}


def test_a_month_that_is_withheld_or_of_nobody_breaks_a_run() -> None:
    high, low = (56, 100), (44, 100)
    for gap in ((None, None), (0, 0)):
        assert of([*[high] * 4, gap, *[high] * 4, *[low] * 4, gap, *[low] * 4]).signals == {}


def test_with_too_few_months_there_are_no_limits() -> None:
    found = of([(9, 10)] * 7)
    assert found.phases[0].limits is None
    assert found.signals == {}
    assert chart([], None, NUMBERS, RUN).points == ()


def test_laneys_limits_by_hand() -> None:
    # 50 % and 52 % of 10,000 in turn: the centre 0.51, √(0.51 × 0.49 / 10,000) = 0.004999, z = ±2.0004, each moving
    # range 4.0008, σz = 4.0008 / 1.128 = 3.5468; 0.51 ± 3 × 3.5468 × 0.004999 = 0.51 ± 0.05319.
    counts: list[tuple[int | None, int | None]] = [(5000, 10_000), (5200, 10_000)] * 6
    found = of(counts)
    limits = found.phases[0].limits
    assert limits is not None
    assert (limits.kind, limits.why) == ("laney", "wider")
    assert limits.spread == pytest.approx(3.5468, abs=5e-5)
    assert limits.by_period["2020-01"] == pytest.approx((0.45681, 0.56319), abs=5e-6)
    assert found.signals == {}
    plain = of([(met // 10, n // 10) for met, n in counts if met and n]).phases[0].limits
    assert plain is not None
    assert (plain.kind, plain.why) == ("exact", "chance")  # of a thousand it is within chance


def test_a_step_is_not_taken_for_spread() -> None:
    found = of([(5000, 10_000)] * 10 + [(5500, 10_000)] * 10)
    limits = found.phases[0].limits
    assert limits is not None
    assert (limits.kind, limits.why) == ("exact", "not_wider")
    assert set(found.signals.values()) == {"outside"}


def test_why_there_are_no_limits_of_laney() -> None:
    small = of([(250, 499)] * 12).phases[0].limits
    assert small is not None
    assert small.why == "few_people"
    rare = of([(999, 1000)] * 12).phases[0].limits
    assert rare is not None
    assert rare.why == "few_people"  # one of a thousand is expected not to be met
    gaps: list[tuple[int | None, int | None]] = [(500, 1000), (None, None)] * 9
    apart = of(gaps).phases[0].limits
    assert apart is not None
    assert apart.why == "few_periods"  # no two neighbours
    assert sigma_z([Point("2026-01", 1, 1)], 1.0, NUMBERS) is None


@pytest.mark.parametrize(("value", "freedom"), [(11.07, 5), (19.68, 11), (31.41, 20), (67.50, 50)])
def test_chi_square_is_that_of_the_tables(value: float, freedom: int) -> None:
    assert chi_square_above(value, freedom) == pytest.approx(0.05, abs=0.001)


def test_a_change_on_a_day_gives_each_part_limits_of_its_own() -> None:
    counts: list[tuple[int | None, int | None]] = [(50, 100)] * 12 + [(58, 100)] * 12
    found = of(counts, date(2021, 1, 1))
    before, after = found.phases
    assert before.limits is not None
    assert after.limits is not None
    assert (before.limits.centre, after.limits.centre) == (0.5, 0.58)
    assert found.signals == {}
    assert list(found.changed.values()) == ["run"] * 12
    within = of(counts, date(2021, 1, 15))
    assert (len(within.phases[0].periods), len(within.phases[1].periods)) == (12, 11)  # January is in neither


def test_quarters_and_years_are_charts_too() -> None:
    quarters = [Point(f"{year}-Q{q}", 8, 10) for year in (2024, 2025) for q in (1, 2, 3, 4)]
    found = chart(quarters[:2] + quarters[3:], date(2025, 1, 1), NUMBERS, RUN)
    assert [one.period for one in found.points] == [one.period for one in quarters]
    assert found.points[2] == Point("2024-Q3", 0, 0)
    assert (len(found.phases[0].periods), len(found.phases[1].periods)) == (4, 4)
    assert without_gaps({"2019", "2022"}) == ["2019", "2020", "2021", "2022"]
    assert quarter("2026-04") == "2026-Q2"
    assert [named(date(2026, 12, 31), months) for months in (1, 3, 12)] == ["2026-12", "2026-Q4", "2026"]
    with pytest.raises(ValueError, match="unlike length"):
        without_gaps({"2026", "2026-01"})


def test_by_chance_alone_a_month_is_seldom_outside() -> None:
    drawn = random.Random(7)
    outside = 0
    for _ in range(40):
        counts = []
        for _ in range(24):
            many = drawn.randint(3, 40)
            counts.append((sum(drawn.random() < 0.85 for _ in range(many)), many))
        outside += sum(signal == "outside" for signal in of(list(counts)).signals.values())
    assert outside <= 6  # 960 months at no more than 0.27 %: 2.6 at the most to be expected


def test_the_numbers_are_dated_and_told() -> None:
    assert numbers(date(1900, 1, 1)) == numbers(date(2026, 1, 1))
    assert replace(NUMBERS).level == 0.9973


def test_where_nobody_or_everybody_is_met_there_is_no_signal() -> None:
    for met in (0, 20):
        points = [Point(f"2025-{month:02}", met, 20) for month in range(1, 13)]
        assert chart(points, None, numbers(date(2026, 6, 15)).chart, RUN).signals == {}
