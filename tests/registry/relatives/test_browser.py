"""From the nurse's screen to the relative's telephone: the letter, the code, the answers, in each language."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from helpers import browsers, servers, walking, workplaces
from helpers.workplaces import Workplaces
from helpers.worlds import sqlite_world
from lindra import clock
from lindra.registry.relatives import codes, group
from lindra.registry.relatives.models import RelativeAnswer
from registry.relatives import bereft
from registry.relatives.bereft import NOW, PHONE, answered, invited

LATIN = re.compile(r"[A-Za-zÅÄÖåäö]+")
PLAIN = {"Lindra", "Svenska", "English", "Avdelning"}
"""What is written with these letters on an Arabic page too: names."""
TITLES = {"sv": "Den sista veckan", "en": "The last week", "ar": "الأسبوع الأخير"}
THANKS = {"sv": "Tack", "en": "Thank you", "ar": "شكرًا لك"}
SCHEMES = ("light", "dark")


@dataclass
class Served:
    """The workplaces behind the real server."""

    address: str
    places: Workplaces


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    clock.fix(NOW)
    cache.clear()
    try:
        with sqlite_world(sqlite_template, tmp_path_factory.mktemp("relatives") / "home") as world:
            places = workplaces.build()
            with servers.serving(world.env | {"LINDRA_NOW": NOW.isoformat()}) as address:
                yield Served(address, places)
    finally:
        clock.fix(None)


def judged(page: Page, *, width: int = 360) -> None:
    """Everybody can read it, in light and dark, and nothing is wider than the screen."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert browsers.axe_violations(page) == []
    assert walking.too_wide(page, 320) == []
    assert walking.too_wide(page, width) == []
    page.set_viewport_size({"width": width, "height": 740})


def in_its_language(page: Page, language: str) -> None:
    """Every text is in the language of the page, names apart; it is read from the side that belongs to it."""
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else None)
    if language == "ar":
        assert set(LATIN.findall(page.inner_text("body"))) <= PLAIN
    else:
        known = ["العربية", "Svenska", "English", "Lindra"]
        assert walking.in_the_wrong_language(page, language, known) == []


def go_on(page: Page, path: str) -> None:
    page.locator("#page button[type=submit]:not([name])").click()
    page.wait_for_url(f"**{path}")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("language", TITLES)
def test_a_relative_answers_on_a_telephone(
    served: Served, pages: browsers.Pages, language: str, script: bool
) -> None:
    dead = bereft.patient(served.places.ward)
    given = invited(dead, served.places.ward, language=language)
    page = pages.open(width=360, height=740, has_touch=True, java_script_enabled=script)
    brought = f"#{given.code[:4].lower()}-{given.code[4:8].lower()}-{given.code[8:].lower()}"
    page.goto(f"{served.address}/answer/{brought if script else ''}")
    if script:
        assert page.input_value("#code").replace("-", "").upper() == given.code
        assert page.url == f"{served.address}/answer/", "the code does not stay in the address"
    else:
        page.fill("#code", given.code)
    page.press("#code", "Enter")
    page.wait_for_url("**/answer/about/")
    if script:
        judged(page)
        in_its_language(page, language)
    go_on(page, "/part/1/")
    assert page.inner_text("h1") == TITLES[language]
    for number in range(1, 5):
        page.locator("fieldset").first.locator("label").nth(1).tap()
        if script:
            judged(page)
            in_its_language(page, language)
        go_on(page, f"/part/{number + 1}/")
    page.fill("textarea", "12345")
    if script:
        judged(page)
    go_on(page, "/check/")
    expect(page.locator("main")).to_contain_text("12345")
    if script:
        judged(page)
        in_its_language(page, language)
    page.locator("[name=may_read]").tap()
    go_on(page, "/done/")
    assert page.inner_text("h1") == THANKS[language]
    expect(page.locator("main")).to_contain_text(PHONE)
    if script:
        judged(page)
        in_its_language(page, language)
    kept = RelativeAnswer.objects.get(patient=dead)
    assert (kept.language, kept.may_read, len(kept.said)) == (language, True, 4)
    page.goto(f"{served.address}/answer/part/1/")
    assert page.url == f"{served.address}/answer/done/", "nothing is answered twice"
    stranger = pages.open(f"{served.address}/answer/", width=360)
    stranger.fill("#code", given.code)
    stranger.press("#code", "Enter")
    stranger.wait_for_url("**/answer/done/")


