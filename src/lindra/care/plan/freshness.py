"""Whether a section still holds: what has happened since it was confirmed, and whether its time has run out. Pure.

Which trigger touches which section, and for how many days a confirmation holds, is data (``care/data``), with source.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

from lindra.care.events.medicines import OPIOID
from lindra.care.events.plan import ADVICE, CONFIRMED, Section
from lindra.care.events.situation import PHASE
from lindra.care.plan.model import Line, Since
from lindra.clock import day
from lindra.record.chart import Chart, Statement
from lindra.record.envelope import instant
from lindra.record.facts import RESIDENCE

DATA = Path(__file__).parent.parent / "data"
UNKNOWN_PHASE = "stable"
"""Where no phase has been noted the confirmation holds as long as in the calmest."""


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def holds() -> dict[str, dict[str, int]]:
    """Days that a confirmation holds, by section and phase."""
    return {
        row["section"]: {name: int(days) for name, days in row.items() if name != "section"}
        for row in _rows("holds.csv")
    }


@cache
def triggers() -> dict[str, frozenset[str]]:
    """The sections that each trigger touches."""
    return {row["trigger"]: frozenset(row["sections"].split()) for row in _rows("triggers.csv")}


def until(confirmed: Statement, section: Section, phase: str) -> date | None:
    """The last day in Stockholm on which a confirmation holds; of a dead patient it has no end."""
    if confirmed.occurred_from is None:
        return None
    days = holds()[section][phase or UNKNOWN_PHASE]
    return day(instant(confirmed.occurred_from)) + timedelta(days=days)


def confirmation(chart: Chart, section: Section) -> Statement | None:
    """The latest confirmation of a section."""
    slot = chart.slots.get(CONFIRMED)
    return slot.rows.get(section, {}).get("stated") if slot else None


def since(
    chart: Chart, section: Section, confirmed: Statement, lines: Sequence[Line] = ()
) -> tuple[Since, ...]:
    """What stands later in the log than the author of the confirmation had seen, latest first.

    Triggers of this section, and of a section that people write (:data:`WRITTEN`) any change to what it says.
    """
    seen: dict[str, int] = confirmed.value.get("seen", {})
    found = [
        Since(trigger, statement)
        for trigger, statement in happened(chart)
        if section in triggers().get(trigger, ())
        and _later(chart, statement, seen)
        and not (trigger == "phase" and statement.value["phase"] == confirmed.value.get("phase"))
    ]
    known = {one.statement.event for one in found}
    if section in WRITTEN:
        later = [line.statement for line in lines if line.statement and _later(chart, line.statement, seen)]
        found += [Since("changed", one) for one in later if one.event not in known]
        if not later and _other(section, confirmed, lines):
            found.append(Since("withdrawn", confirmed))
    return tuple(sorted(found, key=lambda one: one.statement.order, reverse=True))


WRITTEN: frozenset[Section] = frozenset({"decisions", "hazards", "steps", "medicines", "call", "matters"})
"""Sections that say what somebody has decided: who confirms them confirms just that."""


def digest(lines: Iterable[Line]) -> str:
    """What a section rests on, in few characters: another when a statement comes, goes or is corrected."""
    events = sorted(line.statement.event for line in lines if line.statement is not None)
    return sha256("|".join(events).encode()).hexdigest()[:16]


def _other(section: Section, confirmed: Statement, lines: Sequence[Line]) -> bool:
    """Whether the section rests on other entries than it did when it was confirmed, where that was noted."""
    stood = confirmed.value.get("stands", {}).get(section)
    return bool(lines) and stood is not None and stood != digest(lines)


def _later(chart: Chart, statement: Statement, seen: dict[str, int]) -> bool:
    record, seq = chart.position(statement)
    return seq > seen.get(record, 0)


def happened(chart: Chart) -> Iterator[tuple[str, Statement]]:
    """Everything in the chart that is a trigger, with the trigger's name."""
    for row in chart.rows("stays"):
        yield from _named(row, ("admission", "admitted"), ("discharge", "discharged"))
    for row in chart.rows("contacts"):
        if (one := row.get("stated")) and one.value.get("form") == "emergency":
            yield "emergency", one
    for row in chart.rows("medicines"):
        if (one := row.get("ordered")) and is_opioid(one) and not one.value.get("as_needed"):
            yield "opioid", one
    for row in chart.rows(OPIOID):
        if row["stated"].value.get("known", "yes") == "yes":
            yield "opioid", row["stated"]
    for slot, trigger in ((PHASE, "phase"), (RESIDENCE, "moved"), (ADVICE, "advice")):
        yield from ((trigger, row["stated"]) for row in chart.rows(slot))


def _named(row: dict[str, Statement], *names: tuple[str, str]) -> Iterable[tuple[str, Statement]]:
    return ((trigger, row[part]) for trigger, part in names if part in row)


OPIOIDS = ("N02A", "N07BC02")


def is_opioid(order: Statement) -> bool:
    """Whether a medicine is an opioid: ATC group N02A, or methadone (N07BC02), in any of its codes."""
    codes = (order.value.get("code") or {}, *order.value.get("others", ()))
    return any(str(one.get("code", "")).strip().upper().startswith(OPIOIDS) for one in codes)
