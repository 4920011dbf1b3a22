"""Exports written for tests: rows of ``last_year`` (and tables of ``log``) as the folders measures read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lindra.record.derive import LAST_YEAR_COLUMNS, PEOPLE_COLUMNS, log_columns
from lindra.record.layers import FORMAT, LAYERS, Manifest, read_manifest
from lindra.record.parquet import connect

Row = dict[str, Any]


def written(folder: Path, rows: Sequence[Row], log: Mapping[str, Sequence[Row]] | None = None) -> Manifest:
    """Write an export: the rows of the dead, and by kind those of the log (``people`` among them)."""
    months: dict[str, list[Row]] = {}
    for one in rows:
        months.setdefault(one["death_month"], []).append(one)
    for month, own in months.items():
        table(folder / "last_year" / f"death_month={month}" / "part.parquet", LAST_YEAR_COLUMNS, own)
    for kind, own in (log or {}).items():
        if kind == "people":
            table(folder / "people" / "bucket=0" / "part.parquet", PEOPLE_COLUMNS, own)
        else:
            table(folder / "log" / kind / "part.parquet", log_columns(kind), own)
    folder.mkdir(parents=True, exist_ok=True)
    told = {"format": FORMAT, "layers": list(LAYERS), "lindra": "test"}
    (folder / "manifest.json").write_text(json.dumps(told))
    return read_manifest(folder)


def table(path: Path, columns: Mapping[str, str], rows: Sequence[Row]) -> None:
    """One Parquet file of rows; what a row does not say is null."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with connect() as duck:
        typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        duck.execute(f"CREATE TABLE rows ({typed})")
        marks = "(" + ", ".join("?" for _ in columns) + ")"
        for at in range(0, len(rows), 500):
            some = rows[at : at + 500]
            values = [one.get(name) for one in some for name in columns]
            duck.execute(f"INSERT INTO rows VALUES {', '.join([marks] * len(some))}", values)
        quoted = str(path).replace("'", "''")
        duck.execute(f"COPY rows TO '{quoted}' (FORMAT parquet)")


def read(folder: Path) -> dict[tuple[Any, ...], dict[str, int]]:
    """The cells of one grouping: by period and keys, the counters that are not 0."""
    with connect() as duck:
        found = duck.execute(f"SELECT * FROM read_parquet('{folder}/*.parquet')")
        names = [each[0] for each in found.description]
        rows = [dict(zip(names, values, strict=True)) for values in found.fetchall()]
    keys = [name for name in names if "." not in name and name != "period"]
    return {
        (row["period"], *(row[name] for name in keys)): {n: v for n, v in row.items() if "." in n and v}
        for row in rows
    }
