"""Weeding after the retention time: whose, when, by two persons, in batches, and each provider its own."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from helpers import workplaces
from lindra.areas import actions as areas
from lindra.areas.models import Provider
from lindra.people import actions as people
from lindra.privacy import accesslog
from lindra.privacy.models import Removal
from lindra.privacy.reader import named
from lindra.privacy.removal import actions, queries, rules
from lindra.privacy.removal.rules import Kept
from lindra.record import facts, log
from lindra.record.envelope import Author
from lindra.record.kinds import Refused
from lindra.record.log import ANY, Draft
from lindra.record.verify import verify
from privacy.removal import scenes
from privacy.removal.scenes import diagnosis, events, gone, write

ARCHIVE = "KA 2026-17"


@pytest.fixture
def archive(either_world, clock_at):
    """Records of 2010, 2015 and the summer of 2016, in the present of 2026."""
    clock_at(scenes.NOW)
    scene = scenes.set_scene(either_world)
    clock_at("2010-03-01T12:00:00+01:00")
    found = {"2010": workplaces.patient_at(scene.places.ward, "Ada Ek", "a")}
    clock_at("2015-03-01T12:00:00+01:00")
    found["2015"] = workplaces.patient_at(scene.places.clinic, "Bo Al", "b")
    clock_at("2016-06-14T23:59:00+02:00")
    found["last day"] = workplaces.patient_at(scene.places.ward, "Cia Ask", "c")
    clock_at("2016-06-15T00:01:00+02:00")
    found["first kept"] = workplaces.patient_at(scene.places.ward, "Dan Björk", "d")
    clock_at(scenes.NOW)
    return scene, found


def due(scene, reader=None):
    who = reader or scene.one
    provider = Provider.objects.get(pk=who.assignment.provider)
    found, _ = queries.due(provider.pk, actions.weedable_before(provider, who))
    return [one.patient for one in found]


def weed(scene, patients, prepares=None, confirms=None, most=actions.STEP):
    removal = actions.prepare_weeding(patients, ARCHIVE, prepares or scene.one)
    mark = rules.fingerprint(event for part in removal.parts.all() for event in part.events)
    actions.confirm(removal, mark, confirms or scene.other, most)
    return removal


# PDL 3 kap. 17 §: at least ten years after the last entry


def test_what_is_ten_years_and_older_is_listed_the_oldest_first(archive):
    scene, found = archive
    assert due(scene) == [found["2010"], found["2015"], found["last day"]]


def test_a_later_entry_in_the_same_record_or_in_a_linked_one_keeps_all_of_it(archive):
    scene, found = archive
    write(found["2010"], scene.places.clinic, facts.Contact(episode="x", form="outpatient"))
    people.link(found["2015"], found["first kept"], reason="one person", by="test")
    assert due(scene) == [found["last day"]]
    for kept in (found["2010"], found["2015"], found["first kept"]):
        with pytest.raises(Refused, match="must still be kept"):
            actions.prepare_weeding([kept], ARCHIVE, scene.one)


def test_a_provider_that_keeps_longer_lists_less(archive, monkeypatch):
    scene, found = archive
    rows = (*rules.retention(), Kept("SE2321000016-P1", 15, date(2020, 1, 1), "decided"))
    monkeypatch.setattr(rules, "retention", lambda: rows)
    assert due(scene) == [found["2010"]]


# SVOD 4 kap. 6 §: each provider is responsible for its own entries, and for those alone


def test_each_provider_weeds_its_own_whatever_others_have_written(archive, clock_at):
    scene, found = archive
    theirs = write(
        found["2010"], scene.places.home_nursing, facts.Enrolled(enrolment="h", form="home_nursing")
    )
    assert found["2010"] in due(scene)
    assert due(scene, scene.municipal) == []
    weed(scene, [found["2010"]])
    left = [event.id for event in events(found["2010"]) if event.payload is not None]
    assert left == [theirs]
    assert verify().faults == []
    with pytest.raises(Refused):
        actions.prepare_weeding([found["2010"]], ARCHIVE, scene.municipal)


def test_entries_of_social_care_are_kept_by_another_law(archive, clock_at):
    scene, _ = archive
    clock_at("2010-03-01T12:00:00+01:00")
    patient = workplaces.patient_at(scene.places.home_nursing, "Eva Fors", "s")
    nursing = scene.places.home_nursing
    social = Author(nursing.staff.hsa_id, "a", nursing.unit, nursing.provider, "social")
    only = people.new_patient()
    kept = [log.append(one, [Draft(facts.RelationOpened(relation="r"))], social, expected=ANY).events[0]
            for one in (patient, only)]  # fmt: skip
    clock_at(scenes.NOW)
    assert due(scene, scene.municipal) == [patient]
    second = people.add_staff("SE2120001868-S9", "Person 9", "vårdadministratör")
    people.assign(second, nursing.unit, "vårdadministratör", ("admin",))
    weed(scene, [patient], scene.municipal, named(second.hsa_id, "admin"))
    assert [event.id for event in events(patient) if event.payload is not None] == kept[:1]


# Two persons, for the purpose of administration, at the provider


def test_one_prepares_another_confirms_whatever_unit_wrote(archive):
    """The clinic's record is weeded by the ward's people: it is the provider that keeps it."""
    scene, found = archive
    removal = actions.prepare_weeding([found["2015"]], ARCHIVE, scene.one)
    assert gone(found["2015"]) == set()
    mark = rules.fingerprint(removal.parts.get().events)
    with pytest.raises(PermissionError):
        actions.confirm(removal, mark, scene.one)
    with pytest.raises(PermissionError):
        actions.confirm(removal, mark, scene.municipal)
    with pytest.raises(PermissionError):
        actions.confirm(removal, mark, named(scene.other.staff.hsa_id, "care"))
    actions.confirm(removal, mark, scene.other)
    assert gone(found["2015"]) == {event.id for event in events(found["2015"])}
    with connection.cursor() as cursor:
        cursor.execute("SELECT authority, decision, scope FROM record_destruction")
        assert cursor.fetchall() == [("arkivmyndigheten", ARCHIVE, "weeding")]
    rows = [(row["what"], row["right"], row["patients"]) for row in accesslog.entries(1)]
    assert rows == [("weed after the retention time", "SFS 2008:355 3 kap. 17 §", [found["2015"]])]


@pytest.mark.parametrize("number", ["", "Dnr", "<script>1</script>"])
def test_a_public_provider_needs_the_archive_authoritys_decision(archive, number):
    scene, found = archive
    with pytest.raises(Refused, match="archive authority"):
        actions.prepare_weeding([found["2010"]], number, scene.one)


@pytest.mark.usefixtures("archive")
def test_a_private_provider_needs_none_and_decides_itself(clock_at):
    clock_at("2010-03-01T12:00:00+01:00")
    company = areas.add_provider(hsa_id="SE5560000001-P1", name="Hemvård AB", kind="private")
    unit = areas.add_unit(hsa_id="SE5560000001-U1", name="Hemteamet", kind="specialised_home_care", municipality="1780",
                          provider=company, valid_from=date(2010, 1, 1))  # fmt: skip
    readers = []
    for number in (1, 2):
        who = people.add_staff(f"SE5560000001-S{number}", f"Någon {number}", "vårdadministratör")
        people.assign(who, unit.id, "vårdadministratör", ("admin",))
        readers.append(who)
    patient = people.new_patient()
    author = Author("SE5560000001-S1", "a", unit.id, company.id)
    log.append(patient, [Draft(diagnosis())], author, expected=ANY)
    clock_at(scenes.NOW)
    one, other = (named(who.hsa_id, "admin") for who in readers)
    removal = actions.prepare_weeding([patient], "", one)
    actions.confirm(removal, rules.fingerprint(removal.parts.get().events), other)
    assert gone(patient)
    assert (removal.authority, removal.decision) == ("Hemvård AB", "SFS 2008:355 3 kap. 17 §")


# In batches, some at a time


def test_a_batch_is_carried_out_some_at_a_time_and_the_list_goes_on(archive):
    scene, found = archive
    some = [found["2010"], found["2015"], found["last day"]]
    removal = actions.prepare_weeding(some, ARCHIVE, scene.one)
    assert due(scene) == []
    mark = rules.fingerprint(event for part in removal.parts.all() for event in part.events)
    actions.confirm(removal, mark, scene.other, most=1)
    assert (removal.state, sum(bool(gone(one)) for one in some)) == ("confirmed", 1)
    assert actions.carry_on(removal, scene.other, most=1) == 1
    assert actions.carry_on(removal, scene.other, most=1) == 0
    assert (removal.state, sum(bool(gone(one)) for one in some)) == ("carried_out", 3)
    assert due(scene) == []
    with pytest.raises(Refused):
        actions.carry_on(removal, scene.other)


def test_a_record_somebody_has_written_in_since_is_left(archive):
    scene, found = archive
    removal = actions.prepare_weeding([found["2010"], found["2015"]], ARCHIVE, scene.one)
    write(found["2010"], scene.places.ward, facts.Contact(episode="x", form="telephone"))
    mark = rules.fingerprint(event for part in removal.parts.all() for event in part.events)
    actions.confirm(removal, mark, scene.other)
    assert (gone(found["2010"]), bool(gone(found["2015"]))) == (set(), True)
    assert sorted((part.problem, bool(part.done_at)) for part in removal.parts.all()) == [
        ("", True),
        ("refused", False),
    ]


def test_too_many_none_and_strangers_are_refused(archive):
    scene, found = archive
    for chosen in (
        [],
        ["nobody"],
        [found["2010"], "nobody"],
        [f"p{n}" for n in range(51)],
        [found["first kept"]],
    ):
        with pytest.raises(Refused):
            actions.prepare_weeding(chosen, ARCHIVE, scene.one)
    assert not Removal.objects.exists()


def test_the_list_is_paged_by_the_place_on_the_roll(archive):
    scene, _ = archive
    provider = Provider.objects.get(pk=scene.one.assignment.provider)
    before, seen, after = actions.weedable_before(provider, scene.one), [], 0
    while True:
        page, after = queries.due(provider.pk, before, after, limit=1)
        seen += [one.patient for one in page]
        if not after:
            break
    assert seen == due(scene)
