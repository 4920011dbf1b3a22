"""What is due in this room: a death to be reported. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from lindra.deadlines.declared import Due, declare
from lindra.deadlines.rules import end_of
from lindra.record.chart import Chart
from lindra.record.facts import DEATH
from lindra.registry import rules
from lindra.registry.events import REPORT

NAME = "register report"
PAGE = "death-report"
"""The page where it is written."""


@declare(NAME, version=rules.version(1))
def reports(chart: Chart) -> Iterable[Due]:
    """A death that nobody has reported, within the county's limit, as long as the register takes it."""
    death = chart.one(DEATH)
    if death is None or chart.one(REPORT) is not None:
        return
    who, died = rules.responsible(chart), rules.died_on(chart)
    about: dict[str, str] = {"why": who.why}
    if died is None:
        yield Due(death.event, None, who.unit, "", "report", about, PAGE)
        return
    days = rules.windows(died, region=rules.area(chart))
    about["last"] = days.last.isoformat()
    yield Due(death.event, end_of(days.due), who.unit, "", "report", about, PAGE, until=days.last)
