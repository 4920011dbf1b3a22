"""``lindra privacy explain``: the answer, and the law behind it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from helpers import workplaces
from lindra.people import actions as people
from lindra.privacy import accesslog
from lindra.record import facts, log
from lindra.record.log import ANY, Draft
from lindra.site.cli import gathered

NUMBER = "191212121212"


@pytest.fixture
def places(world):
    return workplaces.build()


@pytest.fixture
def patient(places):
    one = workplaces.patient_at(places.ward)
    people.identify(one, "personnummer", NUMBER)
    for place in (places.ward, places.home_nursing):
        log.append(one, [Draft(facts.Diagnosis(code=facts.Code(text="hemligt")))], place.author, expected=ANY)
    return one


@pytest.fixture
def reviewer(places):
    """Somebody who checks the access log of the region."""
    staff = people.add_staff("SE2321000016-R1", "Granskare")
    people.assign(staff, places.clinic.unit, "quality", ("review",))
    return staff.hsa_id


def explained(reviewer, staff, *more, patient="-", typed=NUMBER):
    arguments = [
        "privacy",
        "explain",
        "--as",
        reviewer,
        "--staff",
        staff,
        "--patient",
        patient,
        "--purpose",
        "care",
    ]
    return CliRunner().invoke(gathered(), [*arguments, *more], input=f"{typed}\n")


def test_it_prints_the_answer_and_the_law(places, patient, reviewer):
    done = explained(reviewer, places.ward.staff.hsa_id)
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert " ".join(lines[0].split()) == "yes SFS 2008:355 4 kap. 1 § who the patient is"
    assert any(line.startswith("ask") and "SFS 2022:913 3 kap. 1 §" in line for line in lines)
    assert any("clinical entries of Avdelning 5" in line and line.startswith("yes") for line in lines)
    assert "Hemsjukvården" not in done.output, "whose entries others are is not told"
    assert "hemligt" not in done.output
    assert "relation current" in done.output


def test_it_says_why_not(places, patient, reviewer):
    done = explained(reviewer, places.clinic.staff.hsa_id, "--json")
    told = json.loads(done.stdout)["answers"]
    assert {one["answer"] for one in told} == {"no"}
    assert told[0]["question"]["relation"] == "provider"
    assert accesslog.entries(1)[0]["what"] == "explain what somebody may see"


def test_it_is_for_those_who_check_the_log_of_ones_own_provider(places, patient, reviewer):
    for asker, staff in ((reviewer, places.home_nursing), (places.ward.staff.hsa_id, places.ward)):
        done = explained(asker, staff.staff.hsa_id)
        assert done.exit_code != 0
        assert "answer" not in done.stdout
    assert "2008:355" not in explained(places.ward.staff.hsa_id, places.ward.staff.hsa_id).stdout


def test_nobody_by_that_number(places, reviewer):
    done = explained(reviewer, places.ward.staff.hsa_id, typed="191101019007")
    assert (done.exit_code, done.stdout) == (1, "")
