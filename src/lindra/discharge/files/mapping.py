"""A county's own export as neutral rows, by a data file: what its columns and its events are called here.

The vendors' formats are not public, and so none is built in. ``data/mappings/example.toml`` is a made-up one.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from lindra.discharge.steps import DATA, RANK

FOLDER = DATA / "mappings"


class BadMapping(ValueError):
    """No mapping by that name, or one that cannot be used: says what to put right."""


class Columns(BaseModel):
    """What the columns of the export are called. ``at``: one column, or a day and a time of day.

    ``number`` (the patient's identity number) and ``sender`` (the HSA-id of the unit that sent) are needed only to read
    the export into the record; ``value`` then holds HSA-ids of the units that got the message.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: str
    municipality: str
    event: str
    at: str | tuple[str, ...]
    value: str = ""
    number: str = ""
    sender: str = ""

    @property
    def moment(self) -> tuple[str, ...]:
        """The columns that together say when."""
        return (self.at,) if isinstance(self.at, str) else self.at


class PassedOver(BaseModel):
    """Events of the tool that are none here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    events: frozenset[str] = frozenset()


class Export(BaseModel):
    """How one county's export is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    encoding: str = "utf-8-sig"
    delimiter: Literal[",", ";", "\t", "|"] = ","
    time: str = ""
    """How times are written (``strptime``); empty: ISO 8601."""
    columns: Columns
    events: Mapping[str, str] = Field(min_length=1)
    passed_over: PassedOver = PassedOver()
    municipalities: Mapping[str, str] = {}
    """By the name that stands in the export; others are taken as they are."""

    @field_validator("events")
    @classmethod
    def _known(cls, told: Mapping[str, str]) -> Mapping[str, str]:
        for name, event in told.items():
            if event not in RANK:
                raise ValueError(
                    f"{name!r} is mapped to {event!r}, which is no event; there are: {', '.join(sorted(RANK))}"
                )
        return told


def find(asked: str) -> Export:
    """The mapping of a file, or of a name that comes with Lindra. Raises :class:`BadMapping`."""
    path = Path(asked) if Path(asked).suffix == ".toml" else FOLDER / f"{asked}.toml"
    if not path.is_file():
        names = ", ".join(sorted(one.stem for one in FOLDER.glob("*.toml")))
        raise BadMapping(f"no mapping of that name and no such file. There are: {names}")
    try:
        return Export.model_validate(tomllib.loads(path.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise BadMapping(f"the mapping is no TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise BadMapping(f"the mapping, {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


Told = dict[str, str]
"""A row of the export under the neutral names, with ``number`` and ``sender`` where they are mapped."""


def rows(file: IO[bytes], mapping: Export) -> Iterator[tuple[int, Told | str]]:
    """Each row of an export with its line: under the neutral names, or what is wrong with it.

    What the tool tells that is no event here is passed over. Raises :class:`BadMapping` where a column is missing.
    """
    lines = (raw.decode(mapping.encoding, errors="replace") for raw in file)
    reader = csv.DictReader(lines, delimiter=mapping.delimiter)
    wanted = _wanted(mapping)
    if missing := [name for name in wanted if name not in (reader.fieldnames or ())]:
        raise BadMapping(f"the file has no column {', '.join(missing)}, which the mapping names")
    while True:
        try:
            for row in reader:
                if (told := _told(row, mapping)) is not None:
                    yield reader.line_num, told
            return
        except csv.Error as error:
            yield reader.line_num + 1, f"cannot be read as CSV ({error}); is a quotation mark left open?"


def _wanted(mapping: Export) -> list[str]:
    named = mapping.columns
    return [one for one in (named.case, named.municipality, named.event, *named.moment, named.value, named.number,
                            named.sender) if one]  # fmt: skip


def _told(row: Mapping[str, Any], mapping: Export) -> Told | str | None:
    named = mapping.columns
    if any(row.get(one) is None for one in _wanted(mapping)):
        return "fewer columns than the heading has"
    event = row[named.event].strip()
    if event in mapping.passed_over.events:
        return None
    if event not in mapping.events:
        return "an event that the mapping does not know; name it under events or passed_over"
    moment = _moment(" ".join(row[one].strip() for one in named.moment), mapping.time)
    if moment is None:
        return f"a time that is not written as the mapping says ({mapping.time or 'ISO 8601'})"
    where = row[named.municipality].strip()
    told = {
        "case": row[named.case].strip(), "municipality": mapping.municipalities.get(where, where),
        "event": mapping.events[event], "at": moment, "value": row[named.value].strip() if named.value else "",
    }  # fmt: skip
    further = {"number": named.number, "sender": named.sender}
    return told | {name: row[column].strip() for name, column in further.items() if column}


def _moment(text: str, pattern: str) -> str | None:
    """A time as ISO 8601, as written; nothing where it is not as the pattern says."""
    if not pattern:
        return text
    try:
        return datetime.strptime(text, pattern).isoformat()  # noqa: DTZ007 - without offset it is Stockholm's, as in any case file
    except ValueError:
        return None
