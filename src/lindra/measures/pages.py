"""What the pages of indicators share: the world's own export, the language, and what a reader's purpose opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language

from lindra import clock

if TYPE_CHECKING:  # Ibis takes a second to load
    from lindra.measures.cases.opening import Export
    from lindra.measures.cubes.cube import Cube


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
    """Whether this reader's purpose lets a number open to the cases of their own provider."""
    from lindra.measures import rules

    reader = getattr(request, "reader", None)
    return reader is not None and rules.opens_to_cases(reader.purpose)


def sees_whole(request: HttpRequest, unit: str) -> bool:
    """Whether this reader sees every count of a unit, however few: who follows up the provider that it belongs to."""
    from lindra.areas.models import UnitMembership
    from lindra.measures import rules

    if not unit or "\0" in unit or not opens(request):
        return False
    reader = request.reader  # type: ignore[attr-defined]
    held = UnitMembership.objects.filter(Q(unit=unit) | Q(unit__hsa_id=unit), valid_from__lte=clock.today())
    providers = set(held.values_list("provider", flat=True))
    return rules.sees_every_count(reader.purpose, reader.assignment.provider, providers)


@contextmanager
def own_cube(request: HttpRequest, unit: str = "") -> Iterator[Cube | None]:
    """The world's cube as this reader may see it, or None where there is none yet: counts of few are withheld in it.

    ``unit``: the one unit that all the numbers are of, if they are. Whoever follows up its provider sees every count
    of it; of anything wider others' counts are a part, and they are not theirs.
    """
    from lindra.measures.cubes.cube import Cube, Level, NoCube
    from lindra.measures.cubes.kept import Kept

    level: Level = "own" if sees_whole(request, unit) else "inside"
    try:
        opened: Cube | None = Cube(Kept(settings.LINDRA_HOME).cube(level))
    except NoCube:
        opened = None
    try:
        yield opened
    finally:
        if opened is not None:
            opened.close()
