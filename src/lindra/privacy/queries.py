"""The reads behind the door: what is known of patients, and the patients a reader's unit or provider has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from lindra.areas import queries as areas
from lindra.people import patients as identities
from lindra.privacy.standing import Bond, Houses, Known, Origin, Side, processes, united


def known_of(groups: Mapping[str, Sequence[str]]) -> dict[str, Known]:
    """What the decision rests on, for patients given with all records of the same person."""
    records = sorted({record for group in groups.values() for record in group})
    states, bonds = _rows(records)
    lost = _with_entries([record for record in records if record not in states])
    protected = identities.protected_among(records)
    return {
        patient: united(
            (states[one] for one in group if one in states),
            (bond for one in group for bond in bonds.get(one, ())),
            protected=not protected.isdisjoint(group),
            complete=lost.isdisjoint(group),
        )
        for patient, group in groups.items()
    }


def _rows(records: Sequence[str]) -> tuple[dict[str, dict[str, Any]], dict[str, list[Bond]]]:
    """Of each record what the door's reading holds, and its care relations."""
    states: dict[str, dict[str, Any]] = {}
    bonds: dict[str, list[Bond]] = {}
    for start in range(0, len(records), 500):
        some = records[start : start + 500]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reading, patient, unit, provider, at, data FROM record_reading "  # noqa: S608
                f"WHERE patient IN ({', '.join(['%s'] * len(some))}) AND reading IN ('relations', 'door')",
                some,
            )
            for reading, patient, unit, provider, at, data in cursor.fetchall():
                told = json.loads(data)
                if reading == "door":
                    states[patient] = told
                else:
                    bonds.setdefault(patient, []).append(
                        Bond(unit, provider, told["ground"], at, told.get("until"), told.get("month", ""))
                    )
    return states, bonds


def _with_entries(records: Sequence[str]) -> set[str]:
    """Those of some records that have entries: without a reading they are not opened."""
    if not records:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT patient FROM record_head WHERE seq > 0 "  # noqa: S608
            f"AND patient IN ({', '.join(['%s'] * len(records))})",
            records,
        )
        return {row[0] for row in cursor.fetchall()}


def houses(side: Side, known: Iterable[Known]) -> Houses:
    """Processes and shared records of the units and providers that wrote; asked only where others have written."""
    origins = {Origin.read(written) for one in known for written in one.origins}
    if all(origin.unit == side.unit and origin.provider == side.provider for origin in origins):
        return Houses({}, {})
    kinds = areas.kinds({side.unit} | {origin.unit for origin in origins})
    return Houses(
        {unit: processes().get(kind, "other") for unit, kind in kinds.items()},
        areas.sharing({side.provider} | {origin.provider for origin in origins}),
    )


def patients_with(column: str, value: str) -> list[str]:
    """Every patient with whom a unit (``column`` = unit) or provider has a relation."""
    assert column in ("unit", "provider")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT patient FROM record_reading WHERE reading = 'relations' "  # noqa: S608
            f"AND {column} = %s AND NOT ({column} = '')",
            [value],
        )
        return [row[0] for row in cursor.fetchall()]


Stored = tuple[str, str, str, str]
"""A row of a reading: patient, key, at, data."""
_MINE = (
    "reading = %s AND patient IN (SELECT patient FROM record_reading WHERE reading = 'relations' AND {0} = %s "
    "AND NOT ({0} = ''))"
)
"""SQLite takes an index of some rows only where its condition stands in the question, in the very words."""


def rows_for(
    reading: str, column: str, value: str, *, keys: str, start: int, limit: int, unit: str = ""
) -> list[Stored]:
    """A page of a reading's rows for the patients of a unit or provider, latest first; keys that begin so, or all.

    ``unit``: only rows that are of that unit.
    """
    assert column in ("unit", "provider")
    own, named = _of_unit(unit)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT patient, key, at, data FROM record_reading WHERE {_MINE.format(column)} "  # noqa: S608
            f"AND substr(key, 1, %s) = %s {own} ORDER BY at DESC, patient, key LIMIT %s OFFSET %s",
            [reading, value, len(keys), keys, *named, limit, start],
        )
        return list(cursor.fetchall())


def _of_unit(unit: str) -> tuple[str, list[str]]:
    """What narrows to a unit's rows, where one is named: an equality, which an index can answer."""
    return ("AND unit = %s AND NOT (unit = '')", [unit]) if unit else ("", [])


