"""What counts of the answers, and what is wrong or missing in them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lindra.clock import STOCKHOLM, day
from lindra.forms.parsing import MESSAGES, READERS
from lindra.forms.places import Filled, Place, comparable
from lindra.forms.rules import LONGEST_TEXT
from lindra.forms.scoring import as_answer, option_of, scores
from lindra.forms.structs import PLACES, Coding, Item, Quantity, Questionnaire
from lindra.forms.values import N_, Answers, Problem, Unread, code_of

SHAPES: Mapping[str, type | tuple[type, ...]] = {
    "boolean": bool, "integer": int, "decimal": (Decimal, int), "quantity": Quantity, "date": str, "dateTime": str,
    "time": str, "string": str, "text": str, "choice": (Coding, str, int), "open-choice": (Coding, str, int),
}  # fmt: skip
"""What answers to a question of this type are."""


def complete(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """The answers that count: without those not asked (``enableWhen``), with constants and computed scores."""
    filled = Filled(questionnaire, answers)
    computed = scores(filled)
    kept: Answers = {}
    for place in filled.places:
        if place.item.score:
            value = computed[place.path].value if place.path in computed else None
            found = [] if value is None else [as_answer(place.item, value)]
        else:
            found = filled.given(place) if place.item.is_question else []
        if found:
            kept[place.path] = found
    return kept


def check(questionnaire: Questionnaire, answers: Answers, now: datetime) -> list[Problem]:
    """What is wrong or missing, in the order of the form: required, ranges, lengths, options, a time to come where
    something is said to have occurred. What could not be read is told by ``parse`` and not again."""
    filled = Filled(questionnaire, answers | _one_of_each_required(questionnaire, answers))
    answered = any(filled.given(place) for place in filled.places if not place.item.is_given)
    if not answered:
        return [Problem("", "", N_("Nothing has been answered yet."))]
    problems: list[Problem] = []
    for place in filled.places:
        if filled.asked(place) and not place.item.is_given:
            problems.extend(_wrong(filled, place, now))
    return problems


def _one_of_each_required(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """A required group that repeats is there once at the least: empty lists make its place."""
    there = {place.path for place in Filled(questionnaire, answers).places}
    least = Filled(questionnaire, answers, least=1).places
    needed = (place for place in least if place.item.required and place.repetition == 0)
    return {f"{place.path}/": [] for place in needed if place.parent is None or place.parent.path in there}


def _wrong(filled: Filled, place: Place, now: datetime) -> Iterator[Problem]:
    item, given = place.item, filled.given(place)
    say = _sayer(place.path, item.link_id)
    if item.type == "group":
        if (
            item.required
            and not any(one.required for one in item.item)
            and not _answered_below(filled, place)
        ):
            first = next((one for one in filled.below(place) if one.item.is_question), place)
            yield Problem(first.path, first.item.link_id, N_("Answer at least one of these questions."))
        return
    if item.required and not given:
        yield say(N_("Choose an answer.") if item.answer_option else N_("Answer this question."))
    if len(given) > 1 and not item.repeats:
        yield say(N_("Give one answer only."))
    if len({code_of(one) for one in given}) < len(given):
        yield say(N_("The same answer is given twice."))
    for answer in given:
        if isinstance(answer, Unread):
            continue
        if (problem := _wrong_answer(item, answer, now, say)) is not None:
            yield problem
            return


def _answered_below(filled: Filled, place: Place) -> bool:
    below = filled.below(place)
    return any(
        (one.item.is_question and not one.item.is_given and filled.given(one)) or _answered_below(filled, one)
        for one in below
    )


Say = Callable[..., Problem]


def _sayer(path: str, link: str) -> Say:
    return lambda text, **args: Problem(path, link, text, {name: str(value) for name, value in args.items()})


def _wrong_answer(item: Item, answer: Any, now: datetime, say: Say) -> Problem | None:
    if not _is_one(item, answer):
        return say(MESSAGES.get(item.type, N_("This is not an answer to this question.")))
    if isinstance(answer, str) and item.type in ("string", "text", "open-choice"):
        longest = item.max_length or LONGEST_TEXT
        if len(answer) > longest:
            return say(
                N_("This is %(length)s characters. Shorten it to %(longest)s at the most."),
                length=len(answer), longest=longest,
            )  # fmt: skip
    if (problem := _out_of_range(item, answer, say)) is not None:
        return problem
    places = item.said(PLACES)
    if isinstance(places, int) and isinstance(answer, Decimal) and _decimals(answer) > places:
        return say(N_("Give %(places)s decimals at the most."), places=places)
    if item.is_when and _lies_ahead(answer, now):
        return say(N_("This lies ahead. Give a time that has passed."))
    return None


def _is_one(item: Item, answer: Any) -> bool:
    """Whether it is of the question's type, and one of its options where it has such."""
    is_boolean = isinstance(answer, bool)
    if is_boolean is not (item.type == "boolean") or not _is_of(answer, SHAPES[item.type]):
        return False
    if item.answer_option:
        return option_of(item, answer) is not None or (item.type == "open-choice" and isinstance(answer, str))
    if item.type == "quantity":
        return bool(answer.value is not None and _unit_is_known(item, answer))
    if item.type in ("date", "dateTime", "time"):
        try:
            READERS[item.type](answer)
        except ValueError:
            return False
    return True


def _is_of(answer: Any, shape: type | tuple[type, ...]) -> bool:
    return isinstance(answer, shape)


def _unit_is_known(item: Item, answer: Quantity) -> bool:
    return not item.units or any(answer.code == unit.code for unit in item.units)


def _out_of_range(item: Item, answer: Any, say: Say) -> Problem | None:
    least, most = item.minimum, item.maximum
    value, low, high = comparable(answer), comparable(least), comparable(most)
    if item.type == "dateTime":
        value, low, high = (_moment(one) for one in (value, low, high))
    below, above = low is not None and value < low, high is not None and value > high
    if not below and not above:
        return None
    shown = {"least": code_of(least), "most": code_of(most)}
    if item.type in ("date", "dateTime", "time"):
        if below:
            return say(N_("Give %(least)s or later."), least=shown["least"])
        return say(N_("Give %(most)s or earlier."), most=shown["most"])
    if low is None:
        return say(N_("Give %(most)s or less."), most=shown["most"])
    if high is None:
        return say(N_("Give %(least)s or more."), least=shown["least"])
    return say(N_("Give a number from %(least)s to %(most)s."), **shown)


def _moment(text: str | None) -> str | None:
    """Instants sort as texts in one zone only; days begin at midnight there."""
    if text is None:
        return None
    return text if len(text) == 10 else datetime.fromisoformat(text).astimezone(STOCKHOLM).isoformat()


def _decimals(number: Decimal) -> int:
    return max(-int(number.as_tuple().exponent), 0)


def _lies_ahead(answer: str, now: datetime) -> bool:
    if len(answer) == 10:
        return date.fromisoformat(answer) > day(now)
    return datetime.fromisoformat(answer) > now
