"""Heads of the access log's chains, written outside the database: ``access-anchors.ndjson`` in ``LINDRA_HOME``.

One line an anchor, appended under a lock and on disk before ``append`` returns. Each line has a number and a hash over
the line before, so a line that is changed or taken out of the middle is missed. A line that a power cut tore is passed
over: its writer never got an answer. ``lindra privacy anchor`` writes the same to a file that is kept apart.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from lindra import clock
from lindra.record.chain import GENESIS
from lindra.record.envelope import stamp
from lindra.record.export import sync_folder

FILE = "access-anchors.ndjson"
_TAIL = 4096
"""Bytes that hold the last whole line for certain."""


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """Chain ``chain`` had the hash ``hash`` at row ``seq`` (0: it begins); ``last``: its process wrote no more."""

    number: int
    at: str
    chain: str
    seq: int
    hash: str
    last: bool = False
    line: str = ""
    """SHA-256 over the line before and this line without ``line``."""


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(Anchor)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stands; ``last`` when no row follows."""

    chain: str
    seq: int
    hash: bytes
    last: bool = False


def append(home: Path, heads: Iterable[Head]) -> None:
    """Write heads, and wait until they are on disk."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / FILE
    new = not path.exists()
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        torn, before = _end(file.fileno())
        lines = [_line(anchor) for anchor in _following(before, heads)]
        file.write(b"\n" * torn + b"".join(lines))
        file.flush()
        os.fsync(file.fileno())
    if new:
        sync_folder(home)


def _following(before: Anchor | None, heads: Iterable[Head]) -> Iterator[Anchor]:
    at = stamp(clock.now())
    for head in heads:
        bare = Anchor(
            number=before.number + 1 if before else 1, at=at, chain=head.chain, seq=head.seq, hash=head.hash.hex(),
            last=head.last,
        )  # fmt: skip
        before = msgspec.structs.replace(bare, line=_hash(before.line if before else GENESIS.hex(), bare))
        yield before


def _hash(previous: str, bare: Anchor) -> str:
    return hashlib.sha256(bytes.fromhex(previous) + _encoder.encode(bare)).hexdigest()


def _line(anchor: Anchor) -> bytes:
    return _encoder.encode(anchor) + b"\n"


def _end(handle: int) -> tuple[bool, Anchor | None]:
    """Whether the last line is torn, and the last whole one."""
    size = os.fstat(handle).st_size
    tail = os.pread(handle, _TAIL, max(size - _TAIL, 0))
    whole = [found for line in tail.split(b"\n") if (found := _read(line))]
    return bool(tail) and not tail.endswith(b"\n"), whole[-1] if whole else None


def _read(line: bytes) -> Anchor | None:
    try:
        return _decoder.decode(line)
    except (msgspec.MsgspecError, ValueError):
        return None


def lines(home: Path) -> Iterator[Anchor]:
    """Every whole line, in order; nothing where there is no file."""
    path = home / FILE
    if path.exists():
        with path.open("rb") as file:
            yield from (found for line in file if (found := _read(line)))


def broken_at(found: Iterable[Anchor]) -> int:
    """The number of the first line that does not follow from the one before; 0 where all do."""
    previous, expected = GENESIS.hex(), 1
    for anchor in found:
        bare = msgspec.structs.replace(anchor, line="")
        if anchor.number != expected or _hash(previous, bare) != anchor.line:
            return expected
        previous, expected = anchor.line, expected + 1
    return 0


KIND = "access"
"""The first key of a file kept apart, by which ``lindra verify`` knows which room it is for."""


def keep(path: Path, home: Path, heads: Iterable[Head]) -> str:
    """Write heads to a file to be kept apart from this machine; returns the file's SHA-256."""
    latest = next(iter(deque(lines(home), maxlen=1)), None)
    first = {
        KIND: 1, "written_at": stamp(clock.now()), "anchors": latest.number if latest else 0,
        "line": latest.line if latest else "",
    }  # fmt: skip
    rows = ({"chain": head.chain, "seq": head.seq, "hash": head.hash.hex()} for head in heads)
    packed = gzip.compress("".join(json.dumps(row) + "\n" for row in (first, *rows)).encode(), mtime=0)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed)
    return hashlib.sha256(packed).hexdigest()


def read_kept(path: Path) -> tuple[dict[str, Any], list[Head]]:
    """The first line of a file kept apart, and the heads in it."""
    with gzip.open(path, "rt") as file:
        first = json.loads(file.readline())
        rows = [json.loads(line) for line in file]
    return first, [Head(row["chain"], row["seq"], bytes.fromhex(row["hash"])) for row in rows]
