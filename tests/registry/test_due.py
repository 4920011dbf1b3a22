"""A death to report is due within the county's limit, for the unit responsible, and for nobody who has opted out."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from helpers import told, workplaces
from helpers.told import chart
from lindra import clock
from lindra.deadlines import actions, lists
from lindra.deadlines.declared import DECLARED, UNDATED, over
from lindra.deadlines.rules import end_of
from lindra.people import actions as people
from lindra.privacy import door, worklist
from lindra.record import facts
from lindra.record.envelope import stamp
from lindra.registry import due
from lindra.registry.due import NAME, reports
from registry import scenes
from registry.scenes import NOW, dead, opted_out, reported, withdrawn

STAY = facts.Admitted(episode="s")


@pytest.fixture
def places(either_world, clock_at):
    clock_at(NOW)
    return workplaces.build()


def keys(seen):
    return [one.row.key.split("|")[0] for one in seen if one.row is not None]


def shown(reader, **asked):
    return lists.listed(lists.Asked(name=NAME, **asked), reader).lines


# Of the chart alone


def test_a_death_is_to_be_reported_within_a_week_and_in_varmland_within_three() -> None:
    (one,) = reports(chart([(9, STAY), (3, facts.Died())]))
    assert (one.due_at, one.unit, one.until) == (end_of(date(2026, 6, 19)), "unit-1", date(2026, 12, 12))
    assert one.link == "death-report"
    lived = facts.Moved(to="own_home", municipality="1780")
    (one,) = reports(chart([(400, lived), (9, STAY), (3, facts.Died())]))
    assert one.due_at == end_of(date(2026, 7, 3))


def test_nothing_is_due_while_the_person_lives_or_once_it_is_reported() -> None:
    assert list(reports(chart([(9, STAY)]))) == []
    assert list(reports(chart([(9, STAY), (3, facts.Died()), (1, scenes.report())]))) == []


def test_a_death_of_which_no_day_is_known_is_due_on_no_day_and_never_over() -> None:
    (one,) = reports(chart([(9, STAY), (None, facts.Died())]))
    assert (one.due_at, one.until) == (None, None)


@pytest.mark.parametrize(
    ("died", "due_at"),
    [  # by the clock of Stockholm, over the nights when it changes
        ("2026-03-22T22:30:00.000000Z", "2026-03-29T21:59:59.999999Z"),
        ("2026-10-18T21:30:00.000000Z", "2026-10-25T22:59:59.999999Z"),
        ("2026-10-18T22:30:00.000000Z", "2026-10-26T22:59:59.999999Z"),
    ],
)
def test_the_limit_ends_with_the_day_in_stockholm_also_when_the_clocks_change(died, due_at) -> None:
    ago = (told.NOW - datetime.fromisoformat(died)).total_seconds() / 86_400
    (one,) = reports(chart([(ago + 9, STAY), (ago, facts.Died())]))
    assert one.due_at == due_at


def test_what_can_be_done_until_a_day_is_over_the_day_after() -> None:
    key = f"{NAME}|e|until 2026-12-12"
    assert not over(key, date(2026, 12, 12))
    assert over(key, date(2026, 12, 13))
    assert not over(f"{NAME}|e", date(2100, 1, 1))


# In the worklist


def test_it_stands_in_the_worklist_of_the_unit_responsible_until_it_is_reported(places):
    patient = dead(places.ward)
    (line,) = shown(places.ward.reader(), unit=places.ward.unit)
    assert (line.title, line.unit, line.days) == (
        "Rapportera dödsfallet till palliativregistret",
        "Avdelning 5",
        4,
    )
    assert line.detail == "Personen avled i enhetens vård. Kan rapporteras till och med 2026-12-12."
    assert lists.counts(lists.Asked(name=NAME, unit=places.ward.unit), places.ward.reader())["week"] == 1
    assert shown(places.clinic.reader(), unit=places.clinic.unit) == []
    entry = reported(patient, places.ward)
    assert shown(places.ward.reader(), unit=places.ward.unit) == []
    withdrawn(patient, places.ward, entry)
    assert len(shown(places.ward.reader(), unit=places.ward.unit)) == 1


def test_a_death_that_is_withdrawn_leaves_the_worklist(places):
    patient = workplaces.patient_at(places.ward)
    entry = scenes.write(patient, places.ward, facts.Died(), clock.now())
    assert len(shown(places.ward.reader())) == 1
    withdrawn(patient, places.ward, entry)
    assert shown(places.ward.reader()) == []


def test_who_has_opted_out_is_asked_for_by_nobody_and_again_once_that_is_taken_back(places):
    out, also = dead(places.ward, "Ada Ek"), dead(places.ward, "Bo Berg")
    opted_out(out)
    reader, asked = places.ward.reader(), lists.Asked(name=NAME, unit=places.ward.unit)
    assert [line.patient for line in shown(reader)] == [also]
    assert sum(lists.counts(asked, reader).values()) == 1
    assert keys(worklist.rows_of("due", reader, [out])) == ["relatives"], (
        "what is no register's is still there"
    )
    assert {patient for patient, key, *_ in worklist.pending("due") if key.startswith(NAME)} == {also}
    opted_out(out, False)
    assert {line.patient for line in shown(reader)} == {out, also}


def test_an_opt_out_in_any_of_a_persons_records_holds(places):
    one, other = dead(places.ward), workplaces.patient_at(places.ward, "Ada Ek", "e2")
    people.link(one, other, reason="same", by="test")
    opted_out(other)
    assert shown(places.ward.reader()) == []


def test_what_the_register_takes_no_more_is_in_no_list_no_count_and_no_reminder(places, clock_at):
    dead(places.ward)
    last = date(2026, 12, 12)
    clock_at(datetime.fromisoformat(f"{last}T22:00:00+01:00"))
    reader, asked = places.ward.reader(), lists.Asked(name=NAME, unit=places.ward.unit)
    assert [line.when for line in shown(reader)] == ["late"]
    assert lists.counts(asked, reader)["late"] == 1
    clock_at(clock.now() + timedelta(hours=3))
    reader = places.ward.reader()
    assert shown(reader) == []
    assert sum(lists.counts(asked, reader).values()) == 0
    (reminder,) = actions.remind()
    assert reminder.late == 1, "the conversation with those who are left, and no more"


def test_another_provider_reads_nothing_of_it_and_the_state_is_known_to_all_who_had_the_patient(places):
    patient = dead(places.ward)
    visit = facts.Enrolled(enrolment="h", form="home_nursing")
    scenes.write(patient, places.home_nursing, visit, clock.now() - timedelta(days=40))
    home = places.home_nursing.reader()
    assert shown(home, unit=places.home_nursing.unit) == []
    assert door.counts("register", home) == {"waiting|": 1}
    reported(patient, places.ward)
    assert door.counts("register", home) == {"reported|": 1}


def test_its_words_and_its_page_are_those_of_this_room():
    assert due.PAGE == "death-report"
    assert DECLARED[NAME].version > 0
    assert stamp(NOW) < UNDATED
