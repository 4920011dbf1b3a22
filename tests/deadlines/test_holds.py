"""What people note of rows: one of two gets it, it survives a rebuild, it goes with destruction; and the reminders."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import connections

from deadlines import dues
from lindra import clock
from lindra.deadlines import actions, lists
from lindra.deadlines.cli import due
from lindra.deadlines.models import Hold, Reminder
from lindra.people import actions as people
from lindra.privacy.reader import named
from lindra.record import facts, readings
from lindra.record.destruction import Decision, destroy

VISIT = "test visit|h1"
UNTIL = date(2026, 6, 20)


@pytest.fixture
def colleague(places):
    """Somebody else at the municipality's home nursing."""
    staff = people.add_staff(
        "SE2321000016-S9", "Person 9", "sjuksköterska", username="person9", password="relieve-17"
    )
    people.assign(staff, places.home_nursing.unit, "sjuksköterska", ("care",))
    return named(staff.hsa_id, "care")


def own(reader, when=""):
    return lists.listed(lists.Asked(when=when, unit=reader.assignment.unit), reader).lines


def test_of_two_who_claim_at_once_one_gets_it_and_the_other_is_told(places, colleague):
    patient = dues.enrolled(places.home_nursing, "Ada Ek", 2)
    readers, at_once, told = (places.home_nursing.reader(), colleague), threading.Barrier(2), []

    def claim(reader):
        at_once.wait()
        try:
            actions.claim(patient, VISIT, reader)
            told.append((reader.staff.hsa_id, "has it"))
        except actions.Taken as taken:
            told.append((reader.staff.hsa_id, taken.by))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=claim, args=(reader,)) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = next(who for who, what in told if what == "has it")
    assert sorted(what for _, what in told) == sorted(["has it", winner])
    assert [line.claimed_by for line in own(readers[0])] == [winner]
    mine = {reader.staff.hsa_id: [line.key for line in own(reader, "mine")] for reader in readers}
    assert mine == {reader.staff.hsa_id: [VISIT] * (reader.staff.hsa_id == winner) for reader in readers}


def test_what_is_claimed_can_be_claimed_again_once_it_is_given_back(places, colleague):
    patient, reader = dues.enrolled(places.home_nursing, "Ada Ek", 2), places.home_nursing.reader()
    actions.claim(patient, VISIT, reader)
    actions.claim(patient, VISIT, reader)  # pressed twice
    with pytest.raises(actions.Taken):
        actions.claim(patient, VISIT, colleague)
    actions.release(patient, VISIT, colleague)
    assert not Hold.objects.exists(), "of which nothing is noted, nothing is kept"
    actions.claim(patient, VISIT, colleague)
    assert own(reader)[0].claimed_name == "Person 9"


def test_not_now_survives_a_rebuild_and_is_back_on_its_day(places, clock_at):
    patient, reader = dues.enrolled(places.home_nursing, "Ada Ek", 9), places.home_nursing.reader()
    actions.not_now(patient, VISIT, reader, UNTIL, "Hos dottern till lördag")
    readings.rebuild()
    assert own(reader) == []
    assert lists.counts(lists.Asked(unit=places.home_nursing.unit), reader)["late"] == 0
    assert [(line.reason, line.until) for line in own(reader, "off")] == [
        ("Hos dottern till lördag", "2026-06-20")
    ]
    clock_at("2026-06-20T00:00:00+02:00")
    back = own(places.home_nursing.reader())
    assert [(line.key, line.until, line.when) for line in back] == [(VISIT, "", "late")]


def test_what_one_unit_puts_off_others_still_see(places):
    patient = dues.enrolled(places.ward, "Ada Ek", 2)
    dues.called(patient, places.ward, 5)
    dues.called(patient, places.clinic, 5, "c2")
    actions.not_now(patient, "test call|c1", places.ward.reader(), UNTIL, "Sover")
    assert "test call|c1" not in [line.key for line in own(places.ward.reader())]
    others = {line.key: (line.until, line.off_unit) for line in own(places.clinic.reader())}
    assert others["test call|c1"] == ("2026-06-20", "Avdelning 5")
    overview = lists.listed(lists.Asked(), places.ward.reader("followup")).lines
    assert {line.key: line.reason for line in overview}["test call|c1"] == "Sover"
    actions.bring_back(patient, "test call|c1", places.ward.reader())
    assert "test call|c1" in [line.key for line in own(places.ward.reader())]


def test_only_who_sees_a_row_and_takes_part_in_the_care_may_touch_it(places):
    patient = dues.enrolled(places.home_nursing, "Ada Ek", 2)
    for reader, refused in [
        (places.ward.reader(), actions.Gone),
        (places.home_nursing.reader("followup"), PermissionError),
    ]:
        with pytest.raises(refused):
            actions.claim(patient, VISIT, reader)
        with pytest.raises(refused):
            actions.not_now(patient, VISIT, reader, UNTIL, "x")
    with pytest.raises(actions.Gone):
        actions.claim(patient, "test visit|h2", places.home_nursing.reader())
    assert not Hold.objects.exists()


def test_destruction_leaves_nothing_that_was_noted(places):
    patient, other = (dues.enrolled(places.home_nursing, name, 2) for name in ("Ada Ek", "Bo Berg"))
    reader = places.home_nursing.reader()
    for one in (patient, other):
        actions.claim(one, VISIT, reader)
    entry = dues.called(patient, places.home_nursing, 1)
    decision = Decision("3.4.1-1/2026", "IVO", "2026-06-01", "one entry")
    destroy(patient, [entry], decision, settings.LINDRA_HOME, "a key of this test")
    assert list(Hold.objects.values_list("patient", flat=True)) == [other]


def test_a_reminder_goes_out_once_a_day_and_says_nothing_of_a_patient(places, clock_at):
    late = dues.enrolled(places.home_nursing, "Ada Ek", 9)
    dues.enrolled(places.home_nursing, "Bo Berg", 7)
    dues.enrolled(places.home_nursing, "Cilla Dahl", 9, "h3")
    off = dues.enrolled(places.home_nursing, "Disa Ek", 9, "h4")
    actions.not_now(off, "test visit|h4", places.home_nursing.reader(), UNTIL, "Bortrest")
    dues.called(late, places.ward, 5)  # whoever has the patient: ward and home nursing
    first = CliRunner().invoke(due, ["remind"])
    assert first.stdout.splitlines() == [
        "Avdelning 5: 1 late, 0 due today",
        "Hemsjukvården: 3 late, 1 due today",
    ]
    again = CliRunner().invoke(due, ["remind"])
    assert (again.exit_code, again.stdout) == (0, "")
    kept = [str(value) for row in Reminder.objects.values_list() for value in row]
    told = first.stdout + " ".join(kept)
    assert not any(word in told for word in ("Ada", "Ek", late, "visit", "h1", "Bortrest"))
    clock_at(clock.now() + timedelta(days=1))
    assert len(actions.remind()) == 2


def test_what_was_noted_of_rows_long_gone_is_forgotten(places, clock_at):
    patient, reader = dues.enrolled(places.home_nursing, "Ada Ek", 2), places.home_nursing.reader()
    still = dues.enrolled(places.home_nursing, "Bo Berg", 2)
    for one in (patient, still):
        actions.claim(one, VISIT, reader)
    dues.write(patient, places.home_nursing, facts.EnrolmentEnded(enrolment="h1"), clock.now())
    actions.remind()
    assert Hold.objects.count() == 2
    clock_at(clock.now() + timedelta(days=31))
    actions.remind()
    assert list(Hold.objects.values_list("patient", flat=True)) == [still]
