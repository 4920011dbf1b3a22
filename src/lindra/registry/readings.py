"""What lists and counts of reports rest on: the dead, who reports them, and what has been left for the register. Pure.

Of ``register`` everybody may know the state: ``waiting``, ``reported``, or ``no_death`` where a report stands and no
death does. Its unit is the one responsible, once reported the one that did; ``at`` is the death, of one known to its
day, month or year the last instant of it. Who does not want to be in quality registers is in these rows, which know
nothing of that: the door leaves them out (``apps.ready``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from lindra.record.chart import Chart, Statement
from lindra.record.envelope import stamp
from lindra.record.facts import DEATH
from lindra.record.kinds import Row, reading
from lindra.registry import rules
from lindra.registry.events import REPORT, SENT
from lindra.registry.situation import moment

WAITING, REPORTED, NO_DEATH = "waiting", "reported", "no_death"
STATES = (REPORTED, WAITING)
"""The states of the dead, which are counted."""


@reading("register", version=rules.version(1))
def register(chart: Chart) -> Iterable[Row]:
    """One row for each of the dead, and for a report without a death."""
    death, report = chart.one(DEATH), chart.one(REPORT)
    if report is not None:
        state = REPORTED if death is not None else NO_DEATH
        yield Row(f"{state}|", unit=report.unit, at=_at(death), data=_died(death) | _reported(report))
    elif death is not None:
        who = rules.responsible(chart)
        told = {"unit": who.unit, "why": who.why, "area": rules.area(chart)}
        yield Row(f"{WAITING}|", unit=who.unit, at=_at(death), data=_died(death) | told)


def _at(death: Statement | None) -> str:
    """The last instant at which the death can have been; empty where nothing is known of it."""
    if death is None or death.occurred_from is None:
        return ""
    when = moment(death.occurred_from, death.precision)
    partial = when.end is not None and when.end != when.first
    return stamp(when.end - timedelta(microseconds=1)) if partial and when.end else death.occurred_from


def _died(death: Statement | None) -> dict[str, Any]:
    return {"died": death.occurred_from, "precision": death.precision} if death is not None else {}


def _reported(report: Statement) -> dict[str, Any]:
    return {"unit": report.unit, "report": report.event, "reported": report.occurred_from}


@reading("register_sent", version=1)
def sent(chart: Chart) -> Iterable[Row]:
    """What was last left for the register of a person, by which unit, and in what version of the report."""
    latest = chart.one(SENT)
    if latest is not None:
        report, death = chart.one(REPORT), chart.one(DEATH)
        standing = {"standing": report.event if report is not None else "", "dead": death is not None}
        yield Row("sent|", unit=latest.unit, at=_at(death), data={"sent": latest.value, **standing})
