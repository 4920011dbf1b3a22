"""The walk in a real browser, from a gap to what became of it: by mouse in Swedish, by keyboard alone in English."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from governance.walk.conftest import Counted
from governance.walk.gapped import LATER, MEASURE, NOW
from helpers import browsers, servers, walking, worlds
from lindra import clock

GAP = f"/indicators/measure/{MEASURE}/gap/?municipality=1780"
KNOWN = ["Lindra", "Svenska", "English", "SVG", "PNG", "CSV", "Avdelning 5", "Hemsjukvården", "Karlstad", "enhetschef",
         "Person 9, enhetschef", "Norrviks region", "Person 9"]  # fmt: skip
"""The same in both languages, and what stands in records."""
PRINTED = (
    "Ta upp samtalet på ronden varje måndag", "Ingen visste vems tur det var", "Person 9, enhetschef", "Genomförd",
    "2026-08-31", "10,0 procentenheter", "16,0 gånger på hundra", "Påbörjad", "Tillkom", "conversation-reported@1",
    "144", "240", "42",
)  # fmt: skip
"""What the page of the action says on paper."""
TITLE, CAUSE = "Ta upp samtalet på ronden varje måndag", "Ingen visste vems tur det var"


@pytest.fixture
def walked(first: Counted, tmp_path: Path) -> Iterator[Counted]:
    """A copy of the world, with the clock where a server will say it stands."""
    home = tmp_path / "home"
    shutil.copytree(first.world.home, home)
    with worlds.pointed_at(home) as world:
        yield Counted(world, first.of, first.later)
    clock.fix(None)


def serve(walked: Counted, moment: datetime):  # type: ignore[no-untyped-def]
    """The world behind the real server, at a moment."""
    return servers.serving(walked.world.env | {"LINDRA_NOW": moment.isoformat()})


def head(pages: browsers.Pages, address: str, language: str) -> Page:
    """The browser of the head of the ward, signed in."""
    page = pages.open(language=language, reduced_motion="reduce")
    page.context.add_cookies([{"name": "language", "value": language, "url": address}])
    page.goto(f"{address}/sign-in/")
    page.fill("#id_username", "person9")
    page.fill("#id_password", "relieve-17")
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{address}/")
    return page


def judged(page: Page, language: str) -> None:
    """Everybody can read it, wide and narrow, light and dark, and all of it in one language."""
    assert walking.faults(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert walking.in_the_wrong_language(page, language, [*KNOWN, TITLE, CAUSE]) == []


def printed(page: Page) -> str:
    """What the page says on paper."""
    reader = PdfReader(io.BytesIO(page.pdf()))
    return " ".join(" ".join(one.extract_text() for one in reader.pages).split())


def test_from_a_gap_to_an_action_and_what_became_of_it(walked: Counted, pages: browsers.Pages) -> None:
    with serve(walked, NOW) as address:
        page = head(pages, address, "sv")
        page.goto(address + GAP)
        judged(page, "sv")
        page.get_by_role("link", name="Gå från det här gapet till en åtgärd").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("42 fler brytpunktssamtal")
        expect(page.locator("[aria-current=step]")).to_have_count(2)
        judged(page, "sv")
        page.locator("#behind .walk-inwards").get_by_role("link", name="Avdelning 5", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("38 fler brytpunktssamtal")
        page.get_by_role("link", name="Vidare: varför är det så, och vad görs?").click()
        judged(page, "sv")
        page.get_by_role("button", name="Skapa åtgärden").click()
        expect(page.get_by_role("alert")).to_contain_text("Ange vad som ska göras.")
        judged(page, "sv")
        page.get_by_label("Man tänker på det för sent").check()
        page.get_by_label("Med egna ord").fill(CAUSE)
        page.get_by_label("Vad ska göras?").fill(TITLE)
        page.get_by_role("button", name="Tillbaka till vilka som finns bakom").click()
        expect(page.locator("#behind")).to_be_visible()
        page.get_by_role("link", name="Vad som görs").click()
        expect(page.get_by_label("Vad ska göras?")).to_have_value(TITLE)
        expect(page.get_by_label("Man tänker på det för sent")).to_be_checked()
        page.get_by_label("Vem ansvarar?").fill("Person 9, enhetschef")
        page.get_by_label("När ska det vara gjort?").fill("2026-08-31")
        page.get_by_role("button", name="Skapa åtgärden").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        judged(page, "sv")
        do(page, "Den är påbörjad")
        expect(page.locator("#afterwards")).to_contain_text("kan jämföras från 2026-10-01")
        action = page.url.removeprefix(address)
        page.goto(address + GAP.replace("municipality=1780", f"unit={walked.of.ward.unit}"))
        expect(page.locator("#further")).to_contain_text(f"{TITLE} Pågår")
    walked.count_later()
    with serve(walked, LATER) as address:
        page = head(pages, address, "sv")
        page.goto(f"{address}/governance/actions/")
        expect(page.get_by_role("row", name=TITLE)).to_contain_text("191 dagar försenad")
        judged(page, "sv")
        page.get_by_role("link", name=TITLE).click()
        do(page, "Den är genomförd", on="2026-08-31")
        # 144 of 240 before, 42 of 60 in the one whole quarter after: mid-p 0.1597 (test_afterwards reckons it)
        expect(page.locator("#afterwards")).to_contain_text("Andelen ändrades med 10,0 procentenheter")
        expect(page.locator("#afterwards")).to_contain_text("16,0 gånger på hundra")
        expect(page.locator("#afterwards")).to_contain_text("6 personer fler")
        expect(page.locator("#afterwards figure")).to_have_count(2)
        judged(page, "sv")
        assert page.url == address + action
        said = printed(page)
        for words in PRINTED:
            assert words in said, words
        assert "Vad du kan göra" not in said


def do(page: Page, label: str, **fields: str) -> None:
    """Open what can be done, fill it in and send it."""
    form = page.locator("details", has=page.locator("summary", has_text=label))
    form.locator("summary").click()
    for name, value in fields.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("button[type=submit]").click()
    page.wait_for_load_state()


# By keyboard alone


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until something has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def test_the_same_by_keyboard_alone_in_english(walked: Counted, pages: browsers.Pages) -> None:
    with serve(walked, NOW) as address:
        page = head(pages, address, "en")
        page.goto(address + GAP)
        tab_to(page, "a[href*='/governance/walk/']")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("42 more conversations")
        judged(page, "en")
        tab_to(page, "#behind .walk-inwards a")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("38 more conversations")
        tab_to(page, "main a.button[href*='/act/']")
        page.keyboard.press("Enter")
        expect(page.get_by_label("What is to be done?")).to_be_visible()
        judged(page, "en")
        tab_to(page, "input[name=cause_kind]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_label("It is thought of too late")).to_be_checked()
        for field, typed in (("title", TITLE), ("owner", "Head of unit")):
            tab_to(page, f"[name={field}]")
            page.keyboard.type(typed)
        tab_to(page, "[name=due]")
        page.keyboard.type("09092026")  # the same in every order of day and month
        expect(page.get_by_label("When is it to be done?")).to_have_value("2026-09-09")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        expect(page.locator("main")).to_contain_text("Head of unit")
        tab_to(page, "details.action-do summary")
        page.keyboard.press("Enter")
        tab_to(page, "details[open] button[type=submit]")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("Ongoing")
        judged(page, "en")
        page.goto(f"{address}/governance/actions/")
        judged(page, "en")
