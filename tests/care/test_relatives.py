"""Those close to the patient: noted and changed on a page, through the door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from helpers import visitors, workplaces
from helpers.workplaces import Workplace, Workplaces
from helpers.worlds import World
from lindra.people import patients
from lindra.people.details import Relative
from lindra.people.models import Assignment
from lindra.privacy import accesslog

NEW = {
    "ref": "",
    "name": "Åsa Lund",
    "relation": "dotter",
    "telecom": "070-174 06 05\n070-174 06 06",
    "note": "",
}


@pytest.fixture
def places(world: World, clock_at) -> Iterator[Workplaces]:  # type: ignore[no-untyped-def]
    clock_at("2026-06-15T03:00:00+02:00")
    with visitors.watched():
        yield workplaces.build()


def client(place: Workplace) -> Client:
    found = Client(SERVER_NAME="localhost", headers={"accept-language": "sv"})
    found.force_login(place.staff.user, backend="django.contrib.auth.backends.ModelBackend")
    return found


def known(patient: str) -> list[Relative]:
    return list(patients.united((patient,)).details.get(Relative.kind, ()))  # type: ignore[arg-type]


def test_somebody_close_is_noted_with_their_numbers_and_changed(places: Workplaces) -> None:
    patient = workplaces.patient_at(places.ward)
    here = f"/patients/{patient}/relatives/"
    assert client(places.ward).post(here, NEW).status_code == 302
    (one,) = known(patient)
    assert (one.name, one.telecom) == ("Åsa Lund", ("070-174 06 05", "070-174 06 06"))
    page = client(places.ward).get(f"{here}?change=1").content.decode()
    assert one.ref in page
    client(places.ward).post(here, {**NEW, "ref": one.ref, "relation": "brorsdotter"})
    assert [(who.ref, who.relation) for who in known(patient)] == [(one.ref, "brorsdotter")]
    assert "write detail relative" in {row["what"] for row in accesslog.entries(9)}


def test_what_is_no_number_is_refused_and_what_was_typed_is_still_there(places: Workplaces) -> None:
    patient = workplaces.patient_at(places.ward)
    answer = client(places.ward).post(f"/patients/{patient}/relatives/", {**NEW, "telecom": "ring på dörren"})
    assert answer.status_code == 422
    assert "ring på dörren" in answer.content.decode()
    assert known(patient) == []


def test_who_may_not_write_notes_nobody(places: Workplaces) -> None:
    patient = workplaces.patient_at(places.ward)
    here = f"/patients/{patient}/relatives/"
    assert client(places.home_nursing).post(here, NEW).status_code == 403
    Assignment.objects.filter(staff=places.ward.staff).update(role="kvalitetsutvecklare")
    assert client(places.ward).post(here, NEW).status_code == 403
    assert known(patient) == []
