"""Late from the instant, then by calendar days in Stockholm; and how long something may be put off."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.clock import day
from lindra.deadlines import rules
from lindra.deadlines.declared import UNDATED
from lindra.record.envelope import instant, stamp

NOON = datetime(2026, 6, 15, 10, tzinfo=UTC)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("due", "when", "days"),
    [
        ("2026-06-14T10:00:00", "late", -1),
        ("2026-06-15T09:59:59.999999", "late", 0),
        ("2026-06-15T10:00:00", "today", 0),
        ("2026-06-15T21:59:59.999999", "today", 0),  # the last instant of the day in Stockholm
        ("2026-06-15T22:00:00", "week", 1),
        ("2026-06-22T21:59:59.999999", "week", 7),
        ("2026-06-22T22:00:00", "later", 8),
    ],
)
def test_late_is_by_the_clock_and_the_rest_by_the_calendar(due: str, when: str, days: int) -> None:
    at = stamp(datetime.fromisoformat(due).replace(tzinfo=UTC))
    assert (rules.when(at, NOON), rules.days_left(at, NOON)) == (when, days)


@given(instants, instants)
def test_each_instant_is_of_one_sort_and_lies_in_its_span(due: datetime, now: datetime) -> None:
    at = stamp(due)
    inside = [when for when in rules.WHENS if rules.span(when, now)[0] <= at < rules.span(when, now)[1]]
    assert inside == [rules.when(at, now)]
    assert (rules.when(at, now) == "late") == (due < now)


def test_what_has_no_date_is_neither_late_nor_later() -> None:
    assert rules.when(UNDATED, NOON) == "undated"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_what_is_due_on_a_day_is_late_when_the_next_begins(last: date) -> None:
    end = instant(rules.end_of(last))
    assert day(end) == last
    assert day(end + timedelta(microseconds=1)) == last + timedelta(days=1)


def test_what_is_put_off_has_a_day_ahead_and_a_reason() -> None:
    today = date(2026, 6, 15)
    assert rules.put_off(date(2026, 6, 16), " väntar\npå  svar ", today) == ("2026-06-16", "väntar på svar")
    for until, reason, where in [
        (None, "x", "until"), (today, "x", "until"), (today + timedelta(days=91), "x", "until"),
        (today + timedelta(days=90), " \n", "reason"),
    ]:  # fmt: skip
        with pytest.raises(rules.NotPutOff) as refused:
            rules.put_off(until, reason, today)
        assert refused.value.field == where


def test_on_the_day_itself_it_is_back() -> None:
    assert rules.is_off("2026-06-16", date(2026, 6, 15))
    assert not rules.is_off("2026-06-16", date(2026, 6, 16))
    assert not rules.is_off("", date(2026, 6, 16))
