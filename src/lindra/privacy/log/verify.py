"""Is the access log as it was written? The part of ``lindra verify`` that stands in this room.

Found are: a changed row, a removed or inserted row, a removed tail (by the head; where the head was moved too, by the
anchors outside the database), a removed chain, rows of a chain that no process of this world began, rows emptied
without a weeding, a weeding of what is too young, an index of patients that is not that of the rows. A fault is told
only when it is there in one snapshot of the database, so that somebody who writes meanwhile raises none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from lindra.privacy.accesslog import DATABASE
from lindra.privacy.log import anchors
from lindra.privacy.log import rules as log_rules
from lindra.privacy.log.anchors import Anchor
from lindra.privacy.log.rules import CONTENT, KEPT, Entry
from lindra.record import chain
from lindra.record.envelope import instant, stamp

_BATCH = 1000
_COLUMNS = (*KEPT, "salt", *CONTENT)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in which chain, at which row (0: the whole chain, or where no chain is named the whole log)."""

    chain: str
    seq: int
    what: str


@dataclass(slots=True)
class Outside:
    """What was written outside the database of one chain: hash by row, and its last row where its process ended."""

    hashes: dict[int, str] = field(default_factory=dict)
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends by the database, and up to where its patients are in the index."""

    seq: int
    hash: bytes
    named: int


@dataclass(slots=True)
class Checked:
    """How much was checked, and what was found."""

    chains: int = 0
    entries: int = 0
    weeded: int = 0
    faults: list[Fault] = field(default_factory=list)


def told(kept: Path | None = None) -> dict[str, Any]:
    """What ``lindra verify`` says of the access log; ``kept`` is a file that ``lindra privacy anchor`` wrote."""
    return asdict(check(kept))


def check(kept: Path | None = None) -> Checked:
    """Check every chain against its head, the anchors and a file kept apart; then the weedings."""
    result, known = Checked(), list(anchors.lines(settings.LINDRA_HOME))
    outside = _by_chain(known)
    if number := anchors.broken_at(known):
        result.faults.append(Fault("", 0, f"the file of anchors is broken at line {number}"))
    if kept is not None:
        result.faults += _kept(kept, known, outside)
    heads, weeded = _heads(), _weeded_before()
    for name, head in heads.items():
        found = _chain(name, head, outside.get(name, Outside()), outside.get(name), weeded)
        faults = _again(name, outside.get(name, Outside())) if found.faults else []
        result.chains += 1
        result.entries += found.entries
        result.weeded += found.weeded
        result.faults += faults
    result.faults += [
        Fault(name, 0, "the whole chain was removed")
        for name, own in outside.items()
        if name not in heads and any(own.hashes)
    ]
    result.faults += [*_strays(), *_weedings()]
    return result


def _by_chain(known: Iterable[Anchor]) -> dict[str, Outside]:
    found: dict[str, Outside] = {}
    for line in known:
        own = found.setdefault(line.chain, Outside())
        own.hashes[line.seq] = line.hash
        own.last = line.seq if line.last else None
    return found


def _kept(path: Path, known: list[Anchor], outside: dict[str, Outside]) -> Iterator[Fault]:
    """Add what a file kept apart knows to what the anchors say; and are the anchors those it saw?"""
    first, heads = anchors.read_kept(path)
    number = first["anchors"]
    if number and (len(known) < number or known[number - 1].line != first["line"]):
        yield Fault(
            "", 0, f"the file of anchors is not the one of {first['written_at']}: it was cut or rewritten"
        )
    for head in heads:
        own = outside.setdefault(head.chain, Outside())
        if own.hashes.setdefault(head.seq, head.hash.hex()) != head.hash.hex():
            yield Fault(head.chain, head.seq, "the anchors are not those of the file kept apart")


def _heads(only: str = "") -> dict[str, Head]:
    """Every chain, or one, by name."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(
            "SELECT chain, seq, hash, named FROM privacy_access_head WHERE chain = %s OR %s = ''",
            [only, only],
        )
        rows = cursor.fetchall()
    return {
        name: Head(_number(seq), _blob(value), _number(named)) for name, seq, value, named in sorted(rows)
    }


def _blob(value: Any) -> bytes:
    """Bytes as stored; none where it is something else than bytes."""
    return bytes(value) if isinstance(value, (bytes, bytearray, memoryview)) else b""


def _number(value: Any) -> int:
    """A number as stored; -1 where it is something else."""
    return value if isinstance(value, int) else -1


def _again(name: str, before: Outside) -> list[Fault]:
    """The same check in one snapshot; the anchors that must be there are read after it was taken."""
    with transaction.atomic(using=DATABASE):
        if connections[DATABASE].vendor == "postgresql":
            with connections[DATABASE].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        head = _heads(name).get(name)
        if head is None:
            return [Fault(name, 0, "the chain's head was removed")]
        after = _by_chain(anchors.lines(settings.LINDRA_HOME)).get(name)
        return _chain(name, head, before, after, _weeded_before()).faults


