"""The plan kept for the minute: never shown to who may not see it, nor after it has changed or been destroyed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from helpers import visitors, workplaces
from helpers.workplaces import Workplace, Workplaces
from helpers.worlds import World
from lindra import clock
from lindra.areas.models import Provider
from lindra.care.events.situation import MattersNoted
from lindra.care.plan import kept
from lindra.people import actions as people
from lindra.people.details import Address
from lindra.people.models import Assignment
from lindra.privacy.events import AttitudeNoted, Blocked
from lindra.record import destruction, facts, log
from lindra.record.envelope import When
from lindra.record.log import ANY, Draft

SECRET = "kanariefågel"
CAT = "katten Måns"
HIDDEN = "det finns anteckningar som du inte får se"


@pytest.fixture
def places(world: World, clock_at) -> Iterator[Workplaces]:  # type: ignore[no-untyped-def]
    clock_at("2026-06-15T03:00:00+02:00")
    kept._kept.clear()
    with visitors.watched():
        yield workplaces.build()


def wrote(patient: str, place: Workplace, *told: facts.Fact) -> tuple[str, ...]:
    when = When.at(clock.now() - timedelta(hours=1))
    return log.append(patient, [Draft(one, when) for one in told], place.author, expected=ANY).events


def plan(patient: str, place: Workplace) -> str:
    client = Client(SERVER_NAME="localhost", headers={"accept-language": "sv"})
    client.force_login(place.staff.user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(f"/patients/{patient}/plan/").content.decode()


def test_it_is_kept_and_the_log_is_written_all_the_same(places: Workplaces) -> None:
    from lindra.privacy import accesslog

    patient = workplaces.patient_at(places.ward)
    wrote(patient, places.ward, MattersNoted(text=CAT))
    first, second = plan(patient, places.ward), plan(patient, places.ward)
    assert CAT in first
    assert CAT in second
    assert len(kept._kept) == 1
    assert [row["what"] for row in accesslog.entries(2)] == ["plan", "plan"]


def test_what_is_written_is_there_at_once(places: Workplaces) -> None:
    patient = workplaces.patient_at(places.ward)
    assert CAT not in plan(patient, places.ward)
    wrote(patient, places.ward, MattersNoted(text=CAT))
    assert CAT in plan(patient, places.ward)


def test_what_is_destroyed_is_gone_at_once(places: Workplaces, world: World) -> None:
    patient = workplaces.patient_at(places.ward)
    (entry,) = wrote(patient, places.ward, MattersNoted(text=SECRET))
    assert SECRET in plan(patient, places.ward)
    decision = destruction.Decision(decision="IVO 1", authority="IVO", decided_on="2026-06-14", scope="test")
    destruction.destroy(patient, [entry], decision, world.home, "key" * 20)
    assert SECRET not in plan(patient, places.ward)


def test_who_may_not_see_all_gets_their_own(places: Workplaces) -> None:
    patient = workplaces.patient_at(places.ward)
    for place in (places.ward, places.home_nursing):
        wrote(patient, place, AttitudeNoted(provider=place.provider, attitude="consents"))
    wrote(patient, places.home_nursing, facts.Enrolled(enrolment="h", form="home_nursing"))
    wrote(patient, places.ward, MattersNoted(text=SECRET))
    assert SECRET in plan(patient, places.ward)
    assert SECRET in plan(patient, places.home_nursing)
    wrote(patient, places.ward, Blocked(level="provider", provider=places.ward.provider))
    assert SECRET in plan(patient, places.ward)
    assert SECRET not in plan(patient, places.home_nursing)


def partly_hidden(places: Workplaces) -> str:
    """A patient of the ward and the clinic, who do not see what home nursing wrote."""
    patient = workplaces.patient_at(places.ward)
    wrote(patient, places.clinic, facts.RelationOpened(relation="r"))
    wrote(patient, places.ward, MattersNoted(text=CAT))
    wrote(patient, places.home_nursing, MattersNoted(text=SECRET))
    return patient


def test_who_sees_the_same_part_gets_what_was_kept_for_another(
    places: Workplaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = partly_hidden(places)
    first = plan(patient, places.ward)
    assert CAT in first
    assert SECRET not in first
    monkeypatch.setattr(kept, "_make", lambda *_: pytest.fail("put together once more"))
    second = plan(patient, places.clinic)
    assert CAT in second
    assert SECRET not in second


def test_whether_it_is_said_that_there_is_more_is_nothing_to_keep_for_another(places: Workplaces) -> None:
    """Where home nursing shares no records nobody may know that it has written; the log is the same."""
    patient = partly_hidden(places)
    assert HIDDEN in plan(patient, places.ward)
    Provider.objects.filter(pk=places.home_nursing.provider).update(shares_from=None)
    assert HIDDEN not in plan(patient, places.ward)
    assert len(kept._kept) == 2


def test_each_of_two_linked_records_has_its_own_pieces(places: Workplaces) -> None:
    """They say the same, and what they lead to is of the record that was opened."""
    one, other = (workplaces.patient_at(places.ward, episode=episode) for episode in ("e1", "e2"))
    people.link(one, other, reason="same person", by="test")
    for patient in (one, other):
        plan(patient, places.ward)
    assert {key[0] for key in kept._kept} == {one, other}


def test_who_may_not_see_the_address_does_not_get_the_one_kept_for_another(places: Workplaces) -> None:
    patient = workplaces.patient_at(places.ward)
    people.note(patient, Address(lines=("Hemliga gatan 9",)), by="test")
    assert "Hemliga" in plan(patient, places.ward)
    Assignment.objects.filter(staff=places.ward.staff).update(role="assistant nurse")
    assert "Hemliga" in plan(patient, places.ward)
    from lindra.people.details import Protection

    people.note(patient, Protection(level="skyddad_folkbokforing"), by="test")
    assert "Hemliga" not in plan(patient, places.ward)
