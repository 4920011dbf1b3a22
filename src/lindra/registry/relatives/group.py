"""What relatives have answered a provider, counted and held against staff's answers on the same deaths.

Only of many: below a least number nothing is told, and a unit is shown by itself only where the rest is of many too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from lindra.clock import day
from lindra.privacy import beside
from lindra.privacy.reader import Reader
from lindra.registry.relatives import comparison, queries, rules, survey
from lindra.registry.relatives.comparison import Counted
from lindra.registry.relatives.models import RelativeAnswer
from lindra.registry.relatives.readings import NAME


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of a provider or one of its units; ``questions`` is empty where there are too few of them."""

    unit: str
    units: tuple[str, ...]
    """Those that may be shown by themselves."""
    answers: int | None
    """How many relatives have answered; none where they are too few."""
    outcomes: Mapping[str, int]
    """How many were asked and have not answered, and how many declined; empty where those who answered are too few."""
    questions: tuple[Counted, ...]
    """Each with what may be shown of it, and nothing more."""
    least: int

    def told(self) -> dict[str, Any]:
        """As plain values, for the command."""
        return {
            "answers": self.answers, "least": self.least, "units": list(self.units), **self.outcomes,
            "questions": [
                {"question": one.question, "relatives": dict(one.relatives), "staff": dict(one.staff),
                 "agree": one.agree, "pairs": one.pairs} for one in self.questions
            ],
        }  # fmt: skip


def of(reader: Reader, unit: str = "") -> Group:
    """The answers of the reader's provider, or of one of its units where that may be shown by itself."""
    today = day(reader.at)
    provider, least = reader.assignment.provider, rules.number("least", today)
    answers = queries.of_provider(provider)
    staff = beside.figures(NAME, {one.patient for one in answers}, reader)
    by_unit: dict[str, list[RelativeAnswer]] = {}
    for one in answers:
        if one.patient in staff:
            by_unit.setdefault(one.unit, []).append(one)
    counts = {each: len(some) for each, some in by_unit.items()}
    if not rules.enough(sum(counts.values()), today):
        return Group("", (), None, {}, (), least)
    units = rules.shown_alone(counts, today)
    chosen = unit if unit in units else ""
    asked = queries.left(provider, [chosen] if chosen else [])
    many = counts[chosen] if chosen else sum(counts.values())
    return Group(chosen, tuple(units), many, asked, _questions(by_unit, staff, chosen, today), least)


def _questions(
    by_unit: Mapping[str, list[RelativeAnswer]],
    staff: Mapping[str, Mapping[str, str]],
    unit: str,
    today: date,
) -> tuple[Counted, ...]:
    questions = [item.link_id for item in survey.questions(survey.latest())]
    counted = {
        each: comparison.counted(questions, ((one.said, staff[one.patient]) for one in some))
        for each, some in by_unit.items()
    }
    shown = partial(rules.shown_alone, on=today)
    return tuple(
        comparison.disclosed({each: found[number] for each, found in counted.items()}, unit, shown)
        for number in range(len(questions))
    )
