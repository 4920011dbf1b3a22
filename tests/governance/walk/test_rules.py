"""Before and after: which periods count, and which do not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.governance.walk import rules, words
from lindra.governance.walk.rules import Turn, comparable_from, sides, summed, turn
from lindra.measures.honest.periods import first_day, following

MONTHS = [f"{year}-{month:02}" for year in (2024, 2025, 2026, 2027) for month in range(1, 13)]
QUARTERS = [f"{year}-Q{quarter}" for year in (2024, 2025, 2026, 2027) for quarter in (1, 2, 3, 4)]
DAYS = st.dates(date(2024, 6, 1), date(2027, 11, 30))


@given(DAYS, DAYS, DAYS, st.sampled_from([MONTHS, QUARTERS]))
def test_before_ends_before_it_began_and_after_begins_after_it(
    start: date, since: date, counted: date, periods: list[str]
) -> None:
    start, since = min(start, since), max(start, since)
    found = sides(periods, Turn(start, since, "done"), counted)
    assert all(following(one) <= start for one in found.before)
    assert all(first_day(one) >= since for one in found.after)
    assert all(following(one) <= counted for one in (*found.before, *found.after))
    assert not set(found.before) & set(found.after)
    assert found.months_before <= rules.MONTHS_BEFORE
    assert found.months_after <= rules.MOST_AFTER
    whole = [one for one in periods if following(one) <= counted]
    earlier = [one for one in whole if following(one) <= start]
    assert list(found.before) == earlier[-(12 if periods is MONTHS else 4) :]


@given(DAYS, st.sampled_from([1, 3]))
def test_it_can_be_compared_from_the_day_it_is_said(since: date, months: int) -> None:
    periods = MONTHS if months == 1 else QUARTERS
    day = comparable_from(since, months)  # type: ignore[arg-type]
    found = Turn(since, since, "done")
    assert not sides([*periods, "2028-01" if months == 1 else "2028-Q1"], found, day).short or day > date(
        2027, 12, 31
    )
    assert sides(periods, found, day - timedelta(days=1)).short


def test_a_worked_example_by_month_and_by_quarter() -> None:
    found = turn(date(2026, 6, 1), date(2026, 6, 15), date(2026, 8, 31), "done")
    assert found == Turn(date(2026, 6, 15), date(2026, 8, 31), "done")
    month, quarter = (sides(one, found, date(2027, 3, 10)) for one in (MONTHS, QUARTERS))
    assert (month.before[0], month.before[-1], len(month.before)) == ("2025-06", "2026-05", 12)
    assert month.after == ("2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02")
    assert quarter.before == ("2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1")
    assert quarter.after == ("2026-Q4",)
    assert (month.seasons, month.short, quarter.short) == (True, False, False)


def test_what_has_not_started_has_no_after_and_what_goes_on_has_it_since_it_started() -> None:
    assert turn(date(2026, 6, 1), None, None, "not_started").since is None
    assert turn(date(2026, 6, 1), date(2026, 7, 1), None, "ongoing") == Turn(
        date(2026, 7, 1), date(2026, 7, 1), "started"
    )
    assert turn(date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1), "abandoned").by == "started"
    assert sides(MONTHS, Turn(date(2026, 6, 1), None, "started"), date(2027, 1, 1)).after == ()


def test_done_without_having_been_started_begins_when_it_was_made() -> None:
    assert turn(date(2026, 6, 1), None, date(2026, 8, 1), "done") == Turn(
        date(2026, 6, 1), date(2026, 8, 1), "done"
    )


@pytest.mark.parametrize(("since", "months", "day"), [
    (date(2026, 9, 1), 1, date(2026, 12, 1)), (date(2026, 8, 31), 1, date(2026, 12, 1)),
    (date(2026, 8, 31), 3, date(2027, 1, 1)), (date(2026, 10, 1), 3, date(2027, 1, 1)),
    (date(2026, 12, 2), 1, date(2027, 4, 1)),
])  # fmt: skip
def test_three_whole_months_must_have_passed(since: date, months: int, day: date) -> None:
    assert comparable_from(since, months) == day  # type: ignore[arg-type]


def test_what_is_withheld_is_never_none_and_nobody_is_nobody() -> None:
    counted: dict[str, tuple[int, int] | None] = {"2026-01": (2, 5), "2026-02": None, "2026-03": (1, 4)}
    assert summed(["2026-01", "2026-03"], counted) == (3, 9)
    assert summed(["2026-01", "2026-02"], counted) is None
    assert summed(["2026-04"], counted) == (0, 0)


def test_every_cause_has_words_and_holds_from_its_day() -> None:
    assert set(rules.causes(date(2026, 6, 15))) == set(words.CAUSES)
    assert rules.causes(date(2020, 1, 1)) == rules.causes(date(2026, 1, 1))
    assert {rules.OTHER, rules.UNKNOWN} <= set(rules.causes(date(2030, 1, 1)))
