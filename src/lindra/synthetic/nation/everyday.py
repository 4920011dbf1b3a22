"""Tells what happens day by day: visits and calls, measurements, medicines, nursing, and what the last days hold.

What a measure counts is told just where it was planned; the rest is told freely, outside what measures look at.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from lindra.synthetic.nation import draw, levels
from lindra.synthetic.nation.calendar import Whole
from lindra.synthetic.nation.course import whole_day, workday
from lindra.synthetic.nation.draw import Flags, Index
from lindra.synthetic.nation.planned import Planned
from lindra.synthetic.nation.rows import NEVER
from lindra.synthetic.nation.support import PROFESSIONS
from lindra.synthetic.nation.telling import Telling

ESAS = (
    "pain", "tiredness", "nausea", "depression", "anxiety", "drowsiness", "appetite", "wellbeing", "breathlessness",
)  # fmt: skip
REGULAR = ("C07AB02", "C03CA01", "A10BA02", "C10AA05", "B01AF02", "N02BE01", "A06AD11", "N02AA05")
AS_NEEDED = {
    "opioid": ("pain", "N02AA01"), "anxiety": ("anxiety", "N05CD08"), "rattle": ("rattle", "A03AB02"),
    "nausea": ("nausea", "N05AD01"),
}  # fmt: skip
"""As-needed medicines (ATC) and what they are for."""
WEEK = 7
PERSON_DAYS = 363


def tell(telling: Telling, plan: Planned) -> None:
    """Everything."""
    contacts(telling)
    measurements(telling)
    medicines(telling, plan)
    nursing(telling)
    last_week(telling, plan)


def _mean(name: str) -> float:
    """How many of something a person has in the last year."""
    return float(levels.told()["everyday"][name])


def spread(telling: Telling, mean: float, first: int = 0, last: int = PERSON_DAYS) -> tuple[Index, Whole]:
    """People as often as something happens to them, and days before death, more of them towards it."""
    who = draw.several(telling.rng, mean, len(telling.dead))
    days = first + np.floor((last - first) * telling.rng.random(len(who)) ** 2.1).astype(np.int64)
    return who, whole_day(telling.dead, who, days)


def contacts(telling: Telling) -> None:
    """Visits and calls, by professions the person meets; each of those at least once in the last three months."""
    rng, dead, found = telling.rng, telling.dead, telling.found
    for number in range(len(PROFESSIONS)):
        who = draw.where(found.met[:, number])
        days = workday(dead, who, draw.between(rng, 1, 80, len(who)))
        _contact(telling, who, days, np.full(len(who), number), "home_visit")
    for form, odds in (("home_visit", (1, 5, 4)), ("telephone", (2, 6, 0)), ("outpatient", (5, 3, 0))):
        who, days = spread(telling, _mean(form))
        if form != "home_visit":
            days = np.minimum(workday(dead, who, days), PERSON_DAYS)
        _contact(telling, who, days, draw.pick(rng, odds, len(who)), form)


def _contact(telling: Telling, who: Index, days: Whole, profession: Index, form: str) -> None:
    """Contacts; whoever is admitted then is seen in the ward. A profession is told of those a person meets."""
    rng, dead, found = telling.rng, telling.dead, telling.found
    home = form == "home_visit"
    instant = telling.at(who, days, 7 * 60 if home else 8 * 60, 21 * 60 if home else 16 * 60)
    inside, _ = telling.course.inside(who, instant)
    team = found.team[who] >= days
    unit = np.where(team, dead.team[who], dead.home[who] if home else dead.practice[who])
    form_number = telling.rows.choice((form, "other"), (inside & home).astype(np.int64))
    known = np.where(found.met[who, profession], profession, -1)
    minutes = (
        draw.between(rng, 5, 20, len(who)) if form == "telephone" else draw.between(rng, 15, 60, len(who))
    )
    telling.rows.add("contact", who, instant, unit, end=_before(telling, who, instant + minutes), form=form_number,
                     status=telling.rows.choice(PROFESSIONS, known), palliative=team.astype(np.int64),
                     episode=telling.rows.new_keys(len(who)))  # fmt: skip


def _before(telling: Telling, who: Index, instant: Whole) -> Whole:
    return np.minimum(instant, telling.dead.died[who] - 1)


def _measured(telling: Telling, who: Index, days: Whole, **columns: Any) -> None:
    telling.tell("measured", who, days, 7 * 60, 20 * 60, **columns)


def _scores(telling: Telling, who: Index, days: Whole, low: int, high: int) -> Any:
    """Scores that are worse towards death."""
    worse = 1 - days / (PERSON_DAYS + 40)
    return np.floor(low + (high - low + 0.999) * telling.rng.random(len(who)) * (0.45 + 0.55 * worse))


def measurements(telling: Telling) -> None:
    """Scores and values before the last week; function and weight at any time."""
    rng = telling.rng
    who, days = spread(telling, _mean("esas"), WEEK + 3)
    items = len(ESAS)
    item = np.tile(np.arange(items), len(who))
    who, days = np.repeat(who, items), np.repeat(days, items)
    _measured(telling, who, days, code_system="ESAS", code=telling.rows.choice(ESAS, item),
              number=_scores(telling, who, days, 0, 9))  # fmt: skip
    who, days = spread(telling, _mean("pain"), WEEK + 1)
    _measured(telling, who, days, code_system="NRS", code="NRS", number=_scores(telling, who, days, 0, 9))
    who, days = spread(telling, 0.5, WEEK + 1)
    _measured(telling, who, days, code_system="ROAG", code="ROAG", number=_scores(telling, who, days, 8, 20))
    who, days = spread(telling, _mean("function"))
    function = np.maximum(10, 10 * np.floor(2 + days / 70 + 2 * rng.random(len(who))))
    _measured(telling, who, days, code_system="AKPS", code="AKPS", number=function, number_unit="%")
    who, days = spread(telling, _mean("pressure"))
    _measured(telling, who, days, code="blood-pressure")
    who, days = spread(telling, _mean("weight"))
    _measured(
        telling,
        who,
        days,
        code="body-weight",
        number=np.round(rng.normal(66, 12, len(who)), 1),
        number_unit="kg",
    )


def medicines(telling: Telling, plan: Planned) -> None:
    """Regular medicines, some of them stopped; as-needed ones where they were planned, or too late."""
    rng, dead = telling.rng, telling.dead
    who, days = spread(telling, _mean("regular"), 20)
    which = draw.between(rng, 0, len(REGULAR) - 1, len(who))
    stopped = draw.chance(rng, 0.35, len(who))
    start = telling.at(who, days)
    unit = telling.unit(who, start, dead.practice[who])
    stop = telling.at(who, whole_day(dead, who, draw.between(rng, 1, np.minimum(days - 2, 60), len(who))))
    telling.rows.add("medicine_ordered", who, start, unit, code_system="ATC", code=telling.rows.choice(REGULAR, which),
                     status="active", end=np.where(stopped, stop, NEVER))  # fmt: skip
    telling.rows.add("medicine_stopped", who[stopped], stop[stopped], unit[stopped])
    for name, (purpose, code) in AS_NEEDED.items():
        held = (
            plan.holds[name].yes
            if name in plan.holds
            else plan.so[name].yes & (draw.chance(rng, 0.8, len(dead)))
        )
        _as_needed(telling, draw.where(held), purpose, code, late=False)
        if name in plan.holds:
            late = ~held & ~dead.day_only & dead.expected & draw.chance(rng, 0.06, len(dead))
            _as_needed(telling, draw.where(late), purpose, code, late=True)


def _as_needed(telling: Telling, who: Index, purpose: str, code: str, *, late: bool) -> None:
    days = np.floor(1 + 13 * telling.rng.random(len(who)) ** 1.5).astype(np.int64)
    days = np.zeros(len(who), np.int64) if late else workday(telling.dead, who, days)
    telling.tell("medicine_ordered", who, days, code_system="ATC", code=code, form=purpose, status="active")


def nursing(telling: Telling) -> None:
    """Nutrition, what to do when, those who are close, limits of treatment, the skin before the last week."""
    rng, dead = telling.rng, telling.dead
    for kind, name, words, odds in FREE:
        who, days = spread(telling, _mean(name))
        form = telling.rows.choice(words, draw.pick(rng, odds, len(who))) if words else -1
        telling.tell(kind, who, days, form=form)
    who, days = spread(telling, _mean("relatives"))
    status = telling.rows.choice(("yes", "no", "unknown"), draw.pick(rng, (6, 3, 1), len(who)))
    telling.tell("relative_noted", who, days, status=status)
    who, days = spread(telling, _mean("limits"))
    which = telling.rows.choice(
        ("resuscitation", "hospital", "intensive_care"), draw.pick(rng, (5, 3, 2), len(who))
    )
    status = telling.rows.choice(("withhold", "conditional", "give"), draw.pick(rng, (7, 2, 1), len(who)))
    telling.tell("limit_decided", who, days, form=which, status=status)
    who, days = spread(telling, _mean("skin"), WEEK + 1)
    telling.tell("skin_checked", who, days, number=draw.pick(rng, (80, 9, 6, 3, 2), len(who)).astype(float))
    who, days = spread(telling, _mean("opioid"))
    dose = 10.0 * (1 + draw.between(rng, 0, 11, len(who)))
    telling.tell("opioid_noted", who, days, status="yes", form="oral", number=dose, number_unit="mg")
    who = draw.where(dead.expected & draw.chance(rng, 0.55, len(dead)))
    days = whole_day(dead, who, draw.between(rng, 0, 20, len(who)))
    telling.tell("death_expected", who, days, status="yes")


FREE = (
    ("nutrition_noted", "nutrition", ("as_before", "less", "sips", "nothing"), (3, 5, 2, 1)),
    ("step_planned", "steps", ("pain", "breathlessness", "nausea", "anxiety", "rattle", "fever"), (5, 3, 3, 3, 2, 2)),
    ("matters_noted", "matters", None, None),
    ("advice_given", "advice", None, None),
)  # fmt: skip


def last_week(telling: Telling, plan: Planned) -> None:
    """What the record holds of the last week, as it was planned."""
    rng, dead = telling.rng, telling.dead

    def some(flags: Flags, mean: float = 1.0) -> tuple[Index, Whole]:
        who = np.concatenate(
            [draw.where(flags), draw.where(flags)[draw.several(rng, mean - 1, int(flags.sum()))]]
        )
        return who, whole_day(dead, who, draw.between(rng, 0, WEEK, len(who)))

    who, days = some(plan.holds["mouth"].yes)
    _measured(telling, who, days, code_system="ROAG", code="ROAG", number=_scores(telling, who, days, 8, 20))
    who, days = some(plan.holds["pain"].yes, 3.5)
    _measured(telling, who, days, code_system="NRS", code="NRS", number=_scores(telling, who, days, 0, 9))
    who, days = some(plan.holds["others-rated"].yes, 2.0)
    item = telling.rows.choice(("nausea", "anxiety", "breathlessness"), draw.between(rng, 0, 2, len(who)))
    _measured(telling, who, days, code_system="ESAS", code=item, number=_scores(telling, who, days, 0, 9))
    _skin(telling, plan, some)
    who, days = some(plan.holds["fluids"].yes)
    telling.tell("infusion_noted", who, days, form="fluid", status="yes")
    who = draw.where(plan.holds["wish"].yes)
    telling.tell(
        "preference_noted",
        who,
        workday(dead, who, draw.between(rng, 3, 90, len(who))),
        form="death",
        status="yes",
    )


def _skin(telling: Telling, plan: Planned, some: Any) -> None:
    """The skin at the end: without an ulcer where that is held, with one of category 2–4 where there was one."""
    rng, dead = telling.rng, telling.dead
    who, days = some(plan.holds["ulcer"].yes)
    telling.tell("skin_checked", who, days, number=draw.pick(rng, (92, 8), len(who)).astype(float))
    who, days = some(~plan.so["ulcer"].yes & draw.chance(rng, 0.7, len(dead)))
    telling.tell("skin_checked", who, days, number=2.0 + draw.pick(rng, (60, 28, 12), len(who)))
