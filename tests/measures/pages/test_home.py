"""The first page: gaps in people of whole, region, municipality and unit, and every number with what must be said."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from lindra.measures import catalogue
from lindra.measures.honest.gap import missing
from lindra.measures.pagesets import next_steps
from measures.pages.conftest import County, Visitor
from measures.pages.county import HOME, NOW, WARD, reported

Visit = Callable[..., Visitor]
UNIT = f"/indicators/unit/{WARD}/"


def more(made: County, year: str, **where: str) -> int:
    return missing(*reported(made.rows, year, **where), 0.98)


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("/indicators/?whole=yes", {}),
        ("/indicators/region/17/", {"region": "17"}),
        ("/indicators/municipality/1780/", {"municipality": "1780"}),
        (UNIT, {"unit": WARD}),
    ],
)
def test_the_gap_is_told_in_people(made: County, visit: Visit, address: str, where: dict[str, str]) -> None:
    page = visit().text(address)
    assert f"{more(made, '2026', **where)} more conversations this year to the target of 98%." in page
    assert f"{more(made, '2025', **where)} more conversations in 2025 would have reached" in visit().text(
        address + ("&" if "?" in address else "?") + "year=2025"
    )


def test_a_gap_says_where_those_missed_are_and_how_many_at_weekends(made: County, visit: Visit) -> None:
    page = visit().text("/indicators/region/17/")
    met, of = reported(made.rows, "2026", region="17")
    own_met, own_of = reported(made.rows, "2026", municipality="1780")
    assert f"{own_of - own_met} of the {of - met} missed were in Karlstad." in page
    assert re.search(r"\d+ at weekends, where \d+ would be as on other days\.", page)


def test_a_gap_of_nothing_is_a_target_that_is_reached(visit: Visit) -> None:
    assert "The target of 100% is reached." in visit().text("/indicators/region/17/")


def test_ones_own_unit_is_shown_first(visit: Visit) -> None:
    assert "Indicators of a unit Avdelning 5" in visit().text("/indicators/")
    assert "All that is counted" in visit("").text("/indicators/")


def test_a_unit_is_told_what_to_do_next_and_where(visit: Visit) -> None:
    page = visit().body(UNIT)
    assert "What to do next" in page
    assert f'href="{reverse("possible-needs")}"' in page
    assert "What to do next" not in visit().body("/indicators/region/17/")


def test_every_measure_is_there_with_its_number_or_that_it_is_not_shown(visit: Visit) -> None:
    page = visit().text("/indicators/?whole=yes")
    for one in catalogue.current(NOW.date()):
        if one.subject == "deaths":
            assert one.title.en.split(", by the ")[0] in page, one.id


def test_low_coverage_is_warned_of(visit: Visit) -> None:
    """Half are reported in Jönköping; of 2025 that stays too few, whatever still comes of December."""
    assert "Too few deaths are reported to compare openly" in visit().text("/indicators/region/06/?year=2025")
    assert "Too few deaths are reported to compare openly" not in visit().text(
        "/indicators/region/17/?year=2025"
    )


def test_does_not_know_stands_apart(made: County, visit: Visit) -> None:
    own = [one for one in made.rows if one["kind"] == "death_reported" and one["death_month"] >= "2026"]
    unknown = sum("talk_patient=unknown" in one["answers"] for one in own)
    page = visit().text("/indicators/measure/conversation-reported/")
    assert f"{unknown} not known, counted as not met" in page


def test_numbers_of_few_are_said_to_be_withheld_and_never_none(visit: Visit) -> None:
    page = visit("care").text("/indicators/measure/conversation-reported/?municipality=1785&by=age")
    assert "not shown" in page
    assert "not shown" not in visit().text("/indicators/measure/conversation-reported/?region=17")


@pytest.mark.parametrize(
    "address", ["region/99/", "region/1780/", "municipality/17/", "municipality/9999/", "unit/nobody/"]
)
def test_what_is_not_there_is_not_found(visit: Visit, address: str) -> None:
    assert visit().client.get(f"/indicators/{address}").status_code == 404


def test_nonsense_in_an_address_is_not_asked_for(visit: Visit) -> None:
    page = visit().text("/indicators/region/17/?year=x&group=%27&by=--&from=1&day=never")
    assert "Värmland" in page


def test_units_are_called_by_name_or_else_by_id(visit: Visit) -> None:
    page = visit().text("/indicators/region/17/?group=unit")
    assert "Avdelning 5" in page
    assert "Hemsjukvården" in page
    assert "unit-säffle" in page
    assert HOME not in page


def test_by_the_record_is_another_gap(visit: Visit) -> None:
    page = visit().text("/indicators/region/17/?from=record")
    assert "By the record of each person who died an expected death" in page


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_is_in_the_language(visit: Visit, language: str) -> None:
    page = visit(language=language).text("/indicators/region/17/")
    assert ("Gapen i personer" if language == "sv" else "The gaps in people") in page
    assert ("The gaps" if language == "sv" else "Gapen") not in page


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_suggestion_says_what_it_rests_on_and_leads_somewhere(language: str) -> None:
    for one in next_steps._every():
        assert one[language]
        assert one[f"source_{language}"]
        assert one[f"link_{language}"]
        assert reverse(one["link"])
