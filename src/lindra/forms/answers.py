"""Answers: from form controls, checked, and in the three forms they are kept in. Pure. The door to this part.

``parse`` → ``check`` → ``yields.facts`` and ``answered`` is the way of a form that is sent in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lindra.forms.controls import Choice, Condition, Control, When, controls
from lindra.forms.structs import Coding, Quantity, Questionnaire
from lindra.forms.values import Answers, Problem, Unread
from lindra.record import clinical

__all__ = [
    "Answers", "Choice", "Coding", "Condition", "Control", "Problem", "Quantity", "Unread", "When",
    "answered", "check", "complete", "controls", "of_answered", "of_response", "parse", "response",
]  # fmt: skip


def parse(questionnaire: Questionnaire, posted: Mapping[str, list[str]]) -> tuple[Answers, list[Problem]]:
    """Answers from form controls (``dict(request.POST.lists())`` as it is: other names are left alone).

    Numbers with comma or point. What cannot be read is a problem, and stays as :class:`Unread`. Repetitions with no
    answer are left out and the others closed up. Read-only items are never taken from what was sent.
    """
    raise NotImplementedError


def complete(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """The answers that count: without those not asked (``enableWhen``), with constants and computed scores."""
    raise NotImplementedError


def check(questionnaire: Questionnaire, answers: Answers, now: datetime) -> list[Problem]:
    """What is wrong or missing, in the order of the form: required, ranges, lengths, options, a time to come where
    something is said to have occurred. What could not be read is told by ``parse`` and not again."""
    raise NotImplementedError


def response(questionnaire: Questionnaire, answers: Answers, lang: str, authored: datetime) -> dict[str, Any]:
    """The answers as a FHIR R4 QuestionnaireResponse (JSON values; decimals stay ``Decimal``)."""
    raise NotImplementedError


def of_response(questionnaire: Questionnaire, data: Mapping[str, Any]) -> tuple[Answers, list[Problem]]:
    """Answers from a QuestionnaireResponse; a problem for each answer that the form has no place for."""
    raise NotImplementedError


def answered(questionnaire: Questionnaire, answers: Answers, lang: str, ref: str) -> clinical.Answered:
    """The verbatim answers as they are written: every question that was asked, with the text it was asked in."""
    raise NotImplementedError


def of_answered(questionnaire: Questionnaire, written: clinical.Answered) -> Answers:
    """The answers of a form that was written, to be corrected."""
    raise NotImplementedError
