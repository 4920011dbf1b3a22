"""DuckDB, embedded. Deaths are counted some years at a time, so that memory does not grow with the years."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lindra.measures.counting import stays
from lindra.measures.counting.engines.common import Each, Notes, months, place, tables
from lindra.measures.counting.plan import ROWS, Plan
from lindra.measures.counting.subjects import TWO_DEATHS
from lindra.measures.schema import SCHEMA
from lindra.measures.strata import Grouping
from lindra.record.derive import PEOPLE_COLUMNS, log_columns
from lindra.record.layers import Manifest
from lindra.record.parquet import connect

BATCH = 500_000_000
"""Bytes of Parquet after which the years so far are counted: about two years of the whole country."""


def count(manifest: Manifest, plan: Plan, folder: Path, each: Each = iter) -> Notes:
    """Count a plan over an export and write its cells."""
    notes = Notes()
    with connect() as duck:
        # Cells are put in order when they are written; within an engine no order is meant.
        duck.execute("SET preserve_insertion_order = false")
        if plan.subject == "deaths":
            columns = ", ".join(SCHEMA)
            years = months(manifest)
            notes.left_out[TWO_DEATHS] += _twice(duck, years)
            for batch in each(_batches(years)):
                files = [path for own in batch.values() for path in own]
                rows = f"{_read(files)} WHERE patient NOT IN (SELECT patient FROM twice)"  # noqa: S608
                duck.execute(f"CREATE OR REPLACE VIEW last_year AS SELECT {columns} FROM {rows}")  # noqa: S608
                duck.execute(f"CREATE OR REPLACE VIEW {ROWS} AS {plan.rows_sql('duckdb')}")
                _count(duck, plan, folder, notes, list(batch))
        else:
            _stay_tables(duck, manifest, notes)
            _count(duck, plan, folder, notes)
    return notes


def _stay_tables(duck: Any, manifest: Manifest, notes: Notes) -> None:
    for kind, files in tables(manifest, notes).items():
        columns = PEOPLE_COLUMNS if kind == "people" else log_columns(kind)
        if files:
            select = f"SELECT {', '.join(columns)} FROM {_read(files)}"  # noqa: S608
        else:
            empty = ", ".join(f"NULL::{each} AS {name}" for name, each in columns.items())
            select = f"SELECT {empty} WHERE false"
        duck.execute(f"CREATE VIEW {stays.name_of(kind)} AS {select}")


def _twice(duck: Any, years: dict[str, list[Path]]) -> int:
    """Find those with two deaths, who may lie in years that are not counted together; how many there are."""
    duck.execute("CREATE OR REPLACE TEMP TABLE twice (patient VARCHAR)")
    files = [path for own in years.values() for path in own]
    if files:
        duck.execute(
            f"INSERT INTO twice SELECT patient FROM {_read(files)} WHERE kind = 'died' "  # noqa: S608
            "GROUP BY patient HAVING count(*) > 1"
        )
    return int(duck.execute("SELECT count(*) FROM twice").fetchone()[0])


def _batches(years: dict[str, list[Path]]) -> list[dict[str, list[Path]]]:
    """Years with their files, so many together as are worth one question."""
    found: list[dict[str, list[Path]]] = []
    size = BATCH
    for year, files in years.items():
        if size >= BATCH:
            found.append({})
            size = 0
        found[-1][year] = files
        size += sum(path.stat().st_size for path in files)
    return found


def _count(duck: Any, plan: Plan, folder: Path, notes: Notes, known: Sequence[str] = ()) -> None:
    """Both steps: write the cells of the tables and views that stand ready, a file a year, also of a year without
    any."""
    duck.execute(f"CREATE OR REPLACE TEMP TABLE subjects AS {plan.subjects_sql('duckdb')}")
    notes.add(duck.execute(plan.faults_sql("duckdb")).fetchall())
    for grouping in plan.groupings:
        duck.execute(f"CREATE OR REPLACE TEMP TABLE cells AS {plan.cells_sql(grouping, 'duckdb')}")
        for year in known or [row[0] for row in duck.execute(_YEARS).fetchall()]:
            _write(duck, year, grouping, place(folder, plan.subject, grouping.name) / f"{year}.parquet")


_YEARS = "SELECT DISTINCT year FROM cells ORDER BY 1"


def _write(duck: Any, year: str, grouping: Grouping, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    order = ", ".join([*grouping.by, "period"])
    keys = ", ".join(["period", *grouping.by])
    # DuckDB adds whole numbers up in 128 bits, which Parquet does not have.
    counters = "COLUMNS(lambda name: contains(name, '.'))::BIGINT"
    select = f"SELECT {keys}, {counters} FROM cells WHERE year = '{year}' ORDER BY {order}"  # noqa: S608
    duck.execute(
        f"COPY ({select}) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 8192)"
    )


def _read(files: list[Path]) -> str:
    named = ", ".join(f"'{_quoted(path)}'" for path in files)
    return f"read_parquet([{named}], hive_partitioning = true, hive_types_autocast = false)"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
