"""One moment of a world, while others go on writing: both databases, and the files beside them.

The access log is taken after the record on SQLite, where each has a file of its own; on PostgreSQL both are one
database. So nothing that is in the record lacks its line in the access log, which is written first.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections, transaction

from lindra.fhir.parking import still
from lindra.privacy.log import anchors
from lindra.record import wall
from lindra.site.place import at

DATABASES = {"default": "lindra.sqlite3", "access": "access.sqlite3"}
"""The SQLite files, the record first."""
DUMP = "database.dump"
BESIDE = ("destructions.ndjson", "exports.json", "exports_owed.json")
"""What else a world holds, in ``LINDRA_HOME``, as it is; the keys are not taken."""
ASIDE = "before_restore_"
"""How schemas begin that a restore moved aside: they are not part of the world."""
PAGES = 2048
"""Pages of SQLite's that are copied at a time."""

Tell = Callable[[int, int], None]
"""Told how many bytes of how many have been copied."""


class NoTool(RuntimeError):
    """A program of PostgreSQL's is not there, or failed: says which, and what it said."""


@contextmanager
def taken(home: Path, folder: Path, url: str, tell: Tell) -> Iterator[list[str]]:
    """The names of a snapshot's files in ``folder``; meanwhile Django's connections read that very snapshot."""
    with (_postgres if url else _sqlite)(home, folder, tell) as names:
        yield [
            *names,
            *(name for name in (*BESIDE, anchors.FILE) if (folder / name).exists()),
            *_parked(folder),
        ]


def _parked(folder: Path) -> list[str]:
    return sorted(f"parked/{path.name}" for path in (folder / "parked").glob("*.ndjson"))


@contextmanager
def _sqlite(home: Path, folder: Path, tell: Tell) -> Iterator[list[str]]:
    with ExitStack() as stack:
        with still(home):
            held = {name: stack.enter_context(_reading(home / name)) for name in DATABASES.values()}
            _copy_beside(home, folder)
        for name, source in held.items():
            with sqlite3.connect(folder / name) as copy:
                source.backup(copy, pages=PAGES, progress=_told(source, tell))
            copy.close()
    with at(folder):
        _trim_anchors(folder)
        yield list(DATABASES.values())


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads one moment of a file until it is closed, whoever writes to it."""
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        yield connection
    finally:
        connection.close()


def _told(source: sqlite3.Connection, tell: Tell) -> Callable[[int, int, int], None]:
    size = int(source.execute("PRAGMA page_size").fetchone()[0])
    return lambda _status, left, total: tell((total - left) * size, total * size)


@contextmanager
def _postgres(home: Path, folder: Path, tell: Tell) -> Iterator[list[str]]:
    program("pg_dump")  # before anything is begun
    with ExitStack() as stack:
        with still(home):
            for alias in DATABASES:
                stack.enter_context(transaction.atomic(using=alias))
            shared = _share_snapshot()
            _copy_beside(home, folder)
        _dump(folder / DUMP, shared, tell)
        before, settings.LINDRA_HOME = settings.LINDRA_HOME, folder
        try:
            _trim_anchors(folder)
            yield [DUMP]
        finally:
            settings.LINDRA_HOME = before


def _share_snapshot() -> str:
    """Let both connections read one moment; returns the name by which ``pg_dump`` finds it."""
    shared = ""
    for alias in DATABASES:
        with connections[alias].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            if shared:
                cursor.execute("SET TRANSACTION SNAPSHOT %s", [shared])
            else:
                cursor.execute("SELECT pg_export_snapshot()")
                shared = str(cursor.fetchone()[0])
    return shared


def _dump(path: Path, shared: str, tell: Tell) -> None:
    path.touch(0o600)
    command = ["--format=custom", "--compress=1", "--no-owner", "--no-acl", "--enable-row-security",
               f"--exclude-schema={ASIDE}*", f"--snapshot={shared}", f"--file={path}"]  # fmt: skip
    run("pg_dump", command, lambda: tell(path.stat().st_size, 0))


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs. Raises :class:`NoTool`."""
    if found := shutil.which(name):
        return found
    raise NoTool(
        f"{name} is not installed; it comes with PostgreSQL's client programs (Debian: postgresql-client)"
    )


def run(name: str, arguments: list[str], tell: Callable[[], None] = lambda: None) -> None:
    """Run a program of PostgreSQL's on the present database to its end. Raises :class:`NoTool` with what it said."""
    command = [program(name), *arguments, f"--dbname={_address()}"]
    with subprocess.Popen(  # noqa: S603 - a program of PostgreSQL's, with arguments of our own
        command, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        while True:
            try:
                _, said = process.communicate(timeout=1)
                break
            except subprocess.TimeoutExpired:
                tell()
    if process.returncode != 0:
        raise NoTool(f"{name} failed: {said.decode(errors='replace').strip()[:2000]}")


def _address() -> str:
    """Where the database is, without the password."""
    found = connections["default"].settings_dict
    places = {"host": found["HOST"], "port": found["PORT"], "user": found["USER"], "dbname": found["NAME"]}
    options: dict[str, Any] = {
        k: v for k, v in found["OPTIONS"].items() if isinstance(v, str) and k != "options"
    }
    return psycopg.conninfo.make_conninfo("", **{k: v for k, v in places.items() if v}, **options)


def _environment() -> dict[str, str]:
    """The password, which must not stand on a command line; and all rows open, for it is the whole that is read."""
    found = connections["default"].settings_dict
    password = {"PGPASSWORD": found["PASSWORD"]} if found["PASSWORD"] else {}
    return dict(os.environ) | password | {"PGOPTIONS": f"-c {wall.SETTING}=*"}


def _copy_beside(home: Path, folder: Path) -> None:
    """The files beside the databases; a ledger is at least as new as the databases, and is carried out again."""
    for name in (*BESIDE, anchors.FILE):
        if (home / name).exists():
            shutil.copyfile(home / name, folder / name)
    for path in sorted((home / "parked").glob("*.ndjson")):
        (folder / "parked").mkdir(exist_ok=True, mode=0o700)
        shutil.copyfile(path, folder / "parked" / path.name)


def _trim_anchors(folder: Path) -> None:
    """Leave out anchors of rows that came after the snapshot: without those rows they would tell of a cut log."""
    path, stands = folder / anchors.FILE, _heads()
    if not path.exists():
        return
    with path.open("rb") as file:
        end = 0
        for line in file:
            if _later(line, stands):
                break
            end += len(line)
    os.truncate(path, end)


def _later(line: bytes, stands: dict[str, int]) -> bool:
    """Whether an anchor is of a row that the snapshot does not hold; a torn line is not."""
    try:
        anchor = json.loads(line)
        return bool(anchor["seq"] > stands.get(anchor["chain"], 0))
    except (ValueError, KeyError):
        return False


def _heads() -> dict[str, int]:
    with connections["access"].cursor() as cursor:
        cursor.execute("SELECT chain, seq FROM privacy_access_head")
        return dict(cursor.fetchall())
