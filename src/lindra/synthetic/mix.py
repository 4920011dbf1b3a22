"""What the made-up county is mixed of: months, ages, sexes, courses towards death, causes. Pure.

Figures of official statistics are marked with their source; the rest is our own estimate, made so that the
pages have something of everything, and says nothing of any real place. The courses' shares follow the
project's notes on published results (Håkanson 2015: hospital 42 %, home 18 %, nursing home 38 % in 2012;
fewer in hospital since).
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random
from typing import Literal, TypeVar

from lindra.record.facts import Code, ContactProfession

T = TypeVar("T")
Sex = Literal["female", "male"]

MONTHS = (8762, 7950, 8461, 7635, 7215, 6737, 7138, 6994, 6919, 7457, 7383, 8114)
"""Deaths a month, January to December, yearly mean 2015–2019. Statistiska centralbyrån (SCB)."""

AGE_GROUPS = ((0, 64), (65, 79), (80, 89), (90, 104))
"""First and last age of each group; the last is open in the statistics."""
DEATHS_BY_AGE: dict[Sex, tuple[int, ...]] = {
    "male": (6161, 15312, 15040, 7513),
    "female": (3978, 10967, 15554, 14241),
}
"""Deaths by age group 2019. SCB, Döda, table 2, summed."""

Course = Literal[
    "hospital",
    "palliative",
    "emergency",
    "care_home",
    "short_stay",
    "own_home",
    "specialised_home",
    "other",
    "not_known",
]
COURSES: dict[Course, float] = {
    "hospital": 0.33,
    "palliative": 0.06,
    "emergency": 0.015,
    "care_home": 0.355,
    "short_stay": 0.03,
    "own_home": 0.13,
    "specialised_home": 0.06,
    "other": 0.008,
    "not_known": 0.012,
}
"""How life ends: shares of all deaths. Our own estimate; *specialised_home* is at home with a specialised team."""

LIVING: dict[Course, float] = {
    "own_home": 0.33,
    "specialised_home": 0.27,
    "care_home": 0.2,
    "hospital": 0.09,
    "palliative": 0.06,
    "short_stay": 0.05,
}
"""Where those are who are still alive: all are ill, and cared for. Our own estimate."""

_AGE_ODDS: dict[Course, tuple[float, ...]] = {
    "hospital": (1.0, 1.1, 1.0, 0.7),
    "palliative": (2.0, 1.6, 0.6, 0.2),
    "emergency": (2.0, 1.2, 0.8, 0.4),
    "care_home": (0.2, 0.7, 1.2, 1.8),
    "short_stay": (0.5, 1.0, 1.2, 1.0),
    "own_home": (1.3, 1.1, 0.9, 0.8),
    "specialised_home": (2.0, 1.6, 0.6, 0.2),
    "other": (2.0, 1.0, 0.7, 0.4),
    "not_known": (1.5, 1.0, 0.9, 0.7),
}
"""How much likelier a course is at an age than at any. Our own estimate; the shares above and ages hold anyway."""

CareQuality = Literal["excellent", "half_filled", "stale", "missing"]
CARE_PLANS: dict[str, dict[CareQuality, float]] = {
    "complete": {"excellent": 0.5, "stale": 0.3, "half_filled": 0.2},
    "partial": {"half_filled": 0.75, "stale": 0.15, "excellent": 0.1},
    "none": {"missing": 1.0},
}
"""How good the written plan is, by how much else is told of palliative care (``Plan.quality``). Our own estimate."""
Outdated = Literal["admission", "phase", "opioid", "advice", "time"]
OUTDATED: dict[Outdated, float] = {
    "admission": 0.45,
    "phase": 0.2,
    "opioid": 0.15,
    "advice": 0.1,
    "time": 0.1,
}
"""What made a stale plan stale, where the course allows it; ``time``: nobody looked at it again. Our own estimate."""
DIES_WHERE_WISHED: dict[Course, float] = {
    "hospital": 0.3,
    "palliative": 0.75,
    "care_home": 0.85,
    "short_stay": 0.3,
    "own_home": 0.9,
    "specialised_home": 0.9,
}
"""How often the preferred place of death is where the course ends; else it is at home. Our own estimate."""
NOT_SAID = 0.08
"""How often it was asked, and could not be known. Our own estimate."""
DOSES: dict[Literal["none", "some", "spent"], float] = {"none": 0.35, "some": 0.5, "spent": 0.15}
"""Whether as-needed doses were given in the last day, none, some, or as many as allowed. Our own estimate."""

DICTATED = 0.3
"""How often a decision of a living person's plan was told on the telephone, written down by a nurse, and has not been
signed by the physician yet. Our own estimate."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What a person is ill with: the main diagnosis, and whether its end is usually foreseen."""

    key: str
    code: Code
    foreseen: float


def icd(code: str, text: str) -> Code:
    """A diagnosis in ICD-10-SE."""
    return Code(code=code, system="ICD-10-SE", text=text)


