"""Pressure ulcers, the mouth, drips: what is true. Pure."""

from __future__ import annotations

from lindra.care.events.nursing import InfusionNoted, SkinChecked
from lindra.record.facts import Measured
from lindra.synthetic.ending import DAY, DAYS, minutes
from lindra.synthetic.report.known import F, Known, So, Told, so

CHECKED, NOTED = 1, 2
"""For so many days a check of the skin, or that a drip runs, says how it was at death: our own reading."""


def answers(known: Known) -> dict[str, So | None]:
    """Questions 15 to 19, and 22."""
    at_death = _ulcer_death(known)
    return {
        "ulcer_arrival": _ulcer_arrival(known),
        "ulcer_death": at_death,
        "ulcer_documented": _documented(known, at_death),
        **_mouth(known),
        "fluids": _fluids(known),
    }


def _category(worst: int) -> str:
    return str(worst) if worst else "none"


def _ulcer_arrival(known: Known) -> So | None:
    came = known.came
    if came is None:
        return None
    checks = [one for one in known.told(SkinChecked) if one.unit == came.unit]
    since = known.plan.minute - minutes(came.at)
    noted = any(one.fact.on_arrival and one.ago <= since + DAY for one in checks)
    soon = any(0 <= came.at[0] - one.days <= 1 for one in checks)
    unclear = _place_unclear(known)
    return so(_category(known.ending.ulcer(came.at)), held=(noted or soon) and not unclear)


def _place_unclear(known: Known) -> bool:
    """Whether the record contradicts itself on where the person died: then it is not known whose arrival counts."""
    from lindra.synthetic.report import where

    place = where.answers(known)["place"]
    return place is None or place.holds != "held"


def _checks(known: Known) -> list[Told[SkinChecked]]:
    return [*known.told(SkinChecked, CHECKED), *_perhaps_before(known, SkinChecked)]


def _perhaps_before(known: Known, kind: type[F]) -> list[Told[F]]:
    """Entries of the day of a death that is known to the day only: the record does not say which came first."""
    return [one for one in known.after(kind) if one.days == 0 and known.plan.day_only]


def _ulcer_death(known: Known) -> So:
    checks = [one.fact.worst or 0 for one in _checks(known)]
    worst = known.ending.ulcer((0, known.plan.minute))
    return so(_category(worst), held=bool(checks), conflict=bool(checks) and max(checks) > checks[-1])


def _documented(known: Known, at_death: So) -> So | None:
    if at_death.answers == ("none",):
        return None
    noted = any(one.fact.worst for one in _checks(known))
    return so("yes" if noted else "no", held=noted, conflict=at_death.holds == "conflict")


def _mouth(known: Known) -> dict[str, So | None]:
    """Looked at in the last week: as told, or on paper only. A sum of nine may be of nine areas."""
    sums = [
        one.fact.value.number
        for one in known.told(Measured, DAYS - 1)
        if one.fact.code.code == "ROAG" and one.fact.value
    ]
    numbers = [int(one) for one in sums if one is not None]
    if not numbers:
        perhaps = any(one.fact.code.code == "ROAG" for one in _perhaps_before(known, Measured))
        return {"mouth": so("yes" if known.ending.mouth else "no", held=perhaps), "mouth_deviation": None}
    deviates = "yes" if max(numbers) > 8 else "no"
    return {
        "mouth": so("yes", held=True),
        "mouth_deviation": so(deviates, held=max(numbers) > 9 or max(numbers) == 8),
    }


def _fluids(known: Known) -> So:
    given = known.ending.fluid
    true = given is not None and minutes(given[1]) > known.plan.minute - DAY
    return so("yes" if true else "no", held=_running(known) or _none(known))


def _noted(known: Known, form: str) -> list[Told[InfusionNoted]]:
    return [one for one in known.told(InfusionNoted) if one.fact.form == form]


def _running(known: Known) -> bool:
    """Noted as running in the last 24 hours, or not long before and not as stopped before them."""
    noted = _noted(known, "fluid")
    inside = [one for one in noted if one.ago <= DAY]
    before = [one for one in noted if one.ago > DAY][-1:]
    if any(one.fact.running == "yes" for one in inside):
        return True
    return any(one.fact.running == "yes" and one.days <= NOTED for one in before)


def _none(known: Known) -> bool:
    """Both fluid and nutrition noted as not running, not long before the last 24 hours."""
    return all(
        any(one.ago > DAY and one.days <= NOTED for one in _noted(known, form))
        and all(one.fact.running == "no" for one in _noted(known, form)[-1:])
        for form in ("fluid", "nutrition")
    )
