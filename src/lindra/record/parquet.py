"""Typed Parquet through DuckDB: rows are spooled as JSON lines and written with declared column types.

The base install carries no Arrow library; DuckDB reads and writes the format itself.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import IO, Any

import msgspec

_encoder = msgspec.json.Encoder()


def connect() -> Any:
    """A DuckDB in memory that fetches nothing from elsewhere; loaded only by who needs it, for it is large."""
    import duckdb

    connection = duckdb.connect(
        config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )
    connection.execute("SET memory_limit = '2GB'; SET threads = 2; SET preserve_insertion_order = true")
    return connection


class Table:
    """A Parquet file being written: ``add`` rows, then ``close``. Memory does not grow with the rows."""

    def __init__(self, path: Path, columns: dict[str, str]) -> None:
        self.path, self.columns = path, columns
        path.parent.mkdir(parents=True, exist_ok=True)
        self.spool = path.with_name(f".{path.name}.spool")
        self._file: IO[bytes] | None = self.spool.open("wb")

    def add(self, row: dict[str, Any]) -> None:
        """One row; its keys are columns."""
        assert self._file is not None
        self._file.write(_encoder.encode(row) + b"\n")

    def done(self) -> Path:
        """Finish the spool and return it."""
        if self._file is not None:
            self._file.close()
            self._file = None
        return self.spool

    def close(self) -> None:
        """Write the Parquet file and remove the spool."""
        spool = self.done()
        _copy(f"SELECT {', '.join(self.columns)} FROM {_spooled(spool, self.columns)}", self.path)  # noqa: S608
        spool.unlink()


def rewrite(
    path: Path, columns: dict[str, str], *, without: tuple[str, Collection[str]], adding: Table | None
) -> None:
    """A file again, without the rows whose column has one of these values, with the rows of a spool added.

    The file is removed when no row is left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    names = ", ".join(columns)
    column, values = without
    parts = []
    if path.exists():
        parts.append(
            f"SELECT {names} FROM read_parquet('{_quoted(path)}', hive_partitioning = false) "  # noqa: S608
            f"WHERE {column} NOT IN (SELECT unnest($values))"
        )
    if adding is not None:
        parts.append(f"SELECT {names} FROM {_spooled(adding.done(), columns)}")  # noqa: S608
    if parts:
        kept = _copy(" UNION ALL ".join(parts), path, sorted(values))
        if not kept:
            path.unlink()
    if adding is not None:
        adding.spool.unlink()


def read_rows(path: Path, columns: str) -> list[tuple[Any, ...]]:
    """All rows of a file, none where there is no file."""
    if not path.exists():
        return []
    with connect() as duck:
        rows: list[tuple[Any, ...]] = duck.execute(
            f"SELECT {columns} FROM read_parquet('{_quoted(path)}', hive_partitioning = false)"  # noqa: S608
        ).fetchall()
        return rows


def _spooled(spool: Path, columns: dict[str, str]) -> str:
    types = ", ".join(f"{name}: '{kind}'" for name, kind in columns.items())
    return (
        f"read_json('{_quoted(spool)}', format = 'newline_delimited', columns = {{{types}}}, "
        "maximum_object_size = 16777216)"
    )


def _copy(select: str, path: Path, values: list[str] | None = None) -> int:
    """Write a selection beside the file, then move it in place; returns the number of rows."""
    beside = path.with_name(f".{path.name}.new")
    with connect() as duck:
        sql = f"COPY ({select}) TO '{_quoted(beside)}' (FORMAT parquet, COMPRESSION zstd)"
        duck.execute(sql, {"values": values} if values is not None and "$values" in select else None)
        (rows,) = duck.fetchone()
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(beside, path)
    return int(rows)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
