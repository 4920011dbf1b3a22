"""Fluid or nutrition by drip or tube in the last 24 hours (question 22). Pure."""

from __future__ import annotations

from lindra.record.chart import Statement
from lindra.record.clinical import GIVEN
from lindra.registry.claims import Claim, Evidence, Said, claim, decided, silent
from lindra.registry.prefill import data, times
from lindra.registry.prefill.case import Case, code_of, codes_of
from lindra.registry.prefill.times import Fit

FORMS = ("fluid", "nutrition")
Noted = tuple[Statement, Fit]


def fluids(case: Case) -> Claim:
    """Running in the last 24 hours, as noted then or as last noted before; or a drip given.

    That there was none is claimed only where both fluid and nutrition were noted as not running, before the last 24
    hours began and not otherwise since.
    """
    said = [one for form in FORMS for one in _running(case, form)] + _given(case)
    none = [_none(case, form) for form in FORMS]
    if said:
        return decided("fluids", said, "")
    if all(none):
        return claim("fluids", "no", "likely", *(_said(one) for one in none if one), why="noted_before")
    after = case.told_after("infusion_noted")
    near = [_said(one) for one, _ in case.told_before("infusion_noted")[-2:]]
    if after and not near:
        return silent("fluids", "dated_after_death", [_said(one) for one in after])
    return silent("fluids", "no_fluids", near)


def _noted(case: Case, form: str) -> tuple[list[Noted], list[Noted]]:
    """What was noted of a form before the last 24 hours, and in them (or perhaps)."""
    every = [pair for pair in case.told_before("infusion_noted") if pair[0].value.get("form") == form]
    inside = [(one, fit) for one, _ in every if (fit := case.within(one, "last_day"))]
    events = {one.event for one, _ in inside}
    return [pair for pair in every if pair[0].event not in events], inside


def _running(case: Case, form: str) -> list[Said]:
    """Entries by which one ran in the last 24 hours: noted then, or before and stopped only then, or never stopped."""
    outside, inside = _noted(case, form)
    found: list[Said] = [
        ("yes", _said(one), fit.certainty) for one, fit in inside if one.value.get("running") == "yes"
    ]
    if found or not outside:
        return found
    last = outside[-1][0]
    if (
        last.value.get("running") == "yes"
        and _holds(case, last)
        and not any(fit is Fit.PERHAPS for _, fit in inside)
    ):
        return [("yes", _said(last), "likely")]
    return found


def _none(case: Case, form: str) -> Statement | None:
    """The entry that says that none was running, where that still holds and nothing else was noted."""
    outside, inside = _noted(case, form)
    every = [one for one, _ in (*outside[-1:], *inside)]
    if not outside or not _holds(case, outside[-1][0]):
        return None
    return every[-1] if all(one.value.get("running") == "no" for one in every) else None


def _holds(case: Case, one: Statement) -> bool:
    """Whether what was noted may still hold: it is not too old."""
    return case.within(one, "infusion_holds") is Fit.YES


def _given(case: Case) -> list[Said]:
    """Solutions given into a vein in the last 24 hours."""
    prefixes = tuple(code for _, code in data.codes("fluid", case.on))
    return [
        ("yes", _dose(one), fit.certainty)
        for one, fit in _doses(case)
        if str(one.value.get("status", "")) in GIVEN
        and any(code.startswith(prefixes) for _, code in codes_of(one))
    ]


def _doses(case: Case) -> list[Noted]:
    """Doses in the last 24 hours: given then, or going on until then."""
    told = [
        (one, max(case.within(one, "last_day"), _until(case, one, fit)))
        for one, fit in case.told_before("medicine_given")
    ]
    return [(one, fit) for one, fit in told if fit]


def _until(case: Case, one: Statement, fit: Fit) -> Fit:
    """Whether a dose that goes on ended in the last 24 hours, or went on at death."""
    ends = times.ended(one)
    if ends is None or case.death is None:
        return Fit.NO
    if ends.first >= case.death.last:
        return fit
    return min(fit, times.within(ends, case.death, times.opens(case.death, case.limit("last_day"))))


def _said(one: Statement) -> Evidence:
    about = {name: str(one.value.get(name) or "") for name in ("form", "running", "route")}
    return Evidence(one, "infusion", about)


def _dose(one: Statement) -> Evidence:
    return Evidence(one, "dose", {"text": code_of(one)[2] or code_of(one)[1], "indication": ""})
