"""A unit's earlier reports, from a register file back into its records: what fits is written, the rest is shown.

Nothing is decided silently: where the file contradicts itself, or the record, the line is left and both sides are told.
A line is told by its number and columns, never by whose it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db import transaction

from lindra import clock
from lindra.people.rules import NotAnIdentityNumber, identity_number
from lindra.privacy import door, tallies
from lindra.privacy.door import Draft, Opened
from lindra.privacy.reader import Reader
from lindra.record.chart import Statement
from lindra.record.envelope import Source, When, midnight
from lindra.record.facts import DEATH
from lindra.registry.events import REPORT, DeathReported, RegisterSent
from lindra.registry.files.columns import NoReport, a_day, report, told
from lindra.registry.files.export import authorised
from lindra.registry.files.parsed import Parsed, Read
from lindra.registry.readings import WAITING
from lindra.registry.situation import moment

SYSTEM = "register-file"
Why = Literal[
    "unit",
    "number",
    "twice",
    "codes",
    "days",
    "unknown",
    "opted_out",
    "not_dead",
    "died",
    "reported",
    "elsewhere",
]
"""Why a line is left: of another unit; no identity number; its person on several lines that differ; answers missing, or
of unknown codes; its own days contradict each other; no such patient of the unit; out of registers; alive in the
record, or dead on another day; reported otherwise, by this unit or where it may not be seen."""


@dataclass(frozen=True, slots=True)
class Left:
    """A line that was left, and what each side says where that is no secret: columns, days, lines, entries."""

    line: int
    why: Why
    columns: tuple[str, ...] = ()
    file: str = ""
    record: str = ""


@dataclass(slots=True)
class Imported:
    """What was written, what was there already, lines that ask to erase something, and what was left."""

    written: int = 0
    there: int = 0
    erasures: int = 0
    repeated: int = 0
    left: list[Left] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Sound:
    """A line that says a report by itself, whatever the record says."""

    line: int
    number: str
    died: date
    reported: date
    answers: DeathReported


def take_back(parsed: Parsed, reader: Reader) -> Imported:
    """Write the reports of a file that fit. Raises :class:`~lindra.registry.files.export.NotAuthorised`."""
    authorised(reader)
    done = Imported()
    sound = []
    for line in parsed.lines:
        if line.cells.get("action") == "erased":
            done.erasures += 1
            continue
        one = _sound(line, reader)
        if isinstance(one, Left):
            done.left.append(one)
        else:
            sound.append(one)
    for one in _once(sound, done):
        _one(one, parsed.digest, reader, done)
    done.left.sort(key=lambda one: one.line)
    return done


def _sound(read: Read, reader: Reader) -> _Sound | Left:
    """What can be judged without the record."""
    cells, line = read.cells, read.line
    if cells["unit"].strip() != reader.assignment.unit_hsa_id:
        return Left(line, "unit", ("unit",))
    try:
        number = identity_number(cells["number"].strip(), clock.today()).digits
    except NotAnIdentityNumber:
        return Left(line, "number", ("number",))
    try:
        answers = report(cells)
    except NoReport as error:
        return Left(line, "codes", error.columns)
    died, reported = a_day(cells["died"]), a_day(cells["reported"])
    if died is None or reported is None:
        return Left(line, "days", tuple(name for name in ("died", "reported") if a_day(cells[name]) is None))
    if wrong := _order(died, reported, answers.arrived):
        return Left(line, "days", wrong)
    return _Sound(line, number, died, reported, answers)


def _order(died: date, reported: date, arrived: date | None) -> tuple[str, ...]:
    """Days that cannot be: a report before the death or of tomorrow, an arrival after the death."""
    if reported < died or reported > clock.today():
        return ("died", "reported")
    return ("arrived", "died") if arrived is not None and arrived > died else ()


def _once(sound: Iterable[_Sound], done: Imported) -> Iterable[_Sound]:
    """Of each person one line: the same said twice is said once, and where lines differ, all are left."""
    lines: dict[str, list[_Sound]] = defaultdict(list)
    for one in sound:
        lines[one.number].append(one)
    for several in lines.values():
        first = several[0]
        if all((one.died, one.answers) == (first.died, first.answers) for one in several):
            done.repeated += len(several) - 1
            yield first
        else:
            numbers = ", ".join(str(one.line) for one in several)
            done.left += [Left(one.line, "twice", file=f"lines {numbers}") for one in several]


def _one(one: _Sound, digest: str, reader: Reader, done: Imported) -> None:
    patient = door.patient_of(one.number, reader)
    opened = door.open(patient, reader, "a report taken back") if patient else None
    if opened is None or isinstance(opened, door.Denied):
        done.left.append(Left(one.line, "unknown", ("number",)))
        return
    standing = opened.chart.one(REPORT)
    if standing is not None and _same(standing, one, reader):
        done.there += 1
        return
    if (left := _against(one, opened, standing, reader)) is not None:
        done.left.append(left)
        return
    _write(one, opened, digest, reader)
    done.written += 1


def _same(standing: Statement, one: _Sound, reader: Reader) -> bool:
    return standing.unit == reader.assignment.unit and standing.value == one.answers.dump()


def _against(one: _Sound, opened: Opened, standing: Statement | None, reader: Reader) -> Left | None:
    """What of the record speaks against a line."""
    if opened.person.opted_out:
        return Left(one.line, "opted_out")
    death = opened.chart.one(DEATH)
    if death is None:
        return Left(one.line, "not_dead", ("died",), one.died.isoformat())
    if not _may_be(one.died, death):
        return Left(one.line, "died", ("died",), one.died.isoformat(), _of(death))
    if standing is not None:
        return Left(
            one.line,
            "reported",
            _differing(standing, one.answers),
            f"line {one.line}",
            _of(standing, day=False),
        )
    if WAITING not in tallies.states("register", opened.patient, reader, "whether the death is reported"):
        return Left(one.line, "elsewhere", (), f"line {one.line}", "an entry that is not open to this unit")
    return None


def _may_be(day: date, death: Statement) -> bool:
    """Whether somebody can have died on that day, as precisely as the record knows."""
    when = moment(death.occurred_from, death.precision)
    if when.first is None or when.end is None:
        return True
    first = clock.day(when.first)
    return first <= day <= (when.day or first)


def _of(statement: Statement, *, day: bool = True) -> str:
    """An entry of the record, by its id; of a death also the day it tells."""
    when = moment(statement.occurred_from, statement.precision).day if day else None
    return f"{when} (entry {statement.event})" if when else f"entry {statement.event}"


def _differing(standing: Statement, answers: DeathReported) -> tuple[str, ...]:
    """The columns in which a report of the record and one of the file differ."""
    known, given = told(DeathReported.model_validate(standing.value)), told(answers)
    return tuple(name for name, text in given.items() if known[name] != text)


def _write(one: _Sound, opened: Opened, digest: str, reader: Reader) -> None:
    """The report, and that the register has it: it is not left there again unless it is corrected."""
    key = f"{SYSTEM}|{digest}|{one.line}"
    source = Source(SYSTEM, reader.assignment.unit_hsa_id, file=f"{digest}:{one.line}")
    with transaction.atomic():
        written = door.write(
            opened.patient, [Draft(one.answers, When.on(one.reported), source=source)], reader,
            expected=opened.seq, key=key,
        )  # fmt: skip
        fact = RegisterSent(report=written.events[0], batch=f"{SYSTEM} {digest}")
        at = When.at(max(midnight(one.reported), midnight(one.died)))
        door.write(opened.patient, [Draft(fact, at)], reader, expected=written.seq, key=f"{key}|sent")
