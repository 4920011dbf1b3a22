"""As a new user would: somebody dies, the report is on the list, is confirmed and signed; the indicator changes;
six weeks later a relative is asked, and answers on a telephone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Page, expect

from helpers import browsers, servers, walking, well_kept, workplaces
from helpers.worlds import World
from lindra import clock
from lindra.measures.cubes.kept import Kept, refresh
from lindra.people.models import Staff
from lindra.record import export

PASSWORD, NURSE = "relieve-17", "person1"
PHONE, WORDS = "054-17 00 17", "Det var lugnt."
COUNT = """addEventListener("click", event => { if (event.isTrusted)
  sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1; }, true);
addEventListener("keydown", event => { if (event.isTrusted)
  sessionStorage.keys = Number(sessionStorage.keys || 0) + 1; }, true);"""


REPORTED, ASKED = "2026-06-15T09:00:00+02:00", "2026-08-03T09:00:00+02:00"


@dataclass(frozen=True)
class Ward:
    """Where it happens: the server's address, and who died there."""

    address: str
    patient: str


def opened(world: World) -> AbstractContextManager[str]:
    """The server, by the clock of the test."""
    return servers.serving(world.env | {"LINDRA_NOW": clock.now().isoformat()})


@pytest.fixture
def patient(world: World, clock_at: Callable[[str], object]) -> str:
    """Who has died."""
    clock_at(REPORTED)
    cache.clear()
    places = workplaces.build()
    patient = well_kept.died(places)
    well_kept.kept_well(patient, places.ward)
    export.remember_folder(settings.LINDRA_HOME, settings.LINDRA_HOME / "export")
    _exported()
    return patient


def _exported() -> None:
    """Export, and count for who follows up."""
    kept = Kept(settings.LINDRA_HOME)
    export.export(kept.export, settings.LINDRA_PSEUDONYM_KEY)
    refresh(settings.LINDRA_HOME, clock.now())


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.fill("#id_username", NURSE)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{address}/")


def look(page: Page, name: str) -> None:
    """Everybody can read it; a picture where somebody wants to see it."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/register-{name}.png", full_page=True)
    size = page.viewport_size
    assert walking.faults(page) == [], name
    if size:
        page.set_viewport_size(size)


def test_a_death_is_reported_the_indicator_changes_and_a_relative_answers(
    pages: browsers.Pages, world: World, patient: str, clock_at: Callable[[str], object]
) -> None:
    with opened(world) as address:
        a_death_is_reported_in_few_clicks_and_the_indicator_changes(pages, Ward(address, patient))
    clock_at(ASKED)
    with opened(world) as address:
        a_relative_is_asked_and_answers_on_a_telephone(pages, Ward(address, patient))


def a_death_is_reported_in_few_clicks_and_the_indicator_changes(pages: browsers.Pages, ward: Ward) -> None:
    page = pages.open(width=360, reduced_motion="reduce")
    page.add_init_script(COUNT)
    sign_in(page, ward.address)
    assert number(page, ward, "mouth") == "0 av 0"
    page.goto(f"{ward.address}/due/")
    row = page.get_by_role("link", name="Rapportera dödsfallet").first
    row.click()
    page.wait_for_url(f"**/patients/{ward.patient}/death-report/")
    look(page, "opened")
    page.goto(page.url)
    page.evaluate("sessionStorage.clear()")
    silent, boxes = answer_the_rest(page), confirm(page)
    page.get_by_role("button", name="Signera rapporten").click()
    expect(page.get_by_role("button", name="Signera rättelsen")).to_be_visible()
    clicks = int(page.evaluate("Number(sessionStorage.clicks)"))
    assert page.evaluate("Number(sessionStorage.keys || 0)") == 0, "nothing is typed"
    assert clicks <= silent + boxes + 1, (
        "one click a question the record is silent on, one a section, one to sign"
    )
    assert boxes <= 6
    look(page, "signed")
    page.goto(f"{ward.address}/due/")
    expect(page.get_by_role("link", name="Rapportera dödsfallet")).to_have_count(0)
    _exported()
    assert number(page, ward, "mouth") == "1 av 1"
    for name in ("national", "documented"):
        page.goto(f"{ward.address}/indicators/{name}/")
        look(page, name)


def a_relative_is_asked_and_answers_on_a_telephone(pages: browsers.Pages, ward: Ward) -> None:
    page = pages.open(width=360, reduced_motion="reduce")
    sign_in(page, ward.address)
    page.goto(f"{ward.address}/patients/{ward.patient}/asked/")
    page.locator("form label", has_text="Olle Ek").click()
    page.fill("[name=phone]", PHONE)
    page.locator("form[action$='/letter/'] button").click()
    look(page, "letter")
    answers(pages, page.inner_text(".given__link"))
    page.goto(f"{ward.address}/patients/{ward.patient}/asked/")
    expect(page.locator("main")).to_contain_text(WORDS)
    look(page, "answered")


def answers(pages: browsers.Pages, link: str) -> None:
    """With nothing but the link: a choice of every part, and words of their own."""
    telephone = pages.open(link, width=360, height=740, has_touch=True, reduced_motion="reduce")
    telephone.press("#code", "Enter")
    telephone.wait_for_url("**/answer/about/")
    go_on(telephone, "/part/1/")
    for number in range(1, 5):
        telephone.locator("fieldset").first.locator("label").nth(1).tap()
        look(telephone, f"part-{number}")
        go_on(telephone, f"/part/{number + 1}/")
    telephone.fill("textarea", WORDS)
    go_on(telephone, "/check/")
    telephone.locator("[name=may_read]").tap()
    go_on(telephone, "/done/")
    look(telephone, "done")


def go_on(page: Page, path: str) -> None:
    page.locator("#page button[type=submit]:not([name])").click()
    page.wait_for_url(f"**{path}")


def answer_the_rest(page: Page) -> int:
    """Answer what must be answered and is not, by a click each; new questions may come of it. How many there were."""
    page.locator("#q-forensic-1").check()
    expect(page.get_by_role("heading", name="Hud och mun")).to_be_visible()
    for answered in range(60):
        left = page.locator("fieldset:visible:has(.q__must):not(:has(input:checked))")
        if left.count() == 0:
            return answered + 1
        own = left.first.locator("input")
        own.nth(min(1, own.count() - 1)).check()  # the second answer: mostly *no*
    raise AssertionError("there is always one more question")


def confirm(page: Page) -> int:
    """Tick every section; how many there are."""
    boxes = page.locator("input[name=confirm]:visible")
    for box in boxes.all():
        box.check()
    return boxes.count()


def number(page: Page, ward: Ward, key: str) -> str:
    """How many of how many, by the reports, as the unit's page says to who follows it up; then back to care."""
    work_for(page, ward, "Uppföljning")
    unit = Staff.objects.get(user__username=NURSE).assignments.get().unit
    page.goto(f"{ward.address}/indicators/measure/{key}-reported/?unit={unit}")
    text = page.locator("main").inner_text()
    work_for(page, ward, "Vård")
    found = re.search(r"\d+ av \d+", text)
    assert found is not None, text[:500]
    return found[0]


def work_for(page: Page, ward: Ward, purpose: str) -> None:
    """Choose an assignment for a purpose."""
    page.goto(f"{ward.address}/assignment/")
    page.locator(".choice label", has_text=f"{purpose} ·").first.click()
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
