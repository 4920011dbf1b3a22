"""The pages: prepare, look and confirm, weed, note what is said of registers; and who gets to none of them."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from helpers import workplaces
from lindra.people import actions as people
from lindra.people import staff as members
from lindra.privacy import accesslog
from lindra.privacy.models import Removal
from lindra.privacy.reader import named
from lindra.privacy.removal import actions, register
from lindra.privacy.removal.register import Said
from lindra.record import facts, log
from lindra.record.log import ANY
from privacy.removal import scenes
from privacy.removal.scenes import SECRET, diagnosis, events, gone, told, write

DECISION = {"decision": "3.4.1-17/2026", "decided_on": "2026-06-01", "authority": "ivo", "reason": "patient",
            "scope": "part"}  # fmt: skip


@pytest.fixture
def stage(world, clock_at):
    clock_at(scenes.NOW)
    return scenes.set_scene(world)


@pytest.fixture
def patient(stage):
    return workplaces.patient_at(stage.places.ward, "Berit Bergström")


def visitor(reader, language="en"):
    """The browser of somebody signed in who reads in this assignment for this purpose."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(
        members.by_hsa_id(reader.staff.hsa_id).user, backend="django.contrib.auth.backends.ModelBackend"
    )
    client.cookies["language"] = language
    session = client.session
    session["assignment"], session["purpose"] = reader.assignment.id, str(reader.purpose)
    session.save()
    return client


def text(answer, status=200):
    assert answer.status_code == status
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def prepare(patient):
    return reverse("removal-prepare", args=[patient])


def test_two_persons_destroy_an_entry_through_the_pages(stage, patient):
    entry = write(patient, stage.places.ward, diagnosis())
    one, other = visitor(stage.one), visitor(stage.other)
    page = text(one.get(prepare(patient)))
    assert "Berit Bergström" in page
    assert SECRET in page
    answer = one.post(prepare(patient), DECISION | {"entry": [entry]})
    removal = Removal.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("removal", args=[removal.id]))
    mine = text(one.get(reverse("removal", args=[removal.id])))
    assert "somebody else has to confirm it" in mine
    assert "Confirm and destroy" not in mine
    theirs = other.get(reverse("removal", args=[removal.id]))
    assert SECRET in text(theirs)
    assert "Admitted" not in text(theirs)  # exactly these entries, and no others
    shown = re.search(r'name="shown" value="(\w+)"', theirs.content.decode())[1]
    act = {"act": "confirm", "shown": shown}
    assert "Something needs to be put right" in text(other.post(reverse("removal", args=[removal.id]), act))
    assert gone(patient) == set()
    assert other.post(reverse("removal", args=[removal.id]), act | {"seen": "on"}).status_code == 302
    assert gone(patient) == {entry}
    after = text(other.get(reverse("removal", args=[removal.id])))
    assert "Carried out" in after
    assert SECRET not in after
    assert "Bergström" not in after
    listed = text(one.get(reverse("removals")))
    assert "3.4.1-17/2026" in listed
    assert "Person 8" in listed
    assert "Bergström" not in listed


def test_who_prepared_cannot_confirm_by_sending_what_the_page_does_not_offer(stage, patient):
    removal = actions.prepare(patient, [events(patient)[0].id], told(), stage.one)
    shown = removal.parts.get().events
    one = visitor(stage.one)
    mark = actions.rules.fingerprint(shown)
    answer = one.post(reverse("removal", args=[removal.id]), {"act": "confirm", "shown": mark, "seen": "on"})
    assert answer.status_code == 403
    assert one.post(reverse("removal", args=[removal.id]), {"act": "carry_on"}).status_code == 403
    assert (Removal.objects.get().state, gone(patient)) == ("prepared", set())
    assert one.post(reverse("removal", args=[removal.id]), {"act": "nonsense"}).status_code == 302
    assert one.post(reverse("removal", args=[removal.id]), {"act": "withdraw"}).status_code == 302
    assert Removal.objects.get().state == "withdrawn"


