"""One stay with three organisations signed in at once, and one that goes wrong, in a real browser."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from discharge import sides
from helpers import browsers, servers, walking, workplaces
from helpers.workplaces import Workplaces
from helpers.worlds import sqlite_world
from lindra import clock
from lindra.areas import actions as areas
from lindra.areas.models import CareUnit

PASSWORD = "relieve-17"


@dataclass
class Served:
    """The three organisations behind the real server."""

    address: str
    places: Workplaces


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    from datetime import datetime

    now = datetime.fromisoformat(sides.NOW)
    clock.fix(now)
    try:
        with sqlite_world(sqlite_template, tmp_path_factory.mktemp("discharge") / "home") as world:
            places = workplaces.build()
            for place in (places.clinic, places.home_nursing):
                areas.serve(CareUnit.objects.get(pk=place.unit), area="1780", valid_from=workplaces.FIRST)
            env = world.env | {"LINDRA_NOW": now.isoformat(), "LINDRA_DISCHARGE_MESSAGES": "17"}
            with servers.serving(env) as address:
                yield Served(address, places)
    finally:
        clock.fix(None)


class Side:
    """One organisation: a browser of its own, signed in."""

    def __init__(self, served: Served, pages: browsers.Pages, number: int, **look: object) -> None:
        self.address = served.address
        self.page: Page = pages.open(reduced_motion="reduce", **look)
        language = str(look.get("language", "sv"))
        self.page.context.add_cookies([{"name": "language", "value": language, "url": served.address}])
        self.page.goto(f"{self.address}/sign-in/")
        self.page.fill("#id_username", f"person{number}")
        self.page.fill("#id_password", PASSWORD)
        self.page.press("#id_password", "Enter")
        self.page.wait_for_url(f"{self.address}/")

    def case(self, patient: str) -> Page:
        self.page.goto(f"{self.address}/patients/{patient}/discharge/")
        return self.page

    def send(self, patient: str, title: str, *, to: tuple[str, ...] = (), **told: str) -> None:
        """Choose a message on the case page, fill it in and send it."""
        self.case(patient)
        self.page.locator(".sends").get_by_role("link", name=title, exact=True).click()
        for box in self.page.locator("input[name=to]").all():
            label = self.page.locator(f"label[for='{box.get_attribute('id')}']").inner_text()
            box.set_checked(not to or any(one in label for one in to))
        for name, value in told.items():
            field = self.page.locator(f"[name={name}]")
            if field.count() > 1 or field.first.get_attribute("type") in ("radio", "checkbox"):
                self.page.locator(f"[name={name}][value={value}]").check()
            elif field.first.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        self.page.get_by_role("button", name="Skicka", exact=True).click()
        expect(self.page.locator("main, .messages, body").first).to_contain_text("Skickat.")


def look(page: Page, name: str) -> None:
    """Everybody can read it; a picture where somebody wants to see it."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/discharge-{name}.png", full_page=True)
    size = page.viewport_size
    assert walking.faults(page) == [], name
    if size:
        page.set_viewport_size(size)


def told(page: Page) -> list[str]:
    return [one.inner_text().split("\n")[0].strip() for one in page.locator(".said__title").all()]


def test_a_stay_with_three_organisations_signed_in_at_once(served: Served, pages: browsers.Pages) -> None:
    patient = sides.admitted(served.places)
    ward = Side(served, pages, 1)
    practice = Side(served, pages, 2, width=360)
    nursing = Side(served, pages, 3, width=360, scheme="dark")
    expect(nursing.case(patient).locator("main")).not_to_contain_text("Avdelning 5")
    ward.send(patient, "Inskrivningsmeddelande", needs="municipal_health", estimate="2026-06-17",
              to=("Hemsjukvården", "Vårdcentralen"))  # fmt: skip
    nursing.page.goto(f"{served.address}/discharges/")
    look(nursing.page, "board-nursing")
    nursing.page.get_by_role("link", name="Test Testsson", exact=True).click()
    expect(nursing.page.locator("main")).to_contain_text("Ny")
    look(nursing.page, "new-to-nursing")
    nursing.page.get_by_role("button", name="Vi har läst dem").click()
    expect(nursing.page.get_by_role("button", name="Vi har läst dem")).to_have_count(0)
    nursing.send(patient, "Ställningstagande", can="yes", earliest="2026-06-15")
    practice.send(patient, "Om en samordnad plan (SIP) behövs", needed="yes")
    ward.send(patient, "Utskrivningsklar")
    practice.send(patient, "Kallelse till SIP", meeting="2026-06-15T14:00", way="on_ward")
    practice.send(
        patient, "Samordnad individuell plan (SIP)", consent="yes", patient_present="yes", matters="Katten",
        what_0="Besök morgon och kväll", by_0="municipality", what_1="Läkarbesök hemma", by_1="region",
        overall="municipality", lead="Eva Ek", phone="054-17 00 17",
    )  # fmt: skip
    ward.send(patient, "Information skickad", parts="medicines")
    ward.send(patient, "Har lämnat sjukhuset", to_where="own_home")
    nursing.send(patient, "Hemma igen", worked="partly", lacked="aids")
    views = [told(side.case(patient)) for side in (ward, practice, nursing)]
    assert views[0][0].startswith("Inskriven")
    assert [one for one in views[0] if one not in ("Inskriven",)] == [
        one for one in views[1] if one not in ("Inskriven",)
    ]
    assert views[1] == views[2]
    for side, name in ((ward, "ward"), (practice, "practice"), (nursing, "nursing")):
        expect(side.page.locator("[aria-current=step]")).to_contain_text("Hemma igen")
        look(side.page, f"over-{name}")
    link = practice.page.get_by_role("link", name="Den samordnade planen (SIP) på papper").get_attribute(
        "href"
    )
    paper = practice.page.request.get(f"{served.address}{link}")
    said = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(paper.body())).pages)
    assert "Besök morgon och kväll" in said
    assert "Eva Ek" in said


