"""The register file: its columns, and a report as the cells of a line. Pure. Documented in ``docs/register-file.md``.

Who died, when, and which unit reports stand in columns of their own; the rest are the questions of the form, by their
names, with the codes of their answers. A question that was not asked is empty; several answers have a blank between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_origin

from pydantic import ValidationError

from lindra.registry.events import DeathReported

What = Literal["new", "corrected", "erased"]
"""What a line asks of the register: a new report, one in place of an earlier one, or to erase one."""
ABOUT = ("batch", "action", "unit", "number", "given", "family", "died", "reported")
QUESTIONS = tuple(DeathReported.model_fields)
COLUMNS = (*ABOUT, *QUESTIONS)
NEEDED = ("unit", "number", "died", "reported", *(
    name for name, field in DeathReported.model_fields.items() if field.is_required()
))  # fmt: skip
"""Columns without which a line says no report."""
SEVERAL = frozenset(
    name for name, field in DeathReported.model_fields.items() if get_origin(field.annotation) is tuple
)
"""Questions with several answers."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line for the register."""

    what: What
    unit: str
    """HSA-id."""
    number: str
    given: str
    family: str
    died: date
    reported: date | None
    answers: DeathReported | None
    """None where the report is to be erased."""


def cells(line: Line, batch: str) -> dict[str, str]:
    """A line by column."""
    about = {
        "batch": batch, "action": line.what, "unit": line.unit, "number": line.number, "given": line.given,
        "family": line.family, "died": line.died.isoformat(),
        "reported": line.reported.isoformat() if line.reported else "",
    }  # fmt: skip
    return about | (told(line.answers) if line.answers is not None else dict.fromkeys(QUESTIONS, ""))


def told(report: DeathReported) -> dict[str, str]:
    """The answers of a report by column."""
    return {name: _text(getattr(report, name)) for name in QUESTIONS}


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    return value.isoformat() if isinstance(value, date) else str(value or "")


class NoReport(ValueError):
    """The cells say no report; ``columns`` are those that are wrong or missing."""

    def __init__(self, columns: Iterator[str]) -> None:
        self.columns = tuple(dict.fromkeys(columns))
        super().__init__(", ".join(self.columns))


def report(line: Mapping[str, str]) -> DeathReported:
    """The report that a line's cells say. Raises :class:`NoReport`, naming columns and never what stands in them."""
    given = {name: line.get(name, "").strip() for name in QUESTIONS}
    values = {name: tuple(text.split()) if name in SEVERAL else text for name, text in given.items() if text}
    try:
        return DeathReported.model_validate(values)
    except ValidationError as error:
        raise NoReport(str(one["loc"][0]) for one in error.errors()) from None


def a_day(text: str) -> date | None:
    """A day as the file writes it; nothing where it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
