"""What is counted over the files is exactly what was planted, and what was planted is near what it was planted by."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from pathlib import Path

import pytest

from synthetic.nation.made import NEEDED, SCALE, number, rows

pytest.importorskip("numpy", reason=NEEDED)
pytest.importorskip("pyarrow", reason=NEEDED)

from lindra import clock
from lindra.areas import geography
from lindra.measures import catalogue
from lindra.measures.counting import plan, run
from lindra.measures.cubes.cube import Cube
from lindra.measures.measure import Measure
from lindra.synthetic.mix import MONTHS
from lindra.synthetic.nation.write import summed, truth

MEASURES = catalogue.measures()
NOT_PLANTED = {"squares"}
"""Counters that truth does not hold."""
BY_REGION = ("all", "region")
FAR = 4.5
"""Standard deviations that chance does not reach: about one test in 150,000."""


@pytest.fixture
def cube(nation: Path, tmp_path: Path) -> Iterator[Cube]:
    """Every measure counted by region."""
    every = plan.groupings
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "groupings", lambda of: tuple(one for one in every(of) if one.name in BY_REGION))
        out = tmp_path / "cube"
        run.run(nation, out, MEASURES, clock.now())
    with Cube(out) as opened:
        yield opened


def planted(nation: Path, measure: Measure) -> dict[str, dict[str, dict[str, float]]]:
    """What is true of a measure: of this version, where versions were planted apart."""
    told = truth(nation)["measures"]
    return told.get(measure.key) or told.get(measure.id) or {}


def differing(cube: Cube, measure: Measure, told: dict[str, dict[str, dict[str, float]]]) -> Iterator[str]:
    """Where a measure is counted otherwise than it was planted."""
    cells = cube.cells([measure], ["region"], "year")[measure.key]
    for cell in cells:
        true = told[cell.period][cell.keys["region"]]
        for counter in measure.counters:
            if counter not in NOT_PLANTED and (cell[counter] or 0) != true.get(counter, 0):
                yield f"{measure.key} {cell.period} {cell.keys['region']} {counter}"
    of_all = sum(counters["of"] for regions in told.values() for counters in regions.values())
    if sum(cell["of"] or 0 for cell in cells) != of_all:
        yield f"{measure.key}: not everybody is counted"


def test_measures_are_counted_as_they_were_planted_in_every_region_and_year(cube: Cube, nation: Path) -> None:
    for measure in MEASURES:
        told = planted(nation, measure)
        assert told or measure.trial, f"{measure.key} is in force and not planted"
        assert list(differing(cube, measure, told)) == []


def test_every_measure_in_force_is_planted(nation: Path) -> None:
    assert {one.id for one in catalogue.current(clock.today())} <= truth(nation)["measures"].keys()


def test_what_was_planted_is_within_chance_of_what_it_was_planted_by(nation: Path) -> None:
    for measure in truth(nation)["measures"]:
        told = summed(nation, measure)
        for part in ("", "_living"):
            if f"expected{part}" in told and told[f"of{part}"]:
                near(measure, told[f"of{part}"], told[f"met{part}"], told[f"expected{part}"])


def test_places_are_within_chance_of_their_shares(nation: Path) -> None:
    told = summed(nation, "place-of-death")
    for place in [name for name in told if name.startswith("expected_")]:
        near(place, told["of"], told.get(place.removeprefix("expected_"), 0), told[place])


def near(name: str, of: float, met: float, expected: float) -> None:
    share = expected / of
    deviation = sqrt(of * max(share * (1 - share), 1 / of))
    assert abs(met - expected) <= FAR * deviation + 1, name


def test_so_many_die_as_the_statistics_say_and_in_the_months_they_say(nation: Path) -> None:
    mean = geography.deaths("00", "2015-2019").value * SCALE
    deaths = number(nation, "SELECT count(*) FROM last_year WHERE kind = 'died'")
    assert abs(deaths - mean) <= FAR * sqrt(mean)
    by_month = dict(
        rows(nation, "SELECT right(death_month, 2), count(*) FROM last_year WHERE kind = 'died' GROUP BY 1")
    )
    for month, count in enumerate(MONTHS, 1):
        share = mean * count / sum(MONTHS)
        assert abs(by_month.get(f"{month:02}", 0) - share) <= FAR * sqrt(share)


def test_few_children_die_and_most_are_old(nation: Path) -> None:
    [(young, old)] = rows(
        nation,
        "SELECT avg((age_at_death < 18)::INT), avg((age_at_death >= 80)::INT) FROM last_year WHERE kind = 'died'",
    )
    assert young < 0.05
    assert 0.4 < old < 0.8


def test_about_four_in_five_deaths_were_expected(nation: Path) -> None:
    sql = "SELECT count(*) FILTER (status = 'yes') / count(*) FROM last_year WHERE kind = 'died' AND status IS NOT NULL"
    assert 0.68 < number(nation, sql) < 0.92


def test_nobody_who_opted_out_is_reported(nation: Path) -> None:
    assert (
        number(nation, "SELECT count(*) FROM last_year WHERE register_opt_out AND kind = 'death_reported'")
        == 0
    )


def test_of_protected_persons_no_place_is_told(nation: Path) -> None:
    told = "SELECT count(*) FROM last_year WHERE municipality IS NULL AND (unit IS NOT NULL OR provider IS NOT NULL)"
    assert number(nation, told) == 0
