"""The plan of care of a made-up person as planted: how good it is, when it is written, confirmed and overtaken. Pure.

Drawn from the course alone, before anything is told, with a ``Random`` of its own: what is told of the course stays the
same whatever becomes of the plan. A test computes each plan from what was told and holds it against this.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Literal

from lindra.care.events.plan import SECTIONS, Section
from lindra.care.events.situation import Phase, Place
from lindra.synthetic import mix
from lindra.synthetic.mix import CareQuality, Outdated, chance
from lindra.synthetic.plan import HOUR, Moment, Plan

DAY = 24 * HOUR
WRITTEN = 55
"""Minutes after which what happened in the course is surely in the record."""
RENEWED: dict[Phase, tuple[int, int]] = {
    "stable": (2, 13), "unstable": (1, 6), "deteriorating": (1, 6), "dying": (1, 3),
}  # fmt: skip
"""How many days ago (from, below) an excellent plan was last confirmed: well within the days that this phase allows."""
LONG_AGO = (40, 75)
"""How many days ago a plan was confirmed whose time has run out."""
RECENT = 45
"""Days within which an admission makes a plan stale."""
SOME: tuple[Section, ...] = ("decisions", "hazards", "situation", "steps", "medicines", "call", "matters")
"""The sections of which a half-filled plan has two or three."""
AT_HOME = frozenset({"own_home", "specialised_home", "care_home", "short_stay"})
"""Courses at whose end death may be expected outside hospital."""
PLANTED: dict[Outdated, float] = {each: mix.OUTDATED[each] for each in ("phase", "opioid", "advice")}
"""What can be planted where the course has nothing of the kind."""
EVER = -100_000_000
"""A minute before all others."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A moment of the plan, and the phase of illness as it is noted then."""

    at: Moment
    phase: Phase


@dataclass(frozen=True, slots=True)
class CarePlan:
    """The truth about one plan of care, at the end of the story (of the dead: just before death)."""

    quality: CareQuality
    sections: tuple[Section, ...] = ()
    """Those that are filled."""
    signed: tuple[Section, ...] = ()
    """Those that were confirmed."""
    identified: Moment | None = None
    """When needs were found; none where that was on the day it was written."""
    written: Moment | None = None
    phase: Phase = "stable"
    """The phase of illness when it was written."""
    renewed: Turn | None = None
    """Its last confirmation, where it was confirmed again after it was written."""
    outdated: Outdated | None = None
    """What made it stale."""
    after: Turn | None = None
    """When that was planted, and the phase from then on, where the course did not bring it by itself."""
    death_expected: bool = False
    """Whether a physician decided that death is expected where the person lives."""
    preferred: Place | None = None
    """Where the person would rather die; none where it could not be known."""
    doses: Literal["none", "some", "spent"] = "none"
    """As-needed doses in the last day, where there are orders with terms."""
    dictated: bool = False
    """Whether a nurse wrote one of the limits of treatment down for the physician, who has not signed it yet."""


MISSING = CarePlan("missing")


def drawn(random: Random, plan: Plan) -> CarePlan:
    """The plan of care of a course; where there is no time left to confirm it again, it is stale."""
    quality = mix.drawn(random, mix.CARE_PLANS[plan.quality])
    if quality == "missing":
        return MISSING
    preferred, doses = _preferred(random, plan), mix.drawn(random, mix.DOSES)
    if quality == "half_filled":
        found = _half_filled(random, plan)
    else:
        found = (_excellent(random, plan) if quality == "excellent" else None) or _stale(random, plan)
    dictated = not plan.dead and "decisions" in found.sections and chance(random, mix.DICTATED)
    return replace(found, preferred=preferred, doses=doses, dictated=dictated)


def judged_at(plan: Plan) -> datetime:
    """The moment of which the truth is told: now for the living; for the dead the last before death is known."""
    return plan.ends


# Time, as minutes from the first instant of the anchor's day.


def minutes(moment: Moment) -> int:
    """A moment as minutes from the anchor's midnight; before it they are negative."""
    return moment[1] - moment[0] * DAY


