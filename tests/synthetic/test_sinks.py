"""The two ways out of the generator tell the same, and loading can be stopped and gone on with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from helpers import worlds
from helpers.worlds import World
from lindra import clock
from lindra.areas.models import CareUnit, Provider
from lindra.people import patients as identities
from lindra.record import derive, layers, queries
from lindra.record.export import export, keyed_with
from lindra.record.stats import stats
from lindra.record.verify import verify
from lindra.synthetic import sinks, truth
from lindra.synthetic.generator import UNTIL, county
from lindra.synthetic.story import Story

PEOPLE = 60
Both = tuple[Path, Path]
NOT_ALIKE = {"event"}
"""Ids are made when an entry is written. Everything else is alike, when it was recorded too."""


def rows(folder: Path, layer: str, names: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """All rows of a layer, units and providers by HSA-id, in an order of their own."""
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM read_parquet('{folder}/{layer}/*.parquet')").fetchall()
        columns = [column[0] for column in connection.description or ()]
    known = names or {}
    kept = [
        {
            name: known.get(value, value)
            for name, value in zip(columns, row, strict=True)
            if name not in NOT_ALIKE
        }
        for row in found
    ]
    return sorted(kept, key=lambda row: repr(sorted(row.items())))


def hsa_ids() -> dict[str, str]:
    return dict(CareUnit.objects.values_list("pk", "hsa_id")) | dict(
        Provider.objects.values_list("pk", "hsa_id")
    )


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return list(county(patients=PEOPLE))


@pytest.fixture(scope="module")
def both(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, stories: list[Story]
) -> Iterator[Both]:
    """The same people through a world and its export, and straight to Parquet. The world stays open."""
    folder = tmp_path_factory.mktemp("both")
    with worlds.sqlite_world(sqlite_template, folder / "home"):
        assert sinks.load(stories) == PEOPLE
        clock.fix(UNTIL)
        export(folder / "world", "key")
        clock.fix(None)
        sinks.to_parquet(stories, folder / "straight", keyed_with("key"))
        yield folder / "world", folder / "straight"


def test_both_ways_give_the_same_last_years(both: Both) -> None:
    world, straight = both
    through, direct = rows(world, "last_year/*", hsa_ids()), rows(straight, "last_year/*")
    assert len(direct) > 10 * PEOPLE
    assert through == direct


def test_both_ways_give_the_same_people_and_manifest(both: Both, stories: list[Story]) -> None:
    world, straight = both
    direct = rows(straight, "people/*")
    assert rows(world, "people/*") == direct
    assert len(direct) == PEOPLE > sum(story.plan.dead for story in stories)
    assert layers.read_manifest(world).layers == layers.read_manifest(straight).layers == layers.LAYERS


def test_both_ways_give_the_same_log(both: Both) -> None:
    world, straight = both
    kinds = sorted(path.name for path in (straight / "log").iterdir())
    assert kinds == sorted(path.name for path in (world / "log").iterdir())
    assert {"admitted", "discharged", "contact", "moved", "enrolled", "measured", "procedure", "died"} <= set(
        kinds
    )
    references = {"corrects"}  # ids again
    for kind in kinds:
        through, direct = rows(world, f"log/{kind}", hsa_ids()), rows(straight, f"log/{kind}")
        assert [_without(row, references) for row in through] == [
            _without(row, references) for row in direct
        ], kind
        assert all(_without(row, set()).keys() >= {"recorded_at", "unit"} for row in direct)


def _without(row: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: bool(value) if name in names else value for name, value in row.items()}


def test_a_loaded_world_is_whole_and_counts_what_was_planted(both: Both, stories: list[Story]) -> None:
    assert verify(None, iter).faults == []
    answers = [truth.answer(story.patient, story.plan) for story in stories if story.plan.dead]
    known, found = truth.collected(answers, PEOPLE), stats()
    for name in ("patients", "deaths", "admissions_last30", "emergency_last30"):
        assert found[name] == known[name] > 0


def test_people_of_the_world_are_those_of_the_stories(both: Both, stories: list[Story]) -> None:
    for story in stories:
        person = identities.persons([story.patient])[story.patient]
        assert person.number == story.identity.identifier[2]
        assert (person.born, person.sex) == (story.identity.born.isoformat(), story.identity.sex)
        assert person.municipality == story.plan.municipality
        assert person.name


def test_entries_are_recorded_when_their_step_was_written(both: Both, stories: list[Story]) -> None:
    for story in stories:
        recorded = [event.recorded_at for event in queries.events_of(story.patient)]
        assert recorded == [event.recorded_at for event in sinks.events_of(story)]
        assert recorded == sorted(recorded)


def test_confirmations_in_the_world_have_seen_the_entries_before_them(
    both: Both, stories: list[Story]
) -> None:
    confirmed = [
        e for story in stories for e in queries.events_of(story.patient) if e.kind == "plan_confirmed"
    ]
    assert len(confirmed) > 10
    assert all(
        event.payload and event.payload["seen"] == {event.patient: event.seq - 1} for event in confirmed
    )


def test_loading_again_adds_nothing_and_the_clock_is_put_back(
    world: World, clock_at: Callable[[datetime], datetime]
) -> None:
    now = clock_at(datetime(2026, 6, 15, 12, tzinfo=UTC))
    assert sinks.load(county(patients=3)) == 3
    assert clock.now() == now
    assert sinks.load(county(patients=4)) == 1
    assert sinks.load(county(patients=4)) == 0


def test_a_stop_in_between_loses_at_most_a_batch_and_the_next_call_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sinks, "BATCH", 5)
    people = sinks.BATCH + 4

    def stopped() -> Iterator[Story]:
        for number, story in enumerate(county(patients=people)):
            if number == sinks.BATCH + 3:
                raise KeyboardInterrupt
            yield story

    with pytest.raises(KeyboardInterrupt):
        sinks.load(stopped())
    assert stats()["patients"] == sinks.BATCH
    assert sinks.load(county(patients=people)) == people - sinks.BATCH


def test_parquet_alone_has_the_columns_of_the_export(tmp_path: Path) -> None:
    done = sinks.to_parquet(county(patients=20), tmp_path, keyed_with("key"), with_log=False)
    assert not (tmp_path / "log").exists()
    assert done.patients == 20
    assert done.dead > 10
    found = rows(tmp_path, "last_year/*")
    assert set(found[0]) == set(derive.LAST_YEAR_COLUMNS)
    assert layers.read_manifest(tmp_path).layers == ("last_year", "people")
    assert len(rows(tmp_path, "people/*")) == 20
    assert {row["death_month"] for row in found} == set(done.months)
