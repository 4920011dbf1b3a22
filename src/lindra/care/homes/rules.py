"""Agreed and held hours of physicians, gaps, what runs out, and who is followed up after discharge. Pure.

Hours are agreed by the week; a month has its share of them, day by day, so that months of 30 and 31 days, and
agreements that begin in the middle of one, compare with what was held.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any, Literal

from lindra.care.plan.calling import answers
from lindra.care.professions import profession
from lindra.care.rules import whereabouts
from lindra.clock import STOCKHOLM, day
from lindra.record.chart import Chart, Statement
from lindra.record.envelope import instant

Kind = Literal["round", "plan", "followup", "other"]
KINDS: tuple[Kind, ...] = ("round", "plan", "followup", "other")
"""What a physician's time at a home is followed by (audit in Värmland 2021–22): rounds, presence when plans are made,
follow-up after discharge; and what is none of these."""
FOLLOWED_WITHIN = 14
"""Days after discharge within which a physician follows up (the same source)."""
SOON = 90
"""Days before an agreement runs out at which that is told. Our choice: time to negotiate a new one."""
MUNICIPAL = frozenset({"care_home", "short_stay", "home_nursing"})
"""Kinds of units that have no physician of their own."""
MEETS = frozenset({"outpatient", "home_visit", "telephone", "video"})
"""Forms of contact by which a physician follows up. Our reading: also at a distance, never an emergency visit."""
MOST_HOURS = Decimal(40)
"""Hours a week in one agreement, at most: one physician's week."""
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Agreed:
    """Hours a week from a first day to a last, both included; none: until further notice."""

    first: date
    last: date | None
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Spent:
    """Hours a physician gave on a day."""

    day: date
    hours: Decimal
    kind: Kind


@dataclass(frozen=True, slots=True)
class Month:
    """What was agreed and held in a month (in the present one: up to today), in hours."""

    first: date
    agreed: Decimal
    held: dict[Kind, Decimal]

    @property
    def total(self) -> Decimal:
        """Hours held of any kind."""
        return sum(self.held.values(), Decimal(0))

    @property
    def told(self) -> bool:
        """Whether it can be said how much was held: where hours are agreed and none are entered, it is not known."""
        return bool(self.total) or not self.agreed

    @property
    def gap(self) -> Decimal:
        """Hours agreed and not held; never below zero."""
        return max(self.agreed - self.total, Decimal(0))


def agreed_hours(agreements: Iterable[Agreed], first: date, last: date) -> Decimal:
    """Hours agreed for the days from first to last, both included, to a tenth."""
    days = sum((one.hours * _shared(one, first, last) for one in agreements), Decimal(0))
    return (days / 7).quantize(TENTH, ROUND_HALF_UP)


def _shared(one: Agreed, first: date, last: date) -> int:
    end = min(last, one.last or last)
    return max((end - max(first, one.first)).days + 1, 0)


def months(agreements: Sequence[Agreed], held: Iterable[Spent], today: date, count: int = 6) -> list[Month]:
    """The latest months, the present one last."""
    spent = list(held)
    found: list[Month] = []
    first = today.replace(day=1)
    for _ in range(count):
        last = min((first + timedelta(days=32)).replace(day=1) - timedelta(days=1), today)
        inside = [one for one in spent if first <= one.day <= last]
        by_kind = {kind: sum((one.hours for one in inside if one.kind == kind), Decimal(0)) for kind in KINDS}
        found.append(Month(first, agreed_hours(agreements, first, last), by_kind))
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]


def last_month(agreements: Sequence[Agreed], held: Iterable[Spent], today: date) -> Month:
    """The latest whole month."""
    return months(agreements, held, today.replace(day=1) - timedelta(days=1), 1)[0]


def now_agreed(agreements: Iterable[Agreed], today: date) -> Decimal:
    """Hours a week agreed today."""
    return sum((one.hours for one in agreements if _shared(one, today, today)), Decimal(0))


