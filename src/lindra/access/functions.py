"""The functions that are inventoried: what each claims, in dated versions. Pure.

A later version stands beside an earlier one in ``data/functions.toml``; ``in_force`` gives those of a day.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from lindra.access import hours

Way = Literal["call", "come", "visit", "stay", "competence", "reach"]
ASKED_AT_ANY_HOUR: tuple[Way, ...] = ("call", "come", "stay")
"""The ways that somebody may need at any hour: whom one calls, who comes, where one is admitted."""
CHILDREN = "barn"
"""The function of which only yes or no is asked."""
NO_SINGLE_FUNCTION = "annan"
"""What concerns specialised care as a whole: no function, and without coverage."""
DATA = Path(__file__).with_name("data") / "functions.toml"


@dataclass(frozen=True, slots=True)
class Function:
    """A function of specialised care in one version. ``claims`` are the hours it is only itself with (168 bits)."""

    code: str
    version: int
    valid_from: date
    listed: bool
    ways: tuple[Way, ...]
    claims: int
    short_sv: str
    short_en: str
    sv: str
    en: str
    definition_sv: str
    definition_en: str
    source: str

    def text(self, language: str) -> str:
        """The name in Swedish (``sv``) or, for any other language, English."""
        return self.sv if language.startswith("sv") else self.en

    def short(self, language: str) -> str:
        """A name for the head of a column."""
        return self.short_sv if language.startswith("sv") else self.short_en

    def definition(self, language: str) -> str:
        """What it is, in a sentence."""
        return self.definition_sv if language.startswith("sv") else self.definition_en

    def claims_hour(self, hour: int) -> bool:
        """Whether it is meant to be there at this hour of the week."""
        return bool(self.claims >> hour & 1)


@cache
def versions() -> tuple[Function, ...]:
    """Every version of every function, in the order of the file."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["function"]
    return tuple(
        Function(**{**row, "ways": tuple(row["ways"]), "claims": hours.mask(hours.parse(row["claims"]))})
        for row in rows
    )


def in_force(on: date, among: tuple[Function, ...] | None = None) -> dict[str, Function]:
    """The latest version of each function that has begun on a day, by code; the first of one that has not begun."""
    found: dict[str, Function] = {}
    for one in sorted(versions() if among is None else among, key=lambda each: each.valid_from):
        if one.code not in found or one.valid_from <= on:
            found[one.code] = one
    order = [one.code for one in (versions() if among is None else among)]
    return {code: found[code] for code in dict.fromkeys(order)}


@cache
def functions() -> dict[str, Function]:
    """Every function by code as last defined, in the order of the matrix; what is no function comes last."""
    return in_force(date.max)


@cache
def covered() -> dict[str, Function]:
    """The functions that a coverage is computed of: all but *no single function*."""
    return {code: one for code, one in functions().items() if code != NO_SINGLE_FUNCTION}


def of_way(way: Way) -> tuple[Function, ...]:
    """The functions that are reached in a way."""
    return tuple(one for one in covered().values() if way in one.ways)
