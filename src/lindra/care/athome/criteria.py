"""Enrolment in home nursing: a municipality's threshold criteria, and how an assessment stands to them. Pure.

``../data/home_nursing.csv`` has a row per criterion of a municipality, or of a county, with days and source. ``must``:
each of these; ``any``: at least one of these; ``enough``: this one alone. It is somebody who assesses the patient: what
the criteria say is shown beside the outcome, never instead of it.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from lindra.care.events.home import HOME_NURSING, Criterion
from lindra.care.rules import teams
from lindra.record.chart import Chart, Statement
from lindra.record.facts import ENROLMENTS

DATA = Path(__file__).parents[1] / "data" / "home_nursing.csv"
How = Literal["must", "any", "enough"]
CRITERIA: tuple[str, ...] = get_args(Criterion)


@dataclass(frozen=True, slots=True)
class Rule:
    """One criterion, from a first day to a last, both included; none: not known since when, until further notice."""

    municipality: str
    """Four-digit code, or the two digits of a county whose municipalities have it in common."""
    first: date | None
    last: date | None
    criterion: str
    how: How
    source: str


@dataclass(frozen=True, slots=True)
class Judged:
    """How an assessment stands to criteria: whether they are met, and which are lacking."""

    met: bool
    lacking: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Every criterion that is known. Raises ``ValueError`` for a row that cannot be read."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(_rule(row) for row in csv.DictReader(file))


def _rule(row: dict[str, str]) -> Rule:
    if row["criterion"] not in CRITERIA or row["how"] not in get_args(How) or not row["source"]:
        raise ValueError(f"home_nursing.csv: {row['municipality']} {row['criterion']} {row['how']}")
    first, last = (date.fromisoformat(row[name]) if row[name] else None for name in ("first_day", "last_day"))
    return Rule(row["municipality"], first, last, row["criterion"], row["how"], row["source"])  # type: ignore[arg-type]


def valid(municipality: str, on: date) -> tuple[Rule, ...]:
    """A municipality's criteria on a day, else those that its county has in common; none where they are not known."""
    holding = [
        one for one in rules()
        if (one.first is None or one.first <= on) and (one.last is None or on <= one.last)
    ]  # fmt: skip
    own = tuple(one for one in holding if one.municipality == municipality)
    return own or tuple(one for one in holding if one.municipality == municipality[:2])


def judged(criteria: Iterable[Rule], met: Collection[str]) -> Judged | None:
    """How the criteria that a patient meets stand to a municipality's; nothing where those are not known."""
    every = tuple(criteria)
    if not every:
        return None
    must, either, enough = (
        [one.criterion for one in every if one.how == how] for how in ("must", "any", "enough")
    )
    if not set(enough).isdisjoint(met):
        return Judged(True, ())
    lacking = [one for one in must if one not in met]
    if either and set(either).isdisjoint(met):
        lacking += either
    return Judged(not lacking, tuple(lacking)) if must or either else Judged(False, tuple(enough))


State = Literal["enrolled", "to_enrol", "not_enrolled", "later", "unassessed"]
"""Enrolled; assessed as to be enrolled, which is not written; not enrolled; to be assessed again; enrolled without an
assessment."""


def assessment(chart: Chart) -> Statement | None:
    """The latest assessment, whichever unit made it."""
    return chart.one(HOME_NURSING)


def enrolment(chart: Chart) -> Statement | None:
    """The enrolment in home nursing that has not ended."""
    return next((one for one in teams(chart) if one.value.get("form") == "home_nursing"), None)


def state(chart: Chart) -> State | None:
    """How the patient stands to home nursing; nothing for the dead, who was never assessed, or has left it since."""
    if chart.one("death") is not None:
        return None
    found = assessment(chart)
    if enrolment(chart) is not None:
        return "enrolled" if found else "unassessed"
    if found is None:
        return None
    outcome = str(found.value["outcome"])
    if outcome != "enrolled":
        return "later" if outcome == "later" else "not_enrolled"
    return None if _ended_since(chart, found) else "to_enrol"


def _ended_since(chart: Chart, found: Statement) -> bool:
    ended = [
        row["ended"] for row in chart.rows(ENROLMENTS)
        if "ended" in row and row.get("enrolled", row["ended"]).value.get("form") == "home_nursing"
    ]  # fmt: skip
    return any(one.order > found.order for one in ended)
