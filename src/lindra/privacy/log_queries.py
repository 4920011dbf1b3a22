"""Reads of the access log: rows that name a patient, and rows of a provider's staff. Only this room may call them.

Which patients a row names is indexed when somebody asks, so that a page need not wait for fifty index rows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction

from lindra.privacy import log_rules
from lindra.privacy.accesslog import DATABASE
from lindra.privacy.anchors import Head

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Access:
    """One row of the access log."""

    id: str
    at: str
    staff: str
    title: str
    role: str
    assignment: str
    unit: str
    provider: str
    purpose: str
    patients: tuple[str, ...]
    what: str
    right: str
    outcome: str


_COLUMNS = log_rules.quoted(("id", "at", *log_rules.CONTENT))


def _access(row: Sequence[Any]) -> Access:
    fields = dict(zip(("id", "at", *log_rules.CONTENT), row, strict=True))
    return Access(**{**fields, "patients": tuple(json.loads(fields["patients"]))})


def naming(patients: Sequence[str]) -> list[Access]:
    """Every row that names any of some patients, latest first."""
    index_names()
    marks = ", ".join(["%s"] * len(patients))
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM privacy_access WHERE salt IS NOT NULL AND id IN "  # noqa: S608
            f"(SELECT entry FROM privacy_access_name WHERE patient IN ({marks})) ORDER BY at DESC, id DESC",
            list(patients),
        )
        return [_access(row) for row in cursor.fetchall()]


def of_provider(provider: str, since: str, until: str, what: str = "") -> list[Access]:
    """Every row, or those of one deed, of a provider's staff from an instant to another, as they were written."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM privacy_access WHERE at >= %s AND at < %s AND provider = %s "  # noqa: S608
            "AND (%s = '' OR what = %s) ORDER BY at, id",
            [since, until, provider, what, what],
        )
        return [_access(row) for row in cursor.fetchall()]


def row(identifier: str) -> Access | None:
    """One row, or none where there is no such row or it was weeded."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM privacy_access WHERE id = %s AND salt IS NOT NULL",  # noqa: S608
            [identifier],
        )
        found = cursor.fetchone()
    return _access(found) if found else None


def heads() -> list[Head]:
    """Where every chain ends."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute("SELECT chain, seq, hash FROM privacy_access_head ORDER BY chain")
        return [Head(name, seq, bytes(value)) for name, seq, value in cursor.fetchall()]


def index_names() -> None:
    """Bring the index of patients up to the latest rows."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute("SELECT chain FROM privacy_access_head WHERE named < seq")
        behind = [found[0] for found in cursor.fetchall()]
    for chain in behind:
        while _index_some(chain):
            pass


def _index_some(chain: str) -> bool:
    """Index the next rows of one chain; whether there may be more."""
    with transaction.atomic(using=DATABASE), connections[DATABASE].cursor() as cursor:
        cursor.execute(
            "SELECT a.id, a.seq, a.patients FROM privacy_access a JOIN privacy_access_head h ON h.chain = a.chain "
            "WHERE a.chain = %s AND a.seq > h.named ORDER BY a.seq LIMIT %s",
            [chain, _BATCH],
        )
        rows = cursor.fetchall()
        names = {(patient, entry) for entry, _, patients in rows for patient in json.loads(patients or "[]")}
        cursor.executemany(
            "INSERT INTO privacy_access_name (patient, entry) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            sorted(names),
        )
        if rows:
            cursor.execute(
                "UPDATE privacy_access_head SET named = %s WHERE chain = %s AND named < %s",
                [rows[-1][1], chain, rows[-1][1]],
            )
    return len(rows) == _BATCH
