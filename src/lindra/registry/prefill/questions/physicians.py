"""The last examination by a physician, and competence from outside (questions 28 and 29). Pure."""

from __future__ import annotations

from lindra.record.chart import Statement
from lindra.registry.claims import Claim, Evidence, Said, claim, silent
from lindra.registry.prefill.case import Case
from lindra.registry.prefill.questions.whereabouts import candidates, here
from lindra.registry.prefill.times import Fit

MEETINGS = ("emergency", "outpatient", "home_visit", "day_care")
"""Forms of contact at which patient and physician meet."""
TEAMS = ("consult_team", "specialised_home_care")
PARAMEDICAL = ("physiotherapist", "occupational_therapist", "dietitian")
"""Professions that the register's *paramedicin* is read as: our own reading."""
HOSPITAL = ("hospital_ward", "emergency_department")
OPTIONS = ("pain_unit", "palliative_team", "hospital_unit", "paramedical", "spiritual")
"""In the order of the form."""


def examined(case: Case) -> Claim:
    """Within days of death: a meeting with a physician, an assessment in person; likely by having been admitted.

    An older examination is no answer: whether there was a later one nobody tells.
    """
    found = _examinations(case)
    limit = case.limit("examined_days").amount
    recent = [
        one for one in found if (ago := case.days_before(one[1].statement)) is not None and ago <= limit
    ]
    if not recent:
        ago = case.days_before(found[-1][1].statement) if found else None
        return silent("examined", "no_later_examination" if found else "no_examination",
                      [found[-1][1]] if found else [], days="" if ago is None else str(ago))  # fmt: skip
    surest = sorted(recent, key=lambda one: one[2] != "certain")
    return claim("examined", "days", surest[0][2], *(one[1] for one in surest))


def _examinations(case: Case) -> list[Said]:
    """Everything that tells of an examination, oldest first."""
    found: list[Said] = []
    for one, fit in case.told_before("contact", "limit_decided", "assessed", "admitted"):
        says, sure = _examination(case, one)
        if says:
            evidence = Evidence(one, says, {"form": str(one.value.get("form", ""))})
            found.append(("days", evidence, fit.certainty if sure else "likely"))
    return found


def _examination(case: Case, one: Statement) -> tuple[str, bool]:
    """In which words an entry tells of an examination, and whether it surely was one."""
    if one.kind == "limit_decided":
        return ("assessed_in_person", True) if one.value.get("assessed") == "in_person" else ("", False)
    if not case.by_physician(one):
        return "", False
    if one.kind == "contact":
        return ("met", True) if one.value.get("form") in MEETINGS else ("", False)
    return ("assessed", True) if one.kind == "assessed" else ("admitted_by", False)


# Competence from outside.


def consulted(case: Case) -> Claim:
    """Who from outside the unit took part in the last week, after the patient came there: what entries tell of.

    That nobody did is never claimed, nor that those found were all.
    """
    found: dict[str, list[tuple[Evidence, Fit]]] = {}
    for one, fit in case.told_within("last_week", "contact", "advice_given"):
        if (option := _option(case, one)) and _outside(case, one):
            found.setdefault(option, []).append((_said(one), fit))
    if not found:
        return silent("consulted", "nobody_consulted", [_said(one) for one in _own(case)])
    groups = tuple(option for option in OPTIONS if option in found)
    sure = all(any(fit is Fit.YES for _, fit in some) for some in found.values())
    evidence = tuple(evidence for option in groups for evidence, _ in found[option][-1:])
    return Claim("consulted", "certain" if sure else "likely", groups, evidence, why="at_least_these")


def _option(case: Case, one: Statement) -> str:
    """What kind of competence an entry tells of; empty where it is none, or where it does not say whose it is."""
    kind = case.unit_kind(one)
    if one.kind == "advice_given":
        if (one.value.get("by") or {}).get("profession") in PARAMEDICAL:
            return "paramedical"
        if (there := here(case)) is None or one.unit == there.unit:
            return "palliative_team" if kind == "consult_team" else ""
        return "palliative_team" if kind in TEAMS else "hospital_unit" if kind in HOSPITAL else ""
    palliative = bool(one.value.get("palliative")) or kind == "consult_team"
    return "palliative_team" if palliative else ""


def _outside(case: Case, one: Statement) -> bool:
    """Whether an entry is not the own unit's, and not from before the patient came there.

    Advice is from outside by its meaning, wherever it is written down. Where the own unit is not known, a consult
    team is outside, unless there are several places to choose among.
    """
    there = here(case)
    if there is None or not there.unit:
        return one.kind == "advice_given" or (case.unit_kind(one) == "consult_team" and not candidates(case))
    if one.unit == there.unit and one.kind != "advice_given":
        return False
    return there.since is None or case.when(one).first >= case.when(there.since).first


def _own(case: Case) -> list[Statement]:
    """Contacts of palliative teams in the last week that are not from outside."""
    return [one for one, _ in case.told_within("last_week", "contact") if _option(case, one)]


def _said(one: Statement) -> Evidence:
    if one.kind == "advice_given":
        by = one.value.get("by") or {}
        return Evidence(
            one, "advice", {"profession": str(by.get("profession", "")), "unit": str(by.get("unit", ""))}
        )
    return Evidence(one, "contact", {"form": str(one.value.get("form", ""))})
