"""Reads of the access log: rows that name a patient, and rows of a provider's staff. Only this room may call them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections

from lindra.privacy.accesslog import DATABASE
from lindra.privacy.log import names
from lindra.privacy.log import rules as log_rules
from lindra.privacy.log.anchors import Head


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
    names.index()
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
