"""When the ability to express one's will was lost (question 11). Pure."""

from __future__ import annotations

from datetime import timedelta

from lindra.record.chart import Statement
from lindra.registry.claims import Claim, Evidence, claim, silent
from lindra.registry.prefill import data
from lindra.registry.prefill.case import Case, codes_of, once
from lindra.registry.prefill.times import Fit

STEPS = ((1, "hours"), (7, "days"), (30, "weeks"))
"""Less than so many days before death: hours, days, weeks; else months. Our own reading of the options."""


@once
def observed(case: Case) -> list[tuple[Statement, bool]]:
    """When it was observed whether the patient could express their will, oldest first."""
    known = data.codes("will", case.on)
    return [
        (one, bool((one.value.get("value") or {}).get("yes")))
        for one, fit in case.told_before("measured")
        if fit is Fit.YES
        and set(codes_of(one)) & set(known)
        and (one.value.get("value") or {}).get("yes") is not None
    ]


def will_lost(case: Case) -> Claim:
    """Between the last time the patient could, and the first after that when they could not; likely at most.

    Where these two would be told in different words, or there is only one of them, nothing is claimed.
    """
    told = observed(case)
    if not told or case.death is None:
        return silent("will_lost", "no_will")
    could = max((place for place, (_, able) in enumerate(told) if able), default=-1)
    evidence = [Evidence(one, "will", {"able": "yes" if able else "no"}) for one, able in told]
    if could == len(told) - 1:
        return _kept(case, told[could][0], evidence)
    if could < 0:
        return silent("will_lost", "will_lost_before", evidence[:1])
    last, first = evidence[could], evidence[could + 1]
    words = _words(case, last.statement) | _words(case, first.statement)
    if len(words) > 1:
        return silent("will_lost", "will_between", (last, first))
    return claim("will_lost", words.pop(), "likely", last, first)


def _kept(case: Case, last: Statement, evidence: list[Evidence]) -> Claim:
    if case.within(last, "will_kept") is Fit.YES:
        return claim("will_lost", "kept", "likely", evidence[-1])
    return silent("will_lost", "will_not_later", evidence[-1:])


def _words(case: Case, statement: Statement) -> set[str]:
    """How long before death, in the words of the form; several where a time is not known exactly."""
    assert case.death is not None
    when = case.when(statement)
    return {_word(case.death.first - when.last), _word(case.death.last - when.first)}


def _word(before: timedelta) -> str:
    return next((word for days, word in STEPS if before < timedelta(days=days)), "months")
