"""In a real browser: the map at an hour and a municipality's page, in both languages, by keyboard, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from access import offering_world
from access.offering_world import NOW, row, stored
from helpers import browsers, servers, walking
from helpers.worlds import sqlite_world
from lindra import clock
from lindra.areas import geography

KNOWN = [
    "Lindra", "Svenska", "English", "Region", "Karlstad", "24/7", "Teamet", "council", "Avdelning 5", "Norrviks region",
    *(one.short for one in geography.regions()), *(one.name for one in geography.regions()),
    *(one.name for one in geography.municipalities()),
]  # fmt: skip
"""The same in both languages, and what stands in records."""


@dataclass
class Served:
    """The address of a world with one team round the clock in Karlstad."""

    address: str


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    clock.fix(NOW)
    try:
        with sqlite_world(sqlite_template, tmp_path_factory.mktemp("access") / "home") as world:
            offering_world.build()
            stored(row(telephone="054-000 00 09"))
            with servers.serving(world.env | {"LINDRA_NOW": NOW.isoformat()}) as address:
                yield Served(address)
    finally:
        clock.fix(None)


def signed_in(pages: browsers.Pages, served: Served, language: str, **options: object) -> Page:
    page = pages.open(language=language, **options)  # type: ignore[arg-type]
    page.emulate_media(reduced_motion="reduce")
    page.context.add_cookies([{"name": "language", "value": language, "url": served.address}])
    page.goto(f"{served.address}/sign-in/")
    page.fill("#id_username", "governor7")
    page.fill("#id_password", "relieve-17")
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{served.address}/")
    return page


WORDS = {
    "sv": ("Söndag 03:00: 106 kommuner", "Måndag 10:00", "Vem som kan komma", "Visa"),
    "en": ("Sunday 03:00: 106 municipalities", "Monday 10:00", "Who can come", "Show"),
}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_hour_is_chosen_by_keyboard_and_everybody_can_read_it(
    served: Served, pages: browsers.Pages, language: str
) -> None:
    night, day, way, show = WORDS[language]
    page = signed_in(pages, served, language)
    page.goto(f"{served.address}/access/")
    expect(page.locator(".access-sentence")).to_contain_text(night)
    assert walking.faults(page) == []
    assert walking.in_the_wrong_language(page, language, KNOWN) == []
    page.locator("#day").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    page.locator("#at").select_option("10")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#hour h2")).to_have_text(day)
    assert page.get_by_role("button", name=show).is_visible()
    page.get_by_role("link", name=way).first.click()
    expect(page.locator("#hour h2")).to_have_text(day)  # the hour stays
    page.goto(f"{served.address}/access/1780/?inventory=own")
    expect(page.locator("#now")).to_contain_text("054-000 00 09")
    assert walking.faults(page) == []
    for path in ("said/", "need/", "compare/", "offered/", "offered/new/", "17/"):
        page.goto(f"{served.address}/access/{path}")
        assert browsers.axe_violations(page, colours=False) == []


def test_on_paper_the_sentence_and_the_map_stay_and_the_choices_go(
    served: Served, pages: browsers.Pages
) -> None:
    page = signed_in(pages, served, "sv", java_script_enabled=False)
    page.goto(f"{served.address}/access/")
    page.emulate_media(media="print")
    assert page.locator(".access-sentence").is_visible()
    assert page.locator(".chart--map").is_visible()
    assert not page.locator("#day").is_visible()
    assert len(page.pdf()) > 10_000
