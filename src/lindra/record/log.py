"""The log's one way in: append. Validates, locks the patient's head, inserts, carries chart and readings forward.

What ``append`` returned survives a power cut; what raised left nothing behind. Two who write at once are told
(:class:`Conflict`), and a retry with the same idempotency key gets the first answer and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, transaction

from lindra import clock
from lindra.ids import new_id
from lindra.record import chain, durability, readings
from lindra.record.chart import WITHDRAWN, Chart, RefoldNeeded, apply, fold, pack
from lindra.record.envelope import Author, Event, Source, When, stamp
from lindra.record.kinds import Fact, Refused
from lindra.record.queries import events_of

ANY: Final = -1
"""Expected sequence of a writer that reads nothing before it writes (imports, generators)."""


class Conflict(Exception):
    """Somebody else wrote in between: read again, then decide."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(
            f"expected entry {expected} to be the latest, found {found}: somebody wrote in between"
        )
        self.expected, self.found = expected, found


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be written: a fact, when it occurred, and what it corrects or came from."""

    fact: Fact
    when: When = field(default_factory=When)
    corrects: str | None = None
    source: Source | None = None
    signed: bool = True


@dataclass(frozen=True, slots=True)
class Appended:
    """What was written: the events' ids in order, and the sequence number of the last."""

    events: tuple[str, ...]
    seq: int
    again: bool = False
    """True when the idempotency key had been used: nothing was written now."""


@dataclass(slots=True)
class _Head:
    """Where a log ends; ``chart`` is ``None`` where the cache is of another form, ``new`` before the first entry.

    ``stored`` is the entry up to which the cached chart goes, ``size`` its bytes.
    """

    seq: int
    hash: bytes
    chart: Chart | None
    new: bool
    stored: int = 0
    size: int = 0


@contextmanager
def batch() -> Iterator[None]:
    """Several appends as one transaction: all of them durable when the block ends, or none."""
    durability.ensure()
    with transaction.atomic(durable=True):
        yield


def append(
    patient: str, drafts: Sequence[Draft], author: Author, *, expected: int, key: str = "", act: str = ""
) -> Appended:
    """Write drafts as one act at the end of a patient's log.

    ``expected`` is the sequence number the writer last saw (0 for none, :data:`ANY` for machines). Raises
    :class:`Conflict`, or :class:`~lindra.record.kinds.Refused` when a draft cannot be written.
    """
    if not drafts:
        raise Refused("nothing to write: an act holds at least one event")
    durability.ensure()
    recorded_at = stamp(clock.now())
    for draft in drafts:
        _check_times(draft, recorded_at)
    with transaction.atomic(), connection.cursor() as cursor:
        head = _lock(cursor, patient)
        if key and (before := _used(cursor, key, patient)):
            return before
        if expected not in (ANY, head.seq):
            raise Conflict(expected, head.seq)
        act = act or new_id()
        events = [
            _event(patient, head.seq + n, recorded_at, draft, author, act)
            for n, draft in enumerate(drafts, 1)
        ]
        _insert(cursor, events, head)
        _carry_forward(cursor, patient, head, events)
        if key:
            cursor.execute(
                "INSERT INTO record_key (key, patient, first_seq, last_seq) VALUES (%s, %s, %s, %s)",
                [key, patient, events[0].seq, events[-1].seq],
            )
    return Appended(tuple(event.id for event in events), events[-1].seq)


def _check_times(draft: Draft, recorded_at: str) -> None:
    when, kind = draft.when, draft.fact.kind
    for name, moment in (("start", when.start), ("end", when.end)):
        if moment is not None and stamp(moment) > recorded_at:
            raise Refused(
                f"{kind}: {name} {stamp(moment)} is after now ({recorded_at}); plans carry their own date"
            )
    if when.start is not None and when.end is not None and when.end < when.start:
        raise Refused(f"{kind}: ends {stamp(when.end)} before it starts {stamp(when.start)}")
    if (when.start is None) != (when.precision == "unknown"):
        raise Refused(f"{kind}: a start needs a precision, and no start has precision 'unknown'")
    if kind == WITHDRAWN and draft.corrects is None:
        raise Refused("withdrawn: must name the event it withdraws")


def _event(patient: str, seq: int, recorded_at: str, draft: Draft, author: Author, act: str) -> Event:
    when = draft.when
    return Event(
        id=new_id(),
        patient=patient,
        seq=seq,
        recorded_at=recorded_at,
        kind=draft.fact.kind,
        version=draft.fact.version,
        occurred_from=stamp(when.start) if when.start else None,
        occurred_to=stamp(when.end) if when.end else None,
        precision=when.precision,
        author=author.staff,
        assignment=author.assignment,
        unit=author.unit,
        provider=author.provider,
        regime=author.regime,
        act=act,
        signed=draft.signed,
        source=draft.source,
        corrects=draft.corrects,
        payload=draft.fact.dump(),
    )


def _used(cursor: Any, key: str, patient: str) -> Appended | None:
    cursor.execute("SELECT patient, first_seq, last_seq FROM record_key WHERE key = %s", [key])
    found = cursor.fetchone()
    if found is None:
        return None
    if found[0] != patient:
        raise Refused("that idempotency key was used for another patient")
    cursor.execute(
        "SELECT id FROM record_event WHERE patient = %s AND seq BETWEEN %s AND %s ORDER BY seq",
        [patient, found[1], found[2]],
    )
    return Appended(tuple(row[0] for row in cursor.fetchall()), found[2], again=True)


