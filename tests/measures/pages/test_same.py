"""Commands and pages say the same of a measure."""

from __future__ import annotations

import pytest

from lindra.measures import catalogue
from lindra.measures.cubes.cube import Cube
from lindra.measures.cubes.kept import Kept
from lindra.measures.cubes.results import results
from lindra.measures.pagesets.reading import Reading
from measures.pages.conftest import County
from measures.pages.county import NOW


@pytest.mark.parametrize("where", [{}, {"region": "17"}, {"municipality": "1715"}])
def test_a_number_read_alone_is_that_read_with_all_the_others(made: County, where: dict[str, str]) -> None:
    on = NOW.date()
    with Cube(Kept(made.world.home).cube("inside")) as cube:
        every = Reading(cube).results("deaths", where, on)
        assert {key.partition("@")[0] for key in every} >= {"coverage", "pain-recorded", "pain-reported"}
        for one in catalogue.current(on):
            if one.subject == "deaths":
                assert results(cube, one, on, (), "year", where) == every[one.key], one.key


def test_coverage_stands_beside_what_is_told_by_reports_alone(made: County) -> None:
    on = NOW.date()
    with Cube(Kept(made.world.home).cube("inside")) as cube:
        beside = {
            id: results(cube, found, on)[0].coverage
            for id in ("pain-recorded", "pain-reported", "place-of-death")
            if (found := catalogue.in_force(id, on))
        }
    assert beside["pain-reported"] is not None
    assert (beside["pain-recorded"], beside["place-of-death"]) == (None, None)
