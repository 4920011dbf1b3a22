"""Every page, in a real browser: both languages, narrow and wide, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from helpers import browsers, servers, small_world, walking
from helpers.small_world import PASSWORD, SmallWorld
from lindra.frame.icons import ICONS

LANGUAGES = ("sv", "en")


@dataclass(frozen=True)
class Served:
    """The small world behind the real server."""

    address: str
    world: SmallWorld

    def url(self, address: str) -> str:
        units = {f"unit {key}": unit.id for key, unit in self.world.units.items()}
        named = self.world.patients | self.world.entries | units
        return self.address + re.sub(r"\{(.+?)\}", lambda name: named[name[1]], address)


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small world, once for all pages."""
    home = tmp_path_factory.mktemp("walk") / "home"
    with small_world.standing(sqlite_template, home) as (world, made):
        environment = small_world.environment(world)
    with servers.serving(environment) as address:
        yield Served(address, made)


class Walker:
    """One browser for a language, signed in as one person or as none, that keeps what the pages complained of."""

    def __init__(self, browser: Browser, served: Served, language: str, username: str) -> None:
        self.pages = browsers.Pages(browser)
        self.page = self.pages.open(
            language=language, reduced_motion="reduce"
        )  # axe looks at once, not after a fade
        self.errors: list[str] = []
        self.page.on(
            "console", lambda message: self.errors.append(message.text) if message.type == "error" else None
        )
        self.page.context.add_cookies([{"name": "language", "value": language, "url": served.address}])
        if username:
            sign_in(self.page, served, username)


def sign_in(page: Page, served: Served, username: str) -> None:
    page.goto(served.url("/sign-in/"))
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(served.url("/"))


class Walkers(dict[tuple[str, str], Walker]):
    """A browser for each language and person, made when it is first needed."""

    def __init__(self, browser: Browser, served: Served) -> None:
        super().__init__()
        self.browser, self.served = browser, served

    def __missing__(self, key: tuple[str, str]) -> Walker:
        self[key] = Walker(self.browser, self.served, *key)
        return self[key]


@pytest.fixture(scope="module")
def walkers(browser: Browser, served: Served) -> Iterator[Walkers]:
    """``walkers["sv", "astri"]``; a stranger has no name."""
    made = Walkers(browser, served)
    yield made
    for walker in made.values():
        walker.pages.close()


