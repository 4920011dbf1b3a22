"""What staff have reported of a death, in the terms of the questions that relatives are asked. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from lindra.record.chart import Chart
from lindra.record.kinds import Row, reading
from lindra.registry.events import REPORT
from lindra.registry.relatives.comparison import of_staff

NAME = "said_by_staff"
"""One row for each patient whose death has been reported; relatives' answers stand beside it."""


@reading(NAME, 1)
def said_by_staff(chart: Chart) -> Iterable[Row]:
    """The answers of the report that stands."""
    if (report := chart.one(REPORT)) is not None:
        yield Row("said", report.unit, report.provider, report.occurred_from or "", of_staff(report.value))
