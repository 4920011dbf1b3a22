"""What a county's own discharge tool has passed on, read into the record: what it exports is read, never sent again.

Each row becomes the message that it tells of, in the name of the unit that sent it, with a copy at each unit that got
it (as a message sent here has). What was read before is known by its reference, so that a file can be read again.
Admission and discharge themselves stay the record's own facts: a message says when they were.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import IO

from lindra import clock
from lindra.areas import queries as areas
from lindra.discharge.case import messages
from lindra.discharge.events import messages as kinds
from lindra.discharge.events import planning
from lindra.discharge.events.passing import Delivered, Message, Sender
from lindra.discharge.files import mapping
from lindra.discharge.files.mapping import Export, Told
from lindra.discharge.files.times import NoTime
from lindra.discharge.files.times import instant as moment
from lindra.discharge.steps import limits
from lindra.people.rules import NotAnIdentityNumber, identity_number
from lindra.privacy import handing
from lindra.privacy.door import Draft
from lindra.privacy.handing import NoSuchUnit, Parcel
from lindra.record.chart import Chart
from lindra.record.envelope import Source, When, instant, stamp
from lindra.record.facts import STAYS

REFERENCES = uuid.UUID("6b1b5a3e-6b55-4d0e-9a43-5a5d0f5f9c11")
"""From which the reference of a row is made: the same row of the same tool always has the same."""


@dataclass(slots=True)
class Done:
    """How many messages were written, how many were there already, and the lines that were left, with why."""

    written: int = 0
    there: int = 0
    left: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One row that can become a message."""

    line: int
    patient: str
    case: str
    event: str
    at: datetime
    value: str
    sender: str
    to: tuple[str, ...]


class _Left(Exception):
    """The row is told, and passed over."""


def read(file: IO[bytes], how: Export) -> Done:
    """Read an export. Raises :class:`~lindra.discharge.files.mapping.BadMapping` where it is none."""
    if not (how.columns.number and how.columns.sender):
        raise mapping.BadMapping(
            "to read into the record, the mapping must name the columns number and sender"
        )
    done, found = Done(), defaultdict(list)
    for line, told in mapping.rows(file, how):
        try:
            row = _row(line, told)
        except _Left as left:
            done.left.append((line, str(left)))
        else:
            found[row.patient].append(row)
    for patient, rows in found.items():
        _of_patient(patient, sorted(rows, key=lambda one: (one.at, one.line)), how.title, done)
    done.left.sort()
    return done


def _row(line: int, told: Told | str) -> Row:
    if isinstance(told, str):
        raise _Left(told)
    try:
        at, _twice = moment(told["at"])
    except NoTime as error:
        raise _Left(f"at {error}") from None
    if at > clock.now():
        raise _Left("a time that has not come yet")
    to = (
        ()
        if told["event"] == "estimate"
        else tuple(_unit(one) for one in told["value"].split(";") if one.strip())
    )
    return Row(
        line,
        _patient(told["number"]),
        told["case"],
        told["event"],
        at,
        told["value"],
        _unit(told["sender"]),
        to,
    )


def _patient(number: str) -> str:
    try:
        known = identity_number(number, clock.today())
    except NotAnIdentityNumber:
        raise _Left("no identity number") from None
    found = handing.with_number(known.kind, known.digits)
    if not found:
        raise _Left("nobody here has that identity number")
    return found


def _unit(hsa_id: str) -> str:
    found = areas.unit_by_hsa_id(hsa_id.strip())
    if found is None:
        raise _Left("a unit that is not known here; see the sender and the receivers")
    return found.id


def _of_patient(patient: str, rows: Sequence[Row], tool: str, done: Done) -> None:
    chart = handing.whole(patient)
    known = {one.ref for one in messages(chart)}
    cases: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        cases[row.case].append(row)
    for case, some in cases.items():
        admitted = next((one.at for one in some if one.event == "admitted"), None)
        episode = _episode(chart, admitted) or f"{tool}|{case}"
        for row in some:
            if (message := _message(row, tool, episode, admitted)) is None:
                continue
            if message.ref in known:
                done.there += 1
                continue
            _write(row, message, tool, done)


def _episode(chart: Chart, admitted: datetime | None) -> str:
    """The record's own stay that the file tells of, if there is one: begun near enough (``data/input.toml``)."""
    near = timedelta(hours=limits()["same_stay"]["hours"])
    slot = chart.slots.get(STAYS)
    if slot is None or admitted is None:
        return ""
    for episode, parts in slot.rows.items():
        begun = parts.get("admitted")
        if begun and begun.occurred_from and abs(instant(begun.occurred_from) - admitted) <= near:
            return str(episode)
    return ""


def _message(row: Row, tool: str, episode: str, admitted: datetime | None) -> Message | None:
    ref = str(uuid.uuid5(REFERENCES, f"{tool}|{row.case}|{row.event}|{stamp(row.at)}|{row.value}"))
    own = {"ref": ref, "episode": episode, "to": row.to}
    match row.event:
        case "judged_in_need":
            return kinds.JudgedInNeed(**own)
        case "notice":
            return kinds.AdmissionNotice(**own, admitted=admitted)
        case "estimate":
            return kinds.EstimateChanged(**own, estimate=_day(row.value))
        case "ready":
            return kinds.Ready(**own)
        case "ready_withdrawn":
            return kinds.ReadyWithdrawn(**own)
        case "sip_needed":
            return planning.SipJudged(**own, needed="yes")
        case "sip_called":
            return planning.SipCalled(**own)
        case "open_care_missing":
            return kinds.OpenCareNoted(**own, state="missing")
        case "open_care_available":
            return kinds.OpenCareNoted(**own, state="available")
        case "informed":
            return kinds.InformationSent(**own)
        case "discharged":
            return kinds.LeftHospital(**own, to_where="other")
        case "died":
            return kinds.LeftHospital(**own, to_where="dead")
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _write(row: Row, message: Message, tool: str, done: Done) -> None:
    source = Source(system=tool, resource=message.ref)
    try:
        handing.brought(
            row.patient, row.sender, [Draft(message, When.at(row.at), source=source)],
            list(_parcels(row, message, source)),
        )  # fmt: skip
    except NoSuchUnit:
        done.left.append((row.line, "a unit that belongs to nobody today"))
    else:
        done.written += 1


def _parcels(row: Row, message: Message, source: Source) -> Iterator[Parcel]:
    provider = areas.provider_of(row.sender, clock.today())
    sender = Sender(unit=row.sender, provider=provider.id if provider else "")
    for unit in _others(row):
        fact = Delivered(
            of=message.ref, message=message.kind, words=message.version, said=message.dump(), sender=sender,
            sent_at=stamp(row.at),
        )  # fmt: skip
        copy = Source(system=source.system, resource=source.resource, item=unit)
        yield Parcel(unit, (Draft(fact, When.at(row.at), source=copy),))


def _others(row: Row) -> Iterable[str]:
    return dict.fromkeys(one for one in row.to if one != row.sender)
