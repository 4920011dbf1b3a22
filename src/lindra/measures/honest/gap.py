"""How far it is to a target, in people, and where those are who were missed. Pure.

*17 more this year; 12 of those missed were in two units, 9 at weekends.* Groups are ranked by people, not by share: a
large unit near the target may have more people missed than a small one far from it. That so many were missed at
weekends says something only beside how many would have been, had they been missed then as often as on other days
(:meth:`Gap.as_others`), or as in the whole, weekends among it (``Group.expected``). Equal groups stand in the order of
their keys, so that the same counts always say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lindra.measures.honest.numbers import GapNumbers

PARTS = 10_000
"""Targets are counted in ten-thousandths, so that 0.9 is just that."""


def missing(met: int, of: int, target: float) -> int:
    """How many more would have had to be met for a target of *at least* this share (0–1); never below none."""
    wanted = -(-round(target * PARTS) * of // PARTS)
    return max(wanted - met, 0)


def too_many(met: int, of: int, target: float) -> int:
    """How many fewer would have had to be met for a target of *at most* this share (0–1); never below none."""
    return max(met - round(target * PARTS) * of // PARTS, 0)


@dataclass(frozen=True, slots=True)
class Group:
    """A group (a unit, the weekends) and its part in what is missed.

    ``missed``: people for whom the measure went the wrong way. ``expected``: how many that would be, were they missed
    here as often as in the whole. ``own``: the group's own gap to the target. ``part``: its part of the whole's gap,
    shared out after those missed.
    """

    key: str
    of: int
    missed: int
    expected: float
    own: int
    part: int


@dataclass(frozen=True, slots=True)
class Most:
    """The fewest groups, largest first, that hold a good part of those missed; empty where that takes too many."""

    keys: tuple[str, ...]
    missed: int


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap to a target in people, those missed, the groups ranked by them, and which to name."""

    gap: int
    missed: int
    of: int
    groups: tuple[Group, ...]
    most: Most

    def group(self, key: str) -> Group | None:
        """The group with this key."""
        return next((one for one in self.groups if one.key == key), None)

    def as_others(self, key: str) -> float | None:
        """How many would be missed in a group, were they missed there as often as in all the others; none of none."""
        own = self.group(key)
        if own is None or own.of == self.of:
            return None
        return (self.missed - own.missed) * own.of / (self.of - own.of)


def gap(
    counts: Mapping[str, tuple[int, int]], target: float, numbers: GapNumbers, *, at_most: bool = False
) -> Gap:
    """From (met, of) by group. ``at_most``: low is good, and those met are those for whom it went wrong."""
    met, of = (sum(one[place] for one in counts.values()) for place in (0, 1))
    far = too_many if at_most else missing
    missed = {key: one[0] if at_most else one[1] - one[0] for key, one in counts.items()}
    whole, total = sum(missed.values()), far(met, of, target)
    parts = shared(total, missed)
    groups = [
        Group(key, many, missed[key], whole * many / of, far(some, many, target), parts[key])
        for key, (some, many) in counts.items()
        if many
    ]
    groups.sort(key=lambda one: (-one.missed, one.key))
    return Gap(total, whole, of, tuple(groups), _most(groups, whole, numbers))


def shared(total: int, by: Mapping[str, int]) -> dict[str, int]:
    """A number of people shared out in proportion, in whole people: the largest remainders are rounded up.

    A. Hamilton's method, 1792. It adds up to the total; nobody gets more than they have, if the total is no more than
    all have.
    """
    whole = sum(by.values())
    if not whole:
        return dict.fromkeys(by, 0)
    found = {key: total * many // whole for key, many in by.items()}
    left = total - sum(found.values())
    order = sorted(by, key=lambda key: (-(total * by[key] % whole), key))
    for key in order[:left]:
        found[key] += 1
    return found


def _most(groups: list[Group], whole: int, numbers: GapNumbers) -> Most:
    """Groups of no-one missed are never named; nor is the only group, which says nothing."""
    keys: list[str] = []
    held = 0
    for one in groups[: numbers.told_groups]:
        if not one.missed:
            break
        keys.append(one.key)
        held += one.missed
        if held >= numbers.told_share * whole:
            return Most(tuple(keys), held) if len(groups) > len(keys) else Most((), 0)
    return Most((), 0)
