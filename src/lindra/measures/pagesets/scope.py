"""Whose numbers a page is about: the whole of the cube, a region, a municipality, or a unit. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lindra.areas import geography

Kind = Literal["whole", "region", "municipality", "unit"]
Group = Literal["region", "municipality", "unit"]
BELOW: Mapping[Kind, tuple[Group, ...]] = {
    "whole": ("region", "municipality", "unit"),
    "region": ("municipality", "unit"),
    "municipality": ("unit",),
    "unit": (),
}
"""By what a scope can be divided, the largest first."""
STRATA = ("place", "age", "sex", "diagnosis", "weekend")
"""By what else a number is shown; each where the cube is counted so."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the cube."""

    kind: Kind = "whole"
    code: str = ""

    @property
    def where(self) -> dict[str, str]:
        """Which cells are its own."""
        return {} if self.kind == "whole" else {self.kind: self.code}

    @property
    def groups(self) -> tuple[Group, ...]:
        """By what it can be divided."""
        return BELOW[self.kind]

    @property
    def region(self) -> str:
        """The region it is or lies in; empty of the whole and of a unit."""
        return self.code[:2] if self.kind in ("region", "municipality") else ""

    @property
    def every(self) -> Literal["month", "quarter"]:
        """The finest period that is kept of it: a unit has too few deaths a month to be counted so."""
        return "quarter" if self.kind == "unit" else "month"


WHOLE = Scope()


def known(scope: Scope) -> bool:
    """Whether there is such a region or municipality; of a unit only the cube can tell."""
    if scope.kind in ("whole", "unit"):
        return True
    length = 2 if scope.kind == "region" else 4
    try:
        geography.area(scope.code)
    except geography.UnknownArea:
        return False
    return len(scope.code) == length
