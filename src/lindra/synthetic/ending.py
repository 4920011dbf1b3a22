"""The last days of a made-up person as they truly were, before anything is told of them. Pure.

Drawn from the course with a ``Random`` of its own, so that the course and the plan of care are told as before. What
of it the record holds is decided in ``ending_telling``; what is true of each question of the register in
the package ``report``. Shares are our own estimate unless a source is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from lindra.record.facts import Code
from lindra.synthetic.mix import CAUSES, Course, chance, drawn, icd
from lindra.synthetic.plan import HOUR, Moment, Plan

Symptom = Literal["pain", "rattle", "nausea", "anxiety", "breathlessness", "confusion"]
SYMPTOMS: dict[Symptom, float] = {
    "pain": 0.7, "rattle": 0.45, "nausea": 0.22, "anxiety": 0.5, "breathlessness": 0.35, "confusion": 0.4,
}  # fmt: skip
"""How often each was there in the last week. Breathlessness in hospital 43 % (BMC Palliat Care 2021)."""
Close = Literal["relatives", "relatives_and_staff", "staff", "nobody"]
DAYS = 8
"""The day of death, and the seven before it."""
DAY = 24 * HOUR

_PRESENT: dict[Course, dict[Close, float]] = {
    "hospital": {"relatives": 0.25, "relatives_and_staff": 0.3, "staff": 0.2, "nobody": 0.25},
    "palliative": {"relatives": 0.25, "relatives_and_staff": 0.45, "staff": 0.2, "nobody": 0.1},
    "care_home": {"relatives": 0.2, "relatives_and_staff": 0.3, "staff": 0.35, "nobody": 0.15},
}
_AT_HOME: dict[Close, float] = {"relatives": 0.75, "nobody": 0.25}
"""Without a visit of staff. Somebody present 83 %, in hospital 77 % (2019; BMC Palliat Care 2021)."""
_FLUIDS: dict[Course, float] = {"hospital": 0.4, "palliative": 0.12, "emergency": 0.7, "care_home": 0.03}
"""Fluid by drip in the last 24 hours: 40–42 % in hospital, 2–3 % in the community (PMC6238183)."""
_LOST: dict[str, float] = {"kept": 0.18, "hours": 0.25, "days": 0.43, "weeks": 0.14}
SECOND = ("heart", "lung", "stroke", "kidney")
PNEUMONIA, HIP, DELIRIUM = icd("J189", "Pneumoni"), icd("S720", "Höftfraktur"), icd("F059", "Delirium")


@dataclass(frozen=True, slots=True)
class Ending:
    """The truth about somebody's last days. ``rare`` are slips of the record, by name."""

    levels: dict[Symptom, tuple[int, ...]]
    """0–10 on the day of death and the seven before it."""
    lost: Moment | None
    """When the ability to express one's will was lost; None: it was kept."""
    ulcers: tuple[tuple[Moment, int], ...]
    """From when a pressure ulcer was of a category, the earliest first."""
    fluid: tuple[Moment, Moment] | None
    """From when until when fluid was given by drip."""
    close: Close
    staff_came: bool
    """Whether staff were there on a visit, of one who was nursed at home and died in the daytime."""
    relatives_in_talk: bool
    """Whether those close took part in conversations of which only a code was written."""
    unwritten_talk: bool
    second: tuple[Code, ...]
    """Further lasting illnesses that led to death too."""
    acute: Code | None
    forensic: bool
    wish_at_home: bool
    """Whether somebody whose wish nobody wrote down wanted to die at home."""
    examined: Moment
    """The last examination by a physician."""
    outside: tuple[str, ...]
    """Competence from outside of which nothing may be written: as the register calls it."""
    rated: bool
    """Pain rated with an instrument on paper only."""
    mouth: bool
    """The mouth looked at, on paper only."""
    ordered: tuple[str, ...]
    """Orders on paper only, by what they are for."""
    offered: bool
    """A conversation offered to those close, of which nothing may be written."""
    supported: bool
    """Whether one who died nobody knows where was at home."""
    rare: tuple[str, ...]

    def level(self, symptom: Symptom, day: int) -> int:
        """How strong a symptom was so many days before death, at most seven."""
        return self.levels[symptom][day]

    def ulcer(self, at: Moment) -> int:
        """The worst category of pressure ulcer at a moment, 0 for none."""
        return next((worst for since, worst in reversed(self.ulcers) if minutes(since) <= minutes(at)), 0)

    def able(self, at: Moment) -> bool:
        """Whether the person could express their will at a moment."""
        return self.lost is None or minutes(at) < minutes(self.lost)


def minutes(moment: Moment) -> int:
    """A moment as minutes from the first instant of the day of death; before it they are negative."""
    return moment[1] - moment[0] * DAY


