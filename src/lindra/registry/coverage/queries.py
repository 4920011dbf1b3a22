"""Reads of reports to write and of coverage, all through the door: one's own unit's, for follow-up one's provider's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lindra import clock
from lindra.areas import queries as areas
from lindra.areas.models import CareUnit
from lindra.people.patients import Person
from lindra.privacy import door, tallies, worklist
from lindra.privacy.reader import Reader
from lindra.record.envelope import midnight, stamp
from lindra.registry import rules
from lindra.registry.readings import NO_DEATH, STATES, WAITING
from lindra.registry.situation import moment

READING = "register"
MOST = 100
"""Reports to write that the page shows: what is written by others is left out of each, which takes its time."""


@dataclass(frozen=True, slots=True)
class ToWrite:
    """A death without a report, that can still be reported."""

    patient: str
    person: Person
    died: str
    precision: str
    due: date | None
    last: date | None
    unit: str
    why: rules.Why


def units(reader: Reader) -> dict[str, CareUnit]:
    """The units whose reports these are."""
    if reader.purpose in door.BY_UNIT:
        return {reader.assignment.unit: areas.unit(reader.assignment.unit)}
    return {unit.id: unit for unit in areas.units_of(reader.assignment.provider, clock.today())}


def to_write(reader: Reader, own: dict[str, CareUnit]) -> list[ToWrite]:
    """Deaths that these units, or nobody in particular, are to report, at most :data:`MOST`.

    The earliest limit first, undated ones last.
    """
    first = stamp(midnight(rules.first_reportable(clock.today())))
    undated = worklist.Wanted(state=WAITING, unit=_unit(reader), until="0", keep=_of(own))
    dated = worklist.Wanted(state=WAITING, unit=_unit(reader), since=first, keep=_of(own))
    found = [_read(seen) for wanted in (dated, undated) for seen in _all(wanted, reader)]
    return sorted(found, key=lambda one: (one.due or date.max, one.died, one.patient))[:MOST]


def _unit(reader: Reader) -> str:
    return reader.assignment.unit if reader.purpose in door.BY_UNIT else ""


def _of(own: dict[str, CareUnit]) -> worklist.Keep:
    return lambda item: item.data["unit"] in ("", *own)


def _all(wanted: worklist.Wanted, reader: Reader) -> Iterator[door.Visible]:
    start, count = 0, 0
    while start is not None and count < MOST:
        page, after = worklist.worklist(READING, reader, wanted, start=start, limit=MOST)
        yield from page
        count += len(page)
        if after is None:
            return
        start = after


def _read(seen: door.Visible) -> ToWrite:
    assert isinstance(seen.row, door.Item)
    assert seen.person is not None
    data = seen.row.data
    died = moment(data["died"], data["precision"]).day
    days = rules.windows(died, region=data["area"]) if died is not None else None
    return ToWrite(
        seen.patient, seen.person, data["died"] or "", data["precision"], days.due if days else None,
        days.last if days else None, data["unit"], data["why"],
    )  # fmt: skip


def contradictions(reader: Reader, own: dict[str, CareUnit]) -> list[door.Visible]:
    """Those of whom one of these units has reported a death that does not stand in the record."""
    wanted = worklist.Wanted(state=NO_DEATH, unit=_unit(reader), keep=_of(own))
    return [seen for seen in _all(wanted, reader) if seen.person is not None]


def tally(reader: Reader, own: dict[str, CareUnit]) -> tallies.Tally:
    """Deaths of these units, and of none that is known, by whether they are reported and by day."""
    return tallies.tally(READING, reader, STATES, own)
