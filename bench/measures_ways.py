"""The ways to the cube that ``measures.py`` compares, each in a process of its own; and whether two cubes are the same.

    .venv/bin/python bench/measures_ways.py WAY EXPORT OUT
    .venv/bin/python bench/measures_ways.py same CUBE OTHER

Prints seconds, from when the program is loaded until everything is written, and processor seconds. What is loaded
before that is the same for all of them.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

django.setup()

from lindra.measures import catalogue  # noqa: E402
from lindra.measures.counting import stays  # noqa: E402
from lindra.measures.counting.engines import duck  # noqa: E402
from lindra.measures.counting.engines.common import Notes, months, place, tables  # noqa: E402
from lindra.measures.counting.plan import ROWS, Dialect, Plan, plans  # noqa: E402
from lindra.measures.counting.run import run  # noqa: E402
from lindra.measures.measure import Measure, Subject  # noqa: E402
from lindra.measures.strata import groupings  # noqa: E402
from lindra.record.derive import LAST_YEAR_COLUMNS, PEOPLE_COLUMNS, log_columns  # noqa: E402
from lindra.record.layers import LAST_YEAR, Manifest, read_manifest  # noqa: E402
from lindra.record.parquet import connect  # noqa: E402

NOW = datetime(2026, 6, 15, 3, tzinfo=UTC)
PER_MEASURE = "each-measure"
"""The folder in which the usual way leaves its cells: a cube of its own for each measure."""
Told = dict[str, Any]


def main(way: str, first: str, second: str) -> int:
    """Run one way over an export, or compare two cubes."""
    if way == "same":
        unlike = differences(Path(first), Path(second))
        print("\n".join(unlike) or "the same")
        return int(bool(unlike))
    began, used = time.perf_counter(), time.process_time()
    told = WAYS[way](Path(first), Path(second))
    seconds = {"seconds": time.perf_counter() - began, "processor_seconds": time.process_time() - used}
    print(json.dumps(seconds | told))
    return 0


def _of(*subjects: Subject) -> tuple[Measure, ...]:
    return tuple(one for one in catalogue.measures() if one.subject in subjects)


# One pass.


def one_pass(*subjects: Subject, engine: str = "duckdb") -> Callable[[Path, Path], Told]:
    """The program's own way: every measure, grouping and period in one pass over the rows."""

    def way(export: Path, out: Path) -> Told:
        done = run(export, out, _of(*subjects), NOW, engine=engine)  # type: ignore[arg-type]
        return {"subjects": dict(done.subjects)}

    return way


def spark(export: Path, out: Path) -> Told:
    """The same on Spark. Java's start is counted, and told apart."""
    from lindra.measures.counting.engines.spark import session

    began = time.perf_counter()
    with session() as found:
        started = time.perf_counter() - began
        done = run(export, out, _of("deaths", "stays"), NOW, engine="spark", spark=found)
        return {"subjects": dict(done.subjects), "start_seconds": started}


# The floor.


def floor(*subjects: Subject) -> Callable[[Path, Path], Told]:
    """The greatest value of each column that the plan reads, of the same files, each read once; counts nothing."""

    def way(export: Path, out: Path) -> Told:
        scans = touched(read_manifest(export), subjects)  # asking which columns is no part of the floor
        began, used = time.perf_counter(), time.process_time()
        with connect() as db:
            db.execute("SET preserve_insertion_order = false")
            for _, files, columns in scans:
                told = ", ".join(f"max({column})" for column in columns)
                db.execute(f"SELECT {told} FROM {duck._read(files)}").fetchall()
        return {"seconds": time.perf_counter() - began, "processor_seconds": time.process_time() - used}

    return way


def read_bytes(export: Path, out: Path) -> Told:
    """How many compressed bytes the columns that the plans read take in their files, and how many rows there are."""
    found: dict[str, int] = {}
    rows = 0
    manifest = read_manifest(export)
    with connect() as db:
        for subject in ("deaths", "stays"):
            for name, files, columns in touched(manifest, (subject,)):
                size, count = db.execute(
                    "SELECT sum(total_compressed_size), max(rows) FROM (SELECT *, sum(row_group_num_rows) OVER "
                    "(PARTITION BY path_in_schema) AS rows FROM parquet_metadata($files)) "
                    "WHERE path_in_schema IN (SELECT unnest($columns))",
                    {"files": [str(path) for path in files], "columns": columns},
                ).fetchone()
                found[subject] = found.get(subject, 0) + int(size)
                rows += int(count) if name == "last_year" else 0
    return {"bytes": found, "events": rows}


def touched(manifest: Manifest, subjects: Sequence[Subject]) -> list[tuple[str, list[Path], list[str]]]:
    """The tables that the plans read, with their files and columns, as DuckDB tells of its own plan."""
    found: list[tuple[str, list[Path], list[str]]] = []
    for plan in plans(_of(*subjects)):
        if plan.subject == "deaths":
            files = {"last_year": [path for each in months(manifest).values() for path in each]}
        else:
            files = {stays.name_of(kind): each for kind, each in tables(manifest, Notes()).items()}
        columns = _columns(plan)
        found += [(name, each, columns[name]) for name, each in files.items() if each]
    return found


