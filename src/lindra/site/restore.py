"""``lindra restore``: a backup becomes a world again, without what was destroyed since, and proves it.

The whole file is unpacked and compared with its manifest before anything of the present world is touched. A world that
holds somebody is never written over: with ``--replace`` it is moved aside first, and it is put back if the database of
the backup cannot be read. Every destruction that the backup, the present world or a ledger given by hand knows of is
carried out again; then record and access log are verified, and compared with the heads kept in the backup.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from lindra import clock
from lindra.ids import new_id
from lindra.privacy.log import anchors
from lindra.record import destruction
from lindra.record.export import sync_folder
from lindra.record.verify import verify
from lindra.site import packing, snapshot, world
from lindra.site.backup import (
    CHECKPOINT,
    FORMAT,
    MANIFEST,
    Found,
    Progress,
    Refused,
    key_mark,
    proved,
    record_faults,
    workplace,
)
from lindra.site.place import at

FILES = (*snapshot.BESIDE, anchors.FILE)
LEDGER, EXPORTS, OWED = snapshot.BESIDE
SQLITE = tuple(f"{name}{end}" for name in snapshot.DATABASES.values() for end in ("", "-wal", "-shm"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be restored where: a folder and, on PostgreSQL, the URL of the database.

    ``apart``: another place than the one the backup was made of, whose exported folders are left alone.
    """

    file: Path
    by: Sequence[Any]
    home: Path
    url: str = ""
    replace: bool = False
    apart: bool = False
    ledgers: tuple[Path, ...] = ()
    checkpoint: Path | None = None


@dataclass(slots=True)
class Restored:
    """What came back, how many destructions were carried out again, and where what was there before now is."""

    made_at: str
    found: Found
    replayed: int
    away: list[Path] = field(default_factory=list)
    """Exported folders that still hold what was destroyed and are not there now."""
    aside: list[str] = field(default_factory=list)


def restore(wanted: Wanted, said: Progress) -> Restored:
    """Restore, destroy again, verify. Raises :class:`Refused`, ``packing.Unreadable`` or ``snapshot.NoTool``; the world
    is then as it was."""
    connections.close_all()
    with workplace(wanted.home) as folder:
        _vacant(wanted)
        about = _opened(wanted, folder, said)
        _merge_files(wanted, folder)
        with (_postgres if wanted.url else _sqlite)(wanted, folder) as aside, at(aside.home, wanted.url):
            done = _finished(wanted, about, aside.home, folder, said)
            done.aside = aside.told
        return done


def trial(file: Path, by: Sequence[Any], home: Path, url: str, said: Progress) -> Restored:
    """Restore into a place apart that goes away again. Raises as :func:`restore` does."""
    with workplace(home) as folder, _database(url, folder.name) as database:
        return restore(Wanted(file, by, folder / "trial", database, apart=True), said)


@contextmanager
def _database(url: str, name: str) -> Iterator[str]:
    """The URL of a new, empty PostgreSQL database of the same server; nothing on SQLite."""
    if not url:
        yield ""
        return
    name = f"lindra_trial_{name[-12:]}"
    try:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.errors.InsufficientPrivilege as error:
        raise Refused("a trial needs a role that may create databases") from error
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


# What is in the file


def _opened(wanted: Wanted, folder: Path, said: Progress) -> dict[str, Any]:
    """Unpack the file, and compare every part with the manifest, which it returns."""
    packing.unpack(wanted.file, folder, wanted.by, said.pieces("megabytes unpacked"))
    try:
        about: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        parts = about["parts"]
    except (OSError, ValueError, KeyError) as error:
        raise packing.Unreadable("the backup is no backup of Lindra's: it has no manifest") from error
    _fits(about, wanted)
    held = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    wrong = {name for name in held & set(parts) if packing.digest(folder / name) != parts[name]["sha256"]}
    if odd := sorted(wrong | (held ^ set(parts))):
        raise packing.Unreadable(f"the backup is not as its manifest says: {', '.join(odd)}")
    return about


