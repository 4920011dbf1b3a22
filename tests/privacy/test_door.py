"""The one door: who is let in, what is masked, and that the log is written first."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import transaction

from helpers import workplaces
from lindra.people import actions as people
from lindra.people.details import Protection
from lindra.privacy import accesslog, actions, door
from lindra.privacy.reader import NoReader, named
from lindra.record import facts, log, queries
from lindra.record.envelope import When
from lindra.record.export import keyed_with
from lindra.record.kinds import Refused
from lindra.record.log import Draft


@pytest.fixture
def places(either_world):
    return workplaces.build()


SAME = datetime(2026, 6, 1, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    patient: str


def test_a_unit_with_a_care_relation_opens_the_patient(places):
    patient = workplaces.patient_at(places.ward)
    opened = door.open(patient, places.ward.reader())
    assert isinstance(opened, door.Opened)
    assert (opened.person.name, opened.seq, opened.chart.counts) == ("Test Testsson", 1, {"admitted": 1})
    assert [event.kind for event in opened.timeline()] == ["admitted"]


def test_another_unit_of_the_same_provider_is_denied_for_care(places):
    patient = workplaces.patient_at(places.ward)
    assert door.open(patient, places.clinic.reader()) == door.Denied("SFS 2008:355 4 kap. 1 §")


@pytest.mark.parametrize(
    ("place", "purpose", "allowed"),
    [
        ("ward", "care", True), ("ward", "admin", True), ("ward", "followup", True), ("ward", "extract", True),
        ("clinic", "care", False), ("clinic", "admin", False),
        ("clinic", "followup", True), ("clinic", "extract", True),
        ("home_nursing", "care", False), ("home_nursing", "followup", False), ("home_nursing", "extract", False),
    ],
)  # fmt: skip
def test_who_may_open_a_patient_of_the_ward(places, place, purpose, allowed):
    patient = workplaces.patient_at(places.ward)
    opened = door.open(patient, getattr(places, place).reader(purpose))
    assert isinstance(opened, door.Opened) is allowed


def test_nobody_can_tell_a_denied_patient_from_one_that_does_not_exist(places):
    patient = workplaces.patient_at(places.ward)
    reader = places.home_nursing.reader()
    assert door.open(patient, reader) == door.open("no-such-patient", reader)


def test_every_opening_and_every_denial_is_logged(places):
    patient = workplaces.patient_at(places.ward)
    door.open(patient, places.ward.reader())
    door.open(patient, places.home_nursing.reader())
    denied, opened = accesslog.entries(2)
    assert (opened["staff"], opened["patients"], opened["outcome"]) == (
        places.ward.staff.hsa_id,
        [patient],
        "opened",
    )
    assert (denied["staff"], denied["outcome"]) == (places.home_nursing.staff.hsa_id, "denied")
    assert opened["right"] == "SFS 2008:355 4 kap. 1 §"
    assert opened["unit"] == places.ward.unit
    assert opened["purpose"] == "care"


def test_the_log_entry_stays_when_the_request_is_rolled_back(places):
    patient = workplaces.patient_at(places.ward)
    with transaction.atomic():
        door.open(patient, places.ward.reader())
        transaction.set_rollback(True)
    assert accesslog.entries(1)[0]["patients"] == [patient]


def test_no_answer_is_given_when_the_log_cannot_be_written(places, monkeypatch):
    patient = workplaces.patient_at(places.ward)

    def full(*args):
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(accesslog, "_insert", full)
    with pytest.raises(sqlite3.OperationalError):
        door.open(patient, places.ward.reader())
    with pytest.raises(sqlite3.OperationalError):
        door.visible([Row(patient)], places.ward.reader())


def test_a_list_keeps_its_order_and_masks_what_may_not_be_seen(places):
    mine, theirs = workplaces.patient_at(places.ward), workplaces.patient_at(places.home_nursing)
    seen = door.visible([Row(theirs), Row(mine), Row(theirs)], places.ward.reader())
    assert [one.masked for one in seen] == [True, False, True]
    assert seen[1].person is not None
    assert [(one.row, one.patient, one.person) for one in seen if one.masked] == [(None, "", None)] * 2


def test_a_list_of_fifty_is_one_row_that_names_fifty(places):
    patients = [workplaces.patient_at(places.ward, episode=f"e{n}") for n in range(50)]
    before = len(accesslog.entries())
    door.visible([Row(patient) for patient in patients], places.ward.reader())
    assert len(accesslog.entries()) == before + 1
    assert accesslog.entries(1)[0]["patients"] == patients


def test_a_reading_lists_the_patients_of_ones_own_unit_only(places):
    mine, _ = workplaces.patient_at(places.ward), workplaces.patient_at(places.home_nursing)
    assert [one.patient for one in door.rows("patients", places.ward.reader())] == [mine]
    assert [one.patient for one in door.rows("patients", places.clinic.reader("followup"))] == [mine]
    assert door.rows("patients", places.clinic.reader()) == []


def test_a_search_finds_by_part_of_a_name_and_by_number_within_ones_own_unit(places):
    mine = workplaces.patient_at(places.ward, "Berit Bergström")
    workplaces.patient_at(places.home_nursing, "Berit Björk")
    people.identify(mine, "personnummer", "191212121212")
    for text in ("berit", "BERGSTR", "19121212-1212", "121212+1212"):
        assert [one.patient for one in door.search(text, places.ward.reader(), "patients")] == [mine], text
    assert door.search("berit", places.clinic.reader(), "patients") == []
    assert door.search("19121212-1212", places.home_nursing.reader(), "patients") == []


def test_linked_records_are_opened_as_one_person(places):
    one = workplaces.patient_at(places.ward, episode="e1")
    other = workplaces.patient_at(places.home_nursing, episode="e2")
    people.link(one, other, reason="same person", by="test")
    assert door.open(one, places.ward.reader()).chart.counts == {"admitted": 1}
    actions.note_attitude(one, "consents", places.ward.reader())
    opened = door.open(one, places.ward.reader())
    assert isinstance(opened, door.Opened)
    assert opened.chart.counts == {"admitted": 2}
    assert len(opened.timeline(kinds=["admitted"])) == 2
    people.unlink(one, other, reason="not so", by="test")
    assert door.open(one, places.ward.reader()).chart.counts == {"admitted": 1}


def test_the_cases_of_an_indicator_are_shown_to_ones_own_provider_only(places, settings_key):
    mine, theirs = workplaces.patient_at(places.ward), workplaces.patient_at(places.home_nursing)
    keyed = keyed_with(settings_key)
    seen = door.cases([keyed(theirs), keyed(mine)], places.clinic.reader("followup"))
    assert [one.patient for one, _sight in seen] == ["", mine]
    assert [sight is not None and sight.whole for _one, sight in seen] == [False, True]


@pytest.fixture
def settings_key():
    from django.conf import settings

    return settings.LINDRA_PSEUDONYM_KEY


def test_writing_goes_in_the_readers_name_and_needs_the_relation(places):
    patient = workplaces.patient_at(places.ward)
    draft = Draft(facts.Moved(to="care_home"))
    done = door.write(patient, [draft], places.ward.reader(), expected=1)
    event = queries.events_of(patient)[-1]
    assert (event.id, event.author, event.unit) == (
        done.events[0],
        places.ward.staff.hsa_id,
        places.ward.unit,
    )
    for reader in (places.home_nursing.reader(), places.ward.reader("followup")):
        with pytest.raises(PermissionError):
            door.write(patient, [draft], reader, expected=2)
    assert queries.seq_of(patient) == 2


def test_what_stands_in_the_timeline_is_what_is_in_force(places):
    patient = workplaces.patient_at(places.ward)
    author = places.ward.author
    first = queries.events_of(patient)[0]
    log.append(patient, [Draft(facts.RelationOpened(relation="r")),
                         Draft(facts.Diagnosis(code=facts.Code(code="C34")))], author, expected=1)  # fmt: skip
    log.withdraw(patient, first.id, "never came", author, expected=3)
    opened = door.open(patient, places.ward.reader())
    assert opened.timeline() == []
    assert [event.kind for event in opened.undated()] == ["relation_opened", "diagnosis"]
    assert [event.kind for event in opened.history()] == [
        "admitted",
        "relation_opened",
        "diagnosis",
        "withdrawn",
    ]


def test_a_relation_that_never_was_opens_nothing(places):
    patient = workplaces.patient_at(places.ward)
    log.withdraw(patient, queries.events_of(patient)[0].id, "another patient", places.ward.author, expected=1)
    assert isinstance(door.open(patient, places.ward.reader()), door.Denied)


@pytest.mark.parametrize(
    ("hsa_id", "purpose", "unit", "said"),
    [
        ("SE2321000016-XX", "care", "", "no member of staff"),
        ("SE2321000016-S1", "curiosity", "", "--purpose must be one of"),
        ("SE2321000016-S1", "care", "SE2321000016-U2", "no assignment at the unit"),
    ],
)
def test_a_reader_that_is_not_there_says_what_to_add(places, hsa_id, purpose, unit, said):
    with pytest.raises(NoReader, match=said):
        named(hsa_id, purpose, unit)


def test_somebody_with_several_assignments_must_say_which(places):
    people.assign(places.ward.staff, places.clinic.unit, "sjuksköterska", ("care",))
    with pytest.raises(NoReader, match="add --unit"):
        named(places.ward.staff.hsa_id, "care")
    assert named(places.ward.staff.hsa_id, "care", "SE2321000016-U2").assignment.unit == places.clinic.unit


def test_a_purpose_the_assignment_does_not_allow_is_refused(places):
    from lindra.people.models import Assignment

    Assignment.objects.filter(staff=places.ward.staff).update(purposes=["care"])
    with pytest.raises(NoReader, match="does not allow the purpose 'followup'"):
        named(places.ward.staff.hsa_id, "followup")


def test_a_refused_draft_writes_nothing(places):
    patient = workplaces.patient_at(places.ward)
    with pytest.raises(Refused):
        door.write(patient, [], places.ward.reader(), expected=1)
    assert queries.seq_of(patient) == 1


def test_what_happened_at_one_instant_is_paged_through_without_loss(places):
    patient = workplaces.patient_at(places.ward)
    drafts = [Draft(facts.Contact(episode=f"c{n}", form="telephone"), When.at(SAME)) for n in range(5)]
    log.append(patient, drafts, places.ward.author, expected=1)
    opened, seen, place = door.open(patient, places.ward.reader()), [], door.END
    while page := opened.timeline(place, limit=2):
        seen += [event.id for event in page]
        place = (page[-1].occurred_from, page[-1].id)
    assert len(seen) == len(set(seen)) == 6


def test_counts_name_nobody_in_the_log_and_a_page_names_those_on_it(places):
    patients = {workplaces.patient_at(places.ward, episode=f"e{n}") for n in range(5)}
    assert sum(door.counts("patients", places.ward.reader()).values()) == 5
    assert accesslog.entries(1)[0]["patients"] == []
    shown = door.rows("patients", places.ward.reader(), state="living", start=3, limit=3)
    assert len(shown) == 2
    assert set(accesslog.entries(1)[0]["patients"]) == {one.patient for one in shown} < patients


def test_a_search_for_the_number_of_somebody_elses_patient_is_logged_as_such(places):
    theirs = workplaces.patient_at(places.home_nursing)
    people.identify(theirs, "personnummer", "191212121212")
    assert door.search("19121212-1212", places.ward.reader(), "patients") == []
    (denied,) = accesslog.entries(1)
    assert (denied["patients"], denied["outcome"]) == ([theirs], "denied")


def test_what_is_no_patient_is_not_kept_in_the_log(places):
    door.open("191212121212", places.ward.reader())
    assert "191212121212" not in str(accesslog.entries(1)[0]["patients"]) + accesslog.entries(1)[0]["what"]


def test_an_entry_signed_later_is_shown_as_signed(places):
    patient = workplaces.patient_at(places.ward)
    log.append(
        patient,
        [Draft(facts.Moved(to="own_home"), When.at(SAME), signed=False)],
        places.ward.author,
        expected=1,
    )
    opened = door.open(patient, places.ward.reader())
    (unsigned,) = [event for event in opened.timeline() if not event.signed]
    log.append(patient, [Draft(facts.Signed(signs=unsigned.act))], places.ward.author, expected=2)
    assert all(event.signed for event in door.open(patient, places.ward.reader()).timeline())


def test_protection_on_one_of_two_linked_records_protects_the_person(places):
    one, other = (workplaces.patient_at(places.ward, episode=episode) for episode in ("e1", "e2"))
    people.note(one, Protection(level="none"), by="test")
    people.note(other, Protection(level="sekretessmarkering"), by="test")
    people.link(one, other, reason="same person", by="test")
    assert door.open(one, places.ward.reader()).person.protected
    assert all(seen.person.protected for seen in door.visible([Row(one), Row(other)], places.ward.reader()))
