"""As-needed medicines as the plan shows them: what for, when last given, whether another may be given. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lindra.care import rules
from lindra.record.chart import Chart, Statement
from lindra.record.clinical import LAST_GIVEN, MEDICINES_TOLD
from lindra.record.envelope import instant

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Doses:
    """Doses given of one order: the last, how many in the last 24 hours, and from when another may be given."""

    last: Statement | None
    in_24_hours: int
    again_from: datetime | None
    """None: now."""
    spent: bool
    """Whether the most per day has been given."""


def doses(chart: Chart, order: Statement, at: datetime) -> Doses:
    """What has been given of an order, at an instant. Counts among the latest medicines told of."""
    name, terms = str(order.value.get("order", "")), order.value.get("terms") or {}
    slot = chart.slots.get(LAST_GIVEN)
    last = slot.rows.get(name, {}).get("stated") if slot else None
    recent = sorted(_given(chart, name, at))
    waits = []
    if last is not None and last.occurred_from and terms.get("least_interval"):
        waits.append(instant(last.occurred_from) + timedelta(minutes=terms["least_interval"]))
    most = int(terms.get("most_per_day") or 0)
    spent = 0 < most <= len(recent)
    if spent:
        waits.append(recent[-most] + DAY)
    later = max((wait for wait in waits if wait > at), default=None)
    return Doses(last, len(recent), later, spent)


def _given(chart: Chart, order: str, at: datetime) -> Iterable[datetime]:
    for row in chart.rows(MEDICINES_TOLD):
        one = row["stated"]
        if one.kind == "medicine_given" and one.value.get("order") == order and one.occurred_from:
            given = instant(one.occurred_from)
            if one.value.get("status") != "not-done" and at - DAY < given <= at:
                yield given


ORDER = ("pain", "breathlessness", "anxiety", "nausea", "rattle", "other", "")
"""In which order indications are shown."""
GROUPS = {"N02A": "pain", "N05C": "anxiety", "N05B": "anxiety", "A03A": "rattle", "A03B": "rattle", "N05A": "nausea",
          "A03F": "nausea", "A04A": "nausea"}  # fmt: skip
"""What an as-needed medicine without a stated indication is usually for, by ATC group: shown as presumed.

Working model after the register's four symptoms; not a clinical source.
"""


def indication(order: Statement) -> tuple[str, bool]:
    """What an order is for, and whether that is stated (else presumed from its ATC group)."""
    terms = order.value.get("terms")
    if terms:
        return str(terms["indication"]), True
    code = str(order.value.get("code", {}).get("code", ""))
    return GROUPS.get(code[:4], ""), False


def ordered(chart: Chart) -> list[Statement]:
    """The as-needed medicines in force, by what they are for."""
    return sorted(rules.as_needed(chart), key=lambda one: ORDER.index(indication(one)[0]))
