"""Where somebody died and since when, the wish, examination and competence from outside: what is true. Pure."""

from __future__ import annotations

from datetime import timedelta

from lindra.care.events.decisions import LimitDecided
from lindra.care.events.home import HomeNursingAssessed
from lindra.care.events.plan import AdviceGiven
from lindra.care.events.situation import PreferenceNoted
from lindra.record.clinical import Assessed
from lindra.record.facts import Admitted, Contact, Discharged, Moved
from lindra.synthetic.ending import DAYS, minutes
from lindra.synthetic.report.known import Holds, Known, So, so

PLACES = {
    "hospital": "hospital", "palliative": "palliative_inpatient", "emergency": "hospital", "care_home": "care_home",
    "short_stay": "short_stay", "other": "other",
}  # fmt: skip
MET_BY = {"own_home": "own_home", "care_home": "care_home", "short_stay": "short_stay", "hospital": "hospital",
          "hospice": "palliative_inpatient", "palliative_ward": "palliative_inpatient"}  # fmt: skip
"""How the place that a wish is met by begins."""


def answers(known: Known) -> dict[str, So | None]:
    """Questions 6, 7, 14, 28 and 29."""
    place = _place(known)
    return {
        "place": place,
        "place_other": _place_other(known, place),
        "arrived": _arrived(known, place),
        "wish_met": _wish_met(known, place),
        "examined": _examined(known),
        "consulted": _consulted(known),
    }


def _place(known: Known) -> So:
    course = known.plan.course
    if course == "not_known":
        return so("own_home_unsupported" if known.ending.supported else "other", held=False)
    answer = PLACES.get(course) or _support(known)
    return So((answer,), _place_holds(known, answer))


def _support(known: Known) -> str:
    """With what support somebody died at home."""
    forms = {team.form for team in known.plan.teams if team.end is None}
    if "specialised_home_care" in forms:
        return "own_home_specialised"
    return "own_home_general" if "home_nursing" in forms or _visits(known) else "own_home_unsupported"


def _visits(known: Known) -> bool:
    """Whether municipal home nursing came in the last week."""
    return any(
        one.unit.startswith("home-") and one.fact.form == "home_visit"
        for one in known.told(Contact, DAYS - 1)
    )


def _place_holds(known: Known, answer: str) -> Holds:
    at_home = known.dying is None and known.plan.course != "emergency"
    if at_home and _sent_elsewhere(known, answer):
        return "conflict"
    if answer == "own_home_unsupported":
        assessed = known.told(HomeNursingAssessed, 90)
        return "held" if assessed and assessed[-1].fact.outcome == "not_enrolled" else "silent"
    return "held"


def _sent_elsewhere(known: Known, answer: str) -> bool:
    """Whether the last discharge, after the last move, was to another place than where the person lived."""
    moves = [one for one in known.told(Moved) if not one.fact.episode]
    left = [one for one in known.told(Discharged) if not moves or one.ago < moves[-1].ago]
    return bool(left) and left[-1].fact.to == "short_stay" != answer


def _place_other(known: Known, place: So) -> So | None:
    if place.answers != ("other",):
        return None
    moves = [one.fact.place for one in known.told(Moved) if one.fact.to == "other"]
    return so(
        moves[-1] if moves else "okänd",
        held=bool(moves) and place.holds == "held",
        conflict=place.holds == "conflict",
    )


def _arrived(known: Known, place: So) -> So | None:
    if known.came is None:
        return None
    came = known.plan.anchor - timedelta(days=known.came.at[0])
    return So((came.isoformat(),), place.holds)


# The wish.


def _wish_met(known: Known, place: So) -> So:
    told = [one.fact for one in known.told(PreferenceNoted) if one.fact.about == "death"]
    if not told:
        unwritten = known.care.preferred or ("own_home" if known.ending.wish_at_home else "hospital")
        return so("yes" if _meets(unwritten, place) else "no", held=False)
    last = told[-1]
    if last.known != "yes":
        return so("unknown", held=True)
    if last.first == "no_preference":
        return so("yes", held=True)
    first, second = _meets(last.first or "", place), _meets(last.second or "", place)
    held = place.holds == "held" and last.first in MET_BY
    return so("yes" if first else "no", held=held, conflict=held and second and not first)


def _meets(wish: str, place: So) -> bool:
    return bool(wish in MET_BY and place.answers[0].startswith(MET_BY[wish]))


# Physicians.


def _examined(known: Known) -> So:
    seen = _examinations(known)
    truly = min([known.ending.examined[0], *seen])
    answer = "days" if truly <= 6 else "weeks" if truly < 30 else "months"
    return so(answer, held=any(days <= 6 for days in seen))


def _examinations(known: Known) -> list[int]:
    """How many days before death entries tell that a physician saw the patient."""
    met = ("emergency", "outpatient", "home_visit")
    found = [one.days for one in known.told(Contact) if one.role == "physician" and one.fact.form in met]
    found += [one.days for one in known.told(LimitDecided) if one.fact.assessed == "in_person"]
    return [*found, *(one.days for one in known.told(Assessed)), *(one.days for one in known.told(Admitted))]


# Competence from outside.


def _consulted(known: Known) -> So:
    told = _from_outside(known)
    true = {*known.ending.outside, *told}
    return So(tuple(sorted(true)) or ("none",), "held" if told else "silent")


def _from_outside(known: Known) -> set[str]:
    """What entries tell of competence from outside, since the person came to where they died."""
    since = minutes(known.came.at) if known.came else None
    own = known.came.unit if known.came else ""
    found = set()
    for one in known.told(AdviceGiven, DAYS - 1):
        if since is None or known.plan.minute - one.ago >= since:
            found.add("paramedical" if one.fact.by.profession == "physiotherapist" else "palliative_team")
    for visit in known.told(Contact, DAYS - 1):
        later = since is None or known.plan.minute - visit.ago >= since
        if visit.fact.palliative and visit.unit != own and later:
            found.add("palliative_team")
    return found
