"""Worlds: a folder and its databases, migrated, fresh for each test, on SQLite or PostgreSQL.

Migrating takes seconds, so each process does it once into a template, and a test gets a copy.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from helpers import HOME
from lindra.site import databases
from lindra.site.world import migrate

SOURCE = Path(__file__).resolve().parents[2] / "src"
SQLITE_FILES = ("lindra.sqlite3", "access.sqlite3")

_numbers = count(1)


@dataclass(frozen=True)
class World:
    """A migrated, empty world that Django's connections point at.

    ``vendor`` is ``sqlite`` or ``postgresql``; ``database_url`` is empty on SQLite.
    """

    home: Path
    vendor: str
    database_url: str = ""

    @property
    def env(self) -> dict[str, str]:
        """The environment for a command that is to work on this world, with the clock as it stands now."""
        variables = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
        variables |= {
            "LINDRA_HOME": str(self.home),
            "LINDRA_SECRET_KEY": settings.SECRET_KEY,
            "LINDRA_PSEUDONYM_KEY": settings.LINDRA_PSEUDONYM_KEY,
            "DJANGO_SETTINGS_MODULE": "lindra.site.settings",
            "PYTHONPATH": str(SOURCE),
        }
        return variables | ({"DATABASE_URL": self.database_url} if self.database_url else {})


@contextmanager
def pointed_at(home: Path, database_url: str = "") -> Iterator[World]:
    """Point Django at a folder's SQLite files or a PostgreSQL database; put everything back afterwards."""
    before = dict(connections.settings), settings.LINDRA_HOME
    _connect(connections.configure_settings(databases.configure(database_url, home)), home)
    try:
        yield World(home, connections["default"].vendor, database_url)
    finally:
        _connect(*before)


def _connect(new: dict[str, dict[str, object]], home: Path) -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
        del connections[connection.alias]
    connections.settings.update(new)
    settings.LINDRA_HOME = home
    ContentType.objects.clear_cache()  # its numbers are those of the database before


def spoiled() -> list[str]:
    """Databases that were made outside a world, by name; they are taken away, so that one test is blamed for each."""
    found = [HOME / name for name in SQLITE_FILES if (HOME / name).exists()]
    for connection in connections.all(initialized_only=True) if found else ():
        connection.close()
    for path in found:
        path.unlink()
    return [path.name for path in found]


def sqlite_template(home: Path) -> Path:
    """Make a folder whose files are to be copied, once a process."""
    with pointed_at(home):
        migrate()
    return home


@contextmanager
def sqlite_world(template: Path, home: Path) -> Iterator[World]:
    """A copy of the template in ``home``."""
    home.mkdir(parents=True, exist_ok=True)
    for name in SQLITE_FILES:
        shutil.copy(template / name, home / name)
    with pointed_at(home) as world:
        yield world


@dataclass(frozen=True)
class PostgresTemplate:
    """A migrated database of a process, and the URL of the server's own database."""

    server: str
    name: str

    @contextmanager
    def world(self, home: Path) -> Iterator[World]:
        """A copy of the template, dropped afterwards whoever is still connected."""
        name = f"{self.name}_{next(_numbers)}"
        home.mkdir(parents=True, exist_ok=True)
        server = _kept(self.server)
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}" STRATEGY FILE_COPY')
        try:
            with pointed_at(home, url_of(self.server, name)) as world:
                yield world
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def postgres_template(home: Path, worker: str) -> PostgresTemplate:
    """Make the database that is to be copied, once a process."""
    server = os.environ.get("LINDRA_TEST_POSTGRES")
    if not server:
        pytest.fail("no PostgreSQL to test on: run the tests with bin/test, which starts one", pytrace=False)
    template = PostgresTemplate(server, f"lindra_{worker}_{os.getpid()}")
    command(server, f'CREATE DATABASE "{template.name}"')
    with pointed_at(home, url_of(server, template.name)):
        migrate()
    return template


def url_of(server: str, name: str) -> str:
    """The URL of another database of the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def command(server: str, sql: str) -> None:
    """Run one statement that may not stand in a transaction."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql)


@cache
def _kept(server: str) -> psycopg.Connection:
    """A connection as long as the process: worlds are made and dropped some hundred times."""
    return psycopg.connect(server, autocommit=True)
