"""Kinds of event that measures ask for, and of which the whole export has none: it may be so, or never have been sent.

A share of a thing nobody has ever told of is 0 %, and looks as if it were known. Rows are asked only where a measure
found everybody alike, so that an export in which everything is told costs nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lindra.measures.counting import compiled, subjects
from lindra.measures.cubes.cube import Cube
from lindra.measures.measure import Measure
from lindra.record.layers import LAST_YEAR, Manifest
from lindra.record.parquet import connect


def unheard(manifest: Manifest, cube: Path, measures: Sequence[Measure]) -> list[str]:
    """Each such kind, with the measures of the dead that ask for it."""
    asked: dict[str, list[str]] = {}
    for one in _alike(cube, [each for each in measures if each.subject == "deaths"]):
        for kind in sorted(_kinds(one)):
            asked.setdefault(kind, []).append(one.key)
    held = _held(manifest.files(LAST_YEAR), list(asked)) if asked else set()
    return [
        f"{LAST_YEAR}: {kind}, asked for by {', '.join(keys)}"
        for kind, keys in sorted(asked.items())
        if kind not in held
    ]


def _kinds(measure: Measure) -> set[str]:
    conditions = compiled.asked(subjects.asked_by([measure])).conditions
    return {kind for rows in conditions for kind in compiled.kinds_of(rows)}


def _alike(folder: Path, measures: Sequence[Measure]) -> list[Measure]:
    """Those by which everybody counted is alike, or nobody is counted."""
    if not measures or not (folder / "deaths" / "all").exists():
        return []
    with Cube(folder) as cube:
        cells = cube.cells(measures)
    return [one for one in measures if all(alike(one, cell.counts) for cell in cells[one.key])]


def alike(measure: Measure, counts: Mapping[str, int | None]) -> bool:
    """Whether counts are such as they would be, had a kind of event not been sent at all."""
    of = counts["of"] or 0
    if measure.kind == "mean":
        return of * (counts["squares"] or 0) == (counts["sum"] or 0) ** 2
    return all((number or 0) in (0, of) for name, number in counts.items() if name not in ("of", "out"))


def _held(files: Sequence[Path], kinds: Sequence[str]) -> set[str]:
    """Which of these kinds there are rows of."""
    named: Any = {"files": [str(path) for path in files], "kinds": kinds}
    with connect() as duck:
        sql = "SELECT DISTINCT kind FROM read_parquet($files) WHERE kind IN (SELECT unnest($kinds))"
        return {kind for (kind,) in duck.execute(sql, named).fetchall()}
