"""The pages with numbers and cases, in a real browser, on a small made-up county: what the small world has none of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from helpers import browsers, servers, walking
from helpers.worlds import sqlite_world
from lindra import clock
from lindra.synthetic import demo
from lindra.synthetic.generator import SEED, UNTIL

LANGUAGES = ("sv", "en")
PAGES = {
    "start": "/", "patients": "/patients/?show=dead", "assignment": "/assignment/",
    "indicators": "/indicators/", "indicators of one year": "/indicators/?year=2026",
    "indicators of a region": "/indicators/region/17/",
    "indicators of a municipality": "/indicators/municipality/1780/",
    "place of death": "/indicators/measure/place-of-death/",
    "place of death by age": "/indicators/measure/place-of-death/?region=17&by=age&part=care_home",
    "admitted": "/indicators/measure/admitted-last-30-days/",
    "days at home": "/indicators/measure/days-at-home-last-90-days/?region=17",
    "conversation": "/indicators/measure/conversation-reported/?region=17",
    "gap": "/indicators/measure/conversation-reported/gap/?region=17&group=unit",
    "target picture": "/indicators/target-picture/",
    "cases": "/indicators/admitted-last-30-days/cases/",
    "cases of a place": "/indicators/place-of-death/cases/?category=hospital",
    "national": "/indicators/national/", "documented": "/indicators/documented/",
    "discharges": "/discharges/", "discharges, over": "/discharges/?stage=over",
    "discharges, statistics": "/discharges/statistics/", "discharges, payment": "/discharges/payment/",
    "deviations, follow-up": "/deviations/followup/",
    "register": "/register/", "what relatives answer": "/register/relatives/",
    "access": "/access/", "one region": "/access/17/",
}  # fmt: skip


@pytest.fixture(scope="module")
def address(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo with a hundred people, behind the real server."""
    clock.fix(UNTIL)
    try:
        with sqlite_world(sqlite_template, tmp_path_factory.mktemp("demo") / "home") as world:
            demo.load(SEED, UNTIL, 100)
            demo.count(UNTIL)
            environment = world.env | {"LINDRA_NOW": UNTIL.isoformat(), "LINDRA_DEMO": "1"}
    finally:
        clock.fix(None)
    with servers.serving(environment) as found:
        yield found


@pytest.fixture(scope="module", params=LANGUAGES)
def reader(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[tuple[str, Page]]:
    """Somebody who follows up the region's care, signed in from the list that the demo shows."""
    pages = browsers.Pages(browser)
    page = pages.open(language=request.param, reduced_motion="reduce")
    page.context.add_cookies([{"name": "language", "value": request.param, "url": address}])
    page.goto(f"{address}/sign-in/")
    assert walking.faults(page) == []
    page.get_by_role("button", name="Lars Björkman").click()
    page.wait_for_url(f"{address}/")
    yield request.param, page
    assert pages.complaints == []
    pages.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_numbers_can_be_read_by_everybody(
    reader: tuple[str, Page], address: str, name: str
) -> None:
    language, page = reader
    answer = page.goto(address + PAGES[name])
    assert answer is not None
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert walking.faults(page) == []


def test_a_number_opens_to_its_cases_and_a_case_to_its_patient(
    reader: tuple[str, Page], address: str
) -> None:
    _, page = reader
    page.goto(f"{address}/indicators/measure/admitted-last-30-days/")
    page.locator("a[href*='/cases/']").first.click()
    page.locator("main a[href*='/patients/']").first.click()
    assert "/patients/" in page.url
    assert page.locator(".identity__name").inner_text().strip()
    assert walking.faults(page) == []
