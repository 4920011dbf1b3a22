"""Time as arrays agrees with the clock of the project, minute for minute, and day for day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from synthetic.nation.made import NEEDED

pytest.importorskip("numpy", reason=NEEDED)
pytest.importorskip("pyarrow", reason=NEEDED)

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lindra import clock
from lindra.synthetic.nation import calendar

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTES = st.integers(0, int((datetime(2059, 1, 1, tzinfo=UTC) - EPOCH).total_seconds()) // 60)


@given(st.lists(MINUTES, min_size=1, max_size=20))
def test_days_are_those_of_the_clock_in_stockholm(minutes: list[int]) -> None:
    found = calendar.day_of(np.array(minutes))
    told = [calendar.day_number(clock.day(EPOCH + timedelta(minutes=one))) for one in minutes]
    assert found.tolist() == told


@given(st.lists(MINUTES, min_size=1, max_size=20))
def test_an_instant_read_on_the_wall_is_that_instant_but_in_the_hour_that_comes_twice(
    minutes: list[int],
) -> None:
    instants = np.array(minutes)
    again = calendar.utc(calendar.stockholm(instants))
    assert set((again - instants).tolist()) <= {0, 60}


def test_the_clock_went_forward_on_the_last_sunday_of_march_2025() -> None:
    before = int((datetime(2025, 3, 30, 0, 59, tzinfo=UTC) - EPOCH).total_seconds()) // 60
    at = calendar.stockholm(np.array([before, before + 1])) % calendar.DAY
    assert at.tolist() == [60 + 59, 3 * 60]


@given(st.dates(datetime(1970, 1, 1).date(), datetime(2058, 1, 1).date()))
def test_weekdays_and_years_are_those_of_the_calendar(day) -> None:  # type: ignore[no-untyped-def]
    number = np.array([calendar.day_number(day)])
    assert calendar.weekday(number).tolist() == [day.weekday()]
    assert calendar.year_of(number).tolist() == [day.year]
