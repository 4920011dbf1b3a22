"""As-needed medicines as the plan shows them: what for, when last given, whether another may be given. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lindra.care import rules
from lindra.record.chart import Chart, Statement
from lindra.record.clinical import DOSES, GIVEN, LAST_GIVEN, substances
from lindra.record.envelope import instant, last_instant

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Doses:
    """Doses given of one order and of the same substance: the last, how many in 24 hours, and from when another."""

    last: Statement | None
    """The last of those whose time is known; where none is, one of unknown time."""
    other: Statement | None
    """The order that the last was of, where that is another order; see ``of_another``."""
    of_another: bool
    """Whether the last was of another order of the same substance, or of none."""
    untimed: bool
    """Whether there is a dose of unknown time that may be later than the last."""
    in_24_hours: int
    """How many may have been given in the last 24 hours."""
    at_least: bool
    """Whether there may be more than the chart holds."""
    again_from: datetime | None
    """None: now."""
    spent: bool
    """Whether the most per day has been given."""


def doses(chart: Chart, order: Statement, at: datetime) -> Doses:
    """What has been given of an order, and of the same substance otherwise, at an instant."""
    name, terms = str(order.value.get("order", "")), order.value.get("terms") or {}
    found = sorted(_given(chart, order), key=lambda one: (until(one, at), one.order))
    timed = [one for one in found if one.occurred_from]
    last = timed[-1] if timed else found[-1] if found else None
    recent = [until(one, at) for one in found if until(one, at) > at - DAY]
    waits = []
    if found and terms.get("least_interval"):
        waits.append(until(found[-1], at) + timedelta(minutes=terms["least_interval"]))
    most = int(terms.get("most_per_day") or 0)
    spent = 0 < most <= len(recent)
    if spent:
        waits.append(recent[-most] + DAY)
    given_of = str(last.value.get("order", "")) if last else name
    return Doses(
        last=last,
        other=_orders(chart).get(given_of) if given_of != name else None,
        of_another=given_of != name,
        untimed=bool(found) and found[-1].occurred_from is None,
        in_24_hours=len(recent),
        at_least=_more(chart, at),
        again_from=max((wait for wait in waits if wait > at), default=None),
        spent=spent,
    )


def until(dose: Statement, at: datetime) -> datetime:
    """The last instant at which a dose may have been given: not after it was written down, nor later than now."""
    written = instant(dose.recorded_at)
    if dose.occurred_from is None:
        return min(written, at)
    start = instant(dose.occurred_from)
    end = max(start, instant(dose.occurred_to)) if dose.occurred_to else start
    last = last_instant(end, dose.precision)
    if last > end:
        last = min(last, max(written, start))
    return min(last, at)


def _given(chart: Chart, order: Statement) -> Iterator[Statement]:
    """Each dose that was given of the order or of its substance; also the last of all, where older ones are trimmed.

    Not those of a regular order: the limits are of what is given as needed, and must not keep relief away.
    """
    name, same = str(order.value.get("order", "")), of(order)
    known = _orders(chart)
    regular = {key for key, one in known.items() if key != name and not one.value.get("as_needed")}
    orders = {key: of(one) for key, one in known.items()}
    seen = set()
    for row in (*chart.rows(DOSES), *chart.rows(LAST_GIVEN)):
        one = row["stated"]
        if one.event in seen or str(one.value.get("status", "")) not in GIVEN:
            continue
        by = str(one.value.get("order", ""))
        if by not in regular and (by == name or same & (of(one) | orders.get(by, frozenset()))):
            seen.add(one.event)
            yield one


def of(statement: Statement) -> frozenset[str]:
    """What an order or a dose is of; see :func:`lindra.record.clinical.substances`."""
    codes: list[Mapping[str, str]] = [statement.value.get("code") or {}, *statement.value.get("others", ())]
    return substances((str(one.get("code", "")), str(one.get("text", ""))) for one in codes)


def _orders(chart: Chart) -> dict[str, Statement]:
    """Every order that the chart holds, in force or not."""
    rows = (row["ordered"] for row in chart.rows("medicines") if "ordered" in row)
    return {str(one.value.get("order", "")): one for one in rows}


def _more(chart: Chart, at: datetime) -> bool:
    """Whether doses of the last 24 hours may have been pushed out of the chart."""
    slot = chart.slots.get(DOSES)
    if slot is None or not slot.trimmed:
        return False
    timed = [one for row in slot.rows.values() if (one := row["stated"].occurred_from)]
    return not timed or instant(min(timed)) > at - DAY


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
    groups = (GROUPS.get(code[:4], "") for code in sorted(of(order)))
    return next((group for group in groups if group), ""), False


def ordered(chart: Chart) -> list[Statement]:
    """The as-needed medicines in force, by what they are for."""
    return sorted(rules.as_needed(chart), key=lambda one: ORDER.index(indication(one)[0]))
