"""The six national indicators of care at the end of life, each from signed reports and from the record itself.

Socialstyrelsen 2013 and its target levels of October 2017. Both ways are measures of the catalogue (``register.py``,
``record.py``), in the version that holds on a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lindra.measures import catalogue
from lindra.measures.catalogue import register
from lindra.measures.measure import Measure, Text
from lindra.measures.targets import Target, target

TITLES = {
    "mouth": register.MOUTH, "pain": register.PAIN, "opioid": register.OPIOID, "anxiety": register.ANXIETY,
    "ulcer": register.ULCER, "conversation": register.TALK,
}  # fmt: skip
"""The six, in the order of the target levels."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One national indicator, as signed reports answer it and as the record has it."""

    key: str
    title: Text
    reported: Measure
    recorded: Measure

    def target(self, on: date) -> Target | None:
        """What is aimed at on a day."""
        return target(self.key, on)


def pairs(on: date) -> tuple[Pair, ...]:
    """The six, each in the versions in force on a day."""
    return tuple(
        Pair(key, title, _in_force(f"{key}-reported", on), _in_force(f"{key}-recorded", on))
        for key, title in TITLES.items()
    )


def _in_force(id: str, on: date) -> Measure:
    found = catalogue.in_force(id, on)
    assert found is not None, id
    return found
