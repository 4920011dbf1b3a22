"""A person's course as planned, before anything is told of it: the planted truth is counted from here. Pure.

Time is written as days before the *anchor* (the day of death, or of ``until`` for the living) and minute of
that day in Stockholm. Nothing here knows of events, the log or measures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Literal

from lindra.clock import STOCKHOLM
from lindra.synthetic import county
from lindra.synthetic.mix import Cause, Course, Sex, chance, drawn

Moment = tuple[int, int]
"""Days before the anchor (negative: after), and minute of the day."""
Quality = Literal["complete", "partial", "none"]
Home = Literal["own_home", "care_home", "short_stay", "hospice", "other", "unknown"]
Form = Literal["specialised_home_care", "consult_team", "palliative_clinic", "home_nursing"]

HOUR = 60
SPECIALISED: tuple[Form, ...] = ("specialised_home_care", "consult_team", "palliative_clinic")


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit or call; of an emergency department where it stands among those."""

    unit: str
    start: Moment
    minutes: int
    form: Literal["emergency", "home_visit", "outpatient", "telephone"] = "emergency"
    specialised: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """Inpatient care; without an end until death, or still. ``withdrawn``: noted by mistake, and taken back."""

    unit: str
    form: Literal["hospital", "palliative"]
    start: Moment
    end: Moment | None
    planned: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Residence:
    """Where the person lives from a day on."""

    to: Home
    day: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Team:
    """Taken on by a team; without an end until death, or still."""

    form: Form
    unit: str
    start: int
    end: int | None


