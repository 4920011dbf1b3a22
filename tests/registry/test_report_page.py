"""The death report: filled in from the record, confirmed, corrected, signed once, corrected for ten days, then read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from helpers import well_kept, workplaces
from helpers.visitors import at_work
from helpers.workplaces import Workplaces
from helpers.worlds import World
from lindra import clock
from lindra.people import actions as people
from lindra.people.details import RegisterOptOut
from lindra.people.models import Assignment
from lindra.privacy import accesslog, door
from lindra.privacy import actions as privacy
from lindra.record import facts
from lindra.record.queries import events_of

Clock = Callable[[str | datetime], datetime]


@pytest.fixture
def places(world: World, clock_at: Clock) -> Workplaces:
    clock_at("2026-06-15T09:00:00+02:00")
    return workplaces.build()


def address(patient: str) -> str:
    return f"/patients/{patient}/death-report/"


def shown(html: str) -> dict[str, list[str]]:
    """What would be sent if nothing were touched: hidden fields, what is chosen, what is typed."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", html.split("data-form", 1)[1]):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        chosen = told.get("type") not in ("radio", "checkbox") or " checked" in tag
        if chosen and told.get("name") and told.get("value"):
            found.setdefault(told["name"], []).append(told["value"])
    return found


REST = {
    f"q:{name}": [answer]
    for name, answer in {
        "forensic": "no", "will_lost": "days", "fluids": "no", "examined": "days", "consulted": "none",
        "present": "staff",
        "pain_relief": "full", "rattle": "no", "nausea": "no", "anxiety": "no", "breathlessness": "no",
        "confusion": "no",
        "severe_pain": "no", "others_rated": "yes", "answered_by": "one",
    }.items()
}  # fmt: skip
"""What this record does not say."""


def complete(client: Client, patient: str, **changed: list[str]) -> dict[str, list[str]]:
    """A report with everything answered: what the record says stays, the rest is added."""
    first = shown(client.get(address(patient)).content.decode())
    form = {**{name: value for name, value in REST.items() if name not in first}, **first}
    for name, value in changed.items():
        form[f"q:{name}"] = value
    form["q:forensic"] = ["no"]
    return form | {
        "do": ["save"],
        "confirm": ["death", "talks", "body", "symptoms", "medicines", "close", "who"],
    }


def signed(client: Client, patient: str, **changed: list[str]) -> str:
    """Sign a report; where one comes then."""
    form = complete(client, patient, **changed)
    answer = client.post(address(patient), form)
    if answer.status_code != 302:  # symptoms and the like that are only asked once others are answered
        wrong = re.findall(r'<li><a href="#([^"]+)">([^<]+)', answer.content.decode())
        raise AssertionError(f"{answer.status_code}: {wrong}")
    return str(answer["Location"])


def written(patient: str, kind: str) -> list[dict[str, object]]:
    return [event.payload or {} for event in events_of(patient) if event.kind == kind]


def death(places: Workplaces) -> str:
    patient = well_kept.died(places)
    well_kept.kept_well(patient, places.ward)
    return patient


def test_what_the_record_says_stands_there_with_the_entry_behind_it(places: Workplaces) -> None:
    patient, client = death(places), at_work(places.ward)
    page = client.get(address(patient))
    html = page.content.decode()
    known = shown(html)
    assert known["q:place"] == ["hospital"]
    assert known["q:expected"] == ["yes"]
    assert (
        known["q:talk_patient"]
        == known["q:talk_relatives"]
        == known["q:mouth"]
        == known["q:order_pain"]
        == ["yes"]
    )
    assert known["q:arrived"] == ["2026-06-03"]
    assert "q:will_lost" not in known, "the record is silent: nothing is chosen, and never a no"
    assert "Journalen säger inget." in html
    assert "En arbetsmodell av registrets formulär" in html
    link = re.search(r'href="(/patients/[^"]+/entries/[^"]+/)"', html)
    assert link is not None
    entry = client.get(link[1])
    assert entry.status_code == 200
    assert "Anteckningen" in entry.content.decode()


def callout(html: str, title: str) -> str:
    """What a callout with this title holds; empty where there is none."""
    found = re.search(
        rf'<div class="callout[^>]*>(?:(?!<div class="callout).)*?{title}.*?</div>', html, re.DOTALL
    )
    return found[0] if found else ""


