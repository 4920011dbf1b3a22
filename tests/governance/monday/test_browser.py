"""The Monday page as people use it: at 07:30, on a telephone, by keyboard, on paper, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from governance.monday import county
from helpers import servers
from helpers.browsers import Pages, axe_violations
from helpers.worlds import World

pytestmark = pytest.mark.browser

SAID = {
    "sv": {"lacks": "Patienter utan plan eller samtal", "make": "Gör stycket", "listed": "4 av 5 som borde ha båda"},
    "en": {
        "lacks": "Patients without plan or conversation", "make": "Make the paragraph",
        "listed": "4 of 5 who should have both",
    },
}  # fmt: skip


def signed_in(pages: Pages, address: str, username: str, language: str, width: int, scheme: str) -> Page:
    page = pages.open(f"{address}/sign-in/", width=width, language=language, scheme=scheme)
    page.context.add_cookies([{"name": "language", "value": language, "url": address}])
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", county.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    return page


def fits(page: Page) -> bool:
    """Whether nothing of the page is wider than the window."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_monday(world: World, pages: Pages, clock_at) -> None:  # type: ignore[no-untyped-def]
    clock_at(county.NOW)
    county.build()
    with servers.serving(world.env) as address:
        for language, width, scheme in (("sv", 1280, "light"), ("en", 360, "dark")):
            page = signed_in(pages, address, "mas", language, width, scheme)
            page.goto(f"{address}/governance/")
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("h2", has_text=SAID[language]["lacks"]).count() == 1
            assert axe_violations(page) == []
            assert fits(page)
            _on_paper(page)
            _by_keyboard(page, language)
            assert axe_violations(page) == []
            assert fits(page)
            _paragraph(page, address, language)
        council = signed_in(pages, address, "council", "sv", 1280, "light")
        council.goto(f"{address}/governance/")
        assert axe_violations(council) == []
        assert county.SECRET not in council.content()


def _by_keyboard(page: Page, language: str) -> None:
    """The first number is reached with Tab alone, and opens with Enter."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.closest('.monday__number') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/patients/without-plan/")
    assert page.locator("caption").inner_text() == SAID[language]["listed"]
    assert page.get_by_text(county.SECRET).count() == 1


def _on_paper(page: Page) -> None:
    """Every line is on paper with its number, and the ways around the page are not."""
    numbers = page.locator(".monday__number").all_inner_texts()
    page.emulate_media(media="print")
    lines = page.locator(".monday__line")
    assert lines.count() == 6
    assert [page.locator(".monday__number").nth(n).inner_text() for n in range(6)] == numbers
    assert all(lines.nth(n).is_visible() for n in range(6))
    assert page.locator(".monday__rest").last.is_visible()
    assert page.locator("nav.tabs").first.is_hidden()
    assert page.get_by_role("button").count() == 0
    page.emulate_media(media="screen")


def _paragraph(page: Page, address: str, language: str) -> None:
    """One button makes the paragraph."""
    page.goto(f"{address}/governance/")
    page.get_by_role("button", name=SAID[language]["make"]).click()
    page.wait_for_url("**/paragraph/?year=2026")
    assert "SFS 2010:659" in page.locator("article").inner_text()
    assert axe_violations(page) == []
    assert fits(page)