def _chain(name: str, head: Head, before: Outside, after: Outside | None, weeded: str) -> Checked:
    """One chain: its first fault, then whether its end is the one that was written."""
    found, previous, expected = Checked(), chain.GENESIS, 1

    def broken(seq: int, what: str) -> Checked:
        found.faults.append(Fault(name, seq, what))
        return found

    for rows in _rows(name):
        for row in rows:
            if row["seq"] != expected:
                return broken(expected, f"row {expected} is missing")
            if problem := _problem(name, row, previous, before, weeded):
                return broken(expected, problem)
            found.entries += 1
            found.weeded += row["salt"] is None
            previous, expected = _blob(row["hash"]), expected + 1
        if wrong := _misnamed(rows, head.named):
            return broken(wrong, "the index of patients is not that of the row")
    for seq, what in _end(head, before, after, expected - 1, previous):
        broken(seq, what)
        break
    return found


def _end(
    head: Head, before: Outside, after: Outside | None, seq: int, value: bytes
) -> Iterator[tuple[int, str]]:
    """What is wrong with a chain that holds together up to a row."""
    anchored = max(before.hashes, default=0)
    if seq < head.seq:
        yield seq + 1, f"the last rows are missing: {seq} found, the head says {head.seq}"
    if seq < anchored:
        yield (
            seq + 1,
            f"the last rows are missing: {seq} found, the anchors outside the database say {anchored}",
        )
    if (seq, value) != (head.seq, head.hash):
        yield seq, "the head does not agree with the last row"
    if after is None:
        yield 0, "no process of this world began this chain: its rows were put in, or the anchors were cut"
    elif max(after.hashes, default=0) < log_rules.must_be_anchored(seq):
        yield log_rules.must_be_anchored(seq), "an anchor is missing from the file outside the database"
    if before.last is not None and seq > before.last:
        yield before.last + 1, "rows were put in after the process had ended"


def _problem(name: str, row: dict[str, Any], previous: bytes, outside: Outside, weeded: str) -> str:
    """What is wrong with one row, or nothing."""
    digest = _blob(row["digest"])
    if row["salt"] is None:
        if any(row[column] is not None for column in CONTENT):
            return "the row was emptied in part"
        if str(row["at"]) >= weeded:
            return "the row was emptied without a weeding"
    else:
        content = {column: row[column] for column in CONTENT}
        if not all(isinstance(value, str) for value in content.values()):
            return "the row was emptied in part"
        if chain.digest(_blob(row["salt"]), log_rules.body(Entry(**content))) != digest:
            return "the row was changed"
    value = log_rules.link(previous, name, str(row["id"]), row["seq"], str(row["at"]), digest)
    if value != _blob(row["hash"]):
        return "the hash does not follow from the row before"
    if outside.hashes.get(row["seq"], value.hex()) != value.hex():
        return "the chain is not the one that was anchored: it was computed anew after a change"
    return ""


def _rows(name: str) -> Iterator[list[dict[str, Any]]]:
    """A chain's rows in order, a thousand at a time."""
    after = -1
    while True:
        with connections[DATABASE].cursor() as cursor:
            cursor.execute(
                f"SELECT {log_rules.quoted(_COLUMNS)} FROM privacy_access "  # noqa: S608
                "WHERE chain = %s AND seq > %s ORDER BY seq LIMIT %s",
                [name, after, _BATCH],
            )
            rows = [dict(zip(_COLUMNS, row, strict=True)) for row in cursor.fetchall()]
        yield rows
        if len(rows) < _BATCH:
            return
        after = rows[-1]["seq"]


def _misnamed(rows: list[dict[str, Any]], named: int) -> int:
    """The first row whose patients are not those in the index; 0 where all are."""
    rows = [row for row in rows if row["seq"] <= named]
    if not rows:
        return 0
    stored: dict[str, set[str]] = {}
    marks = ", ".join(["%s"] * len(rows))
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(
            f"SELECT entry, patient FROM privacy_access_name WHERE entry IN ({marks})",  # noqa: S608
            [row["id"] for row in rows],
        )
        for entry, patient in cursor.fetchall():
            stored.setdefault(entry, set()).add(patient)
    wrong = (r["seq"] for r in rows if stored.get(r["id"], set()) != set(json.loads(r["patients"] or "[]")))
    return next(wrong, 0)


def _strays() -> Iterator[Fault]:
    """Chains with rows and no head; a chain gets both in one transaction."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT chain FROM privacy_access a "
            "WHERE NOT EXISTS (SELECT 1 FROM privacy_access_head h WHERE h.chain = a.chain)"
        )
        for (name,) in cursor.fetchall():
            yield Fault(name, 0, "there are rows but no head")


def _weeded_before() -> str:
    """The instant before which rows may be empty; the empty text where nothing was weeded."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute("SELECT MAX(before) FROM privacy_access_weeding")
        return cursor.fetchone()[0] or ""


def _weedings() -> Iterator[Fault]:
    """Weedings of what was too young, and such as no row of the log tells of."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(
            "SELECT w.entry, w.before, a.at, a.what FROM privacy_access_weeding w "
            "LEFT JOIN privacy_access a ON a.id = w.entry"
        )
        rows = cursor.fetchall()
    for entry, before, at, what in rows:
        if at is None or what not in (None, log_rules.weeding(before)):
            yield Fault(
                "", 0, f"no row of the log tells of the weeding of what is older than {before} ({entry})"
            )
        elif before > stamp(log_rules.weedable_before(instant(at))):
            yield Fault(
                "",
                0,
                f"what is older than {before} was weeded before it was {log_rules.KEPT_YEARS} years old",
            )
