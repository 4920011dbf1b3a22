"""Drawing many at once from one random generator. Pure."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rng = np.random.Generator
Index = NDArray[np.int64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


def chance(rng: Rng, share: Any, size: int) -> Flags:
    """True in this share of draws; ``share`` may be one for each."""
    found: Flags = rng.random(size) < share
    return found


def pick(rng: Rng, odds: Any, size: int) -> Index:
    """The number of one of several, by their odds."""
    return picked(rng.random(size), odds)


def picked(at: Numbers, odds: Any) -> Index:
    """As :func:`pick`, by numbers already drawn."""
    sums = np.cumsum(np.asarray(odds, float))
    return np.minimum(np.searchsorted(sums / sums[-1], at, side="right"), len(sums) - 1)


def pick_each(rng: Rng, odds: Numbers) -> Index:
    """One for each row of odds."""
    sums = np.cumsum(odds, axis=1)
    at = rng.random(len(odds))[:, None] * sums[:, -1:]
    found: Index = np.minimum((at >= sums).sum(axis=1), odds.shape[1] - 1).astype(np.int64)
    return found


def where(flags: Flags) -> Index:
    """The numbers of those of whom it is true."""
    return np.flatnonzero(flags)


def several(rng: Rng, mean: Any, size: int) -> Index:
    """Each number as many times as it is drawn to be (Poisson)."""
    return np.repeat(np.arange(size), rng.poisson(mean, size))


def between(rng: Rng, low: Any, high: Any, size: int) -> Index:
    """Whole numbers from ``low`` to ``high``, both included; where there is none between, ``low``."""
    low, high = np.broadcast_to(low, size), np.broadcast_to(high, size)
    found: Index = (low + np.floor(rng.random(size) * np.maximum(high - low + 1, 1))).astype(np.int64)
    return found


def logit(share: Any) -> Numbers:
    """Log-odds; of none and all, far out."""
    kept = np.clip(np.asarray(share, float), 1e-9, 1 - 1e-9)
    found: Numbers = np.log(kept / (1 - kept))
    return found


def share_of(odds: Numbers) -> Numbers:
    """The share that log-odds mean."""
    found: Numbers = 1 / (1 + np.exp(-odds))
    return found
