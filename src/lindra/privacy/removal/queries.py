"""What removal reads: a provider's own entries, what waits, whose retention time has passed. SQL in sight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from lindra.people import patients as identities
from lindra.privacy.models import RemovalPart
from lindra.privacy.removal.rules import WAITING
from lindra.record import destruction, queries, wall
from lindra.record.envelope import Event

BATCH = 500
"""Records looked at in one read."""


def own(records: Iterable[str], provider: str) -> list[Event]:
    """What a provider has written in these records and is still there, what no longer stands too."""
    known = list(records)
    with wall.opened(known):
        return [event for event in queries.events_of(*known) if event.provider == provider]


def standing_again(events: Iterable[str], records: Sequence[str]) -> list[Event]:
    """What would stand again without some entries, and does not stand now: it must go with them."""
    named, found = set(events), list[Event]()
    for record in records:
        with wall.opened([record]):
            entries = queries.events_of(record)
        again = set(destruction.stand_again(entries, named & {event.id for event in entries}))
        found += [event for event in entries if event.id in again]
    return found


def waiting(records: Sequence[str]) -> set[str]:
    """Entries of these records that somebody has prepared already, and of which nothing has become yet."""
    parts = RemovalPart.objects.filter(
        patient__in=records, removal__state__in=WAITING, done_at="", problem=""
    )
    return {event for part in parts for event in part.events}


def emptied(events: Sequence[str]) -> bool:
    """Whether every one of these entries is empty already."""
    for start in range(0, len(events), BATCH):
        some = events[start : start + BATCH]
        with wall.everything(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM record_event WHERE id IN ({_marks(some)}) AND body IS NOT NULL LIMIT 1",  # noqa: S608
                list(some),
            )
            if cursor.fetchone() is not None:
                return False
    return True


def bound(records: Sequence[str], unit: str) -> set[str]:
    """Those of the records in which a unit has or has had a care relation."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT patient FROM record_reading WHERE reading = 'relations' AND unit = %s "  # noqa: S608
            f"AND patient IN ({_marks(records)})",
            [unit, *records],
        )
        return {row[0] for row in cursor.fetchall()}


# Whose retention time has passed


@dataclass(frozen=True, slots=True)
class Due:
    """A record in which a provider's last entry is old enough; ``place`` is its place on the roll."""

    patient: str
    place: int
    events: tuple[str, ...]
    units: tuple[str, ...]
    last: str


def due(provider: str, before: str, after: int = 0, limit: int = 50) -> tuple[list[Due], int]:
    """Records of which a provider wrote its last entry before an instant, those known longest first.

    Returns a page of them, and the place after which the next begins (0: there are no more).
    """
    found: list[Due] = []
    for batch in _roll(after, before):
        places = dict(batch)
        waits = waiting(list(places))
        last = last_written(list(places), provider)
        old = [one for one in places if last.get(one, before) < before]
        groups = identities.linked_many(old)
        others = last_written(sorted({one for group in groups.values() for one in group}), provider)
        for patient in old:
            if any(others.get(one, "") >= before for one in groups[patient]):
                continue
            entries = weedable(patient, provider)
            if entries and waits.isdisjoint(event.id for event in entries):
                found.append(_due(patient, places[patient], entries, last[patient]))
            if len(found) == limit:
                return found, places[patient]
    return found, 0


def _due(patient: str, place: int, entries: Sequence[Event], last: str) -> Due:
    units = tuple(sorted({event.unit for event in entries}))
    return Due(patient, place, tuple(event.id for event in entries), units, last)


def weedable(patient: str, provider: str) -> list[Event]:
    """What PDL 3 kap. 17 § is about: a provider's entries of health care, not those of social care."""
    return [event for event in own([patient], provider) if event.regime == "health"]


def _roll(after: int, before: str) -> Iterator[list[tuple[str, int]]]:
    """Records whose first entry is old enough, in the order in which they came, some at a time."""
    while True:
        with wall.everything(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT r.patient, r.number FROM record_roll r JOIN record_event e ON e.patient = r.patient "
                "AND e.seq = 1 WHERE r.number > %s AND e.recorded_at < %s ORDER BY r.number LIMIT %s",
                [after, before, BATCH],
            )
            rows: list[tuple[str, int]] = cursor.fetchall()
        if not rows:
            return
        yield rows
        after = rows[-1][1]


def last_written(records: Sequence[str], provider: str) -> dict[str, str]:
    """When a provider last wrote in each of these records, where it has entries left."""
    found: dict[str, str] = {}
    for start in range(0, len(records), BATCH):
        some = records[start : start + BATCH]
        with wall.everything(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT patient, MAX(recorded_at) FROM record_event "  # noqa: S608
                f"WHERE patient IN ({_marks(some)}) AND provider = %s GROUP BY patient",
                [*some, provider],
            )
            found |= dict(cursor.fetchall())
    return found


def still_due(patient: str, provider: str, before: str) -> bool:
    """Whether a provider has written nothing since in any record of this person."""
    return all(last < before for last in last_written(identities.linked(patient), provider).values())


# What was said of registers


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted of quality registers, when and by whom (HSA-id, or the system it came from)."""

    value: str
    at: str
    by: str
    source: str


def opt_outs(records: Sequence[str]) -> list[Noted]:
    """Everything noted of quality registers in these records, latest first; ``value`` is JSON of the detail."""
    with wall.opened(records), connection.cursor() as cursor:
        cursor.execute(
            "SELECT value, recorded_at, recorded_by, source FROM people_detail "  # noqa: S608
            f"WHERE kind = 'register_opt_out' AND patient_id IN ({_marks(records)}) ORDER BY id DESC",
            list(records),
        )
        return [Noted(*row) for row in cursor.fetchall()]


def _marks(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))


def destroyed_since(patient: str, at: str) -> bool:
    """Whether any entry of the person was destroyed at an instant (a stamp) or later. Says nothing of what it was."""
    return destruction.any_since(identities.linked(patient), at)
