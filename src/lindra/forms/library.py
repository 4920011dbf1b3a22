"""The forms there are: those that rooms ship, and licensed wordings that were imported."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from lindra.forms.structs import Questionnaire

if TYPE_CHECKING:
    from pathlib import Path


class NoForm(LookupError):
    """There is no form of this id, or not in this version."""


def register(folder: Traversable | Path) -> None:
    """Add the forms of a folder (``*.json``). Called by rooms in ``apps.ready``; they are read when first asked for."""
    raise NotImplementedError


def forms() -> list[Questionnaire]:
    """The latest version of each form that can be filled in, by id."""
    raise NotImplementedError


def get(form: str, version: str = "") -> Questionnaire:
    """A form, in its latest version or the one named (``id|version`` is understood too). Raises :class:`NoForm`."""
    raise NotImplementedError
