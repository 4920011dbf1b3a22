"""What relatives have answered a provider, counted and held against staff's answers on the same deaths.

Only of many: below a least number nothing is told, and a unit is shown by itself only where the rest is of many too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
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
    """How many were asked, answered and declined; empty where those who answered are too few."""
    questions: tuple[Counted, ...]
    least: int

    def told(self) -> dict[str, Any]:
        """As plain values, for the command."""
        return {
            "answers": self.answers, "least": self.least, "units": list(self.units), **self.outcomes,
            "questions": [
                {"question": one.question, "relatives": dict(one.relatives), "staff": dict(one.staff),
                 "agree": one.agree, "pairs": one.pairs} for one in map(self.disclosed, self.questions)
            ],
        }  # fmt: skip

    def disclosed(self, one: Counted) -> Counted:
        """A question with only what is said of enough deaths."""
        staff = one.staff if sum(one.staff.values()) >= self.least else Counter[str]()
        relatives = one.relatives if sum(one.relatives.values()) >= self.least else Counter[str]()
        agree, pairs = (one.agree, one.pairs) if one.pairs >= self.least else (0, 0)
        return Counted(one.question, relatives, staff, agree, pairs)


def of(reader: Reader, unit: str = "") -> Group:
    """The answers of the reader's provider, or of one of its units where that may be shown by itself."""
    today = day(reader.at)
    provider, least = reader.assignment.provider, rules.number("least", today)
    answers = queries.of_provider(provider)
    staff = beside.figures(NAME, {one.patient for one in answers}, reader)
    seen = [one for one in answers if one.patient in staff]
    units = rules.shown_alone(Counter(one.unit for one in seen), today)
    chosen = unit if unit in units else ""
    mine = [one for one in seen if chosen in ("", one.unit)]
    if not rules.enough(len(mine), today):
        return Group("", (), None, {}, (), least)
    return Group(
        chosen, tuple(units), len(mine), queries.outcomes(provider, [chosen] if chosen else []), _counted(mine, staff),
        least,
    )  # fmt: skip


def _counted(answers: list[RelativeAnswer], staff: Mapping[str, Mapping[str, str]]) -> tuple[Counted, ...]:
    questions = [item.link_id for item in survey.questions(survey.latest())]
    return tuple(comparison.counted(questions, ((one.said, staff[one.patient]) for one in answers)))
