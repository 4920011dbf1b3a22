"""Conversations at the turn of the illness, with the patient and with those close (questions 12 and 13). Pure."""

from __future__ import annotations

from lindra.care.rules import NOT_DONE
from lindra.record.chart import Statement
from lindra.registry.claims import Claim, Evidence, Said, decided
from lindra.registry.prefill import data
from lindra.registry.prefill.case import Case, code_of, codes_of, once
from lindra.registry.prefill.questions import close
from lindra.registry.prefill.questions.diseases import leading
from lindra.registry.prefill.questions.will import observed
from lindra.registry.prefill.times import Fit

TURNING_POINT = "turning_point"
Talk = tuple[Statement, Fit]


@once
def held(case: Case) -> list[Talk]:
    """Conversations of every form, in the time that counts, oldest first."""
    return case.told_within("talk", "conversation_held")


@once
def coded(case: Case) -> list[Talk]:
    """Conversations of which only the code was written: not those that an entry beside it tells of."""
    codes = set(data.codes("talk", case.on)) | set(data.codes("talk_joined", case.on))
    told = {(one.unit, one.occurred_from) for one, _ in held(case)}
    return [
        (one, fit)
        for one, fit in case.told_within("talk", "procedure")
        if set(codes_of(one)) & codes
        and one.value.get("status", "") not in NOT_DONE
        and (one.unit, one.occurred_from) not in told
    ]


def talk_patient(case: Case) -> Claim:
    """A physician's conversation at the turn in which the patient took part.

    The code XV018 alone means that (likely), but not of one who could not take part: with dementia, or who could no
    longer express their will.
    """
    said = _held_with(case, "patient")
    known = set(data.codes("talk", case.on))
    for one, _fit in coded(case):
        if set(codes_of(one)) & known and not _could_not(case, one):
            said.append(("yes", _code(one), "likely"))
    return decided("talk_patient", said, "no_talk_patient", _near(case))


def talk_relatives(case: Case) -> Claim:
    """One in which somebody close took part; that there is nobody close only where an entry says so."""
    return close.with_nobody(
        case, "talk_relatives", _held_with(case, "relative"), "no_talk_relatives", _near(case)
    )


def _held_with(case: Case, who: str) -> list[Said]:
    return [
        ("yes", _said(one), fit.certainty)
        for one, fit in held(case)
        if one.value.get("form") == TURNING_POINT
        and who in one.value.get("took_part", ())
        and _by_physician(one)
    ]


def _by_physician(talk: Statement) -> bool:
    """Whether a physician led it, or took part."""
    return "physician" in (
        (talk.value.get("led_by") or {}).get("profession"),
        *talk.value.get("took_part", ()),
    )


def _could_not(case: Case, talk: Statement) -> bool:
    """Whether the record tells that the patient could hardly take part then."""
    lost = [one for one, able in observed(case) if not able and case.when(one).first <= case.when(talk).last]
    return bool(lost) or "dementia" in leading(case)


def _near(case: Case) -> list[Evidence]:
    """Conversations that come near: of another form, without the one asked about, or known by a code alone."""
    talks = [(one, _said(one)) for one, _ in held(case)] + [(one, _code(one)) for one, _ in coded(case)]
    return [evidence for _, evidence in sorted(talks, key=lambda pair: pair[0].order)]


def _said(talk: Statement) -> Evidence:
    who = ",".join(str(one) for one in talk.value.get("took_part", ()))
    return Evidence(talk, "talk", {"form": str(talk.value.get("form")), "who": who})


def _code(talk: Statement) -> Evidence:
    _, code, text = code_of(talk)
    return Evidence(talk, "talk_code", {"code": code, "text": text})
