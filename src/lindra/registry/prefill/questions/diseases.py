"""The diseases that led to death (question 8). Pure.

Which illness led to death is a judgement that no entry makes: what is claimed is at most likely. The groups, what
leads and what only stands beside, are data (``diseases.csv``), and our own choice.
"""

from __future__ import annotations

from lindra.record.chart import Statement
from lindra.registry.claims import Claim, Evidence, claim, silent
from lindra.registry.prefill import data
from lindra.registry.prefill.case import Case, code_of, once
from lindra.registry.prefill.times import Fit

UNTRUE = ("refuted", "entered-in-error", "unconfirmed", "provisional", "differential")
"""Verification of what was not so, or not yet found to be (HL7 FHIR R4, condition-ver-status)."""
LASTING = ("heart", "lung", "dementia", "stroke", "neurological", "diabetes", "other")
"""Groups that count together as multimorbidity."""


@once
def leading(case: Case) -> dict[str, list[Evidence]]:
    """The groups that may have led to death, in the order of the form, each with its diagnoses."""
    found: dict[str, list[Evidence]] = {}
    for diagnosis, _fit in _diagnoses(case):
        row = data.disease(code_of(diagnosis)[1], case.on)
        if row and (row["role"] == "leads" or (row["role"] == "acute" and _acute(case, diagnosis))):
            found.setdefault(row["group"], []).append(_said(diagnosis))
    return found


def _diagnoses(case: Case) -> list[tuple[Statement, Fit]]:
    """The diagnoses that still were so at death, the latest word of each."""
    found = []
    for diagnosis, fit in case.latest("diagnosis", "ref", "code"):
        value = diagnosis.value
        active = value.get("status", "") in ("", "active", "recurrence", "relapse")
        if active and value.get("verification", "") not in UNTRUE and diagnosis.occurred_to is None:
            found.append((diagnosis, fit))
    return found


def _acute(case: Case, diagnosis: Statement) -> bool:
    return case.within(diagnosis, "acute") is not Fit.NO


def _said(diagnosis: Statement) -> Evidence:
    _, code, text = code_of(diagnosis)
    return Evidence(diagnosis, "diagnosis", {"code": code, "text": text})


def diseases(case: Case) -> Claim:
    """The groups of the illnesses that were there and usually lead to death; likely at most."""
    found = leading(case)
    if not found:
        return silent("diseases", "no_disease", [_said(one) for one, _ in _diagnoses(case)])
    groups = [*found, *(("multimorbidity",) if _many(case, found) else ())]
    evidence = tuple(one for group in found.values() for one in group)
    return Claim("diseases", "likely", tuple(groups), evidence, why="judgement")


def _many(case: Case, found: dict[str, list[Evidence]]) -> bool:
    """Whether so many lasting illnesses are there, cancer not among them, that together they are multimorbidity."""
    lasting = [group for group in found if group in LASTING]
    return "cancer" not in found and len(lasting) >= case.limit("many").amount


def disease_other(case: Case) -> Claim:
    """Which illness it was, where it is none of the others: its text."""
    found = leading(case).get("other", [])
    named = [one for one in found if one.about["text"]]
    if not found:
        return silent("disease_other", "not_other_disease")
    if not named:
        return silent("disease_other", "no_name", found)
    text = "; ".join(dict.fromkeys(one.about["text"] for one in named))
    return claim("disease_other", text, "likely", *named, why="judgement")
