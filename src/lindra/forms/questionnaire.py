"""Reads a form (FHIR R4 Questionnaire, JSON) and holds it to what can be asked and mapped here. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lindra.forms.structs import (
    Coding,
    EnableWhen,
    Extended,
    Extension,
    Item,
    Option,
    Quantity,
    Questionnaire,
)

__all__ = [
    "Coding", "EnableWhen", "Extension", "FormError", "Item", "Option", "Quantity", "Questionnaire", "description_of",
    "items_of", "label_of", "read", "text_of", "title_of",
]  # fmt: skip


class FormError(ValueError):
    """A form that cannot be used: ``where`` (a linkId, or a place in the JSON) and ``what`` to put right."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}" if where else what)
        self.where, self.what = where, what


def read(data: bytes | str | Mapping[str, Any]) -> Questionnaire:
    """A form from its JSON. Raises :class:`FormError` when it cannot be asked, or maps to what does not exist."""
    raise NotImplementedError


def items_of(items: Iterable[Item]) -> Iterator[Item]:
    """Items with all below them, in the order of the form."""
    for item in items:
        yield item
        yield from items_of(item.item)


def text_of(item: Item, lang: str) -> str:
    """The question as asked in a language (``sv``, ``en``); in the form's own where there is no translation."""
    raise NotImplementedError


def label_of(option: Option, lang: str) -> str:
    """An option's words in a language."""
    raise NotImplementedError


def title_of(questionnaire: Questionnaire, lang: str) -> str:
    """The form's title in a language."""
    raise NotImplementedError


def description_of(questionnaire: Questionnaire, lang: str) -> str:
    """What the form is for, in a language."""
    raise NotImplementedError
