"""Answers given as plain values by linkId, and what they score: for the command line and other programs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lindra.forms.parsing import CONTROL, parse
from lindra.forms.places import Filled, component
from lindra.forms.rules import Score
from lindra.forms.scoring import number_of, scores
from lindra.forms.soundness import items_of
from lindra.forms.structs import Item, Questionnaire
from lindra.forms.values import N_, Answers, Problem


def of_values(questionnaire: Questionnaire, values: Mapping[str, Any]) -> tuple[Answers, list[Problem]]:
    """Answers from ``{linkId: value}``: a number, text, yes/no, an option's code or its number, or a list of these."""
    known = {
        item.link_id: item for item in items_of(questionnaire.item) if item.is_question and not item.is_given
    }
    problems = [
        Problem(str(link), str(link), N_("There is no such question here: %(link)s."), {"link": str(link)})
        for link in values
        if link not in known
    ]
    posted = {
        CONTROL + component(link): [
            _text(known[link], one) for one in (value if isinstance(value, list) else [value])
        ]
        for link, value in values.items()
        if link in known
    }
    answers, unread = parse(questionnaire, posted)
    return answers, problems + unread


def _text(item: Item, value: Any) -> str:
    """A value as a form control would send it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, Decimal)) and item.option(str(value)) is None:
        option = next((one for one in item.answer_option if one.ordinal == value), None)
        return option.key if option else str(value)
    return "" if value is None else str(value)


def scored(questionnaire: Questionnaire, answers: Answers) -> list[dict[str, Any]]:
    """Each score of the form; where it computes none, the number of each measurement in it."""
    filled = Filled(questionnaire, answers)
    computed = scores(filled)
    if any(item.score for item in items_of(questionnaire.item)):
        return [_told(place.item, computed[place.path]) for place in filled.places if place.path in computed]
    return [
        _told(place.item, Score(number, True))
        for place in filled.places
        if place.item.measured
        for answer in filled.given(place)
        if (number := number_of(place.item, answer)) is not None
    ]


def _told(item: Item, score: Score) -> dict[str, Any]:
    return {
        "item": item.link_id, "value": _number(score.value), "grade": score.grade, "complete": score.complete,
        "missing": list(score.missing),
    }  # fmt: skip


def _number(value: Decimal | None) -> int | str | None:
    """A whole number as such; another as text, with its digits."""
    if value is None:
        return None
    return int(value) if value == int(value) else str(value)