@dataclass(frozen=True)
class Plan:
    """The whole course of one person."""

    number: int
    sex: Sex
    born: date
    municipality: str
    cause: Cause
    course: Course
    dead: bool
    anchor: date
    minute: int
    day_only: bool
    expected: Literal["yes", "no", "unknown"]
    quality: Quality
    protected: bool
    opted_out: bool
    stays: tuple[Stay, ...]
    visits: tuple[Visit, ...]
    homes: tuple[Residence, ...]
    teams: tuple[Team, ...]

    def instant(self, moment: Moment) -> datetime:
        """The moment, in UTC."""
        day = self.anchor - timedelta(days=moment[0])
        at = time(moment[1] // HOUR, moment[1] % HOUR)
        return datetime.combine(day, at, STOCKHOLM).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        """The death as far as it is known (the day's first instant where only the day is), or now for the living."""
        return self.instant((0, 0 if self.day_only else self.minute))

    def place_at(self, day: int) -> tuple[str, str]:
        """The unit with the physician, and that with the nurse, who have the person on a day."""
        practice = f"practice-{self.municipality}"
        for stay in self.stays:
            dying = day == 0 and stay.end is None
            if not stay.withdrawn and (dying or stay.start[0] > day > (stay.end[0] if stay.end else -1)):
                return stay.unit, stay.unit
        for team in self.teams:
            if team.form in SPECIALISED[:1] and team.start > day > (team.end or 0):
                return team.unit, team.unit
        home = self.home_at(day)
        if home and home.unit:
            return (home.unit, home.unit) if home.to == "hospice" else (practice, home.unit)
        nursing = next((team.unit for team in self.teams if team.form == "home_nursing"), practice)
        return practice, nursing

    def home_at(self, day: int) -> Residence | None:
        """Where the person lived so many days before the anchor."""
        return next((home for home in reversed(self.homes) if home.day >= day), None)


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is about: what is drawn before the course."""

    number: int
    sex: Sex
    born: date
    municipality: str
    cause: Cause
    course: Course
    dead: bool
    anchor: date
    minute: int


def planned(random: Random, who: Person) -> Plan:
    """Draw a course: the end first, then backwards."""
    sure = not who.dead or chance(random, 0.97) or who.course == "emergency"
    last = _last_stay(random, who, sure)
    stays = [*last, *_earlier_stays(random, who, last, sure)]
    homes = _homes(random, who)
    teams = _teams(random, who)
    quality = _quality(random, who, teams)
    visits = [
        *_emergency_visits(random, who, stays),
        *_team_visits(random, who, teams),
        *_visits_that_never_count(random, who),
    ]
    return Plan(
        number=who.number,
        sex=who.sex,
        born=who.born,
        municipality=who.municipality,
        cause=who.cause,
        course=who.course,
        dead=who.dead,
        anchor=who.anchor,
        minute=who.minute,
        day_only=not sure,
        expected="unknown" if chance(random, 0.04) else "yes" if chance(random, who.cause.foreseen) else "no",
        quality=quality,
        protected=chance(random, 0.01),
        opted_out=chance(random, 0.015),
        stays=tuple(sorted(stays, key=lambda stay: stay.start, reverse=True)),
        visits=tuple(sorted(visits, key=lambda visit: visit.start, reverse=True)),
        homes=homes,
        teams=teams,
    )


# Stays.


def _last_stay(random: Random, who: Person, sure: bool) -> list[Stay]:
    """The stay in which the person dies, or is now."""
    if who.course == "hospital":
        days = int(42 * random.random() ** 2.2)
    elif who.course == "palliative" and not _in_hospice(who):
        days = 1 + int(34 * random.random() ** 1.8)
    else:
        return []
    if days == 0 and (not sure or not who.dead or who.minute < 11 * HOUR):
        days = 1
    minute = who.minute - random.randrange(HOUR, 4 * HOUR) if days == 0 else _day_time(random, 9, 22)
    if who.course == "hospital":
        return [Stay(_ward(random, who), "hospital", (days, minute), None, planned=chance(random, 0.1))]
    unit = "hospice" if chance(random, 0.3) else "palliative-ward"
    found = [Stay(unit, "palliative", (days, minute), None, planned=True)]
    if days >= 3 and chance(random, 0.15):
        # Discharged on paper a day after the move: two stays at once, whose time counts once.
        before = days + random.randrange(2, 8)
        found.append(Stay(_ward(random, who), "hospital", (before, 11 * HOUR), (days - 1, 14 * HOUR)))
    return found


def _in_hospice(who: Person) -> bool:
    """Whether this person moved to a hospice rather than being admitted to palliative care."""
    return who.course == "palliative" and who.number % 4 == 0


_LATE: dict[Course, tuple[float, float]] = {
    "hospital": (0.24, 0.05),
    "palliative": (0.35, 0.06),
    "emergency": (0.2, 0.04),
    "care_home": (0.11, 0.02),
    "short_stay": (0.75, 0.12),
    "own_home": (0.24, 0.06),
    "specialised_home": (0.3, 0.07),
    "other": (0.2, 0.0),
    "not_known": (0.1, 0.0),
}
"""How often there is one more stay, and two more, in the last 30 days. Our own estimate; no source was found."""
_YEAR = {0: 0.42, 1: 0.3, 2: 0.17, 3: 0.11}
"""How many stays 31–365 days before; about seven of ten have some in the last year (BMC Palliat Care 2020;19:90)."""


def _earlier_stays(random: Random, who: Person, last: list[Stay], sure: bool) -> list[Stay]:
    """Stays before the last one, that touch neither it nor each other."""
    found = list(last)
    one, two = _LATE[who.course]
    late = 2 if chance(random, two) else int(chance(random, one))
    for first, latest, count in ((2, 30, late), (31, 360, drawn(random, _YEAR))):
        for _ in range(count):
            _try_stay(random, who, found, first, latest, sure)
    if chance(random, 0.015):
        _try_stay(random, who, found, 2, 30, sure, withdrawn=True)
    return found[len(last) :]


def _try_stay(
    random: Random,
    who: Person,
    found: list[Stay],
    first: int,
    latest: int,
    sure: bool,
    *,
    withdrawn: bool = False,
) -> None:
    """Put a stay where there is room for it; after ten tries there is none."""
    for _ in range(10):
        start = random.randrange(first, latest + 1)
        end = max(start - 1 - int(13 * random.random() ** 2), 1)
        if sure and who.dead and end == 1 and who.minute > 15 * HOUR and chance(random, 0.5):
            end = 0  # home in the morning, dead in the evening
        if all(start < _end_day(other) - 1 or end > other.start[0] + 1 for other in found):
            begin, close = (start, _day_time(random, 9, 22)), (end, _day_time(random, 10, 14))
            planned = chance(random, 0.2)
            found.append(Stay(_ward(random, who), "hospital", begin, close, planned, withdrawn))
            return


def _end_day(stay: Stay) -> int:
    return stay.end[0] if stay.end else 0


def _ward(random: Random, who: Person) -> str:
    ward = county.hospital_of(who.municipality)[1]
    return "ward-surgery" if ward == "ward-medicine" and chance(random, 0.3) else ward


def _day_time(random: Random, first: int, last: int) -> int:
    """A minute between two hours."""
    return random.randrange(first * HOUR, last * HOUR)


# Where they live.


def _homes(random: Random, who: Person) -> tuple[Residence, ...]:
    """Where the person lives, earliest first; nothing, or *unknown*, where it is not known."""
    if who.course == "not_known":
        return (Residence("unknown", random.randrange(30, 300)),) if chance(random, 0.5) else ()
    own = Residence("own_home", random.randrange(1500, 9000))
    if who.course == "care_home" or (
        who.course in ("hospital", "emergency") and _from_care_home(random, who)
    ):
        days = (8 if who.course == "care_home" else 60) + int(1300 * random.random() ** 1.7)
        return own, Residence("care_home", days, f"care-home-{who.municipality}")
    if who.course == "short_stay":
        return own, Residence("short_stay", random.randrange(2, 45), f"short-stay-{who.municipality}")
    if _in_hospice(who):
        return own, Residence("hospice", random.randrange(2, 30), "hospice")
    if who.course == "other":
        return own, Residence("other", random.randrange(5, 60))
    return (own,)


def _from_care_home(random: Random, who: Person) -> bool:
    return who.anchor.year - who.born.year >= 80 and chance(random, 0.3)


# Teams and visits.


_TEAMS: dict[Course, tuple[float, float, float, float]] = {  # home care, consult team, clinic, home nursing
    "hospital": (0.03, 0.09, 0.03, 0.3),
    "palliative": (0.6, 0.2, 0.15, 0.3),
    "emergency": (0.0, 0.0, 0.02, 0.2),
    "care_home": (0.0, 0.03, 0.0, 0.0),
    "short_stay": (0.08, 0.1, 0.02, 0.4),
    "own_home": (0.0, 0.03, 0.03, 0.7),
    "specialised_home": (1.0, 0.05, 0.1, 0.4),
    "other": (0.05, 0.0, 0.0, 0.2),
    "not_known": (0.0, 0.0, 0.0, 0.1),
}
"""How often each kind of team is there. About 6 % of all are with a team at home near death (BMC Palliat Care
2024;23:215), and of those about a fifth are moved to inpatient care; the rest is our own estimate."""


def _teams(random: Random, who: Person) -> tuple[Team, ...]:
    """The teams that took the person on, earliest first."""
    found = []
    for share, form, unit in zip(
        _TEAMS[who.course],
        (*SPECIALISED, "home_nursing"),
        ("team", "consult", "clinic", f"home-{who.municipality}"),
        strict=True,
    ):
        if chance(random, share):
            start = 4 + int(200 * random.random() ** 1.5)
            stays_on = form == "home_nursing" or who.course == "specialised_home" or not who.dead
            found.append(
                Team(form, unit, start, None if stays_on else max(start - random.randrange(2, 40), 1))
            )
    return tuple(sorted(found, key=lambda team: team.start, reverse=True))


def _emergency_visits(random: Random, who: Person, stays: list[Stay]) -> list[Visit]:
    """A visit before most unplanned stays, some without a stay, and the one in which the person dies."""
    unit = county.hospital_of(who.municipality)[0]
    found = []
    for stay in stays:
        if not stay.planned and not stay.withdrawn and chance(random, 0.78):
            wait = random.randrange(HOUR, 5 * HOUR)
            found.append(Visit(unit, (stay.start[0], stay.start[1] - wait), wait))
    for first, latest, share in ((2, 30, 0.1), (31, 360, 0.35)):
        day = random.randrange(first, latest + 1)
        if chance(random, share) and all(day > s.start[0] or day < _end_day(s) for s in stays):
            found.append(Visit(unit, (day, _day_time(random, 8, 18)), random.randrange(2 * HOUR, 6 * HOUR)))
    if who.course == "emergency" and who.dead:
        before = min(random.randrange(20, 3 * HOUR), who.minute - 1)
        found.append(Visit(unit, (0, who.minute - before), before + random.randrange(HOUR)))
    return found


def _team_visits(random: Random, who: Person, teams: tuple[Team, ...]) -> list[Visit]:
    """What specialised teams do while they have the person: visits at home, at the ward, at the clinic."""
    found = []
    for team in teams:
        if team.form == "home_nursing":
            continue
        form: Literal["home_visit", "outpatient"] = (
            "outpatient" if team.form == "palliative_clinic" else "home_visit"
        )
        step = 7 if team.form == "specialised_home_care" else 14
        for number, day in enumerate(range(team.start - 1, team.end or 0, -step)):
            if number < 8 and day >= 1:
                found.append(Visit(team.unit, (day, _day_time(random, 9, 16)), 45, form, specialised=True))
    return found


def _visits_that_never_count(random: Random, who: Person) -> list[Visit]:
    """Ambulatory visits going on at death, visits to certify it, and calls with relatives afterwards."""
    if not who.dead:
        return []
    found = []
    if who.course in ("own_home", "care_home", "specialised_home") and 30 < who.minute < 23 * HOUR:
        if chance(random, 0.25) and who.course == "own_home":
            unit = f"home-{who.municipality}"
            found.append(Visit(unit, (0, who.minute - 20), 60, "home_visit"))
        if chance(random, 0.5):
            found.append(Visit(f"practice-{who.municipality}", (0, who.minute + 30), 20, "home_visit"))
    if chance(random, 0.2):
        day = -random.randrange(28, 60)
        found.append(Visit("consult", (day, _day_time(random, 9, 16)), 20, "telephone", specialised=True))
    return found


def _quality(random: Random, who: Person, teams: tuple[Team, ...]) -> Quality:
    """How much of a plan there is: mostly whole with a specialised team, seldom without."""
    if who.course == "palliative" or any(team.form in SPECIALISED for team in teams):
        return drawn(random, {"complete": 0.7, "partial": 0.25, "none": 0.05})
    if who.course in ("emergency", "not_known"):
        return drawn(random, {"partial": 0.2, "none": 0.8})
    return drawn(random, {"complete": 0.15, "partial": 0.45, "none": 0.4})
