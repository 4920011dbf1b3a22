"""The made-up nations that ``measures.py`` counts: made once and kept, and made longer without drawing more.

    .venv/bin/python bench/measures_nation.py make FOLDER --scale 0.1 --years 10
    .venv/bin/python bench/measures_nation.py longer NATION FOLDER --times 3

*Longer*: the same deaths and stays again under further years, of other people: for each further decade every file is
written anew with other pseudonyms (the same digits, turned round), and the days of stays as many years later.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import common
from lindra.record.layers import NAME, manifest_text
from lindra.record.parquet import connect

SEED, YEARS = 1, 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a nation, or a longer one; prints what was made as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("make", "longer"))
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--years", type=int, default=YEARS)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args(arguments)
    if options.what == "make":
        make(*options.folders, options.scale, options.years)
    else:
        longer(*options.folders, options.times)
    return 0


def make(folder: Path, scale: float, years: int) -> None:
    """Draw and write a nation to a new folder, by as many processes as there are cores."""
    from lindra.synthetic.nation.month import Nation
    from lindra.synthetic.nation.write import write

    beside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    done = write(Nation(seed=SEED, years=years, scale=scale), beside)
    shutil.rmtree(folder, ignore_errors=True)
    beside.replace(folder)
    common.emit(**asdict(done))


def about(folder: Path) -> tuple[float, int] | None:
    """Scale and years of the nation that lies in a folder; None where there is none of this seed."""
    try:
        told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return (told["scale"], told["years"]) if told["seed"] == SEED and (folder / NAME).exists() else None


def longer(nation: Path, folder: Path, times: int) -> None:
    """Write a nation of so many times as many years."""
    found = about(nation)
    if found is None:
        raise SystemExit(f"no nation of seed {SEED} in {nation}")
    years = found[1]
    shutil.rmtree(folder, ignore_errors=True)
    for copy in range(times):
        for month in sorted((nation / "last_year").iterdir()):
            year, number = month.name.partition("=")[2].split("-")
            into = folder / "last_year" / f"death_month={int(year) + copy * years}-{number}"
            if copy:
                _turned(month / "*.parquet", into / "part.parquet", copy)
            else:
                _link(month, into)
        for table in (*sorted((nation / "log").iterdir()), nation / "people"):
            into = folder / table.relative_to(nation)
            if copy:
                _again(table, into, copy, copy * years)
            else:
                _link(table, into)
    (folder / NAME).write_text(manifest_text(), encoding="utf-8")


def _link(what: Path, where: Path) -> None:
    """A folder of links to the files of another, and to those of the folders within it."""
    where.mkdir(parents=True)
    for one in sorted(what.iterdir()):
        if one.is_dir():
            _link(one, where / one.name)
        else:
            os.symlink(one.resolve(), where / one.name)


def _again(table: Path, into: Path, copy: int, years: int) -> None:
    """The rows of a table for other people, so many years later."""
    people = table.name == "people"
    out = into / f"bucket=again-{copy}" / "part.parquet" if people else into / f"again-{copy}.parquet"
    later = f"birth_year + {years} AS birth_year" if people else f"(day + INTERVAL {years} YEAR)::DATE AS day"
    _turned(table / ("*/*.parquet" if people else "*.parquet"), out, copy, later)


def _turned(files: Path, out: Path, copy: int, *further: str) -> None:
    """The rows of some files for other people."""
    out.parent.mkdir(parents=True, exist_ok=True)
    replaced = ", ".join([f"substr(patient, {copy + 1}) || substr(patient, 1, {copy}) AS patient", *further])
    with connect() as duck:
        duck.execute("SET preserve_insertion_order = false")
        duck.execute(
            f"COPY (SELECT * REPLACE ({replaced}) FROM read_parquet('{files}', hive_partitioning = false)) "
            f"TO '{out}' (FORMAT parquet, COMPRESSION zstd)"
        )


if __name__ == "__main__":
    raise SystemExit(main())
