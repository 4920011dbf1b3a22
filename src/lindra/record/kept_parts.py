"""Stored parts of charts: for who may see some of a patient's entries, or reads several linked records as one.

They are made by who reads and needs them, not by who writes: an append pays nothing. A row holds the parts of the
entries up to ``seq``; the few after it are applied when it is read. To keep a row is never worth waiting for: where
somebody else writes, that is left to the next reader. Every destruction raises the row's ``generation`` and empties it,
so that what was read before it is not stored after it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import psycopg
from django.db import OperationalError, connection, transaction

from lindra.record import parts, readings
from lindra.record.chart import Chart, RefoldNeeded, fold, in_force, origin
from lindra.record.envelope import Event
from lindra.record.kinds import KINDS, Refused, UnknownKind
from lindra.record.parts import Allowed, Parts
from lindra.record.queries import events_after, events_of

PARTS = 1
"""Raised when the stored form of parts changes in another way than a chart's does."""
LONG = 64
"""Entries from which on a log costs more to fold than its parts to keep."""
PATIENCE = "20ms"
"""How long who keeps a row waits for who holds it, on PostgreSQL; on SQLite not at all."""


def form() -> str:
    """A mark of everything that decides how parts look."""
    return f"{readings.form()}.{PARTS}"


@dataclass
class Record:
    """One record's log as it stood when it was read, and the parts that were stored of it up to ``stored``."""

    patient: str
    seq: int = 0
    generation: int = 0
    stored: int = 0
    body: bytes = b""

    @cached_property
    def parts(self) -> Parts:
        """The parts of the log, kept where that is worth it. Raises ``RefoldNeeded`` where some cannot be read."""
        try:
            made = self._carried()
        except RefoldNeeded:
            return self._anew()
        if self.seq - self.stored >= readings.BEHIND:
            self._keep(parts.tidied(made))
        return made

    @property
    def origins(self) -> set[str]:
        """Where what stands in the log was written; mostly known before the parts are."""
        if not self.body or any(event.corrects or event.payload is None for event in self._after):
            return set(self.parts.origins)
        return {*self._stored.origins, *(origin(event) for event in self._after if event.kind in KINDS)}

    @cached_property
    def _stored(self) -> Parts:
        return parts.unpack(self.body)

    @cached_property
    def _after(self) -> list[Event]:
        if self.stored == self.seq:
            return []
        return [event for event in events_after(self.patient, self.stored) if event.seq <= self.seq]

    def _carried(self) -> Parts:
        if not self.body:
            raise RefoldNeeded
        made = self._stored
        for event in self._after:
            made = parts.carried(made, event)
        return made

    def _anew(self) -> Parts:
        try:
            made = parts.part(self.events())
        except (Refused, UnknownKind) as error:
            raise RefoldNeeded from error
        if self.seq >= LONG:
            self._keep(made)
        return made

    def events(self) -> list[Event]:
        """The whole log."""
        return [event for event in events_of(self.patient) if event.seq <= self.seq]

    def _keep(self, made: Parts) -> None:
        """Store parts, unless that would have to wait, or something was destroyed since the log was read."""
        if connection.in_atomic_block:
            return
        row = [self.patient, self.generation, self.seq, form(), parts.pack(made)]
        try:
            with _at_once() as cursor:
                cursor.execute(
                    "INSERT INTO record_part (patient, generation, seq, form, body) VALUES (%s, %s, %s, %s, %s) "
                    "ON CONFLICT (patient) DO UPDATE SET seq = excluded.seq, form = excluded.form, "
                    "body = excluded.body WHERE record_part.generation = excluded.generation "
                    "AND (record_part.seq < excluded.seq OR record_part.form <> excluded.form)",
                    row,
                )
        except OperationalError:
            return


@contextmanager
def _at_once() -> Iterator[Any]:
    """A transaction that gives up rather than wait for others, and does not wait for the disk where it need not."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'; SET LOCAL synchronous_commit = off")
            yield cursor
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield cursor
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")


def record(patient: str) -> Record:
    """Where a record's log stands, and its stored parts where they are of today's form."""
    found = _row(
        "SELECT h.patient, h.seq, coalesce(p.generation, 0), coalesce(p.seq, 0), p.body, p.form = %s "
        "FROM record_head h LEFT JOIN record_part p ON p.patient = h.patient WHERE h.patient = %s",
        [form(), patient],
    )
    if found is None:
        return Record(patient)
    name, seq, generation, stored, body, usable = found
    return Record(name, seq, generation, stored, bytes(body)) if usable else Record(name, seq, generation)


def _row(sql: str, values: Sequence[str]) -> tuple[Any, ...] | None:
    """One row; from PostgreSQL in binary, since a large body takes several times as long to come as text."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
            return cursor.execute(sql, values, binary=True).fetchone()
    with connection.cursor() as cursor:
        found: tuple[Any, ...] | None = cursor.execute(sql, values).fetchone()
    return found


@dataclass(frozen=True, slots=True)
class InPart:
    """What one reader may see of one person's records: its mark, and its chart when somebody asks for it."""

    records: tuple[Record, ...]
    allowed: Allowed

    @property
    def mark(self) -> str:
        """The same only for who sees just the same origins of the same entries; empty where that cannot be told."""
        try:
            seen = sorted(filter(self.allowed, set[str]().union(*(one.origins for one in self.records))))
        except RefoldNeeded:
            return ""
        read = sorted((one.patient, one.seq, one.generation) for one in self.records)
        return hashlib.sha256(repr((form(), read, seen)).encode()).hexdigest()

    def chart(self) -> Chart:
        """The fold of what may be seen of what stands."""
        try:
            return parts.seen({one.patient: one.parts for one in self.records}, self.allowed)
        except RefoldNeeded:
            standing = in_force(event for one in self.records for event in one.events())
            return fold(event for event in standing if event.kind in KINDS and self.allowed(origin(event)))


def in_part(records: Sequence[str], allowed: Allowed) -> InPart:
    """One person's records for who may see these origins."""
    return InPart(tuple(record(one) for one in records), allowed)
