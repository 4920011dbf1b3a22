"""A tiny nation, written once for the tests of a process; DuckDB over it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

SCALE = 0.002
NEEDED = "the made-up nation needs NumPy and pyarrow: pip install 'lindra[nation]'"


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """What a query finds; ``last_year``, ``people`` and ``log_<kind>`` are the nation's tables."""
    with duckdb.connect() as duck:
        tables = {"last_year": "last_year/*", "people": "people/*"}
        tables |= {f"log_{each.name}": f"log/{each.name}" for each in (folder / "log").iterdir()}
        for name, place in tables.items():
            files = f"'{folder / place / '*.parquet'}'"
            duck.execute(
                f"CREATE VIEW {name} AS SELECT * FROM read_parquet({files}, hive_partitioning = false)"
            )
        return duck.execute(sql).fetchall()


def number(folder: Path, sql: str) -> Any:
    """The one value that a query finds."""
    [(found,)] = rows(folder, sql)
    return found
