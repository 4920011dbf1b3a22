"""Making a cube from an export: every measure, on one engine, written beside and moved in place when it is whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from lindra import __version__
from lindra.measures.counting.engines.common import Each, Notes
from lindra.measures.counting.plan import Plan, plans
from lindra.measures.counting.unheard import unheard
from lindra.measures.cubes.cube import NAME, About, Defined
from lindra.measures.measure import Measure
from lindra.record.layers import Manifest, MissingLayer, read_manifest

Engine = Literal["duckdb", "spark"]
Count = Callable[[Manifest, Plan, Path, Each], Notes]


class Taken(LookupError):
    """The folder to write to holds something else."""


def run(
    export: Path,
    out: Path,
    measures: Sequence[Measure],
    now: datetime,
    *,
    engine: Engine = "duckdb",
    master: str = "",
    each: Each = iter,
    spark: Any = None,
) -> About:
    """Count measures over an export and write the cube. What could not be counted is told in what is returned."""
    manifest = read_manifest(export)
    _free(out)
    beside = out.with_name(f".{out.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    count = _engine(engine, master, spark)
    left_out: dict[str, int] = {}
    subjects: dict[str, int] = {}
    lacking: list[str] = []
    absent: list[str] = []
    counted: list[Measure] = []
    for plan in plans(measures):
        try:
            notes = count(manifest, plan, beside, each)
        except MissingLayer as error:
            lacking.append(str(error))
            continue
        counted += plan.measures
        subjects[plan.subject] = notes.subjects
        left_out |= {
            f"{plan.subject}: {why}": number for why, number in sorted(notes.left_out.items()) if number
        }
        absent += notes.absent
    found = About(
        made_at=now.isoformat(timespec="seconds"), lindra=__version__, engine=engine, level="own",
        measures=tuple(Defined(one.key, one.fingerprint, one.counters) for one in counted),
        subjects=subjects, left_out=left_out, lacking=tuple(lacking),
    )  # fmt: skip
    write(beside, found)
    found = replace(found, absent=(*absent, *unheard(manifest, beside, counted)))
    write(beside, found)
    in_place(beside, out)
    return found


def write(folder: Path, told: About) -> None:
    """Write what a cube says of itself: the last of its files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_text(told.text(), encoding="utf-8")


def in_place(beside: Path, out: Path) -> None:
    """Put a whole cube where it is to be, instead of an older one."""
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.replace(old)
    beside.replace(out)
    shutil.rmtree(old, ignore_errors=True)


def _free(out: Path) -> None:
    """Refuse to write over anything but a cube."""
    if out.exists() and not (out / NAME).exists() and (not out.is_dir() or any(out.iterdir())):
        raise Taken(f"{out} holds something that is no cube; choose another folder, or empty it")
    out.parent.mkdir(parents=True, exist_ok=True)


def _engine(engine: Engine, master: str, session: Any) -> Count:
    if engine == "duckdb":
        from lindra.measures.counting.engines import duck

        return duck.count
    from lindra.measures.counting.engines import spark

    def count(manifest: Manifest, plan: Plan, folder: Path, each: Each) -> Notes:
        return spark.count(manifest, plan, folder, each, spark=session, master=master or spark.LOCAL)

    return count