def test_two_days_of_death_are_both_shown_and_nothing_is_sure(places: Workplaces) -> None:
    patient, client = death(places), at_work(places.ward)
    assert not callout(client.get(address(patient)).content.decode(), "Journalen har olika dödsdagar")
    well_kept.wrote(patient, places.clinic, 5, facts.Died(expected="yes"))
    html = client.get(address(patient)).content.decode()
    told = callout(html, "Journalen har olika dödsdagar")
    entries = {one.id for one in events_of(patient) if one.kind == "died"}
    assert set(re.findall(r"/entries/([^/]+)/", told)) == entries
    assert len(entries) == 2
    assert "vårdcentralen" in told.lower()
    assert "evidence--likely" in html
    assert "evidence--certain" not in html


def test_one_day_of_death_written_twice_is_no_contradiction(places: Workplaces) -> None:
    patient = death(places)
    well_kept.wrote(patient, places.clinic, 2.1, facts.Died(expected="yes"))
    html = at_work(places.ward).get(address(patient)).content.decode()
    assert not callout(html, "Journalen har olika dödsdagar")
    assert "evidence--certain" in html


def test_where_something_is_hidden_it_is_said_that_the_record_may_tell_more(places: Workplaces) -> None:
    patient, client, title = death(places), at_work(places.ward), "Det finns anteckningar som du inte får se"
    assert not callout(client.get(address(patient)).content.decode(), title)
    privacy.block(patient, "unit", places.clinic.reader())
    assert callout(client.get(address(patient)).content.decode(), title)


def test_the_patient_is_told_what_was_looked_up(places: Workplaces) -> None:
    patient = death(places)
    at_work(places.ward).get(address(patient))
    told = [entry["what"] for entry in accesslog.entries(5) if entry["patients"] == [patient]]
    assert "whether the death is reported" in told
    assert not [what for what in told if what.startswith("list ")]


def test_signing_writes_the_answers_the_report_and_how_it_compares_in_one_act(places: Workplaces) -> None:
    patient, client = death(places), at_work(places.ward)
    assert signed(client, patient, mouth=["no"]) == address(patient)
    events = [
        one for one in events_of(patient) if one.kind in ("answered", "death_reported", "register_judged")
    ]
    assert [one.kind for one in events] == ["answered", "death_reported", "register_judged"]
    assert len({one.act for one in events}) == 1
    [report], [judged] = written(patient, "death_reported"), written(patient, "register_judged")
    assert (report["place"], report["mouth"], report["will_lost"]) == ("hospital", "no", "days")
    told = {one["question"]: one for one in judged["judged"]}  # type: ignore[attr-defined]
    assert told["mouth"]["outcome"] == "corrected"
    assert told["mouth"]["claimed"] == ["yes"]
    assert told["place"]["outcome"] == "confirmed"
    assert told["will_lost"]["outcome"] == "answered"
    assert set(told["place"]["evidence"]) <= {one.id for one in events_of(patient)}


