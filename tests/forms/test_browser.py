"""Forms in a real browser: on a telephone, by touch, without a connection, without a script, read by everybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from forms.conftest import PASSWORD, Bedside
from helpers import browsers, servers, walking, workplaces
from helpers.worlds import World
from lindra import clock
from lindra.forms.models import Draft
from lindra.privacy import door

COUNT = """() => { for (const kind of ["click", "keydown"]) addEventListener(kind, e => {
  const twice = e.target.closest("label") && e.target.tagName !== "INPUT";
  if (e.isTrusted && !twice) sessionStorage[kind] = Number(sessionStorage[kind] || 0) + 1; }, true); }"""
"""Taps and keys, kept from page to page. A tap on a label counts once, when its box gets it."""
PROFILE = ("pain", "breathlessness", "weakness", "nausea", "vomiting", "appetite", "constipation", "mouth",
           "drowsiness", "mobility", "anxious")  # fmt: skip
SIGNED_OUT = "Du är inte längre inloggad"
KNOWN = ("sjuksköterska", "Video")
"""A title of a member of staff, and a word that is the same in both languages."""


@pytest.fixture(scope="module")
def served(standing_bedside: Bedside) -> Iterator[tuple[str, Bedside]]:
    """The world behind the real server."""
    environment = World(settings.LINDRA_HOME, "sqlite").env | {"LINDRA_NOW": clock.now().isoformat()}
    with servers.serving(environment) as address:
        yield address, standing_bedside


@pytest.fixture(scope="module")
def signed_in(browser: Browser, served: tuple[str, Bedside]) -> Any:
    """The cookies of the nurse at the ward, signed in once."""
    pages = browsers.Pages(browser)
    page = pages.open(f"{served[0]}/sign-in/")
    sign_in(page)
    page.wait_for_url(f"{served[0]}/")
    found = page.context.storage_state()
    pages.close()
    return found


def sign_in(page: Page) -> None:
    page.fill("#id_username", "person1")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")


@pytest.fixture
def patient(served: tuple[str, Bedside]) -> str:
    """One of the test's own."""
    return workplaces.patient_at(served[1].ward)


Open = Callable[..., Page]


@pytest.fixture
def open_form(pages: browsers.Pages, served: tuple[str, Bedside], signed_in: Any, patient: str) -> Open:
    """``open_form("esas/")`` on a telephone, in Swedish unless told."""

    def opened(path: str, language: str = "sv", width: int = 360, **options: Any) -> Page:
        page = pages.open(storage_state=signed_in, language=language, width=width, has_touch=True, **options)
        page.context.add_cookies([{"name": "language", "value": language, "url": served[0]}])
        page.add_init_script(f"({COUNT})()")
        page.goto(f"{served[0]}/patients/{patient}/forms/{path}")
        return page

    return opened


def tap(page: Page, question: str, number: int) -> None:
    """One answer of a scale, where a finger would touch it."""
    page.locator(f"label:has(#q-{question}-{number})").tap()


def written(served: tuple[str, Bedside], patient: str) -> dict[str, Any]:
    """The numbers that the record holds, by code."""
    opened = door.open(patient, served[1].ward.reader())
    assert isinstance(opened, door.Opened)
    found = [row["stated"].value for row in opened.chart.rows("measures")]
    return {one["code"]["code"]: one.get("value", {}).get("number") for one in found}


def test_a_symptom_profile_takes_fourteen_taps_at_the_most_and_no_typing(
    open_form: Open, served: tuple[str, Bedside], patient: str
) -> None:
    page = open_form("")
    page.get_by_role("link", name="Symtomprofil").tap()
    for number, question in enumerate(PROFILE):
        tap(page, question, number % 5)
    page.get_by_role("button", name="Spara i journalen").tap()
    page.wait_for_url("**/answers/**")
    taps, keys = page.evaluate(
        "() => [Number(sessionStorage.click || 0), Number(sessionStorage.keydown || 0)]"
    )
    assert (taps, keys) == (13, 0)
    found = written(served, patient)
    assert found | {"pain": "0", "breathlessness": "1", "mobility": "4"} == found
    assert len(found) == len(PROFILE) + 1, "and the sum of the bodily ones"
    text = page.locator("[data-copied-text]").text_content() or ""
    assert "Andnöd: 1 Lätta" in text


def test_every_answer_to_tap_is_large_enough(open_form: Open) -> None:
    page = open_form("symptom-profile/")
    sizes = page.eval_on_selector_all(
        ".pick__one", "all => all.map(e => e.getBoundingClientRect()).map(r => [r.width, r.height])"
    )
    assert len(sizes) > 80
    assert min(min(size) for size in sizes) >= 44


def test_questions_come_and_go_with_the_answers_they_hang_on(
    open_form: Open, served: tuple[str, Bedside], patient: str
) -> None:
    page = open_form("esas/")
    hanging = page.locator("[data-when]").first
    expect(hanging).to_be_hidden()
    tap(page, "other", 4)
    expect(hanging).to_be_visible()
    page.get_by_role("button", name=re.compile("Ta tillbaka.*Annat besvär")).tap()
    expect(hanging).to_be_hidden()
    tap(page, "pain", 7)
    page.get_by_role("button", name="Spara i journalen").tap()
    page.wait_for_url("**/answers/**")
    assert written(served, patient) == {"pain": "7"}