PAGES = {
    "sign-in": ("", "/sign-in/"),
    "accessibility": ("", "/accessibility/"),
    "design": ("", "/design/"),
    "a relative answers": ("", "/answer/"),
    "no such page": ("astri", "/no/such/page/"),
    "start": ("astri", "/"),
    "start without an assignment": ("nils", "/"),
    "assignment": ("astri", "/assignment/"),
    "assignment without any": ("nils", "/assignment/"),
    "patients without an assignment": ("nils", "/patients/"),
    "patients": ("astri", "/patients/"),
    "patients, the dead": ("astri", "/patients/?show=dead"),
    "patients, second page": ("astri", "/patients/?show=all&page=2"),
    "patients, nobody": ("home", "/patients/?show=dead"),
    "patient, ten years": ("astri", "/patients/{ten years}/"),
    "patient, everything": ("astri", "/patients/{ten years}/?show=everything"),
    "patient, dead": ("astri", "/patients/{dead}/"),
    "patient, nothing known": ("astri", "/patients/{nothing known}/"),
    "patient, protected": ("astri", "/patients/{protected}/"),
    "patient, not one's own": ("astri", "/patients/{elsewhere}/"),
    "one entry": ("astri", "/patients/{ten years}/entries/{profile}/"),
    "death report": ("astri", "/patients/{dead}/death-report/"),
    "death report, of the living": ("astri", "/patients/{ten years}/death-report/"),
    "plan": ("astri", "/patients/{ten years}/plan/"),
    "plan, nothing known": ("astri", "/patients/{nothing known}/plan/"),
    "plan, dead": ("astri", "/patients/{dead}/plan/"),
    "plan to confirm": ("astri", "/patients/{ten years}/plan/confirm/"),
    "plan, earlier": ("astri", "/patients/{ten years}/plan/history/"),
    "plan, compared": ("astri", "/patients/{ten years}/plan/history/?day=2026-05-20&time=12:00&as=was"),
    "to sign": ("astri", "/patients/{one of many 2}/sign/"),
    "to sign, nothing": ("astri", "/patients/{ten years}/sign/"),
    "plan, something to sign": ("astri", "/patients/{one of many 2}/plan/"),
    "plan on paper": ("astri", "/patients/{ten years}/plan/paper/"),
    "forms": ("astri", "/patients/{ten years}/forms/"),
    "form, the visit": ("astri", "/patients/{ten years}/forms/visit/"),
    "form, a limit": ("astri", "/patients/{ten years}/forms/limit/"),
    "form, profile": ("astri", "/patients/{ten years}/forms/symptom-profile/"),
    "form, answered": ("astri", "/patients/{ten years}/forms/answers/{profile}/"),
    "form to correct": ("astri", "/patients/{ten years}/forms/answers/{profile}/correct/"),
    "form to withdraw": ("astri", "/patients/{ten years}/forms/answers/{profile}/withdraw/"),
    "trends": ("astri", "/patients/{ten years}/forms/trends/"),
    "due": ("astri", "/due/"),
    "due, nothing": ("home", "/due/?when=mine"),
    "homes": ("astri", "/homes/"),
    "home": ("home", "/homes/{unit home}/"),
    "home, agreement": ("home", "/homes/{unit home}/agreement/"),
    "home, held": ("home", "/homes/{unit home}/held/"),
    "home, cover": ("home", "/homes/{unit home}/cover/"),
    "possible needs": ("astri", "/patients/possible-needs/"),
    "possible needs, none": ("home", "/patients/possible-needs/"),
    "death at home": ("astri", "/patients/{ten years}/death-at-home/"),
    "death at home, the dead": ("astri", "/patients/{dead}/death-at-home/"),
    "deaths expected at home": ("astri", "/patients/expected-at-home/"),
    "home nursing": ("astri", "/patients/home-nursing/"),
    "home nursing, one patient": ("astri", "/patients/{ten years}/home-nursing/"),
    "questions to relatives": ("astri", "/patients/{dead}/asked/"),
    "questions to relatives, of the living": ("astri", "/patients/{ten years}/asked/"),
    "what relatives answer, not for care": ("astri", "/register/relatives/"),
    "discharges": ("astri", "/discharges/"),
    "discharge": ("astri", "/patients/{ten years}/discharge/"),
    "discharge, the dead": ("astri", "/patients/{dead}/discharge/"),
    "discharge, a message": ("astri", "/patients/{ten years}/discharge/send/discharge_note/"),
    "discharge, a plan": ("astri", "/patients/{ten years}/discharge/send/sip_held/"),
    "discharge, not now": ("astri", "/patients/{ten years}/discharge/send/home_again/"),
    "deviations": ("astri", "/deviations/"),
    "deviations, what is wished": ("astri", "/deviations/wishes/"),
    "deviations, numbers": ("astri", "/deviations/statistics/"),
    "deviation to report": ("astri", "/patients/{ten years}/deviations/"),
    "sharing": ("astri", "/patients/{ten years}/sharing/"),
    "sharing, consent": ("astri", "/patients/{ten years}/sharing/consents/"),
    "sharing, not possible": ("astri", "/patients/{ten years}/sharing/danger/"),
    "register": ("astri", "/register/"),
    "register, by month": ("astri", "/register/?by=month&period=2025"),
    "register, nothing": ("home", "/register/"),
    "indicators": ("astri", "/indicators/"),
    "national indicators": ("astri", "/indicators/national/"),
    "what to document better": ("astri", "/indicators/documented/"),
    "access": ("astri", "/access/"),
    "access, one region": ("astri", "/access/25/"),
}
ANSWERS = {
    "no such page": 404, "patient, not one's own": 403, "patients without an assignment": 403,
    "sharing, not possible": 403, "discharge, not now": 409, "what relatives answer, not for care": 403,
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_by_everybody(walkers: Walkers, served: Served, name: str, language: str) -> None:
    username, address = PAGES[name]
    walker = walkers[language, username]
    walker.errors.clear()
    answer = walker.page.goto(served.url(address))
    assert answer is not None
    assert answer.status == ANSWERS.get(name, 200)
    look_at(walker, language, name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sought", ["Åkerström", "Nobody At All"])
def test_what_a_search_finds_can_be_read_by_everybody(
    walkers: Walkers, served: Served, sought: str, language: str
) -> None:
    walker = walkers[language, "astri"]
    walker.page.goto(served.url("/patients/"))
    walker.errors.clear()
    walker.page.fill("#sought", sought)
    walker.page.press("#sought", "Enter")
    walker.page.wait_for_load_state()
    assert walker.page.url == served.url("/patients/")
    look_at(walker, language, "search")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failed_sign_in_can_be_read_by_everybody(walkers: Walkers, served: Served, language: str) -> None:
    walker = walkers[language, ""]
    walker.page.goto(served.url("/sign-in/"))
    walker.errors.clear()
    walker.page.fill("#id_username", "nobody")
    walker.page.press("#id_username", "Enter")
    walker.page.wait_for_selector("[role=alert]")
    look_at(walker, language, "failed sign-in")


def look_at(walker: Walker, language: str, name: str) -> None:
    """Everything that holds for every page, at every width and in light and dark."""
    page = walker.page
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    assert page.locator("main").count() == 1
    assert not page.title().startswith("–"), "a title begins with the page's own name"
    known = {*RECORDS, *(ICONS if name == "design" else FORMS if name.startswith("form") else ())}
    assert walking.in_the_wrong_language(page, language, known) == []
    assert walking.faults(page) == []
    expected = (
        {"Failed to load resource: the server responded with a status of"} if name in ANSWERS else set()
    )
    assert [text for text in walker.errors if not any(text.startswith(known) for known in expected)] == []
    assert walker.pages.complaints == []


RECORDS = ("Norrviks lasarett", "Palliativa teamet Gryning", "specialistsjuksköterska", "Mark")
"""Texts of records, and a municipality, that happen to be texts of pages as well."""
FORMS = ("All", "Video")
"""Swedish words of forms that are English words of pages."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_in_the_wrong_language_is_found(walkers: Walkers, served: Served, language: str) -> None:
    page = walkers[language, "astri"].page
    page.goto(served.url("/"))
    other = {
        "sv": ("Living", "Sign in as Anna", "Patients"),
        "en": ("Avlidna", "Logga in som Anna", "Patienter"),
    }
    for text in other[language]:
        page.evaluate("text => { document.querySelector('h1').textContent = `x: ${text}`; }", text)
        assert walking.in_the_wrong_language(page, language) == [f"x: {text}"]
        page.evaluate("text => { document.querySelector('h1').setAttribute('aria-label', text); }", text)
        assert text in walking.in_the_wrong_language(page, language)
        page.evaluate("() => document.querySelector('h1').removeAttribute('aria-label')")


def test_a_page_that_is_too_wide_is_found(walkers: Walkers, served: Served) -> None:
    page = walkers["sv", "astri"].page
    page.goto(served.url("/"))
    page.evaluate(SPOIL, "h1 { width: 3000px }")
    assert walking.too_wide(page, 360)


SPOIL = """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet]; }"""


# On paper


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_has_the_patient_and_no_way_around_the_page(
    walkers: Walkers, served: Served, language: str
) -> None:
    page = walkers[language, "astri"].page
    page.goto(served.url("/patients/{ten years}/?show=everything"))
    page.set_viewport_size({"width": 720, "height": 1000})
    page.emulate_media(media="print", color_scheme="dark")
    try:
        for ways in ("header.head", "nav", ".button", ".search", ".skip", ".tabs", "summary"):
            shown = [
                one
                for one in page.locator(ways).all()
                if one.is_visible() and "event__body" not in one.evaluate("e => e.parentElement.className")
            ]
            assert shown == [], ways
        assert page.locator("h1").inner_text() == "Astrid Vilhelmina Lindqvist-Åkerström"
        assert page.locator(".foot .print-only").is_visible()
        folded = page.locator(".event__folded li")
        assert folded.count() > 10
        assert all(one.is_visible() for one in folded.all()[:20]), "what is folded is printed open"
        assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(22, 38, 37)", "dark ink"
        assert walking.too_wide(page, 720) == []
    finally:
        page.emulate_media(media="screen", color_scheme="light")


def test_a_list_on_paper_has_its_patients(walkers: Walkers, served: Served) -> None:
    page = walkers["sv", "astri"].page
    page.goto(served.url("/patients/"))
    page.emulate_media(media="print")
    try:
        assert page.locator("tbody tr").first.is_visible()
        assert not page.locator("nav").first.is_visible()
        assert not page.locator(".search").is_visible()
    finally:
        page.emulate_media(media="screen")
