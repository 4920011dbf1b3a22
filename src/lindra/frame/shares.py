"""How sure a share is. Pure."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
FEW = 20
"""Below so many chance decides more than what was done. Our own limit; no source gives one."""


def wilson(cases: int, of: int, confidence: float = CONFIDENCE) -> tuple[float, float] | None:
    """Wilson's score interval of a share, 0–1; ``None`` of nothing.

    E. B. Wilson, J Am Stat Assoc 1927;22:209–212. It keeps within 0 and 1, and says something of none and of
    all.
    """
    if not 0 <= cases <= of:
        raise ValueError(f"{cases} of {of} is not a share")
    if of == 0:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = cases / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low, high = (0.0 if cases == 0 else middle - half), (1.0 if cases == of else middle + half)
    return min(max(low, 0.0), share), max(min(high, 1.0), share)
