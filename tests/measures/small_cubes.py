"""Small cubes written from made-up people, and read back: what is released of them can be told by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lindra.measures.counting.engines.common import place
from lindra.measures.counting.run import write
from lindra.measures.cubes.cube import About, Defined
from lindra.measures.measure import Measure
from lindra.measures.strata import groupings
from lindra.record.parquet import connect
from measures.exports import table
from measures.subtracting import Person, Place, cells, shown


def own_cube(folder: Path, people: Sequence[Person], measures: Sequence[Measure], **more: Any) -> Path:
    """The whole cube of some dead of one year."""
    found = cells(people, measures)
    for grouping in groupings("deaths"):
        rows = [
            dict(zip(("period", *grouping.by), key, strict=True))
            | dict(zip(found.columns[grouping.name], values, strict=True))
            for key, values in found.shown(grouping.name)
        ]
        columns = {**dict.fromkeys(("period", *grouping.by), "VARCHAR"), **dict.fromkeys(found.at, "BIGINT")}
        quoted = {f'"{name}"': kind for name, kind in columns.items()}
        named = [{f'"{name}"': value for name, value in row.items()} for row in rows]
        table(place(folder, "deaths", grouping.name) / "2026.parquet", quoted, named)
    told = {
        "made_at": "2026-06-15T10:00:00+00:00", "lindra": "test", "engine": "duckdb", "level": "own",
        "measures": tuple(Defined(one.key, one.fingerprint, one.counters) for one in measures),
        "subjects": {"deaths": len(people)}, "left_out": {},
    }  # fmt: skip
    write(folder, About(**{**told, **more}))
    return folder


def read(folder: Path) -> dict[Place, dict[str, int | None]]:
    """What a cube says, by table, period and keys."""
    found: dict[Place, dict[str, int | None]] = {}
    with connect() as duck:
        for grouping in groupings("deaths"):
            path = place(folder, "deaths", grouping.name) / "2026.parquet"
            if path.exists():
                names = ", ".join(f'"{name}"' for name in ("period", *grouping.by))
                rows = duck.execute(f"SELECT {names}, COLUMNS('@') FROM read_parquet('{path}')")
                counters = [each[0] for each in rows.description][1 + len(grouping.by) :]
                for row in rows.fetchall():
                    key = (grouping.name, *row[: 1 + len(grouping.by)])
                    found[key] = dict(zip(counters, row[1 + len(grouping.by) :], strict=True))
    return found


def counted(people: Sequence[Person], measures: Sequence[Measure]) -> dict[Place, dict[str, int | None]]:
    """What the whole cube says."""
    return shown(cells(people, measures))
