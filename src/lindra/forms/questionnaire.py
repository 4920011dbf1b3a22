"""Reads a form (FHIR R4 Questionnaire, JSON) and holds it to what can be asked and mapped here. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from lindra.forms import soundness
from lindra.forms.soundness import FormError, items_of
from lindra.forms.structs import Coding, EnableWhen, Extension, Item, Option, Quantity, Questionnaire
from lindra.forms.texts import description_of, label_of, licence_of, source_of, text_of, title_of

__all__ = [
    "Coding", "EnableWhen", "Extension", "FormError", "Item", "Option", "Quantity", "Questionnaire", "description_of",
    "dump", "items_of", "label_of", "licence_of", "plain", "read", "source_of", "text_of", "title_of",
]  # fmt: skip

LARGEST = 2_000_000
"""Bytes of a form. Our own bound: the largest in use are a tenth of it."""


def read(data: bytes | str | Mapping[str, Any]) -> Questionnaire:
    """A form from its JSON. Raises :class:`FormError` when it cannot be asked, or maps to what does not exist."""
    questionnaire = plain(data)
    soundness.check(questionnaire)
    return questionnaire


def plain(data: bytes | str | Mapping[str, Any]) -> Questionnaire:
    """A form from its JSON, right in its shape but not yet looked through. Raises :class:`FormError`."""
    given = _loaded(data)
    if given.get("resourceType") != "Questionnaire":
        raise FormError("resourceType", "this is not a Questionnaire")
    if (place := _modified(given, "")) is not None:
        raise FormError(
            place, "modifierExtension may turn the meaning around and is not understood; take it out"
        )
    try:
        return msgspec.convert(given, Questionnaire)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at ")
        raise FormError(where.strip("`"), what) from None


def dump(questionnaire: Questionnaire) -> str:
    """A form as JSON, to be kept."""
    return msgspec.json.Encoder(decimal_format="number").encode(questionnaire).decode()


def _loaded(data: bytes | str | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(data, Mapping):
        return data
    if len(data) > LARGEST:
        raise FormError("", f"a form of more than {LARGEST} bytes is not read")
    try:
        given = json.loads(data, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise FormError("", f"this is not JSON: {error}") from None
    if not isinstance(given, dict):
        raise FormError("", "a form is a JSON object")
    return given


def _modified(value: Any, where: str) -> str | None:
    """Where something says that it means something else than it seems."""
    if isinstance(value, Mapping):
        if value.get("modifierExtension"):
            return f"{where}.modifierExtension".strip(".")
        pairs = ((f"{where}.{name}", one) for name, one in value.items())
    elif isinstance(value, list):
        pairs = ((f"{where}[{number}]", one) for number, one in enumerate(value))
    else:
        return None
    return next((found for name, one in pairs if (found := _modified(one, name)) is not None), None)
