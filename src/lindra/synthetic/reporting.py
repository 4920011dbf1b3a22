"""Tells the report to the register on a made-up death: what a person who knows the truth answers. Pure.

Not of every death: shares are our own estimate around the coverage that is known (66 % in 2015, PLOS ONE 0201051).
Where the record holds an answer it is confirmed, where it is silent somebody answers from memory, and now and then does
not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from lindra.record.envelope import When
from lindra.registry.events import CODED, Certainty, DeathReported, Judged, Outcome, RegisterJudged
from lindra.synthetic.mix import Course, chance
from lindra.synthetic.report import report
from lindra.synthetic.report.known import Known, So
from lindra.synthetic.story import Entry, Step, Story

COVERED: dict[Course, float] = {"hospital": 0.6, "palliative": 0.95, "care_home": 0.8, "emergency": 0.35,
                                "specialised_home": 0.9, "own_home": 0.55}  # fmt: skip
OTHERWISE = 0.5
FORGOTTEN = 0.06
"""How often nobody remembers what the record does not say."""
ALWAYS = ("place", "place_other", "diseases", "disease_other", "expected", "forensic", "arrived")
OF_ALL_DEATHS = (*ALWAYS, "present", "bereavement")
"""What is asked where the death was not expected; of a forensic examination only the first (working model)."""
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
    answers = dict(_answered(random, report(story)))
    if not {"place", "diseases", "expected", "forensic"} <= set(answers):
        return
    fact = DeathReported(
        **_fields(answers), answered_by="one" if chance(random, 0.6) else "several", profession="nurse"
    )
    judged = RegisterJudged(report=f"{story.patient}-report", judged=tuple(_judged(answers)))
    yield Step(at, known.came.unit, "nurse", tuple(Entry(each, When.at(at)) for each in (fact, judged)))


def _answered(random: Random, truth: dict[str, So]) -> Iterator[tuple[str, So]]:
    """What is asked of this death, with its answers; forgotten where only memory holds it."""
    asked = ("arrived", *CODED)
    if truth.get("forensic") and truth["forensic"].answers == ("yes",):
        asked = ALWAYS
    elif truth.get("expected") and truth["expected"].answers == ("no",):
        asked = OF_ALL_DEATHS
    for name in asked:
        so = truth.get(name)
        if so is None or not so.answers or not _hangs(name, truth):
            continue
        forgotten = so.holds == "silent" and "unknown" in _options(name) and chance(random, FORGOTTEN)
        yield name, So(("unknown",), "silent") if forgotten else so


def _hangs(name: str, truth: dict[str, So]) -> bool:
    """Whether a question that hangs on another is asked."""
    on = {"ulcer_documented": ("ulcer_death", "1234"), "mouth_deviation": ("mouth", ("yes",)),
          "severe_pain": ("pain_rated", ("yes",))}.get(name)  # fmt: skip
    if name.endswith("_relief"):
        on = (name.removesuffix("_relief"), ("yes",))
    return on is None or (on[0] in truth and truth[on[0]].answers[0] in on[1])


def _options(name: str) -> tuple[str, ...]:
    told = str(DeathReported.model_fields[name].annotation)
    return ("unknown",) if "'unknown'" in told else ()


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
