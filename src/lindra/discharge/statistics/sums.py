"""Stays added up: numbers that can be put together from parts, and what is read off them. Pure.

How many days ready are kept as how many stays had each number of days, so that mean, median and distribution of a whole
are those of all its stays, however it was cut in parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from lindra.discharge.statistics.choices import Choices
from lindra.discharge.statistics.stays import Stay
from lindra.frame.shares import wilson

K = TypeVar("K", bound=Hashable)


@dataclass(slots=True)
class Sums:
    """Of some stays: how many with each number of days ready, and what else is counted of them."""

    days: Counter[int] = field(default_factory=Counter)
    mean_cases: int = 0
    """Stays whose mean liability goes by, and their days."""
    mean_days: int = 0
    died: int = 0
    long: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    """Of the long stays; one may have several."""
    cases: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    moves: int = 0
    again: Counter[str] = field(default_factory=Counter)
    left_out: int = 0
    not_ready: int = 0

    def add(self, one: Stay) -> None:
        """Count a stay."""
        for mark, so in one.marks.items():
            self.of[mark] += 1
            self.cases[mark] += so
        if one.again:
            self.again[one.again] += 1
        if one.kind != "counted":
            self.left_out += one.kind == "left_out"
            self.not_ready += one.kind == "not_ready"
            return
        self.days[one.days] += 1
        self.mean_cases += one.in_mean
        self.mean_days += one.days if one.in_mean else 0
        self.died += one.died
        self.long += bool(one.long)
        self.reasons.update(one.long)
        self.moves += one.moves or 0

    def merge(self, other: Sums) -> None:
        """Add those of other stays."""
        self.days.update(other.days)
        self.mean_cases += other.mean_cases
        self.mean_days += other.mean_days
        self.died += other.died
        self.long += other.long
        self.reasons.update(other.reasons)
        self.cases.update(other.cases)
        self.of.update(other.of)
        self.moves += other.moves
        self.again.update(other.again)
        self.left_out += other.left_out
        self.not_ready += other.not_ready

    @property
    def n(self) -> int:
        """Stays that are counted: ended, with a ready notice that stood, not excluded by the rule."""
        return self.days.total()

    @property
    def mean(self) -> float | None:
        """Days ready, of all of them; nothing of none."""
        return sum(days * count for days, count in self.days.items()) / self.n if self.n else None

    @property
    def rule_mean(self) -> float | None:
        """Days ready of those in the mean that liability goes by."""
        return self.mean_days / self.mean_cases if self.mean_cases else None

    @property
    def median(self) -> float | None:
        """The middle number of days; of an even number of stays the mean of the two in the middle."""
        if not self.n:
            return None
        return (self._nth((self.n - 1) // 2) + self._nth(self.n // 2)) / 2

    def _nth(self, place: int) -> int:
        """The number of days of the stay in a place, counted from 0, when they stand by days."""
        passed = 0
        for days in sorted(self.days):
            passed += self.days[days]
            if passed > place:
                return days
        raise IndexError(place)

    @property
    def most(self) -> int | None:
        """The greatest number of days."""
        return max((days for days, count in self.days.items() if count), default=None)

    def distribution(self, choice: Choices) -> tuple[int, ...]:
        """How many stays in each band of days."""
        found = [0] * len(choice.bands)
        for days, count in self.days.items():
            found[choice.band(days)] += count
        return tuple(found)

    def share(self, mark: str) -> tuple[float, float, float] | None:
        """A share, 0–1, and its interval (Wilson, 95 %); nothing of nothing."""
        of, cases = self.of[mark], self.cases[mark]
        ends = wilson(cases, of)
        return (cases / of, *ends) if ends is not None else None

    @property
    def mean_moves(self) -> float | None:
        """How often the estimate changed, of stays with a notice."""
        of = self.of["moved"]
        return self.moves / of if of else None


def grouped(stays: Iterable[Stay], by: Callable[[Stay], K]) -> dict[K, Sums]:
    """Sums of the groups that ``by`` makes, in their order of first appearance."""
    found: dict[K, Sums] = {}
    for one in stays:
        found.setdefault(by(one), Sums()).add(one)
    return found


def together(parts: Iterable[Sums]) -> Sums:
    """All parts as one."""
    found = Sums()
    for part in parts:
        found.merge(part)
    return found
