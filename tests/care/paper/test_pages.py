"""The pages: the patient's choice, signed files without a trace of whom they are about, and who may not."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from care.paper.conftest import NUMBER
from helpers import workplaces
from helpers.browsers import axe_violations
from helpers.visitors import at_work
from lindra import clock
from lindra.care.events.plan import SECTIONS
from lindra.care.paper import checking, keys
from lindra.care.plan import reading
from lindra.people import actions as people
from lindra.people.details import Protection
from lindra.privacy import accesslog
from lindra.record import facts, log
from lindra.record.envelope import When
from lindra.record.log import ANY, Draft


@pytest.fixture
def nurse(places):
    return at_work(places.ward)


def address(name, patient):
    return reverse(name, args=[patient])


def bedside(client, patient, sections=SECTIONS, **more):
    return client.post(address("plan-bedside", patient), {"bedside-sections": list(sections), **more})


def opened(file):
    return json.loads(urlsafe_b64decode(file.split(b".")[1] + b"=="))


def test_the_page_asks_what_is_to_be_printed(nurse, patient):
    page = nurse.get(address("plan-paper", patient))
    assert page.status_code == 200
    said = page.content.decode()
    assert len(re.findall(r'name="bedside-sections"[^>]* checked', said)) == len(SECTIONS)
    assert re.findall(r'name="home-parts" value="([a-z_]+)"[^>]* checked', said) == [
        "call", "agreed", "expect", "box", "practical",
    ]  # fmt: skip
    assert not re.search(r'name="(bedside|home)-number"[^>]* checked', said)
    assert "054-17 00 17" in said
    assert "054-17 00 99" not in said


def test_it_warns_of_decisions_that_the_patient_would_read_at_the_bedside_first(nurse, patient):
    said = nurse.get(address("plan-paper", patient)).content.decode()
    warned = re.search(r"Ingen har antecknat att patienten vet om: ([^.]+)\.", said)[1]
    assert set(warned.split(", ")) == {"hemlig behandling", "Intensivvård"}


def test_the_signed_paper_is_genuine_and_its_name_tells_nothing(nurse, patient):
    answer = bedside(nurse, patient, **{"bedside-number": "on"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert "no-store" in answer["Cache-Control"]
    found = checking.check(answer.content, keys.own().known, clock.today())
    assert found.state == "holds"
    assert found.made_at == clock.now()
    assert (
        found.not_after - clock.today()
    ).days == 1  # confirmed yesterday, dying: the situation holds two days


def test_the_signed_file_holds_what_was_chosen_and_no_more(nurse, patient):
    answer = bedside(nurse, patient, ("decisions", "medicines"), **{"as": "file"})
    assert answer["Content-Disposition"] == 'attachment; filename="plan.jws"'
    assert checking.check(answer.content, keys.own().known, clock.today()).state == "holds"
    told = opened(answer.content)
    assert [part["section"] for part in told["plan"]["parts"]] == ["decisions", "medicines"]
    assert told["address"] == f"http://localhost/patients/{patient}/plan/"
    assert told["language"] == "sv"
    said = json.dumps(told)
    assert NUMBER[:8] not in said
    assert "Älvgatan" not in json.dumps(told, ensure_ascii=False)
    with_number = opened(bedside(nurse, patient, **{"as": "file", "bedside-number": "on"}).content)
    assert with_number["plan"]["number"] == f"{NUMBER[:8]}-{NUMBER[8:]}"
    assert with_number["plan"]["address"][0] == "Älvgatan 17"


def test_paper_of_a_plan_that_is_partly_hidden_holds_for_the_day_it_is_made(nurse, patient, monkeypatch):
    monkeypatch.setattr(reading, "partly", lambda opened: True)
    found = checking.check(bedside(nurse, patient, ("call",)).content, keys.own().known, clock.today())
    assert found.not_after == clock.today()
    sheet = nurse.post(address("plan-home", patient), {"home-parts": ["expect"], "as": "page"})
    assert "Lita inte på det här papperet efter 15 juni 2026" in sheet.content.decode()


def test_a_protected_address_is_on_no_paper(nurse, patient, places):
    people.note(patient, Protection(level="sekretessmarkering"), by="test")
    told = opened(bedside(nurse, patient, **{"as": "file"}).content)["plan"]
    assert (told["address"], told["entry"], told["where"], told["protected"]) == ([], [], "", True)
    assert "Älvgatan" not in json.dumps(told, ensure_ascii=False)


@pytest.mark.parametrize("sent", [{}, {"bedside-sections": "x"}, {"bedside-sections": ["call", "å|å"]}])
def test_a_choice_that_is_none_is_asked_again(nurse, patient, sent):
    page = nurse.post(address("plan-bedside", patient), sent)
    assert (page.status_code, page["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "field__error" in page.content.decode()


def test_the_home_sheet_is_a_page_and_a_paper(nurse, patient):
    events = re.findall(
        r'name="home-contacts" value="([0-9a-f-]+)"',
        nurse.get(address("plan-paper", patient)).content.decode(),
    )
    assert len(events) == 3
    sent = {"home-parts": ["call", "agreed"], "home-contacts": events[:1]}
    page = nurse.post(address("plan-home", patient), sent | {"as": "page"})
    said = page.content.decode()
    assert "Det vi kom överens om" in said
    assert "Hjärt-lungräddning" in said
    assert "Intensivvård" not in said
    assert "Läkemedel" not in said.split("<main")[1]
    assert "home-sheet__calls" in said
    paper = nurse.post(address("plan-home", patient), sent | {"as": "pdf"})
    assert paper["Content-Disposition"] == 'attachment; filename="hemblad.pdf"'
    assert paper.content.startswith(b"%PDF-")
    again = nurse.post(address("plan-home", patient), {"home-contacts": [events[0], "another"]})
    assert "field__error" in again.content.decode()


PAGES = (("plan-paper", "get"), ("plan-bedside", "post"), ("plan-home", "post"))


@pytest.mark.parametrize(
    ("place", "purpose"), [("ward", "followup"), ("ward", "extract"), ("home_nursing", "care")]
)
def test_nobody_makes_paper_without_a_relation_or_for_another_purpose(patient, places, place, purpose):
    client = at_work(getattr(places, place), purpose)
    for name, method in PAGES:
        answer = getattr(client, method)(address(name, patient))
        assert answer.status_code == 403
        assert b"Berit" not in answer.content


def test_every_opening_is_in_the_access_log(nurse, patient):
    bedside(nurse, patient)
    latest = accesslog.entries(1)[0]
    assert (latest["what"], latest["outcome"], latest["patients"]) == ("plan on paper", "opened", [patient])


def test_a_get_makes_no_paper(nurse, patient):
    assert nurse.get(address("plan-bedside", patient)).status_code == 405
    assert nurse.get(address("plan-home", patient)).status_code == 405


def test_of_the_dead_no_more_paper_is_made(nurse, patient, places):
    died = Draft(facts.Died(), When.at(clock.now() - timedelta(hours=1)))
    log.append(patient, [died], places.ward.author, expected=ANY)
    for name, method in PAGES:
        page = getattr(nurse, method)(
            address(name, patient), {"bedside-sections": list(SECTIONS), "home-parts": "call"}
        )
        said = page.content.decode()
        assert "Inget mer skrivs ut" in said
        assert "<fieldset" not in said


def test_without_a_key_in_production_nothing_is_printed_and_it_is_said_why(nurse, patient, monkeypatch):
    monkeypatch.setattr(settings, "PRODUCTION", True)
    page = bedside(nurse, patient)
    assert page.status_code == 503
    assert "LINDRA_PLAN_KEY" in page.content.decode()


def test_a_plan_of_nothing_can_be_printed_too(nurse, places):
    nobody = workplaces.patient_at(places.ward, "Sven Svensson", "e9")
    found = checking.check(bedside(nurse, nobody).content, keys.own().known, clock.today())
    assert found.state == "holds"
    assert found.not_after == clock.today()  # never confirmed


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language", "scheme"), [(360, "sv", "light"), (1280, "en", "dark")])
def test_the_pages_are_for_everybody(patient, live_server, pages, width, language, scheme):
    page = pages.open(f"{live_server}/sign-in/", width=width, language=language, scheme=scheme)
    page.fill("#id_username", "person1")
    page.fill("#id_password", "relieve-17")
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{live_server}/")
    page.context.add_cookies([{"name": "language", "value": language, "url": live_server}])
    page.goto(f"{live_server}/patients/{patient}/plan/paper/")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("button[value=page]").click()
    page.locator(".home-sheet__calls").wait_for()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(media="print")
    assert page.get_by_text("Person 1").filter(visible=True).count() == 0
    page.emulate_media(media="screen")
    with page.expect_download() as download:
        page.go_back()
        page.locator("[action$='bedside/'] button[value=pdf]").click()
    assert download.value.suggested_filename == "plan.pdf"
