"""Agreed against held, gaps, what runs out, who covers, and the 14 days after discharge.

Worked example of what the audit of palliative care in Värmland 2021–22 asks for of each care home and home-nursing
area (responsible physician and agreed hours, rounds, presence when plans are made, follow-up in the first 14 days after
discharge, who covers at which hour). The audit gives no hours; those here are made up.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.care.homes import rules
from lindra.care.homes.rules import Agreed, Spent
from lindra.record import facts
from lindra.record.chart import fold
from lindra.record.envelope import Event, stamp

TODAY = date(2026, 6, 15)
UNTIL_AUGUST = Agreed(date(2026, 1, 1), date(2026, 8, 31), Decimal(4))
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def test_the_worked_example_of_a_care_home():
    held = [
        *(Spent(date(2026, 5, day), Decimal(3), "round") for day in (6, 13, 20)),
        Spent(date(2026, 5, 27), Decimal("1.5"), "plan"), Spent(date(2026, 5, 28), Decimal(1), "followup"),
        Spent(date(2026, 6, 3), Decimal(9), "round"), Spent(date(2026, 6, 20), Decimal(8), "round"),
    ]  # fmt: skip
    may, june = rules.months([UNTIL_AUGUST], held, TODAY)[-2:]
    assert (may.agreed, may.total, may.gap) == (
        Decimal("17.7"),
        Decimal("11.5"),
        Decimal("6.2"),
    )  # 31 days of 4/7 h
    assert may.held == {"round": 9, "plan": Decimal("1.5"), "followup": 1, "other": 0}
    assert (june.agreed, june.total, june.gap) == (Decimal("8.6"), 9, 0), "of June the 15 days that have been"
    assert rules.now_agreed([UNTIL_AUGUST], TODAY) == 4
    assert rules.runs_out([UNTIL_AUGUST], TODAY) == date(2026, 8, 31)


@pytest.mark.parametrize(
    ("agreements", "ends"),
    [
        ([], None),
        ([Agreed(date(2026, 1, 1), None, Decimal(1))], None),
        ([UNTIL_AUGUST, Agreed(date(2026, 9, 1), date(2026, 12, 31), Decimal(1))], date(2026, 12, 31)),
        ([UNTIL_AUGUST, Agreed(date(2026, 9, 2), date(2026, 12, 31), Decimal(1))], date(2026, 8, 31)),
        ([UNTIL_AUGUST, Agreed(date(2026, 9, 1), None, Decimal(1))], None),
        ([Agreed(date(2026, 1, 1), date(2026, 6, 14), Decimal(1))], None),
    ],
)
def test_what_runs_out_is_the_last_day_without_a_break(agreements, ends):
    assert rules.runs_out(agreements, TODAY) == ends


@given(st.lists(st.tuples(days, st.one_of(st.none(), st.integers(0, 90)))), days, st.integers(0, 200))
def test_a_day_is_missing_exactly_when_no_agreement_holds_on_it(spans, first, length):
    agreements = [
        Agreed(begins, None if lasts is None else begins + timedelta(days=lasts), Decimal(1))
        for begins, lasts in spans
    ]
    last = first + timedelta(days=length)
    missing = {
        begins + timedelta(days=nth)
        for begins, ends in rules.without(agreements, first, last)
        for nth in range((ends - begins).days + 1)
    }
    every = {first + timedelta(days=nth) for nth in range(length + 1)}
    assert missing == {on for on in every if not rules.now_agreed(agreements, on)}
    hours = sum((rules.now_agreed(agreements, on) for on in every), Decimal(0)) / 7
    assert abs(rules.agreed_hours(agreements, first, last) - hours) <= Decimal("0.05")


WORKDAYS = {"days": "workdays", "start": "08:00", "end": "17:00"}
NIGHTS = {"days": "workdays", "start": "17:00", "end": "08:00"}
FREE = {"days": "other_days", "start": "00:00", "end": "00:00"}


def told(spans):
    return [(f"{begins:%a %H}", f"{ends:%a %H}") for begins, ends in spans]


def test_the_hours_that_nobody_covers_are_found_midsummer_too():
    monday = datetime(2026, 6, 15, 10, tzinfo=UTC)  # noon in Stockholm; Friday is Midsummer's eve
    assert told(rules.uncovered([WORKDAYS, NIGHTS, FREE], monday)) == []
    assert told(rules.uncovered([WORKDAYS, FREE], monday, 2)) == [("Mon 17", "Tue 08"), ("Tue 17", "Wed 00")]
    assert told(rules.uncovered([WORKDAYS, NIGHTS], monday)) == [("Fri 08", "Mon 00")]
    assert told(rules.uncovered([], monday, 1)) == [("Mon 12", "Tue 00")]


# Follow-up after discharge

BACK = datetime(2026, 6, 1, 9, tzinfo=UTC)


def chart(*entries):
    """The chart of (days after the discharge, fact)."""
    return fold(
        Event(
            id=f"{number:03}", patient="p", seq=number + 1, recorded_at=stamp(BACK + timedelta(days=60)),
            kind=fact.kind, version=fact.version, occurred_from=stamp(BACK + timedelta(days=after)),
            precision="second", unit="u", provider="p", payload=fact.dump(),
        )
        for number, (after, fact) in enumerate(entries)
    )  # fmt: skip


HOSPITAL = (-9, facts.Admitted(episode="s"))
TO_THE_HOME = (0, facts.Discharged(episode="s", to="care_home"))


def contact(form="home_visit", role="läkare"):
    return facts.Contact(episode=form + role, form=form, actors=(facts.Actor(role=role),))


@pytest.mark.parametrize(
    ("after", "fact", "met"),
    [
        (3, contact(), True), (3, contact("telephone", "physician"), True), (3, contact(role="sjuksköterska"), False),
        (3, contact("emergency"), False), (-1, contact(), False),
        (3, facts.Contact(episode="c", form="home_visit"), False),
    ],
)  # fmt: skip
def test_a_follow_up_is_a_meeting_with_a_physician_after_the_discharge(after, fact, met):
    found = rules.discharge(chart(HOSPITAL, TO_THE_HOME, (after, fact)))
    assert found is not None
    assert (found.met is not None) == met


def test_of_whom_nobody_is_to_be_followed_up_there_is_nothing():
    nursed = facts.Enrolled(enrolment="h", form="home_nursing")
    home = (0, facts.Discharged(episode="s", to="own_home"))
    assert rules.discharge(chart(HOSPITAL, home)) is None, "at home, and not in the municipality's care"
    assert rules.discharge(chart(HOSPITAL, home, (-90, nursed))) is not None
    assert (
        rules.discharge(chart(HOSPITAL, home, (-90, nursed), (1, facts.EnrolmentEnded(enrolment="h"))))
        is None
    )
    assert rules.discharge(chart(HOSPITAL, TO_THE_HOME, (2, facts.Admitted(episode="again")))) is None
    assert rules.discharge(chart(HOSPITAL, TO_THE_HOME, (2, facts.Died()))) is None
    assert rules.discharge(chart(HOSPITAL)) is None


@pytest.mark.parametrize(
    ("today", "met", "state"),
    [
        (10, None, "waiting"),
        (14, None, "waiting"),
        (15, None, "missed"),
        (20, 14, "in time"),
        (20, 15, "late"),
    ],
)
def test_there_are_fourteen_days_for_it(today, met, state):
    at = stamp(BACK)
    when = stamp(BACK + timedelta(days=met)) if met is not None else ""
    assert rules.followed(at, when, BACK.date() + timedelta(days=today)) == state
