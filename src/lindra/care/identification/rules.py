"""Signs in the record of palliative needs not yet found, each with its reason. Never a verdict. Pure.

The rules, their weights and sources are data (``care/data/identification.csv``); a unit says which it uses.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from lindra.care import rules
from lindra.care.events.situation import NEEDS, TALKS
from lindra.clock import day
from lindra.record.chart import Chart, Statement
from lindra.record.envelope import instant
from lindra.record.facts import CONTACTS, DIAGNOSES, STAYS

DATA = Path(__file__).parent.parent / "data" / "identification.csv"
ENOUGH = 3
"""Weights that together make a patient stand on the list. Our own choice, to be tried with users."""
FRAIL = 6
ASSISTED = 50
TOGETHER = 2
"""Admissions, or emergency visits, that together are a sign."""
DIAGNOSIS_GROUPS: dict[str, tuple[str, ...]] = {
    "cancer": ("C",),
    "heart_failure": ("I50",),
    "lung": ("J44", "J84"),
    "kidney": ("N184", "N185", "N189"),
    "dementia": ("F00", "F01", "F02", "F03", "G30"),
    "neurological": ("G12", "G20", "G35"),
}
"""ICD-10-SE, without the point."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One sign: how much it weighs, within how many days it counts (none: always), and where it comes from."""

    name: str
    weight: int
    days: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A sign found, the entries it rests on, and the last day in Stockholm on which it counts (none: always)."""

    rule: str
    events: tuple[str, ...]
    until: str = ""


@cache
def known() -> dict[str, Rule]:
    """Every rule by name."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["rule"]: Rule(
            row["rule"], int(row["weight"]), int(row["days"]) if row["days"] else None, row["source"]
        )
        for row in rows
    }


def assessed(chart: Chart) -> bool:
    """Whether somebody has already said if there are palliative needs, or talked of it, or the patient has died."""
    talked = any(row["stated"].value["form"] != "follow_up" for row in chart.rows(TALKS))
    need = chart.one(NEEDS)
    answered = need is not None and need.value.get("known", "yes") != "unknown"
    told = answered or talked or bool(rules.conversations(chart))
    return told or chart.one("death") is not None


def reasons(chart: Chart) -> list[Reason]:
    """Every sign in the record, the weightiest first, and until when each counts."""
    found = [one for rule in known().values() if (one := _found(rule, chart)) is not None]
    return sorted(found, key=lambda one: -known()[one.rule].weight)


def counting(found: Iterable[Reason], used: frozenset[str], today: date) -> list[Reason]:
    """The signs that count today by the rules in use; none where together they weigh too little."""
    left = [one for one in found if one.rule in used and (not one.until or one.until >= today.isoformat())]
    return left if sum(known()[one.rule].weight for one in left) >= ENOUGH else []


def _found(rule: Rule, chart: Chart) -> Reason | None:
    """A sign, resting on the latest statements that make it so."""
    if rule.name in DIAGNOSIS_GROUPS:
        statements = _diagnoses(chart, DIAGNOSIS_GROUPS[rule.name])
    else:
        statements = SIGNS[rule.name](chart)
    if not statements:
        return None
    first = min(str(one.occurred_from or one.recorded_at) for one in statements)
    until = "" if rule.days is None else (day(instant(first)) + timedelta(days=rule.days)).isoformat()
    return Reason(rule.name, tuple(one.event for one in statements), until)


def _diagnoses(chart: Chart, groups: tuple[str, ...]) -> list[Statement]:
    every = [row["stated"] for row in chart.rows(DIAGNOSES)]
    return [one for one in every if _icd(one).startswith(groups)][:1]


def _icd(statement: Statement) -> str:
    return str(statement.value.get("code", {}).get("code", "")).replace(".", "")


def _readmitted(chart: Chart) -> list[Statement]:
    stays = [row["admitted"] for row in chart.rows(STAYS) if "admitted" in row]
    return _together([one for one in stays if not one.value.get("planned")])


def _emergency(chart: Chart) -> list[Statement]:
    contacts = [row["stated"] for row in chart.rows(CONTACTS)]
    return _together([one for one in contacts if one.value.get("form") == "emergency"])


def _together(events: list[Statement]) -> list[Statement]:
    """The latest of several; none where there are too few. They count until the first of them is too old."""
    latest = sorted((one for one in events if one.occurred_from), key=lambda one: one.order, reverse=True)
    return latest[:TOGETHER] if len(latest) >= TOGETHER else []


def _number(chart: Chart, code: str) -> tuple[Statement, float] | None:
    statement = rules.latest(chart, code)
    number = (statement.value.get("value") or {}).get("number") if statement else None
    return None if statement is None or number is None else (statement, float(number))


def _frail(chart: Chart) -> list[Statement]:
    found = _number(chart, "CFS")
    return [found[0]] if found and found[1] >= FRAIL else []


def _function(chart: Chart) -> list[Statement]:
    found = _number(chart, rules.AKPS)
    return [found[0]] if found and found[1] <= ASSISTED else []


SIGNS: dict[str, Callable[[Chart], list[Statement]]] = {
    "readmission": _readmitted,
    "emergency": _emergency,
    "frailty": _frail,
    "function": _function,
}
