"""Whether the place of death was the one last wished for (question 14). Pure."""

from __future__ import annotations

from collections.abc import Mapping

from lindra.record.chart import Statement
from lindra.registry.claims import Claim, Evidence, claim, conflict, silent
from lindra.registry.events import Certainty
from lindra.registry.prefill.case import Case
from lindra.registry.prefill.questions.whereabouts import candidates
from lindra.registry.prefill.times import Fit

MEETS: Mapping[str, tuple[str, ...]] = {
    "own_home": ("own_home_specialised", "own_home_general", "own_home_unsupported"), "care_home": ("care_home",),
    "short_stay": ("short_stay",), "hospice": ("palliative_inpatient",), "palliative_ward": ("palliative_inpatient",),
    "hospital": ("hospital",),
}  # fmt: skip
"""Which place of death each wish is met by. A relative's home, or another place, cannot be told from the place."""


def wish_met(case: Case) -> Claim:
    """The last word on where the patient would rather die, held against the place.

    The first choice met is yes, none met is no; only the second met is for a person to judge. Without a preference
    every place meets it (our own reading); that the wish could not be known, or was not told, is *not known*.
    """
    last = _last(case)
    if not last:
        return silent("wish_met", "no_wish", _about_care(case))
    evidence = [_said(one) for one, _ in last]
    if len({_told(one) for one, _ in last}) > 1:
        return conflict("wish_met", "wishes", [("", one) for one in evidence])
    statement, fit = last[-1]
    surely: Certainty = fit.certainty if _said_by_patient(statement) else "likely"
    if statement.value.get("known", "yes") != "yes":
        return claim("wish_met", "unknown", surely, evidence[-1], why="wish_not_known")
    if statement.value.get("first") == "no_preference":
        return claim("wish_met", "yes", "likely", evidence[-1], why="no_preference")
    return _met(case, statement, evidence[-1], surely)


def _last(case: Case) -> list[tuple[Statement, Fit]]:
    """The last wish before death; of several of one time all."""
    wishes = [pair for pair in case.told_before("preference_noted") if pair[0].value.get("about") == "death"]
    return [pair for pair in wishes if pair[0].occurred_from == wishes[-1][0].occurred_from]


def _met(case: Case, wish: Statement, evidence: Evidence, surely: Certainty) -> Claim:
    found = candidates(case)
    places = {one.answer for one in found}
    first, second = (MEETS.get(str(wish.value.get(name, "")), ()) for name in ("first", "second"))
    if len(places) != 1 or not first:
        return silent("wish_met", "place_unclear" if first else "wish_elsewhere", [evidence])
    place = places.pop()
    there = found[0].evidence[0]
    if place in first or place not in second:
        certain = surely == "certain" and any(one.certainty == "certain" for one in found)
        return claim(
            "wish_met", "yes" if place in first else "no", "certain" if certain else "likely", evidence, there
        )
    return conflict("wish_met", "second_choice", [("no", evidence), ("yes", evidence)])


def _told(wish: Statement) -> tuple[str, ...]:
    return tuple(str(wish.value.get(name, "")) for name in ("known", "first", "second"))


def _said_by_patient(wish: Statement) -> bool:
    return bool(wish.value.get("said_by", "patient") == "patient")


def _said(wish: Statement) -> Evidence:
    about = {name: str(wish.value.get(name, "")) for name in ("first", "second", "said_by")}
    return Evidence(wish, "wish", {**about, "known": str(wish.value.get("known", "yes"))})


def _about_care(case: Case) -> list[Evidence]:
    """Where the patient would rather be cared for: near, but not where to die."""
    wishes = [one for one, _ in case.told_before("preference_noted") if one.value.get("about") == "care"]
    return [Evidence(one, "wish_care", _said(one).about) for one in wishes[-1:]]
