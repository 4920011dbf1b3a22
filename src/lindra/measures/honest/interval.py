"""How sure a sum of shares is, each with a weight of its own. Pure.

The limits of Σ w·p are recovered from Wilson's limits of each share (the *method of variance estimates recovery*):

    low  = Σ w·p − √ Σ (w·p − its low)²        high = Σ w·p + √ Σ (its high − w·p)²

G. Y. Zou, W. Huang, X. Zhang, Comput Stat Data Anal 2009;53:1080–1085. With one share it is Wilson's interval; with
the weights 1 and −1 it is Newcombe's of a difference (R. G. Newcombe, Stat Med 1998;17:873–890, his method 10). With
weights that add up to 1 it keeps within 0 and 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from lindra.frame.shares import CONFIDENCE, wilson


def combined(
    parts: Iterable[tuple[float, int, int]], confidence: float = CONFIDENCE
) -> tuple[float, float, float] | None:
    """Σ w·p with its low and high, from (weight, met, of); ``None`` if any is of nobody."""
    total = under = over = 0.0
    for weight, met, of in parts:
        limits = wilson(met, of, confidence)
        if limits is None:
            return None
        value, ends = weight * met / of, sorted((weight * limits[0], weight * limits[1]))
        total += value
        under += (value - ends[0]) ** 2
        over += (ends[1] - value) ** 2
    return total, total - sqrt(under), total + sqrt(over)
