"""The decision on real records: consent, blocks, emergencies take effect at once, and only where they should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from helpers import workplaces
from lindra.areas import actions as areas
from lindra.areas.models import Provider
from lindra.people import actions as people
from lindra.people.details import Address, Birth, Protection, Relative
from lindra.people.models import Assignment
from lindra.privacy import accesslog, actions, door
from lindra.privacy.reader import named
from lindra.record import facts, log, queries, readings
from lindra.record.clinical import Allergy
from lindra.record.envelope import When
from lindra.record.facts import Code
from lindra.record.kinds import Refused
from lindra.record.log import ANY, Draft

NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)
SECRET = "hemligt-ord-9177"


@pytest.fixture
def places(either_world, clock_at):
    clock_at(NOW)
    return workplaces.build()


def days(number: float) -> When:
    return When.at(NOW - timedelta(days=number))


def wrote(patient: str, place: workplaces.Workplace, fact: facts.Fact, ago: float = 1) -> str:
    return log.append(patient, [Draft(fact, days(ago))], place.author, expected=ANY).events[0]


def diagnosis(text: str) -> facts.Diagnosis:
    return facts.Diagnosis(code=Code(text=text), ref=text)


@pytest.fixture
def patient(places):
    """At the ward, at the clinic of the same provider, and with home nursing of another; each has written its word."""
    one = workplaces.patient_at(places.ward)
    wrote(one, places.clinic, facts.RelationOpened(relation="r"), 20)
    wrote(one, places.home_nursing, facts.Enrolled(enrolment="h", form="home_nursing"), 30)
    for place, word in ((places.ward, "ward"), (places.clinic, "clinic"), (places.home_nursing, "home")):
        wrote(one, place, diagnosis(word))
    return one


def words(patient: str, reader) -> set[str]:
    """The diagnoses that the chart, the timeline and the history show; they must agree."""
    opened = door.open(patient, reader)
    assert isinstance(opened, door.Opened)
    chart = {row["stated"].value["code"]["text"] for row in opened.chart.rows("diagnoses")}
    line = {event.payload["code"]["text"] for event in opened.timeline() if event.kind == "diagnosis"}
    past = {event.payload["code"]["text"] for event in opened.history() if event.kind == "diagnosis"}
    assert chart == line == past
    return chart


def answers(patient: str, reader) -> set[str]:
    opened = door.open(patient, reader)
    return {str(held.decision.answer) for held in opened.sight.held()}


def test_without_consent_a_unit_sees_its_own_provider_and_is_told_to_ask(places, patient):
    assert words(patient, places.ward.reader()) == {"ward", "clinic"}
    assert words(patient, places.home_nursing.reader()) == {"home"}
    assert answers(patient, places.ward.reader()) == {"ask"}


def test_consent_opens_at_once_and_to_the_one_who_asked_only(places, patient):
    actions.note_attitude(patient, "consents", places.ward.reader())
    assert words(patient, places.ward.reader()) == {"ward", "clinic", "home"}
    assert words(patient, places.home_nursing.reader()) == {"home"}
    actions.note_attitude(patient, "refuses", places.ward.reader())
    assert words(patient, places.ward.reader()) == {"ward", "clinic"}
    assert answers(patient, places.ward.reader()) == {"exists"}


def test_consent_ends_with_its_last_day(places, patient, clock_at):
    actions.note_attitude(patient, "consents", places.ward.reader(), until=NOW.date() + timedelta(days=2))
    clock_at(NOW + timedelta(days=2))
    assert "home" in words(patient, places.ward.reader())
    clock_at(NOW + timedelta(days=3))
    assert "home" not in words(patient, places.ward.reader())
    with pytest.raises(Refused, match="before today"):
        actions.note_attitude(patient, "consents", places.ward.reader(), until=NOW.date())


def test_who_cannot_decide_needs_a_basis(places, patient):
    with pytest.raises(Refused, match="clarified"):
        actions.note_attitude(patient, "unable", places.ward.reader())
    actions.note_attitude(
        patient, "unable", places.ward.reader(), basis="dottern, journal 2025", opposed=True
    )
    assert "home" not in words(patient, places.ward.reader())
    actions.note_attitude(patient, "unable", places.ward.reader(), basis="dottern, journal 2025")
    assert "home" in words(patient, places.ward.reader())


def test_only_a_child_can_be_a_child(places, patient):
    with pytest.raises(Refused, match="under 18"):
        actions.note_attitude(patient, "child", places.ward.reader())
    young = workplaces.patient_at(places.ward)
    people.note(young, Birth(date="2015-03-01"), by="test")
    wrote(young, places.home_nursing, diagnosis("home"))
    actions.note_attitude(young, "child", places.ward.reader())
    assert words(young, places.ward.reader()) == {"home"}


def test_nothing_is_shared_before_the_patient_is_informed(places, patient):
    Provider.objects.filter(pk=places.home_nursing.provider).update(shares_from=None)
    actions.note_attitude(patient, "consents", places.ward.reader())
    assert words(patient, places.ward.reader()) == {"ward", "clinic"}
    assert answers(patient, places.ward.reader()) == set()
    actions.inform(patient, "samtal och broschyr", places.home_nursing.reader())
    assert "home" in words(patient, places.ward.reader())


@pytest.mark.parametrize("level", ["unit", "process", "provider"])
def test_a_block_stands_before_others_at_once_and_is_lifted_at_once(places, patient, level):
    actions.note_attitude(patient, "consents", places.ward.reader())
    actions.note_attitude(patient, "consents", places.home_nursing.reader())
    actions.block(patient, level, places.clinic.reader())
    own_provider = {"ward", "home"} if level != "provider" else {"ward", "clinic", "home"}
    others = {"ward", "home"} if level != "provider" else {"home"}
    assert words(patient, places.ward.reader()) == own_provider
    assert words(patient, places.home_nursing.reader()) == others
    assert "clinic" in words(patient, places.clinic.reader())
    assert actions.own_blocks(patient, places.clinic.reader())[level]
    actions.lift(patient, level, places.clinic.reader())
    assert words(patient, places.ward.reader()) == words(patient, places.home_nursing.reader())
    assert not any(actions.own_blocks(patient, places.clinic.reader()).values())


@pytest.mark.parametrize("who", ["guardian", "relative", "other"])
def test_nobody_but_the_patient_blocks_or_lifts(places, patient, who):
    with pytest.raises(PermissionError, match=r"SFS 2022:913 2 kap\. 3 §"):
        actions.block(patient, "unit", places.ward.reader(), told_by=who)
    assert accesslog.entries(1)[0]["outcome"] == "denied"
    with pytest.raises(Refused, match="asks for it"):
        actions.lift(patient, "unit", places.ward.reader(), told_by=who)


def test_nobody_else_consents_or_opposes_for_the_patient(places, patient):
    for who in ("relative", "guardian", "other"):
        with pytest.raises(Refused, match="only the patient"):
            actions.note_attitude(patient, "consents", places.ward.reader(), told_by=who)
    people.note(patient, Birth(date="2015-03-01"), by="test")
    actions.note_attitude(patient, "consents", places.ward.reader(), told_by="guardian")
    for who in ("relative", "guardian"):
        with pytest.raises(Refused, match="nobody else"):
            actions.note_attitude(patient, "refuses", places.ward.reader(), told_by=who)


def test_a_child_grows_up(places, patient, clock_at):
    people.note(patient, Birth(date="2008-06-17"), by="test")
    actions.note_attitude(patient, "child", places.ward.reader())
    clock_at(NOW + timedelta(days=1))
    assert "home" in words(patient, places.ward.reader())
    clock_at(NOW + timedelta(days=2))
    assert "home" not in words(patient, places.ward.reader())


def test_who_blocks_is_told_in_danger_whatever_was_said_of_the_rest(places, patient):
    actions.block(patient, "provider", places.home_nursing.reader())
    for attitude in ("consents", "refuses"):
        actions.note_attitude(patient, attitude, places.ward.reader())
        assert [one.unit for one in actions.holders(patient, places.ward.reader())] == ["Hemsjukvården"]


def test_an_inner_block_is_opened_in_danger_though_shared_records_were_refused(places, patient):
    actions.note_attitude(patient, "refuses", places.ward.reader())
    actions.block(patient, "unit", places.clinic.reader())
    actions.open_in_emergency(patient, "fara för liv", places.ward.reader())
    assert words(patient, places.ward.reader()) == {"ward", "clinic"}


def test_what_the_patient_says_afterwards_ends_an_emergency(places, patient, clock_at):
    actions.open_in_emergency(patient, "medvetslös", places.ward.reader())
    assert "home" in words(patient, places.ward.reader())
    assert accesslog.entries(1)[0]["outcome"] == "emergency"
    assert "SFS 2022:913 3 kap. 6 §" in accesslog.entries(1)[0]["right"]
    clock_at(NOW + timedelta(hours=1))
    actions.block(patient, "unit", places.clinic.reader())
    assert words(patient, places.ward.reader()) == {"ward"}


def test_after_death_nobody_consents_and_there_is_no_danger(places, patient):
    wrote(patient, places.ward, facts.Died(expected="yes"), 0)
    assert answers(patient, places.ward.reader()) == {"exists"}
    with pytest.raises(Refused, match="died"):
        actions.note_attitude(patient, "consents", places.ward.reader())
    with pytest.raises(PermissionError):
        actions.open_in_emergency(patient, "fara", places.ward.reader())


def test_a_block_is_lifted_in_every_record_of_the_person(places, patient):
    other = workplaces.patient_at(places.clinic)
    wrote(other, places.clinic, diagnosis("other"))
    actions.block(other, "unit", places.clinic.reader())
    people.link(patient, other, reason="same person", by="test")
    assert words(patient, places.ward.reader()) == {"ward"}
    actions.lift(patient, "unit", places.clinic.reader())
    assert words(patient, places.ward.reader()) == {"ward", "clinic", "other"}


def test_a_stay_ends_with_its_discharge_whoever_writes_it(places, clock_at):
    patient = workplaces.patient_at(places.ward)
    wrote(patient, places.clinic, facts.Discharged(episode="e1"), 0)
    wrote(patient, places.clinic, diagnosis("clinic"), 0)
    clock_at(NOW + timedelta(days=8))
    assert words(patient, places.ward.reader()) == set()


def test_a_listing_ends_with_the_next(places, clock_at):
    patient = people.new_patient()
    practice = facts.Actor(role="practice", reference="p")
    wrote(patient, places.clinic, facts.Listed(practice=practice), 300)
    wrote(patient, places.ward, facts.Listed(practice=practice), 200)
    wrote(patient, places.ward, diagnosis("ward"))
    assert words(patient, places.clinic.reader()) == set()
    assert words(patient, places.ward.reader()) == {"ward"}


def test_a_reader_whose_provider_does_not_share_reads_nobody_elses(places, patient):
    actions.note_attitude(patient, "unable", places.home_nursing.reader(), basis="dottern")
    actions.note_attitude(patient, "consents", places.ward.reader())
    assert "home" in words(patient, places.ward.reader())
    Provider.objects.filter(pk=places.ward.provider).update(shares_from=None)
    assert "home" not in words(patient, places.ward.reader())


def test_where_somebody_lives_is_not_told_after_the_care_has_ended(places, clock_at):
    patient = workplaces.patient_at(places.ward)
    people.note(patient, Address(lines=("Storgatan 1",)), by="test")
    wrote(patient, places.ward, facts.Discharged(episode="e1"), 0)
    assert door.open(patient, places.ward.reader()).person.first(Address) is not None
    clock_at(NOW + timedelta(days=8))
    assert door.open(patient, places.ward.reader()).person.first(Address) is None


def test_a_search_leaves_one_row_whether_there_is_such_a_patient_or_not(places):
    theirs = workplaces.patient_at(places.home_nursing)
    people.identify(theirs, "personnummer", "191212121212")
    counts = []
    for number in ("191212121212", "191101019007"):
        before = len(accesslog.entries(10_000))
        door.search(number, places.ward.reader(), "patients")
        counts.append(len(accesslog.entries(10_000)) - before)
    assert counts == [1, 1]


def test_danger_opens_for_hours_to_the_one_who_said_so_and_is_in_the_log(places, patient, clock_at):
    reader = places.ward.reader()
    told = actions.holders(patient, reader)
    assert [(one.provider, one.unit, one.blocked) for one in told] == [
        ("Norrviks kommun", "Hemsjukvården", False)
    ]
    assert words(patient, reader) == {"ward", "clinic"}
    actions.open_in_emergency(patient, "medvetslös, andnöd", reader)
    assert accesslog.entries(1)[0]["outcome"] == "emergency"
    assert words(patient, places.ward.reader()) == {"ward", "clinic", "home"}
    colleague = people.add_staff("SE2321000016-S8", "Kollega")
    people.assign(colleague, places.ward.unit, "nurse")
    assert words(patient, named("SE2321000016-S8", "care")) == {"ward", "clinic"}
    clock_at(NOW + timedelta(hours=13))
    assert words(patient, places.ward.reader()) == {"ward", "clinic"}


def test_danger_needs_a_reason_and_something_to_open(places, patient):
    with pytest.raises(Refused, match="absolutely needs"):
        actions.open_in_emergency(patient, "  ", places.ward.reader())
    actions.note_attitude(patient, "refuses", places.ward.reader())
    with pytest.raises(PermissionError):
        actions.open_in_emergency(patient, "fara", places.ward.reader())
    with pytest.raises(PermissionError):
        actions.holders(patient, places.ward.reader())
    assert words(patient, places.ward.reader()) == {"ward", "clinic"}


def test_another_providers_block_is_never_opened_here_only_told_of(places, patient):
    actions.block(patient, "provider", places.home_nursing.reader())
    assert answers(patient, places.ward.reader()) == {"exists"}
    told = actions.holders(patient, places.ward.reader())
    assert [(one.unit, one.blocked) for one in told] == [("Hemsjukvården", True)]
    with pytest.raises(PermissionError):
        actions.open_in_emergency(patient, "fara för liv", places.ward.reader())
    assert words(patient, places.ward.reader()) == {"ward", "clinic"}


def test_a_block_within_the_provider_is_opened_in_two_steps(places, patient):
    actions.block(patient, "unit", places.clinic.reader())
    assert [one.unit for one in actions.holders(patient, places.ward.reader()) if one.blocked] == [
        "Vårdcentralen"
    ]
    actions.open_in_emergency(patient, "fara för liv", places.ward.reader())
    assert "clinic" in words(patient, places.ward.reader())


def test_a_hidden_correction_corrects_all_the_same(places, patient):
    """Else what was withdrawn would stand again for those who may not see the withdrawal."""
    wrong = wrote(patient, places.ward, diagnosis("wrong"))
    log.append(patient, [Draft(facts.Withdrawn(reason=SECRET), days(0), corrects=wrong)],
               places.home_nursing.author, expected=ANY)  # fmt: skip
    assert "wrong" not in words_in_force(patient, places.ward.reader())


def words_in_force(patient: str, reader) -> set[str]:
    opened = door.open(patient, reader)
    return {row["stated"].value["code"]["text"] for row in opened.chart.rows("diagnoses")}


def test_a_list_shows_of_a_patient_only_what_this_reader_may_see(places, patient):
    wrote(patient, places.home_nursing, facts.Moved(to="care_home"), 0.5)
    wrote(patient, places.ward, facts.Discharged(episode="e1", to="unknown"), 0.6)
    row = next(one.row for one in door.rows("patients", places.ward.reader()) if one.patient == patient)
    assert row.data["where"] != "care_home"
    assert row.data["teams"] == []
    assert door.counts("patients", places.ward.reader()) == {"living|": 1}
    actions.note_attitude(patient, "consents", places.ward.reader())
    row = next(one.row for one in door.rows("patients", places.ward.reader()) if one.patient == patient)
    assert (row.data["where"], row.data["teams"]) == ("care_home", ["home_nursing"])
    assert door.counts("patients", places.ward.reader()) == {"living|care_home": 1}


def test_a_protected_address_is_for_those_who_treat_now(places, patient, clock_at):
    people.note(patient, Address(lines=("Hemliga gatan 9",), municipality="1780"), by="test")
    people.note(patient, Relative(ref="r", name="Närstående", telecom=("070-1740605",)), by="test")
    people.note(patient, Protection(level="skyddad_folkbokforing"), by="test")
    wrote(patient, places.ward, facts.Moved(to="own_home", place="Hemliga gatan 9"))
    opened = door.open(patient, places.ward.reader())
    assert opened.person.first(Address) is not None
    Assignment.objects.filter(staff=places.ward.staff).update(role="assistant nurse")
    opened = door.open(patient, places.ward.reader())
    assert "Hemliga" not in str(opened)
    assert "070-1740605" not in str(opened)
    assert all(event.kind != "moved" for event in opened.timeline())
    assert "Hemliga" not in str(door.rows("patients", places.ward.reader()))


def test_a_role_nobody_has_described_opens_nothing(places, patient):
    Assignment.objects.filter(staff=places.ward.staff).update(role="trollkarl")
    for purpose in ("care", "followup", "admin", "extract"):
        assert isinstance(door.open(patient, places.ward.reader(purpose)), door.Denied)
        assert all(one.masked for one in door.rows("patients", places.ward.reader(purpose)))


def test_a_care_administrator_sees_that_care_was_given_not_the_care(places, patient):
    Assignment.objects.filter(staff=places.ward.staff).update(role="clerk")
    opened = door.open(patient, places.ward.reader())
    assert words_in_force(patient, places.ward.reader()) == set()
    assert {event.kind for event in opened.timeline()} <= {"admitted", "relation_opened"}


def test_a_relation_is_current_for_some_days_after_it_ended(places, clock_at):
    patient = workplaces.patient_at(places.ward)
    wrote(patient, places.ward, diagnosis("ward"))
    wrote(patient, places.clinic, diagnosis("clinic"))
    wrote(patient, places.ward, facts.Discharged(episode="e1"), 0)
    clock_at(NOW + timedelta(days=7))
    assert words(patient, places.ward.reader()) == {"ward", "clinic"}
    clock_at(NOW + timedelta(days=8))
    assert words(patient, places.ward.reader()) == {"ward"}


def test_a_contact_makes_a_relation_for_a_season(places, clock_at):
    patient = people.new_patient()
    log.append(patient, [Draft(facts.Contact(episode="c", form="outpatient"), days(14))], places.clinic.author,
               expected=ANY)  # fmt: skip
    wrote(patient, places.ward, diagnosis("ward"), 14)
    clock_at(datetime(2026, 9, 28, 10, tzinfo=UTC))
    assert words(patient, places.clinic.reader()) == {"ward"}
    clock_at(datetime(2026, 9, 29, 10, tzinfo=UTC))
    assert words(patient, places.clinic.reader()) == set()


def test_after_a_death_the_others_entries_stay_for_the_report_and_then_close(places, patient, clock_at):
    actions.note_attitude(patient, "consents", places.home_nursing.reader())
    wrote(patient, places.ward, facts.Died(expected="yes"), 0)
    clock_at(NOW + timedelta(days=180))
    assert "ward" in words(patient, places.home_nursing.reader())
    clock_at(NOW + timedelta(days=181))
    assert words(patient, places.home_nursing.reader()) == {"home"}


@pytest.mark.parametrize(("left", "after"), [(0, 180), (1, 6)], ids=["with the death", "the day before"])
def test_care_that_lasted_until_the_death_counts_from_it(places, clock_at, left, after):
    patient = workplaces.patient_at(places.ward)
    wrote(patient, places.ward, diagnosis("ward"), 2)
    wrote(patient, places.clinic, diagnosis("clinic"), 2)
    wrote(patient, places.ward, facts.Discharged(episode="e1", to="unknown" if left else "deceased"), left)
    wrote(patient, places.clinic, facts.Died(expected="yes"), 0)
    clock_at(NOW + timedelta(days=after))
    assert words(patient, places.ward.reader()) == {"ward", "clinic"}
    clock_at(NOW + timedelta(days=after + 1))
    assert words(patient, places.ward.reader()) == {"ward"}


def test_that_somebody_died_is_told_to_all_who_have_them(places, patient):
    wrote(patient, places.ward, facts.Died(expected="yes"), 0)
    opened = door.open(patient, places.home_nursing.reader())
    assert opened.chart.one("death") is not None
    assert opened.chart.counts.get("admitted") is None


def test_being_asked_opens_for_days_and_says_nothing_of_who_is_here(places, patient, clock_at):
    people.identify(patient, "personnummer", "191212121212")
    doctor = people.add_staff("SE2321000016-S9", "Jour Läkare", "Läkare")
    line = areas.add_unit(
        hsa_id="SE2321000016-U9", name="Jouren", kind="primary_care", municipality="1780",
        provider=Provider.objects.get(pk=places.ward.provider), valid_from=workplaces.FIRST,
    )  # fmt: skip
    people.assign(doctor, line.id, "physician")
    assert isinstance(door.open(patient, named("SE2321000016-S9", "care")), door.Denied)
    reader = named("SE2321000016-S9", "care")
    assert actions.be_asked("191101019007", "hemsjukvården", "andnöd", reader) == ""
    with pytest.raises(Refused, match="who asked"):
        actions.be_asked("191212121212", " ", "andnöd", reader)
    assert actions.be_asked("191212121212", "hemsjukvården i Norrvik", "andnöd", reader) == patient
    assert words(patient, named("SE2321000016-S9", "care")) == {"ward", "clinic"}
    clock_at(NOW + timedelta(days=4))
    assert words(patient, named("SE2321000016-S9", "care")) == set()


def test_the_patients_view_stands_beside_the_entry(places, patient):
    entry = next(
        e.id for e in queries.events_of(patient) if e.kind == "diagnosis" and e.unit == places.ward.unit
    )
    actions.dispute(patient, entry, "Jag har aldrig haft detta.", places.ward.reader())
    (row,) = door.open(patient, places.ward.reader()).chart.rows("disputes")
    assert (row["stated"].value["entry"], row["stated"].value["view"]) == (
        entry,
        "Jag har aldrig haft detta.",
    )
    foreign = next(e.id for e in queries.events_of(patient) if e.unit == places.home_nursing.unit)
    with pytest.raises(PermissionError):
        actions.dispute(patient, foreign, "inte heller detta", places.ward.reader())
    with pytest.raises(Refused):
        actions.dispute(patient, entry, "", places.ward.reader())


def test_each_provider_corrects_only_what_it_wrote(places, patient):
    foreign = next(
        e for e in queries.events_of(patient) if e.kind == "diagnosis" and e.unit == places.home_nursing.unit
    )
    actions.note_attitude(patient, "consents", places.ward.reader())
    draft = Draft(facts.Withdrawn(reason="nej"), days(0), corrects=foreign.id)
    with pytest.raises(PermissionError):
        door.write(patient, [draft], places.ward.reader(), expected=queries.seq_of(patient))
    assert "home" in words(patient, places.ward.reader())


def test_what_others_noted_of_consent_and_blocks_is_not_shown(places, patient):
    actions.note_attitude(patient, "unable", places.home_nursing.reader(), basis=SECRET)
    actions.block(patient, "unit", places.clinic.reader())
    actions.note_attitude(patient, "consents", places.ward.reader())
    opened = door.open(patient, places.ward.reader())
    told = str(opened.chart) + str(opened.timeline()) + str(opened.history())
    assert SECRET not in told
    assert "blocked" not in told


def test_nothing_is_opened_where_the_doors_own_reading_is_missing(places, patient):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_reading WHERE patient = %s AND reading = 'door'", [patient])
    opened = door.open(patient, places.ward.reader())
    assert opened.chart.slots == {}
    assert opened.timeline() == []
    readings.rebuild_one(patient)
    assert words(patient, places.ward.reader()) == {"ward", "clinic"}


def test_who_writes_first_needs_an_entry_that_begins_a_relation(places):
    patient = people.new_patient()
    with pytest.raises(PermissionError):
        door.write(patient, [Draft(diagnosis("x"))], places.ward.reader(), expected=0)
    begun = [Draft(facts.Admitted(episode="e"), days(0)), Draft(diagnosis("x"), days(0))]
    door.write(patient, begun, places.ward.reader(), expected=0)
    assert words(patient, places.ward.reader()) == {"x"}


def test_the_timeline_fills_its_page_past_what_is_hidden(places, patient):
    for number in range(30):
        wrote(patient, places.home_nursing, Allergy(ref=str(number), code=Code(text="dold")), 0.9)
    opened = door.open(patient, places.ward.reader())
    assert [e.kind for e in opened.timeline(limit=4)].count("allergy") == 0
    assert len(opened.timeline(limit=4)) == 4
