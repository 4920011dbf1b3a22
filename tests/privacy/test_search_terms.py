"""That somebody has had social-service measures is no search term (SFS 2008:355 2 kap. 8 §); a name or a number is."""

from __future__ import annotations

import inspect
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from django.test import Client

from helpers import workplaces
from lindra.measures.filters import Filter
from lindra.privacy import door
from lindra.record import facts, log
from lindra.record.chart import fold
from lindra.record.envelope import Event, When, stamp
from lindra.record.kinds import READINGS
from lindra.record.log import ANY, Draft

NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)
SOURCE = Path(__file__).resolve().parents[2] / "src" / "lindra"
MEASURES = {"care_home", "short_stay"}
"""Places that are granted by social services: särskilt boende, korttidsboende (socialtjänstlagen)."""
SAID = (
    "care home",
    "särskilt boende",
    "short-stay",
    "korttidsboende",
    "hemtjänst",
    "socialtjänst",
    "bistånd",
)
HOLDS_PLACE = {"patients"}
"""Readings whose keys tell where somebody is: counted by it, and narrowed only by what stands before it."""


@pytest.fixture
def places(either_world, clock_at):
    clock_at(NOW)
    return workplaces.build()


@pytest.fixture
def patients(places):
    """One in each place that social services grant, and one at home."""
    made = {}
    for number, where in enumerate(("care_home", "short_stay", "own_home")):
        patient = made[where] = workplaces.patient_at(places.ward, f"Test{number} Person", f"e{number}")
        drafts = [
            Draft(facts.Discharged(episode=f"e{number}", to=where), When.at(NOW)),
            Draft(facts.Moved(to=where), When.at(NOW)),
        ]
        log.append(patient, drafts, places.ward.author, expected=ANY)
    return made


def test_every_place_that_exists_has_been_judged():
    known = set(get_args(facts.Residence)) | set(get_args(facts.StayForm))
    assert known == MEASURES | {"own_home", "hospice", "other", "unknown", "hospital", "palliative"}, (
        "a new place: is it granted by social services?"
    )


@pytest.mark.parametrize("text", [*sorted(MEASURES), *SAID])
def test_a_search_for_a_measure_finds_nobody(patients, places, text):
    assert door.search(text, places.ward.reader(), "patients") == []


def test_a_search_takes_a_text_and_nothing_to_narrow_by(patients, places):
    assert list(inspect.signature(door.search).parameters) == ["text", "reader", "reading"]
    found = door.search("person", places.ward.reader(), "patients")
    assert {one.patient for one in found} == set(patients.values())
    assert [one.patient for one in door.search("test0", places.ward.reader(), "patients")] == [
        patients["care_home"]
    ]


def chart(where):
    """A chart in which every fact that names a place says this one."""
    drafts = [facts.Moved(to=where), facts.Discharged(episode="e", to=where)]
    if where in get_args(facts.StayForm):
        drafts.append(facts.Admitted(episode="f", form=where))
    return fold(
        Event(
            id=f"e{number}", patient="p", seq=number, recorded_at=stamp(NOW), kind=fact.kind, version=fact.version,
            occurred_from=stamp(NOW), precision="second", author="a", assignment="w", unit="u", provider="v",
            act=f"a{number}", payload=fact.dump(),
        )
        for number, fact in enumerate(drafts, 1)
    )  # fmt: skip


@pytest.mark.parametrize("where", sorted(MEASURES))
def test_no_other_readings_keys_tell_of_a_measure(where):
    telling = {
        name
        for name, reading in READINGS.items()
        for row in reading.rows(chart(where))
        if where in re.split(r"\W+", row.key)
    }
    assert telling <= HOLDS_PLACE
    assert telling, "the guard must see the one there is"


def visitor(place):
    client = Client(SERVER_NAME="localhost")
    client.force_login(place.staff.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("name", ["show", "keys", "place", "where", "sought", "q"])
def test_the_list_of_patients_cannot_be_narrowed_to_a_measure(patients, places, name):
    visit = visitor(places.ward)
    for value in ("living|care_home", "care_home", "living|short_stay", "short_stay"):
        page = visit.get("/patients/", {name: value}).content.decode()
        assert page.count("Person</a>") == 3, value


def test_a_search_form_has_one_field_for_name_or_number():
    forms = [
        form
        for path in SOURCE.rglob("*.html")
        for form in re.findall(r"<form[^>]*role=\"search\".*?</form>", path.read_text("utf-8"), re.DOTALL)
    ]
    assert forms
    for form in forms:
        fields = re.findall(r"<(?:input|select|textarea)[^>]*>", form)
        assert [re.findall(r'name="(\w+)"', field) for field in fields] == [["sought"]]
        assert "Name or identity number" in form


def test_indicators_are_filtered_by_place_and_year_only():
    assert set(Filter.base_fields) == {"region", "municipality", "year"}
