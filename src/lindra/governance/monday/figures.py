"""Figures that leave the provider: withheld where they are of so few that somebody could be known. Pure.

The paragraph for the patient-safety report is to be kept open to anybody (SFS 2010:659 3 kap. 10 §), so it is held to
what is released outside (``measures.honest.disclosure``). That *n* of *of* are so tells also that the rest are not:
either below the least withholds both. The parts of a number are given only where each of them may be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lindra.frame.shares import wilson


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of how many; ``of`` is none where they are of nothing in particular (a count)."""

    count: int
    of: int | None = None

    def few(self, least: int) -> bool:
        """Whether it may not be given: of so few, or all but so few."""
        rest = self.of - self.count if self.of is not None else 0
        return 0 < self.count < least or 0 < rest < least

    @property
    def share(self) -> tuple[float, float, float] | None:
        """Share and interval (Wilson, 95 %); nothing of none."""
        ends = wilson(self.count, self.of) if self.of else None
        return (self.count / self.of, *ends) if self.of and ends else None


def parts_shown(parts: Iterable[int], least: int) -> bool:
    """Whether the parts of a number may be given."""
    return all(count == 0 or count >= least for count in parts)
