"""Makes up a county: person after person, each from the seed and a number alone. Pure.

``county(seed, until, patients)`` gives the same stories every time; a larger county begins with the smaller
one's.
"""

from __future__ import annotations

import csv
from bisect import bisect
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from uuid import UUID, uuid5

from lindra.areas import geography
from lindra.clock import STOCKHOLM, day
from lindra.people import details
from lindra.synthetic import care_plan, mix, names
from lindra.synthetic import county as organisation
from lindra.synthetic.care_telling import Caring
from lindra.synthetic.ending import Ending, ending
from lindra.synthetic.ending_telling import Ended
from lindra.synthetic.plan import Person, Plan, planned
from lindra.synthetic.reporting import reported
from lindra.synthetic.story import Identity, Story
from lindra.synthetic.telling import Telling

SEED = 2026
UNTIL = datetime(2026, 6, 15, 3, 0, tzinfo=STOCKHOLM)
PATIENTS = 600

NUMBERED = 1500
"""Counties of more people carry reserve numbers: the test series has too few of an age to die."""
LIVING = 0.25
"""The share that is still alive at the end."""
DAYS = 548
"""Deaths lie within so many days before the end: a year and a half."""
YOUNGEST, YOUNGEST_NUMBERED = 18, 57
_SPACE = UUID("9d0f3d5e-55c6-4c9f-9a3a-3f1e4f0b7c11")
_NUMBERS = Path(__file__).parent / "data" / "personnummer.csv"


def county(seed: int = SEED, until: datetime = UNTIL, patients: int = PATIENTS) -> Iterator[Story]:
    """The stories of a county up to a moment; nothing in them occurs or is written later."""
    if until.tzinfo is None:
        raise ValueError("the end of a county needs an offset, as in 2026-06-15T03:00:00+02:00")
    numbers = Numbers() if patients <= NUMBERED else None
    for number in range(patients):
        yield _story(seed, until, number, numbers)


def patient_id(seed: int, until: datetime, number: int) -> str:
    """The opaque id of the person with this number."""
    return str(uuid5(_SPACE, f"{seed}|{until.isoformat()}|{number}"))


class Numbers:
    """The test identity numbers, each given once, the nearest birth date first."""

    def __init__(self) -> None:
        self._free: dict[str, list[str]] = {"female": [], "male": []}
        for number in test_numbers():
            self._free["male" if int(number[10]) % 2 else "female"].append(number)

    def take(self, sex: str, born: date) -> str:
        """A number of somebody of this sex born about this day."""
        free = self._free[sex] or self._free["male" if sex == "female" else "female"]
        at = bisect(free, f"{born:%Y%m%d}")
        near = [index for index in (at - 1, at) if 0 <= index < len(free)]
        return free.pop(min(near, key=lambda index: abs((_born(free[index]) - born).days)))


@cache
def test_numbers() -> tuple[str, ...]:
    """Skatteverket's test numbers kept in ``data/``, twelve digits, sorted."""
    with _NUMBERS.open(encoding="ascii", newline="") as file:
        return tuple(row["personnummer"] for row in csv.DictReader(file))


def _born(number: str) -> date:
    return date(int(number[:4]), int(number[4:6]), int(number[6:8]))


def _story(seed: int, until: datetime, number: int, numbers: Numbers | None) -> Story:
    random = Random(f"{seed}|{until.isoformat()}|{number}")  # noqa: S311 - a made-up county, no secret
    patient = patient_id(seed, until, number)
    dead = not mix.chance(random, LIVING)
    course, group = mix.course_and_age_group(random) if dead else _of_the_living(random)
    anchor, minute = _moment_of_death(random, until) if dead else _now(until)
    sex = mix.sex_of(random, group)
    age = mix.age_in(random, group, YOUNGEST_NUMBERED if numbers else YOUNGEST)
    born = anchor - timedelta(days=int(age * 365.25) + random.randrange(1, 360))
    kind, system, value = "reserve", "demo", f"DEMO{seed}-{number + 1:07}"
    if numbers:
        kind, system, value = "personnummer", "", numbers.take(sex, born)
        born, sex = _born(value), "male" if int(value[10]) % 2 else "female"
    who = Person(
        number=number,
        sex=sex,
        born=born,
        municipality=_municipality(random),
        cause=mix.cause_of(random, course),
        course=course,
        dead=dead,
        anchor=anchor,
        minute=minute,
    )
    plan = planned(random, who)
    known = _details(random, who, plan.protected, plan.opted_out)
    care = care_plan.drawn(Random(f"plan of care of {patient}"), plan)  # noqa: S311 - its own: the course stays as it was
    relatives = [each for each in known if isinstance(each, details.Relative)]
    last = _ending(patient, plan)
    caring = Caring(patient, plan, care, relatives, last)
    ended = Ended(patient, plan, care, last) if last else None
    about = Identity((kind, system, value), born, sex, (*known, *caring.entry()))
    steps = Telling(patient, plan, random, until, caring, ended).steps()
    told = Story(patient, about, plan, care, steps, last)
    return replace(told, steps=tuple(sorted((*steps, *reported(told, until)), key=lambda step: step.at)))


def _ending(patient: str, plan: Plan) -> Ending | None:
    """The last days of somebody dead, by chances of their own."""
    return ending(Random(f"last days of {patient}"), plan) if plan.dead else None  # noqa: S311 - no secret


def _of_the_living(random: Random) -> tuple[mix.Course, int]:
    course = mix.drawn(random, mix.LIVING)
    return course, mix.age_group_of(random, course)


def _details(
    random: Random, who: Person, protected: bool, opted_out: bool
) -> tuple[details.DetailValue, ...]:
    """Names, birth, address and relatives; protection and opting out where planned."""
    family = names.family(random)
    place = geography.municipality(who.municipality).name
    found: list[details.DetailValue] = [
        details.Name(given=names.given(random, who.sex), family=family),
        details.Birth(date=who.born.isoformat(), sex=who.sex),
        details.Address(
            lines=(names.street(random),), city=place, municipality=who.municipality, country="SE"
        ),
    ]
    for kin, share in (("partner", 0.45), ("barn", 0.6), ("barn", 0.3)):
        if mix.chance(random, share):
            name = f"{names.given(random, mix.drawn(random, {'female': 1.0, 'male': 1.0}))} {family}"
            number = names.telephone(random)
            found.append(details.Relative(ref=str(len(found)), name=name, relation=kin, telecom=(number,)))
    if protected:
        found.append(details.Protection(level="sekretessmarkering"))
    if opted_out:
        found.append(details.RegisterOptOut(opted_out=True))
    return tuple(found)


def _moment_of_death(random: Random, until: datetime) -> tuple[date, int]:
    """A day by the season, before the last one, and a minute of it."""
    days, sums = _days(day(until))
    return days[bisect(sums, random.random() * sums[-1])], random.randrange(24 * 60)


@cache
def _days(last: date) -> tuple[tuple[date, ...], tuple[float, ...]]:
    days = tuple(last - timedelta(days=back) for back in range(DAYS, 0, -1))
    lengths = (31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return days, tuple(accumulate(mix.MONTHS[each.month - 1] / lengths[each.month - 1] for each in days))


def _now(until: datetime) -> tuple[date, int]:
    local = until.astimezone(STOCKHOLM)
    return local.date(), local.hour * 60 + local.minute


def _municipality(random: Random) -> str:
    """A municipality of the county, by its deaths."""
    return mix.drawn(random, _deaths_of_municipalities())


@cache
def _deaths_of_municipalities() -> dict[str, float]:
    return {code: geography.deaths(code, "2015-2019").value for code in organisation.municipalities()}
