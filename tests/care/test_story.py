"""As a new user would: identify, talk, plan, symptoms, a crisis at night, the plan changed, old parts shown, paper."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from helpers import browsers, servers, workplaces
from helpers.workplaces import Workplaces
from helpers.worlds import World
from lindra import clock
from lindra.people import actions as people
from lindra.people.details import Address, Telecom
from lindra.people.models import Assignment
from lindra.privacy.events import AttitudeNoted
from lindra.record import facts, log
from lindra.record.envelope import When
from lindra.record.log import ANY, Draft

NUMBER = "191212121212"
PASSWORD = "relieve-17"
NURSE, DOCTOR = "person3", "person2"
TELEPHONE = {"width": 360, "height": 800}


@dataclass(frozen=True)
class Home:
    """Where it happens: the server's address, the places, the patient."""

    address: str
    places: Workplaces
    patient: str
    env: dict[str, str]

    def at(self, path: str) -> str:
        return f"{self.address}/patients/{self.patient}/{path}"


@pytest.fixture
def home(world: World, clock_at) -> Iterator[Home]:  # type: ignore[no-untyped-def]
    """A patient of home nursing and of a practice, twice in hospital this spring, who lets both read."""
    clock_at("2026-06-15T03:00:00+02:00")
    places = workplaces.build()
    Assignment.objects.filter(staff=places.clinic.staff).update(role="läkare")
    patient = people.new_patient()
    people.identify(patient, "personnummer", NUMBER)
    people.note(patient, Address(lines=("Storgatan 4",), city="Norrvik"), by="test")
    people.note(patient, Telecom(use="entry", value="portkod 1793"), by="test")
    _tell(places, patient)
    env = world.env | {"LINDRA_NOW": clock.now().isoformat()}
    with servers.serving(env) as address:
        yield Home(address, places, patient, env)


def _tell(places: Workplaces, patient: str) -> None:
    """What the record holds already."""
    from lindra.people.details import Birth, Name

    people.note(patient, Name(given="Karin", family="Ek"), by="test")
    people.note(patient, Birth(date="1912-12-12", sex="female"), by="test")

    def wrote(place: workplaces.Workplace, days_ago: float, *told: facts.Fact) -> None:
        when = When.at(clock.now() - timedelta(days=days_ago))
        log.append(patient, [Draft(one, when) for one in told], place.author, expected=ANY)

    wrote(
        places.home_nursing,
        300,
        facts.Enrolled(enrolment="h", form="home_nursing"),
        facts.Moved(to="own_home"),
    )
    wrote(places.clinic, 300, facts.Listed(practice=facts.Actor(name="Vårdcentralen")))
    for place in (places.home_nursing, places.clinic):
        wrote(place, 200, AttitudeNoted(provider=place.provider, attitude="consents"))
    wrote(places.clinic, 100, facts.Diagnosis(code=facts.Code(code="I50.9", text="Hjärtsvikt")))
    for days, episode in ((60, "a"), (30, "b")):
        wrote(places.clinic, days, facts.Admitted(episode=episode))
        wrote(places.clinic, days - 3, facts.Discharged(episode=episode, to="own_home"))


def sign_in(page: Page, home: Home, who: str) -> Page:
    page.goto(f"{home.address}/sign-in/")
    page.fill("#id_username", who)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{home.address}/")
    return page


def choose(page: Page, question: str, answer: str) -> None:
    """Choose one answer of a question: in a row of boxes, or in a list."""
    group = page.get_by_role("group", name=question)
    if group.count():
        group.first.get_by_text(answer, exact=True).click()
    else:
        page.get_by_label(question).first.select_option(label=answer)


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Spara i journalen").click()
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").inner_text()


def test_from_a_sign_in_the_record_to_a_plan_that_is_believed_only_as_long_as_it_holds(
    home: Home, pages: browsers.Pages, tmp_path: Path
) -> None:
    nurse = sign_in(pages.open(), home, NURSE)
    doctor = sign_in(pages.open(), home, DOCTOR)
    found_in_the_record(nurse, home)
    talked_and_decided(doctor, home)
    planned(nurse, home)
    symptoms(pages, home)
    read_at_night(pages, home)
    changed(nurse, home)
    on_paper(nurse, home, tmp_path)


def found_in_the_record(page: Page, home: Home) -> None:
    page.goto(f"{home.address}/patients/possible-needs/")
    for sign in ("Två eller fler oplanerade inskrivningar på 90 dagar", "Hjärtsvikt"):
        page.get_by_label(sign, exact=True).check()
    page.get_by_role("button", name="Spara").click()
    person = page.get_by_role("listitem").filter(has_text="Karin Ek")
    expect(person).to_contain_text("oplanerade inskrivningar")
    person.get_by_role("link", name="Svara: behov eller inte").click()
    choose(page, "Finns palliativa behov?", "Ja")
    choose(page, "Hur bedömdes det?", "Tecken i journalen")
    save(page)
    page.goto(f"{home.address}/patients/possible-needs/")
    expect(page.get_by_text("Karin Ek")).to_have_count(0)


