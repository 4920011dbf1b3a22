"""Pain rated, severe pain, other symptoms rated (questions 24, 25, 26). Pure."""

from __future__ import annotations

from lindra.registry.claims import Claim, Said, claim, decided, silent
from lindra.registry.prefill.case import Case
from lindra.registry.prefill.questions import scores
from lindra.registry.prefill.questions.scores import Score
from lindra.registry.prefill.questions.symptoms import never


def pain_rated(case: Case) -> Claim:
    """Any score of pain in the last week."""
    return _rated(case, "pain_rated", scores.week(case).get("pain", []), scores.late(case).get("pain", []))


def others_rated(case: Case) -> Claim:
    """Any score of another symptom in the last week."""
    other, late = ([one for symptom, some in found.items() if symptom != "pain" for one in some]
                   for found in (scores.week(case), scores.late(case)))  # fmt: skip
    return _rated(case, "others_rated", other, late)


def _rated(case: Case, question: str, rated: list[Score], late: list[Score]) -> Claim:
    said: list[Said] = [("yes", one.evidence, one.fit.certainty) for one in reversed(rated)]
    if not said and late:
        return silent(question, "dated_after_death", [one.evidence for one in late])
    return decided(question, said, "not_rated", days=str(case.limit("last_week").amount))


def severe_pain(case: Case) -> Claim:
    """A score of pain above the limit in the last week; that there was none takes scores of nearly every day."""
    rated = scores.week(case).get("pain", [])
    if not rated:
        return silent("severe_pain", "not_rated", days=str(case.limit("last_week").amount))
    severe = sorted((one for one in rated if one.severe), key=lambda one: -one.number / one.scale.most)
    said: list[Said] = [
        ("yes", one.evidence, one.fit.certainty if one.scale.severe_sure else "likely") for one in severe
    ]
    if said:
        return decided("severe_pain", said, "")
    if never(case, [one for one in rated if one.scale.severe is not None]):
        return claim(
            "severe_pain", "no", "likely", *(one.evidence for one in reversed(rated)), why="rated_daily"
        )
    return silent("severe_pain", "not_every_day", [one.evidence for one in rated])
