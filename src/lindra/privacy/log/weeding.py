"""Weeding the access log: what is older than it must be kept is emptied, whole rows, and the log tells so.

The rows stay with number, time and hash, so the chain still holds (SFS 2008:355 4 kap. 3 §, HSLF-FS 2016:40 4 kap.
9 §; personal data are kept no longer than needed, EU 2016/679 article 5.1 e).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import connections, transaction

from lindra import clock
from lindra.privacy import accesslog
from lindra.privacy.accesslog import DATABASE
from lindra.privacy.log import rules as log_rules
from lindra.record import durability
from lindra.record.envelope import stamp

_BATCH = 5000


class TooYoung(ValueError):
    """What was to be weeded must be kept longer; says until when."""


def weed(before: datetime, each: Callable[[Iterable[int]], Iterator[int]] = iter) -> int:
    """Empty every row older than an instant; returns how many rows were emptied. Raises :class:`TooYoung`.

    Safe to run again when it was stopped half way: what is older than the instant is emptied then.
    """
    latest = log_rules.weedable_before(clock.now())
    if before > latest:
        raise TooYoung(
            f"the access log is kept {log_rules.KEPT_YEARS} years: only what is older than {latest:%Y-%m-%d} "
            "may be weeded today"
        )
    durability.ensure(DATABASE)
    text = stamp(before)
    entry = accesslog.system_run(log_rules.weeding(text), "weeding after the retention time")
    with connections[DATABASE].cursor() as cursor:
        cursor.execute("INSERT INTO privacy_access_weeding (entry, before) VALUES (%s, %s)", [entry, text])
    count = sum(each(_batches(text)))
    _empty_journal()
    return count


def _batches(before: str) -> Iterator[int]:
    """Empty some rows at a time, with what the index of patients says of them, until none is left."""
    emptied = ", ".join(f'"{name}" = NULL' for name in ("salt", *log_rules.CONTENT))
    while True:
        with transaction.atomic(using=DATABASE), connections[DATABASE].cursor() as cursor:
            cursor.execute(
                "SELECT id FROM privacy_access WHERE at < %s AND salt IS NOT NULL LIMIT %s", [before, _BATCH]
            )
            rows: list[Any] = [row[0] for row in cursor.fetchall()]
            if not rows:
                return
            marks = ", ".join(["%s"] * len(rows))
            cursor.execute(f"UPDATE privacy_access SET {emptied} WHERE id IN ({marks})", rows)  # noqa: S608
            cursor.execute(f"DELETE FROM privacy_access_name WHERE entry IN ({marks})", rows)  # noqa: S608
        yield len(rows)


def _empty_journal() -> None:
    """On SQLite: cut the write-ahead log with its older pages."""
    if connections[DATABASE].vendor == "sqlite":
        with connections[DATABASE].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
