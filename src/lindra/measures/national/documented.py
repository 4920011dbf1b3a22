"""How well the record answers the register's questions: what people did with what it said, question by question.

From the comparison that is written with each signed report (``register_judged``): an answer was left as the record had
it (*confirmed*), was *corrected*, was *answered* where the record was silent, or *chosen* where it contradicted
itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from ibis.expr.types import Table

from lindra.registry.events import CODED

QUESTIONS = ("arrived", *CODED)
OUTCOMES = ("confirmed", "corrected", "answered", "chosen")


@dataclass(frozen=True, slots=True)
class Documented:
    """One question in some signed reports: how often a person did what with what the record said."""

    question: str
    confirmed: int
    corrected: int
    answered: int
    chosen: int

    @property
    def asked(self) -> int:
        """In how many reports it was answered."""
        return self.confirmed + self.corrected + self.answered + self.chosen

    @property
    def share(self) -> float:
        """The share (0–1) of reports in which the record had the answer."""
        return self.confirmed / self.asked if self.asked else 0.0


def counted(rows: Table) -> Table:
    """One row: of each question and outcome how many reports have it, in the order of :data:`QUESTIONS`."""
    judged = rows.filter(rows.kind == "register_judged")
    told = judged.answers.fill_null("")
    every = {
        f"{question}_{outcome}": told.contains(f"|{question}={outcome}|").sum().fill_null(0)
        for question in QUESTIONS
        for outcome in OUTCOMES
    }
    return judged.agg(**every)


def read(row: tuple[int, ...]) -> list[Documented]:
    """The questions that were answered in any report, those least often found in the record first."""
    step = len(OUTCOMES)
    found = [
        Documented(question, *(int(each) for each in row[index * step : (index + 1) * step]))
        for index, question in enumerate(QUESTIONS)
    ]
    return sorted((one for one in found if one.asked), key=lambda one: (one.share, -one.asked))
