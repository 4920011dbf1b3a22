"""What the definition of an indicator is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ibis.expr.types import BooleanValue, Table

Mark = Literal["V", "M", "?"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages of the pages."""

    sv: str
    en: str

    def said(self, language: str) -> str:
        """The text in a language; Swedish unless English is asked for."""
        return self.en if language.startswith("en") else self.sv


@dataclass(frozen=True, slots=True)
class Category:
    """One of the values an indicator of kind *parts* may have."""

    key: str
    title: Text
    unknown: bool = False


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """An indicator as defined from a day on.

    ``kind``: *share* (the value is met or not), *parts* (a category) or *mean* (an amount between ``least``
    and ``most``, in ``unit``). ``good``: which direction is better, where one is. ``register``: whether it is a
    measure of a quality register; it is then counted without those who do not want to be in one (SFS 2008:355 7 kap.
    2 §). The others are the providers' own follow-up (2 kap. 4 §), which is of everybody. ``enough``: of a share, how
    many rows of evidence meet it, so that it may follow from some of them.
    """

    slug: str
    version: int
    effective: date
    kind: Literal["share", "parts", "mean"]
    title: Text
    definition: Text
    good: Literal["high", "low", "neutral"]
    mark: Mark
    source: Text
    values: Callable[[Table], Table]
    evidence: Callable[[Table], BooleanValue]
    register: bool = False
    enough: int = 1
    categories: tuple[Category, ...] = ()
    least: float = 0
    most: float = 1
    unit: Text = Text("", "")

    def category(self, key: str) -> Category:
        """The category with this key."""
        return next(each for each in self.categories if each.key == key)
