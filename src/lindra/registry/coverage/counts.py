"""Coverage from counts by unit, state and day: registered deaths of all deaths in the same area and period. Pure.

Definition: RCC Uppsala-Örebro, "Aktuell statistik" (DOMAIN 1.4). An area is that of the unit that reports, or is to.
Who does not want to be in quality registers is in neither number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lindra.registry import rules
from lindra.registry.readings import REPORTED

Tally = Mapping[tuple[str, str, str], int]
"""How many by unit (empty: not known), state, and day of death (empty: not known)."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Of a group: deaths, reports, and of the deaths without one those that can still be reported."""

    key: str
    deaths: int
    reported: int
    open: int

    @property
    def closed(self) -> int:
        """Deaths that were not reported, and no longer can be."""
        return self.deaths - self.reported - self.open

    @property
    def share(self) -> float | None:
        """Coverage, 0–1; nothing of no deaths."""
        return self.reported / self.deaths if self.deaths else None

    @property
    def comparable(self) -> bool:
        """Whether it is over what open comparison asks for: more than 70 %."""
        return self.share is not None and self.share > rules.COMPARABLE


def within(tally: Tally, first: str, last: str) -> dict[tuple[str, str, str], int]:
    """The deaths from a day to a day (ISO), both included; those of an unknown day are in no period."""
    return {key: number for key, number in tally.items() if first <= key[2] <= last}


def coverage(tally: Tally, by: Callable[[str, str], str], today: date) -> list[Counted]:
    """The groups that ``by`` makes of unit and day, the lowest coverage first; of the same coverage the most deaths."""
    numbers: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (unit, state, day), number in tally.items():
        group = numbers[by(unit, day)]
        group[0] += number
        group[1] += number if state == REPORTED else 0
        group[2] += number if state != REPORTED and still(day, today) else 0
    found = (Counted(key, *group) for key, group in numbers.items())
    return sorted(found, key=lambda one: (one.share or 0, -one.deaths, one.key))


def still(day: str, today: date) -> bool:
    """Whether a death of that day can still be reported; of one that is not known, it may be."""
    return not day or rules.windows(date.fromisoformat(day)).last >= today


def total(groups: Iterable[Counted]) -> Counted:
    """All groups together."""
    every = list(groups)
    return Counted("", *(sum(getattr(one, name) for one in every) for name in ("deaths", "reported", "open")))