def _fits(about: dict[str, Any], wanted: Wanted) -> None:
    if about.get("lindra_backup") != FORMAT:
        raise Refused("the backup is of a form that this version of Lindra does not know")
    if (about["database"] == "postgresql") != bool(wanted.url):
        raise Refused(f"the backup is of {about['database']}, and the world here is not: see DATABASE_URL")
    if unknown := set(about["migrations"]) - _known():
        raise Refused(f"the backup was made by a later version of Lindra, with {', '.join(sorted(unknown))}")
    if about["key"] != key_mark():
        raise Refused(
            "the pseudonym key is another than that of the backup, and exports would no longer fit: put back keys.json "
            "(in production: LINDRA_PSEUDONYM_KEY) of the world that was backed up"
        )


def _known() -> set[str]:
    return {f"{room}.{name}" for room, name in MigrationLoader(None).disk_migrations}


def _merge_files(wanted: Wanted, folder: Path) -> None:
    """Put together what backup, present world and files given by hand know of destructions and exported folders."""
    ledgers = [folder / LEDGER, settings.LINDRA_HOME / LEDGER, wanted.home / LEDGER, *wanted.ledgers]
    known: dict[str, str] = {}
    for line in (line for path in ledgers if path.exists() for line in path.read_text().splitlines()):
        try:
            known.setdefault(json.loads(line)["id"], line)
        except (ValueError, KeyError, TypeError):
            continue  # torn by a power cut: its destruction was never committed
    if known:
        (folder / LEDGER).write_text("".join(f"{line}\n" for line in known.values()))
    for name in (EXPORTS, OWED):
        lists = [_list(home / name) for home in (folder, wanted.home)]
        (folder / name).unlink(missing_ok=True)
        if not wanted.apart and any(lists):
            new = [entry for entry in lists[1] if entry not in lists[0]]
            (folder / name).write_text(json.dumps([*lists[0], *new]))


def _list(path: Path) -> list[Any]:
    found: list[Any] = json.loads(path.read_text()) if path.exists() else []
    return found


# Into the place


@dataclass(frozen=True, slots=True)
class Aside:
    """Where the restored world is while it is finished, and where what stood in its place has gone."""

    home: Path
    told: list[str]


OCCUPIED = (
    "there is a world here already, and nothing is written over it: restore into another place (--into FOLDER, or "
    "another DATABASE_URL and LINDRA_HOME), or let --replace move it aside"
)


def _vacant(wanted: Wanted) -> None:
    """Refuse where a world is that may not be moved aside, or that somebody is using."""
    if wanted.url:
        with at(wanted.home, wanted.url):
            occupied = _has_tables()
            used = occupied and _is_used()
    else:
        there = [path for name in snapshot.DATABASES.values() if (path := wanted.home / name).exists()]
        occupied = bool(there)
        used = wanted.replace and any(_is_open(path) for path in there)
    if occupied and not wanted.replace:
        raise Refused(OCCUPIED)
    if used:
        raise Refused("the world is in use: stop the server first")


@contextmanager
def _sqlite(wanted: Wanted, folder: Path) -> Iterator[Aside]:
    """The world is finished in the folder where it was unpacked, and only then moved into its place."""
    aside = Aside(folder, [])
    yield aside
    aside.told.extend(_move_aside(wanted.home, (*SQLITE, *FILES, "parked")))
    for name in (*FILES, "parked", *reversed(snapshot.DATABASES.values())):
        if (folder / name).exists():
            _move(folder / name, wanted.home / name)
    sync_folder(wanted.home)


def _is_open(path: Path) -> bool:
    """Whether another process has a SQLite file open; if not, the write-ahead log is emptied into the file."""
    with closing(sqlite3.connect(path, timeout=1)) as database:
        try:
            database.execute("PRAGMA journal_mode = DELETE")  # needs the file for itself
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            return True
    return False


