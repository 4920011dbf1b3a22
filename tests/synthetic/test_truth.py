"""What was planted comes out of the measures, counted over what was told; and the truth itself is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from lindra.measures.definitions import OWN
from lindra.measures.engine import Export, Where
from lindra.record.export import keyed_with
from lindra.synthetic import truth
from lindra.synthetic.generator import UNTIL, county
from lindra.synthetic.mix import CAUSES
from lindra.synthetic.plan import Person, Plan, Residence, Stay, Team, Visit, planned
from lindra.synthetic.sinks import to_parquet
from lindra.synthetic.story import Story


def written(stories: list[Story], folder: Path) -> dict[str, Any]:
    """The stories as Parquet, and their truth."""
    to_parquet(stories, folder, keyed_with("key"), with_log=False)
    answers = [truth.answer(story.patient, story.plan) for story in stories if story.plan.dead]
    return truth.collected(answers, len(stories))


def counted(export: Export, where: Where | None = None) -> dict[str, Any]:
    """The indicators in the form of the truth."""
    found: dict[str, Any] = {}
    for indicator in OWN:
        results = export.count(indicator, "all", where)
        if indicator.kind == "parts":
            found[indicator.slug] = {result.category: result.n for result in results if result.n}
        elif indicator.kind == "share":
            found[indicator.slug] = results[0].n
        else:
            found[indicator.slug] = {
                "mean": pytest.approx(results[0].value),
                "median": pytest.approx(results[0].median),
            }
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The demo county as Parquet, and its truth."""
    folder = tmp_path_factory.mktemp("county")
    return folder, written(list(county()), folder)


def test_every_indicator_of_the_demo_equals_the_truth(demo: tuple[Path, dict[str, Any]]) -> None:
    folder, known = demo
    with Export(folder) as export:
        assert counted(export) == known["indicators"]
        for indicator in OWN:
            counted_on = (
                sum(known["indicators"][indicator.slug].values()) if indicator.register else known["deaths"]
            )
            assert {result.denominator for result in export.count(indicator)} == {counted_on}
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
    assert 0 < known["days-at-home-last-90-days"]["mean"] < 90


def test_every_municipality_of_the_demo_equals_the_truth(demo: tuple[Path, dict[str, Any]]) -> None:
    folder, known = demo
    assert len(known["municipalities"]) == 16
    with Export(folder) as export:
        for area, answers in known["municipalities"].items():
            assert counted(export, Where(municipality=area)) == answers


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_counties_equal_their_truth_too(seed: int, tmp_path: Path) -> None:
    known = written(list(county(seed=seed, patients=150)), tmp_path)
    with Export(tmp_path) as export:
        assert counted(export) == known["indicators"]


def test_what_is_lost_on_the_way_is_seen(demo: tuple[Path, dict[str, Any]]) -> None:
    folder, known = demo
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE last_year AS SELECT * FROM read_parquet('{folder}/last_year/**/*.parquet') "
            "WHERE NOT (kind = 'admitted' AND days_before_death BETWEEN 5 AND 9)"
        )
        assert counted(Export.of_connection(connection)) != known["indicators"]


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


def test_time_in_two_stays_at_once_counts_once() -> None:
    assert truth.answer("p", plan(stays=(stay(10, 6), stay(8, 4)))).days_at_home == 84
    assert truth.answer("p", plan(stays=(stay(100, 89),))).days_at_home == 89
    assert truth.answer("p", plan(stays=(stay(1, None),))).days_at_home == 89


def test_a_death_known_to_the_day_is_counted_from_its_beginning() -> None:
    assert truth.answer("p", plan(stays=(stay(1, None, 12 * 60),), day_only=True)).days_at_home == 89.5


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