def test_a_section_that_is_not_confirmed_is_asked_for_and_nothing_is_lost(places: Workplaces) -> None:
    patient, client = death(places), at_work(places.ward)
    form = complete(client, patient, will_lost=["weeks"])
    form["confirm"].remove("body")
    answer = client.post(address(patient), form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count("Läs det som står i avsnittet och kryssa i att det stämmer.") >= 2
    assert 'name="confirm" value="talks" id="confirm-talks" checked' in html
    assert shown(html)["q:will_lost"] == ["weeks"]
    assert written(patient, "death_reported") == []


def test_a_death_is_reported_once_and_corrected_for_ten_days(places: Workplaces, clock_at: Clock) -> None:
    patient, client = death(places), at_work(places.ward)
    signed(client, patient)
    again = client.get(address(patient)).content.decode()
    assert "Signera rättelsen" in again
    assert shown(again)["q:will_lost"] == ["days"]
    clock_at(clock.now() + timedelta(days=9))
    client = at_work(places.ward)
    signed(client, patient, will_lost=["hours"])
    assert [one["will_lost"] for one in written(patient, "death_reported")] == ["days", "hours"]
    chart = door.open(patient, places.ward.reader())
    assert isinstance(chart, door.Opened)
    assert chart.chart.counts["death_reported"] == 1
    form = complete(client, patient, will_lost=["weeks"])
    clock_at(clock.now() + timedelta(days=2))
    client = at_work(places.ward)
    late = client.get(address(patient)).content.decode()
    assert "Signera" not in late.split("<main", 1)[1].split("facts", 1)[0]
    assert "Dödsfallet är rapporterat" in late
    answer = client.post(address(patient), form)
    assert len(written(patient, "death_reported")) == 2, answer.status_code


def test_nobody_is_reported_who_lives(places: Workplaces) -> None:
    patient = workplaces.patient_at(places.ward)
    html = at_work(places.ward).get(address(patient)).content.decode()
    assert "Inget dödsfall finns i journalen." in html
    assert "data-form" not in html


def test_who_does_not_want_to_be_in_registers_is_not_reported(places: Workplaces) -> None:
    patient = death(places)
    people.note(patient, RegisterOptOut(opted_out=True), by="test")
    client = at_work(places.ward)
    html = client.get(address(patient)).content.decode()
    assert "vill inte vara med i kvalitetsregister" in html
    assert client.post(address(patient), {"do": "save"}).status_code == 200
    assert written(patient, "death_reported") == []


def test_an_assistant_nurse_does_not_sign(places: Workplaces) -> None:
    patient = death(places)
    Assignment.objects.filter(staff=places.ward.staff).update(role="undersköterska")
    html = at_work(places.ward).get(address(patient)).content.decode()
    assert "En läkare eller sjuksköterska på enheten signerar rapporten." in html


def test_another_unit_is_told_whose_report_it_is(places: Workplaces) -> None:
    patient = death(places)
    html = at_work(places.clinic).get(address(patient)).content.decode()
    assert "Avdelning 5" in html
    assert "En annan enhet ska rapportera dödsfallet." in html


def test_who_writes_on_an_old_page_is_told_what_is_new(places: Workplaces) -> None:
    patient, client = death(places), at_work(places.ward)
    form = complete(client, patient)
    well_kept.wrote(patient, places.ward, 1, facts.Measured(code=facts.Code(code="ROAG", system="ROAG")))
    answer = client.post(address(patient), form)
    assert answer.status_code == 409
    assert written(patient, "death_reported") == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"arrived": ["2026-06-14"]}, "efter att patienten avled"),
        ({"consulted": ["none", "palliative_team"]}, "kan inte stå med andra svar"),
        ({"arrived": ["i går"]}, "2026-06-15"),
    ],
    ids=["after death", "none and some", "no date"],
)
def test_what_cannot_be_is_refused_beside_the_question(
    places: Workplaces, changed: dict[str, list[str]], message: str
) -> None:
    patient, client = death(places), at_work(places.ward)
    answer = client.post(address(patient), complete(client, patient, **changed))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert written(patient, "death_reported") == []


def test_of_an_unexpected_death_little_is_asked(places: Workplaces) -> None:
    patient = well_kept.died(places, expected="no")
    client = at_work(places.ward)
    html = client.get(address(patient)).content.decode()
    form = shown(html) | {
        "q:forensic": ["no"],
        "q:present": ["staff"],
        "q:bereavement": ["unknown"],
        "q:answered_by": ["one"],
    }
    form |= {"do": ["save"], "confirm": ["death", "close"]}
    assert client.post(address(patient), form).status_code == 302
    [report] = written(patient, "death_reported")
    assert not {"mouth", "pain_rated", "talk_patient"} & set(report)


def test_the_report_is_not_among_the_forms_for_everybody(places: Workplaces) -> None:
    patient, client = death(places), at_work(places.ward)
    assert "death-report/" not in client.get(f"/patients/{patient}/forms/").content.decode()
    assert client.get(f"/patients/{patient}/forms/death-report/")["Location"] == address(patient)
    signed(client, patient)
    [entry] = [one for one in events_of(patient) if one.kind == "answered"]
    there = client.get(f"/patients/{patient}/forms/answers/{entry.id}/correct/")
    assert there["Location"] == address(patient), "there is no way around the ten days"


def test_a_stranger_and_another_provider_see_nothing_of_it(places: Workplaces) -> None:
    patient = death(places)
    assert Client(SERVER_NAME="localhost").get(address(patient)).status_code == 302
    assert at_work(places.home_nursing).get(address(patient)).status_code == 403
