"""Tells what comes after death: the report to the register, what it rested on, and care of those who are left.

A report's answers are in the order of the form; of deaths that were not expected only some questions are asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from lindra.synthetic.nation import draw, levels
from lindra.synthetic.nation.calendar import day_of
from lindra.synthetic.nation.counted import Counted
from lindra.synthetic.nation.draw import Flags, Index
from lindra.synthetic.nation.levels import PLACE
from lindra.synthetic.nation.planned import RECORDED, WILL_LOST, Planned, So
from lindra.synthetic.nation.telling import Telling, days_after

Pieces = list[str]
REPORTED_PLACE = {
    "hospital": "hospital", "palliative": "palliative_inpatient", "emergency": "hospital", "care_home": "care_home",
    "short_stay": "short_stay", "own_home": "own_home_general", "specialised_home": "own_home_specialised",
    "other": "other", "not_known": "own_home_unsupported",
}  # fmt: skip
YES_NO = ("yes", "no", "unknown")
SYMPTOMS = ("pain", "rattle", "nausea", "anxiety", "breathlessness", "confusion")
RELIEF = (("full", "partly", "not", "unknown"), (60, 30, 4, 6))
OUTCOMES = ("confirmed", "answered", "corrected", "chosen")
REPORTED, IN_TIME = (1, 26), 21
"""Days after death on which reports are written, and those that agreements give (``reported-in-three-weeks``)."""


class Answers:
    """The reports of a month: of each question a text for each report."""

    def __init__(self, telling: Telling, plan: Planned, who: Index) -> None:
        self.telling, self.plan, self.who = telling, plan, who
        self.expected = plan.asked[who]
        self.columns: dict[str, Pieces] = {}

    def say(self, question: str, words: tuple[str, ...], which: Index, asked: Flags | None = None) -> None:
        """Answers to a question, of those who were asked."""
        pieces = np.array([f"{question}={word}|" for word in words] + [""], dtype=object)
        numbers = which if asked is None else np.where(asked, which, len(words))
        self.columns[question] = pieces[numbers].tolist()

    def draw(self, question: str, words: tuple[str, ...], odds: Any, asked: Flags | None = None) -> Index:
        """Answers drawn by their odds."""
        which = draw.pick(self.telling.rng, odds, len(self.who))
        self.say(question, words, which, asked)
        return which

    def state(self, name: str) -> Index:
        """0 where it was so, 1 where not, 2 where whoever reports does not know."""
        so: So = self.plan.so[name]
        return np.where(so.yes, 0, np.where(so.unknown, 2, 1))[self.who]

    def told(self) -> list[str]:
        """The answers of each report in one text."""
        return ["|" + "".join(one) for one in zip(*self.columns.values(), strict=True)]


def tell(telling: Telling, plan: Planned, counted: Counted) -> None:
    """Reports, and what was done with what the record said; contact with those who are left."""
    who = draw.where(plan.reported)
    answers = Answers(telling, plan, who)
    _first(answers)
    _talks(answers)
    _body(answers)
    _symptoms(answers)
    _end(answers)
    rows, dead, rng = telling.rows, telling.dead, telling.rng
    instant = days_after(rng, dead, who, *REPORTED)
    _count_in_time(counted, telling, plan, day_of(instant) - dead.day[who])
    form = rows.choice(tuple(REPORTED_PLACE[name] for name in levels.PLACES), dead.place[who])
    status = rows.choice(("no", "yes"), dead.expected[who].astype(np.int64))
    texts = answers.told()
    rows.add(
        "death_reported", who, instant, dead.unit[who], form=form, status=status, answers=rows.told(texts)
    )
    rows.add("register_judged", who, instant, dead.unit[who], answers=rows.told(_judged(answers)))
    sent = draw.chance(rng, 0.95, len(who))
    rows.add("register_sent", who[sent], instant[sent] + 24 * 60, dead.unit[who][sent])
    _bereaved(telling, plan)


def _count_in_time(counted: Counted, telling: Telling, plan: Planned, days: Index) -> None:
    """What the measure of reports in time finds."""
    dead = telling.dead
    in_time = np.zeros(len(dead), bool)
    in_time[draw.where(plan.reported)] = days <= IN_TIME
    first, last = REPORTED
    planted = plan.report_planted * (IN_TIME - first + 1) / (last - first + 1)  # days are drawn evenly
    counted.share("reported-in-three-weeks", dead.month.year, dead.region, ~dead.opted_out, in_time, planted)


def _first(answers: Answers) -> None:
    dead, who = answers.telling.dead, answers.who
    answers.say("place", tuple(REPORTED_PLACE[name] for name in levels.PLACES), dead.place[who])
    answers.say("diseases", tuple(levels.told()["diseases"]["names"]), dead.disease[who])
    answers.say("expected", ("no", "yes"), answers.expected.astype(np.int64))
    answers.say("forensic", ("no", "yes"), answers.plan.forensic[who].astype(np.int64))


def _talks(answers: Answers) -> None:
    asked, alone = answers.expected, answers.telling.dead.alone[answers.who]
    answers.say("will_lost", WILL_LOST, answers.plan.will_lost[answers.who], asked)
    answers.say("talk_patient", YES_NO, answers.state("conversation"), asked)
    relatives = np.where(alone, 3, answers.state("relatives-told"))
    answers.say("talk_relatives", (*YES_NO, "no_relatives"), relatives, asked)
    answers.say("wish_met", YES_NO, answers.state("wish"), asked)


def _body(answers: Answers) -> None:
    asked, rng = answers.expected, answers.telling.rng
    answers.draw("ulcer_arrival", ("none", "1", "2", "3", "4", "unknown"), (84, 5, 4, 2, 1, 4), asked)
    state = answers.state("ulcer")
    kind = np.where(
        state == 0, draw.pick(rng, (93, 7), len(state)), 2 + draw.pick(rng, (62, 26, 12), len(state))
    )
    kind = np.where(state == 2, 5, kind)
    answers.say("ulcer_death", ("none", "1", "2", "3", "4", "unknown"), kind, asked)
    answers.draw("ulcer_documented", YES_NO, (90, 6, 4), asked & (kind > 0) & (kind < 5))
    mouth = answers.state("mouth")
    answers.say("mouth", YES_NO, mouth, asked)
    answers.draw("mouth_deviation", YES_NO, (50, 45, 5), asked & (mouth == 0))
    answers.say("fluids", YES_NO, answers.state("fluids"), asked)


def _symptoms(answers: Answers) -> None:
    asked = answers.expected
    for name in SYMPTOMS:
        share = levels.told()["symptoms"][name]
        had = answers.draw(name, YES_NO, (share, 0.95 - share, 0.05), asked)
        answers.draw(f"{name}_relief", *RELIEF, asked & (had == 0))
    rated = answers.state("pain")
    answers.say("pain_rated", YES_NO, rated, asked)
    answers.draw("severe_pain", YES_NO, (24, 70, 6), asked & (rated == 0))
    answers.say("others_rated", YES_NO, answers.state("others-rated"), asked)
    for name, question in (
        ("opioid", "pain"),
        ("rattle", "rattle"),
        ("nausea", "nausea"),
        ("anxiety", "anxiety"),
    ):
        answers.say(f"order_{question}", YES_NO, answers.state(name), asked)
    answers.draw("examined", ("days", "weeks", "months", "unknown"), (64, 24, 7, 5), asked)
    answers.draw("consulted", ("palliative_team", "hospital_unit", "none", "unknown"), (14, 8, 72, 6), asked)


def _end(answers: Answers) -> None:
    dead, who, rng = answers.telling.dead, answers.who, answers.telling.rng
    asked, alone = ~answers.plan.forensic[who], dead.alone[who]
    state = answers.state("present")
    home = dead.place[who] == PLACE["own_home"]
    by = np.where(alone, 2, draw.pick(rng, (34, 32, 34), len(who)))
    by = np.where(home & ~alone, draw.pick(rng, (70, 22, 8), len(who)), by)
    words = ("relatives", "relatives_and_staff", "staff", "nobody", "unknown")
    answers.say("present", words, np.where(state == 0, by, np.where(state == 1, 3, 4)), asked)
    after = np.where(alone, 3, answers.state("bereavement"))
    answers.say("bereavement", (*YES_NO, "no_relatives"), after, asked)


def _judged(answers: Answers) -> list[str]:
    """Of each question what was done with what the record said: confirmed where it held the answer."""
    rng, size = answers.telling.rng, len(answers.who)
    held = {"talk_patient": "conversation", "mouth": "mouth", "pain_rated": "pain", "order_pain": "opioid",
            "order_anxiety": "anxiety", "ulcer_death": "ulcer"}  # fmt: skip
    assert set(held.values()) == set(RECORDED)
    columns: list[Pieces] = []
    for question, asked in answers.columns.items():
        share: Any = 0.9 if question in ("place", "diseases", "expected") else 0.35
        if question in held:
            share = np.where(answers.plan.holds[held[question]].yes[answers.who], 0.95, 0.05)
        at = rng.random(size)
        which = np.where(at < share, 0, np.where(at < share + (1 - share) * 0.9, 1, 2)).tolist()
        words = [f"{question}={word}|" for word in OUTCOMES]
        columns.append([words[one] if piece else "" for one, piece in zip(which, asked, strict=True)])
    return ["|" + "".join(one) for one in zip(*columns, strict=True)]


def _bereaved(telling: Telling, plan: Planned) -> None:
    """Offered, and of some held, to those who are left."""
    dead, rng = telling.dead, telling.rng
    offered = plan.so["bereavement"].yes & dead.expected & draw.chance(rng, 0.85, len(dead))
    for who, form, low, high in _contacts(telling, offered):
        telling.rows.add(
            "bereavement_contact", who, days_after(rng, dead, who, low, high), dead.unit[who], form=form
        )


def _contacts(telling: Telling, offered: Flags) -> Iterator[tuple[Index, str, int, int]]:
    dead, rng = telling.dead, telling.rng
    some = offered & ~dead.alone
    yield draw.where(some), "offered", 2, 30
    yield draw.where(some & draw.chance(rng, 0.6, len(dead))), "held", 31, 75
    yield draw.where(offered & dead.alone), "no_relatives", 2, 30