def test_another_person_may_say_no_and_why(stage, patient):
    removal = actions.prepare(patient, [events(patient)[0].id], told(), stage.one)
    other, address = visitor(stage.other), reverse("removal", args=[removal.id])
    assert "Something needs to be put right" in text(other.post(address, {"act": "refuse"}))
    assert other.post(address, {"act": "refuse", "refusal": "other_patient"}).status_code == 302
    page = text(visitor(stage.one).get(address))
    assert "The decision is about another patient" in page
    assert "Confirm and destroy" not in page


def test_what_would_stand_again_is_shown_and_offered(stage, patient):
    first = write(patient, stage.places.ward, diagnosis())
    withdrawal = log.withdraw(patient, first, "wrong", stage.places.ward.author, expected=ANY).events[0]
    one = visitor(stage.one)
    answer = one.post(prepare(patient), DECISION | {"entry": [withdrawal]})
    assert "Must go too" in text(answer)
    ticked = re.findall(r'name="entry" value="([\w-]+)" id="[\w-]+" checked', answer.content.decode())
    assert sorted(ticked) == sorted([first, withdrawal])
    assert one.post(prepare(patient), DECISION | {"entry": ticked}).status_code == 302
    assert sorted(Removal.objects.get().parts.get().events) == sorted([first, withdrawal])


def test_the_whole_record_needs_no_ticks(stage, patient):
    write(patient, stage.places.ward, diagnosis())
    assert visitor(stage.one).post(prepare(patient), DECISION | {"scope": "whole"}).status_code == 302
    assert len(Removal.objects.get().parts.get().events) == len(events(patient)) == 2


@pytest.mark.parametrize(
    "wrong", [{"decision": "192110199227"}, {"decided_on": "2026-06-16"}, {"reason": ""}, {}]
)
def test_what_is_missing_is_said_and_nothing_is_prepared(stage, patient, wrong):
    page = text(visitor(stage.one).post(prepare(patient), DECISION | wrong))
    assert "Something needs to be put right" in page
    assert not Removal.objects.exists()


def test_what_other_units_and_providers_wrote_is_not_on_the_page(stage, patient):
    write(patient, stage.places.clinic, diagnosis("annan enhet"))
    write(patient, stage.places.home_nursing, diagnosis("annan vårdgivare"))
    page = text(visitor(stage.one).get(prepare(patient)))
    assert "1 entry was written at another unit" in page
    assert "annan enhet" not in page
    assert "annan vårdgivare" not in page


def test_a_removal_of_another_unit_is_told_without_what_it_holds(stage, patient):
    removal = actions.prepare(patient, [write(patient, stage.places.ward, diagnosis())], told(), stage.one)
    page = text(visitor(stage.clinic).get(reverse("removal", args=[removal.id])))
    assert "Who confirms must see what will go" in page
    assert SECRET not in page
    assert "Bergström" not in page
    assert visitor(stage.municipal).get(reverse("removal", args=[removal.id])).status_code == 404


@pytest.mark.parametrize("purpose", ["care", "followup", "extract"])
def test_the_pages_of_removal_are_for_administration_only(stage, patient, purpose):
    removal = actions.prepare(patient, [events(patient)[0].id], told(), stage.one)
    client = visitor(stage.places.ward.reader(purpose))
    for address in (
        reverse("removals"),
        reverse("weeding"),
        prepare(patient),
        reverse("removal", args=[removal.id]),
    ):
        assert client.get(address).status_code == 403
        assert accesslog.entries(1)[0]["outcome"] == "denied"
    client.post(prepare(patient), DECISION | {"entry": [events(patient)[0].id]})
    assert Removal.objects.count() == 1


def test_who_administers_and_may_not_see_the_care_prepares_nothing(stage, patient):
    clerk = people.add_staff(
        "SE2321000016-S6", "Person 6", "Vårdadministratör", username="person6", password="relieve-17"
    )
    people.assign(clerk, stage.places.ward.unit, "vårdadministratör", ("admin",))
    client = visitor(named(clerk.hsa_id, "admin"))
    page = text(client.get(prepare(patient)), 403)
    assert "Bergström" not in page
    assert [(row["what"], row["outcome"]) for row in accesslog.entries(1)] == [
        ("entries to destroy", "denied")
    ]
    assert client.get(reverse("weeding")).status_code == 200


# Weeding


