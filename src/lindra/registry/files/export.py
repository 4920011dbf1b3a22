"""Reports left in a file for the register, through the door: once, again when corrected, and erased where they must be.

A unit leaves its own, in the name of one who is authorised there. That they were left is an entry in each record,
written together with the file or not at all.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from lindra import clock
from lindra.care.professions import profession
from lindra.clock import day
from lindra.people.details import Name
from lindra.people.patients import Person
from lindra.people.rules import NotAnIdentityNumber, identity_number
from lindra.privacy import door, worklist
from lindra.privacy.door import Draft, Opened
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.record.chart import Statement
from lindra.record.envelope import Event, When, instant
from lindra.record.facts import DEATH
from lindra.registry import rules
from lindra.registry.events import REPORT, SENT, DeathReported, RegisterSent
from lindra.registry.files import sending
from lindra.registry.files.columns import Line, What
from lindra.registry.files.sending import Obstacle
from lindra.registry.files.written import Format, as_file
from lindra.registry.readings import NO_DEATH, REPORTED
from lindra.registry.situation import moment

PAGE = 200
DAYS = ("day", "minute", "second")
"""Precisions at which the day of death is known."""


class NotAuthorised(PermissionError):
    """The one who asks may not leave, or take back, the reports of a unit."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Deaths from a day to a day, both included; what was left before is put right whatever its day.

    ``protected``: also of persons with protected identity, whom a file would tell of without the protection.
    """

    first: date = date.min
    last: date = date.max
    protected: bool = False


@dataclass(slots=True)
class Exported:
    """What was left, and how many could not be, by why."""

    batch: str = ""
    lines: Counter[What] = field(default_factory=Counter)
    left: Counter[Obstacle] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Ready:
    """One line, and what is written in the record when it is left."""

    opened: Opened
    line: Line
    version: str


def authorised(reader: Reader) -> None:
    """Raises :class:`NotAuthorised` saying why, unless the reader signs reports of the unit."""
    if reader.purpose is not Purpose.CARE:
        raise NotAuthorised("reports are left for the register in care (--purpose care)")
    if not rules.authorised(profession(reader.assignment.role), clock.day(reader.at)):
        raise NotAuthorised("a physician or nurse of the unit leaves its reports for the register")


def export(reader: Reader, out: Path, form: Format, wanted: Wanted) -> Exported:
    """Leave the unit's reports that are not left yet in a new file; none where there is nothing to leave.

    Raises :class:`NotAuthorised`, :class:`FileExistsError`, and what the door raises where somebody writes meanwhile:
    then nothing is left.
    """
    authorised(reader)
    if out.exists():
        raise FileExistsError(out)
    done = Exported()
    ready = [one for patient in _asked(reader, wanted) if (one := _ready(patient, reader, wanted, done))]
    if not ready:
        return done
    done.batch = sending.batch_of(reader.assignment.unit, [(one.line.what, one.version) for one in ready])
    done.lines.update(one.line.what for one in ready)
    content = as_file([one.line for one in ready], done.batch, form, reader.at)
    with _new_file(out, content), transaction.atomic():
        for one in ready:
            _note(one, done.batch, reader)
    return done


def _asked(reader: Reader, wanted: Wanted) -> list[str]:
    """Patients of whom something may be left: reports within the days, and what stands otherwise than it was left."""
    left = {seen.patient: (seen, item) for seen, item in _all("register_sent", "", reader)}
    found = [patient for patient, (seen, item) in left.items() if _otherwise(seen, item)]
    for _seen, item in (*_all("register", REPORTED, reader), *_apart(reader)):
        died = moment(item.data.get("died"), item.data.get("precision", "")).day
        inside = died is None or wanted.first <= died <= wanted.last
        if item.data["unit"] == reader.assignment.unit and inside and item.patient not in left:
            found.append(item.patient)
    return sorted(found)


def _otherwise(seen: door.Visible, item: door.Item) -> bool:
    """Whether something else stands than what was left, or a report without a death."""
    standing, out = item.data["standing"], seen.person is not None and seen.person.opted_out
    changed = sending.due(standing, item.data["sent"], opted_out=out) is not None
    return changed or bool(standing and not item.data["dead"])


def _all(reading: str, state: str, reader: Reader) -> Iterator[tuple[door.Visible, door.Item]]:
    wanted, start = worklist.Wanted(state=state, unit=reader.assignment.unit), 0
    while True:
        page, after = worklist.worklist(reading, reader, wanted, start=start, limit=PAGE)
        yield from ((seen, seen.row) for seen in page if isinstance(seen.row, door.Item))
        if after is None:
            return
        start = after


def _apart(reader: Reader) -> Iterator[tuple[door.Visible, door.Item]]:
    """Reports in a record without the death; which, of a person with two records, may stand in the other."""
    for seen in door.rows("register", reader, state=NO_DEATH, limit=PAGE):
        if isinstance(seen.row, door.Item) and seen.row.key in (f"{REPORTED}|", f"{NO_DEATH}|"):
            yield seen, seen.row


def _ready(patient: str, reader: Reader, wanted: Wanted, done: Exported) -> _Ready | None:
    """The line of one patient; none where nothing is to be left, or something stands in the way, which is counted."""
    opened = door.open(patient, reader, "report for the register")
    if isinstance(opened, door.Denied):
        done.left["denied"] += 1
        return None
    report, last = opened.chart.one(REPORT), opened.chart.one(SENT)
    standing, before = report.event if report else "", last.value if last else None
    what = sending.due(standing, before, opted_out=opened.person.opted_out)
    if what is None:
        done.left["no_death"] += report is not None and opened.chart.one(DEATH) is None
        return None
    obstacle = _obstacle(opened, report, what, wanted)
    if obstacle is not None:
        done.left[obstacle] += 1
        return None
    version = str(before["report"]) if what == "erased" and before else standing
    return _Ready(opened, _line(opened, report, what, reader), version)


def _obstacle(opened: Opened, report: Statement | None, what: What, wanted: Wanted) -> Obstacle | None:
    death = opened.chart.one(DEATH)
    if not _number(opened.person):
        return "number"
    if death is None:
        return "no_death"
    if death.precision not in DAYS:
        return "day"
    if what == "erased" or report is None:
        return None
    if opened.person.protected and not wanted.protected:
        return "protected"
    return None if _signed(opened, report) else "unsigned"


def _signed(opened: Opened, report: Statement) -> bool:
    """Signed when it was written, or by its author afterwards."""
    if report.signed:
        return True
    events: Sequence[Event] = opened.timeline(kinds=(DeathReported.kind,))
    return any(one.signed for one in events if one.id == report.event)


def _number(person: Person) -> str:
    """The identity or coordination number: the register knows a person by no other."""
    try:
        return identity_number(person.number, clock.today()).digits
    except NotAnIdentityNumber:
        return ""


def _line(opened: Opened, report: Statement | None, what: What, reader: Reader) -> Line:
    name, death = opened.person.first(Name) or Name(), opened.chart.one(DEATH)
    assert death is not None
    assert death.occurred_from is not None
    erased = what == "erased" or report is None
    reported = report.occurred_from if report is not None else None
    return Line(
        what=what, unit=reader.assignment.unit_hsa_id, number=_number(opened.person),
        given="" if erased else name.given, family="" if erased else name.family,
        died=day(instant(death.occurred_from)),
        reported=None if erased or reported is None else day(instant(reported)),
        answers=None if erased or report is None else DeathReported.model_validate(report.value),
    )  # fmt: skip


def _note(one: _Ready, batch: str, reader: Reader) -> None:
    fact = RegisterSent(report=one.version, batch=batch, what=one.line.what)
    drafts = [Draft(fact, When.at(clock.now()))]
    door.write(
        one.opened.patient,
        drafts,
        reader,
        expected=one.opened.seq,
        key=f"register|{batch}|{one.opened.patient}",
    )


@contextlib.contextmanager
def _new_file(out: Path, content: bytes) -> Iterator[None]:
    """The file, for its owner's eyes alone, durable before what is done in the block; gone where that fails."""
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield
    except BaseException:
        out.unlink(missing_ok=True)
        raise
