"""Where the patient was at death: stays, emergency visits and homes, each as one that may have been the place. Pure.

The rule of the indicator *place of death*: the stay going on, else the emergency visit going on, else the home; going
on is what had begun before death and not ended. What was written of a stay after death changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from lindra.record.chart import CONTRADICTORY, Statement
from lindra.registry.claims import Evidence
from lindra.registry.events import Certainty
from lindra.registry.prefill import times
from lindra.registry.prefill.case import Case, once
from lindra.registry.prefill.questions import homes
from lindra.registry.prefill.questions.homes import Candidate
from lindra.registry.prefill.times import Fit

PALLIATIVE = ("palliative_ward", "hospice")
"""Kinds of unit that give specialised palliative inpatient care."""


@dataclass(frozen=True, slots=True)
class _Stay:
    """A stay begun before death, as far as it had come then."""

    admitted: Statement
    state: Literal["going_on", "perhaps", "over"]
    certainty: Certainty
    ended: Statement | None = None


@once
def candidates(case: Case) -> list[Candidate]:
    """Every place that entries speak for; where they agree there is one answer, where they do not, a conflict."""
    stays = [stay for stay in _stays(case) if stay.state != "over"]
    visits = _emergency(case)
    found = [_of_stay(case, stay) for stay in stays if stay.state == "going_on"]
    found += [one for one in visits if one.certainty == "certain"]
    perhaps = [_of_stay(case, stay) for stay in stays if stay.state == "perhaps"]
    perhaps += [one for one in visits if one.certainty != "certain"]
    if not found or _outside_hospital(case, found):
        perhaps += homes.candidates(case)
    return _agreeing([*found, *perhaps])


def _outside_hospital(case: Case, found: list[Candidate]) -> bool:
    """Whether death was established outside hospital although the patient seems to have been in one."""
    return bool(case.afterwards("death_established")) and any(one.answer == "hospital" for one in found)


def _agreeing(found: list[Candidate]) -> list[Candidate]:
    """Several stays at once are in no order, even where they give the same answer: then that is no more than likely."""
    stays = [one for one in found if one.kind == "stay"]
    if len(stays) > 1:
        return [replace(one, certainty="likely") if one.kind == "stay" else one for one in found]
    return found


@once
def here(case: Case) -> Candidate | None:
    """The place, where all entries agree on unit and answer; of several the one that is the surest."""
    found = candidates(case)
    if not found or len({(one.answer, one.unit) for one in found if one.unit}) > 1:
        return None
    if len({one.answer for one in found}) > 1:
        return None
    return min(found, key=lambda one: (one.certainty != "certain", not one.unit))


# Stays.


def _stays(case: Case) -> Iterator[_Stay]:
    """Every stay begun before death whose period does not contradict itself."""
    for admitted, fit in case.latest("admitted", "episode"):
        if admitted.value.get("period") != CONTRADICTORY:
            yield _stay(case, admitted, fit)


def _stay(case: Case, admitted: Statement, fit: Fit) -> _Stay:
    episode = admitted.value.get("episode")
    left = [(one, at) for one, at in case.told_before("discharged") if one.value.get("episode") == episode]
    if not left:
        return _Stay(admitted, "over" if _superseded(case, admitted) else "going_on", fit.certainty)
    discharged, at = left[-1]
    if discharged.value.get("to") == "deceased":
        return _left_dead(case, _Stay(admitted, "going_on", fit.certainty, discharged))
    return _Stay(admitted, "perhaps" if at is Fit.PERHAPS else "over", "likely", discharged)


def _left_dead(case: Case, stay: _Stay) -> _Stay:
    """Discharged dead: the stay in which the patient died, unless that was told of quite another day."""
    assert stay.ended is not None
    apart = case.days_before(stay.ended)
    if apart is None or apart > case.limit("later_death").amount:
        return replace(stay, state="perhaps", certainty="likely")
    return stay if apart == 0 else replace(stay, certainty="likely")


def _superseded(case: Case, admitted: Statement) -> bool:
    """Whether a stay of which no discharge was told must be over: a later stay has ended, or the patient moved."""
    episode, start = admitted.value.get("episode"), case.when(admitted)
    ended = [one for one, _ in case.told_before("discharged") if one.value.get("episode") != episode]
    moved = [one for one, _ in case.told_before("moved") if not one.value.get("episode")]
    return any(case.when(one).first > start.last for one in (*ended, *moved) if one.occurred_from)


def _of_stay(case: Case, stay: _Stay) -> Candidate:
    ward = _ward(case, stay.admitted)
    answer, sure = _answer(str(stay.admitted.value.get("form", "hospital")), case.unit_kind(ward))
    said = [Evidence(stay.admitted, "admitted", {"form": str(stay.admitted.value.get("form", "hospital"))})]
    if ward is not stay.admitted:
        said.append(Evidence(ward, "ward", {"place": str(ward.value.get("place", ""))}))
    if stay.ended is not None:
        said.append(Evidence(stay.ended, "discharged", {"to": str(stay.ended.value.get("to", "unknown"))}))
    certainty: Certainty = stay.certainty if sure else "likely"
    return Candidate(answer, certainty, tuple(said), ward.unit, ward, kind="stay")


def _answer(form: str, kind: str) -> tuple[str, bool]:
    """The answer that a stay gives, and whether form and kind of unit agree on it."""
    if form == "short_stay":
        return "short_stay", True
    if form == "palliative":
        return "palliative_inpatient", not kind or kind in PALLIATIVE
    return ("palliative_inpatient", False) if kind in PALLIATIVE else ("hospital", True)


def _ward(case: Case, admitted: Statement) -> Statement:
    """The entry by which the patient came to the last unit of the stay: the admission, or a move to another's ward."""
    episode, came = admitted.value.get("episode"), admitted
    for one, _ in case.told_before("moved"):
        if one.value.get("episode") == episode and one.unit != came.unit:
            came = one
    return came


# Emergency visits.


def _emergency(case: Case) -> list[Candidate]:
    """Visits to an emergency department going on at death, surely or perhaps: that is in hospital."""
    found = []
    for visit, fit in case.latest("contact", "episode"):
        if visit.value.get("form") == "emergency" and (surely := going_on(case, visit, fit)):
            said = (Evidence(visit, "emergency"),)
            found.append(Candidate("hospital", surely.certainty, said, visit.unit, visit, kind="emergency"))
    return found


def going_on(case: Case, visit: Statement, fit: Fit) -> Fit:
    """Whether a visit was going on at death; one without an end perhaps was, if it began on that day."""
    assert case.death is not None
    ends = times.ended(visit)
    if ends is None or visit.value.get("period") == CONTRADICTORY:
        return Fit.PERHAPS if case.days_before(visit) == 0 else Fit.NO
    if ends.last < case.death.first:
        return Fit.NO
    return min(fit, Fit.YES if ends.first >= case.death.last else Fit.PERHAPS)
