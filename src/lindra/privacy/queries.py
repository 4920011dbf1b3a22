"""The reads behind the door: relations of patients, and the patients a reader's unit or provider has."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from lindra.people import patients as identities
from lindra.privacy.rules import Relation


def relations_of(patients: Sequence[str]) -> dict[str, list[Relation]]:
    """The relations of each patient, those of linked records of the same person included."""
    groups = identities.linked_many(patients)
    every = sorted({record for records in groups.values() for record in records})
    found: dict[str, list[Relation]] = {}
    for start in range(0, len(every), 500):
        some = every[start : start + 500]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT patient, unit, provider FROM record_reading WHERE reading = 'relations' "  # noqa: S608
                f"AND patient IN ({', '.join(['%s'] * len(some))})",
                some,
            )
            for patient, unit, provider in cursor.fetchall():
                found.setdefault(patient, []).append(Relation(unit, provider))
    return {
        patient: [relation for record in records for relation in found.get(record, [])]
        for patient, records in groups.items()
    }


def patients_with(column: str, value: str) -> list[str]:
    """Every patient with whom a unit (``column`` = unit) or provider has a relation."""
    assert column in ("unit", "provider")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT patient FROM record_reading WHERE reading = 'relations' AND {column} = %s",  # noqa: S608
            [value],
        )
        return [row[0] for row in cursor.fetchall()]


Stored = tuple[str, str, str, str]
"""A row of a reading: patient, key, at, data."""
_MINE = (
    "reading = %s AND patient IN (SELECT patient FROM record_reading WHERE reading = 'relations' AND {} = %s)"
)


def rows_for(reading: str, column: str, value: str, *, keys: str, start: int, limit: int) -> list[Stored]:
    """A page of a reading's rows for the patients of a unit or provider, latest first; keys that begin so, or all."""
    assert column in ("unit", "provider")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT patient, key, at, data FROM record_reading WHERE {_MINE.format(column)} "  # noqa: S608
            "AND substr(key, 1, %s) = %s ORDER BY at DESC, patient, key LIMIT %s OFFSET %s",
            [reading, value, len(keys), keys, limit, start],
        )
        return list(cursor.fetchall())


def counts_for(reading: str, column: str, value: str) -> dict[str, int]:
    """How many rows there are of each key."""
    assert column in ("unit", "provider")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, COUNT(*) FROM record_reading WHERE {_MINE.format(column)} GROUP BY key",  # noqa: S608
            [reading, value],
        )
        return dict(cursor.fetchall())


def rows_of(reading: str, patients: Sequence[str]) -> list[Stored]:
    """A reading's rows for some patients, latest first."""
    if not patients:
        return []
    marks = ", ".join(["%s"] * len(patients))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT patient, key, at, data FROM record_reading WHERE reading = %s AND patient IN ({marks}) "  # noqa: S608
            "ORDER BY at DESC, patient, key",
            [reading, *patients],
        )
        return list(cursor.fetchall())
