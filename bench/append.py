"""Durable appends per second beside bare ``INSERT … COMMIT``, from one and from four writing processes.

    .venv/bin/python bench/append.py [--database sqlite|postgresql] [--quick]

Rounds of appends (A) and rounds of bare inserts (B) alternate, A B A B. A bare insert writes the row that an
append has just written – same columns, same bytes – into a table with nothing but a primary key, each in a
transaction of its own, through the database's own driver, with the same durability settings; on SQLite into a
file of its own on the same disk, on PostgreSQL into a table of the same database. Every writer has patients
of its own; a third of the appends each go to a new patient, to patients with about 50 earlier entries and to
patients with about 500.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import common
import courses
from lindra import clock
from lindra.ids import new_id
from lindra.record import log

EARLIER = (0, 50, 500)
COLUMNS = (
    "id", "patient", "seq", "recorded_at", "digest", "hash", "salt", "body", "kind", "occurred_from", "unit",
    "provider", "act", "corrects",
)  # fmt: skip
WRITERS = (1, 4)
PATIENCE_SECONDS = 120


@dataclass
class Round:
    """What one writer did in one round: when it began and ended, and the seconds of each append or insert."""

    began: float
    ended: float
    seconds: list[float]


@dataclass
class Pool:
    """One writer's patients, by how many entries they had."""

    patients: dict[int, list[tuple[str, courses.Course]]]


def main() -> int:
    """Measure on each database in a world of its own."""
    parser = common.parser(__doc__)
    common.databases(parser)
    parser.add_argument("--rounds", type=int, help="rounds of each kind (9; quick: 2)")
    parser.add_argument("--appends", type=int, help="appends of a writer in a round (90; quick: 9)")
    parser.add_argument(
        "--patients", type=int, help="patients of a writer with 50 and with 500 entries (4; quick: 1)"
    )
    options = parser.parse_args()
    options.rounds = options.rounds or (2 if options.quick else 9)
    options.appends = options.appends or (9 if options.quick else 90)
    options.patients = options.patients or (1 if options.quick else 4)
    if options.inside is None:
        return common.measured_inside(options, sys.argv[1:])
    common.set_up()
    pools = [_pool(n, options.patients) for n in range(max(WRITERS))]
    _bare_table()
    for writers in WRITERS:
        _tell(options, writers, _rounds(pools[:writers], options))
    return 0


def _pool(number: int, size: int) -> Pool:
    dice, now = random.Random(number), clock.now()
    return Pool({
        earlier: [(patient, courses.seeded(dice, patient, earlier, now)) for patient in _names(size)]
        for earlier in EARLIER if earlier
    })  # fmt: skip


def _names(size: int) -> list[str]:
    return [new_id() for _ in range(size)]


def _rounds(pools: Sequence[Pool], options: argparse.Namespace) -> list[list[tuple[Round, Round]]]:
    """Each writer's rounds, appends and bare inserts in pairs; the writers begin every round together."""
    from django.db import connections

    connections.close_all()  # a connection does not survive being shared with a child
    context = get_context("fork")
    barrier = context.Barrier(len(pools))
    pipes, children = [], []
    for number, pool in enumerate(pools):
        mine, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_write, args=(theirs, barrier, pool, number, options))
        child.start()
        theirs.close()
        pipes.append(mine)
        children.append(child)
    found = [pipe.recv() for pipe in pipes]
    for child in children:
        child.join()
    return found


def _write(pipe: Any, barrier: Any, pool: Pool, number: int, options: argparse.Namespace) -> None:
    """One writer: rounds of appends and, after each, of the same rows bare. The first pair warms up and is left out."""
    dice, insert, found = random.Random(100 + number), _bare(), []
    for _ in range(options.rounds + 1):
        work = [_task(pool, dice, n, options.appends) for n in range(options.appends)]
        written: list[str] = []
        appends = _timed(barrier, work, lambda task, ids=written: ids.append(_append(*task)))  # type: ignore[misc]
        inserts = _timed(barrier, _rows(written), insert)
        found.append((appends, inserts))
    pipe.send(found[1:])
    pipe.close()


def _task(pool: Pool, dice: random.Random, number: int, _: int) -> tuple[str, log.Draft, Any]:
    earlier = EARLIER[number % len(EARLIER)]
    if earlier:
        patient, course = dice.choice(pool.patients[earlier])
    else:
        patient = new_id()
        course = courses.Course(dice, patient)
    return patient, course.next(clock.now()), courses.author(dice)


def _append(patient: str, draft: log.Draft, author: Any) -> str:
    return log.append(patient, [draft], author, expected=log.ANY).events[0]


