"""Before and after: published tables, and that nothing is made more of than it is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.frame.shares import wilson
from lindra.measures.honest.change import Counted, change, fisher_p, mid_p, normal_p
from lindra.measures.honest.interval import combined
from lindra.measures.honest.numbers import numbers

NUMBERS = numbers(date(2026, 3, 1)).change


def of(before: tuple[int, int], after: tuple[int, int]) -> tuple[Counted, Counted]:
    return Counted("mouth@1", *before), Counted("mouth@1", *after)


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090)],
)
def test_the_interval_is_that_of_newcombes_table(
    after: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    # R. G. Newcombe, Stat Med 1998;17:873–890, table II, method 10, contrasts (a) and (b).
    found = change(*of(before, after), NUMBERS)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.difference == after[0] / after[1] - before[0] / before[1]


@pytest.mark.parametrize(
    ("table", "chance"),
    [
        ((3, 4, 1, 4), 0.25714),  # the lady tasting tea
        ((7, 34, 1, 34), 0.02966),  # Perondi and others 2004: high and standard doses of epinephrine
        ((9, 13, 4, 14), 0.03914),  # Lampasona and others 2013
        ((0, 16, 15, 72), 0.04466),  # Ritland and others 2007
        ((745, 748, 127, 129), 0.09193),
    ],
)
def test_the_chance_of_luck_is_that_of_the_textbook(table: tuple[int, int, int, int], chance: float) -> None:
    # M. W. Fagerland, S. Lydersen, P. Laake, Statistical Analysis of Contingency Tables, 2017, chapter 4: mid-P.
    assert mid_p(*table) == pytest.approx(chance, abs=6e-6)


def test_fishers_own_example() -> None:
    # The lady tasting tea, three of four right: 2 × (1 + 16) / 70 (The Design of Experiments, 1935; two-sided).
    assert fisher_p(3, 4, 1, 4) == pytest.approx(34 / 70)
    assert mid_p(3, 4, 1, 4) == pytest.approx(18 / 70)


def test_many_are_reckoned_by_the_normal_distribution_and_say_so() -> None:
    # 60 % and 61 % of 20,000 each: z = 0.01 / √(0.605 × 0.395 × 2/20000) = 2.0456; both tails 0.0408.
    found = change(*of((12_000, 20_000), (12_200, 20_000)), NUMBERS)
    assert found is not None
    assert (found.method, round(found.luck, 4)) == ("normal", 0.0408)
    exact = mid_p(12_000, 20_000, 12_200, 20_000)
    assert found.luck == pytest.approx(exact, abs=1e-3)
    assert normal_p(5, 5, 7, 7) == 1.0


def test_the_change_is_told_in_people() -> None:
    # 40 % before; of 120 after 48 were to be expected, and 65 were met.
    found = change(*of((40, 100), (65, 120)), NUMBERS)
    assert found is not None
    assert (found.people, found.method) == (17, "exact")
    assert found.people_low <= 17 <= found.people_high
    back = change(*of((65, 120), (40, 100)), NUMBERS)
    assert back is not None
    assert back.people == -14  # 54.17 to be expected


def test_half_a_person_is_nobody() -> None:
    found = change(*of((1, 2), (2, 3)), NUMBERS)  # 1.5 to be expected, 2 met
    assert found is not None
    assert found.people == 0


def test_two_definitions_are_not_compared() -> None:
    with pytest.raises(ValueError, match="not one definition"):
        change(Counted("mouth@1", 1, 2), Counted("mouth@2", 1, 2), NUMBERS)


def test_of_nobody_there_is_no_change() -> None:
    assert change(*of((0, 0), (1, 2)), NUMBERS) is None
    assert change(*of((1, 2), (0, 0)), NUMBERS) is None


share = st.integers(1, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(share, share)
def test_the_interval_holds_the_difference_and_forth_is_the_opposite_of_back(
    a: tuple[int, int], b: tuple[int, int]
) -> None:
    forth, back = change(*of(a, b), NUMBERS), change(*of(b, a), NUMBERS)
    assert forth is not None
    assert back is not None
    assert -1 <= forth.low <= forth.difference <= forth.high <= 1
    assert (forth.low, forth.high) == pytest.approx((-back.high, -back.low))
    assert forth.luck == pytest.approx(back.luck)
    assert 0 < forth.luck <= 1
    assert forth.luck <= fisher_p(*a, *b) + 1e-12


@given(share)
def test_one_share_has_wilsons_interval(a: tuple[int, int]) -> None:
    found, known = combined([(1, *a)]), wilson(*a)
    assert found is not None
    assert known is not None
    assert found[1:] == pytest.approx(known)
