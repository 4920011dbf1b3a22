"""What the pages of indicators share: the world's own export, the language, and what a reader's purpose opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

if TYPE_CHECKING:  # Ibis takes a second to load
    from lindra.measures.cases.opening import Export
    from lindra.measures.cubes.cube import Cube, Level


class own_export:
    """The world's own export, or None where there is none yet."""

    def __enter__(self) -> Export | None:
        from lindra.measures.cases.opening import Export, NoExport
        from lindra.record.layers import OldExport

        try:
            self._opened: Export | None = Export(settings.LINDRA_HOME / "export")
        except (NoExport, OldExport):
            self._opened = None
        return self._opened

    def __exit__(self, *error: object) -> None:
        if self._opened is not None:
            self._opened.close()


def language() -> str:
    """The page's language."""
    return get_language() or settings.LANGUAGE_CODE


def opens(request: HttpRequest) -> bool:
    """Whether this reader's purpose lets a number open to its cases, and be of few."""
    from lindra.measures import rules

    reader = getattr(request, "reader", None)
    return reader is not None and rules.opens_to_cases(reader.purpose)


class own_cube:
    """The world's cube as this reader may see it, or None where there is none yet.

    Who follows up sees every count; everybody else who is signed in sees those of few withheld.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._level: Level = "own" if opens(request) else "inside"

    def __enter__(self) -> Cube | None:
        from lindra.measures.cubes.cube import Cube, NoCube
        from lindra.measures.cubes.kept import Kept

        try:
            self._opened: Cube | None = Cube(Kept(settings.LINDRA_HOME).cube(self._level))
        except NoCube:
            self._opened = None
        return self._opened

    def __exit__(self, *error: object) -> None:
        if self._opened is not None:
            self._opened.close()
