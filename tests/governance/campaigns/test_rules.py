"""How a body stands, in time or not, and how a class comes about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.governance.campaigns import rules
from lindra.governance.campaigns.rules import Came, Classed, Reminder

BY = date(2026, 5, 31)
SENT = date(2026, 5, 12)
OWN = Reminder(date(2026, 6, 2), date(2026, 6, 8))
CLASSES = ("konkret_plan", "delvis_plan", "utan_plan", "ej_svar")


def stands(
    *came: Came, own: tuple[Reminder, ...] = (), unnamed: tuple[Reminder, ...] = (), today: str = "2026-06-05"
) -> str:
    return rules.state(SENT, BY, own, unnamed, came, date.fromisoformat(today))


@pytest.mark.parametrize(
    ("came", "own", "unnamed", "in_time"),
    [
        (Came(date(2026, 5, 31)), (), (), True),
        (Came(date(2026, 6, 1)), (), (), False),
        (Came(date(2026, 6, 8)), (OWN,), (), True),
        (Came(date(2026, 6, 9)), (OWN,), (), False),
        (Came(date(2026, 6, 5)), (), (OWN,), None),  # it may be one of those who were reminded
        (Came(date(2026, 6, 9)), (), (OWN,), False),
        (Came(), (), (), None),
        (Came(dated_on=date(2026, 6, 11)), (), (OWN,), False),  # it came no earlier than the day it carries
        (Came(dated_on=date(2026, 5, 20)), (), (), None),
        (Came(said_late=True), (), (), False),
    ],
)  # fmt: skip
def test_in_time_late_or_not_known(
    came: Came, own: tuple[Reminder, ...], unnamed: tuple[Reminder, ...], in_time: bool | None
) -> None:
    assert rules.in_time(came, BY, own, unnamed) is in_time


def test_how_a_body_stands() -> None:
    assert rules.state(None, BY, (), (), (), SENT) == "not_sent"
    assert stands(today="2026-05-31") == "asked"
    assert stands(today="2026-06-01") == "silent"
    assert stands(own=(OWN,)) == "reminded"
    assert stands(own=(OWN,), today="2026-06-09") == "silent"
    assert stands(unnamed=(OWN,)) == "asked", "it may have been given more time"
    assert stands(Came(date(2026, 5, 20))) == "answered"
    assert stands(Came(date(2026, 6, 20))) == "answered_late"
    assert stands(Came()) == "answered_unclear"
    assert stands(Came(date(2026, 6, 20)), Came(date(2026, 5, 20))) == "answered", (
        "a later one takes nothing back"
    )


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(days, days, st.lists(days, max_size=3), days)
def test_a_reminder_never_makes_a_reply_later_than_it_was(
    received: date, by: date, later: list[date], today: date
) -> None:
    reminders = [Reminder(one, one) for one in later]
    without, with_them = (rules.in_time(Came(received), by, own, ()) for own in ((), reminders))
    assert not (without is True and with_them is not True)
    assert rules.last_day(by, reminders) == max([by, *later])
    assert rules.days_left(by, reminders, today) == (max([by, *later]) - today).days


def test_a_class_comes_of_two_who_agree_or_of_a_third_step() -> None:
    assert rules.classed({}) == Classed("", "none")
    assert rules.classed({"first": "utan_plan"}) == Classed("utan_plan", "one")
    assert rules.classed({"first": "utan_plan", "second": "utan_plan"}) == Classed("utan_plan", "agreed")
    differ = {"first": "utan_plan", "second": "delvis_plan"}
    assert rules.classed(differ) == Classed("", "differ"), "neither is taken for the right one"
    assert rules.classed(differ | {"settled": "delvis_plan"}) == Classed("delvis_plan", "settled")


def test_who_may_take_which_step() -> None:
    assert rules.may_class({}, {}, "first", "a") == ""
    assert rules.may_class({}, {}, "second", "a") == "first_missing"
    assert rules.may_class({"first": "x"}, {"first": "a"}, "second", "a") == "same_reader"
    assert rules.may_class({"first": "x"}, {"first": "a"}, "second", "b") == ""
    assert rules.may_class({"first": "x"}, {}, "first", "b") == "done"
    assert rules.may_class({"first": "x", "second": "x"}, {}, "settled", "c") == "no_difference"
    assert rules.may_class({"first": "x", "second": "y"}, {}, "settled", "c") == ""


@given(st.lists(st.sampled_from(["", *CLASSES]), max_size=40))
def test_nobody_is_lost_in_the_count(codes: list[str]) -> None:
    found = rules.counted((Classed(code, "one") for code in codes), CLASSES)
    assert sum(found.values()) == len(codes)
    assert list(found)[:4] == list(CLASSES)
    assert ("" in found) == ("" in codes)


def test_what_is_next() -> None:
    assert rules.next_for("not_sent", "none", False) == "send"
    assert rules.next_for("asked", "none", False) == "wait"
    assert rules.next_for("silent", "none", False) == "remind"
    assert rules.next_for("answered", "none", True) == "read"
    assert rules.next_for("answered_unclear", "one", True) == "read_again"
    assert rules.next_for("silent", "one", False) == "read_again"
    assert rules.next_for("answered", "differ", True) == "settle"
    assert rules.next_for("answered", "agreed", True) == "follow"
    assert rules.days_left(BY, (), BY + timedelta(1)) == -1
