"""Destruction by decision with two persons: nothing before, exactly what was seen, each act in the access log."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from helpers import workplaces
from lindra import clock
from lindra.people import actions as people
from lindra.people import staff
from lindra.people.details import Protection
from lindra.privacy import accesslog
from lindra.privacy import reader as readers
from lindra.privacy.models import Removal
from lindra.privacy.reader import named
from lindra.privacy.removal import actions, queries, rules
from lindra.privacy.removal.actions import StandAgain
from lindra.record import export, facts, log
from lindra.record.envelope import When
from lindra.record.kinds import Refused
from lindra.record.log import ANY, Draft
from lindra.record.verify import verify
from privacy.removal.scenes import SECRET, diagnosis, events, gone, told, write


@pytest.fixture
def patient(scene):
    return workplaces.patient_at(scene.places.ward)


def mark(removal):
    return rules.fingerprint(event for part in removal.parts.all() for event in part.events)


def confirm(removal, reader):
    actions.confirm(removal, mark(removal), reader)
    return removal


def log_of(*outcomes):
    return [
        (entry["what"], entry["outcome"])
        for entry in reversed(accesslog.entries())
        if entry["outcome"] in outcomes
    ]


# PDL 8 kap. 4 §: the inspectorate may decide that a record is destroyed, wholly or in part


def test_one_prepares_another_confirms_and_only_then_it_is_gone(scene, patient):
    entry = write(patient, scene.places.ward, diagnosis())
    removal = actions.prepare(patient, [entry], told(), scene.one)
    assert (removal.state, gone(patient)) == ("prepared", set())
    confirm(removal, scene.other)
    assert (removal.state, gone(patient)) == ("carried_out", {entry})
    assert (removal.prepared_by, removal.settled_by) == (scene.one.staff.hsa_id, scene.other.staff.hsa_id)
    assert verify().faults == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT decision, authority, decided_on, scope FROM record_destruction")
        assert cursor.fetchall() == [
            ("3.4.1-17/2026", "Inspektionen för vård och omsorg", "2026-06-01", "en del av journalen")
        ]


def test_every_act_is_in_the_access_log_with_its_paragraph(scene, patient):
    entry = write(patient, scene.places.ward, diagnosis())
    confirm(actions.prepare(patient, [entry], told(), scene.one), scene.other)
    rows = list(reversed(accesslog.entries()))
    assert [(row["staff"][-2:], row["what"]) for row in rows] == [
        ("S1", "prepare destruction"), ("S8", "confirm destruction"), ("S8", "carry on destruction"),
        ("S8", "destroy by 3.4.1-17/2026"),
    ]  # fmt: skip
    assert {(row["right"], row["outcome"], tuple(row["patients"])) for row in rows} == {
        ("SFS 2008:355 8 kap. 4 §", "allowed", (patient,))
    }


def test_the_same_person_never_both_also_through_another_assignment(scene, patient):
    entry = write(patient, scene.places.ward, diagnosis())
    removal = actions.prepare(patient, [entry], told(), scene.one)
    people.assign(scene.places.ward.staff, scene.places.ward.unit, "läkare", ("admin",))
    hsa_id = scene.one.staff.hsa_id
    both = _readers(hsa_id)
    assert len({one.assignment.id for one in both}) == 2
    for one in both:
        with pytest.raises(PermissionError):
            confirm(removal, one)
        with pytest.raises(PermissionError):
            actions.refuse(removal, "other", one)
        with pytest.raises(PermissionError):
            actions.carry_on(removal, one)
    assert (removal.state, gone(patient)) == ("prepared", set())
    assert log_of("denied").count(("confirm destruction", "denied")) == 2


def _readers(hsa_id):
    who = staff.by_hsa_id(hsa_id)
    return [readers.reader(who, work, "admin") for work in readers.works(who) if "admin" in work.purposes]


def test_the_database_itself_wants_two_persons(scene, patient):
    removal = actions.prepare(patient, [events(patient)[0].id], told(), scene.one)
    for who in (scene.one.staff.hsa_id, ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Removal.objects.filter(pk=removal.pk).update(state="confirmed", settled_by=who)


def test_what_was_refused_or_taken_back_stays_and_cannot_be_confirmed(scene, patient):
    entry = write(patient, scene.places.ward, diagnosis())
    refused = actions.prepare(patient, [entry], told(), scene.one)
    actions.refuse(refused, "other_entries", scene.other)
    withdrawn = actions.prepare(patient, [entry], told(), scene.one)
    with pytest.raises(Refused):
        actions.withdraw(withdrawn, scene.other)
    actions.withdraw(withdrawn, scene.one)
    assert [(one.state, one.refusal) for one in (refused, withdrawn)] == [
        ("refused", "other_entries"),
        ("withdrawn", ""),
    ]
    for one in (refused, withdrawn):
        with pytest.raises(Refused):
            confirm(one, scene.other)
        with pytest.raises(Refused):
            actions.carry_on(one, scene.other)
    assert gone(patient) == set()


def test_who_confirms_sends_back_the_mark_of_what_was_shown(scene, patient):
    entry = write(patient, scene.places.ward, diagnosis())
    removal = actions.prepare(patient, [entry], told(), scene.one)
    with pytest.raises(Refused):
        actions.confirm(removal, rules.fingerprint([events(patient)[0].id]), scene.other)
    assert (Removal.objects.get().state, gone(patient)) == ("prepared", set())


def test_another_purpose_another_unit_and_another_provider_do_nothing(scene, patient):
    entry = write(patient, scene.places.ward, diagnosis())
    ward = scene.places.ward
    for reader in (ward.reader("care"), ward.reader("followup"), scene.clinic, scene.municipal):
        with pytest.raises(PermissionError):
            actions.prepare(patient, [entry], told(), reader)
    removal = actions.prepare(patient, [entry], told(), scene.one)
    for reader in (scene.clinic, scene.municipal, named(scene.other.staff.hsa_id, "care")):
        with pytest.raises(PermissionError):
            confirm(removal, reader)
    assert gone(patient) == set()


def test_only_entries_of_the_readers_own_provider(scene, patient):
    theirs = write(patient, scene.places.home_nursing, diagnosis())
    for chosen in ([theirs], [events(patient)[0].id, theirs], ["no such entry"], []):
        with pytest.raises(Refused):
            actions.prepare(patient, chosen, told(), scene.one)


def test_what_another_unit_wrote_and_does_not_show_is_prepared_there(scene, patient):
    """For administration one sees of other units only that care was given (PDL 4 kap. 2 §)."""
    visit = write(patient, scene.places.clinic, facts.Contact(episode="v", form="outpatient"))
    hidden = write(patient, scene.places.clinic, diagnosis())
    with pytest.raises(Refused):
        actions.prepare(patient, [hidden], told(), scene.one)
    actions.withdraw(actions.prepare(patient, [visit], told(), scene.one), scene.one)
    there = actions.prepare(patient, [hidden], told(), scene.clinic)
    with pytest.raises(Refused):
        confirm(there, scene.other)  # nobody confirms what they cannot see
    assert gone(patient) == set()


def test_of_protected_persons_the_own_units_entries_may_go_though_the_place_is_not_shown(scene, patient):
    people.note(patient, Protection(level="sekretessmarkering"), by="test")
    moved = write(patient, scene.places.ward, facts.Moved(to="own_home", place=SECRET))
    confirm(actions.prepare(patient, [moved], told(), scene.one), scene.other)
    assert gone(patient) == {moved}


# What was corrected or withdrawn must be named too


def test_what_would_stand_again_must_be_named_and_is_told(scene, patient):
    first = write(patient, scene.places.ward, diagnosis())
    withdrawal = log.withdraw(patient, first, "wrong", scene.places.ward.author, expected=ANY).events[0]
    with pytest.raises(StandAgain) as found:
        actions.prepare(patient, [withdrawal], told(), scene.one)
    assert [event.id for event in found.value.events] == [first]
    confirm(actions.prepare(patient, [first, withdrawal], told(), scene.one), scene.other)
    assert gone(patient) == {first, withdrawal}


def test_what_was_corrected_after_it_was_prepared_is_asked_about_again(scene, patient):
    first = write(patient, scene.places.ward, diagnosis())
    second = write(patient, scene.places.ward, diagnosis("rätt"), corrects=first)
    removal = actions.prepare(patient, [second, first], told(), scene.one)
    third = write(patient, scene.places.ward, diagnosis("igen"), corrects=first)
    confirm(removal, scene.other)  # the third still stands: nothing old comes back
    assert [event.id for event in events(patient) if event.payload is not None][1:] == [third]
    with pytest.raises(Refused, match="whole record"):
        actions.prepare(patient, [third], told(scope="whole"), scene.one)


def test_another_providers_entry_that_would_stand_again_is_not_touched(scene, patient):
    """Each is the owner of what it wrote: the decision must be carried out there too."""
    theirs = write(patient, scene.places.home_nursing, diagnosis())
    ours = log.append(
        patient,
        [Draft(diagnosis("vår"), When.at(clock.now()), theirs)],
        scene.places.ward.author,
        expected=ANY,
    ).events[0]
    with pytest.raises(Refused, match="not shown to your unit") as refused:
        actions.prepare(patient, [ours], told(), scene.one)
    assert not isinstance(refused.value, StandAgain)


# The decision


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": ""}, {"decision": "19211019-9227"}, {"authority": "chefen"}, {"scope": "weeding"},
        {"reason": SECRET}, {"decided_on": date(2026, 6, 16)},
    ],
)  # fmt: skip
def test_a_decision_is_told_by_codes_and_a_number(scene, patient, wrong):
    with pytest.raises(Refused):
        actions.prepare(patient, [events(patient)[0].id], told(**wrong), scene.one)
    assert not Removal.objects.exists()


def test_the_whole_record_is_every_entry_and_no_later_one(scene, patient):
    write(patient, scene.places.ward, diagnosis())
    some = [event.id for event in events(patient)]
    with pytest.raises(Refused, match="every entry"):
        actions.prepare(patient, some[:1], told(scope="whole"), scene.one)
    removal = actions.prepare(patient, some, told(scope="whole"), scene.one)
    write(patient, scene.places.ward, diagnosis("kom sedan", "d2"))
    with pytest.raises(Refused, match="every entry"):
        confirm(removal, scene.other)
    assert gone(patient) == set()
    actions.withdraw(removal, scene.one)


def test_an_entry_waits_in_one_removal_at_a_time(scene, patient):
    entry = events(patient)[0].id
    first = actions.prepare(patient, [entry], told(), scene.one)
    with pytest.raises(Refused, match="prepared already"):
        actions.prepare(patient, [entry], told(), scene.other)
    actions.withdraw(first, scene.one)
    actions.prepare(patient, [entry], told(), scene.other)


def test_of_two_who_settle_at_the_same_time_one_is_told(scene, patient):
    removal = actions.prepare(patient, [events(patient)[0].id], told(), scene.one)
    stale = Removal.objects.get(pk=removal.pk)
    actions.withdraw(removal, scene.one)
    with pytest.raises(Refused):
        actions._settle(stale, rules.State.CONFIRMED, scene.other)
    with pytest.raises(Refused):
        confirm(stale, scene.other)


# Several records of one person; what was stopped half way


def linked(scene, patient):
    second = workplaces.patient_at(scene.places.ward, episode="e2")
    people.link(patient, second, reason="one person", by="test")
    return second


def test_every_linked_record_goes_and_the_relation_lasts_until_the_last(scene, patient):
    second = linked(scene, patient)
    third = people.new_patient()
    write(third, scene.places.clinic, facts.Contact(episode="v", form="outpatient"))
    people.link(second, third, reason="one person", by="test")
    every = [event.id for record in (patient, second, third) for event in events(record)]
    removal = confirm(actions.prepare(patient, every, told(scope="whole"), scene.one), scene.other)
    assert removal.state == "carried_out"
    assert gone(patient) | gone(second) | gone(third) == set(every)
    with pytest.raises(PermissionError):  # nothing is left through which the unit would know the person
        actions.prepare(patient, every, told(), scene.one)


def test_what_was_stopped_half_way_is_carried_on_and_nothing_is_done_twice(scene, patient):
    second = linked(scene, patient)
    every = [event.id for record in (patient, second) for event in events(record)]
    removal = actions.prepare(patient, every, told(), scene.one)
    actions.confirm(removal, mark(removal), scene.other, most=1)
    assert (removal.state, len(gone(patient) | gone(second))) == ("confirmed", 1)
    with pytest.raises(PermissionError):
        actions.carry_on(removal, scene.one)
    assert actions.carry_on(removal, scene.other, most=1) == 0
    assert (removal.state, gone(patient) | gone(second)) == ("carried_out", set(every))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM record_destruction")
        assert cursor.fetchone() == (2,)


def test_what_was_destroyed_and_not_noted_before_a_power_cut_is_noted_afterwards(scene, patient):
    removal = confirm(actions.prepare(patient, [events(patient)[0].id], told(), scene.one), scene.other)
    removal.parts.update(done_at="")
    Removal.objects.update(state="confirmed")
    assert actions.carry_on(removal, scene.other) == 0
    assert (removal.state, bool(removal.parts.get().done_at)) == ("carried_out", True)


def test_what_has_lost_its_relation_can_still_be_refused_or_taken_back(scene, patient):
    first, entry = events(patient)[0].id, write(patient, scene.places.ward, diagnosis())
    one, two = (actions.prepare(patient, [which], told(), scene.one) for which in (first, entry))
    confirm(one, scene.other)
    with pytest.raises(PermissionError):
        confirm(two, scene.other)
    actions.refuse(two, "other", scene.other)
    assert gone(patient) == {first}


# Nothing of it is left anywhere


def bytes_of(world):
    """Everything that is stored in the world's folder, and on PostgreSQL every row of every table."""
    found = b"".join(path.read_bytes() for path in sorted(world.home.rglob("*")) if path.is_file())
    if world.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                found += "".join(row[0] for row in cursor.fetchall()).encode()
                cursor.execute(f'SELECT * FROM "{table}"')
                found += b"".join(
                    bytes(v) for row in cursor.fetchall() for v in row if isinstance(v, memoryview | bytes)
                )
    return found


