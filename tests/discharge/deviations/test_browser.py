"""In a real browser: two clicks from where it happens, an answer from the other side, an assessment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation
from playwright.sync_api import Page, expect

from discharge.deviations import erring
from discharge.deviations.erring import NAME, NOW, Erring, reported, sent
from helpers import browsers, servers, walking
from helpers.workplaces import Workplace
from helpers.worlds import sqlite_world
from lindra import clock
from lindra.discharge.models import Deviation
from lindra.people import patients

KNOWN = ["Lindra", "Svenska", "English", "Transport", "PDF", "CSV", "JSON", "Organisation", "Vårdcentralen",
         "Vårdcentralen, Norrviks region", "sjuksköterska", "medicinskt ansvarig sjuksköterska"]  # fmt: skip
"""The same in both languages, and what stands in records: roles, units."""


@dataclass
class Served:
    """The workplaces behind the real server."""

    address: str
    of: Erring


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    clock.fix(NOW)
    try:
        with sqlite_world(sqlite_template, tmp_path_factory.mktemp("deviations") / "home") as world:
            of = erring.build()
            with servers.serving(world.env | {"LINDRA_NOW": NOW.isoformat()}) as address:
                yield Served(address, of)
    finally:
        clock.fix(None)


def at_work(
    pages: browsers.Pages, served: Served, place: Workplace, language: str = "sv", **options: object
) -> Page:
    """The browser of somebody who has signed in."""
    page = pages.open(language=language, **options)  # type: ignore[arg-type]
    page.emulate_media(reduced_motion="reduce")
    page.context.add_cookies([{"name": "language", "value": language, "url": served.address}])
    page.goto(f"{served.address}/sign-in/")
    page.fill("#id_username", place.staff.user.username)  # type: ignore[union-attr]
    page.fill("#id_password", "relieve-17")
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{served.address}/")
    return page


def judged(page: Page, language: str) -> None:
    """Everybody can read it, wide and narrow, light and dark, and all of it in one language."""
    assert walking.faults(page) == []
    assert walking.in_the_wrong_language(page, language, KNOWN) == []


def link_on(page: Page, served: Served, patient: str) -> None:
    """Put the link of ``{% report_deviation %}`` on the page that is open, as any page about the patient may."""
    told = "{% load deviations %}{% report_deviation patient clock='admission_notice' unit=unit %}"
    with translation.override("sv"):
        html = Template(told).render(Context({"patient": patient, "unit": served.of.ward.unit}))
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('afterbegin', html)", html)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_it_is_reported_with_two_clicks(served: Served, pages: browsers.Pages, script: bool) -> None:
    before = set(Deviation.objects.values_list("id", flat=True))
    page = at_work(pages, served, served.of.home, java_script_enabled=script)
    page.goto(f"{served.address}/patients/{served.of.patient}/")
    clicks = 0
    if script:
        link_on(page, served, served.of.patient)
        page.get_by_role("link", name="Rapportera en avvikelse").first.click()
        judged(page, "sv")
    else:
        page.goto(
            f"{served.address}/patients/{served.of.patient}/deviations/?clock=admission_notice&unit={served.of.ward.unit}"
        )
    clicks += 1
    page.get_by_role("button", name="Spara och skicka").click()
    clicks += 1
    expect(page.locator("main")).to_contain_text("Avvikelsen är sparad och skickad.")
    (made,) = Deviation.objects.exclude(id__in=before)
    assert (clicks, made.state, made.category, made.about_unit) == (
        2,
        "sent",
        "notice_late",
        served.of.ward.unit,
    )
    assert NAME.split()[1] not in page.url
    if script:
        judged(page, "sv")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_other_side_answers_and_it_is_assessed(
    served: Served, pages: browsers.Pages, language: str
) -> None:
    one = sent(served.of, harm="serious", what="Fel dos i läkemedelslistan.", category="medicines")
    known = [*KNOWN, one.what]
    page = at_work(pages, served, served.of.ward, language)
    page.goto(f"{served.address}/deviations/")
    judged(page, language)
    page.locator(f"a[href='/deviations/{one.pk}/']").click()
    judged(page, language)
    page.locator("details:has(form[action$='/do/answer/']) summary").click()
    page.locator("form[action$='/do/answer/'] button[type=submit]").click()
    page.wait_for_selector("[role=alert]")
    judged(page, language)
    page.fill("#answer_answer", "Listan kom från det gamla systemet.")
    page.check("#answer_causes input[value=system]")
    page.locator("form[action$='/do/answer/'] button[type=submit]").click()
    page.wait_for_url(f"**/deviations/{one.pk}/")
    mas = at_work(pages, served, served.of.mas, language)
    mas.goto(f"{served.address}/deviations/assessments/")
    judged(mas, language)
    mas.locator(f"a[href='/deviations/{one.pk}/']").click()
    expect(mas.locator("main")).to_contain_text("Listan kom från det gamla systemet.")
    mas.locator("details:has(form[action$='/do/assess/']) summary").click()
    form = mas.locator("form[action$='/do/assess/']")
    for name, value in (("severity", "4"), ("probability", "2"), ("serious", "yes"), ("decision", "not")):
        form.locator(f"input[name={name}][value='{value}']").check()
    form.locator("textarea").fill("Kunde ha lett till döden.")
    form.locator("button[type=submit]").click()
    mas.wait_for_selector("[role=alert]")
    assert walking.faults(mas) == []
    form.locator("input[name=decision][value=report]").check()
    form.locator("button[type=submit]").click()
    mas.wait_for_url(f"**/deviations/{one.pk}/")
    assert walking.in_the_wrong_language(mas, language, known) == []
    assert walking.faults(mas) == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_other_pages_can_be_read_by_everybody(
    served: Served, pages: browsers.Pages, language: str
) -> None:
    for number in range(6):
        reported(served.of, category="aids" if number else "sip")
    mas = at_work(pages, served, served.of.mas, language)
    for path in ("", "wishes/", "statistics/", "followup/"):
        mas.goto(f"{served.address}/deviations/{path}")
        judged(mas, language)
    home = at_work(pages, served, served.of.home, language)
    one = reported(served.of, category="aids")
    home.goto(f"{served.address}/deviations/{one.pk}/change/")
    judged(home, language)
    assert patients.exists(one.patient)
