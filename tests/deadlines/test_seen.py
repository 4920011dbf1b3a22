"""Who sees what in the worklist: earliest first, one's own unit's, nothing that is hidden."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deadlines import dues
from helpers import workplaces
from lindra import clock
from lindra.deadlines import lists
from lindra.people import actions as people
from lindra.privacy import accesslog, worklist
from lindra.privacy.events import Blocked
from lindra.record import facts


def keys(found):
    return [one.row.key for one in found[0]]


def test_what_is_due_first_stands_first_and_pages_follow_each_other(places):
    home = places.home_nursing
    for number in range(7):
        dues.enrolled(home, f"Ada Ek{number}", days_ago=number, enrolment=f"h{number}")
    reader = home.reader()
    whole, after = worklist.worklist("due", reader, worklist.Wanted())
    assert [one.row.key[-2:] for one in whole] == ["h6", "h5", "h4", "h3", "h2", "h1", "h0"]
    assert after is None
    start, paged = 0, []
    while start is not None:
        some, start = worklist.worklist(
            "due", reader, worklist.Wanted(keep=lambda item: item.key[-1] != "3"), start=start, limit=2
        )
        paged += [one.row.key[-2:] for one in some]
    assert paged == ["h6", "h5", "h4", "h2", "h1", "h0"]


def test_a_unit_sees_its_own_and_what_is_nobodys_in_particular(places):
    patient = dues.enrolled(places.ward, "Ada Ek", 2)
    dues.called(patient, places.ward, 1)
    dues.write(
        patient,
        places.clinic,
        facts.Contact(episode="c2", form="outpatient"),
        clock.now() - timedelta(hours=3),
    )
    ward, clinic = places.ward.reader(), places.clinic.reader()
    own = worklist.Wanted(unit=places.clinic.unit)
    assert keys(worklist.worklist("due", clinic, own)) == ["test call|c2", "test call|c1"]
    assert "test visit|h1" in keys(worklist.worklist("due", clinic, worklist.Wanted()))
    assert keys(worklist.worklist("due", ward, worklist.Wanted(state="test visit"))) == ["test visit|h1"]
    assert keys(worklist.worklist("due", places.home_nursing.reader(), worklist.Wanted())) == []
    with pytest.raises(ValueError, match="state"):
        worklist.worklist("due", ward, worklist.Wanted(state="test visit|h1"))


def test_what_comes_of_hidden_entries_is_not_there_at_all(places):
    patient = dues.enrolled(places.ward, "Ada Ek", 2)
    dues.write(
        patient,
        places.clinic,
        facts.Contact(episode="c2", form="outpatient"),
        clock.now() - timedelta(hours=3),
    )
    dues.called(patient, places.ward, 1)
    block = Blocked(level="unit", provider=places.clinic.provider, of=places.clinic.unit)
    dues.write(patient, places.clinic, block, clock.now() - timedelta(minutes=5))
    assert keys(worklist.worklist("due", places.ward.reader(), worklist.Wanted())) == [
        "test call|c1",
        "test visit|h1",
    ]
    assert "test call|c2" in keys(worklist.worklist("due", places.clinic.reader(), worklist.Wanted()))
    assert [one.row.key for one in worklist.rows_of("due", places.ward.reader(), [patient])] == [
        "test call|c1",
        "test visit|h1",
    ]


def test_what_is_nobodys_in_particular_is_for_who_has_the_patient_now(places, clock_at):
    gone = dues.enrolled(places.ward, "Bo Berg", 30)
    dues.called(gone, places.ward, 1)
    dues.write(gone, places.home_nursing, facts.Admitted(episode="e2"), clock.now())
    both = ["test visit|h1", "test call|c1"]
    ward, home, wanted = places.ward.reader(), places.home_nursing.reader(), worklist.Wanted()
    assert keys(worklist.worklist("due", ward, wanted)) == both
    assert worklist.due_counts("due", ward, wanted, []) == [2]
    dues.write(gone, places.ward, facts.Discharged(episode="e1"), clock.now())
    dues.write(gone, places.ward, facts.EnrolmentEnded(enrolment="h1"), clock.now())
    clock_at(clock.now() + timedelta(days=800))
    ward, home = places.ward.reader(), places.home_nursing.reader()
    assert keys(worklist.worklist("due", home, wanted)) == []  # written by others, and no consent
    assert worklist.due_counts("due", ward, wanted, []) == [0]
    assert keys(worklist.worklist("due", ward, wanted)) == []
    assert worklist.rows_of("due", ward, [gone]) == []


def test_the_log_names_those_who_were_shown_and_nobody_else(small_places):
    one = dues.enrolled(small_places.ward, "Ada Ek", 2)
    dues.enrolled(small_places.ward, "Bo Berg", 1)
    worklist.worklist(
        "due", small_places.ward.reader(), worklist.Wanted(keep=lambda item: item.patient == one)
    )
    entry = accesslog.entries(1)[0]
    assert (entry["what"], entry["patients"]) == ("list due", [one])


def test_one_person_with_two_records_has_each_thing_once(places):
    one = dues.enrolled(places.ward, "Ada Ek", 2)
    two = workplaces.patient_at(places.ward, "Ada Ek", "e2")
    dues.write(
        two, places.ward, facts.Enrolled(enrolment="h1", form="home_nursing"), clock.now() - timedelta(days=2)
    )
    people.link(one, two, reason="same", by="test")
    assert keys(worklist.worklist("due", places.ward.reader(), worklist.Wanted())) == ["test visit|h1"]


def test_counts_are_those_of_the_list_for_each_span(places):
    home = places.home_nursing
    for number, days in enumerate((20, 8, 7, 3, 2, -0.0)):
        dues.enrolled(home, f"Ada Ek{number}", days, f"h{number}")
    reader, asked = home.reader(), lists.Asked(unit=home.unit)
    counted = lists.counts(asked, reader)
    assert counted == {"late": 2, "today": 1, "week": 3, "later": 0, "undated": 0}
    for when, count in counted.items():
        page = lists.listed(lists.Asked(when=when, unit=home.unit), reader)
        assert [line.when for line in page.lines] == [when] * count


def test_for_follow_up_it_is_the_list_of_all_the_providers_units(places):
    dues.enrolled(places.ward, "Ada Ek", 2)
    dues.enrolled(places.clinic, "Bo Berg", 1)
    reader = places.ward.reader("followup")
    assert {line.unit for line in lists.listed(lists.Asked(), reader).lines} == {
        "Avdelning 5",
        "Vårdcentralen",
    }
    chosen = lists.listed(lists.Asked(unit=places.clinic.unit), reader).lines
    assert [line.person.name for line in chosen] == ["Bo Berg"]
