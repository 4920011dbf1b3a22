"""Numbers and dates as each language writes them, no finer than they are known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lindra.frame import dates, numbers, texts
from lindra.frame.numbers import THIN

NIGHT = datetime(2026, 3, 14, 2, 15, 7, tzinfo=UTC)
SUMMER = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
DAY = date(2026, 3, 14)


@pytest.mark.parametrize(
    ("value", "decimals", "swedish", "english"),
    [
        (0, None, "0", "0"),
        (1234, None, f"1{THIN}234", f"1{THIN}234"),
        (1234567.5, None, f"1{THIN}234{THIN}567,5", f"1{THIN}234{THIN}567.5"),
        (3.0, None, "3", "3"),
        (3, 2, "3,00", "3.00"),
        (-4.25, 1, "\u22124,2", "\u22124.2"),
        (-0.01, 1, "0,0", "0.0"),
    ],
)
def test_a_number_is_written_as_the_language_does(
    value: float, decimals: int | None, swedish: str, english: str
) -> None:
    assert numbers.number(value, decimals, "sv") == swedish
    assert numbers.number(value, decimals, "en") == english


@pytest.mark.parametrize(
    ("share", "decimals", "swedish"),
    [
        (0, 0, "0"),
        (1, 0, "100"),
        (0.345, 1, "34,5"),
        (0.001, 0, "<1"),
        (0.9999, 0, ">99"),
        (0.0001, 1, "<0,1"),
    ],
)
def test_a_share_is_written_in_per_cent(share: float, decimals: int, swedish: str) -> None:
    assert numbers.percent(share, decimals, "sv") == f"{swedish}{THIN}%"


@given(st.floats(0, 1), st.integers(0, 2))
def test_only_none_and_all_are_written_as_0_and_100(share: float, decimals: int) -> None:
    zero, whole = (numbers.percent(end, decimals, "en") for end in (0, 1))
    written = numbers.percent(share, decimals, "en")
    assert (written == zero) == (share == 0)
    assert (written == whole) == (share == 1)


def test_an_interval_has_one_unit() -> None:
    assert numbers.interval(0.33, 0.494, language="sv") == f"33–49{THIN}%"
    assert numbers.interval(0, 1, 1, "en") == "0.0–100.0%"


@pytest.mark.parametrize(
    ("precision", "swedish", "english", "stamp"),
    [
        ("year", "2026", "2026", "2026"),
        ("month", "mars 2026", "March 2026", "2026-03"),
        ("day", "14 mars 2026", "14 March 2026", "2026-03-14"),
        ("minute", "14 mars 2026 kl. 03:15", "14 March 2026, 03:15", "2026-03-14 03:15"),
        ("second", "14 mars 2026 kl. 03:15", "14 March 2026, 03:15", "2026-03-14 03:15"),
        ("unknown", "", "", ""),
        ("", "14 mars 2026 kl. 03:15", "14 March 2026, 03:15", "2026-03-14 03:15"),
    ],
)
def test_an_instant_is_shown_in_stockholm_at_its_precision(
    precision: str, swedish: str, english: str, stamp: str
) -> None:
    assert dates.written(NIGHT, precision, "sv") == swedish
    assert dates.written(NIGHT, precision, "en") == english
    assert dates.stamp(NIGHT, precision) == stamp


def test_a_summer_night_is_the_next_day_in_stockholm() -> None:
    assert dates.written(SUMMER, "", "sv") == "1 juli 2026 kl. 00:30"


@given(st.dates(date(1900, 1, 1)), st.sampled_from(["minute", "second", "day", ""]))
def test_a_day_never_gets_an_hour_it_does_not_have(day: date, precision: str) -> None:
    assert dates.stamp(day, precision) == day.isoformat()
    assert dates.time_of_day(day, precision) == ""


def test_an_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        dates.written(datetime(2026, 3, 14, 3, 15))


def test_machines_read_the_offset_too() -> None:
    assert dates.machine(NIGHT) == "2026-03-14T03:15+01:00"
    assert dates.machine(NIGHT, "month") == "2026-03"
    assert dates.machine(DAY) == "2026-03-14"


@pytest.mark.parametrize(
    ("before", "english"),
    [
        (timedelta(), "0 minutes ago"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=11, minutes=59), "11 hours ago"),
        (timedelta(hours=12), "yesterday"),
        (timedelta(hours=40), "2 days ago"),
        (timedelta(days=59), "59 days ago"),
        (timedelta(days=61), "2 months ago"),
        (timedelta(days=730), "2 years ago"),
        (timedelta(hours=-1), "later today"),
        (timedelta(days=-3), "in 3 days"),
    ],
)
def test_how_long_since_is_said_in_the_measure_that_helps(
    clock_at: Callable[[str], datetime], before: timedelta, english: str
) -> None:
    now = clock_at("2026-03-14T03:15:00+01:00")
    with translation.override("en"):
        assert texts.ago(now - before) == english


def test_days_since_are_counted_by_the_calendar(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-03-14T03:15:00+01:00")
    with translation.override("en"):
        assert [texts.ago(DAY - timedelta(days=n)) for n in (0, 1, 2)] == ["today", "yesterday", "2 days ago"]


def test_age_counts_whole_years_until_today_or_until_death(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-03-14T03:15:00+01:00")
    with translation.override("en"):
        assert texts.age(date(1938, 3, 14)) == "88 years"
        assert texts.age(date(1938, 3, 15)) == "87 years"
        assert texts.age(date(1938, 3, 15), date(2020, 3, 16)) == "82 years"
        assert texts.age(date(1938, 3, 14), datetime(2026, 3, 13, 23, 30, tzinfo=UTC)) == "88 years"
        assert texts.age(None) == "age not known"


def test_who_is_born_on_29_february_grows_older_on_1_march() -> None:
    assert dates.years_between(date(2000, 2, 29), date(2025, 2, 28)) == 24
    assert dates.years_between(date(2000, 2, 29), date(2025, 3, 1)) == 25


def test_what_is_not_known_is_said() -> None:
    with translation.override("en"):
        assert texts.instant(None) == "time not known"
        assert texts.instant(NIGHT, "unknown") == "time not known"
        assert texts.stamp(None) == "not known"
