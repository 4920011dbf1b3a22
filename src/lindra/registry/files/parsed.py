"""A register file read as lines: which columns it has, which are unknown or missing. Pure."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass

from lindra.registry.files.columns import COLUMNS, NEEDED

SEPARATORS = (",", ";", "\t")


class NotAFile(ValueError):
    """The bytes are no register file: says what is wrong with it as a whole, never what stands in it."""


@dataclass(frozen=True, slots=True)
class Read:
    """A line: the number of its first line in the file, counted from 1, and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's lines, the columns that nobody knows and that are not read, and a mark of its content."""

    lines: tuple[Read, ...]
    unknown: tuple[str, ...]
    digest: str


def parse(content: bytes) -> Parsed:
    """The lines of a file in UTF-8, with comma, semicolon or tab between. Raises :class:`NotAFile`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAFile("the file is not in UTF-8") from None
    heading = text.partition("\n")[0]
    separator = max(SEPARATORS, key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        _check(names)
        lines = tuple(_lines(reader, names))
    except csv.Error as error:
        raise NotAFile(f"line {reader.line_num}: {error}") from None
    return Parsed(lines, tuple(name for name in names if name not in COLUMNS), digest(content))


def _check(names: list[str]) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise NotAFile(f"columns are missing: {', '.join(missing)}")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise NotAFile(f"columns stand there twice: {', '.join(twice)}")


def _lines(reader: Iterator[list[str]], names: list[str]) -> Iterator[Read]:
    before = reader.line_num  # type: ignore[attr-defined]
    for row in reader:
        line, before = before + 1, reader.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(names):
            raise NotAFile(f"line {line} has {len(row)} cells, the heading {len(names)}")
        yield Read(line, dict(zip(names, row, strict=True)))


def digest(content: bytes) -> str:
    """A short mark of a file's content."""
    return hashlib.sha256(content).hexdigest()[:12]