def talked_and_decided(page: Page, home: Home) -> None:
    page.goto(home.at("forms/conversation/"))
    choose(page, "Vilket samtal?", "Brytpunktssamtal")
    page.get_by_label("Ledde samtalet: namn").fill("Person 2")
    choose(page, "Ledde samtalet: yrke", "Läkare")
    page.get_by_role("group", name="Vilka deltog?").get_by_text("Patienten").click()
    page.get_by_label("Vad bestämdes?").fill("Vård hemma så länge det går")
    save(page)
    page.goto(home.at("forms/limit/"))
    choose(page, "Vilken behandling?", "Hjärt-lungräddning (HLR)")
    choose(page, "Beslut", "Nej, ges inte")
    page.get_by_role("group", name="Grund").get_by_text("Skulle inte hjälpa").click()
    page.get_by_label("Skäl för just den här patienten").fill("Svår hjärtsvikt, kan inte hävas")
    page.get_by_label("Ansvarig läkare", exact=True).select_option(index=1)
    page.get_by_label("Rådfrågad legitimerad kollega: namn").fill("Person 3")
    choose(page, "Rådfrågad legitimerad kollega: yrke", "Sjuksköterska")
    choose(page, "Hur bedömdes patienten?", "På plats")
    choose(page, "Har patienten fått veta?", "Ja")
    choose(page, "Har närstående fått veta?", "Har inte gått")
    page.get_by_label("Vilken dag?").fill("2026-06-14")
    page.get_by_label("Omprövas senast").fill("2026-09-01")
    save(page)


def planned(page: Page, home: Home) -> None:
    page.goto(home.at("forms/step/"))
    page.locator("form select").first.select_option(label="Andnöd")
    page.get_by_label("Gör först").fill("Höj huvudändan, morfin enligt listan")
    save(page)
    page.goto(home.at("forms/contact/"))
    page.locator("form select").first.select_option(label="Hemsjukvården")
    page.get_by_label("Telefon", exact=True).fill("070-1740605")
    save(page)
    page.goto(home.at("plan/"))
    expect(page.locator(".first__stamp")).to_contain_text("aldrig bekräftad")
    page.get_by_role("link", name="Bekräfta planen").click()
    page.get_by_role("button", name="Bekräfta det som är ikryssat").click()
    expect(page.locator(".first__stamp")).to_contain_text("Gäller – bekräftad 15 juni 2026 av Person 3")


def symptoms(pages: browsers.Pages, home: Home) -> None:
    page = sign_in(pages.open(**TELEPHONE, has_touch=True), home, NURSE)
    page.goto(home.at("plan/"))
    page.get_by_role("link", name="Symtom", exact=True).tap()
    page.get_by_role("group", name="Andnöd").get_by_text("3", exact=True).tap()
    with page.expect_navigation():
        page.get_by_role("button", name="Spara i journalen").tap()
    page.goto(home.at("forms/trends/"))
    expect(page.locator("main")).to_contain_text("Andnöd")


def read_at_night(pages: browsers.Pages, home: Home) -> None:
    """From the list of patients: the number, one click to search, one to open; everything on the first screen."""
    page = sign_in(pages.open(**TELEPHONE), home, DOCTOR)
    page.goto(f"{home.address}/patients/")
    page.locator("#sought").fill(NUMBER)
    page.get_by_role("button", name="Sök").click()
    page.get_by_role("link", name="Karin Ek").click()
    first = page.locator(".first")
    for said in (
        "Gäller",
        "HLR Nej",
        "Andnöd",
        "Höj huvudändan",
        "070-1740605",
        "Inte bedömt",
        "Inte tillfrågad",
    ):
        expect(first).to_contain_text(said)
    expect(page.locator(".identity")).to_contain_text("portkod 1793")
    box = first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= TELEPHONE["height"], "the first screen holds all eight sections"


def changed(page: Page, home: Home) -> None:
    page.goto(home.at("forms/phase/"))
    choose(page, "Vilken fas?", "Döende – troligen dagar kvar")
    save(page)
    page.goto(home.at("plan/"))
    expect(page.locator(".first__stamp")).to_contain_text(
        "Osäker – inte bekräftad sedan ändrad fas 15 juni 2026"
    )
    expect(page.locator("#medicines .part__stamp")).to_contain_text("Osäker")
    expect(page.locator("#matters .part__stamp")).to_contain_text("Gäller")
    page.goto(f"{home.address}/due/")
    expect(page.locator("main")).to_contain_text("Bekräfta: Beslut, Läget, Om … så, Vidbehovsordinationer")


def on_paper(page: Page, home: Home, tmp_path: Path) -> None:
    page.goto(home.at("plan/paper/"))
    with page.expect_download() as paper:
        page.get_by_role("button", name="Sida till sängen").click()
    kept = tmp_path / "plan.pdf"
    paper.value.save_as(kept)
    page.close()
    public = tmp_path / "key.pem"
    public.write_bytes(lindra("plan", "key", env=home.env).stdout)
    verify = ("plan", "verify", str(kept), "--key", str(public))
    away = {
        "LINDRA_HOME": str(tmp_path / "nowhere"),
        "LINDRA_NOW": home.env["LINDRA_NOW"],
        "PATH": os.environ["PATH"],
    }
    assert lindra(*verify, env=away).returncode == 0
    changed = bytearray(kept.read_bytes())
    changed[len(changed) // 3] ^= 1
    kept.write_bytes(changed)
    assert lindra(*verify, env=away).returncode == 1


def lindra(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """The command line, as whoever holds the page would run it."""
    return subprocess.run(
        [sys.executable, "-m", "lindra.site.cli", *arguments], env=env, capture_output=True, check=False
    )