def test_without_a_script_every_question_is_there_and_the_form_is_saved(
    open_form: Open, served: tuple[str, Bedside], patient: str
) -> None:
    page = open_form("esas/", java_script_enabled=False)
    expect(page.locator("[data-when]").first).to_be_visible()
    tap(page, "pain", 3)
    tap(page, "nausea", 3)
    page.get_by_role("button", name=re.compile("Ta tillbaka.*Illamående")).tap()
    page.get_by_role("button", name="Spara i journalen").tap()
    page.wait_for_url("**/answers/**")
    expect(page.locator("pre")).to_contain_text("Smärta: 3")
    assert written(served, patient) == {"pain": "3"}


def test_what_is_typed_is_kept_while_it_is_typed(open_form: Open, patient: str) -> None:
    page = open_form("esas/")
    tap(page, "pain", 7)
    expect(page.get_by_text("Sparat som utkast")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Du började på det här")).to_be_visible()
    expect(page.locator("#q-pain-7")).to_be_checked()
    assert Draft.objects.filter(patient=patient).count() == 1


def test_a_lost_connection_loses_nothing_and_the_form_goes_by_itself_when_it_is_back(
    open_form: Open, served: tuple[str, Bedside], patient: str
) -> None:
    page = open_form("esas/")
    page.context.set_offline(True)
    tap(page, "pain", 5)
    page.get_by_role("button", name="Spara i journalen").tap()
    expect(page.get_by_text("Ingen uppkoppling")).to_be_visible()
    expect(page.locator("#q-pain-5")).to_be_checked()
    assert written(served, patient) == {}
    page.context.set_offline(False)
    page.wait_for_url("**/answers/**")
    assert written(served, patient) == {"pain": "5"}
    assert not Draft.objects.filter(patient=patient).exists()


def test_who_has_been_signed_out_signs_in_elsewhere_and_goes_on(
    open_form: Open, served: tuple[str, Bedside], patient: str
) -> None:
    page = open_form("esas/")
    tap(page, "pain", 6)
    expect(page.get_by_text("Sparat som utkast")).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Spara i journalen").tap()
    expect(page.get_by_text(SIGNED_OUT)).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{served[0]}/sign-in/")
    sign_in(other)
    other.wait_for_url(f"{served[0]}/")
    page.wait_for_url("**/answers/**")
    assert written(served, patient) == {"pain": "6"}


def test_an_entry_is_copied_by_one_key_or_the_button(open_form: Open) -> None:
    page = open_form("pain-nrs/", permissions=["clipboard-read", "clipboard-write"])
    page.locator("label:has(input[value='8'])").tap()
    page.get_by_role("button", name="Spara i journalen").tap()
    page.wait_for_url("**/answers/**")
    page.keyboard.press("Control+c")
    expect(page.get_by_text("Kopierat.")).to_be_visible()
    assert "8" in page.evaluate("() => navigator.clipboard.readText()").splitlines()[-1]
    page.evaluate("() => navigator.clipboard.writeText('')")
    page.get_by_role("button", name="Kopiera som text").tap()
    assert page.evaluate("() => navigator.clipboard.readText()").startswith("Smärta, NRS")


def test_a_form_is_filled_in_by_keyboard_alone(
    open_form: Open, served: tuple[str, Bedside], patient: str
) -> None:
    page = open_form("pain-nrs/", width=1280)
    page.locator("input[type=radio]").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Spara i journalen").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/answers/**")
    assert set(written(served, patient).values()) == {"3"}


def faults(page: Page, language: str) -> list[str]:
    """What axe finds, what is too wide and what is in the other language, narrow and wide, light and dark."""
    page.emulate_media(reduced_motion="reduce")
    found = walking.in_the_wrong_language(page, language, KNOWN) + walking.faults(page)
    return [f"{page.url}: {fault}" for fault in found]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_is_for_everybody(open_form: Open, language: str) -> None:
    page = open_form("esas/", language)
    found = faults(page, language)
    page.locator(".sheet__save").click()
    page.wait_for_selector(".error-summary")
    found += faults(page, language)
    tap(page, "pain", 4)
    tap(page, "other", 4)
    page.locator("[data-when] input").fill("17")
    page.locator(".sheet__save").click()
    page.wait_for_url("**/answers/**")
    page.locator("summary").click()
    found += faults(page, language)
    where = page.url
    for path in ("correct/", "withdraw/", "../../trends/", "../../"):
        page.goto(where + path)
        found += faults(page, language)
    assert found == []


def test_every_form_that_is_shipped_is_for_everybody(open_form: Open) -> None:
    page = open_form("")
    paths = page.eval_on_selector_all(".choose a", "all => all.map(a => a.href)")
    assert len(paths) >= 8
    found = []
    for path in paths:
        page.goto(path)
        wrong = browsers.axe_violations(page) + walking.too_wide(page, 360)
        found += [f"{path}: {fault}" for fault in wrong]
    assert found == []
