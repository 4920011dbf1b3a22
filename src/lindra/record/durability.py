"""What was acknowledged survives a power cut: settings under which it would not are refused.

SQLite: write-ahead log with ``synchronous`` FULL or EXTRA (sqlite.org/pragma.html). PostgreSQL: ``fsync``,
``full_page_writes`` and ``synchronous_commit`` on (PostgreSQL manual, 30.1 Reliability).
"""

from __future__ import annotations

from typing import Any

from django.db import connections

_CHECKED = "lindra_durable"
"""Attribute of Django's connection that holds the raw connection last checked: a new one is checked anew."""


class Unsafe(RuntimeError):
    """The database would lose what it acknowledged; nothing is written."""


def ensure(alias: str = "default") -> None:
    """Check a database connection once; raises :class:`Unsafe` naming the setting and what it must be."""
    connection = connections[alias]
    connection.ensure_connection()
    if getattr(connection, _CHECKED, None) is connection.connection:
        return
    problem = _sqlite(connection) if connection.vendor == "sqlite" else _postgres(connection)
    if problem:
        raise Unsafe(f"{problem}: acknowledged entries could be lost at a power cut. Nothing was written.")
    setattr(connection, _CHECKED, connection.connection)


def _sqlite(connection: Any) -> str | None:
    with connection.cursor() as cursor:
        mode = str(cursor.execute("PRAGMA journal_mode").fetchone()[0]).lower()
        level = int(cursor.execute("PRAGMA synchronous").fetchone()[0])
    if mode != "wal":
        return f"SQLite journal_mode is {mode}, must be wal"
    if level < 2:
        return f"SQLite synchronous is {('OFF', 'NORMAL')[level]}, must be FULL"
    return None


def _postgres(connection: Any) -> str | None:
    with connection.cursor() as cursor:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            value = cursor.fetchone()[0]
            if value not in ("on", "local", "remote_write", "remote_apply"):
                return f"PostgreSQL {name} is {value}, must be on"
    return None
