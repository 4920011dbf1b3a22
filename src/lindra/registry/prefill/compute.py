"""What the record answers of the report: every question in the order of the form. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from lindra.record.chart import Chart
from lindra.registry.claims import Claim, silent
from lindra.registry.prefill.case import Case, Context
from lindra.registry.prefill.questions import (
    close,
    diseases,
    expected,
    fluids,
    mouth,
    orders,
    physicians,
    place,
    rating,
    skin,
    symptoms,
    talks,
    will,
    wish,
)
from lindra.registry.prefill.questions.symptoms import SYMPTOMS

Question = Callable[[Case], Claim]
_OF_SYMPTOMS: dict[str, Question] = {}
for _one in SYMPTOMS:
    _OF_SYMPTOMS |= {_one: symptoms.present(_one), f"{_one}_relief": symptoms.relief(_one)}

QUESTIONS: Mapping[str, Question] = {
    "arrived": place.arrived,
    "place": place.place,
    "place_other": place.place_other,
    "diseases": diseases.diseases,
    "disease_other": diseases.disease_other,
    "expected": expected.expected,
    "forensic": expected.forensic,
    "will_lost": will.will_lost,
    "talk_patient": talks.talk_patient,
    "talk_relatives": talks.talk_relatives,
    "wish_met": wish.wish_met,
    "ulcer_arrival": skin.ulcer_arrival,
    "ulcer_death": skin.ulcer_death,
    "ulcer_documented": skin.ulcer_documented,
    "mouth": mouth.mouth,
    "mouth_deviation": mouth.mouth_deviation,
    "fluids": fluids.fluids,
    **_OF_SYMPTOMS,
    "pain_rated": rating.pain_rated,
    "severe_pain": rating.severe_pain,
    "others_rated": rating.others_rated,
    "order_pain": orders.order("pain"),
    "order_rattle": orders.order("rattle"),
    "order_nausea": orders.order("nausea"),
    "order_anxiety": orders.order("anxiety"),
    "examined": physicians.examined,
    "consulted": physicians.consulted,
    "present": close.present,
    "bereavement": close.bereavement,
}
"""One function for each question, in the order of the form (but who answers, which no record tells)."""


def claims(chart: Chart, context: Context) -> tuple[Claim, ...]:
    """What the record answers of each question, in the order of the form; nothing where no time of death is known."""
    case = Case(chart, context)
    if case.death is None:
        return tuple(silent(name, "no_death") for name in QUESTIONS)
    return tuple(_explained(case, question(case)) for question in QUESTIONS.values())


def _explained(case: Case, claim: Claim) -> Claim:
    """The same, with why it is no more than likely where the question itself does not say."""
    if claim.certainty == "certain" and case.contradicted:
        return replace(claim, certainty="likely", why="deaths_differ")
    if claim.certainty != "likely" or claim.why or case.death is None:
        return claim
    spans = (case.death, *(case.when(one.statement) for one in claim.evidence))
    exact = all(span.first == span.last for span in spans)
    return replace(claim, why="by_rule" if exact else "time_not_exact")
