"""Apache Spark, on this machine: the same definitions, the same counts as DuckDB and plain Python, to the last case."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lindra.measures import catalogue
from lindra.measures.counting.engines import spark
from lindra.measures.counting.engines.common import place
from lindra.measures.counting.run import run
from lindra.measures.counting.subjects import UNKNOWN_MUNICIPALITY
from lindra.measures.strata import groupings
from measures.drawn import many
from measures.exports import read, written
from measures.last_year import patients
from measures.plain import counted
from measures.test_engines import DEATHS, EACH, Chosen
from measures.test_stays import of_everybody

NOW = datetime(2026, 6, 15, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """One Spark for all of them. Its plans are interpreted: compiling them takes longer than these few rows."""
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    with spark.session(
        "local[2]",
        spark__sql__codegen__wholeStage="false",
        spark__sql__codegen__factoryMode="NO_CODEGEN",
        spark__sql__shuffle__partitions="2",
    ) as found:
        yield found


@pytest.mark.slow
def test_spark_counts_each_person_as_plain_python_does(session: Any, tmp_path: Path) -> None:
    rows = many(12)
    plan = Chosen("deaths", DEATHS)
    notes = spark.count(written(tmp_path / "export", rows), plan, tmp_path / "cube", spark=session)
    left_out = sum(number for why, number in notes.left_out.items() if why != UNKNOWN_MUNICIPALITY)
    assert notes.subjects + left_out == len(patients(rows)) >= 90
    assert read(place(tmp_path / "cube", "deaths", EACH.name)) == counted(rows, DEATHS, EACH)


@pytest.mark.slow
def test_the_whole_cube_is_the_same_on_both_engines(session: Any, tmp_path: Path) -> None:
    written(tmp_path / "export", many(12), of_everybody())
    duck, by_spark = (
        run(tmp_path / "export", tmp_path / engine, catalogue.measures(), NOW, engine=engine, spark=session)
        for engine in ("duckdb", "spark")
    )
    assert (duck.left_out, duck.subjects) == (by_spark.left_out, by_spark.subjects)
    for subject in ("deaths", "stays"):
        for each in groupings(subject):
            one, other = (
                read(place(tmp_path / engine, subject, each.name)) for engine in ("duckdb", "spark")
            )
            assert one == other, each.name
            assert one, each.name


def test_without_java_it_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(spark.NoSpark, match="apt install default-jre-headless"), spark.session():
        pass
