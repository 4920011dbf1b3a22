"""In a real browser: everybody can read the page, in both languages, wide and narrow, light and dark."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from discharge.statistics import year
from discharge.statistics.year import Year
from helpers import browsers, servers, walking
from helpers.worlds import sqlite_world
from lindra import clock
from lindra.people import actions as people

KNOWN = ["Lindra", "Svenska", "English", "Median", "Signal", "SIP", "n", "kvalitetsutvecklare"]
ADDRESS = "/discharges/statistics/"


@dataclass
class Served:
    """Two years behind the real server."""

    address: str
    here: Year


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    now = datetime.fromisoformat(year.NOW)
    clock.fix(now)
    try:
        with sqlite_world(sqlite_template, tmp_path_factory.mktemp("statistics") / "home") as world:
            here = year.build()
            staff = people.add_staff(
                "SE2321000016-S7",
                "Person 7",
                "kvalitetsutvecklare",
                username="person7",
                password="relieve-17",
            )
            people.assign(staff, here.places.ward.unit, "kvalitetsutvecklare", ("followup",))
            with servers.serving(world.env | {"LINDRA_NOW": now.isoformat()}) as address:
                yield Served(address, here)
    finally:
        clock.fix(None)


def at_work(pages: browsers.Pages, served: Served, number: int, language: str, **look: object) -> Page:
    """The browser of somebody who has signed in."""
    page = pages.open(language=language, reduced_motion="reduce", **look)  # type: ignore[arg-type]
    page.context.add_cookies([{"name": "language", "value": language, "url": served.address}])
    page.goto(f"{served.address}/sign-in/")
    page.fill("#id_username", f"person{number}")
    page.fill("#id_password", "relieve-17")
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{served.address}/")
    return page


def look(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look at them."""
    if folder := os.environ.get("PICTURES"):
        for width in (360, 1280):
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                page.set_viewport_size({"width": width, "height": 900})
                page.screenshot(path=f"{folder}/statistics-{name}-{width}-{scheme}.png", full_page=True)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_two_years_can_be_read_by_everybody(served: Served, pages: browsers.Pages, language: str) -> None:
    page = at_work(pages, served, 7, language, java_script_enabled=True)
    page.goto(f"{served.address}{ADDRESS}?change=2025-07-01")
    assert page.locator("main svg.chart--control").count() == 2
    assert page.locator("main svg.chart--control circle.chart__ring").count() == 1
    look(page, f"change-{language}")
    assert walking.faults(page) == []
    assert walking.in_the_wrong_language(page, language, KNOWN) == []
    for one in page.locator("main details.figure__table").all():
        one.evaluate("one => { one.open = true }")
    assert walking.in_the_wrong_language(page, language, KNOWN) == []
    look(page, f"open-{language}")
    assert walking.faults(page) == []


def test_the_filter_stays_and_works_without_a_script(served: Served, pages: browsers.Pages) -> None:
    page = at_work(pages, served, 7, "sv", java_script_enabled=False)
    page.goto(f"{served.address}{ADDRESS}")
    page.locator("#id_municipality").select_option(label="Kil")
    page.locator("#id_change").fill("2025-07-01")
    page.locator("#id_publish").check()
    page.get_by_role("button", name="Visa").click()
    assert "municipality=1715" in page.url
    assert "publish=on" in page.url
    expect(page.locator("#id_municipality")).to_have_value("1715")
    expect(page.locator("main")).to_contain_text("Det som gäller färre än 5 visas inte")
    expect(page.locator("main")).not_to_contain_text("Karlstad (n")
    look(page, "publish")


def test_for_care_it_says_that_it_is_for_follow_up(served: Served, pages: browsers.Pages) -> None:
    page = at_work(pages, served, 1, "sv")
    page.goto(f"{served.address}{ADDRESS}")
    expect(page.locator("main")).to_contain_text("Siffrorna är till för att följa upp den egna vården")
    look(page, "care")
    assert walking.faults(page) == []


def test_what_is_wrong_in_the_filter_is_told(served: Served, pages: browsers.Pages) -> None:
    page = at_work(pages, served, 7, "sv")
    page.goto(f"{served.address}{ADDRESS}?first=2026-05&last=2026-01")
    expect(page.locator("main")).to_contain_text("Den månaden ligger före den första.")
    assert walking.faults(page) == []