def _lock(cursor: Any, patient: str) -> _Head:
    """The patient's head, locked until the transaction ends, with the cached chart where it is of today's form."""
    if connection.vendor == "postgresql":
        _lock_row(cursor, patient)
    cursor.execute(
        "SELECT h.seq, h.hash, c.seq, c.body FROM record_head h "
        "LEFT JOIN record_chart c ON c.patient = h.patient AND c.form = %s WHERE h.patient = %s",
        [readings.form(), patient],
    )
    found = cursor.fetchone()
    if found is None or found[0] == 0:
        return _Head(0, chain.GENESIS, Chart(), new=True)
    seq, value, stored, body = found
    if body is None:
        return _Head(seq, bytes(value), None, new=False)
    try:
        chart = readings.caught_up(patient, stored, bytes(body), seq)
    except RefoldNeeded:
        return _Head(seq, bytes(value), None, new=False)
    return _Head(seq, bytes(value), chart, new=False, stored=stored, size=len(body))


def _lock_row(cursor: Any, patient: str) -> None:
    """Hold the patient's head; the first writer of a patient makes it, and a second waits for the first."""
    cursor.execute("SELECT 1 FROM record_head WHERE patient = %s FOR UPDATE", [patient])
    if cursor.fetchone() is None:
        cursor.execute(
            "INSERT INTO record_head (patient, seq, hash) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING",
            [patient, chain.GENESIS],
        )
        cursor.execute("SELECT 1 FROM record_head WHERE patient = %s FOR UPDATE", [patient])


def _insert(cursor: Any, events: Sequence[Event], head: _Head) -> None:
    if head.new:
        _enrol(cursor, events[0].patient)
    for event in events:
        if event.corrects is not None:
            _check_target(cursor, event)
        body, salt = chain.canonical(event), chain.new_salt()
        digest = chain.digest(salt, body)
        head.hash = chain.link(head.hash, event.patient, event.seq, event.recorded_at, digest)
        cursor.execute(
            "INSERT INTO record_event (id, patient, seq, recorded_at, digest, hash, salt, body, kind, occurred_from, "
            "unit, provider, act, corrects) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                event.id, event.patient, event.seq, event.recorded_at, digest, head.hash, salt, body, event.kind,
                event.occurred_from, event.unit, event.provider, event.act, event.corrects,
            ],
        )  # fmt: skip
        head.seq = event.seq
    if head.new and connection.vendor == "sqlite":
        cursor.execute(
            "INSERT INTO record_head (patient, seq, hash) VALUES (%s, %s, %s)",
            [event.patient, head.seq, head.hash],
        )
    else:
        cursor.execute(
            "UPDATE record_head SET seq = %s, hash = %s WHERE patient = %s",
            [head.seq, head.hash, event.patient],
        )


def _enrol(cursor: Any, patient: str) -> None:
    """Put a patient's first entry on the roll; on PostgreSQL one at a time, so that the numbers have no gaps."""
    if connection.vendor == "postgresql":
        cursor.execute("SELECT pg_advisory_xact_lock(1819176562)")
    cursor.execute("SELECT number, hash FROM record_roll ORDER BY number DESC LIMIT 1")
    number, previous = cursor.fetchone() or (0, chain.GENESIS)
    cursor.execute(
        "INSERT INTO record_roll (number, patient, hash) VALUES (%s, %s, %s)",
        [number + 1, patient, chain.link(bytes(previous), patient, number + 1, "", b"")],
    )


def _check_target(cursor: Any, event: Event) -> None:
    cursor.execute("SELECT patient, kind FROM record_event WHERE id = %s", [event.corrects])
    target = cursor.fetchone()
    if target is None or target[0] != event.patient:
        raise Refused(f"{event.kind}: what it corrects is not in this patient's log")
    if target[1] not in (event.kind, WITHDRAWN, None) and event.kind != WITHDRAWN:
        raise Refused(
            f"{event.kind}: cannot correct an entry of kind {target[1]}; withdraw it and write anew"
        )


def _carry_forward(cursor: Any, patient: str, head: _Head, events: Sequence[Event]) -> None:
    """Bring chart and readings up to the new head."""
    old, refolded = head.chart, False
    try:
        if old is None:
            raise RefoldNeeded
        new = old
        for event in events:
            new = apply(new, event)
    except RefoldNeeded:
        new, refolded = fold(events_of(patient)), True
    if refolded or readings.worth_storing(head.size, head.seq - head.stored):
        readings.store_chart(cursor, patient, head.seq, pack(new))
    readings.carry(cursor, patient, None if head.new else old, new)


def withdraw(patient: str, event: str, reason: str, author: Author, *, expected: int) -> Appended:
    """Withdraw an entry; it stays in the log and in history, and no longer in the chart."""
    from lindra.record.facts import Withdrawn

    when = When.at(clock.now())
    return append(patient, [Draft(Withdrawn(reason=reason), when, corrects=event)], author, expected=expected)
