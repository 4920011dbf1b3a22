"""The worklist as a reader may see it: which rows, with what is noted of them, put into words. For page and command."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse

from lindra import clock
from lindra.areas import queries as areas
from lindra.deadlines import queries, rules, words
from lindra.deadlines.declared import NAME, UNDATED, over
from lindra.deadlines.models import Hold
from lindra.deadlines.queries import Pair
from lindra.people.patients import Person
from lindra.privacy import door, worklist
from lindra.privacy.reader import Reader
from lindra.record.envelope import instant

PAGE = 50
OWN = "own"
"""As a unit: every unit of one's own provider, and what is nobody's in particular."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked to see: ``when`` is late, today, week, later, undated, mine, off, or empty for all.

    ``unit`` is the responsible unit, :data:`OWN`, or empty for all of them.
    """

    when: str = ""
    name: str = ""
    role: str = ""
    unit: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One thing due, in words."""

    patient: str
    key: str
    person: Person
    when: rules.When
    due: datetime | None
    days: int | None
    """Calendar days left; negative: days late."""
    name: str
    title: str
    detail: str
    url: str
    unit: str
    role: str
    claimed_by: str
    claimed_name: str
    until: str
    reason: str
    off_unit: str

    @property
    def number(self) -> str:
        """The identity number as people write it."""
        digits = self.person.number
        return f"{digits[:8]}-{digits[8:]}" if len(digits) == 12 and digits.isdigit() else digits


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list, and where the next begins."""

    lines: list[Line]
    next: int | None


def by_unit(reader: Reader) -> bool:
    """Whether the reader's list is that of one unit; for follow-up it is that of all the provider's units."""
    return reader.purpose in door.BY_UNIT


def own_units(reader: Reader) -> dict[str, str]:
    """The units whose lists these are, with their names."""
    if by_unit(reader):
        return {reader.assignment.unit: reader.assignment.unit_name}
    return {unit.id: unit.name for unit in areas.units_of(reader.assignment.provider, clock.today())}


def listed(asked: Asked, reader: Reader) -> Listed:
    """What was asked for, earliest first."""
    today = f"{clock.today():%Y-%m-%d}"
    if asked.when == "mine":
        return _only(queries.claimed_by(reader.staff.hsa_id), asked, reader)
    off = queries.put_off(own_units(reader), today)
    if asked.when == "off":
        return _only(off, asked, reader)
    hidden = off if by_unit(reader) else set()
    span = rules.span(asked.when, clock.now()) if asked.when in rules.WHENS else ("", rules.LAST)
    unit, units = _whose(asked, reader)
    wanted = worklist.Wanted(
        state=asked.name, unit=unit, units=units, since=span[0], until=span[1],
        keep=lambda item: (item.patient, item.key) not in hidden and asked.role in ("", item.data["role"]),
        over=_over,
    )  # fmt: skip
    seen, after = worklist.worklist(NAME, reader, wanted, start=asked.start, limit=PAGE)
    return Listed(_lines(seen), after)


def _whose(asked: Asked, reader: Reader) -> tuple[str, frozenset[str]]:
    """The unit asked for, or the units."""
    if asked.unit != OWN:
        return asked.unit, frozenset()
    return "", frozenset({*own_units(reader), ""})


def _over(key: str) -> bool:
    return over(key, clock.today())


def _only(pairs: Collection[Pair], asked: Asked, reader: Reader) -> Listed:
    """Some rows, those of them that this reader sees."""
    seen = worklist.rows_of(NAME, reader, {patient for patient, _ in pairs})
    lines = [line for line in _lines(seen) if (line.patient, line.key) in pairs and not _over(line.key)]
    chosen = [line for line in lines if asked.name in ("", line.name) and asked.role in ("", line.role)]
    rest = chosen[asked.start :]
    return Listed(rest[:PAGE], asked.start + PAGE if len(rest) > PAGE else None)


def counts(asked: Asked, reader: Reader) -> dict[str, int]:
    """How many are late, due today and so on, whatever role they are for."""
    found: dict[str, int] = dict.fromkeys(rules.WHENS, 0)
    edges = rules.edges(clock.now())
    for (_unit, at), count in tally(asked, reader).rows.items():
        found[rules.WHENS[bisect(edges, at)]] += count
    return found


def tally(asked: Asked, reader: Reader) -> worklist.Tally:
    """How many there are by responsible unit and the instant they are due, whatever role they are for."""
    off = queries.put_off(own_units(reader), f"{clock.today():%Y-%m-%d}") if by_unit(reader) else set()
    unit, units = _whose(asked, reader)
    wanted = worklist.Wanted(state=asked.name, unit=unit, units=units, over=_over)
    return worklist.due_tally(NAME, reader, wanted, off)


def one(patient: str, key: str, reader: Reader) -> Line | None:
    """One row, where this reader sees it."""
    return next((line for line in _lines(worklist.rows_of(NAME, reader, [patient])) if line.key == key), None)


def _lines(seen: list[door.Visible]) -> list[Line]:
    rows = [(row.row, row.person) for row in seen if isinstance(row.row, door.Item) and row.person]
    held = queries.holds([(item.patient, item.key) for item, _ in rows])
    units = areas.names(
        {item.data["unit"] for item, _ in rows} | {hold.unit for hold in held.values()} | {""}
    )
    staff = queries.staff_names(hold.claimed_by for hold in held.values())
    now = clock.now()
    return [
        _line(item, person, held.get((item.patient, item.key)), units, staff, now) for item, person in rows
    ]


def _line(
    item: door.Item, person: Person, hold: Hold | None, units: Mapping[str, str], staff: Mapping[str, str],
    now: datetime,
) -> Line:  # fmt: skip
    data = item.data
    title, detail = words.told(data["name"], data["what"], data["about"])
    dated = item.at != UNDATED
    off = hold is not None and rules.is_off(hold.until, clock.today())
    return Line(
        patient=item.patient, key=item.key, person=person, when=rules.when(item.at, now),
        due=instant(item.at) if dated else None, days=rules.days_left(item.at, now) if dated else None,
        name=data["name"], title=title, detail=detail, url=_address(data, item.patient),
        unit=units.get(data["unit"], ""), role=data["role"],
        claimed_by=hold.claimed_by if hold else "",
        claimed_name=staff.get(hold.claimed_by, hold.claimed_by) if hold else "",
        until=hold.until if hold and off else "", reason=hold.reason if hold and off else "",
        off_unit=units.get(hold.unit, "") if hold and off else "",
    )  # fmt: skip


def _address(data: Mapping[str, Any], patient: str) -> str:
    """The page where it is done; none where the declaration names none, or one that is not there."""
    name, *more = str(data["link"]).split("|")
    try:
        return reverse(name, args=[patient, *more]) if name else ""
    except NoReverseMatch:
        return ""