def _columns(plan: Plan) -> dict[str, list[str]]:
    """The columns of each table that DuckDB would read, asked of tables without rows: a plan over files names none."""
    kinds = ("people", *stays.NEEDED, *stays.MAY_LACK)
    empty = {stays.name_of(kind): PEOPLE_COLUMNS if kind == "people" else log_columns(kind) for kind in kinds}
    with connect() as db:
        db.execute(
            "SET disabled_optimizers = 'statistics_propagation'"
        )  # or it sees that there is nothing to read
        for name, columns in {"last_year": LAST_YEAR_COLUMNS, **empty}.items():
            db.execute(f"CREATE TABLE {name} ({', '.join(f'{one} {type}' for one, type in columns.items())})")
        if plan.subject == "deaths":
            db.execute(f"CREATE VIEW {ROWS} AS {plan.rows_sql('duckdb')}")
        [(_, told)] = db.execute("EXPLAIN (FORMAT json) " + plan.subjects_sql("duckdb")).fetchall()
    found: dict[str, list[str]] = {}
    steps = json.loads(told)
    while steps:
        step = steps.pop()
        steps += step["children"]
        about = step["extra_info"]
        if "Table" in about:
            name, read = about["Table"].rpartition(".")[2], about["Projections"]
            one = [read] if isinstance(read, str) else read
            found[name] = list(dict.fromkeys([*found.get(name, []), *one]))
    return found


# The usual way.


@dataclass(frozen=True)
class Year(Manifest):
    """An export of which one year of deaths is seen."""

    year: str = ""

    def files(self, layer: str, kind: str = "") -> list[Path]:
        """Those of the year; of the log all."""
        found = super().files(layer, kind)
        return [p for p in found if f"={self.year}-" in p.parent.name] if layer == LAST_YEAR else found


@dataclass(frozen=True)
class OfYear(Plan):
    """A plan of stays that counts those that ended in one year."""

    year: str = ""

    def subjects_sql(self, dialect: Dialect) -> str:
        """The first step, of one year."""
        return f"SELECT * FROM ({super().subjects_sql(dialect)}) AS every WHERE month LIKE '{self.year}-%'"


def usual(export: Path, out: Path) -> Told:
    """A query for each measure and year, with all its groupings, by the same program."""
    manifest = read_manifest(export)
    years = list(months(manifest))
    queries = 0
    for one in catalogue.measures():
        into = out / PER_MEASURE / one.key
        for year in _ended(export) if one.subject == "stays" else years:
            plan = OfYear("stays", (one,), year) if one.subject == "stays" else Plan("deaths", (one,))
            duck.count(
                Year(manifest.folder, manifest.format, manifest.layers, manifest.lindra, year), plan, into
            )
            queries += 1
            print(f"{queries} queries", file=sys.stderr, flush=True)
    return {"queries": queries}


def _ended(export: Path) -> list[str]:
    """The years in which stays ended."""
    with connect() as db:
        found = db.execute(
            f"SELECT DISTINCT year(day)::VARCHAR FROM {duck._read(read_manifest(export).files('log', 'discharged'))} "
            "ORDER BY 1"
        ).fetchall()
    return [year for (year,) in found]


def polars(export: Path, out: Path) -> Told:
    """The same cube by Polars."""
    import measures_polars

    measures_polars.count(export, out, catalogue.measures())
    return {}


# Whether two cubes are the same.


def differences(cube: Path, other: Path) -> list[str]:
    """Where another cube does not hold the same counts as the first, of every measure and cell; empty: nowhere."""
    found: list[str] = []
    apart = sorted((other / PER_MEASURE).glob("*"))
    with connect() as db:
        for subject in ("deaths", "stays"):
            for each in groupings(subject):
                ours = place(cube, subject, each.name)
                others = [each_one for each_one in apart if (each_one / subject).exists()] or [other]
                for folder in others:
                    found += _differ(db, ours, place(folder, subject, each.name), f"{subject} by {each.name}")
    if len(apart) and len(apart) != len(catalogue.measures()):
        found.append(f"{len(apart)} measures of {len(catalogue.measures())}")
    return found


def _differ(db: Any, ours: Path, theirs: Path, where: str) -> list[str]:
    if not theirs.exists():
        return [f"{where}: not counted"]
    read = {side: f"read_parquet('{side}/*.parquet')" for side in (ours, theirs)}
    columns = {
        side: [row[0] for row in db.execute(f"DESCRIBE SELECT * FROM {read[side]}").fetchall()]
        for side in read
    }
    apart = PER_MEASURE in theirs.parts
    if (set(columns[theirs]) - set(columns[ours])) or (
        not apart and set(columns[theirs]) != set(columns[ours])
    ):
        return [f"{where}: not of the same columns"]
    named = ", ".join(f'"{name}"' for name in columns[theirs])
    rows = {side: f"(SELECT {named} FROM {read[side]})" for side in read}
    (number,) = db.execute(
        f"SELECT count(*) FROM (({rows[ours]} EXCEPT ALL {rows[theirs]}) UNION ALL "
        f"({rows[theirs]} EXCEPT ALL {rows[ours]}))"
    ).fetchone()
    return [f"{where}: {number} cells differ"] if number else []


WAYS: dict[str, Callable[[Path, Path], Told]] = {
    "duckdb": one_pass("deaths", "stays"),
    "deaths": one_pass("deaths"),
    "stays": one_pass("stays"),
    "floor": floor("deaths", "stays"),
    "floor-deaths": floor("deaths"),
    "floor-stays": floor("stays"),
    "bytes": read_bytes,
    "spark": spark,
    "usual": usual,
    "polars": polars,
}

if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
