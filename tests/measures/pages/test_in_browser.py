"""What people do, in a real browser: from a gap to the units behind it, saving it, the language, narrow pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from helpers import browsers, servers
from helpers.browsers import Pages
from measures.pages.conftest import County
from measures.pages.county import NOW, WARD

pytestmark = pytest.mark.browser
PAGES = (
    f"/indicators/unit/{WARD}/",
    "/indicators/region/17/",
    "/indicators/measure/conversation-reported/?region=17",
    "/indicators/measure/place-of-death/",
    f"/indicators/measure/conversation-reported/?unit={WARD}",
    "/indicators/measure/conversation-reported/gap/?region=17&group=unit&day=2026-01-01",
    "/indicators/target-picture/?region=17",
)


@pytest.fixture(scope="module")
def address(counted: County) -> Iterator[str]:
    """The county behind the real server."""
    with servers.serving({**counted.world.env, "LINDRA_NOW": NOW.isoformat()}) as address:
        yield address


def signed_in(page: Page, address: str) -> Page:
    """Whoever works at the ward, who follows up."""
    page.goto(f"{address}/sign-in/")
    page.locator("input[name=username]").fill("person1")
    page.locator("input[name=password]").fill("relieve-17")
    page.locator("main button[type=submit]").click()
    page.goto(f"{address}/assignment/")
    page.locator("input[value$=followup]").first.check()
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state()
    return page


def test_from_a_gap_to_the_units_behind_it(pages: Pages, address: str) -> None:
    page = signed_in(pages.open(), address)
    page.goto(f"{address}/indicators/region/17/")
    page.get_by_role("link", name="Brytpunktssamtal", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("fler brytpunktssamtal")
    page.get_by_role("link", name="Per enhet").first.click()
    expect(page.locator("#behind")).to_contain_text("Avdelning 5")


def test_a_picture_is_saved(pages: Pages, address: str) -> None:
    page = signed_in(pages.open(), address)
    page.goto(f"{address}/indicators/region/17/")
    with page.expect_download() as waiting:
        page.locator("#gaps .save__link").first.click()
    assert waiting.value.suggested_filename == "lindra-gaps-17-2026.svg"


def test_the_language_is_changed_on_the_page(pages: Pages, address: str) -> None:
    page = signed_in(pages.open(), address)
    page.goto(f"{address}/indicators/region/17/")
    expect(page.get_by_role("heading", name="Gapen i personer")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="The gaps in people")).to_be_visible()


def test_the_table_behind_a_picture_opens_from_the_keyboard(pages: Pages, address: str) -> None:
    page = signed_in(pages.open(), address)
    page.goto(f"{address}/indicators/region/17/")
    summary = page.locator("#gaps summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#gaps table").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_for_everybody_and_fit_a_narrow_screen(pages: Pages, address: str, scheme: str) -> None:
    page = signed_in(pages.open(width=320, scheme=scheme), address)
    for one in PAGES:
        answer = page.goto(address + one)
        assert answer is not None
        assert answer.ok, one
        assert browsers.axe_violations(page) == [], one
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, one
