"""What a page needs to ask a form's questions: a tree of controls in the reader's language. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from lindra.clock import STOCKHOLM
from lindra.forms.parsing import CONTROL, OTHER, UNIT
from lindra.forms.places import Filled, Place, repetitions_of
from lindra.forms.scoring import option_of, scores
from lindra.forms.structs import NUMBERS, Item, Quantity, Questionnaire
from lindra.forms.texts import label_of, text_of
from lindra.forms.values import Answers, code_of

Look = Literal[
    "group", "text-only", "radio", "checkboxes", "select", "line", "area", "number", "quantity", "date", "datetime",
    "time", "shown",
]  # fmt: skip
"""How it is shown. ``radio``: one of few (also yes/no); ``checkboxes``: several; ``line``/``area``: short/long text;
``shown``: read only (a computed score, or a constant)."""


LOOKS: Mapping[str, Look] = {"group": "group", "display": "text-only"}
ASKED: Mapping[str, Look] = {
    "integer": "number", "decimal": "number", "quantity": "quantity", "date": "date", "dateTime": "datetime",
    "time": "time", "string": "line", "text": "area", "open-choice": "line", "choice": "select",
}  # fmt: skip
FEW = 12
"""So many answers at the most stand in a row; 0–10 is eleven."""
YES_NO = {"sv": ("Ja", "Nej"), "en": ("Yes", "No")}
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([+-][0-9]{2}:[0-9]{2}|Z)")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose. ``key`` is what the control sends; ``number`` the score it counts as, as text, or empty."""

    key: str
    label: str
    number: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition for being asked: the controls named must (by ``operator``) hold ``value``.

    ``operator`` is ``exists`` (``value`` is ``true`` or ``false``), ``=``, ``!=``, ``>``, ``<``, ``>=`` or ``<=``.
    It is met when one of the named controls that are themselves asked meets it.
    """

    names: tuple[str, ...]
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class When:
    """Conditions, of which ``any`` or ``all`` must be met."""

    behaviour: Literal["any", "all"]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """One question, text, group, or repetition of a group.

    ``name`` is the form control's (it begins with ``q:``, so nothing else on a page is called the same), ``id`` safe in
    HTML and CSS, ``path`` that of the answers and problems. ``values`` are what stands in it: as typed where it could
    not be read; several where ``repeats``. A question may have ``children``: asked once it is answered.
    """

    path: str
    name: str
    id: str
    link: str
    type: str
    look: Look
    text: str
    help: str = ""
    prefix: str = ""
    required: bool = False
    repeats: bool = False
    asked: bool = True
    """Whether its conditions are met now; where not, nothing in it counts."""
    values: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    other: str = ""
    """Name of the control for an answer of one's own, where the options are open; its text is in ``other_value``."""
    other_value: str = ""
    least: str = ""
    most: str = ""
    step: str = ""
    units: tuple[Choice, ...] = ()
    """One: stands beside the number. Several: to choose, by the control ``unit_name``."""
    unit_name: str = ""
    longest: int | None = None
    when: When | None = None
    grade: str = ""
    """What a computed score means, an English message id; empty when nothing."""
    key: bool = False
    """Whether it tells which earlier fact is meant, so that what is known of that can be fetched."""
    repetition: int | None = None
    """Of a repeating group: which one, from 0."""
    repetitions: int = 0
    children: tuple[Control, ...] = ()


def controls(
    questionnaire: Questionnaire, answers: Answers, lang: str, repetitions: Mapping[str, int] | None = None
) -> list[Control]:
    """The form with these answers in it. A repeating group has a control for each repetition, one at the least;
    ``repetitions`` (from group path without its number, as ``contact``, to count) asks for more, empty ones."""
    filled = Filled(questionnaire, answers, repetitions, least=1)
    asking = _Asking(filled, lang)
    return asking.below(None)


