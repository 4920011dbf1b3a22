"""``lindra verify``: is the log as it was written, and is what was computed from it what it says?

Found are: the first broken entry of each patient, a removed last entry, a removed patient, entries destroyed without a
decision, a cached chart, parts of it or readings that are not those of the log; against a checkpoint written outside
the database also a chain that was recomputed after a change. A fault is told only when it is there in one snapshot of
the database, so that somebody who writes meanwhile raises none. Nothing in the database can make it stop half way.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from django.db import connection, transaction

from lindra import clock
from lindra.record import chain, kept_parts, parts, readings
from lindra.record.chart import fold, pack, unpack
from lindra.record.envelope import Event
from lindra.record.kinds import Refused, UnknownKind
from lindra.record.queries import event
from lindra.record.triggers import COPIED

_COLUMNS = ("seq", "id", "recorded_at", "digest", "hash", "salt", "body", *COPIED)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, with which patient's log, at which entry (0: the whole log)."""

    patient: str
    seq: int
    what: str


@dataclass(slots=True)
class Verified:
    """How much was checked, and what was found."""

    patients: int = 0
    events: int = 0
    destroyed: int = 0
    faults: list[Fault] = field(default_factory=list)


def verify(checkpoint: Path | None = None, each: Callable[[Iterable[Any]], Iterator[Any]] = iter) -> Verified:
    """Check every patient's chain, chart and readings, the roll, and a checkpoint where one is given."""
    result = Verified()
    destroyed, read = _named(), not readings.stale()
    seen: dict[str, tuple[int, bytes]] = {}
    for patient, seq, head in each(_heads()):
        found = _check(patient, seq, head, destroyed, read)
        if found.faults:
            seq, head, found = _again(patient, read)
        seen[patient] = (seq, head)
        result.patients += 1
        result.events += found.events
        result.destroyed += found.destroyed
        result.faults += found.faults
    result.faults += [*_roll(set(seen)), *_strays(set(seen))]
    if checkpoint is not None:
        result.faults += _against(checkpoint, seen)
    return result


def _heads() -> Iterator[tuple[str, int, bytes]]:
    """Every (patient, seq, hash), whatever is stored there, a thousand at a time."""
    after = ""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT patient, seq, hash FROM record_head WHERE patient > %s AND seq <> 0 "
                "ORDER BY patient LIMIT 1000",
                [after],
            )
            rows = cursor.fetchall()
        for patient, seq, value in rows:
            yield patient, _number(seq), _blob(value)
        if len(rows) < 1000:
            return
        after = rows[-1][0]


def _blob(value: Any) -> bytes:
    """Bytes as stored; none where it is something else than bytes."""
    return bytes(value) if isinstance(value, (bytes, bytearray, memoryview)) else b""


def _number(value: Any) -> int:
    """A sequence number as stored; -1 where it is something else."""
    return value if isinstance(value, int) else -1


def _named() -> dict[str, str]:
    """Destroyed entries and the decision that names each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.event, d.decision FROM record_destroyed e JOIN record_destruction d ON d.id = e.destruction"
        )
        return dict(cursor.fetchall())


def _again(patient: str, read: bool) -> tuple[int, bytes, Verified]:
    """The same check with everything read in one snapshot, for somebody may have written between two reads."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT seq, hash FROM record_head WHERE patient = %s", [patient])
        seq, value = cursor.fetchone() or (0, b"")
        seq, head = _number(seq), _blob(value)
        return seq, head, _check(patient, seq, head, _named(), read)


def _check(patient: str, seq: int, head: bytes, destroyed: dict[str, str], read: bool) -> Verified:
    """One patient's log: its first fault, or where it has none, what was computed from it."""
    previous, expected, found = chain.GENESIS, 1, Verified()
    entries: list[dict[str, Any]] = []

    def broken(number: int, what: str) -> Verified:
        found.faults.append(Fault(patient, number, what))
        return found

    for row in _entries(patient):
        entry = dict(zip(_COLUMNS, row, strict=True))
        found.events += 1
        if entry["seq"] != expected:
            return broken(expected, f"entry {expected} is missing")
        if problem := _entry(patient, entry, previous, destroyed):
            return broken(expected, problem)
        found.destroyed += entry["body"] is None
        entries.append(entry)
        previous, expected = _blob(entry["hash"]), expected + 1
    if expected - 1 < seq:
        return broken(expected, f"the last entries are missing: {expected - 1} found, the head says {seq}")
    if (expected - 1, previous) != (seq, head):
        return broken(expected - 1, "the head does not agree with the last entry")
    found.faults += [Fault(patient, 0, what) for what in _computed(patient, entries, read)]
    return found


