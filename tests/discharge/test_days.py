"""Hours, calendar days, working days, and days that break at noon."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discharge.stays import here
from lindra.clock import STOCKHOLM, day
from lindra.discharge.days import counted_day, days_after, days_between, hours_after, is_after

NOON = time(12)
dates = st.dates(date(2018, 1, 1), date(2035, 12, 31))
instants = st.datetimes(datetime(2018, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


def naive_working_days(first: date, count: int) -> date:
    """Counted one day at a time from a list of holidays, by another way than the code's."""
    free = holidays.country_holidays("SE", years=range(2018, 2040), categories=("public", "de_facto"))
    days = (first + timedelta(days=number) for number in range(1, 400))
    return [one for one in days if one.isoweekday() <= 5 and one not in free][count - 1]


@given(dates, st.integers(1, 40))
def test_working_days_are_those_a_calendar_has(first: date, count: int) -> None:
    assert days_after(first, count, "working_days") == naive_working_days(first, count)


@given(dates, st.integers(0, 40))
def test_working_days_never_end_before_calendar_days_and_none_after_is_the_day_itself(
    first: date, count: int
) -> None:
    assert days_after(first, count, "working_days") >= days_after(first, count)
    assert days_after(first, 0, "working_days") == first


@pytest.mark.parametrize(
    ("first", "after"),
    [
        (
            "2026-04-02",
            "2026-04-07",
        ),  # Maundy Thursday: Good Friday, Saturday, Sunday and Easter Monday are free
        ("2026-04-30", "2026-05-04"),  # the First of May is a Friday
        ("2026-06-05", "2026-06-08"),  # from the National Day's eve over a weekend
        ("2026-06-18", "2026-06-22"),  # Midsummer's Eve is kept
        ("2026-12-23", "2026-12-28"),  # so is Christmas Eve; then two holidays, and a Sunday
        ("2026-12-30", "2027-01-04"),  # so is New Year's Eve; a holiday, and a weekend
    ],
)
def test_the_next_working_day_over_holidays(first: str, after: str) -> None:
    assert days_after(date.fromisoformat(first), 1, "working_days") == date.fromisoformat(after)


@given(instants, st.integers(0, 200))
def test_hours_elapse_whatever_the_clocks_do(at: datetime, hours: int) -> None:
    found = hours_after(at, hours)
    assert found.tzinfo is STOCKHOLM
    assert found.astimezone(UTC) - at == timedelta(hours=hours)


@given(instants)
def test_a_counted_day_is_the_day_or_the_next_and_changes_only_after_the_break(at: datetime) -> None:
    assert counted_day(at, time(0)) == day(at)
    assert (counted_day(at, NOON) - day(at)).days == is_after(at, NOON)


@pytest.mark.parametrize(
    ("clock", "after"), [("11:59", 0), ("12:00", 0), ("12:00:01", 1), ("23:59", 1), ("00:00", 0)]
)
@pytest.mark.parametrize("on", ["2026-03-02", "2026-03-29", "2026-10-25"])
def test_exactly_noon_is_not_after_noon_in_winter_summer_or_between(on: str, clock: str, after: int) -> None:
    at = here(f"{on} {clock}")
    assert (counted_day(at, NOON) - date.fromisoformat(on)).days == after


def test_days_between_leaves_the_last_out() -> None:
    assert list(days_between(date(2026, 3, 30), date(2026, 4, 2))) == [
        date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1),
    ]  # fmt: skip
    assert list(days_between(date(2026, 4, 2), date(2026, 4, 2))) == []
