"""How each control of a form is shown: what a template needs beside the control itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext

from lindra.forms.controls import Choice, Control

SHORT = 14
"""Letters of the longest label with which numbered answers still stand in a row."""
FEW = 6
"""Short answers without numbers that still stand in a row."""
LINES = 22
"""Letters of the longest of a few answers that stand in a row."""
TYPES = {"date": "date", "datetime": "datetime-local", "time": "time"}
READABLE = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "datetime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d"),
    "time": re.compile(r"\d\d:\d\d(:\d\d)?"),
}


@dataclass(frozen=True)
class Beside:
    """What a room shows with a question or a group: a template of its own, which finds this as ``beside``."""

    template: str
    what: Any


@dataclass
class Field:
    """A control on a page, with what is wrong in it (translated) and those below it."""

    control: Control
    told: Mapping[str, list[str]]
    besides: Mapping[str, Beside] = field(default_factory=dict)

    @cached_property
    def problems(self) -> list[str]:
        """What is wrong here, each message once. A group that repeats tells its own under its first question."""
        return list(dict.fromkeys(self.told.get(self.control.path, ())))

    @cached_property
    def children(self) -> list[Field]:
        """What stands inside."""
        return [Field(one, self.told, self.besides) for one in self.control.children]

    @property
    def beside(self) -> Beside | None:
        """What a room shows with this question, or at the end of this group."""
        return self.besides.get(self.control.link)

    def walk(self) -> Iterator[Field]:
        """This and everything inside, in the order of the page."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def is_group(self) -> bool:
        """Whether it is a group of questions."""
        return self.control.look == "group"

    @property
    def anchor(self) -> str:
        """The id of the element that a message leads to."""
        return f"{self.control.id}-0" if self.many else self.control.id

    @property
    def many(self) -> bool:
        """Whether it is answered by several boxes under one heading."""
        return self.control.look in ("radio", "checkboxes")

    @property
    def box(self) -> str:
        """What the boxes are."""
        return "checkbox" if self.control.look == "checkboxes" else "radio"

    @cached_property
    def style(self) -> str:
        """How answers to choose from stand: ``scale`` (numbers in a row), ``row`` or ``list``."""
        choices = self.control.choices
        longest = max((len(one.label) for one in choices), default=0)
        numbered = [one.label for one in choices if one.number]
        if len(numbered) > 3 and len(choices) - len(numbered) < 2:
            return "scale" if max(map(len, numbered)) <= SHORT else "list"
        return "row" if len(choices) <= FEW and longest <= LINES else "list"

    @property
    def every(self) -> list[tuple[int, Choice]]:
        """The answers with their place."""
        return list(enumerate(self.control.choices))

    @cached_property
    def worded(self) -> bool:
        """Whether the numbers of a scale have words."""
        return any(one.label != one.number for one in self.control.choices)

    @property
    def ends(self) -> tuple[Choice, Choice]:
        """The first and the last number of a scale."""
        numbered = [one for one in self.control.choices if one.number]
        return numbered[0], numbered[-1]

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to see: not of a score that is not computed yet, nor of a group of those."""
        if self.is_group:
            return any(child.is_shown for child in self.children)
        return self.control.look != "shown" or bool(self.value)

    @property
    def clearable(self) -> bool:
        """Whether an answer chosen by mistake can be taken back."""
        return self.control.look == "radio" and not self.control.required

    @property
    def value(self) -> str:
        """What stands in a control with one value."""
        return self.control.values[0] if self.control.values else ""

    @property
    def values(self) -> list[str]:
        """What stands in each control of a question that may have several answers, and one more to write in."""
        return [*self.control.values, ""] if self.control.repeats else [self.value]

    @property
    def input_type(self) -> str:
        """The type of the input: text where a date or time could not be read, so that it is still there."""
        known = READABLE.get(self.control.look)
        fits = known is None or not self.value or known.fullmatch(self.value) is not None
        return TYPES.get(self.control.look, "text") if fits else "text"

    @property
    def input_mode(self) -> str:
        """Which keys a telephone shows."""
        number = self.control.look in ("number", "quantity")
        return ("numeric" if self.control.step == "1" else "decimal") if number else ""

    @property
    def described(self) -> str:
        """Ids of what describes the control."""
        told = (("help", self.control.help), ("error", self.problems))
        return " ".join(f"{self.control.id}-{name}" for name, there in told if there)

    @property
    def grade(self) -> str:
        """What a score means."""
        return gettext(self.control.grade) if self.control.grade else ""

    @property
    def conditions(self) -> str:
        """When it is asked, for the script."""
        when = self.control.when
        return _json((one.names, one.operator, one.value) for one in when.conditions) if when else ""

    @property
    def below(self) -> str:
        """When what hangs on a question is asked, for the script: once it is answered."""
        own = tuple(filter(None, (self.control.name, self.control.other)))
        return _json([(own, "exists", "true")])

    @property
    def group(self) -> str:
        """Of a repetition: the path of its group."""
        return self.control.path.rpartition("[")[0]

    @property
    def is_last(self) -> bool:
        """Whether it is the last repetition on the page."""
        return self.control.repetition is not None and self.control.repetition == self.control.repetitions - 1

    @property
    def key(self) -> list[Choice]:
        """Of a group: the words of the numbers, where all its scales have the same, to be said once."""
        scales = [
            one.control.choices for one in self.children if one.many and one.style == "scale" and one.worded
        ]
        words = {tuple((choice.number, choice.label) for choice in choices) for choices in scales}
        return list(scales[0]) if len(scales) > 1 and len(words) == 1 else []


def _json(conditions: Iterable[tuple[tuple[str, ...], str, str]]) -> str:
    return json.dumps(
        [{"names": names, "operator": operator, "value": value} for names, operator, value in conditions]
    )
