"""Without a mouse: what Tab reaches, in which order, how it is seen, and a whole errand by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from helpers import browsers, servers, small_world, walking
from helpers.small_world import PASSWORD, SmallWorld

PAGES = {
    "start": "/",
    "assignment": "/assignment/",
    "patients": "/patients/",
    "patient, ten years": "/patients/{ten years}/",
    "patient, not one's own": "/patients/{elsewhere}/",
    "plan": "/patients/{ten years}/plan/",
    "plan to confirm": "/patients/{ten years}/plan/confirm/",
    "to sign": "/patients/{one of many 2}/sign/",
    "form": "/patients/{ten years}/forms/visit/",
    "due": "/due/",
    "possible needs": "/patients/possible-needs/",
    "sharing": "/patients/{ten years}/sharing/",
    "indicators": "/indicators/",
    "access": "/access/",
    "accessibility": "/accessibility/",
}


@pytest.fixture(scope="module")
def served(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, SmallWorld]]:
    """The small world behind the real server."""
    home = tmp_path_factory.mktemp("keyboard") / "home"
    with small_world.standing(sqlite_template, home) as (world, made):
        environment = small_world.environment(world)
    with servers.serving(environment) as address:
        yield address, made


@pytest.fixture(scope="module")
def state(browser: Browser, served: tuple[str, SmallWorld]) -> dict[str, object]:
    """The cookies of somebody who is signed in."""
    pages = browsers.Pages(browser)
    page = pages.open(f"{served[0]}/sign-in/")
    page.fill("#id_username", "astri")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{served[0]}/")
    kept = page.context.storage_state()
    pages.close()
    return dict(kept)


def faults_on(page: Page) -> list[str]:
    """What is wrong for who walks a page by Tab."""
    stops = list(walking.tabbed(page))
    faults = [f"{stop.name}: {fault}" for stop in stops for fault in stop.faults]
    if not stops or "#content" not in stops[0].name:
        faults.append(
            f"the first stop is {stops[0].name if stops else 'nothing'}, not the link past everything"
        )
    return faults + [f"never reached: {what}" for what in walking.never_reached(page)]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_every_stop_is_seen_and_in_order(
    pages: browsers.Pages,
    served: tuple[str, SmallWorld],
    state: dict[str, object],
    name: str,
    width: int,
    scheme: str,
) -> None:
    address, world = served
    for key, patient in world.patients.items():
        PAGES[name] = PAGES[name].replace(f"{{{key}}}", patient)
    page = pages.open(address + PAGES[name], width=width, scheme=scheme, storage_state=state)
    assert faults_on(page) == []


@pytest.mark.parametrize("path", ["/sign-in/", "/design/"])
def test_every_stop_for_a_stranger_is_seen_and_in_order(
    pages: browsers.Pages, served: tuple[str, SmallWorld], path: str
) -> None:
    page = pages.open(served[0] + path)
    assert faults_on(page) == []


@pytest.mark.parametrize(
    ("spoilt", "fault"),
    [
        ("a { outline: none !important; box-shadow: none !important }", "the same with the focus as without"),
        ("a:focus-visible { outline: 1px solid !important }", "no outline of two pixels"),
        ("nav a { opacity: 0; position: fixed; left: -99px }", "cannot be seen"),
    ],
)
def test_a_focus_that_cannot_be_seen_is_found(
    pages: browsers.Pages, served: tuple[str, SmallWorld], state: dict[str, object], spoilt: str, fault: str
) -> None:
    page = pages.open(f"{served[0]}/", storage_state=state)
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }",
        spoilt,
    )
    assert any(fault in found for found in faults_on(page))


def test_an_order_that_leaps_is_found(
    pages: browsers.Pages, served: tuple[str, SmallWorld], state: dict[str, object]
) -> None:
    page = pages.open(f"{served[0]}/", storage_state=state)
    page.evaluate("() => { document.querySelector('header nav a').tabIndex = 1; "
                  "document.querySelector('main a').tabIndex = -1; }")  # fmt: skip
    found = faults_on(page)
    assert any("comes before what had the focus" in fault for fault in found)
    assert any("never reached" in fault for fault in found)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(150):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def enter(page: Page) -> None:
    """Press Enter and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_whole_errand_is_done_without_a_mouse(
    pages: browsers.Pages, served: tuple[str, SmallWorld]
) -> None:
    address, world = served
    page = pages.open(f"{address}/patients/")
    assert page.url == f"{address}/sign-in/?next=/patients/"
    tab_to(page, "#id_username")
    page.keyboard.type("astri")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    enter(page)
    assert page.url == f"{address}/patients/"
    tab_to(page, "#sought")
    page.keyboard.type("åkerström")
    enter(page)
    assert page.url == f"{address}/patients/"
    tab_to(page, "tbody th a")
    enter(page)
    assert page.url == f"{address}/patients/{world.patients['ten years']}/plan/"
    assert page.locator("h1").inner_text() == "Astrid Vilhelmina Lindqvist-Åkerström"
    tab_to(page, "header button[lang=en]")
    enter(page)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "Astrid Vilhelmina Lindqvist-Åkerström"
    tab_to(page, "form[action='/sign-out/'] button")
    enter(page)
    assert page.url == f"{address}/sign-in/"
    page.goto(f"{address}/patients/{world.patients['ten years']}/")
    assert page.url.startswith(f"{address}/sign-in/")


def test_the_first_link_leads_past_everything(
    pages: browsers.Pages, served: tuple[str, SmallWorld], state: dict[str, object]
) -> None:
    page = pages.open(f"{served[0]}/patients/", storage_state=state)
    page.keyboard.press("Tab")
    assert page.locator(".skip").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_a_folded_line_opens_by_the_keyboard(
    pages: browsers.Pages, served: tuple[str, SmallWorld], state: dict[str, object]
) -> None:
    address, world = served
    page = pages.open(f"{address}/patients/{world.patients['ten years']}/", storage_state=state)
    page.locator("#timeline details summary").first.focus()
    inside = page.locator("#timeline details .event__folded").first
    assert not inside.is_visible()
    page.keyboard.press("Enter")
    assert inside.is_visible()
