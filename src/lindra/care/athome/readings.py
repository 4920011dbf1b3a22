"""What the two lists show: deaths expected at home, and how patients stand to home nursing. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lindra.care.athome import criteria, rules
from lindra.care.events.decisions import EXPECTED
from lindra.care.rules import whereabouts
from lindra.record.chart import Chart, Statement
from lindra.record.kinds import Row, reading


@reading("expected_at_home", version=1)
def expected_at_home(chart: Chart) -> Iterable[Row]:
    """At home or in a care home ``expected|`` (``at`` the decision), or ``undecided|`` though dying (``at`` the phase).
    Of one who has died outside hospital: ``left|`` while something is left to do.

    Whether the day of review has passed depends on the day it is read: ``review`` stands in the row.
    """
    if (death := chart.one("death")) is not None:
        if todo := rules.left(chart):
            yield Row(key="left|", at=death.occurred_from or "", data={"left": list(todo)})
        return
    if not rules.at_home(chart):
        return
    decision = chart.one(EXPECTED)
    if decision is not None and decision.value["known"] == "yes":
        yield Row(key="expected|", at=decision.occurred_from or "", data=_expected(chart, decision))
    elif (phase := rules.dying_undecided(chart)) is not None:
        yield Row(key="undecided|", at=phase.occurred_from or "", data={"where": whereabouts(chart).form})


def _expected(chart: Chart, decision: Statement) -> dict[str, Any]:
    return {
        "where": whereabouts(chart).form,
        "physician": decision.value["physician"]["name"],
        "review": decision.value.get("review", ""),
        "nurse": decision.value.get("nurse_may_examine"),
        "missing": [one.indication for one in rules.prescribed(chart) if one.missing],
    }


@reading("home_nursing", version=1)
def home_nursing(chart: Chart) -> Iterable[Row]:
    """One row for a patient who is enrolled or was assessed; its key ``state|``, ``at`` the latest assessment.

    Without an assessment ``at`` is the enrolment.
    """
    state = criteria.state(chart)
    if state is None:
        return
    found, enrolled = criteria.assessment(chart), criteria.enrolment(chart)
    value = found.value if found else {}
    latest = found or enrolled
    yield Row(
        key=f"{state}|",
        at=(latest.occurred_from or "") if latest else "",
        data={
            "outcome": value.get("outcome", ""),
            "criteria": value.get("criteria", []),
            "reason": value.get("reason", ""),
            "informed": bool(value.get("informed")),
            "since": (enrolled.occurred_from or "") if enrolled else "",
        },
    )
