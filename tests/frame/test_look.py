"""The gallery in a real browser: by day and night, from a telephone to a desk, by keyboard and on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route

from helpers import browsers
from lindra.frame import samples

ADDRESS = "http://127.0.0.1"
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".js": "text/javascript"}

pytestmark = pytest.mark.browser

Gallery = Callable[..., Page]


def answer(route: Route) -> None:
    """Answer the browser from the room itself, with the headers of the real site."""
    path = route.request.url.removeprefix(ADDRESS)
    if path.startswith("/static/"):
        found = Path(str(finders.find(path.removeprefix("/static/"))))
        route.fulfill(body=found.read_bytes(), content_type=TYPES[found.suffix])
        return
    language = route.request.headers.get("accept-language", "sv")
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["language"] = language[:2]
    response = client.get(path)
    headers = {name: value for name, value in response.headers.items() if name != "Set-Cookie"}
    route.fulfill(status=response.status_code, headers=headers, body=response.content)


@pytest.fixture
def gallery(pages: browsers.Pages) -> Gallery:
    """``gallery(width=360, scheme="dark")``: the gallery in a page of its own."""

    def opened(**options: Any) -> Page:
        page = pages.open(**options)
        page.route(f"{ADDRESS}/**", answer)
        response = page.goto(f"{ADDRESS}/design/")
        assert response is not None
        assert response.ok
        assert page.locator("#timeline").count() == 1
        return page

    return opened


def unfold(page: Page) -> None:
    """Open everything that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing(gallery: Gallery, language: str, width: int, scheme: str) -> None:
    page = gallery(width=width, scheme=scheme, language=language)
    assert page.evaluate("document.documentElement.lang") == language
    unfold(page)
    assert browsers.axe_violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 640, 1280])
def test_the_page_never_scrolls_sideways(gallery: Gallery, width: int) -> None:
    page = gallery(width=width)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_wide_table_scrolls_by_itself(gallery: Gallery) -> None:
    region = gallery(width=320).locator("#tables .scroll")
    assert region.evaluate("each => each.scrollWidth > each.clientWidth")
    region.focus()
    region.press("ArrowRight")
    region.page.wait_for_timeout(400)  # the browser glides
    assert region.evaluate("each => each.scrollLeft") > 0


def test_whatever_is_pressed_is_large_enough(gallery: Gallery) -> None:
    small = gallery(width=360).evaluate(
        """() => {
            const pressed = 'a:not(.skip), button, summary, select, textarea, input:not([type=hidden])';
            return [...document.querySelectorAll(pressed)]
                .map(each => ({name: each.textContent.trim(), box: each.getBoundingClientRect()}))
                .filter(({box}) => box.height < 24 || box.width < 24)
                .map(({name, box}) => `${name} ${box.width} × ${box.height}`);
        }"""
    )
    assert small == []


def test_the_keyboard_reaches_everything_and_its_place_is_always_seen(gallery: Gallery) -> None:
    page = gallery(width=1280)
    seen: list[str] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => {
                const each = document.activeElement, style = getComputedStyle(each);
                const box = each.getBoundingClientRect();
                const x = box.left + Math.min(box.width / 2, 20), y = box.top + Math.min(box.height / 2, 12);
                const top = document.elementFromPoint(x, y);
                return each === document.body ? null : {
                    name: each.tagName + ' ' + (each.textContent.trim() || each.name || each.id).slice(0, 30),
                    ring: style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2,
                    inside: box.bottom > 0 && box.top < innerHeight,
                    uncovered: top !== null && (each.contains(top) || top.contains(each)),
                };
            }"""
        )
        if at is None:
            break
        assert at["ring"], f"no ring on {at['name']}"
        assert at["inside"], f"out of sight: {at['name']}"
        assert at["uncovered"], f"covered: {at['name']}"
        seen.append(at["name"])
    stops = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, summary, textarea, [tabindex="0"],'
            + ' input:not([type=hidden]):not([type=radio]), input[type=radio]:checked')]
            .filter(each => each.checkVisibility()).length"""
    )
    assert len(seen) == stops


def test_the_name_of_the_person_follows_the_scroll_on_a_desk(gallery: Gallery) -> None:
    page = gallery(width=1280)
    page.locator("#forms").scroll_into_view_if_needed()
    assert page.locator(".identity").bounding_box()["y"] == 0  # type: ignore[index]


def test_everything_folded_is_open_on_paper(gallery: Gallery) -> None:
    page = gallery(width=800)
    rows = page.locator("details:not([open]) tbody tr, details:not([open]) .event__folded li")
    expected = len([entry for entry in samples.entries() if entry.many])
    assert rows.count() > expected
    page.emulate_media(media="print")
    heights = [rows.nth(index).bounding_box()["height"] for index in range(rows.count())]  # type: ignore[index]
    assert min(heights) > 5
    assert not page.locator("nav.tabs").is_visible()


def test_paper_is_white_even_at_night(gallery: Gallery) -> None:
    page = gallery(scheme="dark")
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(colour) != "rgb(255, 255, 255)"
    page.emulate_media(media="print")
    assert page.evaluate(colour) == "rgb(255, 255, 255)"


def test_all_is_there_without_script(gallery: Gallery) -> None:
    page = gallery(java_script_enabled=False)
    page.locator("#timeline summary").first.click()
    assert page.locator("#timeline .event__folded").first.is_visible()


def test_nothing_moves_for_those_who_asked_for_calm(gallery: Gallery) -> None:
    page = gallery(reduced_motion="reduce")
    durations = "[...document.querySelectorAll('*')].map(each => getComputedStyle(each).transitionDuration)"
    assert set(page.evaluate(durations)) == {"0s"}
