"""Stored readings: the cached chart, and rows carried forward by the difference of two charts.

A reading is a pure function of the chart, so what is stored for the old chart need not be read to know what changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
from django.db import connection, transaction

from lindra.record.chart import Chart, RefoldNeeded, apply, fold, pack, unpack
from lindra.record.kinds import KINDS, READINGS, SLOTS, Row
from lindra.record.queries import events_after, events_of, heads

_encoder = msgspec.json.Encoder(order="sorted")
CHART = 7
"""Raised when the stored form of a chart changes in another way than by its slots and kinds."""
Rows = dict[tuple[str, str], tuple[str, str, str, bytes]]


def form() -> str:
    """A mark of everything that decides how a chart looks: a chart cached under another mark is folded anew."""
    return _form(len(SLOTS), len(KINDS))


@lru_cache(maxsize=1)
def _form(slots: int, kinds: int) -> str:
    """Computed once for the kinds registered; registering more gives a new one."""
    kinds_told = sorted((name, fact.version, fact.matter, fact.apart) for name, fact in KINDS.items())
    return hashlib.sha256(repr((CHART, sorted(SLOTS.items()), kinds_told)).encode()).hexdigest()[:16]


def rows_of(chart: Chart | None) -> Rows:
    """All rows of all readings of a chart, by (reading, key)."""
    if chart is None:
        return {}
    return {
        (reading.name, row.key): _stored(row) for reading in READINGS.values() for row in reading.rows(chart)
    }


def _stored(row: Row) -> tuple[str, str, str, bytes]:
    return row.unit, row.provider, row.at, _encoder.encode(row.data)


def store_chart(cursor: Any, patient: str, seq: int, body: bytes) -> None:
    """Cache the chart of a patient's events up to ``seq``."""
    cursor.execute(
        "INSERT INTO record_chart (patient, seq, form, body) VALUES (%s, %s, %s, %s) ON CONFLICT (patient) "
        "DO UPDATE SET seq = excluded.seq, form = excluded.form, body = excluded.body",
        [patient, seq, form(), body],
    )


def forget_parts(cursor: Any, patient: str) -> None:
    """Leave nothing of the parts of a patient's chart, and see to it that nobody stores any made of what was before."""
    cursor.execute(
        "INSERT INTO record_part (patient, generation, seq, form, body) VALUES (%s, 1, 0, '', %s) "
        "ON CONFLICT (patient) DO UPDATE SET generation = record_part.generation + 1, seq = 0, form = '', "
        "body = excluded.body",
        [patient, b""],
    )


def carry(cursor: Any, patient: str, old: Chart | None, new: Chart) -> None:
    """Change the stored rows from those of the old chart to those of the new; without an old one, replace them."""
    before, after = rows_of(old), rows_of(new)
    if old is None:
        cursor.execute("DELETE FROM record_reading WHERE patient = %s", [patient])
    for reading, key in before.keys() - after.keys():
        cursor.execute(
            "DELETE FROM record_reading WHERE patient = %s AND reading = %s AND key = %s",
            [patient, reading, key],
        )
    for (reading, key), (unit, provider, at, data) in after.items():
        if (reading, key) not in before:
            cursor.execute(
                "INSERT INTO record_reading (reading, patient, key, unit, provider, at, data) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s)",
                [reading, patient, key, unit, provider, at, data.decode()],
            )
        elif before[reading, key] != (unit, provider, at, data):
            cursor.execute(
                "UPDATE record_reading SET unit = %s, provider = %s, at = %s, data = %s "
                "WHERE patient = %s AND reading = %s AND key = %s",
                [unit, provider, at, data.decode(), patient, reading, key],
            )


BEHIND = 16
"""Entries by which a large cached chart may be behind the log; the rest is applied when it is read."""
SMALL = 8_192
"""Bytes of a chart that costs less to write with every entry than to catch up with."""


def worth_storing(size: int, behind: int) -> bool:
    """Whether to write a chart of about this size that would be so many entries behind."""
    return size < SMALL or behind >= BEHIND


def caught_up(patient: str, stored: int, body: bytes, seq: int) -> Chart:
    """The cached chart with the entries after it, as far as the log went."""
    chart = unpack(body)
    if stored < seq:
        for event in events_after(patient, stored):
            chart = apply(chart, event) if event.seq <= seq else chart
    return chart


@dataclass(frozen=True, slots=True)
class Kept:
    """A chart as it is cached, not yet unpacked: where the log stands, how far the cache goes, and its bytes."""

    patient: str
    seq: int
    stored: int
    body: bytes

    @property
    def mark(self) -> str:
        """The same as long as the chart says the same; another when anything is written or destroyed."""
        return f"{self.patient}|{self.seq}|{hashlib.sha256(self.body).hexdigest()}"

    def chart(self) -> Chart:
        """Unpacked, with the entries after it; folded anew where an entry was destroyed in between."""
        try:
            return caught_up(self.patient, self.stored, self.body, self.seq)
        except RefoldNeeded:
            return fold(event for event in events_of(self.patient) if event.seq <= self.seq)


def kept(patient: str) -> Kept | None:
    """The cached chart of today's form, where there is one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.seq, c.seq, c.body FROM record_head h JOIN record_chart c ON c.patient = h.patient "
            "AND c.form = %s WHERE h.patient = %s",
            [form(), patient],
        )
        found = cursor.fetchone()
    return Kept(patient, found[0], found[1], bytes(found[2])) if found else None


def chart_of(patient: str) -> Chart:
    """The cached chart with the entries after it, folded anew where the cache is missing or of another form."""
    found = kept(patient)
    return found.chart() if found else fold(events_of(patient))


def stale() -> bool:
    """Whether what is stored was computed by other readings, or from charts of another form, than this program's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reading, version FROM record_reading_version")
        stored = dict(cursor.fetchall())
    return stored != _versions()


def _versions() -> dict[str, int]:
    return {reading.name: reading.version for reading in READINGS.values()} | {f"chart {form()}": 1}


def rebuild(after: str = "", each: Callable[[Iterator[str]], Iterator[str]] = iter) -> int:
    """Drop and compute anew every chart and reading, a patient a transaction, from a patient on (to resume).

    ``each`` may wrap the patients, to tell progress. Returns how many were rebuilt.
    """
    count = 0
    for patient in each(patient for patient, _, _ in heads(after)):
        rebuild_one(patient)
        count += 1
    remember_versions()
    return count


def rebuild_one(patient: str) -> None:
    """Fold one patient's log anew and replace chart and rows; its parts are made anew by who reads them."""
    with transaction.atomic(), connection.cursor() as cursor:
        lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
        cursor.execute(f"SELECT seq FROM record_head WHERE patient = %s{lock}", [patient])  # noqa: S608
        seq = cursor.fetchone()[0]
        chart = fold(events_of(patient))
        store_chart(cursor, patient, seq, pack(chart))
        forget_parts(cursor, patient)
        carry(cursor, patient, None, chart)


def remember_versions() -> None:
    """Note which versions of the readings the stored rows are of."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_reading_version")
        for name, version in _versions().items():
            cursor.execute(
                "INSERT INTO record_reading_version (reading, version) VALUES (%s, %s)", [name, version]
            )
