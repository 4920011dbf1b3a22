"""Rules of the access log: what is written and hashed, how often it is anchored, how long it is kept. Pure.

Each process writes a chain of its own, its rows numbered 1, 2, 3 … Each hash covers the previous hash, chain, id,
number, time and a digest SHA-256(salt ‖ content), by the same functions as a patient's log (``record/chain.py``). When
content and salt are weeded the digest stays, so the chain still holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from lindra.record import chain

KEPT_YEARS = 5
"""Entries are kept at least so long: HSLF-FS 2016:40 4 kap. 9 § (documentation of access and of its checks)."""
ANCHOR_ROWS = 1000
ANCHOR_SECONDS = 30.0
"""A head is written outside the database at a chain's first row, every so many rows, at most so many seconds after any
row, when somebody is found to have changed the chain's end, and when the process ends. What a power cut may leave
without an anchor is at most that."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What a row says: who, in which work, why, which patients (JSON list of ids), what, by which right, outcome.

    ``title`` (profession) and ``role`` are those at the time, for the extract must tell them when they have changed.
    """

    staff: str
    title: str = ""
    role: str = ""
    assignment: str = ""
    unit: str = ""
    provider: str = ""
    purpose: str
    patients: str
    what: str
    right: str
    outcome: str


CONTENT = Entry.__struct_fields__
"""The columns that weeding empties, besides the salt."""
KEPT = ("id", "at", "chain", "seq", "digest", "hash")
"""The columns that stay as they were written."""


def quoted(names: Iterable[str]) -> str:
    """Columns as SQL names them: ``right`` is a word of its own there."""
    return ", ".join(f'"{name}"' for name in names)


_encoder = msgspec.json.Encoder(order="sorted")


def body(entry: Entry) -> bytes:
    """The content as RFC 8785 JSON: keys sorted, texts only."""
    return _encoder.encode(entry)


def link(previous: bytes, own: str, identifier: str, seq: int, at: str, digest: bytes) -> bytes:
    """The hash of a row of the chain ``own``, 32 bytes."""
    return chain.link(previous, f"{own}\n{identifier}", seq, at, digest)


def must_be_anchored(seq: int) -> int:
    """The row up to which a chain of ``seq`` rows is anchored for certain, however its process ended.

    A row is written only when those before it that ask for an anchor have got theirs.
    """
    before = seq - 1
    return max(before // ANCHOR_ROWS * ANCHOR_ROWS, min(before, 1))


def anchor_due(seq: int, seconds: float) -> bool:
    """Whether row ``seq`` is anchored when it has been written, ``seconds`` after the anchor before."""
    return seq == 1 or seq % ANCHOR_ROWS == 0 or seconds >= ANCHOR_SECONDS


def weeding(before: str) -> str:
    """What the row of the log says that tells of a weeding."""
    return f"weed the access log of what is older than {before}"


def weedable_before(now: datetime) -> datetime:
    """The instant before which entries may be weeded: five years ago, for 29 February the day before."""
    try:
        return now.replace(year=now.year - KEPT_YEARS)
    except ValueError:
        return now.replace(year=now.year - KEPT_YEARS, day=28)