CANCERS = (
    icd("C349", "Lungcancer"),
    icd("C189", "Tjocktarmscancer"),
    icd("C619", "Prostatacancer"),
    icd("C509", "Bröstcancer"),
    icd("C259", "Bukspottkörtelcancer"),
    icd("C719", "Hjärntumör"),
)
CAUSES = {
    cause.key: cause
    for cause in (
        Cause("cancer", CANCERS[0], 0.95),
        Cause("heart", icd("I509", "Hjärtsvikt"), 0.7),
        Cause("dementia", icd("F039", "Demens"), 0.95),
        Cause("lung", icd("J449", "KOL"), 0.8),
        Cause("stroke", icd("I639", "Stroke"), 0.6),
        Cause("nerves", icd("G122", "ALS"), 0.95),
        Cause("kidney", icd("N185", "Njursvikt, stadium 5"), 0.85),
        Cause("frailty", icd("R549", "Hög ålder och skörhet"), 0.85),
    )
}
_CAUSE_ODDS: dict[Course, tuple[float, ...]] = {  # in the order of CAUSES
    "hospital": (20, 32, 4, 14, 14, 2, 5, 9),
    "palliative": (90, 2, 0, 3, 0, 3, 1, 1),
    "emergency": (5, 65, 2, 12, 10, 1, 2, 3),
    "care_home": (7, 22, 34, 4, 9, 2, 1, 21),
    "short_stay": (28, 20, 12, 8, 5, 3, 4, 20),
    "own_home": (22, 38, 4, 10, 4, 2, 4, 16),
    "specialised_home": (90, 2, 0, 3, 0, 3, 1, 1),
    "other": (20, 50, 5, 10, 5, 2, 3, 5),
    "not_known": (15, 45, 5, 10, 10, 2, 3, 10),
}
"""Causes of each course. About nine of ten in specialised care have cancer (RCC, vårdprogram 2016, ch. 9)."""


_AT_HOME: dict[ContactProfession, float] = {
    "nurse": 0.62, "physician": 0.16, "assistant_nurse": 0.06, "counsellor": 0.06, "occupational_therapist": 0.04,
    "physiotherapist": 0.04, "dietitian": 0.02,
}  # fmt: skip
_AT_CLINIC: dict[ContactProfession, float] = {
    "physician": 0.7,
    "nurse": 0.2,
    "counsellor": 0.06,
    "dietitian": 0.04,
}
MET: dict[str, dict[ContactProfession, float]] = {
    "emergency": {"physician": 1.0},
    "home_visit": _AT_HOME,
    "outpatient": _AT_CLINIC,
    "telephone": {"nurse": 0.8, "physician": 0.1, "counsellor": 0.1},
}
"""Whom a patient meets of a specialised palliative team, by the form of the contact. Our own estimate."""

DAYS_WAITED = {0: 0.61, 1: 0.26, 2: 0.05, 3: 0.03, 4: 0.02, 7: 0.02, 12: 0.01}
"""Calendar days from ready for care to taken on. That 87 % start within a day is PCOC's figure for care in the
community in 2024 (PEERS 4.1); the rest is our own estimate."""


def drawn(random: Random, odds: dict[T, float]) -> T:
    """One of the keys, by its odds."""
    sums = list(accumulate(odds.values()))
    return list(odds)[min(bisect(sums, random.random() * sums[-1]), len(sums) - 1)]


def chance(random: Random, share: float) -> bool:
    """True in this share of draws."""
    return random.random() < share


def course_and_age_group(random: Random) -> tuple[Course, int]:
    """A course and the number of an age group, so that both have their planted shares."""
    return drawn(random, dict(_joint()))


def age_group_of(random: Random, course: Course) -> int:
    """The number of an age group, as those of a course have it."""
    return drawn(random, {group: weight for (each, group), weight in _joint() if each == course})


def sex_of(random: Random, group: int) -> Sex:
    """A sex, as deaths in an age group have it."""
    return drawn(random, {sex: float(counts[group]) for sex, counts in DEATHS_BY_AGE.items()})


def cause_of(random: Random, course: Course) -> Cause:
    """A cause, as those of a course have it; of cancers one of several."""
    cause = CAUSES[drawn(random, dict(zip(CAUSES, _CAUSE_ODDS[course], strict=True)))]
    if cause.key != "cancer":
        return cause
    return Cause(cause.key, CANCERS[random.randrange(len(CANCERS))], cause.foreseen)


def age_in(random: Random, group: int, youngest: int) -> int:
    """An age within a group, not below ``youngest``: towards the older end of the young, the younger of the oldest."""
    first, last = AGE_GROUPS[group]
    first = max(first, youngest)
    reach = random.random() ** (2.8 if group == 3 else 0.7 if group < 2 else 0.9)
    return first + int(reach * (last - first + 1) * 0.999)


def age_shares() -> tuple[float, ...]:
    """The share of each age group among all deaths, both sexes."""
    sums = [sum(counts) for counts in zip(*DEATHS_BY_AGE.values(), strict=True)]
    return tuple(count / sum(sums) for count in sums)


@cache
def _joint() -> tuple[tuple[tuple[Course, int], float], ...]:
    """Courses by age groups, fitted in turns to the shares of both (iterative proportional fitting)."""
    table = {(course, group): odds for course, row in _AGE_ODDS.items() for group, odds in enumerate(row)}
    ages = dict(enumerate(age_shares()))
    for _ in range(60):
        for course, share in COURSES.items():
            total = sum(table[course, group] for group in ages)
            table |= {(course, group): table[course, group] * share / total for group in ages}
        for group, share in ages.items():
            total = sum(table[course, group] for course in COURSES)
            table |= {(course, group): table[course, group] * share / total for course in COURSES}
    return tuple(table.items())