def codes_in(folder):
    """Every code that the exported files hold, in both layers."""
    rows = [row for path in folder.rglob("*.parquet") for row in export.read_rows(path, "*")]
    return {value for row in rows for value in row if isinstance(value, str)}


def test_the_text_is_in_no_file_no_reading_no_chart_and_no_export(scene, patient):
    folder = scene.world.home / "export"
    export.remember_folder(scene.world.home, folder)
    entry = write(patient, scene.places.ward, diagnosis(ref="CANARY-7319"))
    coded = write(
        patient, scene.places.ward, facts.Diagnosis(code=facts.Code(code="CODE7319", text=SECRET), ref="d2")
    )
    died = Draft(facts.Died(), When.at(clock.now() - timedelta(hours=3)))
    log.append(patient, [died], scene.places.ward.author, expected=ANY)
    export.export(folder, settings.LINDRA_PSEUDONYM_KEY)
    canaries = [SECRET.encode(), b"CANARY-7319", b"CODE7319"]
    before = bytes_of(scene.world)
    assert [canary for canary in canaries if canary not in before] == []
    assert "CODE7319" in codes_in(folder)
    confirm(actions.prepare(patient, [entry, coded], told(), scene.one), scene.other)
    after = bytes_of(scene.world)
    assert [canary for canary in canaries if canary in after] == []
    assert "CODE7319" not in codes_in(folder)
    assert "X99" not in codes_in(folder)
    assert verify().faults == []


def test_the_removal_itself_never_says_what_the_entries_hold(scene, patient):
    entry = write(patient, scene.places.ward, diagnosis())
    confirm(actions.prepare(patient, [entry], told(), scene.one), scene.other)
    kept = list(Removal.objects.values()) + [dict(part) for part in Removal.objects.get().parts.values()]
    assert SECRET not in repr(kept)
    assert queries.own([patient], scene.one.assignment.provider)