def _computed(patient: str, entries: list[dict[str, Any]], read: bool) -> Iterator[str]:
    """What is wrong with the cached chart, and (``read``) with the stored rows of readings."""
    try:
        events = [event([e["id"], patient, e["seq"], e["recorded_at"], e["body"]]) for e in entries]
        rows = readings.rows_of(fold(events))
    except (Refused, UnknownKind) as error:
        yield f"the log cannot be folded: {error}"
        return
    if not _cached(patient, events):
        yield "the cached chart is not the fold of the log"
    if not _in_parts(patient, events):
        yield "the stored parts are not those of the log"
    if read and _rows(patient) != rows:
        yield "the readings are not those of the log"


def _cached(patient: str, events: list[Event]) -> bool:
    """Whether the cached chart is that of the entries it says it goes up to.

    One of an older form is not used, and may be as it will.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, body FROM record_chart WHERE patient = %s AND form = %s", [patient, readings.form()]
        )
        found = cursor.fetchone()
    if found is None:
        return True
    try:
        known = [event for event in events if event.seq <= found[0]]
        return len(known) == found[0] and unpack(_blob(found[1])) == unpack(pack(fold(known)))
    except (msgspec.MsgspecError, ValueError):
        return False


def _in_parts(patient: str, events: list[Event]) -> bool:
    """Whether the stored parts, of today's form, give what the entries they are of do: all of them, and each by itself.

    Of these any reader's chart is made.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, body FROM record_part WHERE patient = %s AND form = %s", [patient, kept_parts.form()]
        )
        found = cursor.fetchone()
    if found is None:
        return True
    try:
        known = [event for event in events if event.seq <= found[0]]
        return len(known) == found[0] and parts.agree(patient, parts.unpack(_blob(found[1])), known)
    except (msgspec.MsgspecError, ValueError, LookupError):
        return False


def _rows(patient: str) -> readings.Rows:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reading, key, unit, provider, at, data FROM record_reading WHERE patient = %s", [patient]
        )
        return {
            (reading, key): (unit, provider, at, str(data).encode())
            for reading, key, unit, provider, at, data in cursor.fetchall()
        }


def _entries(patient: str) -> Iterator[tuple[Any, ...]]:
    """The stored entries in order, a thousand at a time."""
    after = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join(_COLUMNS)} FROM record_event "  # noqa: S608
                "WHERE patient = %s AND seq > %s ORDER BY seq LIMIT 1000",
                [patient, after],
            )
            rows = cursor.fetchall()
        yield from rows
        if len(rows) < 1000:
            return
        after = rows[-1][0]


def _entry(patient: str, entry: dict[str, Any], previous: bytes, destroyed: dict[str, str]) -> str | None:
    digest = _blob(entry["digest"])
    if problem := _empty(entry, destroyed) if entry["body"] is None else _full(entry, digest):
        return problem
    if chain.link(previous, patient, entry["seq"], entry["recorded_at"], digest) != _blob(entry["hash"]):
        return "the hash does not follow from the entry before"
    return None


def _empty(entry: dict[str, Any], destroyed: dict[str, str]) -> str | None:
    if entry["id"] not in destroyed:
        return "emptied without a destruction that names it"
    left = [name for name in ("salt", *COPIED) if entry[name] is not None]
    return f"emptied, but column {left[0]} is not" if left else None