@pytest.fixture
def old(stage, clock_at):
    clock_at("2012-01-01T12:00:00+01:00")
    found = [workplaces.patient_at(place, name, episode) for place, name, episode in
             ((stage.places.ward, "Ada Ek", "a"), (stage.places.clinic, "Bo Al", "b"))]  # fmt: skip
    clock_at(scenes.NOW)
    return found


def test_two_persons_weed_through_the_pages(stage, patient, old, monkeypatch):
    one, other = visitor(stage.one), visitor(stage.other)
    page = text(one.get(reverse("weeding")))
    assert "The Archives Act holds too" in page
    assert "Ada Ek" in page
    assert "Bo Al" not in page  # of a unit without relation: no name, and weeded all the same
    assert "Of another unit" in page
    assert "Bergström" not in page
    refused = text(one.post(reverse("weeding"), {"record": old, "archive": ""}))
    assert "Something needs to be put right" in refused
    assert one.post(reverse("weeding"), {"record": old, "archive": "KA 17"}).status_code == 302
    assert "Nothing to weed" in text(one.get(reverse("weeding")))
    removal = Removal.objects.get()
    address = reverse("removal", args=[removal.id])
    shown = other.get(address)
    assert "2012-01-01" in text(shown)
    mark = re.search(r'name="shown" value="(\w+)"', shown.content.decode())[1]
    monkeypatch.setattr(actions.confirm, "__defaults__", (1,))
    other.post(address, {"act": "confirm", "shown": mark, "seen": "on"})
    half = text(other.get(address))
    assert "Carry on" in half
    assert "1 of 2" in half
    other.post(address, {"act": "carry_on"})
    assert all(gone(one) for one in old)
    assert gone(patient) == set()
    assert "Carried out" in text(other.get(address))


def test_a_later_page_of_the_worklist_and_a_nonsense_place(stage, old):
    one = visitor(stage.one)
    assert "Ada Ek" not in text(one.get(reverse("weeding") + "?after=1"))
    for nonsense in ("x", "-1", "9" * 30, "1e9", "²"):
        assert "Ada Ek" in text(one.get(reverse("weeding"), {"after": nonsense}))


# Quality registers


def test_what_is_said_of_registers_is_noted_and_its_history_shown(stage, patient):
    client, address = visitor(stage.places.ward.reader("care")), reverse("register-opt-out", args=[patient])
    assert "Nothing has been noted" in text(client.get(address))
    assert client.post(address, {"stance": "opposed", "told_by": "patient"}).status_code == 302
    missing = text(client.post(address, {"stance": "unable_not_opposed", "told_by": "relative"}))
    assert "Say how the patient's attitude was clarified" in missing
    said = {"stance": "unable_not_opposed", "told_by": "relative", "basis": "Dottern är tillfrågad."}
    assert client.post(address, said).status_code == 302
    page = text(client.get(address))
    assert "Dottern är tillfrågad." in page
    assert page.index("there is no reason to think them opposed") < page.index("Dottern är tillfrågad.")
    assert "Does not want to be in quality registers" in page


@pytest.mark.parametrize("purpose", ["followup", "extract"])
def test_registers_are_noted_in_care_and_administration_only(stage, patient, purpose):
    client, address = visitor(stage.places.ward.reader(purpose)), reverse("register-opt-out", args=[patient])
    assert client.get(address).status_code == 403
    assert client.post(address, {"stance": "opposed", "told_by": "patient"}).status_code == 403
    assert visitor(stage.clinic).get(address).status_code == 403


def test_the_pages_speak_both_languages(stage, patient, old):
    entry = write(patient, stage.places.ward, facts.Contact(episode="v", form="outpatient"))
    removal = actions.prepare(patient, [entry], told(), stage.one)
    register.note(patient, Said("opposed"), stage.one)
    addresses = {
        reverse("removals"): ("Removal of entries", "Borttagning av uppgifter"),
        reverse("weeding"): ("Records to weed", "Journaler att gallra"),
        prepare(patient): ("Prepare destruction", "Förbered förstöring"),
        reverse("removal", args=[removal.id]): ("Destruction by decision", "Förstöring efter beslut"),
        reverse("register-opt-out", args=[patient]): ("Quality registers", "Kvalitetsregister"),
    }
    for address, (english, swedish) in addresses.items():
        assert english in text(visitor(stage.one).get(address))
        assert swedish in text(visitor(stage.one, "sv").get(address))