def moment(minute: int) -> Moment:
    """The moment of such a minute."""
    return -(minute // DAY), minute % DAY


RARE: dict[str, float] = {
    "ulcer_heals": 0.02, "discharged_elsewhere": 0.03, "ulcer_after_death": 0.03, "mouth_after_death": 0.02,
    "old_illness": 0.003, "unwritten_visit": 0.01,
}  # fmt: skip
"""What goes wrong now and then: entries that contradict each other, dated after the death, or never taken away."""


def ending(random: Random, plan: Plan) -> Ending:
    """Draw the last days of somebody dead."""
    lost = _lost(random, plan)
    return Ending(
        levels={symptom: _levels(random, symptom, share) for symptom, share in SYMPTOMS.items()},
        lost=lost,
        ulcers=_ulcers(random, plan),
        fluid=_fluid(random, plan),
        close=_close(random, plan),
        staff_came=_staff_came(random, plan),
        relatives_in_talk=chance(random, 0.6),
        unwritten_talk=chance(random, 0.15),
        second=_second(random, plan),
        acute=_acute(random, plan),
        forensic=plan.expected == "no" and chance(random, 0.2),
        wish_at_home=chance(random, 0.6),
        examined=_examined(random, plan),
        outside=_outside(random),
        rated=chance(random, 0.06),
        mouth=chance(random, 0.2),
        ordered=tuple(each for each in ("pain", "rattle", "nausea", "anxiety") if chance(random, 0.15)),
        offered=chance(random, 0.45),
        supported=chance(random, 0.6),
        rare=tuple(name for name, share in RARE.items() if chance(random, share)),
    )


def _levels(random: Random, symptom: Symptom, share: float) -> tuple[int, ...]:
    """A symptom over the days: it comes, has its worst, and from a day on it is as it stays until the end."""
    if not chance(random, share):
        return (0,) * DAYS
    worst = random.randrange(2, 11)
    came = random.randrange(1, 4) if symptom == "rattle" else random.randrange(2, DAYS)
    turned = random.randrange(1, came + 1)
    stays = drawn(random, {"full": 0.4, "partly": 0.45, "not": 0.15}) if turned < came else "not"
    last = {"full": 0, "partly": max(1, int(worst * random.uniform(0.2, 0.65))), "not": worst}[stays]
    found = [0] * DAYS
    for day in range(came + 1):
        found[day] = last if day <= turned else max(1, worst - random.randrange(0, 3))
    found[came] = worst
    return tuple(found)


def _lost(random: Random, plan: Plan) -> Moment | None:
    """When the ability to express one's will was lost: with dementia months before."""
    end = plan.minute
    if plan.cause.key == "dementia":
        return moment(end - random.randrange(40 * DAY, 300 * DAY))
    how = drawn(random, _LOST)
    if how == "kept":
        return None
    first, last = {"hours": (HOUR, 20 * HOUR), "days": (26 * HOUR, 6 * DAY), "weeks": (8 * DAY, 25 * DAY)}[
        how
    ]
    return moment(end - random.randrange(first, last))


def _ulcers(random: Random, plan: Plan) -> tuple[tuple[Moment, int], ...]:
    """Most have none; some for weeks, which may grow worse near the end, some in the last days."""
    found: list[tuple[Moment, int]] = []
    if chance(random, 0.18):
        found.append((moment(plan.minute - random.randrange(8 * DAY, 80 * DAY)), random.randrange(1, 4)))
    if chance(random, 0.5 if found else 0.08):
        worst = min(found[-1][1] + 1, 4) if found else random.randrange(1, 3)
        found.append((moment(plan.minute - random.randrange(12 * HOUR, 8 * DAY)), worst))
    return tuple(found)


def _fluid(random: Random, plan: Plan) -> tuple[Moment, Moment] | None:
    """A drip of some days: until death, or stopped before it."""
    if not chance(random, _FLUIDS.get(plan.course, 0.03) * 1.4):
        return None
    last = plan.minute if chance(random, 0.7) else plan.minute - random.randrange(2 * HOUR, 3 * DAY)
    return moment(last - random.randrange(10 * HOUR, 4 * DAY)), moment(last)


def _close(random: Random, plan: Plan) -> Close:
    """Who was there: at home staff only if a visit was going on."""
    odds = _PRESENT.get(plan.course)
    if odds is None and plan.course in ("short_stay", "other", "emergency"):
        odds = _PRESENT["hospital"]
    return drawn(random, odds or _AT_HOME)


def _staff_came(random: Random, plan: Plan) -> bool:
    """Whether a visit was going on: of those nursed at home, in the daytime, about one in four."""
    daytime = 40 < plan.minute < 22 * HOUR
    forms = ("specialised_home_care", "home_nursing")
    nursed = any(team.form in forms and team.end is None for team in plan.teams)
    return chance(random, 0.25) and daytime and nursed and plan.course in ("own_home", "specialised_home")


def _second(random: Random, plan: Plan) -> tuple[Code, ...]:
    """Others of the old have one more illness that led to death, a few two more."""
    if plan.cause.key == "cancer" or not chance(random, 0.2):
        return ()
    others = [CAUSES[key].code for key in SECOND if key != plan.cause.key]
    return tuple(random.sample(others, 2 if chance(random, 0.3) else 1))


def _acute(random: Random, plan: Plan) -> Code | None:
    """Pneumonia or a broken hip in the last weeks."""
    if plan.course in ("palliative", "specialised_home") or not chance(random, 0.18):
        return None
    return PNEUMONIA if chance(random, 0.7) else HIP


_SEEN: dict[Course, tuple[int, int]] = {
    "hospital": (0, 2), "palliative": (0, 3), "emergency": (0, 1), "specialised_home": (1, 12), "care_home": (1, 40),
    "own_home": (1, 70),
}  # fmt: skip
"""Days before death (from, below) of the last examination by a physician."""


def _examined(random: Random, plan: Plan) -> Moment:
    first, last = _SEEN.get(plan.course, (1, 60))
    day = random.randrange(first, last)
    return day, random.randrange(9 * HOUR, 16 * HOUR) if day else max(plan.minute - 40, 0)


def _outside(random: Random) -> tuple[str, ...]:
    """Competence from outside in the last week, beside what the course has."""
    odds = {
        "palliative_team": 0.07,
        "paramedical": 0.06,
        "spiritual": 0.03,
        "pain_unit": 0.01,
        "hospital_unit": 0.04,
    }
    return tuple(name for name, share in odds.items() if chance(random, share))
