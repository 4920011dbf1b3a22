"""HSA-ids and periods."""

from __future__ import annotations

import string
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.areas import rules

SUFFIX = st.text(string.ascii_letters + string.digits, min_size=1, max_size=rules.HSA_ID_MAX - 13)
GOOD = st.builds("SE{}-{}".format, st.text(string.digits, min_size=10, max_size=10), SUFFIX)
DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 1))
PERIODS = st.tuples(DAYS, st.none() | st.integers(1, 40)).map(
    lambda p: (p[0], None if p[1] is None else p[0] + timedelta(days=p[1]))
)


@given(GOOD)
def test_a_well_formed_hsa_id_is_accepted(text: str) -> None:
    assert rules.hsa_id_problem(text) is None


@given(GOOD, st.integers(0, 30), st.sampled_from("åäöÅÄÖ@ _-./\n٣"))
def test_a_forbidden_character_anywhere_is_refused(text: str, place: int, bad: str) -> None:
    at = place % (len(text) + 1)
    assert rules.hsa_id_problem(text[:at] + bad + text[at:]) is not None


@given(st.text(max_size=40))
def test_what_is_accepted_has_the_form(text: str) -> None:
    if rules.hsa_id_problem(text) is None:
        head, _, tail = text.partition("-")
        assert len(text) <= 31
        assert head[:2] == "SE"
        assert len(head) == 12
        assert head[2:].isascii()
        assert head[2:].isdigit()
        assert tail.isascii()
        assert tail.isalnum()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "begins with SE"),
        ("se2321000016-1A", "begins with SE"),
        ("SE232100001-1A", "ten digits"),
        ("SE2321000016", "hyphen"),
        ("SE2321000016-", "after the hyphen"),
        ("SE2321000016-1Å", "after the hyphen"),
        ("SE2321000016-" + "A" * 19, "at most 31 characters, not 32"),
    ],
)
def test_the_problem_says_what_is_wrong(text: str, says: str) -> None:
    assert says in str(rules.hsa_id_problem(text))


@pytest.mark.parametrize(
    ("text", "fine"), [("232100-0016", True), ("2321000016", True), ("23210-00016", False), ("", False)]
)
def test_an_organisation_number_has_ten_digits(text: str, fine: bool) -> None:
    assert (rules.organisation_number_problem(text) is None) is fine


def test_a_period_begins_on_its_first_day_and_ends_before_its_last() -> None:
    start, end = date(2026, 1, 1), date(2026, 2, 1)
    assert rules.in_force(start, end, start)
    assert rules.in_force(start, end, date(2026, 1, 31))
    assert not rules.in_force(start, end, end)
    assert not rules.in_force(start, end, date(2025, 12, 31))
    assert rules.in_force(start, None, date(2099, 1, 1))


@given(PERIODS, PERIODS)
def test_two_periods_overlap_exactly_when_some_day_lies_in_both(
    one: tuple[date, date | None], other: tuple[date, date | None]
) -> None:
    days = [date(2020, 1, 1) + timedelta(days=offset) for offset in range(120)]
    shared = any(rules.in_force(*one, day) and rules.in_force(*other, day) for day in days)
    assert rules.overlaps(one, other) == rules.overlaps(other, one) == shared


def test_a_period_lasts_at_least_a_day() -> None:
    assert rules.period_problem(date(2026, 1, 1), date(2026, 1, 2)) is None
    assert rules.period_problem(date(2026, 1, 1), None) is None
    assert "not after it begins" in str(rules.period_problem(date(2026, 1, 1), date(2026, 1, 1)))
