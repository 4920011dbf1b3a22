"""What a page needs to ask a form's questions: a tree of controls in the reader's language. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lindra.forms.structs import Questionnaire
from lindra.forms.values import Answers

Look = Literal[
    "group", "text-only", "radio", "checkboxes", "select", "line", "area", "number", "quantity", "date", "datetime",
    "time", "shown",
]  # fmt: skip
"""How it is shown. ``radio``: one of few (also yes/no); ``checkboxes``: several; ``line``/``area``: short/long text;
``shown``: read only (a computed score, or a constant)."""


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

    ``operator`` is ``exists`` (``value`` is ``true`` or ``false``), ``=``, ``!=``, ``>``, ``<``, ``>=`` or ``<=``. It is
    met when one of the named controls that are themselves asked meets it.
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
    repetition: int | None = None
    """Of a repeating group: which one, from 0."""
    repetitions: int = 0
    children: tuple[Control, ...] = ()


def controls(
    questionnaire: Questionnaire, answers: Answers, lang: str, repetitions: Mapping[str, int] | None = None
) -> list[Control]:
    """The form with these answers in it. A repeating group has a control for each repetition, one at the least;
    ``repetitions`` (from group path without its number, as ``contact``, to count) asks for more, empty ones."""
    raise NotImplementedError
