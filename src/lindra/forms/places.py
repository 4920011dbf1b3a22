"""Where each question of a form stands once it has answers, and whether it is asked (``enableWhen``). Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lindra.forms.structs import Coding, EnableWhen, Item, Quantity, Questionnaire
from lindra.forms.values import Answers, Unread

ESCAPED = {ord(sign): f"%{ord(sign):02X}" for sign in "%/[]#"}
REPEATED = re.compile(r"(?P<group>[^\[\]]+)\[(?P<number>[0-9]{1,4})\]")

ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, other: bool(one == other),
    "!=": lambda one, other: bool(one != other),
    ">": lambda one, other: bool(one > other),
    "<": lambda one, other: bool(one < other),
    ">=": lambda one, other: bool(one >= other),
    "<=": lambda one, other: bool(one <= other),
}
"""Operators of ``enableWhen``, but for ``exists``."""


@dataclass(frozen=True, slots=True)
class Place:
    """One item where it stands: ``within`` is the path of the repetition that it is in, with a slash, or empty."""

    item: Item
    path: str
    within: str
    parent: Place | None
    repetition: int | None = None

    @property
    def inside(self) -> str:
        """What the paths of those below begin with."""
        return self.within if self.repetition is None else f"{self.path}/"


def component(link: str) -> str:
    """A linkId as it is written in a path."""
    return link.translate(ESCAPED)


def repetitions_of(paths: Iterable[str]) -> dict[str, int]:
    """How many repetitions of each group these paths speak of, by the group's path without its number."""
    counts: dict[str, int] = defaultdict(int)
    for path in paths:
        within = ""
        for part in path.split("/"):
            if found := REPEATED.fullmatch(part):
                group = within + found["group"]
                counts[group] = max(counts[group], int(found["number"]) + 1)
            within += part + "/"
    return counts


def places(questionnaire: Questionnaire, counts: Mapping[str, int], least: int = 0) -> Iterator[Place]:
    """Every item where it stands, in the order of the form; each repeating group ``least`` times or more."""

    def below(items: Iterable[Item], within: str, parent: Place | None) -> Iterator[Place]:
        for item in items:
            path = within + component(item.link_id)
            if item.type == "group" and item.repeats:
                for number in range(max(counts.get(path, 0), least)):
                    yield from each(Place(item, f"{path}[{number}]", within, parent, number))
            else:
                yield from each(Place(item, path, within, parent))

    def each(place: Place) -> Iterator[Place]:
        yield place
        yield from below(place.item.item, place.inside, place)

    return below(questionnaire.item, "", None)


class Filled:
    """A form with answers: where everything stands, and what is asked."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        answers: Answers,
        more: Mapping[str, int] | None = None,
        least: int = 0,
    ) -> None:
        counts = repetitions_of(answers)
        for group, count in (more or {}).items():
            counts[group] = max(counts.get(group, 0), count)
        self.questionnaire = questionnaire
        self.places = tuple(places(questionnaire, counts, least))
        self.answers = answers | _constants(self.places)
        self._by_link: dict[str, list[Place]] = defaultdict(list)
        self._asked: dict[str, bool] = {}
        for place in self.places:
            self._by_link[place.item.link_id].append(place)

    def given(self, place: Place) -> list[Any]:
        """What was answered there; nothing where it is not asked."""
        return self.answers.get(place.path, []) if self.asked(place) else []

    def asked(self, place: Place) -> bool:
        """Whether it is asked: its own conditions and those of all above it are met."""
        if place.path not in self._asked:
            self._asked[place.path] = self._is_asked(place)
        return self._asked[place.path]

    def sources(self, place: Place, link: str) -> list[Place]:
        """Where a question that ``place`` depends on stands, as near as can be."""
        return [one for one in self._by_link[link] if _together(one.within, place.within)]

    def below(self, place: Place | None) -> list[Place]:
        """The places right below one; of the form itself where it is ``None``."""
        return [one for one in self.places if one.parent is place]

    def _is_asked(self, place: Place) -> bool:
        parent = place.parent
        if parent is not None and not self.asked(parent):
            return False
        if (
            parent is not None
            and parent.item.is_question
            and place.item.is_question
            and not self.given(parent)
        ):
            return False
        conditions = [self._met(place, condition) for condition in place.item.enable_when]
        if not conditions:
            return True
        return any(conditions) if place.item.enable_behavior == "any" else all(conditions)

    def _met(self, place: Place, condition: EnableWhen) -> bool:
        found = [
            answer
            for source in self.sources(place, condition.question)
            for answer in self.given(source)
            if not isinstance(answer, Unread)
        ]
        if condition.operator == "exists":
            return bool(found) is condition.answer_boolean
        order, wanted = ORDERS[condition.operator], comparable(condition.answer)
        return any(order(one, wanted) for one in map(comparable, found) if type(one) is type(wanted))


def comparable(answer: Any) -> Any:
    """An answer as it is compared: numbers as decimals, a code without its words."""
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, Coding):
        return (answer.code,)
    if isinstance(answer, Quantity):
        return answer.value
    return Decimal(answer) if isinstance(answer, int) else answer


def _constants(found: Iterable[Place]) -> Answers:
    """Answers that the form gives itself: of hidden and read-only items."""
    return {
        place.path: list(place.item.starts) for place in found if place.item.is_given and place.item.starts
    }


def _together(one: str, other: str) -> bool:
    """Whether two places are in the same repetition of every group that both are in."""
    for mine, yours in zip(one.split("/"), other.split("/"), strict=False):
        if mine == yours:
            continue
        return mine.partition("[")[0] != yours.partition("[")[0]
    return True
