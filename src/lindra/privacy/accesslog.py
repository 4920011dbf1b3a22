"""The access log's one way in: an entry is durable before the answer is given (SFS 2008:355 4 kap. 3 §).

It has a database file (SQLite) or a connection (PostgreSQL) of its own, so it stays when a request is rolled back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connections

from lindra import clock
from lindra.ids import new_id
from lindra.privacy.reader import Reader
from lindra.record import durability
from lindra.record.envelope import stamp


def log(reader: Reader, patients: Sequence[str], what: str, right: str, outcome: str) -> None:
    """Write that a reader did, or was denied, something with these patients."""
    work = reader.assignment
    _insert(
        reader.staff.hsa_id, work.id, work.unit, work.provider, reader.purpose, patients, what, right, outcome
    )


def system_run(what: str, purpose: str) -> None:
    """Write that a command ran as a system reader, once a run."""
    _insert("system", "", "", "", purpose, (), what, "command line", "run")


def _insert(staff: str, assignment: str, unit: str, provider: str, purpose: str, patients: Sequence[str], what: str,
            right: str, outcome: str) -> None:  # fmt: skip
    durability.ensure("access")
    with connections["access"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO privacy_access (id, at, staff, assignment, unit, provider, purpose, patients, what, "
            '"right", outcome) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)',
            [new_id(), stamp(clock.now()), staff, assignment, unit, provider, purpose, json.dumps(list(patients)),
             what, right, outcome],
        )  # fmt: skip


def entries(limit: int = 1000) -> list[dict[str, Any]]:
    """The latest entries, latest first."""
    with connections["access"].cursor() as cursor:
        cursor.execute(
            'SELECT at, staff, assignment, unit, provider, purpose, patients, what, "right", outcome '
            "FROM privacy_access ORDER BY id DESC LIMIT %s",
            [limit],
        )
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [{**row, "patients": json.loads(row["patients"])} for row in rows]
