"""The reading that statistics rest on: one row for each stay that has ended, its key ``ended|stay``. Pure.

A row holds what is counted of a stay and names nobody: its steps, the hospital's unit, where the patient went, whether
somebody at home had sent them in, what was said of receiving them, and the next admission. Re-admission is so known of
a row alone, as far as its reader sees the patient's stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from lindra.care.events.decisions import LIMITS
from lindra.care.events.situation import PREFERENCES
from lindra.discharge.case import Case, cases, steps
from lindra.record.chart import Chart
from lindra.record.envelope import instant, stamp
from lindra.record.facts import STAYS
from lindra.record.kinds import Row, reading

NAME = "discharge_ended"
CARE = ("hospital", "palliative")
"""Forms of stay that are inpatient care; a short stay in the municipality is no admission."""


@reading(NAME, version=2)
def ended(chart: Chart) -> Iterable[Row]:
    """The stays of a patient that have ended and of which something was said."""
    every = cases(chart)
    admissions = _admissions(chart, every)
    for case in every:
        end = case.left or case.died
        if case.episode and case.messages and end is not None:
            yield Row(
                key=f"ended|{case.episode}",
                unit=case.unit,
                provider=case.provider,
                at=stamp(end),
                data=_told(chart, case, end, admissions),
            )


def _plan(chart: Chart, case: Case) -> str:
    """What stood before an admission that was not planned, of where to care for the patient: ``home`` or ``other``.

    A limit on hospital care (withheld, or under a condition) or a preferred place that is not a hospital says *home*.
    Empty where nothing stood, where the admission was planned, or where that is not known. The chart keeps the latest
    of each: what was written anew after the admission is not known to have stood before.
    """
    slot = chart.slots.get(STAYS)
    stated = slot.rows.get(case.episode, {}).get("admitted") if slot else None
    if stated is None or not stated.occurred_from or stated.value.get("planned") is not False:
        return ""
    before = [one for one in _said_of_place(chart) if (one[0] or "") < stated.occurred_from]
    return "" if not before else "home" if any(home for _at, home in before) else "other"


def _said_of_place(chart: Chart) -> Iterator[tuple[str | None, bool]]:
    """When something was said of where to care for the patient, and whether that was not in hospital."""
    for row in chart.rows(LIMITS):
        one = row["stated"]
        if one.value.get("treatment") == "hospital":
            yield one.occurred_from, one.value.get("decision") in ("withhold", "conditional")
    for row in chart.rows(PREFERENCES):
        one = row["stated"]
        if first := one.value.get("first"):
            yield one.occurred_from, first != "hospital"


def _admissions(chart: Chart, every: Sequence[Case]) -> list[tuple[datetime, bool | None]]:
    """When the patient was admitted, in order, and whether that was planned; nothing where it is not said."""
    found = {case.episode: (case.admitted, None) for case in every if case.admitted and case.episode}
    told: dict[str, tuple[datetime, bool | None]] = {
        episode: (at, planned) for episode, (at, planned) in found.items() if at is not None
    }
    told |= dict(_facts(chart))
    return sorted(told.values(), key=lambda one: one[0])


def _facts(chart: Chart) -> Iterator[tuple[str, tuple[datetime, bool | None]]]:
    slot = chart.slots.get(STAYS)
    for episode, parts in (slot.rows if slot else {}).items():
        stated = parts.get("admitted")
        if stated and stated.value.get("form", "hospital") in CARE:
            yield episode, (instant(stated.occurred_from or stated.recorded_at), stated.value.get("planned"))


def _told(
    chart: Chart, case: Case, end: datetime, admissions: Sequence[tuple[datetime, bool | None]]
) -> dict[str, Any]:
    later = next((one for one in admissions if one[0] > end), None)
    return {
        "unit": case.unit,
        "episode": case.episode,
        "to": case.to,
        "plan": _plan(chart, case),
        "sent_in": any(one.kind == "sent_in" and one.valid for one in case.messages),
        "positions": [
            [one.unit, stamp(one.at), one.said["can"]]
            for one in case.messages if one.kind == "position_taken" and one.valid
        ],
        "next": [stamp(later[0]), later[1]] if later else [],
        "steps": [[one.event, stamp(one.at), one.value] for one in steps(case, "", {}).steps],
    }  # fmt: skip
