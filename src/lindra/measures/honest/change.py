"""Before and after: what a share became, how sure that is, and whether it may have been luck. Pure.

Only what one definition has counted is compared: a definition that changed between is a change of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, exp, lgamma, sqrt
from typing import Literal

from lindra.measures.honest.interval import combined
from lindra.measures.honest.numbers import ChangeNumbers

ALIKE = 1e-9
"""Chances that differ by less than this part are the same, summed in another order."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many were met, of how many, by which definition (``mouth-recorded@1``)."""

    definition: str
    met: int
    of: int

    @property
    def share(self) -> float:
        """0–1."""
        return self.met / self.of


@dataclass(frozen=True, slots=True)
class Change:
    """From before to after.

    ``difference``: of the shares, after less before (−1–1), with Newcombe's 95 % interval. ``luck``: how often chance
    alone would make them differ at least so much, were nothing changed (0–1), and by which method. ``people``: how many
    more of those after were met than if the share had stayed; fewer is negative; with its interval.
    """

    before: Counted
    after: Counted
    difference: float
    low: float
    high: float
    luck: float
    method: Literal["exact", "normal"]
    people: int
    people_low: int
    people_high: int


def change(before: Counted, after: Counted, numbers: ChangeNumbers) -> Change | None:
    """The change; ``None`` where either is of nobody."""
    if before.definition != after.definition:
        raise ValueError(f"{before.definition} and {after.definition} are not one definition")
    found = combined([(1, after.met, after.of), (-1, before.met, before.of)])
    if found is None:
        return None
    difference, low, high = found
    exact = before.of + after.of <= numbers.exact_to
    luck = (mid_p if exact else normal_p)(before.met, before.of, after.met, after.of)
    more, least, most = (_whole(after.of * one) for one in (difference, low, high))
    return Change(
        before, after, difference, low, high, luck, "exact" if exact else "normal", more, least, most
    )


def _whole(people: float) -> int:
    """The nearest whole number; a half is rounded towards none, so that nothing is made more of."""
    size = int(abs(people) + 0.5 - ALIKE)
    return size if people >= 0 else -size


def mid_p(met_a: int, of_a: int, met_b: int, of_b: int) -> float:
    """The two-sided mid-p of a table of two by two, exactly, given its margins.

    All tables less likely than this one, and half of those as likely. S. Lydersen, M. W. Fagerland and P. Laake, Stat
    Med 2009;28:1159–1175, recommend it over Fisher's exact test, which is Fisher's without the half and too careful.
    """
    less, alike = _tails(met_a, of_a, met_b, of_b)
    return min(less + alike / 2, 1.0)


def fisher_p(met_a: int, of_a: int, met_b: int, of_b: int) -> float:
    """Fisher's exact test, two-sided: all tables no more likely than this one (R. A. Fisher, 1935)."""
    return min(sum(_tails(met_a, of_a, met_b, of_b)), 1.0)


def _tails(met_a: int, of_a: int, met_b: int, of_b: int) -> tuple[float, float]:
    """The chance of a table that is less likely than this one, and of one as likely (this one too)."""
    met, of = met_a + met_b, of_a + of_b
    first, last = max(0, met - of_b), min(met, of_a)
    here = _table(met_a, met, of_a, of)
    less = alike = 0.0
    term = _table(first, met, of_a, of)
    if term == 0.0:  # too small to begin from: each by itself
        terms = [_table(one, met, of_a, of) for one in range(first, last + 1)]
    else:
        terms = [term]
        for one in range(first, last):
            term *= (met - one) * (of_a - one) / ((one + 1) * (of_b - met + one + 1))
            terms.append(term)
    for part in terms:
        if part < here * (1 - ALIKE):
            less += part
        elif part <= here * (1 + ALIKE):
            alike += part
    return less, alike


def _table(met_a: int, met: int, of_a: int, of: int) -> float:
    """The hypergeometric chance of just this table."""
    ways = _choose(met, met_a) + _choose(of - met, of_a - met_a) - _choose(of, of_a)
    return exp(ways)


def _choose(of: int, some: int) -> float:
    """The logarithm of in how many ways."""
    return lgamma(of + 1) - lgamma(some + 1) - lgamma(of - some + 1)


def normal_p(met_a: int, of_a: int, met_b: int, of_b: int) -> float:
    """The two-sided chance by the normal distribution, with the share of both together (K. Pearson's chi-square)."""
    share = (met_a + met_b) / (of_a + of_b)
    deviation = sqrt(share * (1 - share) * (1 / of_a + 1 / of_b))
    if deviation == 0:
        return 1.0
    return erfc(abs(met_a / of_a - met_b / of_b) / deviation / sqrt(2))
