"""What the definition of a measure is made of. A definition names no engine, no period and no group.

A measure is of *deaths* (everybody who died, read in ``last_year``) or of *stays* (stays in hospital, read in
``log``). It is

- a *share*: of a population (less exclusions), those that meet the numerator; or rows instead of persons (``of``,
``met``);
- *parts*: which of several things each is;
- a *mean* of a whole number.

``unknown``: who of the population says *does not know*; how that counts is part of each definition, and it is
always shown apart. ``register``: a measure of a quality register, counted without those who do not want to be in
one (SFS 2008:355 7 kap. 2 §); other measures are the providers' own follow-up (2 kap. 4 §), of everybody.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from lindra.measures.language import (
    EVERYBODY,
    NOBODY,
    And,
    Choice,
    Count,
    First,
    Foremost,
    Number,
    Rows,
    Truth,
)
from lindra.measures.possible import possible

Mark = Literal["V", "M", "?"]
"""*V* read in a named source, *M* a working definition, *?* no official definition found."""
Subject = Literal["deaths", "stays"]
Kind = Literal["share", "parts", "mean"]
Good = Literal["high", "low", "neutral"]
Topic = Literal[
    "national", "register", "record", "place", "hospital", "pathway", "enrolled", "benchmark", "discharge"
]
"""Under what heading it stands on a page."""


class Unsound(ValueError):
    """A definition that cannot be counted: says which, and why."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages of the pages."""

    sv: str
    en: str

    def said(self, language: str) -> str:
        """The text in a language; Swedish unless English is asked for."""
        return self.en if language.startswith("en") else self.sv


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One version of one measure. Several versions of one ``id`` may stand side by side; results carry the version.

    ``target``: the key of its level in ``data/targets.csv`` (the same id where empty). ``trial``: not in force:
    shown and counted beside the version that is.
    """

    id: str
    version: int
    valid_from: date
    topic: Topic
    title: Text
    meaning: Text
    source: Text
    mark: Mark
    good: Good = "high"
    subject: Subject = "deaths"
    register: bool = False
    trial: bool = False
    target: str = ""
    population: Truth = EVERYBODY
    exclusions: Truth = NOBODY
    numerator: Truth | None = None
    unknown: Truth = NOBODY
    of: Count | None = None
    met: Count | None = None
    choice: Choice | None = None
    parts: tuple[tuple[str, Text], ...] = ()
    not_known: str = ""
    """Of *parts*: the key that says that it is not known."""
    mean: Number | None = None
    unit: Text = Text("", "")
    least: float = 0
    most: float = 0
    """Of a *mean*: the least and the most it can be."""

    def __post_init__(self) -> None:
        """Refuse a definition that is not one of the three kinds, or whose numerator lies outside its population."""
        told = sum(each is not None for each in (self.numerator, self.met, self.choice, self.mean))
        if told != 1:
            raise Unsound(
                f"{self.key}: give one of numerator, met (with of), choice and mean; {told} are given"
            )
        if self.met is not None and (self.of is None or not _narrower(self.met.rows, self.of.rows)):
            raise Unsound(
                f"{self.key}: the numerator is outside the population: write met as of's rows & a condition"
            )
        if self.choice is not None and {key for key, _ in self.parts} != set(keys_of(self.choice)):
            raise Unsound(
                f"{self.key}: its parts are not those of its choice: {sorted(keys_of(self.choice))}"
            )
        if self.numerator is not None and not possible(self.population, ~self.exclusions, self.numerator):
            raise Unsound(f"{self.key}: the numerator is outside the population: nobody can be in both")

    @property
    def key(self) -> str:
        """``id@version``: what results are kept under."""
        return f"{self.id}@{self.version}"

    @property
    def kind(self) -> Kind:
        """What it counts."""
        if self.choice is not None:
            return "parts"
        return "mean" if self.mean is not None else "share"

    @property
    def counters(self) -> tuple[str, ...]:
        """What is counted of it, each of which can be added up over periods, groups and regions."""
        if self.kind == "parts":
            return ("of", *(key for key, _ in self.parts))
        return ("of", "sum", "squares") if self.kind == "mean" else ("of", "met", "unknown", "out")

    @property
    def goal(self) -> str:
        """The key of its target level."""
        return self.target or self.id

    def part(self, key: str) -> Text:
        """The name of a part."""
        return dict(self.parts)[key]

    @property
    def fingerprint(self) -> str:
        """A digest of what is counted: two definitions of one version and unlike fingerprints must never be added
        up."""
        told = {f.name: repr(getattr(self, f.name)) for f in fields(self) if f.name in _COUNTED}
        return hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()[:16]


_COUNTED = {
    "id", "version", "subject", "register", "population", "exclusions", "numerator", "unknown", "of", "met", "choice",
    "mean",
}  # fmt: skip


def keys_of(choice: Choice) -> tuple[str, ...]:
    """Every key a choice may give."""
    if isinstance(choice, First):
        return choice.keys
    assert isinstance(choice, Foremost)
    return (*dict.fromkeys(key for _, key in choice.keys), *_unless(choice.otherwise, choice.keys))


def _unless(key: str, keys: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return () if key in {each for _, each in keys} else (key,)


def _narrower(rows: Rows, wider: Rows) -> bool:
    """Whether rows are by their form among the wider ones: the same with a condition added."""
    return rows == wider or (isinstance(rows, And) and any(_narrower(part, wider) for part in rows.parts))