def moment(minute: int) -> Moment:
    """The moment of such a minute."""
    return -(minute // DAY), minute % DAY


def _end(plan: Plan) -> int:
    return 0 if plan.day_only else plan.minute


def happened(plan: Plan) -> list[int]:
    """When everything in the course that makes a plan uncertain is surely written, as far as it is before the end."""
    found = [minutes((home.day, 12 * HOUR)) for home in plan.homes]
    for stay in plan.stays:
        if not stay.withdrawn:
            found += [minutes(each) for each in (stay.start, stay.end) if each]
    found += [minutes(visit.start) + visit.minutes for visit in plan.visits if visit.form == "emergency"]
    return [minute + WRITTEN for minute in found if minute < _end(plan)]


def _day_time(random: Random, day: int) -> Moment:
    return day, random.randrange(9 * HOUR, 15 * HOUR)


# The qualities.


def _half_filled(random: Random, plan: Plan) -> CarePlan:
    """Two or three sections; never confirmed, or only one of them."""
    chosen = random.sample(SOME, 2 if chance(random, 0.7) else 3)
    sections = tuple(section for section in SECTIONS if section in chosen)
    written = _day_time(random, random.randrange(4, 60))
    return CarePlan(
        "half_filled", sections, (random.choice(sections),) if chance(random, 0.3) else (),
        written=written, phase=_early_phase(random),
    )  # fmt: skip


def _excellent(random: Random, plan: Plan) -> CarePlan | None:
    """Written, and confirmed again after all that happened; None where there is no time left for that."""
    phase = _last_phase(random, plan)
    due = minutes(_day_time(random, random.randrange(*RENEWED[phase])))
    confirmed = max(due, *happened(plan))
    if confirmed > _end(plan) - 5:
        return None
    again = moment(confirmed)
    written = _day_time(random, again[0] + random.randrange(4, 30))
    return CarePlan(
        "excellent", SECTIONS, SECTIONS, identified=_earlier(random, written), written=written,
        phase=_early_phase(random), renewed=Turn(again, phase),
        death_expected=_expected(plan, phase),
    )  # fmt: skip


def _stale(random: Random, plan: Plan) -> CarePlan:
    """Confirmed once; then something happened, in the course or planted here, or time ran out."""
    outdated = mix.drawn(random, mix.OUTDATED)
    admitted = [
        stay.start[0]
        for stay in plan.stays
        if not stay.withdrawn and stay.start[0] <= RECENT and minutes(stay.start) + WRITTEN < _end(plan)
    ]
    long_ago = _day_time(random, random.randrange(*LONG_AGO))
    if outdated == "admission" and admitted:
        return _confirmed_once(random, plan, "admission", random.choice(admitted) + random.randrange(1, 9))
    if outdated == "time" and max(happened(plan), default=EVER) < minutes(long_ago):
        return _confirmed_once(random, plan, "time", long_ago[0])
    if outdated in ("admission", "time"):
        outdated = mix.drawn(random, PLANTED)
    day = random.randrange(1, 6)
    phase = _worse(random, plan) if outdated == "phase" else None
    return _confirmed_once(
        random, plan, outdated, day + random.randrange(2, 12), Turn(_day_time(random, day), phase or "stable")
    )


def _confirmed_once(
    random: Random, plan: Plan, outdated: Outdated, day: int, after: Turn | None = None
) -> CarePlan:
    written = _day_time(random, day)
    phase = _early_phase(random)
    return CarePlan(
        "stale", SECTIONS, SECTIONS, identified=_earlier(random, written), written=written, phase=phase,
        outdated=outdated, after=after, death_expected=_expected(plan, after.phase if after else phase),
    )  # fmt: skip


def _earlier(random: Random, written: Moment) -> Moment:
    """Needs are found some weeks before a plan is written."""
    return _day_time(random, written[0] + random.randrange(2, 25))


def _early_phase(random: Random) -> Phase:
    return "stable" if chance(random, 0.75) else "unstable"


def _worse(random: Random, plan: Plan) -> Phase:
    return "dying" if plan.dead and plan.expected == "yes" and chance(random, 0.6) else "deteriorating"


def _last_phase(random: Random, plan: Plan) -> Phase:
    """Where the illness stands at the end: mostly dying where a death was expected."""
    if plan.dead:
        return "dying" if plan.expected == "yes" and chance(random, 0.8) else "deteriorating"
    odds: dict[Phase, float] = {"stable": 0.45, "unstable": 0.2, "deteriorating": 0.25, "dying": 0.1}
    return mix.drawn(random, odds)


def _expected(plan: Plan, phase: Phase) -> bool:
    return plan.course in AT_HOME and plan.expected == "yes" and phase in ("deteriorating", "dying")


_ENDS: dict[mix.Course, Place] = {
    "hospital": "hospital", "palliative": "palliative_ward", "care_home": "care_home", "short_stay": "short_stay",
}  # fmt: skip


def _preferred(random: Random, plan: Plan) -> Place | None:
    """Where the person would rather die: as the mix has it where the course ends, else at home."""
    if chance(random, mix.NOT_SAID):
        return None
    ends = (
        "hospice" if any(home.to == "hospice" for home in plan.homes) else _ENDS.get(plan.course, "own_home")
    )
    return ends if chance(random, mix.DIES_WHERE_WISHED.get(plan.course, 0.0)) else "own_home"
