"""Standardised shares: a textbook's numbers, and what is said of a stratum without anybody."""

from __future__ import annotations

from datetime import date
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.frame.shares import wilson
from lindra.measures.honest.numbers import StandardNumbers, numbers
from lindra.measures.honest.standard import Stratum, standardised, weights

NUMBERS = numbers(date(2026, 3, 1)).standard
ALL = StandardNumbers(most_carried=1.0)
DOWNS_FIRST = ((107, 230061), (141, 329449), (60, 114920), (40, 39487), (39, 14208), (25, 3052))
BIRTHS = (319933, 931318, 786511, 488235, 237863, 61313)


def test_the_textbook_on_the_share_and_its_standard_error() -> None:
    # M. J. Gardner, D. G. Altman, Statistics with Confidence, 1989, p. 62: 4, 13, 8 and 7 of 96, 237, 105 and 32, in a
    # standard of 2773, 2556, 1113 and 184. Σ N·p = 115.542 + 140.203 + 84.8 + 40.25 = 380.794; of 6626: 5.747 %. The
    # book takes the cases for Poisson and rare, Σ N²·p/n; a share has Σ N²·p(1 − p)/n, and is a little surer.
    counts = {(f"{band}",): one for band, one in enumerate([(4, 96), (13, 237), (8, 105), (7, 32)])}
    standard = {(f"{band}",): float(one) for band, one in enumerate([2773, 2556, 1113, 184])}
    found = standardised(counts, standard, NUMBERS)
    assert found is not None
    assert found.share == pytest.approx(0.05747, abs=5e-6)
    book = sqrt(sum(standard[key] ** 2 * met / of / of for key, (met, of) in counts.items())) / 6626
    assert found.error < book
    assert found.error == pytest.approx(book, rel=0.05)
    assert found.low < found.share - found.error < found.share + found.error < found.high
    assert (found.empty, found.not_counted, found.comparable) == ((), 0, True)


def test_downs_syndrome_of_the_first_born_by_the_age_of_all_mothers() -> None:
    # J. L. Fleiss, Statistical Methods for Rates and Proportions, 1981, table 14.4: 412 of 731,177, crude 56.3 in
    # 100,000; with all mothers' ages 92.3.
    counts = {(str(age),): one for age, one in enumerate(DOWNS_FIRST)}
    found = standardised(counts, {(str(age),): float(n) for age, n in enumerate(BIRTHS)}, NUMBERS)
    assert found is not None
    assert round(found.crude * 100_000, 1) == 56.3
    assert round(found.share * 100_000, 1) == 92.3


def test_an_empty_stratum_is_named_and_carried_by_the_same_age() -> None:
    standard = {("80", "cancer"): 40.0, ("80", "other"): 10.0, ("90", "other"): 50.0}
    counts = {("80", "cancer"): (8, 10), ("90", "other"): (1, 10)}
    found = standardised(counts, standard, NUMBERS)
    assert found is not None
    assert found.empty == ((("80", "other"), 0.1),)
    assert found.share == pytest.approx(0.5 * 0.8 + 0.5 * 0.1)  # the ten hundredths go to ("80", "cancer")
    assert found.comparable
    assert found.carried == 0.1


def test_an_age_without_anybody_is_carried_by_all_after_their_people() -> None:
    standard = {("70", "x"): 50.0, ("80", "x"): 25.0, ("90", "x"): 25.0}
    found = standardised({("80", "x"): (3, 30), ("90", "x"): (10, 10)}, standard, NUMBERS)
    assert found is not None
    assert found.share == pytest.approx((0.25 + 0.5 * 0.75) * 0.1 + (0.25 + 0.5 * 0.25) * 1.0)
    assert not found.comparable  # half of the standard is carried by others


def test_those_the_standard_does_not_have_are_told_and_not_counted() -> None:
    found = standardised({("80",): (5, 10), ("?",): (3, 3)}, {("80",): 1.0, ("70",): 0.0}, NUMBERS)
    assert found is not None
    assert (found.share, found.not_counted, found.of) == (0.5, 3, 10)
    assert standardised({("?",): (3, 3)}, {("80",): 1.0}, NUMBERS) is None
    with pytest.raises(ValueError, match="somebody"):
        weights({("80",): 0.0})


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(1, 50), min_size=1
    ),
    st.data(),
)
def test_the_interval_keeps_within_0_and_1_and_one_mix_gives_the_crude_share(
    people: dict[Stratum, int], data: st.DataObject
) -> None:
    counts = {key: (data.draw(st.integers(0, of)), of) for key, of in people.items()}
    found = standardised(counts, {key: float(of) for key, of in people.items()}, ALL)
    assert found is not None
    assert found.share == pytest.approx(found.crude)
    assert -1e-12 <= found.low <= found.share + 1e-12
    assert found.share - 1e-12 <= found.high <= 1 + 1e-12
    if len(counts) == 1:
        (one,) = counts.values()
        assert (found.low, found.high) == pytest.approx(wilson(*one))
