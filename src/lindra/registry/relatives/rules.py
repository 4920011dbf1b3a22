"""When a relative may be asked, what a code looks like, and of how many at least a number is shown. Pure.

The numbers are data (``data/asking.csv``), each our own choice: no source gives them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

DATA = Path(__file__).with_name("data")

Why = Literal["alive", "day_unknown", "early", "late", "protected", "child", "declined", "answered", "asked"]
"""Why somebody is not asked; ``asked``: they have a letter that still holds."""
State = Literal["open", "answered", "declined", "revoked", "expired"]
"""What has become of an invitation."""


@cache
def _rows() -> tuple[tuple[str, int, date], ...]:
    with (DATA / "asking.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            (row["name"], int(row["number"]), date.fromisoformat(row["valid_from"]))
            for row in csv.DictReader(file)
        )


def number(name: str, on: date) -> int:
    """A number of ``data/asking.csv`` as it holds on a day; before the first of them, the first."""
    every = sorted((since, value) for known, value, since in _rows() if known == name)
    return next((value for since, value in reversed(every) if since <= on), every[0][1])


# Whether one is asked


@dataclass(frozen=True, slots=True)
class Death:
    """A death as far as it is known: its day where that is known."""

    day: date | None
    protected: bool
    """Whether the person's identity is protected: then an address of somebody close may tell where they lived."""


def closed(death: Death | None, today: date) -> Why | None:
    """Why nobody close to this patient is asked today; nothing where they may be."""
    if death is None:
        return "alive"
    if death.protected:
        return "protected"
    if death.day is None:
        return "day_unknown"
    if today < first_day(death.day, today):
        return "early"
    return "late" if today > last_day(death.day, today) else None


def first_day(died: date, on: date) -> date:
    """The first day on which one is asked."""
    return died + timedelta(days=number("wait_days", on))


def last_day(died: date, on: date) -> date:
    """The last day on which one is asked."""
    return died + timedelta(days=number("last_days", on))


def refused(states: Iterable[State], *, child: bool) -> Why | None:
    """Why one relative is not asked (again): who declined or has answered never is; a child is met, not surveyed."""
    known = set(states)
    if "declined" in known:
        return "declined"
    if "answered" in known:
        return "answered"
    if child:
        return "child"
    return "asked" if "open" in known else None


def until(today: date) -> date:
    """The last day on which a code given today holds."""
    return today + timedelta(days=number("valid_days", today))


def state(*, answered: bool, declined: bool, revoked: bool, until: date, today: date) -> State:
    """What has become of an invitation."""
    if answered:
        return "answered"
    if declined:
        return "declined"
    if revoked:
        return "revoked"
    return "expired" if today > until else "open"


# Codes

SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"
"""What a code is made of: nothing that is taken for something else (0 and O, 1, I and L), no vowels, so no words."""
LENGTH, PIECE = 12, 4
"""27 signs in 12 places: more than 57 bits, which nobody guesses even where no attempt is counted."""
BETWEEN = re.compile(r"[\s\u00ad\u200e\u200f\u2010-\u2015\u2212._-]+")
"""What people, telephones and languages put between the pieces."""


def drawn(choose: Callable[[str], str]) -> str:
    """A new code, each sign by a choice that nobody can foresee."""
    return "".join(choose(SIGNS) for _ in range(LENGTH))


def pieces(code: str) -> str:
    """A code as it is written: three pieces of four."""
    return "-".join(code[start : start + PIECE] for start in range(0, LENGTH, PIECE))


def read_code(text: str) -> str:
    """A code from what was typed, in small letters and with anything between; empty where it can be none."""
    found = BETWEEN.sub("", text).upper()
    return found if len(found) == LENGTH and set(found) <= set(SIGNS) else ""


# Of how many


def enough(count: int, on: date) -> bool:
    """Whether there are so many answers that none of them can be told from the number."""
    return count >= number("least", on)


def shown_alone(counts: Mapping[str, int], on: date) -> list[str]:
    """Which units may be shown by themselves: those with enough answers, so that what is left is also of enough.

    Otherwise the rest could be had by subtraction from the whole; then the unit with the fewest is not shown either.
    """
    shown = sorted(
        (unit for unit, count in counts.items() if enough(count, on)), key=lambda unit: counts[unit]
    )
    while shown:
        rest = sum(counts.values()) - sum(counts[unit] for unit in shown)
        if rest == 0 or enough(rest, on):
            break
        shown.pop(0)
    return sorted(shown)
