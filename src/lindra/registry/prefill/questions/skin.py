"""Pressure ulcers on arrival and at death, and whether they are documented (questions 15, 16, 17). Pure."""

from __future__ import annotations

from lindra.record.chart import Statement
from lindra.registry.claims import Claim, Evidence, claim, conflict, decided, silent
from lindra.registry.prefill.case import Case, once
from lindra.registry.prefill.questions.whereabouts import candidates, here
from lindra.registry.prefill.times import Fit

Check = tuple[Statement, Fit]


@once
def checks(case: Case) -> list[Check]:
    """Every check of the skin before death, oldest first."""
    return case.told_before("skin_checked")


def answer(check: Statement) -> str:
    """The answer that a check gives: no ulcer, the worst category, or that it could not be known."""
    worst = check.value.get("worst")
    return "unknown" if worst is None else "none" if worst == 0 else str(worst)


def _said(check: Statement) -> Evidence:
    return Evidence(check, "skin", {"worst": answer(check), "site": str(check.value.get("site", ""))})


def ulcer_arrival(case: Case) -> Claim:
    """The check on arrival at the unit where the patient died; else one made there within a day of it (likely)."""
    there = here(case)
    if there is None or not there.unit:
        why = "place_unclear" if candidates(case) else "no_place"
        return silent(
            "ulcer_arrival", why, [_said(one) for one, _ in checks(case) if one.value.get("on_arrival")]
        )
    own = [(one, fit) for one, fit in checks(case) if one.unit == there.unit]
    came = [(one, fit) for one, fit in own if one.value.get("on_arrival") and _since(case, there.since, one)]
    if came:
        return decided("ulcer_arrival", [(answer(one), _said(one), fit.certainty) for one, fit in came], "")
    soon = [one for one, _ in own if there.since is not None and _soon(case, there.since, one)]
    if soon:
        return claim("ulcer_arrival", answer(soon[0]), "likely", _said(soon[0]), why="first_check")
    return silent("ulcer_arrival", "no_arrival_check", [_said(one) for one, _ in checks(case)[-2:]])


def _since(case: Case, since: Statement | None, check: Statement) -> bool:
    """Whether a check on arrival is of this arrival, not of an earlier one."""
    return since is None or case.when(check).last >= case.when(since).first


def _soon(case: Case, since: Statement, check: Statement) -> bool:
    """Whether a check was made within a day or so of arriving."""
    came, checked = case.when(since).day, case.when(check).day
    return (
        came is not None
        and checked is not None
        and 0 <= (checked - came).days <= case.limit("arrival").amount
    )


@once
def ulcer_death(case: Case) -> Claim:
    """The last check before death: certain within a day of it, likely within a few; an older one says nothing.

    An ulcer does not heal within days: where a later check finds less than an earlier one of the same days, they
    differ.
    """
    recent = [one for one in checks(case) if case.within(one[0], "skin_likely")]
    if not recent:
        return _no_check(case)
    last, _ = recent[-1]
    worse = [one for one, _ in recent if (one.value.get("worst") or 0) > (last.value.get("worst") or 0)]
    if worse:
        return conflict("ulcer_death", "heals_not", [(answer(one), _said(one)) for one in (worse[-1], last)])
    sure = case.within(last, "skin_sure") is Fit.YES
    return claim(
        "ulcer_death",
        answer(last),
        "certain" if sure else "likely",
        _said(last),
        why="" if sure else "older_check",
    )


def _no_check(case: Case) -> Claim:
    after = case.told_after("skin_checked")
    if after:
        return silent("ulcer_death", "dated_after_death", [_said(one) for one in after])
    days = str(case.limit("skin_likely").amount)
    return silent("ulcer_death", "no_check", [_said(one) for one, _ in checks(case)[-1:]], days=days)


def ulcer_documented(case: Case) -> Claim:
    """The ulcer at death is documented where it is known from an entry."""
    at_death = ulcer_death(case)
    if not at_death.claims or at_death.answers[0] in ("none", "unknown"):
        return silent("ulcer_documented", "no_ulcer")
    return claim("ulcer_documented", "yes", at_death.certainty, *at_death.evidence)
