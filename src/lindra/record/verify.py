"""``lindra verify``: is the log as it was written?

Found are: the first broken entry of each patient, a removed last entry, a removed patient, entries destroyed without a
decision; against a checkpoint written outside the database also a chain that was recomputed after a change.
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
from django.db import connection

from lindra import clock
from lindra.record import chain
from lindra.record.queries import heads
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
    """Check every patient's chain, the roll, and a checkpoint where one is given."""
    result = Verified()
    destroyed = _named()
    seen: dict[str, tuple[int, bytes]] = {}
    for patient, seq, head in each(heads()):
        result.patients += 1
        seen[patient] = (seq, head)
        fault = _check(patient, seq, head, destroyed, result)
        if fault:
            result.faults.append(fault)
    result.faults += [*_roll(set(seen)), *_strays(set(seen))]
    if checkpoint is not None:
        result.faults += _against(checkpoint, seen)
    return result


def _named() -> dict[str, str]:
    """Destroyed entries and the decision that names each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.event, d.decision FROM record_destroyed e JOIN record_destruction d ON d.id = e.destruction"
        )
        return dict(cursor.fetchall())


def _check(patient: str, seq: int, head: bytes, destroyed: dict[str, str], result: Verified) -> Fault | None:
    """The first fault in one patient's log, or none."""
    previous, expected = chain.GENESIS, 1
    for row in _entries(patient):
        entry = dict(zip(_COLUMNS, row, strict=True))
        result.events += 1
        if entry["seq"] != expected:
            return Fault(patient, expected, f"entry {expected} is missing")
        problem = _entry(patient, entry, previous, destroyed)
        if problem:
            return Fault(patient, expected, problem)
        result.destroyed += entry["body"] is None
        previous, expected = bytes(entry["hash"]), expected + 1
    if expected - 1 < seq:
        return Fault(
            patient, expected, f"the last entries are missing: {expected - 1} found, the head says {seq}"
        )
    if (expected - 1, previous) != (seq, head):
        return Fault(patient, expected - 1, "the head does not agree with the last entry")
    return None


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
    digest = bytes(entry["digest"])
    if entry["body"] is None:
        if entry["id"] not in destroyed:
            return "emptied without a destruction that names it"
    else:
        if (
            isinstance(entry["body"], str)
            or chain.digest(bytes(entry["salt"]), bytes(entry["body"])) != digest
        ):
            return "the body was changed"
        try:
            fields = chain.read(bytes(entry["body"]))
        except msgspec.MsgspecError:
            return "the body cannot be read"
        for name in ("id", *COPIED):
            if entry[name] != getattr(fields, name):
                return f"column {name} does not agree with the body"
    if chain.link(previous, patient, entry["seq"], entry["recorded_at"], digest) != bytes(entry["hash"]):
        return "the hash does not follow from the entry before"
    return None


def _roll(present: set[str]) -> Iterator[Fault]:
    """Patients on the roll without a log, and a roll that was tampered with."""
    previous, expected = chain.GENESIS, 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, patient, hash FROM record_roll ORDER BY number")
        rows = cursor.fetchall()
    rolled = {patient for _, patient, _ in rows}
    for number, patient, value in rows:
        if number != expected or chain.link(previous, patient, number, "", b"") != bytes(value):
            yield Fault(patient, 0, f"the roll of patients is broken at number {expected}")
            break
        previous, expected = bytes(value), expected + 1
    yield from (
        Fault(patient, 0, "the patient's whole log was removed") for patient in sorted(rolled - present)
    )
    yield from (Fault(patient, 0, "the patient is not on the roll") for patient in sorted(present - rolled))


def _strays(present: set[str]) -> Iterator[Fault]:
    """Patients with entries but no head."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT patient FROM record_event")
        found = {row[0] for row in cursor.fetchall()}
    yield from (Fault(patient, 0, "there are entries but no head") for patient in sorted(found - present))


def checkpoint(path: Path) -> str:
    """Write every head to a file outside the database, to be kept apart; returns the file's SHA-256."""
    body = "".join(
        json.dumps({"patient": patient, "seq": seq, "hash": value.hex()}) + "\n"
        for patient, seq, value in heads()
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
    return bytes(found[0]) if found else b""
