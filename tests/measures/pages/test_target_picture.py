"""The target picture: twelve points, what counts each, what is not counted, and what remains to equal access."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lindra.measures import catalogue
from lindra.measures.pagesets.target_points import data
from measures.pages.conftest import Visitor
from measures.pages.county import NOW

Visit = Callable[..., Visitor]


def test_there_are_twelve_points_in_order() -> None:
    assert [one["number"] for one in data()["point"]] == list(range(1, 13))


@pytest.mark.parametrize("point", data()["point"], ids=lambda one: str(one["number"]))
def test_a_point_is_counted_by_measures_that_exist_or_says_why_not(point: dict[str, object]) -> None:
    measures = point["measures"]
    assert isinstance(measures, list)
    assert measures or (point["not_counted_sv"] and point["not_counted_en"])
    for name in measures:
        id, _colon, part = name.partition(":")
        measure = catalogue.in_force(id, NOW.date())
        assert measure is not None, id
        assert bool(part) == (measure.kind == "parts")
        assert not part or measure.part(part)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_has_every_point(visit: Visit, language: str) -> None:
    page = visit(language=language).text("/indicators/target-picture/?region=17")
    for one in data()["point"]:
        assert f"{one['number']}. {one[f'title_{language}']}" in page
    assert data()[f"aim_{language}"] in page
    assert data()[f"source_{language}"] in page


def test_the_regions_of_the_cube_can_be_chosen(visit: Visit) -> None:
    body = visit().body("/indicators/target-picture/")
    assert "?region=06" in body
    assert "?region=17" in body
    assert "Jönköping" in visit().text("/indicators/target-picture/?region=06")


def test_what_is_not_counted_says_where_it_stands(visit: Visit) -> None:
    body = visit().body("/indicators/target-picture/?region=17")
    assert "Not counted from the record" in body
    assert 'href="/access/17/"' in body
