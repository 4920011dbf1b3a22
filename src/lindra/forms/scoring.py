"""The computed scores of a form with answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lindra.forms.places import Filled, Place
from lindra.forms.rules import OutOfRange, Score, score
from lindra.forms.structs import Coding, Item, Option, Quantity


def scores(filled: Filled) -> dict[str, Score]:
    """Each computed score that is asked, by path; without those of which nothing is answered."""
    found = {}
    for place in filled.places:
        if place.item.score and filled.asked(place):
            numbers = _numbers(filled, place)
            try:
                computed = score(place.item.score, numbers)
            except OutOfRange:
                continue  # ``check`` says so at the question
            if computed.complete or numbers:
                found[place.path] = computed
    return found


def as_answer(item: Item, value: Decimal) -> int | Decimal:
    """A score as the answer of its item."""
    return int(value) if item.type == "integer" else value


def number_of(item: Item, answer: Any) -> Decimal | None:
    """The number an answer counts as, or ``None``."""
    if isinstance(answer, bool):
        return None
    if isinstance(answer, (int, Decimal)):
        return Decimal(answer)
    if isinstance(answer, Quantity):
        return answer.value
    option = option_of(item, answer)
    return option.ordinal if option else None


def option_of(item: Item, answer: Any) -> Option | None:
    """The option that an answer is."""
    if isinstance(answer, Coding):
        return next((one for one in item.answer_option if _same(one.value, answer)), None)
    return next((one for one in item.answer_option if one.value == answer), None)


def _same(one: Any, other: Coding) -> bool:
    return isinstance(one, Coding) and one.code == other.code and one.system == other.system


def _numbers(filled: Filled, score_place: Place) -> Mapping[str, Decimal]:
    """Numbers by linkId of the questions in the same repetition as a score."""
    found = {}
    for place in filled.places:
        if place.within == score_place.within and not place.item.score:
            for answer in filled.given(place):
                if (number := number_of(place.item, answer)) is not None:
                    found[place.item.link_id] = number
    return found