def _full(entry: dict[str, Any], digest: bytes) -> str | None:
    body, salt = _blob(entry["body"]), _blob(entry["salt"])
    if chain.digest(salt, body) != digest:
        return "the body was changed"
    try:
        fields = chain.read(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return "the body cannot be read"
    for name in ("id", *COPIED):
        if entry[name] != getattr(fields, name):
            return f"column {name} does not agree with the body"
    return None


def _roll(present: set[str]) -> Iterator[Fault]:
    """Patients on the roll without a log, and a roll that was tampered with."""
    previous, expected = chain.GENESIS, 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, patient, hash FROM record_roll ORDER BY number")
        rows = cursor.fetchall()
    rolled = {patient for _, patient, _ in rows}
    for number, patient, value in rows:
        if number != expected or chain.link(previous, patient, number, "", b"") != _blob(value):
            yield Fault(patient, 0, f"the roll of patients is broken at number {expected}")
            break
        previous, expected = _blob(value), expected + 1
    for patient in sorted(rolled - present):
        if not _has_head(patient):
            yield Fault(patient, 0, "the patient's whole log was removed")
    yield from (Fault(patient, 0, "the patient is not on the roll") for patient in sorted(present - rolled))


def _strays(present: set[str]) -> Iterator[Fault]:
    """Patients with entries but no head."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT patient FROM record_event")
        found = {row[0] for row in cursor.fetchall()}
    for patient in sorted(found - present):
        if not _has_head(patient):
            yield Fault(patient, 0, "there are entries but no head")


def _has_head(patient: str) -> bool:
    """Asked after the roll and the entries were read: a patient whose first entry came meanwhile has one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM record_head WHERE patient = %s AND seq <> 0", [patient])
        return cursor.fetchone() is not None


Beside = Callable[[Path | None], dict[str, Any]]
"""What another room checks: told the file kept apart that is of its kind, or none, it says how much it checked, and
under ``faults`` what it found."""
BESIDE: dict[str, Beside] = {}
"""By kind: the first key of the file kept apart, and the name in what ``lindra verify`` tells."""


def kind_of(path: Path) -> str:
    """Which of those that verify wrote a file kept apart: ``checkpoint``, or the kind of a check beside.

    Raises :class:`ValueError` where it is no such file.
    """
    try:
        with gzip.open(path, "rt") as file:
            first = json.loads(file.readline())
    except (OSError, EOFError, ValueError) as error:
        raise ValueError(f"{path} is not a checkpoint") from error
    for kind in ("checkpoint", *BESIDE):
        if isinstance(first, dict) and kind in first:
            return kind
    raise ValueError(f"{path} is not a checkpoint")


def checkpoint(path: Path) -> str:
    """Write every head to a file outside the database, to be kept apart; returns the file's SHA-256."""
    body = "".join(
        json.dumps({"patient": patient, "seq": seq, "hash": value.hex()}) + "\n"
        for patient, seq, value in _heads()
    )
    first = json.dumps({"checkpoint": 1, "written_at": clock.now().isoformat()}) + "\n"
    packed = gzip.compress((first + body).encode(), mtime=0)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed)
    return hashlib.sha256(packed).hexdigest()


def _against(path: Path, seen: dict[str, tuple[int, bytes]]) -> Iterator[Fault]:
    """Entries that were there at the checkpoint and are not there, or not the same, now."""
    with gzip.open(path, "rt") as file:
        if "checkpoint" not in json.loads(file.readline()):
            raise ValueError(f"{path} is not a checkpoint")
        for line in file:
            entry = json.loads(line)
            patient, seq = entry["patient"], entry["seq"]
            if patient not in seen:
                yield Fault(patient, 0, "the patient was there at the checkpoint and is gone")
            elif seen[patient][0] < seq:
                yield Fault(patient, seen[patient][0] + 1, "entries of before the checkpoint are gone")
            elif _hash_at(patient, seq) != bytes.fromhex(entry["hash"]):
                yield Fault(
                    patient, seq, "the chain is not that of the checkpoint: it was recomputed after a change"
                )


def _hash_at(patient: str, seq: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM record_event WHERE patient = %s AND seq = %s", [patient, seq])
        found = cursor.fetchone()
    return _blob(found[0]) if found else b""
