"""The facts that answers give, and the answers that known facts give. Pure.

The mapping stands in the form itself: see :mod:`lindra.forms.structs`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lindra.forms.structs import Questionnaire
from lindra.forms.values import Answers, Problem
from lindra.record.envelope import When
from lindra.record.kinds import Fact


@dataclass(frozen=True, slots=True)
class Yielded:
    """One fact, and the item it came from: ``path`` (unique among the facts of one form; empty for the form itself)."""

    path: str
    link: str
    fact: Fact
    when: When


def facts(
    questionnaire: Questionnaire, answers: Answers, now: datetime
) -> tuple[list[Yielded], list[Problem]]:
    """The facts, in the order of the form. What a fact does not allow comes back as a problem at the question whose
    answer was at fault. Where the form does not ask when, it is ``now``."""
    raise NotImplementedError


def prefill(
    questionnaire: Questionnaire,
    statements: Mapping[str, Sequence[Mapping[str, Any]]],
    given: Answers | None = None,
) -> Answers:
    """What to show when a form is opened: initial values, what is known, and above both what is ``given``.

    ``statements`` are payloads in force by kind, **the latest first**. A repeating group takes each that its constants
    allow; another the first whose ``key`` fields are as given (none, where the key is not given and several differ).
    Scores, times and items marked ``fresh`` are never filled in.
    """
    raise NotImplementedError
