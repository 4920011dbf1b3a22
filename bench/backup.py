"""Backup and restore of a made-up county, beside a bare copy of the same data in the same run.

    .venv/bin/python bench/backup.py [--database sqlite|postgresql] [--quick]

*Backup* is ``lindra backup FILE`` in a process of its own: snapshot, verification of record and access log, packing,
encryption, reading back. *Restore* is ``lindra restore``: decryption, comparison with the manifest, the databases in
their place, destructions, verification; into an empty folder (SQLite), or with the schema that was there moved aside
(PostgreSQL). *Copy* is what anybody could do without Lindra: both files copied and synchronised (SQLite), ``pg_dump``
to a file and ``pg_restore`` from it into an empty database (PostgreSQL). *Start* is the program without the work. They
take turns; a ratio is of two neighbours.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import common

LOAD = """
import sys, django; django.setup()
from lindra.site import world; world.get_ready()
from lindra.synthetic import generator, sinks
sinks.load(generator.county(1, generator.UNTIL, int(sys.argv[1])))
print(generator.UNTIL.isoformat())
"""
START = "import django; django.setup(); import lindra.site.restore"
FILES = ("lindra.sqlite3", "access.sqlite3")


def main() -> int:
    """Measure on each database, in a fresh world each."""
    parser = common.parser(__doc__)
    common.databases(parser)
    parser.add_argument("--patients", type=int, help="patients of the county (300; quick: 5)")
    parser.add_argument("--rounds", type=int, help="runs of each kind (5; quick: 1)")
    options = parser.parse_args()
    options.patients = options.patients or (5 if options.quick else 300)
    options.rounds = options.rounds or (1 if options.quick else 5)
    for database in (options.database,) if options.database else common.DATABASES:
        if database == "postgresql" and not common.has_postgres():
            common.emit(database=database, not_measured="PostgreSQL is not installed")
            continue
        common.tell(f"{database} …")
        with common.world(database) as env:
            _measure(database, options, env)
    return 0


def _measure(database: str, options: argparse.Namespace, env: dict[str, str]) -> None:
    home = Path(env["LINDRA_HOME"])
    until = common.run([sys.executable, "-c", LOAD, str(options.patients)], env).printed.strip()
    to = common.run([*common.CLI, "backup-key", str(home / "key")], env).printed.strip()
    env = env | {"LINDRA_NOW": until, "LINDRA_BACKUP_RECIPIENT": to}
    copy, back = (_copy_files, _copy_back) if database == "sqlite" else (_dump, _load)
    seconds: dict[str, list[float]] = {}
    memory: dict[str, list[float]] = {}

    def note(what: str, ran: common.Ran) -> None:
        seconds.setdefault(what, []).append(ran.seconds)
        memory.setdefault(what, []).append(ran.megabytes)

    for turn in range(options.rounds):
        file, bare = home / f"{turn}.age", home / f"copy-{turn}"
        note("start", common.run([sys.executable, "-c", START], env))
        seconds.setdefault("copy", []).append(_timed(lambda bare=bare: copy(env, bare)))
        note("backup", common.run([*common.CLI, "backup", str(file)], env))
        seconds.setdefault("copy back", []).append(_timed(lambda bare=bare: back(env, bare)))
        note("restore", common.run([*common.CLI, "restore", str(file), *_where(database, home, turn)], env))
    _tell(database, options, seconds, memory, (file.stat().st_size, _size(bare)))


def _where(database: str, home: Path, turn: int) -> list[str]:
    place = ["--into", str(home / f"into-{turn}")] if database == "sqlite" else ["--replace"]

    return ["--identity", str(home / "key"), *place]


def _timed(do: Callable[[], None]) -> float:
    began = time.monotonic()
    do()
    return time.monotonic() - began


def _copy_files(env: dict[str, str], to: Path) -> None:
    _copy(Path(env["LINDRA_HOME"]), to)


def _copy_back(env: dict[str, str], bare: Path) -> None:
    _copy(bare, bare.with_name(f"{bare.name}-back"))


def _copy(folder: Path, to: Path) -> None:
    to.mkdir()
    for name in FILES:
        shutil.copyfile(folder / name, to / name)
        with (to / name).open("rb") as file:
            os.fsync(file.fileno())


def _dump(env: dict[str, str], to: Path) -> None:
    to.mkdir()
    _run(
        "pg_dump",
        "--format=custom",
        "--exclude-schema=before_restore_*",
        f"--file={to / 'dump'}",
        env["DATABASE_URL"],
    )


def _load(env: dict[str, str], bare: Path) -> None:
    name = bare.name.replace("-", "_")
    _run("psql", "--quiet", f"--command=CREATE DATABASE {name}", env["DATABASE_URL"])
    address = env["DATABASE_URL"].replace("/postgres?", f"/{name}?")
    _run("pg_restore", "--single-transaction", f"--dbname={address}", str(bare / "dump"))


def _run(name: str, *arguments: str) -> None:
    subprocess.run([common.postgres.program(name), *arguments], check=True, stdout=subprocess.DEVNULL)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def _tell(database: str, options: argparse.Namespace, seconds: dict[str, list[float]], memory: dict[str, list[float]],
          sizes: tuple[int, int]) -> None:  # fmt: skip
    """Print seconds, ratios to the copy of the same turn, peak memory and sizes."""
    found: dict[str, Any] = {
        name.replace(" ", "_"): common.spread(values, 2) for name, values in seconds.items()
    }
    for what, beside in (("backup", "copy"), ("restore", "copy back")):
        pairs = zip(seconds[what], seconds[beside], strict=True)
        found[f"{what}_ratio"] = common.spread([one / other for one, other in pairs], 1)
    common.emit(
        database=database, patients=options.patients, rounds=options.rounds, seconds=found,
        peak_megabytes={name: common.spread(values, 0) for name, values in memory.items()},
        file_megabytes=round(sizes[0] / 2**20, 2), copy_megabytes=round(sizes[1] / 2**20, 2),
        size_ratio=round(sizes[0] / sizes[1], 2),
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
