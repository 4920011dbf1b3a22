"""What this room asks of a report before it is written, whatever page it came from. Pure but for the words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from lindra.clock import day
from lindra.forms import checks
from lindra.forms.checks import Objection
from lindra.forms.values import N_
from lindra.forms.yields import Yielded
from lindra.privacy.reader import Reader
from lindra.record.chart import Chart
from lindra.registry import rules
from lindra.registry.events import REPORT

ALIVE = N_("No death stands in the record. Note the death first.")
ONCE = N_("The death is reported already. Each person is reported once.")
CLOSED = N_("The time in which the register takes a report of this death has passed.")
FIXED = N_("The time in which a report can be corrected has passed.")
CAME_LATER = N_("This is after the patient died. See that the date is right.")
ALONE = N_("“No” or “Not known” cannot stand with others. Take away one of them.")
ALONE_STAND = frozenset({"none", "unknown"})


def register() -> None:
    """Hold every report to these rules."""
    checks.register("death_reported", report)
    checks.AFTER_DEATH |= {"death_reported", "register_judged", "register_sent"}


def report(facts: Sequence[Yielded], chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """Once a person, within the register's time; corrected for some days; nobody came to the unit after death."""
    for one in facts:
        fact: Any = one.fact
        died = rules.died_on(chart)
        if chart.one("death") is None:
            yield Objection(one, "", ALIVE)
        if chart.one(REPORT) is not None:
            yield Objection(one, "", ONCE)
        first, today = day(one.when.start or now), day(now)
        if died is not None and rules.windows(died).last < first:
            yield Objection(one, "", CLOSED)
        until = rules.windows(died or first, first).editable_until
        if until is not None and until < today:
            yield Objection(one, "", FIXED)
        if fact.arrived is not None and died is not None and fact.arrived > died:
            yield Objection(one, "arrived", CAME_LATER)
        if len(fact.consulted) > 1 and ALONE_STAND & set(fact.consulted):
            yield Objection(one, "consulted", ALONE)
