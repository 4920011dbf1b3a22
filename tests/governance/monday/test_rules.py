"""Order, changes and shares, on plain values."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.governance.monday.figures import Figure, parts_shown
from lindra.governance.monday.rules import ORDER, Dated, Line, by_unit, last_monday, ordered

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
counts = st.one_of(st.none(), st.integers(0, 50))
lines = st.lists(
    st.builds(
        lambda what, count, late: Line(what, count, late=None if count is None or late is None else min(late, count)),
        st.sampled_from(ORDER), counts, counts,
    ),
    unique_by=lambda line: line.what,
)  # fmt: skip


@given(days)
def test_the_last_monday_is_a_monday_before_today_within_a_week(today: date) -> None:
    found = last_monday(today)
    assert found.weekday() == 0
    assert timedelta(days=1) <= today - found <= timedelta(days=7)


def test_on_a_monday_it_is_a_week_ago() -> None:
    assert last_monday(date(2026, 6, 15)) == date(2026, 6, 8)
    assert last_monday(date(2026, 6, 16)) == date(2026, 6, 15)


@given(lines)
def test_every_line_stands_somewhere_once(found: list[Line]) -> None:
    told = ordered(found)
    assert sorted(line.what for line in told.every) == sorted(line.what for line in found)
    assert all(line.count for line in told.see)
    assert all(line.count == 0 for line in told.nothing)
    assert all(line.count is None for line in told.unknown)


@given(lines)
def test_what_is_late_stands_first_and_otherwise_the_order_is_always_the_same(found: list[Line]) -> None:
    seen = ordered(found).see
    assert [line.urgent for line in seen] == sorted((line.urgent for line in seen), reverse=True)
    for urgent in (True, False):
        places = [ORDER.index(line.what) for line in seen if line.urgent is urgent]
        assert places == sorted(places)


def test_what_touches_a_patient_comes_before_papers() -> None:
    few, many = Line("patients", 1), Line("documents", 900)
    assert [line.what for line in ordered([many, few]).see] == ["patients", "documents"]


@given(st.dictionaries(st.tuples(st.sampled_from("abc"), days.map(date.isoformat)), st.integers(1, 9)), days)
def test_before_and_since_a_day_are_all(found: dict[tuple[str, str], int], day: date) -> None:
    dated = Dated(found)
    before = sum(count for (_unit, on), count in found.items() if on < day.isoformat())
    assert before + dated.since(day) == dated.total
    assert sum(dated.units("abc").values()) == dated.total


def test_of_unknown_day_is_counted_and_is_neither_new_nor_oldest() -> None:
    dated = Dated({("a", ""): 2, ("a", "2026-06-01"): 1})
    assert (dated.total, dated.since(date(2026, 1, 1)), dated.oldest) == (3, 1, date(2026, 6, 1))


def test_units_with_most_of_the_first_line_stand_first() -> None:
    found = by_unit([Line("deaths", 9, units={"a": 9}), Line("patients", 3, units={"b": 1, "c": 2})])
    assert [unit for unit, _ in found] == ["c", "b", "a"]


def test_a_unit_has_most_only_where_no_other_has_as_many() -> None:
    assert Line("stale", 3, units={"a": 2, "b": 1}).most == ("a", 2)
    assert Line("stale", 4, units={"a": 2, "b": 2}).most is None
    assert Line("stale", 4, units={"a": 4}).most is None


@given(st.integers(0, 60), st.integers(0, 60), st.integers(2, 10))
def test_a_figure_that_is_given_out_tells_of_no_few(some: int, others: int, least: int) -> None:
    figure = Figure(some, some + others)
    assert figure.few(least) or all(not 0 < one < least for one in (some, others))


@pytest.mark.parametrize(("parts", "may"), [((0, 5, 9), True), ((1, 9), False), ((), True)])
def test_parts_are_given_where_each_may_be(parts: tuple[int, ...], may: bool) -> None:
    assert parts_shown(parts, 5) is may


def test_a_share_has_its_interval() -> None:
    share = Line("patients", 4, of=5).share
    assert share is not None
    assert (round(share[0], 2), round(share[1], 2), round(share[2], 2)) == (0.8, 0.38, 0.96)
