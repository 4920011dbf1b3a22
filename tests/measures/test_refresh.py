"""``lindra measures refresh``: this world's export counted anew, and released for each who may see how much."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from helpers.worlds import World
from lindra.measures.cli import measures
from lindra.measures.cubes.cube import about
from lindra.measures.cubes.kept import Kept
from lindra.synthetic import demo
from measures import planted
from measures.exports import written


@pytest.fixture
def exported(world: World, clock_at: Callable[[datetime], datetime]) -> Path:
    clock_at(planted.NOW)
    written(
        world.home / "export", [row for row in planted.rows() if row["patient"].startswith("2026-05-1715")]
    )
    return world.home


def test_it_makes_a_cube_for_each_who_may_see_how_much(exported: Path) -> None:
    told = CliRunner().invoke(measures, ["refresh", "--json"])
    assert json.loads(told.stdout)["counted"]["deaths"] == planted.DEAD["1715"]
    for level in ("own", "inside", "outside"):
        assert about(Kept(exported).cube(level)).level == level  # type: ignore[arg-type]


def test_the_demo_is_counted_once(exported: Path) -> None:
    assert demo.count(planted.NOW)
    assert not demo.count(planted.NOW)


def test_without_an_export_it_says_so(world: World) -> None:
    told = CliRunner().invoke(measures, ["refresh"])
    assert told.exit_code == 2
    assert "Error: " in told.stderr
