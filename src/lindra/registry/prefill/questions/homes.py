"""Where the patient lived at death, and of an own home with what support. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from lindra.record.chart import Statement
from lindra.registry.claims import Evidence
from lindra.registry.events import Certainty
from lindra.registry.prefill.case import Case
from lindra.registry.prefill.times import Fit

ANSWERS = {
    "care_home": "care_home",
    "short_stay": "short_stay",
    "hospice": "palliative_inpatient",
    "other": "other",
}
"""What a home that is not the patient's own is called in the questionnaire."""
OWN_HOME, NOT_KNOWN = "own_home", "unknown"
THERE: dict[str, tuple[str, ...]] = {
    "care_home": ("care_home",), "short_stay": ("short_stay",), "palliative_inpatient": ("hospice",),
    "own_home_specialised": ("specialised_home_care",), "own_home_general": ("home_nursing",),
}  # fmt: skip
"""Kinds of unit that see a death there: what they write of it bears out the place."""
NO_HOME = ("ward", "hospital", "deceased")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that entries speak for; the unit that had the patient there, and the entry by which they came to it."""

    answer: str
    certainty: Certainty
    evidence: tuple[Evidence, ...]
    unit: str = ""
    since: Statement | None = None
    kind: str = "home"
    """What it is: ``stay``, ``emergency`` or ``home``."""
    text: str = ""
    """What the place is called, where it is none of the others."""


def candidates(case: Case) -> list[Candidate]:
    """The home at death; several where the time of a move does not tell, or entries say different things.

    None where one of these is a home of which entries do not tell what the questionnaire asks.
    """
    found = [_of_home(case, home) for home in latest(case)]
    told = [one for one in found if one is not None]
    return told if len(told) == len(found) else []


def latest(case: Case) -> list[tuple[Statement, Fit]]:
    """The last entry that says where the patient lived, with those that may be the last just as well.

    Those are the move before one whose time does not tell whether it was before death, moves of one time, and a
    discharge to somewhere else since.
    """
    told = [(one, fit) for one, fit in case.told_before("moved", "discharged") if _to(one) not in NO_HOME]
    moves = [pair for pair in told if pair[0].kind == "moved" and not pair[0].value.get("episode")]
    left = [pair for pair in told if pair[0].kind == "discharged" and _to(pair[0]) != NOT_KNOWN]
    if not moves:
        return left[-1:]
    last, fit = moves[-1]
    others = [
        pair
        for pair in moves[-2:-1]
        if fit is Fit.PERHAPS or case.when(pair[0]).last >= case.when(last).first
    ]
    others += [pair for pair in left[-1:] if pair[0].order > last.order]
    return [moves[-1], *(pair for pair in others if _to(pair[0]) != _to(last))]


def _to(statement: Statement) -> str:
    return str(statement.value.get("to", "unknown"))


def _of_home(case: Case, home: tuple[Statement, Fit]) -> Candidate | None:
    statement, fit = home
    to, place = _to(statement), str(statement.value.get("place", ""))
    said = Evidence(statement, "lives", {"to": to, "place": place})
    if to == NOT_KNOWN:
        return None
    if to == OWN_HOME:
        return _own_home(case, said)
    answer = ANSWERS[to]
    moved = statement.kind == "moved"
    borne_out = _borne_out(case, answer)
    sure = moved and fit is Fit.YES and bool(borne_out)
    unit = statement.unit if moved and to != "other" else ""
    since = statement if moved else None
    return Candidate(answer, "certain" if sure else "likely", (said, *borne_out), unit, since, text=place)


def _borne_out(case: Case, answer: str) -> tuple[Evidence, ...]:
    """Entries of the death itself that bear out where it was: established outside hospital, or written there."""
    found = [Evidence(one, "established") for one in case.afterwards("death_established")]
    assert case.death is not None
    died = case.death.statement
    if case.unit_kind(died) in THERE.get(answer, ()):
        found.append(Evidence(died, "died_there"))
    return tuple(found)


# An own home.


def _own_home(case: Case, said: Evidence) -> Candidate | None:
    """An own home by what support there was; nothing where entries do not say."""
    for form, answer in (
        ("specialised_home_care", "own_home_specialised"),
        ("home_nursing", "own_home_general"),
    ):
        for enrolled, certainty in enrolments(case, form):
            support = Evidence(enrolled, "enrolled", {"form": form})
            borne_out = _borne_out(case, answer)
            sure = certainty == "certain" and bool(borne_out)
            return Candidate(
                answer, "certain" if sure else "likely", (said, support, *borne_out), enrolled.unit, enrolled
            )
    if visit := _visited(case):
        return Candidate("own_home_general", "likely", (said, visit), visit.statement.unit)
    if without := _without(case):
        return Candidate("own_home_unsupported", "likely", (said, without))
    return None


def enrolments(case: Case, form: str) -> list[tuple[Statement, Certainty]]:
    """Enrolments of a form that were going on at death, the latest first, and how surely."""
    found: list[tuple[Statement, Certainty]] = []
    for enrolled, fit in reversed(case.latest("enrolled", "enrolment")):
        if enrolled.value.get("form", "other") != form or enrolled.value.get("period") == "contradictory":
            continue
        ended = [
            at
            for one, at in case.told_before("enrolment_ended")
            if one.value.get("enrolment") == enrolled.value.get("enrolment") and not _at_death(case, one)
        ]
        if Fit.YES not in ended:
            found.append((enrolled, "likely" if ended else fit.certainty))
    return found


def _at_death(case: Case, ended: Statement) -> bool:
    """Whether an enrolment ended because the patient died: at that instant."""
    return case.death is not None and case.when(ended).first >= case.death.first


def _visited(case: Case) -> Evidence | None:
    """The last visit of municipal home nursing in the last week, of one who is not enrolled there."""
    visits = [
        one for one, _ in case.told_within("last_week", "contact")
        if one.value.get("form") == "home_visit" and case.unit_kind(one) == "home_nursing"
    ]  # fmt: skip
    return Evidence(visits[-1], "nursing_visit") if visits else None


def _without(case: Case) -> Evidence | None:
    """The entry that says there was no home nursing: assessed and not enrolled, or no longer enrolled."""
    words = []
    for one, _ in case.told_within("home_nursing", "home_nursing_assessed"):
        words.append((one, "not_enrolled" if one.value.get("outcome") == "not_enrolled" else ""))
    forms = {
        str(one.value.get("enrolment")): str(one.value.get("form", "other"))
        for one, _ in case.told_before("enrolled")
    }
    for one, fit in case.told_within("home_nursing", "enrolment_ended"):
        if forms.get(str(one.value.get("enrolment"))) == "home_nursing" and fit is Fit.YES:
            words.append((one, "nursing_ended"))
    if not words:
        return None
    last, says = max(words, key=lambda pair: pair[0].order)
    return Evidence(last, says) if says else None