def _move_aside(home: Path, names: Sequence[str]) -> list[str]:
    """Move what is there to a folder of its own; returns that folder, or nothing where nothing was."""
    there = [home / name for name in names if (home / name).exists()]
    if not there:
        return []
    to = home / f"before-restore-{_moment()}"
    to.mkdir(mode=0o700)
    for path in there:
        os.replace(path, to / path.name)
    sync_folder(to)
    return [str(to)]


def _moment() -> str:
    """When, in a name that no other has."""
    return f"{clock.now():%Y%m%d_%H%M%S}_{new_id()[-6:]}"


def _move(path: Path, to: Path) -> None:
    """Move a file, or a folder of files, once it is on disk."""
    for file in [path, *path.rglob("*")]:
        sync_folder(file)
    os.replace(path, to)


@contextmanager
def _postgres(wanted: Wanted, folder: Path) -> Iterator[Aside]:
    """The schema that is there is moved aside, and comes back where the backup's cannot be read."""
    snapshot.program("pg_restore")
    with at(wanted.home, wanted.url):
        schema = _schema_aside()
        try:
            snapshot.run("pg_restore", ["--single-transaction", "--exit-on-error", "--no-owner", "--no-acl",
                                        str(folder / snapshot.DUMP)])  # fmt: skip
        except snapshot.NoTool:
            _schema_back(schema)
            raise
    told = _move_aside(wanted.home, (*FILES, "parked"))
    try:
        for name in (*FILES, "parked"):
            if (folder / name).exists():
                _move(folder / name, wanted.home / name)
        yield Aside(wanted.home, [*told, *([f"schema {schema}"] if schema else [])])
    except BaseException:
        with at(wanted.home, wanted.url):
            _schema_back(schema)
        _move_back(wanted.home, told)
        raise


def _move_back(home: Path, told: Sequence[str]) -> None:
    """Put in their place again the files that were moved aside, instead of those that were restored."""
    for name in (*FILES, "parked"):
        path = home / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for aside in map(Path, told):
        for path in aside.iterdir():
            os.replace(path, home / path.name)
        aside.rmdir()
    sync_folder(home)


def _has_tables() -> bool:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        return bool(cursor.fetchone()[0])


LETTING_GO = 20
"""Looks, a tenth of a second apart: the server still tells of a connection for a moment after it was closed."""


def _is_used() -> bool:
    """Whether anybody else is connected to the database, and stays so."""
    with connections["default"].cursor() as cursor:
        for _look in range(LETTING_GO):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if not cursor.fetchone()[0]:
                return False
            time.sleep(0.1)
    return True


def _schema_aside() -> str:
    """Rename the schema with all that is in it and begin an empty one; returns the new name, if there was anything."""
    if not _has_tables():
        return ""
    schema = f"{snapshot.ASIDE}{_moment()}"
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(f'ALTER SCHEMA public RENAME TO "{schema}"')
        cursor.execute("CREATE SCHEMA public")
    return schema


def _schema_back(schema: str) -> None:
    """Drop what was restored, and put the schema that was moved aside in its place again, or an empty one."""
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute(f'ALTER SCHEMA "{schema}" RENAME TO public' if schema else "CREATE SCHEMA public")


# What is done to it there


def _finished(wanted: Wanted, about: dict[str, Any], home: Path, folder: Path, said: Progress) -> Restored:
    """Bring the restored world to this version's form, destroy again, end all sessions, and verify."""
    if world.due():
        world.migrate()
    replayed = destruction.replay(home, settings.LINDRA_PSEUDONYM_KEY)
    away = destruction.settle(home, settings.LINDRA_PSEUDONYM_KEY)
    Session.objects.all().delete()  # who signed out since then stays signed out
    found = proved(folder / CHECKPOINT, said)
    if wanted.checkpoint is not None:
        found = replace(found, faults=(*found.faults, *record_faults(verify(wanted.checkpoint))))
    return Restored(about["made_at"], found, replayed, away)
