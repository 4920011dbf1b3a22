"""Reads of the log, as plain functions with the SQL in sight. Only ``record`` and ``privacy`` may call them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connection

from lindra.record import chain
from lindra.record.chart import in_force
from lindra.record.envelope import Event

_COLUMNS = "id, patient, seq, recorded_at, body"


def event(row: Sequence[Any]) -> Event:
    """An event from (id, patient, seq, recorded_at, body); without payload where it was destroyed."""
    identifier, patient, seq, recorded_at, body = row
    if body is None:
        return Event(id=identifier, patient=patient, seq=seq, recorded_at=recorded_at)
    fields = chain.read(bytes(body))
    return Event(
        patient=patient,
        seq=seq,
        recorded_at=recorded_at,
        **{name: getattr(fields, name) for name in chain.Body.__struct_fields__},
    )


def events_of(*patients: str) -> list[Event]:
    """All events of one patient, or of the linked records of one, in order."""
    marks = ", ".join(["%s"] * len(patients))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM record_event WHERE patient IN ({marks}) ORDER BY patient, seq",  # noqa: S608
            list(patients),
        )
        return [event(row) for row in cursor.fetchall()]


def events_after(patient: str, seq: int) -> list[Event]:
    """The events of one patient after an entry, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM record_event WHERE patient = %s AND seq > %s ORDER BY seq",  # noqa: S608
            [patient, seq],
        )
        return [event(row) for row in cursor.fetchall()]


def entry(patient: str, event_id: str) -> Event | None:
    """One entry of a patient's log, or ``None``."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM record_event WHERE patient = %s AND id = %s",  # noqa: S608
            [patient, event_id],
        )
        found = cursor.fetchone()
    return event(found) if found else None


def of_act(patient: str, act: str) -> list[Event]:
    """What was written in one act of a patient's log, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM record_event WHERE patient = %s AND act = %s ORDER BY seq",  # noqa: S608
            [patient, act],
        )
        return [event(row) for row in cursor.fetchall()]


def seq_of(patient: str) -> int:
    """The sequence number of the latest entry, 0 where there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM record_head WHERE patient = %s", [patient])
        found = cursor.fetchone()
    return found[0] if found else 0


Place = tuple[str, str]
"""A place in a timeline: (occurred_from, id) of the last event seen."""
END: Place = ("9999", "")


def timeline(patients: Sequence[str], before: Place, limit: int, kinds: Collection[str] = ()) -> list[Event]:
    """Events in force before a place, latest first, one page of them; of some kinds, or of all."""
    out = superseded(patients)
    marks = ", ".join(["%s"] * len(patients))
    of_kinds = f"AND kind IN ({', '.join(['%s'] * len(kinds))}) " if kinds else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM record_event WHERE patient IN ({marks}) "  # noqa: S608
            f"AND (occurred_from < %s OR (occurred_from = %s AND id < %s)) {of_kinds}"
            "ORDER BY occurred_from DESC, id DESC LIMIT %s",
            [*patients, before[0], *before, *kinds, limit + len(out)],
        )
        found = [event(row) for row in cursor.fetchall()]
    return [one for one in found if one.id not in out][:limit]


def undated(patients: Sequence[str]) -> list[Event]:
    """Events in force of which it is not known when they occurred."""
    out = superseded(patients)
    marks = ", ".join(["%s"] * len(patients))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM record_event WHERE patient IN ({marks}) "  # noqa: S608
            "AND occurred_from IS NULL AND body IS NOT NULL ORDER BY id",
            list(patients),
        )
        return [one for one in map(event, cursor.fetchall()) if one.id not in out]


def superseded(patients: Sequence[str]) -> set[str]:
    """The entries that no longer stand: corrected, withdrawn, older versions; and the withdrawals themselves."""
    marks = ", ".join(["%s"] * len(patients))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM record_event WHERE patient IN ({marks}) AND (corrects IS NOT NULL "  # noqa: S608
            f"OR id IN (SELECT corrects FROM record_event WHERE patient IN ({marks}) AND corrects IS NOT NULL))",
            [*patients, *patients],
        )
        involved = [event(row) for row in cursor.fetchall()]
    standing = {one.id for one in in_force(involved)}
    return {one.id for one in involved} - standing


def heads(after: str = "", size: int = 1000) -> Iterator[tuple[str, int, bytes]]:
    """Every (patient, seq, hash), by patient, a thousand at a time so that memory stays flat."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT patient, seq, hash FROM record_head WHERE patient > %s AND seq > 0 ORDER BY patient LIMIT %s",
                [after, size],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        for patient, seq, value in rows:
            yield patient, seq, bytes(value)
        after = rows[-1][0]
