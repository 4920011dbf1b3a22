"""The page of one measure and that of its gap: definition, versions, pictures, before and after."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from lindra.measures import catalogue
from lindra.measures.honest.gap import missing
from lindra.measures.pagesets import standardising
from measures.pages.conftest import County, Visitor
from measures.pages.county import NOW, WARD, reported

Visit = Callable[..., Visitor]
TALK = "/indicators/measure/conversation-reported/"
COVERAGE = "/indicators/measure/coverage/"
SCOPES = ("", "region=17", "municipality=1780", f"unit={WARD}")


OF_DEATHS = [one.id for one in catalogue.current(NOW.date()) if one.subject == "deaths"]


@pytest.mark.parametrize(("id", "scope"), list(zip(OF_DEATHS, SCOPES * len(OF_DEATHS), strict=False)))
def test_every_measure_has_a_page(visit: Visit, id: str, scope: str) -> None:
    measure = catalogue.in_force(id, NOW.date())
    assert measure is not None
    page = visit().text(f"/indicators/measure/{id}/?{scope}")
    assert measure.meaning.en in page
    assert measure.source.en in page
    assert f"Version {measure.version}, in force from {measure.valid_from}" in page


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("id", ["mouth-recorded", "place-of-death", "days-at-home-last-90-days"])
def test_each_kind_of_measure_has_a_page_in_every_scope(visit: Visit, id: str, scope: str) -> None:
    assert "How it is counted" in visit().text(f"/indicators/measure/{id}/?{scope}")


def test_a_measure_says_how_firmly_it_stands(visit: Visit) -> None:
    assert "working definition, not confirmed" in visit().text(TALK)
    assert "no official definition found" in visit().text("/indicators/measure/continuity/")
    assert "working definition, not confirmed" in visit().text("/indicators/measure/coverage/")


def test_versions_stand_side_by_side_with_their_numbers(visit: Visit) -> None:
    page = visit().text(TALK)
    assert "Version 1, in force" in page
    assert "Version 2, on trial" in page
    assert "on trial from 2026-11-01" in visit().text(f"{TALK}?version=2")


def test_a_region_has_map_funnel_table_run_chart_and_what_it_says(visit: Visit) -> None:
    body = visit().body(f"{TALK}?region=17")
    for picture in ("chart--map", "chart--funnel", "multiples__grid"):
        assert picture in body
    assert "The centre is the share of all of them together" in visit().text(f"{TALK}?region=17")
    by_month = (
        f"{COVERAGE}?region=17"  # of too few are reported in Jönköping each month to show how many talked
    )
    assert "chart--run" in visit().body(by_month)
    page = visit().text(by_month)
    assert "No signal" in page or "outside the limits" in page or "Eight or more in a row" in page


def test_the_number_of_a_municipality_is_in_the_table(made: County, visit: Visit) -> None:
    met, of = reported(made.rows, "2026", municipality="1715")
    assert re.search(rf"Kil {met / of * 100:.1f}% [\d.–]+% {met} {of}", visit().text(f"{TALK}?region=17"))


@pytest.mark.parametrize("by", ["place", "age", "sex", "diagnosis", "weekend"])
def test_a_measure_is_divided_by_whom_it_is_of(visit: Visit, by: str) -> None:
    said = {
        "place": "Own home", "age": "65–79 years", "sex": "Women", "diagnosis": "Heart failure", "weekend": "Weekends",
    }  # fmt: skip
    assert said[by] in visit().text(f"{TALK}?region=17&by={by}")


def test_areas_are_compared_as_if_all_had_the_same_ages_and_diagnoses(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{COVERAGE}?group=region&year=2025"
    assert "Directly standardised" not in visit().text(address), "too few in too many groups"
    monkeypatch.setattr(standardising, "LEAST_SHOWN", 0.0)
    page = visit().text(address)
    assert "Directly standardised" in page
    assert "As it is" in page
    assert "Not in it: those whose group is too small to be shown" in page


def test_a_mean_and_parts_get_what_fits(visit: Visit) -> None:
    mean = visit().body("/indicators/measure/days-at-home-last-90-days/?region=17")
    assert "chart--funnel" not in mean
    assert "A mean has no limits here" in mean
    parts = visit().text("/indicators/measure/place-of-death/?region=17&part=own_home")
    assert "Own home" in parts
    assert "All the parts" in parts


@pytest.mark.parametrize("address", ["nothing/", "nothing/gap/", "place-of-death/gap/", "enrolled/gap/"])
def test_there_is_no_page_of_what_is_not_there(visit: Visit, address: str) -> None:
    assert visit().client.get(f"/indicators/measure/{address}").status_code == 404


# The gap.


def test_a_gap_opens_to_the_units_behind_it(made: County, visit: Visit) -> None:
    page = visit().text(f"{TALK}gap/?region=17&group=unit")
    met, of = reported(made.rows, "2026", region="17")
    assert f"{missing(met, of, 0.98)} more conversations" in page
    own_met, own_of = reported(made.rows, "2026", unit=WARD)
    assert re.search(rf"Avdelning 5 {own_of - own_met} Missed of {own_of};", page)


def test_the_gap_is_followed_over_the_years(made: County, visit: Visit) -> None:
    page = visit().text(f"{TALK}gap/?region=17")
    for year in ("2025", "2026"):
        assert re.search(rf"{year} {missing(*reported(made.rows, year, region='17'), 0.98)}\b", page)


def test_before_and_after_a_day_are_compared_with_how_sure_it_is(visit: Visit) -> None:
    page = visit().text(f"{TALK}gap/?unit={WARD}&day=2026-01-01")
    assert re.search(r"The share changed by −?[\d.]+ percentage points \(95% interval", page)
    assert "That it came after does not say that it came of it." in page
    assert "There is nothing to compare" in visit().text(f"{TALK}gap/?unit={WARD}&day=2030-01-01")


def test_cases_are_offered_for_follow_up_only(visit: Visit) -> None:
    link = "/indicators/conversation-reported/cases/"
    for address in (TALK, f"{TALK}gap/"):
        assert link in visit().body(address)
        assert link not in visit("care").body(address)
        assert link not in visit("").body(address)
