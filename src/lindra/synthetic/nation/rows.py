"""Rows of an export gathered as arrays, and made into an Arrow table.

Text is kept as numbers of words, and turned into text only in the table; keys and answers lie in pools.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from lindra.synthetic.nation.calendar import Whole, day_of
from lindra.synthetic.nation.draw import Index, Rng

NONE = -1
NEVER = np.iinfo(np.int64).min
"""No time."""
TYPES = {
    "VARCHAR": pa.string(), "TIMESTAMP": pa.timestamp("us"), "SMALLINT": pa.int16(), "INTEGER": pa.int32(),
    "BIGINT": pa.int64(), "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_(), "DATE": pa.date32(),
}  # fmt: skip


class Words:
    """Words by number, in the order they were first used."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, word: str | None) -> int:
        """The number of a word; none has none."""
        return NONE if word is None else self.numbers.setdefault(word, len(self.numbers))

    def of(self, words: tuple[str | None, ...]) -> Index:
        """The numbers of several words; a last one for what has none, so that −1 finds it."""
        return np.array([*(self.number(word) for word in words), NONE], np.int64)

    def text(self, numbers: Index) -> pa.Array:
        """The words, as a column."""
        return chosen(pa.array(list(self.numbers) or [""], pa.string()), numbers)


def chosen(values: pa.Array, numbers: Index) -> pa.Array:
    """Some of the values, by number; none where the number is none. No two values may be alike."""
    taken = pa.array(np.maximum(numbers, 0).astype(np.int32), mask=numbers < 0)
    return pa.DictionaryArray.from_arrays(taken, values)


def each(values: pa.Array, numbers: Index) -> pa.Array:
    """As :func:`chosen`, for values of which there are many: every one is written out, not the whole list of them."""
    return values.take(pa.array(numbers, mask=numbers < 0))


def hexadecimal(rng: Rng, size: int, digits: int = 32) -> pa.Array:
    """Pseudonyms and keys: random hexadecimal digits, as many as the export's have."""
    data = pa.py_buffer(rng.bytes(size * digits // 2).hex().encode())
    offsets = pa.py_buffer(np.arange(0, (size + 1) * digits, digits, dtype=np.int32))
    return pa.StringArray.from_buffers(size, offsets, data)


def moment(minutes: Whole) -> pa.Array:
    """Minutes as timestamps, none where there is no time."""
    none = minutes == NEVER
    return pa.array(np.where(none, 0, minutes) * 60_000_000, pa.timestamp("us"), mask=none)


def calendar_day(instant: Whole) -> pa.Array:
    """The calendar days in Stockholm on which instants fall."""
    return pa.array(day_of(instant).astype(np.int32), pa.date32())


class Rows:
    """Events of the people of a month, being told."""

    def __init__(self, rng: Rng) -> None:
        self.rng = rng
        self.words = Words()
        self.keys = 0
        self.answers: list[str] = []
        self._parts: list[dict[str, Any]] = []

    def new_keys(self, size: int) -> Index:
        """Keys of episodes, by number."""
        self.keys += size
        return np.arange(self.keys - size, self.keys)

    def told(self, answers: list[str]) -> Index:
        """Answers of reports, by number."""
        self.answers += answers
        return np.arange(len(self.answers) - len(answers), len(self.answers))

    def choice(self, words: tuple[str | None, ...], which: Index) -> Index:
        """Words chosen by number, for a column."""
        return self.words.of(words)[which]

    def add(self, kind: str, who: Index, start: Whole, unit: Index, **columns: Any) -> None:
        """Events of one kind. ``end`` is a time; words are one text for all or what :meth:`choice` gave."""
        if len(who):
            self._parts.append({"kind": kind, "who": who, "start": start, "unit_number": unit, **columns})

    def column(self, name: str, kind: Any, fill: Any) -> Any:
        """One column of everything that was told, filled where it is not of a kind."""
        found = []
        for part in self._parts:
            value = part.get(name, fill)
            if isinstance(value, str):
                value = self.words.number(value)
            found.append(np.broadcast_to(np.asarray(value, kind), len(part["who"])))
        return np.concatenate(found) if found else np.zeros(0, kind)
