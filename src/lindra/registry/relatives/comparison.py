"""Relatives' answers beside those of staff on the same death, question by question. Pure."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data") / "compared.csv"

Said = Mapping[str, str]
"""Of each question that was answered the code of the answer."""
NOT_KNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Same:
    """An answer of a relative's, and the answers of the report that say the same."""

    question: str
    answer: str
    staff: Mapping[str, str]


@cache
def same() -> tuple[Same, ...]:
    """The rows of ``data/compared.csv``."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(
            Same(row["question"], row["answer"], dict(one.split("=") for one in row["staff"].split("&")))
            for row in csv.DictReader(file)
        )


def compared() -> tuple[str, ...]:
    """The questions that staff answer as well, in the order of the data."""
    return tuple(dict.fromkeys(one.question for one in same()))


def of_staff(report: Mapping[str, Any]) -> dict[str, str]:
    """The answers of a death report in the terms of the relatives' questions, as far as it has any."""
    return {
        one.question: one.answer
        for one in same()
        if all(report.get(name) == answer for name, answer in one.staff.items())
    }


@dataclass(frozen=True, slots=True)
class Counted:
    """One question: how often relatives gave each answer, and staff of the same deaths; of both, how often the same."""

    question: str
    relatives: Counter[str] = field(default_factory=Counter)
    staff: Counter[str] = field(default_factory=Counter)
    agreed: Counter[bool] = field(default_factory=Counter)
    """Of the deaths on which a relative and staff both said something other than that they do not know."""

    @property
    def agree(self) -> int:
        """How often both said the same."""
        return self.agreed[True]

    @property
    def pairs(self) -> int:
        """Of how many deaths."""
        return self.agreed.total()

    def __add__(self, other: Counted) -> Counted:
        return Counted(
            self.question,
            self.relatives + other.relatives,
            self.staff + other.staff,
            self.agreed + other.agreed,
        )


def counted(questions: Iterable[str], answers: Iterable[tuple[Said, Said]]) -> list[Counted]:
    """Each question counted over pairs of a relative's answers and staff's on the same death."""
    found = {question: Counted(question) for question in questions}
    for relative, staff in answers:
        for question, one in found.items():
            _count(one, relative.get(question, ""), staff.get(question, ""))
    return list(found.values())


def _count(one: Counted, relative: str, staff: str) -> None:
    if relative:
        one.relatives[relative] += 1
    if staff:
        one.staff[staff] += 1
    if relative and relative != NOT_KNOWN and staff:
        one.agreed[relative == staff] += 1


MEASURES = ("relatives", "staff", "agreed")
Shown = Callable[[Mapping[str, int]], Collection[str]]
"""Of how many answers there are in each unit, which units may be shown by themselves."""


def disclosed(by_unit: Mapping[str, Counted], unit: str, shown: Shown) -> Counted:
    """A question counted for a unit (empty: for all together), with only what may be shown of it.

    What may not is empty. Each of the three is judged by itself: a question may be answered by few where many answered
    others, and what is left of the whole must not be of few either.
    """
    whole = sum(by_unit.values(), Counted(next(iter(by_unit.values())).question))
    told = whole if not unit else by_unit[unit]
    kept = {}
    for name in MEASURES:
        counts = {one: getattr(each, name).total() for one, each in by_unit.items()}
        together = {"": sum(counts.values())}
        kept[name] = getattr(told, name) if unit in shown(counts if unit else together) else Counter()
    return Counted(told.question, **kept)
