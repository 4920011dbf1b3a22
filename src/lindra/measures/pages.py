"""What the pages of indicators share: the world's own export, the language, and what a reader's purpose opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

if TYPE_CHECKING:  # Ibis takes a second to load
    from lindra.measures.engine import Export


class own_export:
    """The world's own export, or None where there is none yet."""

    def __enter__(self) -> Export | None:
        from lindra.measures.engine import Export, NoExport

        try:
            self._opened: Export | None = Export(settings.LINDRA_HOME / "export")
        except NoExport:
            self._opened = None
        return self._opened

    def __exit__(self, *error: object) -> None:
        if self._opened is not None:
            self._opened.close()


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def language() -> str:
    """The page's language."""
    return get_language() or settings.LANGUAGE_CODE


def opens(request: HttpRequest) -> bool:
    """Whether this reader's purpose lets a number open to its cases, and be of few."""
    from lindra.measures import rules

    reader = getattr(request, "reader", None)
    return reader is not None and rules.opens_to_cases(reader.purpose)