Due = tuple[str, str, str, str, str]
"""A row of a reading of what is due: patient, key, at, data, and the unit responsible (or empty)."""


def due_for(
    reading: str,
    column: str,
    value: str,
    *,
    unit: str,
    keys: str,
    since: str,
    until: str,
    start: int,
    limit: int,
) -> list[Due]:
    """A page of a reading's rows for the patients of a unit or provider, earliest first, that are ``at`` an instant
    from ``since`` to before ``until``, whose key begins so; of a unit and of none in particular, or of all."""
    assert column in ("unit", "provider")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT patient, key, at, data, unit FROM record_reading WHERE {_MINE.format(column)} "  # noqa: S608
            "AND substr(key, 1, %s) = %s AND at >= %s AND at < %s AND (unit = '' OR %s IN ('', unit)) "
            "ORDER BY at, patient, key LIMIT %s OFFSET %s",
            [reading, value, len(keys), keys, since, until, unit, limit, start],
        )
        return list(cursor.fetchall())


def due_when(
    reading: str, column: str, value: str, *, unit: str, keys: str
) -> list[tuple[str, str, str, str]]:
    """Patient, key, unit and ``at`` of each of those rows, whenever it is."""
    assert column in ("unit", "provider")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT patient, key, unit, at FROM record_reading WHERE {_MINE.format(column)} "  # noqa: S608
            "AND substr(key, 1, %s) = %s AND (unit = '' OR %s IN ('', unit))",
            [reading, value, len(keys), keys, unit],
        )
        return list(cursor.fetchall())


def due_of(reading: str, column: str, value: str, patients: Sequence[str]) -> list[Due]:
    """A reading's rows of some patients, as far as they are those of a unit or provider, earliest first."""
    assert column in ("unit", "provider")
    found: list[Due] = []
    for start in range(0, len(patients), 500):
        some = patients[start : start + 500]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT patient, key, at, data, unit FROM record_reading WHERE {_MINE.format(column)} "  # noqa: S608
                f"AND patient IN ({', '.join(['%s'] * len(some))})",
                [reading, value, *some],
            )
            found += cursor.fetchall()
    return sorted(found, key=lambda row: (row[2], row[0], row[1]))


def every(reading: str) -> list[tuple[str, str, str, str]]:
    """Patient, key, unit and ``at`` of every row of a reading, for what runs as a system reader."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT patient, key, unit, at FROM record_reading WHERE reading = %s", [reading])
        return list(cursor.fetchall())


def keys_for(reading: str, column: str, value: str, unit: str = "") -> list[tuple[str, str]]:
    """Patient and key of each of a reading's rows for the patients of a unit or provider; of a unit's rows, or all."""
    assert column in ("unit", "provider")
    own, named = _of_unit(unit)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT patient, key FROM record_reading WHERE {_MINE.format(column)} {own}",  # noqa: S608
            [reading, value, *named],
        )
        return list(cursor.fetchall())


def own_rows(
    reading: str,
    column: str,
    value: str,
    *,
    states: Sequence[str],
    since: str,
    start: int,
    limit: int,
    earliest: bool,
) -> list[Stored]:
    """A page of a reading's rows that are themselves of a unit or provider, in some states or any.

    ``earliest``: the earliest first, otherwise the latest.
    """
    narrowed, named = _in_states(states)
    order = "at" if earliest else "at DESC"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT patient, key, at, data FROM record_reading WHERE reading = %s AND {_own(column)} "  # noqa: S608
            f"AND at >= %s{narrowed} ORDER BY {order}, patient, key LIMIT %s OFFSET %s",
            [reading, value, since, *named, limit, start],
        )
        return list(cursor.fetchall())


def own_keys(reading: str, column: str, value: str, *, since: str) -> list[tuple[str, str, str, str]]:
    """Patient, key, unit and ``at`` of each of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT patient, key, unit, at FROM record_reading "  # noqa: S608
            f"WHERE reading = %s AND {_own(column)} AND at >= %s",
            [reading, value, since],
        )
        return list(cursor.fetchall())


def _own(column: str) -> str:
    """An equality, which an index of rows that are somebody's can answer."""
    assert column in ("unit", "provider")
    return f"{column} = %s AND NOT ({column} = '')"


def _in_states(states: Sequence[str]) -> tuple[str, list[Any]]:
    if not states:
        return "", []
    named = [one for state in states for one in (len(state) + 1, f"{state}|")]
    return f" AND ({' OR '.join(['substr(key, 1, %s) = %s'] * len(states))})", named


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
