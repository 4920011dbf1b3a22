"""In a real browser: documents and one of them can be read by everybody, wide and narrow, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from governance.documents import agreed
from governance.documents.agreed import NOW, TODAY, Agreed, made, promised
from helpers import browsers, servers, walking
from helpers.worlds import sqlite_world
from lindra import clock
from lindra.governance.models import Document, Obligation

KNOWN = ["Lindra", "Svenska", "English", "Person 10", "Avdelning 5", "Norrviks region", "council", "Hemsjukvården",
         "Vårdcentralen", "Norrviks kommun", "Avdelningschef", "Vårdrådet", "Bilaga 3", "Utan ansvarig sedan 2024",
         "Bilaga 3 upphör", "Läkaren svarar inom en timme.", "Varje patient har en vårdplan.", "1", "2",
         "Patienterna"]  # fmt: skip
KNOWN += [
    "Norrviks region, Norrviks kommun",
    *(f"{kind} · Norrviks region, Norrviks kommun" for kind in ("Agreement", "Annex", "Proposal")),
]


@dataclass
class Served:
    """The workplaces behind the real server, and a document with most there can be."""

    address: str
    of: Agreed
    annex: Document
    clause: Obligation


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    clock.fix(NOW)
    try:
        with sqlite_world(sqlite_template, tmp_path_factory.mktemp("documents") / "home") as world:
            of = agreed.build()
            made(of, title="Utan ansvarig sedan 2024", owner="", interval=None)
            annex = made(
                of,
                title="Bilaga 3",
                kind="annex",
                valid_to=TODAY + timedelta(days=90),
                audience=((of.home.unit, ""),),
            )
            clause = promised(annex, of, wording="Varje patient har en vårdplan.")
            promised(annex, of, kind="hours_held", told={"place": "municipality=1780"})
            made(of, title="Bilaga 3 upphör", kind="proposal", concerns=annex.pk, decided_on=None,
                 valid_from=None, interval=None, followed_up_on=None)  # fmt: skip
            with servers.serving(world.env | {"LINDRA_NOW": NOW.isoformat()}) as address:
                yield Served(address, of, annex, clause)
    finally:
        clock.fix(None)


def at_work(pages: browsers.Pages, served: Served, language: str) -> Page:
    """The browser of the council's secretary."""
    page = pages.open(language=language)
    page.emulate_media(reduced_motion="reduce")
    page.context.add_cookies([{"name": "language", "value": language, "url": served.address}])
    page.goto(f"{served.address}/sign-in/")
    page.fill("#id_username", served.of.council.staff.user.username)  # type: ignore[union-attr]
    page.fill("#id_password", "relieve-17")
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{served.address}/")
    return page


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_can_be_read_by_everybody(served: Served, pages: browsers.Pages, language: str) -> None:
    page = at_work(pages, served, language)
    annex = served.annex.pk
    for path in ("", "obligations/", f"{annex}/", "new/", f"{annex}/repeal/", f"{annex}/obligations/new/"):
        page.goto(f"{served.address}/governance/documents/{path}")
        assert walking.faults(page) == [], path
        if path in ("", "obligations/", f"{annex}/", f"{annex}/repeal/"):
            assert walking.in_the_wrong_language(page, language, KNOWN) == [], path


def test_the_annex_is_not_repealed_until_the_plan_of_each_patient_has_gone_somewhere(
    served: Served, pages: browsers.Pages
) -> None:
    page = at_work(pages, served, "sv")
    page.goto(f"{served.address}/governance/documents/{served.annex.pk}/")
    page.get_by_role("link", name="Gå igenom dem").click()
    page.fill("#id_on", "2026-07-01")
    page.fill("#id_decided_by", "Vårdrådet")
    page.get_by_role("button", name="Upphäv dokumentet").click()
    page.wait_for_selector(".field__error")
    assert walking.faults(page) == []
    assert page.input_value("#id_decided_by") == "Vårdrådet"
    for clause in served.annex.obligations.all():
        page.check(f"[id='lost-{clause.pk}']")
        page.fill(f"[id='why-{clause.pk}']", "Står i den nya överenskommelsen")
    page.get_by_role("button", name="Upphäv dokumentet").click()
    page.wait_for_url(f"**/documents/{served.annex.pk}/")
    assert "Går förlorat" in page.inner_text("main")
    served.annex.refresh_from_db()
    assert served.annex.repealed_on is not None
