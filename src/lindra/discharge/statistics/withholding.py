"""Numbers of few, withheld so that they cannot be had by subtraction from the whole. Pure.

A group of fewer than ``least`` is withheld. What is withheld is together of at least ``least``, and of two groups or
more, or else the smallest that is shown is withheld with it; where nothing is left to withhold, so is the whole. Parts
of a group that is withheld are withheld. How many days stays were ready is then told of the whole alone, and what is
counted in ones (the longest stay, long stays and why, deaths, whom a rule counts singly) not at all. That holds for one
table and its whole; who asks again for another period can subtract the answers, and nothing here hinders that.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def hidden(counts: Mapping[K, int], least: int, also: Collection[K] = ()) -> set[K]:
    """The groups to withhold; ``also`` are withheld whatever they count."""
    found = {key for key, count in counts.items() if key in also or 0 < count < least}
    rest = sorted(
        (key for key, count in counts.items() if key not in found and count), key=lambda one: counts[one]
    )
    while _told(counts, found, least) and rest:
        found.add(rest.pop(0))
    return found


def _told(counts: Mapping[K, int], found: set[K], least: int) -> bool:
    """Whether what is withheld could be had by subtraction."""
    some = [counts[key] for key in found if counts[key]]
    return bool(some) and (len(some) < 2 or sum(some) < least)


def whole_hidden(counts: Mapping[K, int], found: Collection[K], least: int) -> bool:
    """Whether the whole is to be withheld too: it is of few, or would give away all that is."""
    some = [counts[key] for key in found if counts[key]]
    return 0 < sum(counts.values()) < least or (bool(some) and len(some) < 2) or 0 < sum(some) < least