def test_a_stay_that_goes_wrong(served: Served, pages: browsers.Pages) -> None:
    patient = sides.admitted(served.places)
    ward, practice = Side(served, pages, 1, width=360), Side(served, pages, 2)
    nursing = Side(served, pages, 3)
    ward.send(
        patient, "Inskrivningsmeddelande", needs="open_care", estimate="2026-06-16", to=("Vårdcentralen",)
    )
    practice.case(patient).get_by_role("link", name="Inte till oss: skicka tillbaka").click()
    practice.page.fill("[name=note]", "Är listad någon annanstans")
    look(practice.page, "send-back")
    practice.page.get_by_role("button", name="Skicka tillbaka").click()
    page = ward.case(patient)
    expect(page.locator("main")).to_contain_text("Är listad någon annanstans")
    expect(page.locator("[aria-current=step]")).to_contain_text("Inskriven")
    ward.send(
        patient,
        "Inskrivningsmeddelande",
        needs="municipal_health",
        estimate="2026-06-16",
        to=("Hemsjukvården",),
    )
    ward.send(patient, "Utskrivningsklar", to=("Hemsjukvården",))
    page = ward.case(patient)
    said = page.locator(".said__one").filter(has=page.get_by_role("heading", name="Utskrivningsklar"))
    said.get_by_role("link", name="Ta tillbaka").click()
    page.get_by_role("button", name="Ta tillbaka").click()
    expect(page.locator("main")).to_contain_text("Ange varför")
    page.locator("[name=why][value=not_so]").check()
    page.get_by_role("button", name="Ta tillbaka").click()
    expect(page.locator("[aria-current=step]")).to_contain_text("Meddelande skickat")
    look(page, "taken-back")
    page = nursing.case(patient)
    said = (
        page.locator(".said__one")
        .filter(has=page.get_by_role("heading", name="Inskrivningsmeddelande"))
        .first
    )
    said.get_by_role("link", name="Rapportera en avvikelse").click()
    look(page, "deviation")
    page.get_by_role("button", name="Spara och skicka", exact=True).click()
    expect(page.locator("main")).to_contain_text("Skickad")
    page = ward.page
    page.goto(f"{served.address}/deviations/")
    expect(page.locator("main")).to_contain_text("Hemsjukvården")
    look(page, "deviations")
    page.goto(f"{served.address}/patients/{patient}/discharge/send/home_again/")
    expect(page.locator("main")).to_contain_text("Inget har skickats")
    look(page, "refused")


def test_the_board_is_read_anew_without_loading_the_page(served: Served, pages: browsers.Pages) -> None:
    nursing = Side(served, pages, 3)
    page = nursing.page
    page.clock.install()
    page.goto(f"{served.address}/discharges/?stage=noticed")
    page.evaluate("window.same = true")
    before = page.locator(".board tbody tr").count()
    patient = sides.admitted(served.places)
    sides.send(patient, served.places.ward, sides.notice(served.places))
    page.clock.fast_forward(31_000)
    expect(page.locator(".board tbody tr")).to_have_count(before + 1)
    expect(page.locator("#board-told")).to_have_text("Tavlan har ändrats.")
    assert page.evaluate("window.same") is True
    page.clock.fast_forward(31_000)
    expect(page.locator(".board tbody tr")).to_have_count(before + 1)
