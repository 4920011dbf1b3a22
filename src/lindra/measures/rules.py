"""Rules of measures: when something counts as before death, intervals, and which numbers are small.

Pure. The first part is of Ibis columns of ``last_year``, so that a rule is written once for every engine; the
second is arithmetic on plain numbers.
"""

from __future__ import annotations

from collections.abc import Collection
from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist
from typing import Literal

import ibis
from ibis.expr.types import BooleanValue, Table

from lindra.frame.shares import CONFIDENCE as CONFIDENCE
from lindra.frame.shares import FEW as FEW
from lindra.frame.shares import wilson as wilson
from lindra.measures.honest.gap import missing as missing
from lindra.measures.honest.gap import too_many as too_many
from lindra.measures.schema import last_year

WIDE = ("month", "year")
"""Precisions of a death that leave its day unknown."""

Note = Literal["", "none", "few"]


# When something counts as before death.


def day_known(rows: Table = last_year) -> BooleanValue:
    """Whether the day of death is known. What is counted in days before death is counted only then."""
    return ~rows.death_precision.isin(WIDE)


def begun(rows: Table = last_year) -> BooleanValue:
    """Begun before death: start < death.

    A death known only to a day, month or year is taken at the latest it may have been: everything that starts
    within the period counts as begun. A start known only so is taken at the first instant of its period, as
    the log holds it.
    """
    known_to = rows.death_precision
    first = (rows.death_month + "-01").cast("date")
    start = first - rows.days_before_death.as_interval("D")
    return ibis.cases(
        (known_to == "day", rows.days_before_death >= 0),
        (known_to == "month", start.truncate("M") <= first),
        (known_to == "year", start.year() <= first.year()),
        else_=rows.occurred_from < rows.died_at,
    )


def not_ended(rows: Table = last_year) -> BooleanValue:
    """Not ended before death: death ≤ end, or no end.

    A death known only to a day, month or year is taken at the earliest it may have been, the first instant of
    it, which is where the export puts it.
    """
    return rows.occurred_to.isnull() | (rows.occurred_to >= rows.died_at)


def in_order(rows: Table = last_year) -> BooleanValue:
    """Started not after death, as far as the death is known: on one known only to the day, any start that day."""
    return (rows.death_precision == "day") | (rows.occurred_from <= rows.died_at)


# What the record's answer to a national indicator is read from. The working model's own reading (DOMAIN 1.4).

WEEK = 7
"""Calendar days before the day of death that are *the last week*."""
ORDERED = 1
"""As many days before the day of death, at the latest, an as-needed medicine is ordered."""
ULCER = 2
"""The lowest category of a pressure ulcer that the indicator counts."""
PAIN = (("NRS", "NRS"), ("VAS", "VAS"), ("ABBEY", ""), ("ESAS", "pain"), ("IPOS", "pain"))
"""Instruments that rate pain: code system and code; any code where none is named."""
OPIOID, ANXIOLYTIC = ("N02A",), ("N05BA", "N05CD")
"""ATC groups of as-needed medicines whose order does not say what it is for."""
TURNING_POINT = "XV018"
"""KVÅ 2021: brytpunktssamtal."""


# Intervals.


def mean_interval(
    mean: float,
    deviation: float | None,
    count: int,
    *,
    least: float,
    most: float,
    confidence: float = CONFIDENCE,
) -> tuple[float, float] | None:
    """Student's interval of a mean, mean ± t·s/√n, kept within the least and the most a value can be.

    ``deviation`` is the sample's standard deviation (n − 1). ``None`` with fewer than two values.
    """
    if count < 2 or deviation is None:
        return None
    half = t_quantile((1 + confidence) / 2, count - 1) * deviation / sqrt(count)
    return max(mean - half, least), min(mean + half, most)


MANY = 1000
"""Degrees of freedom above which Student's t is the normal distribution with its first correction."""


def t_quantile(share: float, freedom: int) -> float:
    """The value under which a share (½–1) of Student's t lies, found by halving :func:`t_share`.

    For many degrees of freedom Abramowitz and Stegun 26.7.5, first term; the error is below one in a million.
    """
    if freedom > MANY:
        z = NormalDist().inv_cdf(share)
        return z + (z**3 + z) / (4 * freedom)
    low, high = 0.0, 1.0
    while t_share(high, freedom) < share:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if t_share(middle, freedom) < share else (low, middle)
    return (low + high) / 2


def t_share(t: float, freedom: int) -> float:
    """The share of Student's t below ``t`` ≥ 0, exactly, for whole degrees of freedom.

    Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 (odd) and 26.7.4 (even).
    """
    angle = atan(t / sqrt(freedom))
    odd = freedom % 2
    term = total = cos(angle) if odd else 1.0
    for step in range(2 + odd, freedom - 1, 2):
        term *= (step - 1) / step * cos(angle) ** 2
        total += term
    if not odd:
        inside = sin(angle) * total
    elif freedom == 1:
        inside = 2 * angle / pi
    else:
        inside = 2 / pi * (angle + sin(angle) * total)
    return (1 + inside) / 2


# How far it is to a target.


def allowed(of: int, target: float) -> int:
    """How many may meet what should be low, at a target (a share, 0–1)."""
    return round(target * 10_000) * of // 10_000


# What must be said beside a number, and who may open it.


def note(of: int) -> Note:
    """What must be said beside a number counted on so many deaths."""
    if of == 0:
        return "none"
    return "few" if of < FEW else ""


def opens_to_cases(purpose: str) -> bool:
    """Whether a number opens to its cases: for follow-up of one's own care (SFS 2008:355 2 kap. 4 §)."""
    return purpose == "followup"


def sees_every_count(purpose: str, provider: str, providers: Collection[str]) -> bool:
    """Whether a unit's counts of few are shown too: to who follows up the one provider it has ever belonged to.

    Follow-up is of one's own care (SFS 2008:355 2 kap. 4 §). What a unit counted when it belonged to another provider
    is that one's care, so a unit that has belonged to two is shown to either as it is to everybody.
    """
    return opens_to_cases(purpose) and set(providers) == {provider}
