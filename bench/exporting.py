"""The first export and the incremental one, over made-up counties of two sizes: events per second and peak memory.

    .venv/bin/python bench/exporting.py [--database sqlite|postgresql] [--quick]

The world is a made-up county (``lindra.synthetic``), small and ten times larger. ``lindra export FOLDER``
runs in processes of its own: *first*, into an empty folder, in turns with *as CSV*, which is not the export
but the same rows, read and derived in the same way and written by Python's own ``csv`` module; then *nothing
new*; then *a hundredth*, after one more entry each for a hundredth of the patients. *Start* is the program
without the work. Memory is the greatest resident set of a process.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import IO, Any

import common

LOAD = """
import sys, django; django.setup()
from lindra.site import world; world.get_ready()
from lindra.synthetic import generator, sinks
sinks.load(generator.county(1, generator.UNTIL, int(sys.argv[1])))
print(generator.UNTIL.isoformat())
"""
START = "import django; django.setup(); import lindra.record.export"


def main() -> int:
    """Measure at both sizes on each database, in a fresh world each."""
    parser = common.parser(__doc__)
    common.databases(parser)
    parser.add_argument("--patients", type=int, help="patients of the small county (30; quick: 3)")
    parser.add_argument("--rounds", type=int, help="runs of each kind (3; quick: 1)")
    parser.add_argument("--csv", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--add", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.patients = options.patients or (3 if options.quick else 30)
    options.rounds = options.rounds or (1 if options.quick else 3)
    if options.inside:
        common.set_up()
        print(json.dumps({"events": _add() if options.add else _as_csv(options.csv)}))
        return 0
    for database in (options.database,) if options.database else common.DATABASES:
        if database == "postgresql" and not common.has_postgres():
            common.emit(database=database, not_measured="PostgreSQL is not installed")
            continue
        for patients in (options.patients, options.patients * 10):
            common.tell(f"{database}, {patients} patients …")
            with common.world(database) as env:
                _measure(database, patients, options.rounds, env)
    return 0


def _measure(database: str, patients: int, rounds: int, env: dict[str, str]) -> None:
    until = common.run([sys.executable, "-c", LOAD, str(patients)], env).printed.strip()
    env, home = env | {"LINDRA_NOW": until}, Path(env["LINDRA_HOME"])
    itself = [sys.executable, sys.argv[0], "--inside", database]
    runs: dict[str, list[common.Ran]] = {}
    for turn in range(rounds):
        runs.setdefault("start", []).append(common.run([sys.executable, "-c", START], env))
        runs.setdefault("first", []).append(_export(home / f"export-{turn}", env))
        runs.setdefault("as CSV", []).append(common.run([*itself, "--csv", str(home / f"csv-{turn}")], env))
    for turn in range(rounds):
        runs.setdefault("nothing new", []).append(_export(home / f"export-{turn}", env))
    common.run([*itself, "--add"], env)
    for turn in range(rounds):
        runs.setdefault("a hundredth", []).append(_export(home / f"export-{turn}", env))
    for what, done in runs.items():
        _tell(database, patients, what, done, _size(home / ("csv-0" if what == "as CSV" else "export-0")))


def _export(folder: Path, env: dict[str, str]) -> common.Ran:
    return common.run([*common.CLI, "export", "--json", str(folder)], env)


def _size(folder: Path) -> float:
    """Megabytes of all files in a folder."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20, 2)


def _tell(database: str, patients: int, what: str, done: list[common.Ran], size: float) -> None:
    common.emit(
        database=database, patients=patients, what=what, rounds=len(done),
        events=int(json.loads(done[0].printed or '{"events": 0}')["events"]),
        seconds=common.spread([one.seconds for one in done], 2),
        peak_megabytes=common.spread([one.megabytes for one in done], 0), folder_megabytes=size,
    )  # fmt: skip


def _add() -> int:
    """One more entry for a hundredth of the patients, at least one."""
    from lindra import clock
    from lindra.record import facts, log, queries
    from lindra.record.envelope import Author, When

    heads = list(queries.heads())
    chosen = heads[:: max(1, len(heads) // max(1, len(heads) // 100))][: max(1, len(heads) // 100)]
    author = Author("SE2321000016-0001", "assignment", "unit", "provider")
    for patient, seq, _ in chosen:
        fact = facts.Contact(episode="bench", form="telephone")
        log.append(patient, [log.Draft(fact, When.at(clock.now()))], author, expected=seq)
    return len(chosen)


def _as_csv(folder: Path) -> int:
    """The rows of both layers as CSV files, a file a kind and one for the last year; returns the events written."""
    from django.conf import settings

    from lindra.people import patients as identities
    from lindra.record import derive, queries
    from lindra.record.export import keyed_with

    folder.mkdir()
    keyed, open_files, count = keyed_with(settings.LINDRA_PSEUDONYM_KEY), _Files(folder), 0
    for patient, _, _ in queries.heads():
        events, person = queries.events_of(patient), identities.persons([patient])[patient]
        pseudonym = keyed(patient)
        for event in events:
            row = derive.log_row(event, pseudonym, keyed)
            open_files.write(event.kind, derive.log_columns(event.kind), row)
        about = derive.ExportPerson(
            pseudonym, person.sex, person.born, person.municipality, person.opted_out, person.protected
        )
        for row in derive.last_year(about, events, keyed):
            open_files.write("last_year", derive.LAST_YEAR_COLUMNS, row)
        count += len(events)
    open_files.close()
    return count


class _Files:
    """CSV files by name, opened when first written to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, tuple[IO[str], csv.DictWriter[str]]] = {}

    def write(self, name: str, columns: dict[str, str], row: dict[str, Any]) -> None:
        """One row; its keys are columns."""
        if name not in self._open:
            file = (self._folder / f"{name}.csv").open("w", newline="")
            self._open[name] = file, csv.DictWriter(file, list(columns))
            self._open[name][1].writeheader()
        self._open[name][1].writerow(row)

    def close(self) -> None:
        """Close them all."""
        for file, _ in self._open.values():
            file.close()


if __name__ == "__main__":
    raise SystemExit(main())
