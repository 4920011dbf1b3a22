"""Funnels: limits against sums done exactly, what is outside, and that a measure and its opposite agree."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.measures.honest.binomial import at_least, at_most, chance, limits, lower_limit
from lindra.measures.honest.funnel import Unit, band, curve, denominators, funnel, place, share_of_whole
from lindra.measures.honest.numbers import numbers

NUMBERS = numbers(date(2026, 3, 1)).funnel


def exactly(met: int, of: int, share: Fraction) -> Fraction:
    """P(R ≤ met), in fractions."""
    yes, all_ = share.numerator, share.denominator
    term = total = (all_ - yes) ** of if met >= 0 else 0
    for one in range(min(met, of)):
        term = term * (of - one) * yes // ((one + 1) * (all_ - yes))
        total += term
    return Fraction(total, all_**of)


def test_the_levels_are_those_of_spiegelhalter() -> None:
    assert (NUMBERS.near, NUMBERS.far) == (0.95, 0.998)


def test_a_limit_worked_by_hand() -> None:
    # Of ten with a share of ½: P(R ≤ 1) = 11/1024 = 0.0107, P(R ≤ 2) = 56/1024 = 0.0547, P(R = 2) = 45/1024. So r = 2,
    # and the limit is 2 − (56/1024 − 0.025) / (45/1024) = 2 − 30.4/45 = 1.3244.
    assert lower_limit(10, 0.5, 0.025) == pytest.approx(2 - 30.4 / 45)
    low, high = limits(10, 0.5, 0.95)
    assert (low, high) == pytest.approx((1.32444, 8.67556), abs=5e-6)


@pytest.mark.parametrize(
    ("of", "share"),
    [(7, Fraction(9, 10)), (40, Fraction(3, 10)), (100, Fraction(1, 2)), (300, Fraction(97, 100))],
)
@pytest.mark.parametrize("level", [Fraction(95, 100), Fraction(998, 1000)])
def test_limits_are_those_of_sums_in_fractions(of: int, share: Fraction, level: Fraction) -> None:
    def lower(share: Fraction) -> Fraction:
        tail = (1 - level) / 2
        met = next(one for one in range(of + 1) if exactly(one, of, share) > tail)
        return met - (exactly(met, of, share) - tail) / (
            exactly(met, of, share) - exactly(met - 1, of, share)
        )

    found = limits(of, float(share), float(level))
    assert found == pytest.approx((float(lower(share)), float(of - lower(1 - share))), abs=1e-7)


@given(st.integers(1, 60), st.integers(1, 99), st.data())
def test_the_tails_are_those_of_sums_in_fractions(of: int, percent: int, data: st.DataObject) -> None:
    met = data.draw(st.integers(-1, of + 1))
    share = Fraction(percent, 100)
    assert at_most(met, of, percent / 100) == pytest.approx(float(exactly(met, of, share)), abs=1e-12)
    assert at_least(met, of, percent / 100) == pytest.approx(
        float(1 - exactly(met - 1, of, share)), abs=1e-12
    )


def test_far_out_in_a_tail_of_many_the_sum_is_right() -> None:
    wanted = exactly(1740, 2000, Fraction(9, 10))
    assert at_most(1740, 2000, 0.9) == pytest.approx(float(wanted), rel=1e-9)
    assert chance(3, 3, 1.0) == 1.0
    assert chance(2, 3, 1.0) == 0.0


@given(st.integers(1, 400), st.integers(1, 99), st.sampled_from([0.95, 0.998]), st.data())
def test_outside_is_never_more_likely_than_is_said(
    of: int, percent: int, level: float, data: st.DataObject
) -> None:
    low, high = limits(of, percent / 100, level)
    met = data.draw(st.integers(0, of))
    tail = (1 - level) / 2
    if met < low - 1e-9:
        assert at_most(met, of, percent / 100) <= tail + 1e-9
    if met > high + 1e-9:
        assert at_least(met, of, percent / 100) <= tail + 1e-9
    if low + 1e-9 < met < high - 1e-9:
        assert at_most(met, of, percent / 100) >= tail - 1e-9
        assert at_least(met, of, percent / 100) >= tail - 1e-9


@given(st.integers(0, 80), st.integers(0, 80), st.integers(1, 99))
def test_a_measure_and_its_opposite_say_the_same(met: int, rest: int, percent: int) -> None:
    unit, other = Unit("a", met, met + rest), Unit("a", rest, met + rest)
    here = place(unit, percent / 100, "high", NUMBERS)
    there = place(other, 1 - percent / 100, "low", NUMBERS)
    assert (here.zone, here.side) == (there.zone, there.side)


def test_twenty_of_twenty_is_no_proof_that_a_unit_is_better_than_nine_in_ten() -> None:
    # 0.9²⁰ = 0.12: one unit in eight.
    assert place(Unit("a", 20, 20), 0.9, "high", NUMBERS).zone == "inside"
    # 0.9⁵⁰ = 0.005: beyond one in forty, within one in a thousand. 0.9⁷⁰ = 0.0006.
    assert place(Unit("a", 50, 50), 0.9, "high", NUMBERS).zone == "between"
    assert place(Unit("a", 70, 70), 0.9, "high", NUMBERS).zone == "outside"


def test_better_and_worse_go_by_the_direction_of_the_measure() -> None:
    high, low = Unit("h", 95, 100), Unit("l", 50, 100)
    sides = [
        [one.side for one in funnel([high, low], 0.75, good, NUMBERS)] for good in ("high", "low", "neutral")
    ]
    assert sides == [["better", "worse"], ["worse", "better"], ["higher", "lower"]]
    assert place(Unit("m", 75, 100), 0.75, "high", NUMBERS).side == ""


def test_nobody_is_inside_and_has_no_limits() -> None:
    assert place(Unit("a", 0, 0), 0.5, "high", NUMBERS).zone == "inside"
    assert band(0, 0.5, NUMBERS).near == (0.0, 1.0)
    assert share_of_whole([Unit("a", 0, 0)]) is None
    assert share_of_whole([Unit("a", 3, 4), Unit("b", 0, 2)]) == 0.5


@pytest.mark.parametrize("centre", [0.0, 1.0])
def test_around_none_or_all_anything_else_is_outside(centre: float) -> None:
    met = int(centre * 10)
    assert place(Unit("a", met, 10), centre, "high", NUMBERS).zone == "inside"
    assert place(Unit("a", 5, 10), centre, "high", NUMBERS).zone == "outside"


def test_the_curve_goes_from_one_to_the_largest_and_the_far_limits_lie_outside_the_near() -> None:
    drawn = curve(2500, 0.8, NUMBERS)
    assert (drawn[0].of, drawn[-1].of) == (1, 2500)
    assert len(drawn) <= 60
    assert all(0 <= one.far[0] <= one.near[0] <= 0.8 <= one.near[1] <= one.far[1] <= 1 for one in drawn)
    assert drawn[-1].near == pytest.approx((0.784, 0.816), abs=5e-4)  # 0.8 ± 1.96 × 0.008
    assert denominators(0) == []
    assert denominators(1) == [1]


def test_two_thousand_units_and_a_curve_take_less_than_a_tenth_of_a_second() -> None:
    units = [Unit(str(n), n * 7 // 10, n) for n in range(1, 2001)]
    lower_limit.cache_clear()
    best = 1.0
    for centre in (0.71, 0.72, 0.73):  # each anew
        start = process_time()
        funnel(units, centre, "high", NUMBERS)
        curve(2000, centre, NUMBERS)
        best = min(best, process_time() - start)
    assert best < 0.1
