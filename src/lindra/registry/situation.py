"""Where somebody died and who had them then, as far as a chart tells it. Pure.

A stay or a visit to an emergency department that was going on comes before where the person lived. The unit of a home
with care is the one that noted the move there, unless it evidently is another (a ward, a practice, a team); where kinds
of units are given, it is by its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from lindra.care.athome.rules import beforehand
from lindra.care.events.home import ESTABLISHED
from lindra.care.rules import whereabouts
from lindra.clock import day
from lindra.record.chart import CONTRADICTORY, Chart, Statement
from lindra.record.envelope import instant, last_instant
from lindra.record.facts import (
    CONTACTS,
    DEATH,
    ENROLMENTS,
    LISTING,
    RELATIONS,
    RESIDENCE,
    STAYS,
    WARDS,
    Known,
)

Place = Literal["inpatient", "emergency", "home", "own_home"]
"""In a ward; in an emergency department; where care belongs to the home; at home, or nobody knows where."""
HOMES: Mapping[str, frozenset[str]] = {
    "care_home": frozenset({"care_home"}),
    "short_stay": frozenset({"short_stay"}),
    "hospice": frozenset({"hospice", "palliative_ward"}),
}
"""Residences with care, and the kinds of unit that give it."""
ELSEWHERE = frozenset({"admitted", "enrolled", "listed"})
"""Grounds of a care relation that a home does not have with those who live there."""

Kinds = Mapping[str, str]
"""Kinds of units, by id."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides who registers a death, in plain values; a unit that is not known is empty."""

    place: Place
    expected: Known = "unknown"
    there: str = ""
    """The unit where the person was, unless at home."""
    team: str = ""
    """The specialised palliative home care that had the person."""
    nursing: str = ""
    practice: str = ""
    """The primary care practice where the person was listed."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When somebody died: not before, and before. ``None``: not known at all."""

    first: datetime | None
    end: datetime | None
    precision: str

    @property
    def day(self) -> date | None:
        """The day of death; of a month or a year the last it can have been."""
        if self.end is None:
            return None
        partial = self.precision in ("day", "month", "year")
        return day(self.end - timedelta(microseconds=1)) if partial else day(self.end)


def moment(at: str | None, precision: str) -> Moment:
    """When a death was, as precisely as it is known: from what a statement of it says."""
    if not at:
        return Moment(None, None, "unknown")
    first = instant(at)
    return Moment(first, last_instant(first, precision), precision)


def situation(chart: Chart, kinds: Kinds | None = None) -> Situation | None:
    """Where the person died and who had them; nothing while the person lives."""
    death = chart.one(DEATH)
    if death is None:
        return None
    when = moment(death.occurred_from, death.precision)
    place, there = _place(chart, when, kinds or {})
    return Situation(
        place,
        expected(chart),
        there,
        _team(chart, when, "specialised_home_care"),
        _team(chart, when, "home_nursing"),
        _practice(chart, when, kinds or {}),
    )


def expected(chart: Chart) -> Known:
    """Whether the death was expected: as written of it, as established, or as a physician had decided beforehand."""
    death, established = chart.one(DEATH), chart.one(ESTABLISHED)
    if death is not None and (told := death.value.get("expected")) in ("yes", "no"):
        return "yes" if told == "yes" else "no"
    if established is not None:
        return "yes" if established.value["expected"] else "no"
    on = moment(death.occurred_from, death.precision).day if death is not None else None
    decided = beforehand(chart, on) if on is not None else None
    return "yes" if decided is not None and decided.path == "expected" else "unknown"


def _place(chart: Chart, when: Moment, kinds: Kinds) -> tuple[Place, str]:
    if (ward := _ward(chart, when)) is not None:
        return "inpatient", ward
    if (visit := _emergency(chart, when)) is not None:
        return "emergency", visit.unit
    home = _residence(chart, when)
    if home is not None and home.value["to"] in HOMES:
        return "home", _unit_of(chart, home, kinds)
    return "own_home", ""


def _ward(chart: Chart, when: Moment) -> str | None:
    """The unit of the stay that was going on: the last to which the person was moved within it."""
    going_on = [
        row["admitted"] for row in chart.rows(STAYS) if "admitted" in row and _until(chart, row, when)
    ]
    if not going_on:
        return None
    stay = max(going_on, key=lambda one: one.order)
    moves = chart.slots[WARDS].rows if WARDS in chart.slots else {}
    move = moves.get(str(stay.value["episode"]), {}).get("stated")
    return move.unit if move is not None and move.order > stay.order else stay.unit


