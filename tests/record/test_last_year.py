"""The last year of the dead: what is told of it, and ends, in calendar days and of phases of illness."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.care.events.people import ContactNamed
from lindra.care.events.situation import PhaseNoted
from lindra.record import derive, facts
from lindra.record.envelope import When, midnight
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


# Who is to be called.


def named(days, **rest):
    return ContactNamed(role="fast_vardkontakt", **({"name": "Eva"} | rest)), ago(days)


def contacts(told):
    """When each contact was named and ended, in days before death."""
    return [
        (row["days_before_death"], row["ended_days_before_death"])
        for row in told
        if row["kind"] == "contact_named"
    ]


def test_a_contact_named_long_before_and_never_changed_is_told():
    assert contacts(rows(named(400), named(900, name="Bo"), DEATH)) == [(400, None), (900, None)]


def test_a_contact_ends_when_it_is_noted_that_it_has():
    assert contacts(rows(named(200), named(50, ended=True), DEATH)) == [(200, 50), (50, 50)]
    assert contacts(rows(named(50, ended=True), named(200), DEATH)) == [(50, 50), (200, 50)]
    assert contacts(rows(named(800), named(500, ended=True), DEATH)) == []
    assert contacts(rows(named(800), named(100, ended=True), DEATH)) == [(800, 100), (100, 100)]


def test_a_contact_is_not_ended_by_what_is_noted_of_another():
    assert contacts(rows(named(200), named(50, name="Bo", ended=True), DEATH)) == [(200, None), (50, 50)]
    other = ContactNamed(role="fast_lakarkontakt", name="Eva", ended=True), ago(50)
    assert contacts(rows(named(200), other, DEATH)) == [(200, None), (50, 50)]
    assert contacts(rows(named(200, phone="1"), named(50, phone="2", ended=True), DEATH)) == [
        (200, None),
        (50, 50),
    ]


def test_a_contact_named_again_after_it_had_ended_is_one_again():
    assert contacts(rows(named(500), named(450, ended=True), named(400), DEATH)) == [(400, None)]


def test_an_order_of_a_medicine_from_more_than_a_year_before_is_not_told():
    order = facts.MedicineOrdered(order="o", code=facts.Code(code="N02AA01")), ago(400)
    assert [row["kind"] for row in rows(order, DEATH)] == ["died"]


# Two deaths.


def deaths(*whens):
    """The days of the rows of death, and the month they are counted in."""
    told = rows(*((facts.Died(), when) for when in whens))
    months = {row["death_month"] for row in told}
    return sorted(row["days_before_death"] for row in told), months


MARCH, APRIL = When.on(date(2026, 3, 3)), When.on(date(2026, 4, 5))
IN_MARCH = When(midnight(date(2026, 3, 1)), None, "month")
IN_YEAR = When(midnight(date(2026, 1, 1)), None, "year")


def test_two_deaths_on_different_days_are_both_told():
    assert deaths(MARCH, APRIL) == deaths(APRIL, MARCH) == ([0, 33], {"2026-04"})


def test_a_second_death_years_before_is_told_too():
    assert deaths(When.on(date(2023, 4, 5)), APRIL) == ([0, 1096], {"2026-04"})


@pytest.mark.parametrize(
    "whens",
    [
        (MARCH, MARCH), (MARCH, IN_MARCH), (MARCH, IN_MARCH, IN_YEAR), (IN_YEAR, APRIL),
        (MARCH, When.at(datetime(2026, 3, 3, 22, 30, tzinfo=UTC))), (MARCH, When()),
    ],
)  # fmt: skip
def test_one_death_told_twice_is_one(whens):
    days, months = deaths(*whens)
    assert (days, len(months)) == ([0], 1)


@pytest.mark.parametrize(
    "whens",
    [
        (IN_MARCH, APRIL), (MARCH, When.at(datetime(2026, 3, 3, 23, 30, tzinfo=UTC))),
        (When.on(date(2025, 12, 31)), IN_YEAR),
    ],
)  # fmt: skip
def test_deaths_that_cannot_be_one_are_two_though_one_is_known_less_well(whens):
    assert len(deaths(*whens)[0]) == 2


@given(st.lists(st.dates(date(2020, 1, 1), date(2026, 5, 1)), min_size=1, max_size=5), st.randoms())
def test_of_any_deaths_the_latest_counts_and_every_other_day_is_told(days, random):
    random.shuffle(days)
    told, months = deaths(*map(When.on, days))
    last = max(days)
    assert months == {f"{last:%Y-%m}"}
    assert told == sorted([0, *((last - one).days for one in days if one != last)])
