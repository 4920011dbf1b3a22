"""Rows of a file put together to cases, however scattered they are, in bounded memory.

Rows wait packed, some forty bytes each, until there are many; then all are dealt into files by their case, and the
cases are put together from one such file after another. Small files give their cases in the order in which they begin;
large ones in groups, in an order that is the same each time.
"""

from __future__ import annotations

import marshal
import struct
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

from lindra.discharge.files.reading import Row
from lindra.discharge.steps import EVENTS, RANK, Step

WAITING = 1_000_000
"""Rows that wait in memory before they are written: some 100 MB."""
GROUPS = 64
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
PACKED = struct.Struct("<BqQII")
"""Event, microseconds since 1970, line, municipality (its number), and the length of the value that follows."""
Steps = list[tuple[str, Step]]
"""A case's rows, each with its municipality."""


def gathered(rows: Iterable[Row], waiting: int = WAITING) -> Iterator[tuple[str, Steps]]:
    """Each case's id with its rows, once all rows have been read."""
    with tempfile.TemporaryDirectory(prefix="lindra-cases-") as folder:
        groups = [Path(folder) / str(number) for number in range(GROUPS)]
        places: dict[str, int] = {}
        cases: dict[str, bytearray] = {}
        count = 0
        for case, municipality, event, at, value, line in rows:
            place = places.setdefault(municipality, len(places))
            kept = value.encode("utf-8", "replace") if value else b""
            if (found := cases.get(case)) is None:
                found = cases[case] = bytearray()
            found += PACKED.pack(RANK[event], (at - EPOCH) // MICROSECOND, line, place, len(kept)) + kept
            count += 1
            if count % waiting == 0:
                _spill(groups, cases)
        names = list(places)
        if count < waiting:
            yield from ((case, _unpacked(packed, names)) for case, packed in cases.items())
            return
        _spill(groups, cases)
        for group in groups:
            yield from ((case, _unpacked(packed, names)) for case, packed in _unspilled(group).items())


def _unpacked(packed: bytearray, names: list[str]) -> Steps:
    """A case's rows, in the order they were read."""
    found, at = [], 0
    while at < len(packed):
        event, microseconds, line, place, length = PACKED.unpack_from(packed, at)
        at += PACKED.size + length
        value = packed[at - length : at].decode() if length else ""
        moment = EPOCH + timedelta(0, 0, microseconds)
        found.append((names[place], Step(EVENTS[event], moment, value, line)))
    return found


def _spill(groups: list[Path], cases: dict[str, bytearray]) -> None:
    """Add what waits to the file of its group, and let go of it."""
    dealt: list[list[tuple[str, bytes]]] = [[] for _ in groups]
    for case, packed in cases.items():
        dealt[crc32(case.encode("utf-8", "replace")) % len(groups)].append((case, bytes(packed)))
    for group, some in zip(groups, dealt, strict=True):
        with group.open("ab") as file:
            marshal.dump(some, file)
    cases.clear()


def _unspilled(group: Path) -> dict[str, bytearray]:
    """The cases of a group, whatever was written when; its file goes."""
    cases: dict[str, bytearray] = {}
    with group.open("rb") as file:
        while file.peek(1):
            for case, packed in marshal.load(file):  # noqa: S302 - written by this process, in a folder of its own
                if case in cases:
                    cases[case] += packed
                else:
                    cases[case] = bytearray(packed)
    group.unlink()
    return cases