def without(agreements: Iterable[Agreed], first: date, last: date) -> list[tuple[date, date]]:
    """The spans between two days, both included, in which nothing is agreed."""
    spans: list[tuple[date, date]] = []
    free = first
    for one in sorted(agreements, key=lambda one: one.first):
        if one.first > free:
            spans.append((free, min(one.first - timedelta(days=1), last)))
        free = max(free, (one.last or last) + timedelta(days=1))
        if free > last:
            break
    else:
        spans.append((free, last))
    return [(begins, ends) for begins, ends in spans if begins <= min(ends, last)]


def runs_out(agreements: Iterable[Agreed], today: date) -> date | None:
    """The last day that is agreed for without a break from today; ``None``: until further notice, or nothing today."""
    last: date | None = None
    for one in sorted(agreements, key=lambda one: one.first):
        reaches = today if last is None else last + timedelta(days=1)
        if one.first > reaches or (one.last is not None and one.last < reaches):
            continue
        if one.last is None:
            return None
        last = one.last
    return last


# Who covers

Hours = Mapping[str, Any]
"""``days`` (every_day, workdays, other_days), ``start`` and ``end`` (HH:MM), as of a patient's named contacts."""


def uncovered(covers: Sequence[Hours], now: datetime, days: int = 7) -> list[tuple[datetime, datetime]]:
    """The spans of the days that come, from an instant on, at which nobody covers; in Stockholm's time."""
    start, end = now.astimezone(STOCKHOLM), _at(day(now) + timedelta(days=days), time())
    edges = sorted({start, end} | {edge for edge in _edges(covers, day(now), days) if start < edge < end})
    spans: list[tuple[datetime, datetime]] = []
    for begins, ends in pairwise(edges):
        if covers and answers(covers, begins):
            continue
        if spans and spans[-1][1] == begins:
            spans[-1] = (spans[-1][0], ends)
        else:
            spans.append((begins, ends))
    return spans


def _edges(covers: Sequence[Hours], first: date, days: int) -> Iterable[datetime]:
    """Every instant at which somebody may begin or end."""
    times = {time()} | {time.fromisoformat(one[part]) for one in covers for part in ("start", "end")}
    return (_at(first + timedelta(days=nth), moment) for nth in range(days + 1) for moment in times)


def _at(on: date, moment: time) -> datetime:
    return datetime.combine(on, moment, STOCKHOLM)


# Follow-up after discharge


@dataclass(frozen=True, slots=True)
class Discharge:
    """The latest discharge of somebody in municipal care, and the first meeting with a physician after it."""

    episode: str
    at: str
    to: str
    met: Statement | None


def discharge(chart: Chart) -> Discharge | None:
    """The latest discharge to municipal care of one who is alive and has not been admitted again."""
    place = whereabouts(chart)
    if place.open_stay or place.form == "dead":
        return None
    left = [row["discharged"] for row in chart.rows("stays") if "discharged" in row]
    dated = [one for one in left if one.occurred_from]
    if not dated:
        return None
    latest = max(dated, key=lambda one: one.order)
    to = str(latest.value.get("to", "unknown"))
    if to not in MUNICIPAL and place.form not in MUNICIPAL and not _nursed(chart):
        return None
    at = latest.occurred_from or ""
    return Discharge(str(latest.value["episode"]), at, to, _met(chart, at))


def _nursed(chart: Chart) -> bool:
    rows = chart.rows("enrolments")
    return any(
        "ended" not in row and row["enrolled"].value.get("form") == "home_nursing"
        for row in rows
        if "enrolled" in row
    )


def _met(chart: Chart, since: str) -> Statement | None:
    """The first contact after an instant in which a physician took part, as the entry says who did."""
    found = [
        row["stated"]
        for row in chart.rows("contacts")
        if (row["stated"].occurred_from or "") > since
        and row["stated"].value.get("form") in MEETS
        and any(
            profession(one.get("role", "")) == "physician" for one in row["stated"].value.get("actors", ())
        )
    ]
    return min(found, key=lambda one: one.order, default=None)


Followed = Literal["in time", "late", "waiting", "missed"]


def followed(at: str, met: str, today: date) -> Followed:
    """Whether a discharge (a stamp) was followed up within :data:`FOLLOWED_WITHIN` calendar days, or still may be."""
    last = day(instant(at)) + timedelta(days=FOLLOWED_WITHIN)
    if met:
        return "in time" if day(instant(met)) <= last else "late"
    return "waiting" if today <= last else "missed"
