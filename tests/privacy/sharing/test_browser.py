"""The way to what is not shown, in a real browser: the clicks counted, without a mouse, and read by everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from helpers import browsers, servers, walking
from helpers.worlds import World
from lindra import clock
from lindra.record import queries

PASSWORD = "relieve-17"
SECRET = "Hemlighet Kornblixt"
COUNT = """() => { addEventListener("click", e => {
  if (e.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1; }, true); }"""
"""Every click that a page gets, those too that a key makes, kept from page to page."""


@pytest.fixture(scope="module")
def served(shared: Any) -> Iterator[tuple[str, Any]]:
    """The world behind the real server."""
    environment = World(settings.LINDRA_HOME, "sqlite").env | {"LINDRA_NOW": clock.now().isoformat()}
    with servers.serving(environment) as address:
        yield address, shared


@pytest.fixture(scope="module")
def states(browser: Browser, served: tuple[str, Any]) -> dict[str, Any]:
    """The cookies of those who work there, signed in once."""
    found = {}
    for place, name in (("ward", "person1"), ("on_call", "person5")):
        pages = browsers.Pages(browser)
        page = pages.open(f"{served[0]}/sign-in/")
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url(f"{served[0]}/")
        found[place] = page.context.storage_state()
        pages.close()
    return found


Open = Callable[..., Page]


@pytest.fixture
def open_as(pages: browsers.Pages, served: tuple[str, Any], states: dict[str, Any]) -> Open:
    """``open_as("ward", "/patients/")``, with every click counted."""

    def opened(place: str, path: str, language: str = "sv", **options: Any) -> Page:
        page = pages.open(storage_state=states[place], language=language, **options)
        page.context.add_cookies([{"name": "language", "value": language, "url": served[0]}])
        page.add_init_script(f"({COUNT})()")
        page.goto(served[0] + path)
        return page

    return opened


def clicks(page: Page) -> int:
    return int(page.evaluate("() => Number(sessionStorage.clicks || 0)"))


@pytest.mark.parametrize(
    ("way", "field", "key"),
    [("danger", "reason", "clicks"), ("unable", "basis", "keyboard"), ("consents", "", "pages")],
)
def test_from_the_patient_to_the_opened_record_are_two_clicks(
    open_as: Open, served: tuple[str, Any], way: str, field: str, key: str
) -> None:
    patient = served[1].patients[key]
    page = open_as("ward", f"/patients/{patient}/", java_script_enabled=True)
    assert SECRET not in page.content()
    page.locator(f".ways [action$='/{way}/'] button, .ways a[href$='/{way}/']").click()
    if field:
        page.wait_for_selector(f"#id_{field}:focus")
        page.keyboard.type("Medvetslös, svår andnöd")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**/patients/{patient}/")
    expect(page.locator("body")).to_contain_text(SECRET)
    assert clicks(page) == 2


def test_the_doctor_on_call_comes_to_the_plan_by_the_keyboard_alone(
    open_as: Open, served: tuple[str, Any]
) -> None:
    address, world = served
    page = open_as("on_call", "/patients/")
    type_in(page, "#sought", world.numbers["not here"])
    assert page.locator("#asked_number").input_value() == world.numbers["not here"]
    tab_to(page, "#asked_asked_by")
    page.keyboard.type("sjuksköterska, hemsjukvården i natt")
    type_in(page, "#asked_reason", "svår andnöd")
    patient = world.patients["not here"]
    assert page.url == f"{address}/patients/{patient}/"
    assert SECRET not in page.content()
    page.evaluate("() => sessionStorage.clear()")
    tab_to(page, ".ways form[action$='/danger/'] button")
    enter(page)
    assert "Hemsjukvården" in page.locator("main").inner_text()
    assert SECRET not in page.content()
    page.keyboard.type("Svår andnöd, kan inte svara")
    tab_to(page, "main form .button--danger")
    enter(page)
    assert page.url == f"{address}/patients/{patient}/"
    expect(page.locator("body")).to_contain_text(SECRET)
    assert "Nödöppnad till" in page.locator("main").inner_text()
    assert clicks(page) == 2, "Enter on a button is a click too"
    assert [event.kind for event in queries.events_of(patient)].count("emergency_opened") == 1


def test_without_scripts_all_of_it_works(open_as: Open, served: tuple[str, Any]) -> None:
    patient = served[1].patients["child"]
    page = open_as("ward", f"/patients/{patient}/", java_script_enabled=False)
    page.locator(".ways a[href$='/child/']").click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("body")).to_contain_text(SECRET)


def type_in(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.type(text)
    enter(page)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(100):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


# Every page, in both languages, at both widths, in light and dark


def declare(way: str) -> Callable[[Page], None]:
    """The first step of a way."""
    return lambda page: press(page, f"form[action$='/{way}/'] button")


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def forget(way: str) -> Callable[[Page], None]:
    """The second step without saying why."""

    def steps(page: Page) -> None:
        declare(way)(page)
        press(page, "main form button[type=submit]")
        assert page.locator("[role=alert]").is_visible()

    return steps


def guardian(page: Page) -> None:
    page.select_option("#unit_told_by", "guardian")
    press(page, "form:has(#unit_told_by) button")
    assert page.locator("[role=alert]").is_visible()


def question(page: Page) -> None:
    page.locator("#asked summary").click()
    press(page, "#asked form button")
    assert page.locator("[role=alert]").is_visible()


PAGES: dict[str, tuple[str, Callable[[Page], None] | None]] = {
    "notice": ("/patients/{asked}/", None),
    "notice of blocks": ("/patients/{blocked}/", None),
    "choosing an entry": ("/patients/{asked}/?show=everything&wrong=", None),
    "danger, before it is said": ("/patients/{asked}/sharing/danger/", None),
    "danger": ("/patients/{asked}/", declare("danger")),
    "danger, blocked": ("/patients/{blocked}/", declare("danger")),
    "danger, only blocked": ("/patients/{blocked at home}/", declare("danger")),
    "danger, no reason": ("/patients/{asked}/", forget("danger")),
    "unable": ("/patients/{asked}/", declare("unable")),
    "unable, no basis": ("/patients/{asked}/", forget("unable")),
    "consents": ("/patients/{asked}/sharing/consents/", None),
    "refuses": ("/patients/{asked}/sharing/refuses/", None),
    "not asked": ("/patients/{asked}/sharing/not-asked/", None),
    "child": ("/patients/{child}/sharing/child/", None),
    "not a child": ("/patients/{asked}/sharing/child/", None),
    "informed": ("/patients/{asked}/sharing/informed/", None),
    "sharing": ("/patients/{refused}/sharing/", None),
    "sharing, refused block": ("/patients/{asked}/sharing/", guardian),
    "question": ("/patients/", question),
}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_about_sharing_can_be_read_by_everybody(
    open_as: Open, served: tuple[str, Any], name: str, language: str
) -> None:
    path, steps = PAGES[name]
    for key, patient in served[1].patients.items():
        path = path.replace(f"{{{key}}}", patient)
    page = open_as("ward", path, language, reduced_motion="reduce")
    if steps is not None:
        steps(page)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert walking.in_the_wrong_language(page, language, RECORDS) == []
    assert walking.faults(page) == []


RECORDS = ("sjuksköterska", "Läkarjouren", "Vårdcentralen", "Hemsjukvården", "Hemtjänsten")
"""Texts of records that happen to be texts of pages as well."""


@pytest.mark.parametrize("name", ["sharing", "danger", "unable", "question"])
def test_every_stop_is_seen_and_in_order(open_as: Open, served: tuple[str, Any], name: str) -> None:
    path, steps = PAGES[name]
    for key, patient in served[1].patients.items():
        path = path.replace(f"{{{key}}}", patient)
    page = open_as("ward", path, width=360, scheme="dark")
    if steps is not None:
        steps(page)
    stops = list(walking.tabbed(page))
    assert [f"{stop.name}: {fault}" for stop in stops for fault in stop.faults] == []
    assert walking.never_reached(page) == []


def test_on_paper_the_notice_stands_without_its_ways(open_as: Open, served: tuple[str, Any]) -> None:
    page = open_as("ward", f"/patients/{served[1].patients['asked']}/")
    page.emulate_media(media="print")
    assert page.get_by_text("Det finns mer än det som visas här").is_visible()
    assert not page.locator(".ways").is_visible()
