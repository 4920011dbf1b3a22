"""In a real browser: the campaign from question to settled class, and the page for everybody, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from governance.campaigns import asking
from governance.campaigns.asking import NOW, PASSWORD, B
from helpers import browsers, servers, walking
from helpers.workplaces import Workplace
from helpers.worlds import sqlite_world
from lindra import clock
from lindra.areas import geography
from lindra.governance.campaigns import loading

KNOWN = ["Lindra", "Svenska", "English", "PDF", "Region", "Avdelning 5", "Norrviks region", "kvalitetsutvecklare",
         "Direktören", "Vi bygger en mottagning.", *(one.name for one in geography.regions())]  # fmt: skip
"""The same in both languages, and what stands in replies, in Swedish."""


@dataclass
class Served:
    """Those who ask, behind the real server."""

    address: str
    of: asking.Asking


@pytest.fixture(scope="module")
def served(sqlite_template: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    clock.fix(NOW)
    try:
        with sqlite_world(sqlite_template, tmp_path_factory.mktemp("campaigns") / "home") as world:  # type: ignore[arg-type]
            of = asking.build(PASSWORD)
            loading.load_2026()
            campaign = asking.asked()
            asking.replied(
                campaign, B, who="director", received_on=asking.date(2026, 11, 10), when="hösten 2027"
            )
            with servers.serving(world.env | {"LINDRA_NOW": NOW.isoformat()}) as address:
                yield Served(address, of)
    finally:
        clock.fix(None)


def at_work(pages: browsers.Pages, served: Served, place: Workplace, language: str) -> Page:
    """The browser of somebody who has signed in."""
    page = pages.open(language=language)
    page.emulate_media(reduced_motion="reduce")
    page.context.add_cookies([{"name": "language", "value": language, "url": served.address}])
    page.goto(f"{served.address}/sign-in/")
    page.fill("#id_username", place.staff.user.username)  # type: ignore[union-attr]
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{served.address}/")
    return page


def judged(page: Page, language: str, *known: str) -> None:
    """Everybody can read it, wide and narrow, light and dark, and all of it in one language."""
    assert walking.faults(page) == []
    assert walking.in_the_wrong_language(page, language, [*KNOWN, *known]) == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_pages_of_2026_can_be_read_by_everybody(
    served: Served, pages: browsers.Pages, language: str
) -> None:
    page = at_work(pages, served, served.of.secretary, language)
    page.goto(f"{served.address}/governance/campaigns/")
    judged(page, language)
    page.get_by_role(
        "link",
        name={"sv": "Frågan till regionerna 2026", "en": "The question to the regions, 2026"}[language],
    ).click()
    judged(page, language)
    page.locator("svg.map a").first.click()
    page.wait_for_url("**/area:25/")
    judged(page, language)
    for way in ("area:10/letter/", "area:10/read/", "../new/"):
        page.goto(f"{served.address}/governance/campaigns/2026/{way}")
        judged(page, language)
    page.goto(f"{served.address}/governance/campaigns/2026/")
    page.emulate_media(media="print")
    expect(page.locator("table").first).to_be_visible()
    expect(page.locator("#to-do")).to_be_hidden()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_for_everybody_needs_no_sign_in(
    served: Served, pages: browsers.Pages, language: str
) -> None:
    page = pages.open(language=language)
    page.emulate_media(reduced_motion="reduce")
    page.context.add_cookies([{"name": "language", "value": language, "url": served.address}])
    page.goto(f"{served.address}/governance/campaigns/public/2026/")
    judged(page, language)
    page.locator("svg.map a").first.click()
    opened = page.locator("details.campaign-one").filter(has=page.locator("h3", has_text="Region Norrbotten"))
    opened.locator("summary").click()
    expect(opened.locator("table")).to_be_visible()
    judged(page, language)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_reply_is_noted_read_twice_and_settled(
    served: Served, pages: browsers.Pages, language: str
) -> None:
    body = asking.B if language == "sv" else asking.D
    here = f"{served.address}/governance/campaigns/made-up/{body}/"
    page = at_work(pages, served, served.of.secretary, language)
    page.goto(here)
    form = page.locator("form[action$='/do/reply/']")
    page.locator("details:has(form[action$='/do/reply/']) summary").click()
    form.locator("button[type=submit]").click()
    page.wait_for_selector("[role=alert]")
    judged(page, language)
    page.select_option("#reply_who", "director")
    page.fill("#reply_who_said", "Direktören")
    page.fill("#reply_summary", "Vi bygger en mottagning.")
    form.locator("button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Vi bygger en mottagning.")
    other = at_work(pages, served, served.of.quality, language)
    for reader, code in ((page, "konkret_plan"), (other, "delvis_plan")):
        reader.goto(f"{here}read/")
        judged(reader, language)
        reader.check(f"input[name=code][value={code}]")
        reader.fill("#id_grounds", "Påhittat skäl")
        reader.locator("main form button[type=submit]").click()
        reader.wait_for_url(here)
    page.goto(here)
    page.locator("details:has(form[action$='/do/settle/']) summary").click()
    page.check("#settle_code input[value=delvis_plan]")
    page.fill("#settle_grounds", "Påhittat skäl")
    page.locator("form[action$='/do/settle/'] button[type=submit]").click()
    page.wait_for_url(here)
    judged(page, language, "Påhittat skäl", "Person 9", "Person 8")
    page.goto(f"{served.address}/governance/campaigns/made-up/")
    judged(page, language)
