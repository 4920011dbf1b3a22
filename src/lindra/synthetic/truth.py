"""The true answers of the made-up county, counted from the plans alone. Pure.

It shares nothing with the log, the export or the measures but the indicators' names: what is planted here
must come out there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean
from typing import Any

from lindra.synthetic.care_plan import CarePlan
from lindra.synthetic.plan import SPECIALISED, Plan

WINDOW = 90
"""Nights looked back for days at home."""
PLACES = {"specialised_home": "own_home"}
"""Courses whose place of death has another name."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is true of one dead person."""

    patient: str
    municipality: str | None
    place: str
    admissions: int
    emergency_visits: int
    days_at_home: int
    specialised: bool
    opted_out: bool


def answer(patient: str, plan: Plan) -> Answer:
    """The truth of one plan, of somebody dead."""
    stays = [stay for stay in plan.stays if not stay.withdrawn]
    return Answer(
        patient=patient,
        municipality=None if plan.protected else plan.municipality,
        place=PLACES.get(plan.course, plan.course),
        admissions=sum(stay.start[0] <= 30 for stay in stays),
        emergency_visits=sum(v.form == "emergency" and v.start[0] <= 30 for v in plan.visits),
        days_at_home=WINDOW - _nights_away(plan),
        specialised=any(team.form in SPECIALISED for team in plan.teams)
        or any(visit.specialised and visit.start[0] > 0 for visit in plan.visits)
        or any(stay.form == "palliative" for stay in stays)
        or any(home.to == "hospice" for home in plan.homes),
        opted_out=plan.opted_out,
    )


def _nights_away(plan: Plan) -> int:
    """Nights in inpatient care of the last 90 before the day of death, those of two stays at once counted once.

    Night *n* lies between the day *n* days before death and the day after it.
    """
    away: set[int] = set()
    for stay in plan.stays:
        if not stay.withdrawn:
            last = stay.end[0] if stay.end else 0
            away.update(range(max(last, 0) + 1, stay.start[0] + 1))
    return sum(night <= WINDOW for night in away)


def collected(answers: Iterable[Answer], patients: int) -> dict[str, Any]:
    """The answers added up, for the county and for each municipality (protected persons are in none)."""
    everyone = list(answers)
    areas: dict[str, list[Answer]] = defaultdict(list)
    for each in everyone:
        if each.municipality:
            areas[each.municipality].append(each)
    return {
        "patients": patients,
        "deaths": len(everyone),
        "admissions_last30": sum(each.admissions for each in everyone),
        "emergency_last30": sum(each.emergency_visits for each in everyone),
        "indicators": _counted(everyone),
        "municipalities": {area: _counted(own) for area, own in sorted(areas.items())},
    }


def _counted(some: list[Answer]) -> dict[str, Any]:
    days = [each.days_at_home for each in some]
    return {
        "place-of-death": dict(sorted(Counter(each.place for each in some if not each.opted_out).items())),
        "admitted-last-30-days": sum(each.admissions >= 1 for each in some),
        "admitted-twice-last-30-days": sum(each.admissions >= 2 for each in some),
        "emergency-last-30-days": sum(each.emergency_visits >= 1 for each in some),
        "days-at-home-last-90-days": mean(days) if days else None,
        "palliative-contact": sum(each.specialised for each in some),
    }


def plans(cares: Iterable[CarePlan]) -> dict[str, dict[str, int]]:
    """How many plans of care there are of each quality, and what made the stale ones stale."""
    every = list(cares)
    return {
        "quality": dict(sorted(Counter(care.quality for care in every).items())),
        "outdated": dict(sorted(Counter(care.outdated for care in every if care.outdated).items())),
    }
