"""Charts with control limits: a textbook's numbers, worked by hand, and what is a signal."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.discharge.statistics.choices import chart_numbers
from lindra.discharge.statistics.control import Chart, Point, chart, limits, months, signals

NUMBERS = chart_numbers()
LEAST = 8
VISCOSITY = (
    33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54, 33.12, 33.84,
)  # fmt: skip
"""Viscosity of batches of aircraft primer paint: D. C. Montgomery, Introduction to Statistical Quality Control, the
example of individuals; there the mean is 33.52, the mean moving range 0.48, the limits 32.24 and 34.80."""


def of(
    values: list[float | None] | tuple[float, ...], change: date | None = None, least: int = LEAST
) -> Chart:
    named = months("2025-01", "2030-12")[: len(values)]
    points = [Point(month, value, 10) for month, value in zip(named, values, strict=True)]
    return chart(points, change, NUMBERS, least)


def test_the_limits_are_those_of_the_textbook() -> None:
    # Sum 502.85, of 15: 33.5233. Differences .70 .95 .19 .35 .56 .34 .41 .22 .29 .42 .62 .54 .42 .72: sum 6.73, of 14:
    # 0.4807. 2.66 × 0.4807 = 1.2787, so 32.2446 and 34.8020.
    found = limits(VISCOSITY, NUMBERS, LEAST)
    assert found is not None
    assert sum(VISCOSITY) == pytest.approx(502.85)
    assert (found.centre, found.mean_range) == pytest.approx((33.5233, 0.4807), abs=5e-5)
    assert (found.low, found.high) == pytest.approx((32.2446, 34.8020), abs=5e-4)
    assert (round(found.low, 2), round(found.high, 2)) == (32.24, 34.80)
    assert of(VISCOSITY).signals == {}


def test_one_month_outside_is_a_signal() -> None:
    # mean 32/9 = 3.556; ranges 1 1 1 9 10 1 1 1: 25/8 = 3.125; limits 3.556 ± 8.3125: 12 is above 11.868
    found = of([2, 3, 2, 3, 12, 2, 3, 2, 3])
    (phase,) = found.phases
    assert phase.limits is not None
    assert (phase.limits.centre, phase.limits.high) == pytest.approx((32 / 9, 32 / 9 + 8.3125))
    assert phase.limits.low == 0.0  # 3.556 − 8.3125 is below no days at all
    assert found.signals == {"2025-05": "outside"}


def test_eight_in_a_row_on_one_side_are_a_signal_and_seven_are_not() -> None:
    high, low = [4.0, 3.0] * 8, [1.0, 2.0] * 8  # the mean is 2.5 wherever there are as many of each
    eight = of(high[:8] + low[:8])
    assert set(eight.signals.values()) == {"run"}
    assert len(eight.signals) == 16
    assert of(high[:7] + low[:7]).signals == {}


def test_a_month_without_stays_breaks_a_run_and_the_range_over_it() -> None:
    run = [4.0, 3.0] * 4 + [1.0, 2.0] * 4
    assert of(run).signals
    assert of([*run[:4], None, *run[4:12], None, *run[12:]]).signals == {}
    known = limits([1, None, 5, 6], NUMBERS, 3)
    assert known is not None
    assert known.mean_range == 1  # of 5 and 6 alone
    assert limits([1, None, 5, None, 9], NUMBERS, 3) is None  # no two in a row


def test_on_the_line_is_on_neither_side() -> None:
    found = limits([2.0] * 9, NUMBERS, LEAST)
    assert found is not None
    assert signals([2.0] * 9, found, NUMBERS.run) == {}


def test_with_too_few_months_there_are_no_limits() -> None:
    assert limits([1.0, 2.0] * 3 + [1.0], NUMBERS, LEAST) is None
    assert of([1.0, 2.0, 99.0]).signals == {}


def test_months_that_are_missing_are_gaps() -> None:
    found = chart([Point("2025-11", 1.0, 3), Point("2026-02", 2.0, 3)], None, NUMBERS, LEAST)
    assert [(one.month, one.value, one.n) for one in found.points] == [
        ("2025-11", 1.0, 3), ("2025-12", None, 0), ("2026-01", None, 0), ("2026-02", 2.0, 3),
    ]  # fmt: skip
    assert chart([], None, NUMBERS, LEAST).points == ()


def test_a_change_cuts_the_months_in_two_with_limits_of_their_own() -> None:
    values: list[float | None] = [5.0, 6.0] * 4 + [2.0, 3.0] * 4
    first = of(values, date(2025, 9, 1))
    before, after = first.phases
    assert (before.months[-1], after.months[0]) == ("2025-08", "2025-09")
    assert before.limits is not None
    assert after.limits is not None
    assert (before.limits.centre, after.limits.centre) == (5.5, 2.5)
    assert first.signals == {}  # by its own limits each is quiet
    # By those from before (5.5 ± 2.66: 2.84 to 8.16), 2 is outside, and 3 is the same run of eight below.
    assert sorted(set(first.changed.values())) == ["outside", "run"]
    assert len(first.changed) == 8
    within = of(values, date(2025, 9, 15))
    assert "2025-09" not in within.phases[0].months + within.phases[1].months
    assert within.phases[1].limits is None  # seven months are too few
    assert of(values, date(2024, 1, 1)).phases[0].months == ()
    assert of(values, date(2031, 1, 1)).phases[1].months == ()


values = st.lists(st.one_of(st.none(), st.floats(0, 60)), max_size=40)


@given(values)
def test_the_centre_lies_between_limits_that_hold_what_is_no_signal(told: list[float | None]) -> None:
    found = of(told)
    (phase,) = found.phases
    if phase.limits is not None:
        assert 0 <= phase.limits.low <= phase.limits.centre + 1e-9
        assert phase.limits.centre <= phase.limits.high
        for one in found.points:
            if one.value is not None and found.signals.get(one.month) != "outside":
                assert phase.limits.low - 1e-6 <= one.value <= phase.limits.high + 1e-6
    else:
        assert found.signals == {}


@given(values, st.integers(0, 45))
def test_no_month_is_before_and_after_a_change(told: list[float | None], later: int) -> None:
    change = date(2025 + later // 12, later % 12 + 1, 1 + later % 28)
    before, after = of(told, change).phases
    assert not set(before.months) & set(after.months)
    assert all(month < change.isoformat()[:7] for month in before.months)
    assert all(month >= change.isoformat()[:7] for month in after.months)
