"""Ten years in one list: years, months, and like things folded together."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lindra.frame.timeline import FOLD_FROM, Entry, Fold, Timeline, arranged

NIGHT = datetime(2026, 3, 14, 2, 15, tzinfo=UTC)


def pressure(days: int, **more: str) -> Entry:
    return Entry(at=NIGHT - timedelta(days=days), title="Blood pressure", many="blood pressures", **more)


def every_entry(timeline: Timeline) -> list[Entry]:
    """All entries, in the order they are shown."""
    items = [item for year in timeline.years for month in year.months for item in month.items]
    dated = [entry for item in items for entry in (item.entries if isinstance(item, Fold) else (item,))]
    return [*dated, *timeline.undated]


moments = st.none() | st.datetimes(
    datetime(2015, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)
) | st.dates(date(2015, 1, 1), date(2026, 12, 31))  # fmt: skip
entries = st.builds(
    Entry,
    at=moments,
    title=st.sampled_from(["Admission", "Blood pressure"]),
    precision=st.sampled_from(["", "year", "month", "day", "minute", "unknown"]),
    many=st.sampled_from(["", "blood pressures"]),
    badge=st.sampled_from(["", "Corrected"]),
)


@given(st.lists(entries, max_size=60))
def test_nothing_is_lost_and_nothing_is_shown_twice(given_entries: list[Entry]) -> None:
    shown = every_entry(arranged(given_entries))
    assert len(shown) == len(given_entries)
    assert all(shown.count(entry) == given_entries.count(entry) for entry in given_entries)


@given(st.lists(entries, max_size=60))
def test_years_and_months_run_backwards_and_each_comes_once(given_entries: list[Entry]) -> None:
    timeline = arranged(given_entries)
    years = [year.number for year in timeline.years]
    assert years == sorted(set(years), reverse=True)
    for year in timeline.years:
        months = [month.number for month in year.months]
        assert months == sorted(set(months), reverse=True)


def test_the_order_of_reading_in_does_not_matter() -> None:
    given_entries = [Entry(at=NIGHT - timedelta(hours=7 * n), title=str(n)) for n in range(400)]
    assert every_entry(arranged(reversed(given_entries))) == given_entries


def test_three_alike_in_a_row_are_folded_but_not_two() -> None:
    assert FOLD_FROM == 3
    two = arranged([pressure(1), pressure(2)]).years[0].months[0].items
    three = arranged([pressure(1), pressure(2), pressure(3)]).years[0].months[0].items
    assert [type(item) for item in two] == [Entry, Entry]
    assert [item.count for item in three if isinstance(item, Fold)] == [3]


def test_a_fold_spans_months_and_stands_in_the_month_of_its_newest() -> None:
    year = arranged([pressure(9 * n) for n in range(8)]).years[0]
    assert [month.number for month in year.months] == [3]
    (fold,) = year.months[0].items
    assert isinstance(fold, Fold)
    assert fold.last.at == NIGHT - timedelta(days=63)


def test_something_else_between_ends_the_fold() -> None:
    between = Entry(at=NIGHT - timedelta(days=2, hours=1), title="Admission")
    items = arranged([pressure(1), pressure(2), between, pressure(3), pressure(4)]).years[0].months[0].items
    assert not any(isinstance(item, Fold) for item in items)


def test_what_carries_a_badge_is_never_hidden_in_a_fold() -> None:
    items = (
        arranged([pressure(1), pressure(2, badge="Corrected"), pressure(3), pressure(4)])
        .years[0]
        .months[0]
        .items
    )
    assert any(isinstance(item, Entry) and item.badge for item in items)


def test_what_is_known_only_by_its_year_stands_last_in_it() -> None:
    partial = Entry(at=date(2026, 1, 1), precision="year", title="Operation")
    months = arranged([partial, pressure(1)]).years[0].months
    assert [month.number for month in months] == [3, 0]


def test_a_night_belongs_to_the_day_of_stockholm() -> None:
    late = Entry(at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC), title="Admission")
    assert arranged([late]).years[0].number == 2026


def test_what_has_no_known_time_stands_apart() -> None:
    timeline = arranged([Entry(at=None, title="a"), Entry(at=NIGHT, precision="unknown", title="b")])
    assert timeline.years == ()
    assert [entry.title for entry in timeline.undated] == ["a", "b"]
