"""The page of reports to write and of coverage, as people meet it."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product

import pytest

from helpers import browsers, servers, walking, workplaces
from helpers.visitors import at_work, watched
from lindra import clock
from lindra.frame import texts
from lindra.people import actions as people
from lindra.people.details import Protection
from lindra.record import facts
from lindra.registry.coverage import queries
from registry import scenes
from registry.scenes import NOW, dead, opted_out, reported, withdrawn

NAMES = ("Avdelning 5", "Vårdcentralen", "sjuksköterska")
"""Texts of the world that are in Swedish on every page."""


@pytest.fixture
def places(world, clock_at):
    clock_at(NOW)
    return workplaces.build()


@pytest.fixture
def patients(places):
    """Late, to write this week, later, with protected identity, nobody's; reported; opted out; too late; wrong."""
    made = {
        "late": dead(places.ward, "Ada Ek", 9), "week": dead(places.ward, "Bo Berg", 3),
        "later": dead(places.ward, "Cilla Dahl", 0.1), "clinic": dead(places.clinic, "Disa Falk", 4),
        "reported": dead(places.ward, "Eva Gran", 40), "out": dead(places.ward, "Frans Hag", 5),
        "closed": dead(places.ward, "Gun Ivars", 200), "wrong": workplaces.patient_at(places.ward, "Hans Jonn"),
    }  # fmt: skip
    people.note(made["week"], Protection(level="sekretessmarkering"), by="test")
    reported(made["reported"], places.ward)
    opted_out(made["out"])
    death = scenes.write(made["wrong"], places.ward, facts.Died(), clock.now())
    reported(made["wrong"], places.ward)
    withdrawn(made["wrong"], places.ward, death)
    return made


@pytest.fixture
def get(places, patients):
    """``get("followup", by="month")`` as the nurse of the ward."""

    def page(purpose: str = "care", language: str = "sv", place=places.ward, **query: str):
        return at_work(place, purpose, language).get("/register/", query)

    with watched():
        yield page


def listed(answer) -> dict[str, list[str]]:
    return {group.code: [row[0].text for row in group.table.rows] for group in answer.context["groups"]}


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def figures(answer) -> list[list[str]]:
    """The table under the picture."""
    table = answer.context["figure"].table(texts.words())
    return [[getattr(cell, "text", cell) for cell in row] for row in table.rows]


def test_reports_to_write_stand_by_when_the_late_ones_first(get):
    answer = get()
    assert listed(answer) == {"late": ["Ada Ek"], "week": ["Bo Berg"], "later": ["Cilla Dahl"]}
    assert [number for number, *_ in answer.context["tiles"]] == [1, 1, 1]
    late = answer.context["groups"][0].table
    told = {column.label: cell.text for column, cell in late.cells()[0]}
    assert told == {
        "Patient": "Ada Ek", "Ska rapporteras senast": "2026-06-13", "Avled": "2026-06-06",
        "Varför här": "Personen avled i enhetens vård",
    }  # fmt: skip
    shown = text(answer)
    assert "2 dagar försenat, går att rapportera till och med 6 december 2026" in shown
    assert "Personen avled i enhetens vård" in shown
    assert "Skyddade personuppgifter" in shown
    assert "Frans Hag" not in shown, "who has opted out is asked for by nobody"
    assert "Disa Falk" not in shown, "another unit's"
    assert "Hans Jonn" in shown, "reported, and no death stands"


def test_coverage_is_of_the_own_unit_and_says_what_can_no_longer_be_reported(get):
    answer = get()
    assert figures(answer) == [["Avdelning 5", "5", "1", "20\u202f%", "3", "1"]]
    assert "1 av 5 dödsfall är rapporterade." in text(answer)
    assert "Färre än 20 dödsfall" in text(answer)


