"""Intervals against published examples, and what must hold of them whatever the numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.measures import rules


@pytest.mark.parametrize(
    ("cases", "of", "low", "high"),
    [
        # R. G. Newcombe, Stat Med 1998;17:857–872, table I, method 3: Wilson's score, not corrected.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_examples(cases: int, of: int, low: float, high: float) -> None:
    assert rules.wilson(cases, of) == pytest.approx((low, high), abs=0.00005)


def test_nothing_of_nothing_has_no_interval() -> None:
    assert rules.wilson(0, 0) is None


@pytest.mark.parametrize(("cases", "of"), [(-1, 3), (4, 3)])
def test_more_cases_than_people_is_refused(cases: int, of: int) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        rules.wilson(cases, of)


counts = st.integers(1, 100_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(counts)
def test_wilson_holds_the_share_and_stays_within_none_and_all(pair: tuple[int, int]) -> None:
    low, high = rules.wilson(*pair) or (2, 2)
    assert 0 <= low <= pair[0] / pair[1] <= high <= 1
    assert high > low


@given(counts)
def test_wilson_of_the_others_is_the_mirror(pair: tuple[int, int]) -> None:
    low, high = rules.wilson(*pair) or (2, 2)
    other = rules.wilson(pair[1] - pair[0], pair[1]) or (2, 2)
    assert (1 - other[1], 1 - other[0]) == pytest.approx((low, high), abs=1e-9)


@given(counts)
def test_more_of_the_same_narrows_the_interval(pair: tuple[int, int]) -> None:
    low, high = rules.wilson(*pair) or (2, 2)
    narrow = rules.wilson(pair[0] * 4, pair[1] * 4) or (2, 2)
    assert narrow[1] - narrow[0] < high - low


@pytest.mark.parametrize(
    ("freedom", "value"),
    # Two-sided 95 % points of Student's t, as in any printed table.
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (10, 2.228), (29, 2.045), (60, 2.000), (120, 1.980)],
)
def test_students_t_is_that_of_the_printed_tables(freedom: int, value: float) -> None:
    assert rules.t_quantile(0.975, freedom) == pytest.approx(value, abs=0.0006)


def test_many_degrees_of_freedom_join_without_a_step() -> None:
    exact, approximate = rules.t_quantile(0.975, rules.MANY), rules.t_quantile(0.975, rules.MANY + 1)
    assert exact == pytest.approx(approximate, abs=0.00001)


def test_a_mean_has_students_interval() -> None:
    # Ten values of mean 50 and standard deviation 10: 50 ± 2.262 · 10 / √10.
    interval = rules.mean_interval(50, 10, 10, least=0, most=90)
    assert interval == pytest.approx((42.846, 57.154), abs=0.001)


def test_a_mean_near_the_most_is_kept_within_it() -> None:
    low, high = rules.mean_interval(89, 10, 10, least=0, most=90) or (0, 0)
    assert high == 90
    assert low < 89


def test_one_value_has_no_interval() -> None:
    assert rules.mean_interval(50, None, 1, least=0, most=90) is None


@pytest.mark.parametrize(("of", "said"), [(0, "none"), (1, "few"), (19, "few"), (20, ""), (500, "")])
def test_small_numbers_are_said_to_be_small(of: int, said: str) -> None:
    assert rules.note(of) == said


@pytest.mark.parametrize(
    ("purpose", "opens"), [("followup", True), ("care", False), ("extract", False), ("admin", False)]
)
def test_a_number_opens_to_its_cases_for_follow_up_only(purpose: str, opens: bool) -> None:
    assert rules.opens_to_cases(purpose) is opens


providers = st.sampled_from("abc")


@given(st.sampled_from(["followup", "care", "extract", "admin"]), providers, st.lists(providers, max_size=3))
def test_every_count_is_for_who_follows_up_the_only_provider_a_unit_has_had(
    purpose: str, provider: str, held_by: list[str]
) -> None:
    sees = rules.sees_every_count(purpose, provider, held_by)
    assert sees is (purpose == "followup" and held_by != [] and all(one == provider for one in held_by))
