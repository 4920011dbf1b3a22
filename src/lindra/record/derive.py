"""The rows of the export, as pure functions of events and of who a patient is.

``log_row``: one row per event as written. ``last_year``: one row per event in force of a dead patient, 0–365 days
before death (or a stay, enrolment or residence still going on then) and up to 200 days after, with days and minutes
before death. Days are calendar days in Stockholm; minutes are elapsed. ``people_row``: who is exported, one row per
person, the living too. Keys that could lead back to a person go through ``keyed``.

Of a person with protected identity nothing below the region leaves: columns that name a place are empty
(:data:`PLACES`). A period that ended before it began where it came from ("contradictory") has an end that is not
known: it is told as ending when it began, so that nothing counts it as going on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from lindra.clock import day
from lindra.record.chart import in_force
from lindra.record.envelope import Event, instant
from lindra.record.kinds import KINDS, fact_of

BEFORE_DAYS, AFTER_DAYS = 365, 200
"""The window of ``last_year``, calendar days before and after the day of death; it is reported within six months."""

MOST_DAYS = 32_767
"""What a 16-bit column holds: a residence begun more than 89 years before death counts as begun so long ago, and what
ended more than 89 years after a death as ended so long after."""

PLACES = ("unit", "provider", "municipality", "system")
"""Columns that name a place, or the system of one: empty where the person's identity is protected."""

Keyed = Callable[[str], str]
Record = dict[str, Any]