def test_for_follow_up_the_providers_units_the_lowest_first(get, places):
    answer = get("followup")
    assert figures(answer) == [
        ["Vårdcentralen", "1", "0", "0\u202f%", "1", "0"],
        ["Avdelning 5", "5", "1", "20\u202f%", "3", "1"],
    ]
    assert listed(answer)["week"] == ["Disa Falk", "Bo Berg"]
    page = answer.content.decode()
    assert page.index('id="coverage"') < page.index("Disa Falk"), "what follow-up is for stands first"
    assert "Vårdcentralen" in [
        cell for group in answer.context["groups"] for row in group.table.rows for cell in row
    ]


def test_another_provider_has_none_of_it(get, places):
    answer = get(place=places.home_nursing)
    assert listed(answer) == {}
    assert answer.context["figure"] is None
    assert "Inga rapporter att skriva" in text(answer)
    assert "Ek" not in text(answer).split()


def test_by_month_in_order_of_time_and_of_a_year(get):
    answer = get(by="month")
    assert [row[0] for row in figures(answer)] == ["november 2025", "maj 2026", "juni 2026"]
    assert [row[0] for row in figures(get(by="month", period="2025"))] == ["november 2025"]
    assert get(period="1999").context["figure"] is not None, "a year that was not offered is not asked for"


def test_by_municipality_only_where_the_units_lie_in_several(get):
    assert [tab["url"] for tab in get("followup").context["tabs"]] == ["?by=unit", "?by=month"]


def test_other_purposes_are_told_what_to_choose(get):
    answer = get("admin")
    assert answer.status_code == 403
    assert "Välj uppdrag" in text(answer)
    assert "Ek" not in text(answer).split()


def test_what_is_written_by_others_is_only_counted_for_follow_up(get, places, patients):
    """A death in the ward that another provider wrote: follow-up does not read it, and is told that there is one."""
    patient = workplaces.patient_at(places.ward, "Inga Kvist")
    scenes.write(patient, places.home_nursing, facts.Died(), clock.now() - timedelta(days=1))
    answer = get("followup")
    assert "Inga Kvist" not in text(answer)
    assert answer.context["elsewhere"] == 1
    assert "1 dödsfall till kan rapporteras" in text(answer)
    assert "Inga Kvist" in text(get())


def test_each_name_leads_to_where_the_report_is_written(get, patients):
    assert f'href="/patients/{patients["late"]}/death-report/"' in get().content.decode()


def test_the_page_is_found_from_the_start(get, places):
    for purpose in ("care", "followup"):
        assert 'href="/register/"' in at_work(places.ward, purpose).get("/").content.decode()


@pytest.mark.browser
def test_the_page_can_be_read_by_everybody(places, patients, world, pages):
    """Both languages, both widths, light and dark; with a provider's many units as with one's own."""
    environment = world.env | {"LINDRA_NOW": NOW.isoformat()}
    with servers.serving(environment) as address:
        for purpose, language in product(("care", "followup"), ("sv", "en")):
            page = pages.open(language=language, reduced_motion="reduce")
            cookie = at_work(places.ward, purpose).cookies["sessionid"].value
            page.context.add_cookies([
                {"name": "sessionid", "value": cookie, "url": address},
                {"name": "language", "value": language, "url": address},
            ])  # fmt: skip
            page.goto(f"{address}/register/")
            assert page.locator("h1").count() == 1
            assert page.locator("main svg.chart").count() == 1
            assert walking.in_the_wrong_language(page, language, NAMES) == []
            faults = []
            for width in (320, 360, 1280):
                faults += [f"{width}: {one}" for one in walking.too_wide(page, width)]
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    faults += [f"{width} {scheme}: {one}" for one in browsers.axe_violations(page)]
            assert faults == []


def test_where_there_are_many_the_first_are_listed_and_all_are_counted(get, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 2)
    answer = get()
    assert listed(answer) == {"late": ["Ada Ek"], "week": ["Bo Berg"]}
    assert [number for number, *_ in answer.context["tiles"]] == [3]
    assert "De första 2 visas." in text(answer)
    assert answer.context["elsewhere"] == 0
