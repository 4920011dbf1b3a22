"""What rooms above add to a gap: what is done about it. They say so when they start; none is known here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest

from lindra.measures.measure import Measure
from lindra.measures.pagesets.look import Look


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is done about a gap, how it stands (tone and words), and more in a sentence."""

    label: str
    url: str
    tone: str = ""
    state: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Further:
    """A part of the page of a gap: a heading, lines, what is said where there are none, and ways onwards."""

    heading: str
    lines: Sequence[Line] = ()
    empty: str = ""
    ways: Sequence[tuple[str, str]] = field(default_factory=tuple)
    """(label, address); the first stands as a button, on top of the page too."""


OfGap = Callable[[HttpRequest, Look], Further | None]
OfList = Callable[[HttpRequest, Look, Sequence[Measure]], dict[str, list[tuple[str, str]]]]
"""For a list of gaps: by the id of the measure, ways (label, address) that stand beneath each."""
_of_gap: list[OfGap] = []
_of_list: list[OfList] = []


def also(of_gap: OfGap, of_list: OfList) -> None:
    """Add to the page of a gap and to lists of gaps; adding the same again adds nothing."""
    if of_gap not in _of_gap:
        _of_gap.append(of_gap)
        _of_list.append(of_list)


def of_gap(request: HttpRequest, look: Look) -> list[Further]:
    """What is added to the page of one gap."""
    return [found for one in _of_gap if (found := one(request, look)) is not None]


def of_list(
    request: HttpRequest, look: Look, measures: Sequence[Measure]
) -> dict[str, list[tuple[str, str]]]:
    """What is added beneath each gap of a list."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in _of_list:
        for id, ways in one(request, look, measures).items():
            found.setdefault(id, []).extend(ways)
    return found
