"""What it takes to check an obligation, and in which months it is looked at."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.access import hours
from lindra.governance.obligations import kinds
from lindra.governance.obligations.kinds import HoursHeld, Other, ReportBy, Share, Staffed, Unclear


@pytest.mark.parametrize(
    ("kind", "told", "expected"),
    [
        ("share", {"measure": "a@1", "threshold": 0.9, "place": "region=17"}, Share("a@1", 0.9, "region=17")),
        ("share", {"measure": "a@1", "threshold": 1}, Share("a@1", 1.0)),
        ("staffed", {"function": "f", "areas": ["17"], "hours": "24/7"}, Staffed("f", ("17",), hours.ALL)),
        ("hours_held", {"place": "municipality=1780"}, HoursHeld("municipality=1780")),
        ("report_by", {"by": "2026-04-30"}, ReportBy(date(2026, 4, 30))),
        ("other", {}, Other()),
    ],
)
def test_what_is_told_is_read(kind: str, told: dict[str, object], expected: object) -> None:
    assert kinds.read(kind, told) == expected


@pytest.mark.parametrize(
    ("kind", "told", "expected"),
    [
        ("share", {}, {"measure": "no_measure", "threshold": "no_share"}),
        ("share", {"measure": "a@1", "threshold": 90}, {"threshold": "no_share"}),
        ("share", {"measure": "a@1", "threshold": -0.1}, {"threshold": "no_share"}),
        ("share", {"measure": "a@1", "threshold": 0.9, "place": "ward=5"}, {"place": "no_such_place"}),
        ("staffed", {}, {"function": "no_function", "areas": "no_area", "hours": "no_hours"}),
        ("staffed", {"function": "f", "areas": ["17"], "hours": "ofta"}, {"hours": "no_hours"}),
        ("hours_held", {"place": "region=17"}, {"place": "hours_need_a_place"}),
        ("report_by", {"by": "i april"}, {"by": "no_day"}),
        ("hope", {}, {"kind": "no_such_kind"}),
    ],
)
def test_what_cannot_be_checked_is_named_by_part(
    kind: str, told: dict[str, object], expected: dict[str, str]
) -> None:
    with pytest.raises(Unclear) as unclear:
        kinds.read(kind, told)
    assert unclear.value.fields == expected


MAYBE = st.none() | st.dates(date(2023, 1, 1), date(2027, 12, 31))


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), MAYBE, MAYBE, st.integers(0, 200))
def test_only_whole_months_that_had_settled_and_in_which_it_was_owed_are_judged(
    until: date, first: date | None, last: date | None, settles: int
) -> None:
    found = kinds.months(until, first, last, settles)
    assert len(found) <= kinds.MONTHS
    assert found == sorted(found)
    for month in found:
        ends = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        assert (until - ends).days > settles
        assert first is None or month >= first
        assert last is None or ends <= last


def test_the_months_of_a_year_and_the_quarters_in_them() -> None:
    months = kinds.months(date(2026, 6, 15), None, None)
    assert (months[0], months[-1], len(months)) == (date(2025, 6, 1), date(2026, 5, 1), 12)
    assert kinds.months(date(2026, 6, 15), None, None, settles=21)[-1] == date(2026, 4, 1)
    assert kinds.months(date(2026, 6, 22), None, None, settles=21)[-1] == date(2026, 5, 1)
    assert kinds.months(date(2026, 6, 15), date(2026, 4, 2), None) == [date(2026, 5, 1)]
    assert kinds.quarters(months) == ["2025Q3", "2025Q4", "2026Q1"]