def test_switching_language_keeps_the_answers_and_enter_does_not_switch(
    served: Served, pages: browsers.Pages
) -> None:
    given = invited(bereft.patient(served.places.ward), served.places.ward)
    page = pages.open(f"{served.address}/answer/", width=360)
    page.click("header button[value=ar]")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.fill("#code", given.code)
    page.press("#code", "Enter")
    page.wait_for_url("**/answer/about/")
    in_its_language(page, "ar")
    go_on(page, "/part/1/")
    page.locator("fieldset").nth(1).locator("label").nth(2).click()
    page.click("header button[value=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.locator("fieldset").nth(1).locator("input").nth(2).is_checked()
    in_its_language(page, "en")


@pytest.mark.parametrize("language", TITLES)
def test_what_goes_wrong_can_be_read_by_everybody(
    served: Served, pages: browsers.Pages, language: str
) -> None:
    given = invited(bereft.patient(served.places.ward), served.places.ward, language=language)
    page = pages.open(f"{served.address}/answer/", width=360)
    if language != "sv":
        page.click(f"header button[value={language}]")
    page.fill("#code", "17")
    page.press("#code", "Enter")
    page.wait_for_selector("[role=alert]")
    judged(page)
    in_its_language(page, language)
    page.fill("#code", given.code)
    page.press("#code", "Enter")
    page.wait_for_url("**/answer/about/")
    page.goto(f"{served.address}/answer/part/5/")
    page.fill("textarea", "1" * 2001)
    page.locator("#page button[type=submit]:not([name])").click()
    page.wait_for_selector("[role=alert]")
    judged(page)
    in_its_language(page, language)
    page.goto(f"{served.address}/answer/check/")
    page.locator("#page button[type=submit]:not([name])").click()
    page.wait_for_selector("[role=alert]")
    judged(page)
    page.goto(f"{served.address}/answer/decline/")
    judged(page)
    in_its_language(page, language)
    go_on(page, "/done/")
    in_its_language(page, language)
    revoked = invited(bereft.patient(served.places.ward), served.places.ward, "r2")
    reader = served.places.ward.reader()
    bereft.actions.revoke(bereft.opened(revoked.invitation.patient, reader), reader, revoked.invitation.id)
    page.goto(f"{served.address}/answer/")
    page.fill("#code", revoked.code)
    page.press("#code", "Enter")
    page.wait_for_selector("h1")
    in_its_language(page, language)
    judged(page)


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.fill("#id_username", "person1")
    page.fill("#id_password", "relieve-17")
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{address}/")


@pytest.mark.parametrize(("width", "language"), [(360, "sv"), (1280, "en")])
def test_a_nurse_makes_the_letter_and_reads_what_comes_of_it(
    served: Served, pages: browsers.Pages, width: int, language: str
) -> None:
    dead = bereft.patient(served.places.ward)
    page = pages.open(width=width, language=language)
    page.context.add_cookies([{"name": "language", "value": language, "url": served.address}])
    sign_in(page, served.address)
    page.goto(f"{served.address}/patients/{dead}/relatives/")
    page.click(f"a[href='/patients/{dead}/asked/']")
    judged(page, width=width)
    assert walking.in_the_wrong_language(page, language, NAMES) == []
    page.locator("form label", has_text="Bo Åkerström").click()
    page.select_option("select[name=language]", "en")
    page.fill("[name=phone]", PHONE)
    page.locator("form[action$='/letter/'] button").click()
    code = page.inner_text(".given__code")
    judged(page, width=width)
    assert walking.in_the_wrong_language(page, language, NAMES) == []
    with page.expect_download() as saved:
        page.locator("form[action$='/letter/paper/'] button").click()
    said = " ".join(
        one.extract_text() for one in PdfReader(io.BytesIO(saved.value.path().read_bytes())).pages
    )
    assert code in said
    assert "Bo Åkerström" in said
    assert bereft.NAME not in said

    telephone = pages.open(f"{served.address}/answer/", width=360)
    telephone.fill("#code", code)
    telephone.press("#code", "Enter")
    telephone.wait_for_url("**/answer/about/")
    telephone.goto(f"{served.address}/answer/part/5/")
    telephone.fill("textarea", "It was calm.")
    go_on(telephone, "/check/")
    telephone.locator("[name=may_read]").check()
    go_on(telephone, "/done/")

    page.goto(f"{served.address}/patients/{dead}/asked/")
    expect(page.locator("main")).to_contain_text("It was calm.")
    judged(page, width=width)


NAMES = (
    "sjuksköterska",
    "Avdelning 5",
    "Vårdcentralen",
    "Norrviks region",
    "English",
    "It was calm.",
    "Svenska",
    "Person 1",
)


@pytest.mark.parametrize(("width", "language"), [(360, "en"), (1280, "sv")])
def test_the_group_is_counted_and_can_be_read_by_everybody(
    served: Served, pages: browsers.Pages, width: int, language: str
) -> None:
    for number in range(6):
        dead = bereft.patient(served.places.clinic)
        bereft.reported(dead, served.places.clinic, pain="no", present="nobody")
        answered(invited(dead, served.places.clinic), pain="none" if number else "full", present="nobody")
    page = pages.open(width=width, language=language)
    page.context.add_cookies([{"name": "language", "value": language, "url": served.address}])
    sign_in(page, served.address)
    work = served.places.ward.reader().assignment.id
    page.goto(f"{served.address}/assignment/")
    page.check(f"[value='{work}|followup']")
    page.locator("main form button[type=submit]").last.click()
    page.goto(f"{served.address}/")
    page.click("a[href='/register/relatives/']")
    assert (group.of(served.places.clinic.reader("followup")).answers or 0) >= 6
    for one in page.locator("summary").all():
        one.click()
    expect(page.locator("table").first).to_be_visible()
    judged(page, width=width)
    assert walking.in_the_wrong_language(page, language, NAMES) == []
    assert bereft.NAME not in page.inner_text("body")


def test_who_guesses_is_told_to_wait(served: Served, pages: browsers.Pages) -> None:
    """The last of this file: the server then lets nobody in from this machine for an hour."""
    page = pages.open(f"{served.address}/answer/", width=360)
    for _ in range(11):
        page.fill("#code", codes.draw())
        page.press("#code", "Enter")
        page.wait_for_load_state()
        if not page.locator("#code").count():
            break
    assert page.inner_text("h1") == "För många felaktiga koder"
    judged(page)
