"""The reading behind the list of those discharged to a home: of each patient the latest discharge. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from lindra.care.homes import rules
from lindra.record.chart import Chart
from lindra.record.kinds import Row, reading


@reading("followups", version=1)
def followups(chart: Chart) -> Iterable[Row]:
    """One row for a patient who was discharged to municipal care: key "met|" or "not met|", ``at`` the discharge."""
    found = rules.discharge(chart)
    if found is not None:
        met = found.met
        yield Row(
            key=f"{'met' if met else 'not met'}|{found.episode}",
            at=found.at,
            data={"to": found.to, "met": (met.occurred_from or "") if met else "",
                  "form": met.value.get("form", "") if met else ""},
        )  # fmt: skip
