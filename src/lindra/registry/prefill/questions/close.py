"""Those close: whether there is anybody, who was there at death, the conversation afterwards (20, 21). Pure."""

from __future__ import annotations

from lindra.record.chart import Statement
from lindra.registry.claims import Claim, Evidence, Said, claim, conflict, decided, silent
from lindra.registry.events import Certainty
from lindra.registry.prefill.case import Case, once
from lindra.registry.prefill.questions.whereabouts import candidates, going_on
from lindra.registry.prefill.times import Fit

NURSING = ("home_nursing", "specialised_home_care")
"""Kinds of unit that nurse patients at home."""
OFFERED = ("offered", "held", "declined")
"""Forms of contact after the death that tell that a conversation was offered."""


@once
def nobody(case: Case) -> list[Said]:
    """Entries that say that there is nobody close; that none is noted among the patient's details says nothing."""
    found: list[Said] = []
    for asked, fit in case.latest("asked", "topic"):
        if asked.value.get("topic") == "relatives" and asked.value.get("known") == "no":
            found.append(("no_relatives", Evidence(asked, "no_relatives"), fit.certainty))
    told = [
        one
        for one in case.afterwards("death_established")
        if one.value.get("relatives_told") == "no_relatives"
    ]
    told += [one for one in case.afterwards("bereavement_contact") if one.value.get("form") == "no_relatives"]
    certain: Certainty = "certain"
    return found + [("no_relatives", Evidence(one, "no_relatives"), certain) for one in told]


def with_nobody(case: Case, question: str, said: list[Said], why: str, near: list[Evidence]) -> Claim:
    """What entries say together, where they may also say that there is nobody close.

    Somebody is noted as close (among the details, or by an entry) where another entry says that there is nobody: a
    conflict.
    """
    none = nobody(case)
    close = [Evidence(one, "relative") for one, _ in case.told_before("relative_noted")]
    if none and not said and (close or case.context.relatives):
        against = [(answer, evidence) for answer, evidence, _ in none]
        return conflict(question, "relatives_noted", [*against, *(("", one) for one in close)])
    return decided(question, [*said, *none], why, near, against="close")


def bereavement(case: Case) -> Claim:
    """A conversation offered, held or declined after the death; that nobody was reached is no offer."""
    said: list[Said] = [
        ("yes", _contact(one), "certain")
        for one in case.afterwards("bereavement_contact")
        if one.value.get("form") in OFFERED
    ]
    near = [_contact(one) for one in case.of("bereavement_contact") if one.value.get("form") == "not_reached"]
    early = [one for one in case.of("bereavement_contact") if case.before(one) is Fit.YES]
    if not said and not nobody(case) and early:
        return silent("bereavement", "dated_before_death", [_contact(one) for one in early])
    return with_nobody(case, "bereavement", said, "no_bereavement", near)


def _contact(one: Statement) -> Evidence:
    return Evidence(one, "bereavement", {"contact": str(one.value.get("form"))})


# At death.


def present(case: Case) -> Claim:
    """Who was there: those close by who established death outside hospital, staff by a visit that was going on.

    Both must be told of, one way or the other: that staff were not there is told by a visit of those who nurse the
    patient at home that began only after the death. Likely at most; that nobody was there is never claimed.
    """
    told = case.afterwards("death_established")[-1:]
    relatives = [
        Evidence(one, "relatives_told", {"told": str(one.value.get("relatives_told"))}) for one in told
    ]
    there, after = _visits(case)
    near = [*relatives, *there, *after]
    close = _were_there(told)
    if there and close is not None:
        return claim("present", "relatives_and_staff" if close else "staff", "likely", *relatives, *there)
    if close and after and _at_home(case):
        return claim("present", "relatives", "likely", *relatives, *after[:1])
    return silent("present", "no_present", near)


def _were_there(told: list[Statement]) -> bool | None:
    """Whether those close were there; None where nobody says."""
    if not told:
        return None
    return told[-1].value.get("relatives_told") == "present"


def _visits(case: Case) -> tuple[list[Evidence], list[Evidence]]:
    """Home visits going on at the instant of death, and those of nursing that began after it, that day or the next."""
    there, after = [], []
    for one in case.of("contact"):
        if one.value.get("form") != "home_visit" or case.death is None:
            continue
        if going_on(case, one, case.before(one)) is Fit.YES:
            there.append(Evidence(one, "visit_at_death"))
        elif (
            case.before(one) is Fit.NO
            and (case.days_before(one) or 0) >= -1
            and case.unit_kind(one) in NURSING
        ):
            after.append(Evidence(one, "visit_after_death"))
    return there, after


def _at_home(case: Case) -> bool:
    """Whether the place is an own home, where there is no staff but those who come."""
    found = candidates(case)
    return bool(found) and all(one.answer.startswith("own_home") for one in found)