def _until(chart: Chart, stay: Mapping[str, Statement], when: Moment) -> bool:
    """Whether a stay lasted until death: the person left it dead, or is told to have left it only afterwards."""
    admitted, left = stay["admitted"], stay.get("discharged")
    if admitted.value.get("period") == CONTRADICTORY or not _before(admitted, when):
        return False
    if left is None:
        return _still_there(chart, admitted)
    if left.value.get("to") == "deceased":
        return True
    known = when.end is not None and left.occurred_from is not None
    return known and when.end <= instant(left.occurred_from)  # type: ignore[operator, arg-type]


def _still_there(chart: Chart, admitted: Statement) -> bool:
    """Whether the person would be there now, had they not died: nothing later says that they left."""
    alive = Chart(
        {name: slot for name, slot in chart.slots.items() if name != DEATH},
        chart.counts,
        records=chart.records,
    )
    where = whereabouts(alive)
    return where.open_stay and where.since == admitted


def _emergency(chart: Chart, when: Moment) -> Statement | None:
    """The visit to an emergency department that was going on; where the death is known to the minute."""
    if when.first is None or when.precision not in ("minute", "second"):
        return None
    for row in chart.rows(CONTACTS):
        visit = row["stated"]
        going_on = (
            visit.occurred_from is not None
            and visit.occurred_to is not None
            and instant(visit.occurred_from) <= when.first <= instant(visit.occurred_to)
        )
        if going_on and visit.value.get("form") == "emergency":
            return visit
    return None


def _residence(chart: Chart, when: Moment) -> Statement | None:
    """Where the person lived last."""
    return _last(chart, RESIDENCE, when)


def _unit_of(chart: Chart, home: Statement, kinds: Kinds) -> str:
    """The unit that gives the care where the person lived; empty where that is not known."""
    related = _related(chart)
    if kinds:
        fitting = HOMES[home.value["to"]]
        return next((unit for unit in (home.unit, *related) if kinds.get(unit) in fitting), "")
    return "" if related.get(home.unit, frozenset()) & ELSEWHERE else home.unit


def _related(chart: Chart) -> dict[str, frozenset[str]]:
    """The units with a care relation, the latest first, each with its grounds."""
    found: dict[str, set[str]] = {}
    keys = chart.slots[RELATIONS].rows if RELATIONS in chart.slots else {}
    for key in sorted(keys, key=lambda one: max(each.order for each in keys[one].values()), reverse=True):
        ground, _, unit = key.partition("|")
        found.setdefault(unit, set()).add(ground)
    return {unit: frozenset(grounds) for unit, grounds in found.items()}


def _practice(chart: Chart, when: Moment, kinds: Kinds) -> str:
    """The practice where the person was listed; empty where another told of it, or its unit is of another kind."""
    listing = _last(chart, LISTING, when)
    if listing is None or listing.value.get("elsewhere"):
        return ""
    return "" if kinds and kinds.get(listing.unit) != "primary_care" else listing.unit


def _team(chart: Chart, when: Moment, form: str) -> str:
    """The unit of the latest enrolment of a form that had not ended before the death."""
    for row in chart.rows(ENROLMENTS):
        enrolled = row.get("enrolled")
        if enrolled is None or enrolled.value.get("form") != form or not _before(enrolled, when):
            continue
        ended = row.get("ended")
        if ended is None or _not_before(ended, when):
            return enrolled.unit
    return ""


def _last(chart: Chart, slot: str, when: Moment) -> Statement | None:
    """The latest statement of a slot that holds before the death."""
    told: Iterable[Statement] = (row["stated"] for row in chart.rows(slot) if "stated" in row)
    return next((one for one in told if _before(one, when)), None)


def _before(one: Statement, when: Moment) -> bool:
    """Whether something began before the death, or may have."""
    if one.occurred_from is None or when.end is None:
        return True
    return instant(one.occurred_from) < when.end or instant(one.occurred_from) == when.first


def _not_before(ended: Statement, when: Moment) -> bool:
    """Whether an end came with the death or after it."""
    if ended.occurred_from is None or when.first is None:
        return False
    return last_instant(instant(ended.occurred_from), ended.precision) >= when.first
