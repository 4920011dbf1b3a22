"""The measurement of measures works at a tiny size, and a way that counts anything else is caught."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from helpers.runs import ROOT
from lindra.measures import catalogue
from lindra.measures.counting.run import run
from measures.drawn import many
from measures.exports import written
from measures.test_spark import NOW
from measures.test_stays import of_everybody


def way(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """One way, or the comparison of two cubes, as ``measures.py`` runs it."""
    command = [sys.executable, str(ROOT / "bench" / "measures_ways.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of much that rows can hold, and its cube."""
    folder = tmp_path_factory.mktemp("bench")
    written(folder / "export", many(12), of_everybody())
    run(folder / "export", folder / "cube", catalogue.measures(), NOW)
    return folder


def test_polars_counts_the_same_cube(folder: Path) -> None:
    done = way("polars", folder / "export", folder / "polars")
    assert done.returncode == 0, done.stderr
    done = way("same", folder / "cube", folder / "polars")
    assert (done.returncode, done.stdout) == (0, "the same\n"), done.stderr


@pytest.mark.parametrize(
    "change", ['"mouth-reported@1.met" + 1 AS "mouth-reported@1.met"', "'2019' || period[5:] AS period"]
)
def test_a_way_that_counts_one_thing_otherwise_is_caught(folder: Path, tmp_path: Path, change: str) -> None:
    shutil.copytree(folder / "cube", tmp_path / "other")
    file = next((tmp_path / "other" / "deaths" / "region").glob("*.parquet"))
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE rows AS SELECT * REPLACE ({change}) FROM '{file}'")
        db.execute(f"COPY rows TO '{file}' (FORMAT parquet)")
    done = way("same", folder / "cube", tmp_path / "other")
    assert done.returncode == 1
    assert done.stdout.startswith("deaths by region: "), done.stdout + done.stderr


def test_a_way_that_leaves_a_grouping_out_is_caught(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "cube", tmp_path / "other")
    shutil.rmtree(tmp_path / "other" / "stays" / "age")
    done = way("same", folder / "cube", tmp_path / "other")
    assert (done.returncode, done.stdout) == (1, "stays by age: not counted\n")


def test_the_floor_reads_the_columns_of_the_plans(folder: Path) -> None:
    done = way("bytes", folder / "export", folder / "nothing")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["bytes"]["stays"] > 0
    assert 0 < told["bytes"]["deaths"] < size(folder / "export" / "last_year")
    assert way("floor", folder / "export", folder / "nothing").returncode == 0


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.parquet"))


@pytest.mark.slow
def test_it_measures_each_way_and_what_it_stands_beside(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "bench" / "measures.py"), "--quick", "--scale", "0.0005"]
    command += ["--ways", "floor", "--keep", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    ways = {(row["size"], row["way"]): row for row in told if row["what"] == "way"}
    assert list(ways) == [("1×", "duckdb"), ("1×", "floor"), ("3×", "duckdb"), ("3×", "floor")]
    assert not [row for row in told if "not_finished" in row]
    once, longer = ways["1×", "duckdb"], ways["3×", "duckdb"]
    assert (longer["events"], longer["years"]) == (3 * once["events"], 3 * once["years"])
    ratios = [(row["size"], row["way"], row["to"]) for row in told if row["what"] == "ratio"]
    assert ratios == [("1×", "duckdb", "floor"), ("3×", "duckdb", "floor")]
    assert [row["page"] for row in told if row["what"] == "page"] == ["unit", "measure", "nation"]
