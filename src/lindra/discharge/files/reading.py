"""Rows of a case file: CSV, or its JSON twin, read one by one; what cannot be read is told by line and left out."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import IO, Any, NamedTuple, TextIO

from lindra.discharge.files import mapping
from lindra.discharge.files.times import NoTime, instant
from lindra.discharge.steps import RANK, Finding, limits

COLUMNS = ("case", "municipality", "event", "at", "value")
NEEDED = COLUMNS[:4]
Refuse = Callable[[Finding], None]


class NotAFile(ValueError):
    """What was given is no case file at all; says why."""


class Row(NamedTuple):
    """One row that could be read."""

    case: str
    municipality: str
    event: str
    at: datetime
    value: str
    line: int


def rows(file: TextIO, told: Refuse, *, now: datetime) -> Iterator[Row]:
    """Each row that can be read, in the order of the file; ``told`` gets what is wrong with the others."""
    head = file.readline()
    begins = head.lstrip("\ufeff \t\r\n")
    raw = _objects(head + file.read()) if begins[:1] in ("[", "{") else _lines(head, file, told)
    yield from _read(raw, told, now)


def exported(file: IO[bytes], how: mapping.Export, told: Refuse, *, now: datetime) -> Iterator[Row]:
    """The same of a county's own export."""
    raw = ((line, found if isinstance(found, str) else [found[name] for name in COLUMNS])
           for line, found in mapping.rows(file, how))  # fmt: skip
    yield from _read(raw, told, now)


def _read(raw: Iterable[tuple[int, Fields]], told: Refuse, now: datetime) -> Iterator[Row]:
    latest = now + timedelta(days=limits()["future"]["days"])
    for line, fields in raw:
        try:
            yield _row(line, fields, told, latest)
        except _Refused as error:
            told(Finding(line, _named(fields), error.code, "row", f"{error.text}; the row is left out."))


class _Refused(Exception):
    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


Fields = list[str] | str
"""The five fields of a row, or what is wrong with it."""


def _lines(head: str, file: TextIO, told: Refuse) -> Iterator[tuple[int, Fields]]:
    """The rows of a CSV file, each with the number of its (last) line."""
    if not head.strip():
        raise NotAFile(f"the file is empty; its first line is to be {','.join(COLUMNS)}")
    mark = max(",;\t", key=head.count)
    names = [name.strip().strip('"').casefold() for name in head.lstrip("\ufeff").strip().split(mark)]
    if missing := [name for name in NEEDED if name not in names]:
        raise NotAFile(f"no column {', '.join(missing)}; the first line is to be {','.join(COLUMNS)}")
    if strange := [name for name in names if name not in COLUMNS]:
        told(Finding(1, "", "unknown_column", "note", f"{len(strange)} unknown columns; they are not read."))
    reader = csv.reader(file, delimiter=mark)
    order = None if names == list(COLUMNS) else [names.index(one) if one in names else -1 for one in COLUMNS]
    while True:
        try:
            for row in reader:
                if len(row) == len(names):
                    yield (
                        reader.line_num + 1,
                        row if order is None else [row[at] if at >= 0 else "" for at in order],
                    )
                elif row:
                    yield reader.line_num + 1, f"{len(row)} columns where {len(names)} are needed"
            return
        except csv.Error as error:
            yield reader.line_num + 1, f"cannot be read as CSV ({error}); is a quotation mark left open?"


def _objects(text: str) -> Iterator[tuple[int, Fields]]:
    """The objects of a JSON list; the line is the number of the object, from 1."""
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except ValueError as error:
        raise NotAFile(f"the file is no JSON: {error}") from None
    if not isinstance(found, list):
        raise NotAFile(f"the file is to be a list of objects with {', '.join(COLUMNS)}")
    for number, one in enumerate(found, 1):
        yield number, _fields(one)


def _fields(one: Any) -> Fields:
    if not isinstance(one, dict):
        return f"no object with {', '.join(COLUMNS)}"
    given = [one.get(name) for name in COLUMNS]
    if any(value is not None and not isinstance(value, str) for value in given):
        return "every value is to be text"
    if missing := [name for name in NEEDED if one.get(name) is None]:
        return f"no {', '.join(missing)}"
    return [value or "" for value in given]


def _row(line: int, fields: Fields, told: Refuse, latest: datetime) -> Row:
    if isinstance(fields, str):
        raise _Refused("columns", fields)
    case, municipality, event, at, value = fields
    case, municipality, event, value = case.strip(), municipality.strip(), event.strip(), value.strip()
    if event not in RANK:
        raise _Refused("event", f"{_shown(event)}is no event; there are: {', '.join(sorted(RANK))}")
    if not case or not municipality:
        raise _Refused("empty", f"{'case' if not case else 'municipality'} is empty")
    if "\ufffd" in case or "\ufffd" in municipality or "\ufffd" in value:
        raise _Refused("encoding", "letters that are not UTF-8; save the file as UTF-8")
    try:
        moment, twice = instant(at.strip())
    except NoTime as error:
        raise _Refused("at", f"at {error}") from None
    if twice:
        text = (
            "a time that the clocks showed twice; the first, in summer time, was taken. An offset says which."
        )
        told(Finding(line, case, "ambiguous", "note", text))
    if event == "estimate" and value:
        _check_estimate(value, latest)
    return Row(case, municipality, event, moment, value, line)


def _check_estimate(value: str, latest: datetime) -> None:
    """An estimate names a day or a time, not too far ahead."""
    try:
        on = date.fromisoformat(value) if len(value) == 10 else instant(value)[0].date()
    except ValueError:
        raise _Refused("value", "value of an estimate is no day or time in ISO 8601, nor empty") from None
    if on > latest.date():
        days = limits()["future"]["days"]
        raise _Refused("far_future", f"an estimate more than {days} days from now. Is the year right?")


def _shown(event: str) -> str:
    """An event that does not exist, if it looks like a word: what stands in a wrong column is nobody's to print."""
    return f"{event} " if len(event) <= 30 and event.replace("_", "").isalpha() else "this "


def _named(fields: Fields) -> str:
    return "" if isinstance(fields, str) else fields[0].strip()
