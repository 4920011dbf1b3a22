"""The last year of the dead: what is told of it, and ends, in calendar days and of phases of illness."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.care.events.situation import PhaseNoted
from lindra.record import derive, facts
from lindra.record.envelope import When
from record.exports import ago
from record.sequences import NOW, event


def rows(*facts_and_whens):
    events = [event(fact, when, seq) for seq, (fact, when) in enumerate(facts_and_whens, 1)]
    return list(derive.last_year(derive.ExportPerson("p"), events, str))


DEATH = (facts.Died(), When.at(NOW))


def phase(name, days):
    return PhaseNoted(phase=name), ago(days)


def ends(told):
    """Of each phase, how many days before death it began and ended."""
    return [
        (row["form"], row["days_before_death"], row["ended_days_before_death"])
        for row in told
        if row["kind"] == "phase_noted"
    ]


def test_days_to_an_end_are_calendar_days_in_stockholm_though_minutes_are_elapsed():
    """Discharged at 00.30 on 1 March in Stockholm (23.30 UTC the day before), dead at 23.00 the same day."""
    admitted = facts.Admitted(episode="e"), When.at(datetime(2026, 2, 27, 12, tzinfo=UTC))
    left = facts.Discharged(episode="e"), When.at(datetime(2026, 2, 28, 23, 30, tzinfo=UTC))
    told = rows(admitted, left, (facts.Died(), When.at(datetime(2026, 3, 1, 22, tzinfo=UTC))))
    assert (told[0]["ended_days_before_death"], told[0]["ended_minutes_before_death"]) == (0, 22 * 60 + 30)


def test_what_goes_on_has_no_end_and_what_ends_after_death_a_negative_one():
    going_on, ended = facts.Enrolled(enrolment="a"), facts.Enrolled(enrolment="b")
    after = facts.EnrolmentEnded(enrolment="b"), When.at(NOW + timedelta(days=3))
    told = rows((going_on, ago(5)), (ended, ago(5)), DEATH, after)
    assert [row["ended_days_before_death"] for row in told if row["kind"] == "enrolled"] == [None, -3]


def test_an_end_more_than_a_lifetime_after_a_death_still_fits_its_column():
    long_ago = When.on(date(1920, 5, 1))
    told = rows((facts.Enrolled(enrolment="a"), long_ago), (facts.Died(), long_ago),
                (facts.EnrolmentEnded(enrolment="a"), ago(0)))  # fmt: skip
    assert told[0]["ended_days_before_death"] == -derive.MOST_DAYS


def test_a_phase_ends_when_the_next_is_noted():
    told = rows(phase("stable", 20), phase("unstable", 9), phase("deteriorating", 7), DEATH)
    assert ends(told) == [("stable", 20, 9), ("unstable", 9, 7), ("deteriorating", 7, None)]


def test_the_same_phase_noted_again_goes_on():
    """Looked after every second day, it is one unstable phase of six days, not three of two."""
    told = rows(phase("unstable", 9), phase("unstable", 7), phase("unstable", 5), phase("stable", 3),
                phase("unstable", 1), DEATH)  # fmt: skip
    assert ends(told) == [("unstable", 9, 3), ("unstable", 7, 3), ("unstable", 5, 3), ("stable", 3, 1),
                          ("unstable", 1, None)]  # fmt: skip
    begins = [
        row["days_before_death"] for row in told if row["kind"] == "phase_noted" and row["status"] == "begins"
    ]
    assert sorted(begins) == [1, 3, 9]


def test_a_phase_from_more_than_a_year_before_is_not_told_and_one_withdrawn_ends_nothing():
    assert ends(rows(phase("stable", 400), DEATH)) == []
    wrong = [event(PhaseNoted(phase="stable"), ago(20), 1), event(PhaseNoted(phase="dying"), ago(9), 2),
             event(facts.Withdrawn(reason="wrong"), ago(8), 3, corrects="p-0002"), event(*DEATH, 4)]  # fmt: skip
    assert ends(derive.last_year(derive.ExportPerson("p"), wrong, str)) == [("stable", 20, None)]


NAMES = st.sampled_from(["stable", "unstable", "deteriorating", "dying"])


@given(st.dictionaries(st.integers(0, 300), NAMES, max_size=12), st.randoms())
def test_on_every_day_the_phases_that_hold_are_of_the_kind_last_noted(noted, random):
    told = [phase(name, days) for days, name in noted.items()]
    random.shuffle(told)
    spans = ends(rows(*told, DEATH))
    for when in range(300):
        before = [days for days in noted if days >= when]
        holding = {name for name, start, end in spans if start >= when and (end is None or end < when)}
        assert holding == ({noted[min(before)]} if before else set())


# What is told at all, and what is contradictory.


def test_a_move_between_wards_is_no_residence_that_lasts():
    ward = facts.Moved(to="ward", episode="e1")
    assert [row["kind"] for row in rows((ward, ago(400)), DEATH)] == ["died"]
    assert [row["kind"] for row in rows((ward, ago(300)), DEATH)] == ["moved", "died"]
    residence = facts.Moved(to="own_home")
    assert [row["kind"] for row in rows((residence, ago(400)), (ward, ago(390)), DEATH)] == ["moved", "died"]


@pytest.mark.parametrize(
    "fact",
    [
        facts.Admitted(episode="e1", period="contradictory"),
        facts.Contact(episode="e1", form="emergency", period="contradictory"),
        facts.Enrolled(enrolment="e1", period="contradictory"),
    ],
)
def test_a_contradictory_period_is_not_going_on(fact):
    assert [row["kind"] for row in rows((fact, ago(400)), DEATH)] == ["died"]
    told = rows((fact, ago(10)), DEATH)[0]
    assert told["occurred_to"] == told["occurred_from"]
    assert told["ended_minutes_before_death"] == told["minutes_before_death"] == 10 * 24 * 60


def test_a_contradictory_stay_that_was_closed_by_a_discharge_ends_there():
    stay = facts.Admitted(episode="e1", period="contradictory")
    told = rows((stay, ago(10)), (facts.Discharged(episode="e1"), ago(8)), DEATH)[0]
    assert told["ended_minutes_before_death"] == 8 * 24 * 60
