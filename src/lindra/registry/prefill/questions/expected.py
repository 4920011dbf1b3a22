"""Whether the death was expected, and whether there was a forensic examination (questions 9 and 10). Pure."""

from __future__ import annotations

from lindra.record.chart import Statement
from lindra.registry.claims import Claim, Evidence, Said, conflict, decided
from lindra.registry.prefill import data
from lindra.registry.prefill.case import Case, code_of
from lindra.registry.prefill.times import Fit


def expected(case: Case) -> Claim:
    """What is noted with the death; else a physician's decision beforehand that it is expected.

    A decision that it is *not* expected was about its time: it contradicts an expected death only when it is recent,
    and alone says nothing. That no physician had decided beforehand does not make a death unexpected.
    """
    said = [*_with_death(case), *_established(case), *_decided(case)]
    known = [one for one in said if one[0] != "unknown"]
    answers = {answer for answer, _, _ in known}
    if len(answers) > 1:
        return conflict("expected", "differ", [(answer, evidence) for answer, evidence, _ in known])
    if answers == {"no"} and all(evidence.says == "decided_expected" for _, evidence, _ in known):
        near = [evidence for _, evidence, _ in known]
        return decided("expected", [one for one in said if one[0] == "unknown"], "no_expected", near)
    return decided("expected", known or said, "no_expected")


def _with_death(case: Case) -> list[Said]:
    return [
        (str(known), Evidence(one, "died_expected", {"known": str(known)}), "certain")
        for one in case.of("died")
        if (known := one.value.get("expected"))
    ]


def _established(case: Case) -> list[Said]:
    """Whoever established death wrote that a physician had decided beforehand that it was expected."""
    return [
        ("yes", Evidence(one, "established_expected"), "likely")
        for one in case.afterwards("death_established")
        if one.value.get("expected")
    ]


def _decided(case: Case) -> list[Said]:
    """The last decision before death; one that says no only if it is recent."""
    for one, _ in reversed(case.told_before("death_expected")):
        known = str(one.value.get("known"))
        recent = case.within(one, "decision_contradicts") is Fit.YES
        if known == "yes" or (known == "no" and recent):
            return [(known, Evidence(one, "decided_expected", {"known": known}), "likely")]
        return []
    return []


def forensic(case: Case) -> Claim:
    """Only what documents say: a report from the examination, or that it was asked for. Else silent, never no."""
    said: list[Said] = []
    for row in data.rows("forensic", case.on):
        for one in case.of(row["kind"]):
            if row["text"] in _text(one) and one.value.get("status") not in (
                "entered-in-error",
                "not-done",
                "revoked",
            ):
                evidence = Evidence(
                    one, "document", {"text": code_of(one)[2] or str(one.value.get("title", ""))}
                )
                said.append((row["answer"], evidence, "certain" if row["sure"] else "likely"))
    return decided("forensic", said, "no_forensic")


def _text(statement: Statement) -> str:
    """The words by which a document is known."""
    return f"{code_of(statement)[2]} {statement.value.get('title', '')}".casefold()
