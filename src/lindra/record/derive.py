"""The rows of the export, as pure functions of events and of who a patient is.

``log_row``: one row per event as written. ``last_year``: one row per event in force of a dead patient, 0–365 days
before death (or a stay, enrolment, residence or named contact still going on then, ``ends.py``) and up to 200 days
after, with days and minutes before death. Days are calendar days in Stockholm; minutes are elapsed. ``people_row``:
who is exported, one row per person, the living too. Keys that could lead back to a person go through ``keyed``.

Of a person with protected identity nothing below the region leaves: columns that name a place are empty
(:data:`PLACES`). A period that ended before it began where it came from ("contradictory") has an end that is not
known: it is told as ending when it began, so that nothing counts it as going on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lindra.clock import day
from lindra.record.chart import in_force
from lindra.record.ends import LASTING, end_of, ends, noted_again, order, ward_move
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
    deaths = _deaths(standing)
    if not deaths:
        return
    died_at = instant(deaths[0].occurred_from or "")
    about = _about(person, died_at, deaths[0])
    ended, again = ends(standing), noted_again(standing)
    for event in standing:
        if event.occurred_from is None or (event.kind == "died" and event not in deaths):
            continue
        start, end = instant(event.occurred_from), end_of(event, ended)
        before = (day(died_at) - day(start)).days
        if event.kind != "died" and not _in_window(before, event, end, died_at):
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


def _deaths(standing: list[Event]) -> list[Event]:
    """The latest death, from which all is counted, and each told beside it that cannot be the same.

    Two sources may tell one death, one of them only its month. Where they name different days one is wrong: both are
    told, so that who counts sees it and leaves the person out, rather than take one of them in silence.
    """
    known = sorted((event for event in standing if event.kind == "died" and event.occurred_from), key=order)
    return [*known[-1:], *(event for event in known[:-1] if not _same_day(event, known[-1]))]


DIGITS = {"year": 4, "month": 7}
"""How much of a date holds, by its precision; all of it otherwise."""


def _same_day(one: Event, other: Event) -> bool:
    """Whether two moments are of one calendar day, as far as both are known."""
    least = min(DIGITS.get(each.precision, 10) for each in (one, other))
    return (_day(one.occurred_from) or "")[:least] == (_day(other.occurred_from) or "")[:least]


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


def _in_window(before: int, event: Event, end: str | None, died_at: datetime) -> bool:
    if -AFTER_DAYS <= before <= BEFORE_DAYS:
        return True
    if before < 0 or event.kind not in LASTING or ward_move(event):
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
