"""What was planted comes out of the measures, counted over what was told; and the truth itself is right."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from lindra.measures import catalogue
from lindra.measures.counting.run import run
from lindra.measures.cubes.cube import Cell, Cube
from lindra.measures.measure import Measure
from lindra.record.export import keyed_with
from lindra.synthetic import truth
from lindra.synthetic.generator import UNTIL, county
from lindra.synthetic.mix import CAUSES
from lindra.synthetic.plan import Person, Plan, Residence, Stay, Team, Visit, planned
from lindra.synthetic.sinks import to_parquet
from lindra.synthetic.story import Story

PLANTED = (
    "place-of-death", "admitted-last-30-days", "admitted-twice-last-30-days", "emergency-last-30-days",
    "days-at-home-last-90-days", "palliative-contact",
)  # fmt: skip
MEASURES = tuple(one for id in PLANTED if (one := catalogue.in_force(id, UNTIL.date())))
REGISTERS = {one.id for one in MEASURES if one.register}


def written(stories: list[Story], folder: Path) -> dict[str, Any]:
    """The stories as Parquet, counted to a cube, and their truth."""
    to_parquet(stories, folder / "export", keyed_with("key"), with_log=False)
    told = run(folder / "export", folder / "cube", MEASURES, UNTIL)
    assert (dict(told.left_out), told.lacking) == ({}, ())
    answers = [truth.answer(story.patient, story.plan) for story in stories if story.plan.dead]
    return truth.collected(answers, len(stories))


def counted(folder: Path, by: tuple[str, ...] = ()) -> dict[str, dict[str, Any]]:
    """The measures in the form of the truth, by area (all together: by nothing)."""
    found: dict[str, dict[str, Any]] = {}
    with Cube(folder / "cube") as cube:
        cells = cube.cells(MEASURES, by)
    for measure in MEASURES:
        for cell in cells[measure.key]:
            found.setdefault("".join(cell.keys.values()), {})[measure.id] = _told(measure, cell)
    return found


def _told(measure: Measure, cell: Cell) -> Any:
    if measure.kind == "parts":
        return {key: cell[key] for key, _ in measure.parts if cell[key]}
    if measure.kind == "mean":
        assert cell["of"]
        return pytest.approx((cell["sum"] or 0) / cell["of"])
    return cell["met"]


@pytest.fixture(scope="module")
def demo(stories: tuple[Story, ...], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The demo county as a cube, and its truth."""
    folder = tmp_path_factory.mktemp("county")
    return folder, written(stories, folder)


def test_every_indicator_of_the_demo_equals_the_truth(demo: tuple[Path, dict[str, Any]]) -> None:
    folder, known = demo
    assert counted(folder) == {"": known["indicators"]}
    with Cube(folder / "cube") as cube:
        for measure in MEASURES:
            [cell] = cube.cells([measure])[measure.key]
            told = known["indicators"][measure.id]
            assert cell["of"] == (sum(told.values()) if measure.id in REGISTERS else known["deaths"])
    assert sum(known["indicators"]["place-of-death"].values()) < known["deaths"], "nobody has opted out"


def test_every_number_of_the_demo_is_more_than_nothing(demo: tuple[Path, dict[str, Any]]) -> None:
    known = demo[1]["indicators"]
    assert min(known["place-of-death"].values()) > 0
    assert len(known["place-of-death"]) == 8
    for slug in (
        "admitted-last-30-days",
        "admitted-twice-last-30-days",
        "emergency-last-30-days",
        "palliative-contact",
    ):
        assert 0 < known[slug] < demo[1]["deaths"]
    assert 0 < known["days-at-home-last-90-days"] < 90


def test_every_municipality_of_the_demo_equals_the_truth(demo: tuple[Path, dict[str, Any]]) -> None:
    folder, known = demo
    assert len(known["municipalities"]) == 16
    found = counted(folder, ("municipality",))
    assert {area: answers for area, answers in found.items() if area} == known["municipalities"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_counties_equal_their_truth_too(seed: int, tmp_path: Path) -> None:
    known = written(list(county(seed=seed, patients=150)), tmp_path)
    assert counted(tmp_path)[""] == known["indicators"]


def test_what_is_lost_on_the_way_is_seen(demo: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, known = demo
    shutil.copytree(folder / "export", tmp_path / "export")
    with duckdb.connect() as connection:
        for path in (tmp_path / "export" / "last_year").rglob("*.parquet"):
            kept = "NOT (kind = 'admitted' AND days_before_death BETWEEN 5 AND 9)"
            connection.execute(
                f"COPY (SELECT * FROM read_parquet('{path}', hive_partitioning = false) WHERE {kept}) "
                f"TO '{tmp_path / 'new'}' (FORMAT parquet)"
            )
            (tmp_path / "new").replace(path)
    run(tmp_path / "export", tmp_path / "cube", MEASURES, UNTIL)
    assert counted(tmp_path)[""] != known["indicators"]


# The truth of plans made by hand.


def plan(**other: Any) -> Plan:
    """Somebody who died at home on 10 March at 14.00, without anything else."""
    who = Person(
        number=1,
        sex="female",
        born=date(1940, 5, 17),
        municipality="1780",
        cause=CAUSES["heart"],
        course="own_home",
        dead=True,
        anchor=date(2026, 3, 10),
        minute=14 * 60,
    )
    bare = replace(planned(Random(1), who), stays=(), visits=(), teams=(), day_only=False, protected=False)
    return replace(bare, **{"homes": (Residence("own_home", 3000),), **other})


def stay(start: int, end: int | None, minute: int = 14 * 60, **other: Any) -> Stay:
    return Stay("ward-medicine", "hospital", (start, minute), None if end is None else (end, minute), **other)


def test_stays_count_from_thirty_days_before() -> None:
    found = truth.answer(
        "p", plan(stays=(stay(31, 30), stay(30, 29), stay(3, 2), stay(2, 1, withdrawn=True)))
    )
    assert found.admissions == 2


def test_a_night_in_two_stays_at_once_counts_once() -> None:
    assert truth.answer("p", plan(stays=(stay(10, 6), stay(8, 4)))).days_at_home == 84
    assert truth.answer("p", plan(stays=(stay(100, 89),))).days_at_home == 89
    assert truth.answer("p", plan(stays=(stay(1, None),))).days_at_home == 89


def test_a_stay_within_one_day_takes_no_night() -> None:
    assert truth.answer("p", plan(stays=(stay(5, 5), stay(0, None)))).days_at_home == 90
    assert truth.answer("p", plan(stays=(stay(5, 4), stay(4, 3)))).days_at_home == 88


def test_a_death_known_to_the_day_has_the_same_nights() -> None:
    assert truth.answer("p", plan(stays=(stay(1, None, 12 * 60),), day_only=True)).days_at_home == 89


def test_specialised_care_is_before_death_and_not_home_nursing() -> None:
    call = Visit("consult", (-30, 600), 20, "telephone", specialised=True)
    nursing = Team("home_nursing", "home-1780", 40, None)
    assert not truth.answer("p", plan(visits=(call,), teams=(nursing,))).specialised
    assert truth.answer("p", plan(visits=(replace(call, start=(3, 600)),))).specialised
    assert truth.answer("p", plan(teams=(Team("consult_team", "consult", 40, 20),))).specialised
    assert truth.answer("p", plan(homes=(Residence("hospice", 3, "hospice"),))).specialised


def test_home_with_a_team_is_home() -> None:
    assert truth.answer("p", plan(course="specialised_home")).place == "own_home"
    assert UNTIL.tzinfo is not None
