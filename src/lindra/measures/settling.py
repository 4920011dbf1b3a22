"""Until when the numbers of a period may change, because reports to the register may still come. Pure.

A report is taken for so many months after a death (``registry.rules.windows``): until those have passed for everybody
who died in a period, what is told by the reports of it is not complete. Then a low number may be a late one.
"""

from __future__ import annotations

from datetime import date, timedelta

from lindra.measures.catalogue import agreed
from lindra.measures.catalogue.common import EXPECTED_BY_REPORT
from lindra.measures.honest.periods import following
from lindra.measures.measure import Measure
from lindra.registry.rules import windows

COVERAGE = "coverage"
SOON = {"reported-in-three-weeks": agreed.REPORTED_WITHIN}
"""Measures of reports that came within so many days: later ones do not change them."""


def by_reports(measure: Measure) -> bool:
    """Whether it is of those whose death was reported, so that coverage stands beside it."""
    return measure.population == EXPECTED_BY_REPORT


def last_day(period: str) -> date:
    """The last day of a month, a quarter (2026-Q1 or 2026Q1) or a year."""
    return following(period if "-" in period else period.replace("Q", "-Q")) - timedelta(days=1)


def complete(measure: Measure, period: str, on: date) -> bool:
    """Whether no report that may still come after a day changes the numbers of a period."""
    last = last_day(period)
    if measure.id in SOON:
        return last + timedelta(days=SOON[measure.id]) < on
    return not (measure.id == COVERAGE or by_reports(measure)) or windows(last).last < on


def at_most(counts: tuple[int, int], late: tuple[int, int]) -> float:
    """The coverage (0–1) if everybody in ``late``, a part of (reported, dead), is reported before it is too late."""
    (met, of), (met_late, of_late) = counts, late
    return (met + of_late - met_late) / of
