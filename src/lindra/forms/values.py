"""Answers and what is wrong with them: the shapes that the rest of the room shares. Pure.

**Answers** are kept by *path*: the question's linkId, with the repetition it stands in before it
(``contact[0]/telephone``). Groups that do not repeat are not in the path: linkIds are unique in a form. In a linkId the
characters ``% / [ ] #`` are written as in an address (``%2F``). Each path has a list, since a question may repeat.

An answer is a ``bool``, ``int``, ``Decimal``, ``str`` (texts; dates as ``2026-06-15``, instants as
``2026-06-15T03:00:00+02:00``, times as ``03:00:00``), a :class:`Coding`, a :class:`Quantity`, or :class:`Unread`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lindra.forms.structs import Coding, Quantity


@dataclass(frozen=True, slots=True)
class Unread:
    """What was typed and could not be read; it stands in its control again."""

    text: str


Answers = dict[str, list[Any]]
"""From path to answers, in the order given. A question without an answer is not there."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an answer and what to do.

    ``text`` is an English message id with named places (``%(least)s``), to be translated and filled with ``args``;
    ``path`` the answer's (of a group: of its first question; empty for the whole form), ``link`` the item's linkId.
    """

    path: str
    link: str
    text: str
    args: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.args if self.args else self.text


def N_(text: str) -> str:
    """Mark a message to be translated where it is shown."""
    return text


def code_of(answer: Any) -> str:
    """An answer as its form control sends it: a code, a number, a text, ``true`` or ``false``."""
    if isinstance(answer, Coding):
        return answer.code
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, Unread):
        return answer.text
    if isinstance(answer, Quantity):
        return "" if answer.value is None else f"{answer.value:f}"
    return str(answer)
