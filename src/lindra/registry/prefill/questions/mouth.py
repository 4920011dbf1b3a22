"""Whether the mouth was assessed in the last week, and what was found (questions 18 and 19). Pure."""

from __future__ import annotations

from lindra.care.rules import NOT_DONE
from lindra.record.chart import Statement
from lindra.registry.claims import Claim, Evidence, Said, claim, decided, silent
from lindra.registry.prefill import data
from lindra.registry.prefill.case import Case, code_of, codes_of, number_of, once
from lindra.registry.prefill.times import Fit

AREAS = 8
"""Areas of ROAG, each at least 1; some versions have nine (DOMAIN 2.5), so that a sum of 9 does not tell."""
SUM, WORST = "ROAG", "worst"
DEVIATES = 2
"""From this grade of an area on there is a deviation."""


@once
def assessed(case: Case) -> list[tuple[Statement, Fit]]:
    """ROAG with a number, in the last week, oldest first."""
    return [(one, fit) for one, fit in case.told_within("last_week", "measured") if _roag(case, one)]


def _roag(case: Case, one: Statement) -> bool:
    systems = {system for system, _ in data.codes("mouth", case.on)}
    return number_of(one) is not None and any(system in systems for system, _ in codes_of(one))


def mouth(case: Case) -> Claim:
    """An assessment with ROAG; else a measure of oral care that presumes one (likely)."""
    said: list[Said] = [("yes", _said(one), fit.certainty) for one, fit in _sums_first(assessed(case))]
    done = set(data.codes("mouth_done", case.on))
    for one, _ in case.told_within("last_week", "procedure"):
        if set(codes_of(one)) & done and one.value.get("status", "") not in NOT_DONE:
            said.append(("yes", _coded(one), "likely"))
    if said:
        return decided("mouth", said, "")
    after = [one for one in case.told_after("measured") if _roag(case, one)]
    if after:
        return silent("mouth", "dated_after_death", [_said(one) for one in after])
    earlier = [_said(one) for one, _ in case.told_before("measured") if _roag(case, one)]
    return silent("mouth", "no_mouth", earlier[-1:], days=str(case.limit("last_week").amount))


def _sums_first(found: list[tuple[Statement, Fit]]) -> list[tuple[Statement, Fit]]:
    """The latest first, and of one time the sum before its areas."""
    return sorted(found, key=lambda pair: (code_of(pair[0])[1] != SUM, pair[0].order))


def mouth_deviation(case: Case) -> Claim:
    """A deviation in any assessment of the week is yes; none in a whole one, and in no other, is no."""
    found = assessed(case)
    yes: list[Said] = [("yes", _said(one), fit.certainty) for one, fit in found if _deviates(one)]
    if yes:
        return decided("mouth_deviation", yes, "")
    whole = [(one, fit) for one, fit in found if _healthy(one)] or _every_area(found)
    if whole:
        one, fit = whole[-1]
        return claim("mouth_deviation", "no", fit.certainty, _said(one))
    return silent(
        "mouth_deviation", "no_grade" if found else "no_mouth_value", [_said(one) for one, _ in found]
    )


def _deviates(one: Statement) -> bool:
    """Whether an area, the worst grade, or the sum tells of a deviation."""
    number = number_of(one)
    assert number is not None
    if code_of(one)[1] == SUM:
        return number > AREAS + 1
    return number >= DEVIATES


def _healthy(one: Statement) -> bool:
    """Whether the sum or the worst grade tells that no area deviates."""
    return (code_of(one)[1], number_of(one)) in ((SUM, AREAS), (WORST, 1))


def _every_area(found: list[tuple[Statement, Fit]]) -> list[tuple[Statement, Fit]]:
    """The areas, where all of them were assessed at one time."""
    areas = [(one, fit) for one, fit in found if code_of(one)[1] not in (SUM, WORST)]
    last = [(one, fit) for one, fit in areas if one.occurred_from == areas[-1][0].occurred_from]
    return last if len({code_of(one)[1] for one, _ in last}) >= AREAS else []


def _said(one: Statement) -> Evidence:
    number = number_of(one)
    return Evidence(
        one, "measured", {"text": code_of(one)[2], "number": "" if number is None else f"{number:g}"}
    )


def _coded(one: Statement) -> Evidence:
    _, code, text = code_of(one)
    return Evidence(one, "procedure", {"code": code, "text": text})