LOG_COLUMNS = {
    "patient": "VARCHAR", "event": "VARCHAR", "seq": "BIGINT", "version": "SMALLINT", "occurred_from": "TIMESTAMP",
    "occurred_to": "TIMESTAMP", "day": "DATE", "precision": "VARCHAR", "recorded_at": "TIMESTAMP", "unit": "VARCHAR",
    "provider": "VARCHAR", "regime": "VARCHAR", "signed": "BOOLEAN", "corrects": "VARCHAR", "system": "VARCHAR",
}  # fmt: skip
FACT_COLUMNS = {
    "form": "VARCHAR", "code_system": "VARCHAR", "code": "VARCHAR", "status": "VARCHAR", "palliative": "BOOLEAN",
    "number": "DOUBLE", "number_unit": "VARCHAR", "episode": "VARCHAR", "answers": "VARCHAR",
}  # fmt: skip
LAST_YEAR_COLUMNS = {
    "patient": "VARCHAR", "kind": "VARCHAR", "occurred_from": "TIMESTAMP", "occurred_to": "TIMESTAMP",
    "day": "DATE", "precision": "VARCHAR", "days_before_death": "SMALLINT", "minutes_before_death": "INTEGER",
    "ended_minutes_before_death": "INTEGER", "ended_days_before_death": "SMALLINT", "unit": "VARCHAR",
    "provider": "VARCHAR", "regime": "VARCHAR",
    **FACT_COLUMNS, "municipality": "VARCHAR", "region": "VARCHAR", "sex": "VARCHAR", "birth_year": "SMALLINT",
    "age_at_death": "SMALLINT", "register_opt_out": "BOOLEAN", "died_at": "TIMESTAMP", "death_precision": "VARCHAR",
    "death_month": "VARCHAR",
}  # fmt: skip
PEOPLE_COLUMNS = {
    "patient": "VARCHAR", "sex": "VARCHAR", "birth_year": "SMALLINT", "municipality": "VARCHAR", "region": "VARCHAR",
    "register_opt_out": "BOOLEAN",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportPerson:
    """What may leave of who a patient is. ``born`` is as precise as known; codes are official ones."""

    patient: str
    """The keyed pseudonym."""
    sex: str = "unknown"
    born: str = ""
    municipality: str = ""
    opted_out: bool = False
    protected: bool = False


def log_columns(kind: str) -> dict[str, str]:
    """The typed columns of one kind's table."""
    return LOG_COLUMNS | {name: column.type for name, column in KINDS[kind].columns.items()}


def log_row(event: Event, pseudonym: str, keyed: Keyed, *, protected: bool = False) -> Record:
    """One event as written; without places where the person's identity is protected."""
    return _told({
        "patient": pseudonym,
        "event": event.id,
        "seq": event.seq,
        "version": event.version,
        "occurred_from": _plain(event.occurred_from),
        "occurred_to": _plain(event.occurred_to),
        "day": _day(event.occurred_from),
        "precision": event.precision,
        "recorded_at": _plain(event.recorded_at),
        "unit": event.unit,
        "provider": event.provider,
        "regime": event.regime,
        "signed": event.signed,
        "corrects": event.corrects,
        "system": event.source.system if event.source else None,
        **_fields(event, keyed),
    }, protected)  # fmt: skip


def _told(row: Record, protected: bool) -> Record:
    return {name: None if name in PLACES else value for name, value in row.items()} if protected else row


def people_row(person: ExportPerson) -> Record:
    """Who a person is, as far as may leave; no municipality where the identity is protected."""
    return _told({"patient": person.patient, **_who(person)}, person.protected)


def bucket_of(pseudonym: str) -> str:
    """The part of the layer of people that holds a pseudonym: its first hexadecimal digit."""
    return pseudonym[:1]


def last_year(person: ExportPerson, events: Iterable[Event], keyed: Keyed) -> Iterator[Record]:
    """The rows of one person's last year; none while alive, or where the day of death is not known."""
    standing = in_force(events)
    death = _death(standing)
    if death is None or death.occurred_from is None:
        return
    died_at = instant(death.occurred_from)
    about = _about(person, died_at, death)
    ends, again = _ends(standing), _noted_again(standing)
    for event in standing:
        if event.occurred_from is None or (event.kind == "died" and event is not death):
            continue
        start, end = instant(event.occurred_from), _end(event, ends)
        before = (day(died_at) - day(start)).days
        if not _in_window(before, event, end, died_at):
            continue
        fields = _fields(event, keyed)
        if event.kind == "phase_noted":
            fields["status"] = "goes_on" if event.id in again else "begins"
        yield _told({
            "kind": event.kind,
            "occurred_from": _plain(event.occurred_from),
            "occurred_to": _plain(end),
            "day": day(start).isoformat(),
            "precision": event.precision,
            "days_before_death": _held(before),
            "minutes_before_death": _minutes(start, died_at),
            "ended_minutes_before_death": _minutes(instant(end), died_at) if end else None,
            "ended_days_before_death": _held((day(died_at) - day(instant(end))).days) if end else None,
            "unit": event.unit,
            "provider": event.provider,
            "regime": event.regime,
            **{name: fields.get(name) for name in FACT_COLUMNS},
            **about,
        }, person.protected)  # fmt: skip


def _death(standing: list[Event]) -> Event | None:
    deaths = [event for event in standing if event.kind == "died"]
    return max(deaths, key=_order, default=None)


def _order(event: Event) -> tuple[str, str, str, str, str]:
    """The same order in which the chart chooses."""
    source = event.source
    return (event.occurred_from or "", source.version if source else "", source.key if source else "",
            event.recorded_at, event.id)  # fmt: skip


def _about(person: ExportPerson, died_at: datetime, death: Event) -> Record:
    died_on = day(died_at)
    return {
        "patient": person.patient,
        **_who(person),
        "age_at_death": _age(person.born, died_on),
        "died_at": _plain(death.occurred_from),
        "death_precision": death.precision,
        "death_month": f"{died_on:%Y-%m}",
    }


def _who(person: ExportPerson) -> Record:
    return {
        "municipality": person.municipality or None,
        "region": person.municipality[:2] or None,
        "sex": person.sex,
        "birth_year": int(person.born[:4]) if person.born else None,
        "register_opt_out": person.opted_out,
    }


def _age(born: str, on: date) -> int | None:
    """Whole years; from the year alone where no more is known of the birth date."""
    if not born:
        return None
    year, *rest = (int(part) for part in born.split("-"))
    passed = (on.month, on.day)[: len(rest)] < tuple(rest)
    return on.year - year - passed


ENDS = {"discharged": "episode", "enrolment_ended": "enrolment", "medicine_stopped": "order"}
BEGINS = {"admitted": "episode", "enrolled": "enrolment", "medicine_ordered": "order"}


def _ends(standing: list[Event]) -> dict[str, str | None]:
    """When what an event began came to its end: by its closing event, by the next move, by the next phase."""
    closed: dict[tuple[str, str], Event] = {}
    for event in standing:
        if event.kind in ENDS and event.occurred_from:
            key = (ENDS[event.kind], event.payload[ENDS[event.kind]])  # type: ignore[index]
            closed[key] = max(closed.get(key, event), event, key=_order)
    found: dict[str, str | None] = {}
    for event in standing:
        if event.kind in BEGINS:
            end = closed.get((BEGINS[event.kind], event.payload[BEGINS[event.kind]]))  # type: ignore[index]
            if end is not None:
                found[event.id] = end.occurred_from
    moves = sorted((e for e in standing if e.kind == "moved" and not _ward_move(e)), key=_order)
    for move, following in pairwise(moves):
        found[move.id] = following.occurred_from
    return found | _phase_ends(standing)


def _phase_ends(standing: list[Event]) -> dict[str, str | None]:
    """When each phase of illness gave way to another; the same phase noted again goes on."""
    found: dict[str, str | None] = {}
    noted = sorted((e for e in standing if e.kind == "phase_noted" and e.occurred_from), key=_order)
    end: str | None = None
    for one, following in reversed(list(pairwise(noted))):
        if (one.payload or {}).get("phase") != (following.payload or {}).get("phase"):
            end = following.occurred_from
        if end is not None:
            found[one.id] = end
    return found


def _noted_again(standing: list[Event]) -> set[str]:
    """Notes of a phase that was going on already: one phase is one row that begins it."""
    noted = sorted((e for e in standing if e.kind == "phase_noted" and e.occurred_from), key=_order)
    pairs = pairwise(noted)
    return {b.id for a, b in pairs if (a.payload or {}).get("phase") == (b.payload or {}).get("phase")}


def _ward_move(event: Event) -> bool:
    """A move within a stay, which says nothing of where the patient lives."""
    return event.kind == "moved" and bool((event.payload or {}).get("episode"))


LASTING = frozenset({*BEGINS, "moved"})


def _end(event: Event, ends: dict[str, str | None]) -> str | None:
    """When an event ended: its own end, or what closed it; its start where the end it was given cannot be."""
    if event.id in ends:
        return ends[event.id]
    contradictory = (event.payload or {}).get("period") == "contradictory"
    return event.occurred_from if contradictory else event.occurred_to


def _in_window(before: int, event: Event, end: str | None, died_at: datetime) -> bool:
    if -AFTER_DAYS <= before <= BEFORE_DAYS:
        return True
    if before < 0 or event.kind not in LASTING or event.kind == "medicine_ordered" or _ward_move(event):
        return False
    return end is None or (day(died_at) - day(instant(end))).days <= BEFORE_DAYS


def _held(days: int) -> int:
    """Days as a 16-bit column holds them."""
    return max(-MOST_DAYS, min(days, MOST_DAYS))


def _minutes(start: datetime, died_at: datetime) -> int:
    return int((died_at - start).total_seconds() // 60)


def _fields(event: Event, keyed: Keyed) -> Record:
    """A fact's exportable fields."""
    fact = fact_of(event.kind, event.version, event.payload or {})
    found: Record = {}
    for name, column in fact.columns.items():
        value = column.read(fact)
        if value is None or value == "":
            found[name] = None
        elif column.secret:
            found[name] = keyed(str(value))
        else:
            found[name] = float(value) if column.type == "DOUBLE" else value
    return found


def _day(text: str | None) -> str | None:
    """The calendar day in Stockholm: what engines cannot work out alike, they are given."""
    return day(instant(text)).isoformat() if text else None


def _plain(text: str | None) -> str | None:
    """An instant as the tables hold it: UTC without the mark."""
    return text.rstrip("Z") if text else None
