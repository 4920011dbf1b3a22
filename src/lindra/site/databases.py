"""Which databases there are: the record's, and the access log's own.

SQLite: two files in ``LINDRA_HOME``, write-ahead log, full synchronisation, writers take the lock first.
PostgreSQL: one database; the access log is a table of its own, written through a connection of its own,
so that what was logged stays logged when the rest of a request is rolled back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ACCESS_MODELS = {"accessentry", "accesshead", "accessname", "accessweeding"}


def configure(url: str, home: Path) -> dict[str, dict[str, Any]]:
    """Django's ``DATABASES`` for a database URL, or for SQLite files in ``home`` when it is empty."""
    if not url:
        return {"default": _sqlite(home / "lindra.sqlite3"), "access": _sqlite(home / "access.sqlite3")}
    return {"default": _postgres(url), "access": _postgres(url)}


def _sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA wal_autocheckpoint=4000; PRAGMA secure_delete=ON;",
        },
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ValueError("DATABASE_URL must look like postgresql://user:password@host:port/name")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


class Router:
    """Sends the access log to its own database and keeps everything else out of it."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return "access" if model._meta.model_name in ACCESS_MODELS else None

    db_for_write = db_for_read

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool | None:
        from django.db import connections

        if connections["access"].vendor == "postgresql":
            return db == "default"
        is_access = model_name in ACCESS_MODELS
        return is_access if db == "access" else not is_access
