"""When the person came, and where they died (questions 6 and 7). Pure."""

from __future__ import annotations

from dataclasses import replace

from lindra.registry.claims import Claim, Evidence, Said, conflict, decided, silent
from lindra.registry.events import Certainty
from lindra.registry.prefill.case import Case
from lindra.registry.prefill.questions.homes import Candidate
from lindra.registry.prefill.questions.whereabouts import candidates


def place(case: Case) -> Claim:
    """The place of death: see :mod:`whereabouts`; of an own home only where entries tell what support there was."""
    found = candidates(case)
    said: list[Said] = [(one.answer, each, one.certainty) for one in found for each in one.evidence]
    claim = decided("place", said, "no_place", _lived(case), against="places")
    return replace(claim, why=_why(found)) if claim.claims else claim


def _why(found: list[Candidate]) -> str:
    """Why it is no more than likely, where that can be said in a word."""
    if any(one.certainty == "certain" for one in found):
        return ""
    return "several_stays" if len(found) > 1 else "by_rule"


def _lived(case: Case) -> list[Evidence]:
    """Where the patient lived, though it does not answer: an own home without a word of support, or not known where."""
    told = [(one, str(one.value.get("to", "unknown"))) for one, _ in case.told_before("moved")[-1:]]
    return [Evidence(one, "lives", {"to": to, "place": ""}) for one, to in told]


def place_other(case: Case) -> Claim:
    """What the place is called, where it is none of the others."""
    found = candidates(case)
    if not found or {one.answer for one in found} != {"other"}:
        return silent("place_other", "not_other_place")
    said: list[Said] = [(one.text, one.evidence[0], one.certainty) for one in found if one.text]
    return decided("place_other", said, "no_name", [one.evidence[0] for one in found])


def arrived(case: Case) -> Claim:
    """The day the person came to the unit where they died: admission, a move to its ward, a move there, enrolment."""
    found = candidates(case)
    said = [one for candidate in found if (one := _came(case, candidate)) is not None]
    if len({one.answer for one in found}) > 1:
        return conflict("arrived", "places", [(answer, evidence) for answer, evidence, _ in said]) if (
            len({answer for answer, _, _ in said}) > 1
        ) else silent("arrived", "place_unclear", [evidence for _, evidence, _ in said])  # fmt: skip
    return decided("arrived", said, "no_arrival", [one.evidence[0] for one in found], against="arrivals")


def _came(case: Case, candidate: Candidate) -> Said | None:
    """The day on which the patient came to that unit, where it is known to the day."""
    if candidate.since is None or candidate.answer == "other":
        return None
    came = case.when(candidate.since).day
    if came is None:
        return None
    evidence = next(one for one in candidate.evidence if one.statement is candidate.since)
    certainty: Certainty = candidate.certainty
    return came.isoformat(), evidence, certainty
