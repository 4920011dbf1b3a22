"""Relatives' answers beside those of staff on the same death, question by question. Pure."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
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


@dataclass(slots=True)
class Counted:
    """One question: how often relatives gave each answer, and staff of the same deaths; of both, how often the same."""

    question: str
    relatives: Counter[str] = field(default_factory=Counter)
    staff: Counter[str] = field(default_factory=Counter)
    agree: int = 0
    pairs: int = 0
    """Deaths on which a relative and staff both said something other than that they do not know."""


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
        one.pairs += 1
        one.agree += relative == staff
