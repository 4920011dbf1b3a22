"""Tells the report to the register on a made-up death: what a person who knows the truth answers. Pure.

Not of every death: shares are our own estimate around the coverage that is known (66 % in 2015, PLOS ONE 0201051).
Where the record holds an answer it is confirmed, where it is silent somebody answers from memory, and now and then does
not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from lindra.forms.questionnaire import items_of, read
from lindra.forms.structs import Questionnaire
from lindra.record.envelope import When
from lindra.registry.claims import Claim
from lindra.registry.events import Certainty, DeathReported, Judged, Outcome, RegisterJudged
from lindra.registry.reporting import sheet
from lindra.synthetic.mix import Course, chance
from lindra.synthetic.report import report
from lindra.synthetic.report.known import Known, So
from lindra.synthetic.story import Entry, Step, Story

COVERED: dict[Course, float] = {"hospital": 0.6, "palliative": 0.95, "care_home": 0.8, "emergency": 0.35,
                                "specialised_home": 0.9, "own_home": 0.55}  # fmt: skip
OTHERWISE = 0.5
FORGOTTEN = 0.06
"""How often nobody remembers what the record does not say."""
SEVERAL = ("diseases", "consulted")
DONE: dict[str, tuple[Certainty, Outcome]] = {
    "held": ("certain", "confirmed"), "conflict": ("conflict", "chosen"), "silent": ("silent", "answered"),
}  # fmt: skip


def reported(story: Story, until: datetime) -> Iterator[Step]:
    """The report, some days after the death, by the unit where the person died; of some nobody has written it."""
    if not story.plan.dead or story.plan.opted_out:
        return
    random = Random(f"report of {story.patient}")  # noqa: S311 - a made-up county
    known = Known(story)
    at = story.plan.ends + timedelta(days=random.randrange(1, 26), minutes=random.randrange(60, 500))
    if known.came is None or at > until or not chance(random, COVERED.get(story.plan.course, OTHERWISE)):
        return
    answers = _answered(random, report(story))
    if not {"place", "diseases", "expected", "forensic"} <= set(answers):
        return
    fact = DeathReported(
        **_fields(answers), answered_by="one" if chance(random, 0.6) else "several", profession="nurse"
    )
    judged = RegisterJudged(report=f"{story.patient}-report", judged=tuple(_judged(answers)))
    yield Step(at, known.came.unit, "nurse", tuple(Entry(each, When.at(at)) for each in (fact, judged)))


def _answered(random: Random, truth: dict[str, So]) -> dict[str, So]:
    """What the form asks of this death, with its answers; not known where only memory held it and it is forgotten."""
    form = _form()
    forgettable = {item.link_id for item in items_of(form.item) if item.option("unknown") is not None}
    remembered = {
        name: So(("unknown",), "silent") if name in forgettable and _forgotten(random, so) else so
        for name, so in truth.items()
        if so.answers
    }
    claims = {name: Claim(name, "certain", so.answers) for name, so in remembered.items()}
    asked = sheet.asked(form, sheet.answered(form, claims), claims)
    return {claim.question: remembered[claim.question] for claim in asked}


def _forgotten(random: Random, so: So) -> bool:
    return so.holds == "silent" and chance(random, FORGOTTEN)


@cache
def _form() -> Questionnaire:
    return read((files("lindra.registry") / "forms" / "death-report.json").read_bytes())


def _fields(answers: dict[str, So]) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: so.answers if name in SEVERAL else so.answers[0] for name, so in answers.items()
    }
    if "arrived" in found:
        found["arrived"] = date.fromisoformat(str(found["arrived"]))
    return found


def _judged(answers: dict[str, So]) -> Iterator[Judged]:
    for name, so in answers.items():
        certainty, outcome = DONE[so.holds]
        claimed = so.answers if so.holds == "held" else ()
        yield Judged(question=name, certainty=certainty, claimed=claimed, outcome=outcome)
