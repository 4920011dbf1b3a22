"""Diseases, whether death was expected, forensic examination, the will: what is true. Pure."""

from __future__ import annotations

from lindra.care.events.decisions import DeathExpected
from lindra.care.events.home import DeathEstablished
from lindra.record.facts import Diagnosis, Measured
from lindra.record.plans import DocumentNoted, ServiceRequested
from lindra.synthetic.ending import DAY, PNEUMONIA, minutes
from lindra.synthetic.mix import CAUSES
from lindra.synthetic.plan import HOUR
from lindra.synthetic.report.known import Holds, Known, So, so

GROUPS = {"cancer": "cancer", "heart": "heart", "dementia": "dementia", "lung": "lung", "stroke": "stroke",
          "nerves": "neurological", "kidney": "other", "frailty": "other"}  # fmt: skip
"""What the register calls each cause."""
MANY = 3
"""So many groups of lasting illness, without cancer, are multimorbidity: our own reading."""


def answers(known: Known) -> dict[str, So | None]:
    """Questions 8 to 11."""
    return {
        "diseases": _diseases(known),
        "disease_other": _disease_other(known),
        "expected": _expected(known),
        "forensic": _forensic(known),
        "will_lost": _will_lost(known),
    }


def _lasting(known: Known) -> list[tuple[str, str, str]]:
    """The lasting illnesses that led to death: group, code, text."""
    cause = known.plan.cause
    by_code = {one.code.code: key for key, one in CAUSES.items()}
    found = [(GROUPS[cause.key], cause.code.code, cause.code.text)]
    return found + [(GROUPS[by_code[one.code]], one.code, one.text) for one in known.ending.second]


def _diseases(known: Known) -> So:
    groups = {group for group, _, _ in _lasting(known)}
    if len(groups) >= MANY and "cancer" not in groups:
        groups.add("multimorbidity")
    if known.ending.acute is not None:
        groups.add("infection" if known.ending.acute == PNEUMONIA else "fracture")
    told = {one.fact.code.code for one in known.told(Diagnosis)}
    return So(tuple(sorted(groups)), "held" if known.plan.cause.code.code in told else "silent")


def _disease_other(known: Known) -> So | None:
    texts = [(code, text) for group, code, text in _lasting(known) if group == "other"]
    if not texts:
        return None
    told = {one.fact.code.code for one in known.told(Diagnosis)}
    held = any(code in told for code, _ in texts)
    return So(tuple(text for _, text in texts), "held" if held else "silent")


def _expected(known: Known) -> So:
    """What whoever wrote the death down thought; decisions and who established it may say otherwise."""
    answer = known.plan.expected
    decided = known.told(DeathExpected)[-1:]
    against = [one.fact.known for one in decided if one.fact.known == "yes" or one.days <= 7]
    against += ["yes" for one in known.after(DeathEstablished) if one.fact.expected]
    return so(answer, held=True, conflict={answer, *against} >= {"yes", "no"})


def _forensic(known: Known) -> So:
    documents = [*known.after(DocumentNoted), *known.after(ServiceRequested)]
    return so("yes" if known.ending.forensic else "no", held=bool(documents))


def _will_lost(known: Known) -> So:
    lost = known.ending.lost
    answer = "kept" if lost is None else _how_long(known.plan.minute - minutes(lost))
    return So((answer,), _will_holds(known))


def _how_long(before: float) -> str:
    return (
        "hours"
        if before < DAY
        else "days"
        if before < 7 * DAY
        else "weeks"
        if before < 30 * DAY
        else "months"
    )


def _will_holds(known: Known) -> Holds:
    """Held where two observations around the loss give the same answer, or it was there within an hour of death."""
    seen = [
        (one.ago, bool(one.fact.value and one.fact.value.yes))
        for one in known.told(Measured)
        if one.fact.code.code == "will"
    ]
    able = [ago for ago, could in seen if could]
    after = [ago for ago, could in seen if not could and (not able or ago < able[-1])]
    if not able:
        return "silent"
    if not after:
        return "held" if able[-1] <= HOUR else "silent"
    return "held" if _how_long(able[-1]) == _how_long(after[0]) else "silent"
