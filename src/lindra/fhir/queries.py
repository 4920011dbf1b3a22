"""What has been read before, as plain functions with the SQL in sight."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

CHUNK = 500
"""Values in one IN list."""
LISTED = 10_000
"""How many of a kind a result lists; all are counted."""


@dataclass(slots=True)
class Known:
    """A resource that has been read: see :class:`lindra.fhir.models.ResourceRow`."""

    key: str
    base: str
    version: str
    outcome: str
    reason: str
    patient: str
    held: dict[str, Any] = field(default_factory=dict)

    @property
    def events(self) -> dict[str, dict[str, str]]:
        """The latest event of each item, by patient."""
        return self.held.setdefault("events", {})  # type: ignore[no-any-return]

    def destroyed(self, patient: str) -> bool:
        """Whether every entry of a patient that came of it was destroyed."""
        return patient in self.held.get("destroyed", {}) and not self.events.get(patient)


def _rows(sql: str, before: Sequence[str], values: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query whose ``{}`` is a list of values, some at a time."""
    for start in range(0, len(values), CHUNK):
        some = values[start : start + CHUNK]
        with connection.cursor() as cursor:
            cursor.execute(sql.format(", ".join(["%s"] * len(some))), [*before, *some])
            yield from cursor.fetchall()


def known(keys: Iterable[str]) -> dict[str, Known]:
    """What is known of these resources, by key."""
    found = _rows(
        "SELECT key, base, version, outcome, reason, patient, held FROM fhir_resource WHERE key IN ({})",
        [],
        sorted(set(keys)),
    )
    return {
        row[0]: Known(row[0], row[1], row[2], row[3], row[4], row[5], json.loads(row[6])) for row in found
    }


def seen(keys: Iterable[str]) -> set[tuple[str, str]]:
    """(key, version) of versions that have been read and are not in force."""
    return set(_rows("SELECT key, version FROM fhir_version WHERE key IN ({})", [], sorted(set(keys))))


def parked(keys: Iterable[str]) -> set[tuple[str, str]]:
    """(key, version) of what is parked."""
    return set(_rows("SELECT key, version FROM fhir_parked WHERE key IN ({})", [], sorted(set(keys))))


def existing(system: str, ids: Iterable[str]) -> set[tuple[str, str]]:
    """(type, id) of the resources with these ids, whatever their type."""
    return set(
        _rows(
            "SELECT type, rid FROM fhir_resource WHERE system = %s AND rid IN ({})",
            [system],
            sorted(set(ids)),
        )
    )


def users(use: str, target: str) -> list[tuple[str, str]]:
    """(resource, patient) of those that need a resource, in order of their keys."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source, patient FROM fhir_use WHERE use = %s AND target = %s ORDER BY source",
            [use, target],
        )
        return list(cursor.fetchall())


def links_ready() -> list[tuple[str, str, str]]:
    """(target, one patient, the other) for which both records of a person have been read by now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.target, u.patient, r.patient FROM fhir_use u JOIN fhir_resource r ON r.key = u.target "
            "WHERE u.use = 'link' AND r.patient <> '' AND u.patient <> r.patient ORDER BY u.target, u.source"
        )
        return list(cursor.fetchall())


def parked_list() -> list[dict[str, Any]]:
    """What waits on disk, for what, and where it stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, file, line, cause FROM fhir_parked ORDER BY file, line, key LIMIT {LISTED}"  # noqa: S608
        )
        names = ("resource", "file", "line", "cause")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def unresolved_list() -> list[dict[str, str]]:
    """References to resources that no file has held."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source, path, reference FROM fhir_reference "  # noqa: S608
            f"ORDER BY system, source, path, reference LIMIT {LISTED}"
        )
        names = ("resource", "path", "reference")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def count(table: str) -> int:
    """How many rows a table of this room has."""
    if table not in ("fhir_parked", "fhir_reference"):
        raise ValueError(table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return int(cursor.fetchone()[0])
