"""DuckDB, embedded. Deaths are counted a year at a time, so that memory does not grow with the years."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lindra.measures.counting import stays
from lindra.measures.counting.engines.common import Each, Notes, months, place, tables
from lindra.measures.counting.plan import Plan
from lindra.measures.schema import SCHEMA
from lindra.measures.strata import Grouping
from lindra.record.derive import PEOPLE_COLUMNS, log_columns
from lindra.record.layers import Manifest
from lindra.record.parquet import connect


def count(manifest: Manifest, plan: Plan, folder: Path, each: Each = iter) -> Notes:
    """Count a plan over an export and write its cells."""
    notes = Notes()
    with connect() as duck:
        # Cells are put in order when they are written; within an engine no order is meant.
        duck.execute("SET preserve_insertion_order = false")
        if plan.subject == "deaths":
            first_step = plan.subjects_sql("duckdb")
            for year, files in each(months(manifest).items()):
                columns = ", ".join(SCHEMA)
                duck.execute(f"CREATE OR REPLACE VIEW last_year AS SELECT {columns} FROM {_read(files)}")  # noqa: S608
                duck.execute(f"CREATE OR REPLACE TEMP TABLE subjects AS {first_step}")
                _cells(duck, plan, folder, notes, year)
        else:
            _stay_tables(duck, manifest, notes)
            duck.execute(f"CREATE OR REPLACE TEMP TABLE subjects AS {plan.subjects_sql('duckdb')}")
            _cells(duck, plan, folder, notes)
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


def _cells(duck: Any, plan: Plan, folder: Path, notes: Notes, year: str = "") -> None:
    """Write the cells of what stands in ``subjects``; ``year`` names the file where all is of one."""
    notes.add(duck.execute(plan.faults_sql("duckdb")).fetchall())
    for grouping in plan.groupings:
        duck.execute(f"CREATE OR REPLACE TEMP TABLE cells AS {plan.cells_sql(grouping, 'duckdb')}")
        years = [year] if year else [row[0] for row in duck.execute(_YEARS).fetchall()]
        for one in years:
            _write(duck, one, grouping, place(folder, plan.subject, grouping.name) / f"{one}.parquet")


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
