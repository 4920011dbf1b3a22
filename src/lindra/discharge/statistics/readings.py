"""The reading that statistics rest on: one row for each stay that has ended, its key ``ended|stay``. Pure.

A row holds what is counted of a stay and names nobody: its steps, the hospital's unit, where the patient went, whether
somebody at home had sent them in, what was said of receiving them, and the next admission. Re-admission is so known of
a row alone, as far as its reader sees the patient's stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from lindra.discharge.case import Case, cases, steps
from lindra.record.chart import Chart
from lindra.record.envelope import instant, stamp
from lindra.record.facts import STAYS
from lindra.record.kinds import Row, reading

NAME = "discharge_ended"
CARE = ("hospital", "palliative")
"""Forms of stay that are inpatient care; a short stay in the municipality is no admission."""


@reading(NAME, version=1)
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
                data=_told(case, end, admissions),
            )


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


def _told(case: Case, end: datetime, admissions: Sequence[tuple[datetime, bool | None]]) -> dict[str, Any]:
    later = next((one for one in admissions if one[0] > end), None)
    return {
        "unit": case.unit,
        "episode": case.episode,
        "to": case.to,
        "sent_in": any(one.kind == "sent_in" and one.valid for one in case.messages),
        "positions": [
            [one.unit, stamp(one.at), one.said["can"]]
            for one in case.messages if one.kind == "position_taken" and one.valid
        ],
        "next": [stamp(later[0]), later[1]] if later else [],
        "steps": [[one.event, stamp(one.at), one.value] for one in steps(case, "", {}).steps],
    }  # fmt: skip
