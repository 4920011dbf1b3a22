"""The readings behind the board: a row for each stay and each unit that has a part in it. Pure.

The key is ``stage|stay|unit``: the board of a unit is the rows that are its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lindra.discharge.case import Case, cases, steps
from lindra.record.chart import Chart
from lindra.record.envelope import stamp
from lindra.record.kinds import Row, reading

NAME, OVER = "discharge", "discharge_over"
OPEN = ("sent_in", "emergency", "admitted", "noticed", "planning", "ready", "discharged")
"""Stages in which somebody waits for something, in the order of the process."""


@reading(NAME, version=1)
def stays(chart: Chart) -> Iterable[Row]:
    """The stays of a patient that go on and hold a message.

    A stay of which nothing was said is no part of the process: most who are admitted need nobody afterwards.
    """
    return _rows(one for one in cases(chart) if one.messages and one.open)


@reading(OVER, version=1)
def over(chart: Chart) -> Iterable[Row]:
    """The stay of a patient that was over last."""
    return _rows([one for one in cases(chart) if one.messages and not one.open][-1:])


def _rows(found: Iterable[Case]) -> Iterator[Row]:
    for case in found:
        at = max([*(when for when, _, _ in case.events), *(one.at for one in case.messages)])
        state, told = case.stage if case.open else "over", _told(case)
        for unit in _concerned(case):
            yield Row(key=f"{state}|{case.episode}|{unit}", unit=unit, at=stamp(at), data=told)


def _concerned(case: Case) -> Iterable[str]:
    """The ward, and whoever has sent or got a message of the stay."""
    told = (
        unit
        for one in case.messages
        for unit in (one.unit, *(at.unit for at in one.passed if not at.sent_back))
    )
    return dict.fromkeys(unit for unit in (case.unit, *told) if unit)


def _told(case: Case) -> dict[str, object]:
    ready, notice = case.last("ready_for_discharge"), case.last("admission_notice")
    estimates = [
        one for one in (notice, case.last("estimate_changed")) if one is not None and one.said.get("estimate")
    ]
    waiting: dict[str, int] = {}
    for one in case.messages:
        for unit in one.unread if one.valid else ():
            waiting[unit] = waiting.get(unit, 0) + 1
    return {
        "stage": case.stage,
        "episode": case.episode,
        "unit": case.unit,
        "admitted": stamp(case.admitted) if case.admitted else "",
        "estimate": str(max(estimates, key=lambda one: one.at).said["estimate"]) if estimates else "",
        "ready": stamp(ready.at) if ready and case.stage == "ready" else "",
        "last": case.messages[-1].kind,
        "unread": waiting,
        "steps": [[one.event, stamp(one.at), one.value] for one in steps(case, "", {}).steps],
    }
