"""Scores and doses of the last week, by symptom: what the questions on symptoms, relief and rating rest on. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lindra.care.plan import needed
from lindra.record.chart import Statement
from lindra.record.clinical import GIVEN
from lindra.registry.claims import Evidence
from lindra.registry.prefill import data
from lindra.registry.prefill.case import Case, code_of, codes_of, number_of, once
from lindra.registry.prefill.data import Scale
from lindra.registry.prefill.times import Fit

NOT_MADE = ("entered-in-error", "cancelled", "registered")
"""Statuses of a measurement that is none, or not yet (HL7 FHIR R4, observation-status)."""


@dataclass(frozen=True, slots=True)
class Score:
    """One item of an instrument, in the last week."""

    statement: Statement
    fit: Fit
    scale: Scale
    number: float

    @property
    def present(self) -> bool:
        """Whether the symptom was there."""
        return self.number >= self.scale.present

    @property
    def severe(self) -> bool:
        """Whether it was severe."""
        return self.scale.severe is not None and self.number >= self.scale.severe

    @property
    def item(self) -> tuple[str, str]:
        """What tells series apart: the instrument and its item."""
        return code_of(self.statement)[:2]

    @property
    def evidence(self) -> Evidence:
        """The score as evidence."""
        return Evidence(
            self.statement, "measured", {"text": code_of(self.statement)[2], "number": f"{self.number:g}"}
        )


@once
def week(case: Case) -> dict[str, list[Score]]:
    """The scores of the last week by symptom (``other``: of none that the register names), oldest first."""
    found: dict[str, list[Score]] = {}
    for one, fit in case.told_within("last_week", "measured"):
        if (score := _score(case, one, fit)) is not None:
            found.setdefault(score.scale.symptom, []).append(score)
    return found


@once
def late(case: Case) -> dict[str, list[Score]]:
    """Scores dated after death, by symptom: they say nothing of before."""
    found: dict[str, list[Score]] = {}
    for one in case.told_after("measured"):
        if (score := _score(case, one, Fit.NO)) is not None:
            found.setdefault(score.scale.symptom, []).append(score)
    return found


def _score(case: Case, one: Statement, fit: Fit) -> Score | None:
    number = number_of(one)
    if number is None or one.value.get("status", "") in NOT_MADE:
        return None
    scale = data.scale(codes_of(one), case.on)
    if scale is None:
        return None
    if number > scale.most and code_of(one)[0] == "VAS":
        number = number / 10  # in millimetres
    return Score(one, fit, scale, number) if 0 <= number <= scale.most else None


def days(case: Case, scores: list[Score]) -> set[date]:
    """The days on which something was scored, where they are known."""
    return {day for one in scores if (day := case.when(one.statement).day) is not None}


@once
def doses(case: Case) -> dict[str, list[tuple[Statement, Fit]]]:
    """As-needed doses of the last week by what their order is for, where the order says so, oldest first."""
    orders = {str(one.value.get("order", "")): one for one, _ in case.told_before("medicine_ordered")}
    found: dict[str, list[tuple[Statement, Fit]]] = {}
    for one, fit in case.told_within("last_week", "medicine_given"):
        order = orders.get(str(one.value.get("order", "")))
        if order is None or not order.value.get("as_needed") or str(one.value.get("status", "")) not in GIVEN:
            continue
        indication, stated = needed.indication(order)
        if stated:
            found.setdefault(indication, []).append((one, fit))
    return found


def dose(one: Statement, indication: str) -> Evidence:
    """A dose as evidence."""
    return Evidence(one, "dose", {"text": code_of(one)[2] or code_of(one)[1], "indication": indication})
