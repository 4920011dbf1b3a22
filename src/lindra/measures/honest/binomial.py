"""How likely so many of so many are by chance alone. Pure.

Exact sums of the binomial distribution, by its recurrence from the term asked for outwards; what is left out is less
than one in 10¹³ of what is summed.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt
from statistics import NormalDist

LEFT_OUT = 1e-13


def chance(met: int, of: int, share: float) -> float:
    """P(R = ``met``) of ``of`` who are each met with the probability ``share`` (0–1)."""
    if not 0 <= met <= of:
        return 0.0
    if share <= 0 or share >= 1:
        return float(met == (of if share >= 1 else 0))
    ways = lgamma(of + 1) - lgamma(met + 1) - lgamma(of - met + 1)
    return exp(ways + met * log(share) + (of - met) * log1p(-share))


def at_most(met: int, of: int, share: float) -> float:
    """P(R ≤ ``met``)."""
    if met < 0:
        return 0.0
    if met >= of or share <= 0:
        return 1.0
    if met > of * share:  # the other tail is the shorter
        return 1.0 - at_most(of - met - 1, of, 1 - share)
    if share >= 1:
        return 0.0
    term = total = chance(met, of, share)
    odds = (1 - share) / share
    while met > 0 and term > LEFT_OUT * total:
        term *= met / (of - met + 1) * odds
        total += term
        met -= 1
    return min(total, 1.0)


def at_least(met: int, of: int, share: float) -> float:
    """P(R ≥ ``met``)."""
    return at_most(of - met, of, 1 - share)


@lru_cache(maxsize=20_000)
def lower_limit(of: int, share: float, tail: float) -> float:
    """The number met, with a fraction, that chance goes below with the probability ``tail`` (< ½).

    r is the smallest whole number with P(R ≤ r) > tail, and the limit is r − (P(R ≤ r) − tail) / P(R = r):
    D. J. Spiegelhalter, Stat Med 2005;24:1185, appendix A.1. It is below 0 where none at all is no surprise. A whole
    number is below the limit just when P(R ≤ it) ≤ tail.
    """
    if of <= 0 or share <= 0:
        return 0.0
    if share >= 1:
        return float(of)
    guess = of * share + NormalDist().inv_cdf(tail) * sqrt(of * share * (1 - share))
    met = min(max(int(guess), 0), of)
    below, term = at_most(met, of, share), chance(met, of, share)
    odds = share / (1 - share)
    while below <= tail:
        term *= (of - met) / (met + 1) * odds
        met += 1
        below += term
    while met > 0 and below - term > tail:
        below -= term
        term *= met / (of - met + 1) / odds
        met -= 1
    return met - (below - tail) / term


def limits(of: int, share: float, level: float) -> tuple[float, float]:
    """The numbers met, with fractions, between which chance keeps with the probability ``level``.

    The upper is the lower of those who were *not* met, so that a measure and its opposite say the same of a unit.
    Spiegelhalter's own upper limit is nearly one person lower, and gives 20 of 20 as outside the 95 % of a share of
    0.9, which one unit in eight reaches (B. N. Manktelow, S. E. Seaton, PLoS ONE 2012;7:e45723, on the ways of
    interpolating); ours is never passed with more than the probability named. That is our own choice.
    """
    tail = (1 - level) / 2
    return lower_limit(of, share, tail), of - lower_limit(of, 1 - share, tail)