class _Asking:
    """One form being laid out in one language."""

    def __init__(self, filled: Filled, lang: str) -> None:
        self.filled, self.lang = filled, lang
        self.scores = scores(filled)
        self.counts = repetitions_of(place.path for place in filled.places)

    def below(self, parent: Place | None) -> list[Control]:
        """The controls right below a place."""
        return [
            self.control(place)
            for place in self.filled.below(parent)
            if not place.item.hidden and not place.item.is_help
        ]

    def control(self, place: Place) -> Control:
        """One control, with all below it."""
        item, values = place.item, self.values(place)
        own = [one for one in values if item.type == "open-choice" and item.option(one) is None]
        computed = self.scores.get(place.path)
        number = item.type in (*NUMBERS, "quantity")
        return Control(
            path=place.path, name=CONTROL + place.path, id=_id(place.path), link=item.link_id, type=item.type,
            look=_look(item), text=text_of(item, self.lang), help=self.help(place), prefix=item.prefix,
            required=item.required, repeats=item.repeats, asked=self.filled.asked(place),
            values=tuple(one for one in values if one not in own), choices=self.choices(item, values),
            other=CONTROL + place.path + OTHER if item.type == "open-choice" else "", other_value=", ".join(own),
            least=_written(item.minimum, self.lang), most=_written(item.maximum, self.lang),
            step="1" if item.type == "integer" else "any" if number else "",
            units=self.units(place), unit_name=CONTROL + place.path + UNIT if len(item.units) > 1 else "",
            longest=item.max_length, when=self.when(place), grade=computed.grade if computed else "",
            key=item.is_key and item.type == "choice",
            repetition=place.repetition, repetitions=self.repetitions(place), children=tuple(self.below(place)),
        )  # fmt: skip

    def values(self, place: Place) -> list[str]:
        """What stands in a control."""
        if place.item.score:
            computed = self.scores.get(place.path)
            return [_written(computed.value, self.lang)] if computed and computed.value is not None else []
        found = self.filled.answers.get(place.path, [])
        if place.item.is_given:
            return [shown(place.item, one, self.lang) for one in found]
        return [_written(one, self.lang) for one in found]

    def choices(self, item: Item, values: list[str]) -> tuple[Choice, ...]:
        """The answers to choose from."""
        if item.type == "boolean":
            labels = zip(("true", "false"), YES_NO.get(self.lang, YES_NO["en"]), strict=True)
            return tuple(Choice(key, label, "", key in values) for key, label in labels)
        if item.answer_option:
            return tuple(
                Choice(one.key, label_of(one, self.lang), _written(one.ordinal, self.lang), one.key in values)
                for one in item.answer_option
            )
        if _look(item) == "radio":
            steps = (str(number) for number in range(int(item.minimum), int(item.maximum) + 1))
            return tuple(Choice(step, step, step, step in values) for step in steps)
        return ()

    def units(self, place: Place) -> tuple[Choice, ...]:
        """The units to choose from, or the one that stands beside the number."""
        given = [one.code for one in self.filled.answers.get(place.path, []) if isinstance(one, Quantity)]
        chosen = given[0] if given else ""
        return tuple(
            Choice(one.code, one.display or one.code, "", one.code == chosen) for one in place.item.units
        )

    def help(self, place: Place) -> str:
        """The sentences of help below an item."""
        return " ".join(text_of(one, self.lang) for one in place.item.item if one.is_help)

    def when(self, place: Place) -> When | None:
        """The conditions for being asked, by the names of the controls."""
        given = place.item.enable_when
        if not given:
            return None
        conditions = tuple(
            Condition(
                tuple(CONTROL + source.path for source in self.filled.sources(place, one.question)),
                one.operator, code_of(one.answer),
            )
            for one in given
        )  # fmt: skip
        return When("any" if place.item.enable_behavior == "any" else "all", conditions)

    def repetitions(self, place: Place) -> int:
        """How many repetitions the group of this one has."""
        return self.counts[place.path[: place.path.rindex("[")]] if place.repetition is not None else 0


def shown(item: Item, answer: Any, lang: str) -> str:
    """An answer in words, for people."""
    if isinstance(answer, bool):
        return YES_NO.get(lang, YES_NO["en"])[0 if answer else 1]
    if (option := option_of(item, answer)) is not None:
        return label_of(option, lang)
    if isinstance(answer, Quantity):
        return f"{_written(answer, lang)} {answer.unit}".strip()
    unit = f" {item.units[0].display or item.units[0].code}" if item.units else ""
    return (_written(answer, lang) or code_of(answer)) + unit


def _written(answer: Any, lang: str) -> str:
    """An answer as it stands in its control; numbers with the language's comma or point."""
    if answer is None:
        return ""
    if isinstance(answer, (Decimal, Quantity)):
        number = answer.value if isinstance(answer, Quantity) else answer
        text = "" if number is None else f"{number:f}"
        return text.replace(".", ",") if lang == "sv" else text
    if isinstance(answer, str) and INSTANT.fullmatch(answer):
        return datetime.fromisoformat(answer).astimezone(STOCKHOLM).strftime("%Y-%m-%dT%H:%M")
    return code_of(answer)


def _look(item: Item) -> Look:
    if item.type in LOOKS:
        return LOOKS[item.type]
    if item.is_given:
        return "shown"
    if item.type == "boolean":
        return "radio"
    if item.answer_option:
        if item.repeats:
            return "checkboxes"
        many = len(item.answer_option) > FEW and item.look != "radio-button"
        return "select" if item.look == "drop-down" or many else "radio"
    if item.type == "integer" and item.look in ("slider", "radio-button") and _few_steps(item):
        return "radio"
    return "area" if item.look == "text-box" and item.type == "string" else ASKED[item.type]


def _few_steps(item: Item) -> bool:
    least, most = item.minimum, item.maximum
    return isinstance(least, int) and isinstance(most, int) and most - least < FEW


def _id(path: str) -> str:
    """A path as an id: what is not a letter or digit is written as its number, so that no two are the same."""
    return "q-" + "".join(sign if sign.isalnum() and sign.isascii() else f"_{ord(sign):x}_" for sign in path)