def _timed(barrier: Any, work: Sequence[Any], do: Callable[[Any], Any]) -> Round:
    barrier.wait(PATIENCE_SECONDS)
    seconds, began = [], time.monotonic()
    last = began
    for one in work:
        do(one)
        now = time.monotonic()
        seconds.append(now - last)
        last = now
    return Round(began, last, seconds)


def _rows(ids: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows just written, as the database holds them, in the same order."""
    from django.db import connection

    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(ids))
        cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM record_event WHERE id IN ({marks})", list(ids))
        found = {
            row[0]: tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
            for row in cursor.fetchall()
        }
    return [found[one] for one in ids]


TYPES = {"seq": "BIGINT", "digest": "{}", "hash": "{}", "salt": "{}", "body": "{}"}


def _bare_table() -> None:
    """The table of the bare inserts: the columns of an entry, a primary key, nothing else."""
    from django.db import connection

    binary = "bytea" if connection.vendor == "postgresql" else "BLOB"
    columns = ", ".join(f"{name} {TYPES.get(name, 'TEXT').format(binary)}" for name in COLUMNS)
    raw = _connect()
    raw.execute(f"CREATE TABLE bare ({columns}, PRIMARY KEY (id))")
    raw.commit()
    raw.close()


def _bare() -> Callable[[tuple[Any, ...]], None]:
    """A function that inserts one row and commits, on a connection of its own."""
    from django.db import connection

    raw, on_postgres = _connect(), connection.vendor == "postgresql"
    names, mark = ", ".join(COLUMNS), "%s" if on_postgres else "?"
    sql = f"INSERT INTO bare ({names}) VALUES ({', '.join([mark] * len(COLUMNS))})"

    def insert(row: tuple[Any, ...]) -> None:
        if not on_postgres:
            raw.execute("BEGIN IMMEDIATE")
        raw.execute(sql, row)
        raw.commit()

    return insert


def _connect() -> Any:
    """The driver's own connection, as durable as the log's: with SQLite's settings, with PostgreSQL's by default."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        import psycopg

        return psycopg.connect(settings.ENVIRONMENT.database_url)
    import sqlite3

    raw = sqlite3.connect(Path(settings.LINDRA_HOME) / "bare.sqlite3", timeout=30, isolation_level=None)
    raw.executescript(connection.settings_dict["OPTIONS"]["init_command"])
    return raw


def _durability() -> str:
    """The settings that decide what survives a power cut, asked of the bare inserts' own connection."""
    from django.db import connection

    raw = _connect()
    if connection.vendor == "postgresql":
        names = ("fsync", "synchronous_commit", "full_page_writes")
        return ", ".join(f"{name} {raw.execute(f'SHOW {name}').fetchone()[0]}" for name in names)
    return ", ".join(
        f"{name} {raw.execute(f'PRAGMA {name}').fetchone()[0]}" for name in ("journal_mode", "synchronous")
    )


def _tell(options: argparse.Namespace, writers: int, found: list[list[tuple[Round, Round]]]) -> None:
    """Print the rates of all writers together, and the median seconds of one append by how long the log was."""
    pairs = list(zip(*found, strict=True))
    appends = [_rate([pair[0] for pair in together]) for together in pairs]
    bare = [_rate([pair[1] for pair in together]) for together in pairs]
    common.emit(
        database=options.inside, writers=writers, rounds=options.rounds, of=options.appends, patients=options.patients,
        shares=courses.SHARES, durability=_durability(),
        appends_per_second=common.spread(appends, 0), bare_per_second=common.spread(bare, 0),
        ratio=common.spread([b / a for a, b in zip(appends, bare, strict=True)], 2),
        by_earlier=[_by_earlier(found, place) for place in range(len(EARLIER))] if writers == 1 else [],
    )  # fmt: skip


def _rate(rounds: Sequence[Round]) -> float:
    wall = max(one.ended for one in rounds) - min(one.began for one in rounds)
    return sum(len(one.seconds) for one in rounds) / wall


def _by_earlier(found: list[list[tuple[Round, Round]]], place: int) -> dict[str, Any]:
    every = [(a.seconds[place :: len(EARLIER)], b.seconds) for writer in found for a, b in writer]
    appends = [statistics.median(mine) * 1000 for mine, _ in every]
    bare = [statistics.median(theirs) * 1000 for _, theirs in every]
    return {
        "earlier": EARLIER[place],
        "append_ms": common.spread(appends, 3),
        "bare_ms": common.spread(bare, 3),
        "ratio": common.spread([a / b for a, b in zip(appends, bare, strict=True)], 2),
    }


if __name__ == "__main__":
    raise SystemExit(main())
