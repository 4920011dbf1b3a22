"""The register's rules as pure functions: who registers, until when. What can change is data, dated (``data/``).

Source of each rule: ``data/SOURCES.md``. Days are calendar days in Stockholm, and the last day of a limit is within it.
"""

from __future__ import annotations

import csv
import hashlib
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from lindra.privacy.rules import Purpose
from lindra.record.chart import Chart
from lindra.record.facts import DEATH
from lindra.registry.situation import Kinds, Situation, moment, situation

DATA = Path(__file__).parent / "data"
COMPARABLE = 0.7
"""Coverage over which areas and groups may be compared openly (RCC sydöst, "Resultatredovisning"; DOMAIN 1.4)."""


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _in_force(rows: Iterable[dict[str, str]], on: date) -> dict[str, str] | None:
    """The latest row that was valid on a day."""
    valid = [row for row in rows if row["valid_from"] <= on.isoformat()]
    return max(valid, key=lambda row: row["valid_from"], default=None)


def version(form: int) -> int:
    """The version of what is stored by these rules: another where their data is another, or ``form`` is raised."""
    told = b"".join(path.read_bytes() for path in sorted(DATA.glob("*.csv")))
    return int(hashlib.sha256(b"%d|" % form + told).hexdigest()[:7], 16)


# Who registers.

Why = Literal["stay", "emergency", "home", "team", "nursing", "practice", "nobody"]
"""Why it is this unit's: it was its ward, its emergency department, its home; it had the person at home; the person was
listed there. ``nobody``: no unit is known to be the one."""
THERE: dict[str, Why] = {"inpatient": "stay", "emergency": "emergency", "home": "home"}


@dataclass(frozen=True, slots=True)
class Responsible:
    """The unit that registers a death, empty where none is known, and why."""

    unit: str
    why: Why


NOBODY = Responsible("", "nobody")


def registrant(found: Situation, on: date) -> Responsible:
    """Who registers a death of that day, from plain values."""
    asked = [row for row in _rows("responsible.csv") if row["place"] == found.place]
    row = _in_force((row for row in asked if row["expected"] in ("", found.expected)), on)
    known: dict[str, tuple[str, Why]] = {
        "there": (found.there, THERE.get(found.place, "nobody")),
        "team": (found.team, "team"),
        "nursing": (found.nursing, "nursing"),
        "practice": (found.practice, "practice"),
    }
    order = row["order"].split() if row else []
    return next((Responsible(*known[one]) for one in order if known[one][0]), NOBODY)


def responsible(chart: Chart, kinds: Kinds | None = None) -> Responsible:
    """Who registers the death that a chart tells of. With kinds of units it is surer which unit a home is.

    Without them it is what lists and deadlines say, which know nothing but the chart.
    """
    found = situation(chart, kinds)
    return registrant(found, died_on(chart) or date.max) if found is not None else NOBODY


def died_on(chart: Chart) -> date | None:
    """The day of death; the last it can have been, or nothing where it is not known at all."""
    death = chart.one(DEATH)
    return moment(death.occurred_from, death.precision).day if death is not None else None


def area(chart: Chart) -> str:
    """The municipality where the person last lived, as far as the chart tells it: its county's limit holds."""
    told = (row["stated"].value.get("municipality") for row in chart.rows("residence") if "stated" in row)
    return next((str(code) for code in told if code), "")


# Until when.


@dataclass(frozen=True, slots=True)
class Windows:
    """The last day on which it is to be registered, on which it can be, and on which it can be changed."""

    due: date
    last: date
    editable_until: date | None
    source: str
    """Where the first of them comes from."""


def windows(died: date, reported: date | None = None, region: str = "") -> Windows:
    """The days that follow from a death and, once there is one, from its report.

    ``region``: whose limit holds, by the code of a municipality or region; empty for the general one.
    """
    limit = _limit(region, died)
    last = months_after(died, _time("report_months", died))
    due = min(died + timedelta(days=int(limit["days"])), last)
    editable = reported + timedelta(days=_time("edit_days", reported)) if reported else None
    return Windows(due, last, editable, limit["source"])


def _limit(region: str, on: date) -> dict[str, str]:
    """A municipality's own limit, before its county's, before the general one."""
    for code in dict.fromkeys((region, region[:2], "")):
        found = _in_force((row for row in _rows("limits.csv") if row["area"] == code), on)
        if found is not None:
            return found
    return _rows("limits.csv")[0]  # a death from before the register began


def _time(name: str, on: date) -> int:
    rows = [row for row in _rows("times.csv") if row["name"] == name]
    return int((_in_force(rows, on) or rows[0])["amount"])


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_reportable(today: date) -> date:
    """The first day of death that can still be registered today."""
    day = months_after(today, -_time("report_months", today)) - timedelta(days=3)  # months differ in length
    while windows(day).last < today:
        day += timedelta(days=1)
    return day


WEEK = 7
"""Days, today included, that are *this week* to write in. Our own choice."""
When = Literal["late", "week", "later", "undated"]


def when(due: date | None, today: date) -> When:
    """Late, to write this week, later; ``undated`` where it is not known when the person died."""
    if due is None:
        return "undated"
    if due < today:
        return "late"
    return "week" if due < today + timedelta(days=WEEK) else "later"


# Who may.

Reason = Literal[
    "", "alive", "opted_out", "reported", "not_reported", "closed", "purpose", "profession", "another_unit"
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something may be done, and why not; an allowed one with a reason is to be told of it first."""

    allowed: bool
    reason: Reason = ""


def authorised(profession: str, on: date) -> bool:
    """Whether who has this profession in an assignment may sign reports of its unit."""
    rows = [row for row in _rows("authorised.csv") if row["profession"] == profession]
    return _in_force(rows, on) is not None


def may_report(
    *, profession: str, purpose: str, unit: str, died: date | None, on: date, dead: bool = True,
    responsible: str = "", reported: bool = False, opted_out: bool = False,
) -> Verdict:  # fmt: skip
    """Whether a report may be written and signed today: once a person, within the time, by who is authorised.

    That another unit is ``responsible`` is told, and hinders nobody: the chart may not know where the person was.
    """
    if opted_out:
        return Verdict(False, "opted_out")
    if not dead:
        return Verdict(False, "alive")
    if refused := _not_yours(profession, purpose, on):
        return refused
    if reported:
        return Verdict(False, "reported")
    if died is not None and windows(died).last < on:
        return Verdict(False, "closed")
    return Verdict(True, "another_unit" if responsible not in ("", unit) else "")


def may_edit(
    *, profession: str, purpose: str, unit: str, written_by: str, reported: date | None, on: date,
    opted_out: bool = False,
) -> Verdict:  # fmt: skip
    """Whether a report may be changed today: by the unit that wrote it, within the days that the register takes it."""
    if opted_out:
        return Verdict(False, "opted_out")
    if reported is None:
        return Verdict(False, "not_reported")
    if refused := _not_yours(profession, purpose, on):
        return refused
    if written_by != unit:
        return Verdict(False, "another_unit")
    if reported + timedelta(days=_time("edit_days", reported)) < on:
        return Verdict(False, "closed")
    return Verdict(True)


def _not_yours(profession: str, purpose: str, on: date) -> Verdict | None:
    if purpose != Purpose.CARE:
        return Verdict(False, "purpose")
    return None if authorised(profession, on) else Verdict(False, "profession")
