"""The vocabulary measures are written in: what is asked of a person's rows, and of a person. Pure, and of no engine.

Close to ehrQL's (OpenSAFELY): *rows* are chosen from a table of events, and a person is asked something of them.

    pain = events("measured").where(code_system="NRS") & in_last_days(7)
    numerator = pain.exist()

Everything here is a frozen value: a small tree that the engines compile (``compiled.py``) and that a slow plain-Python
reading in the tests walks through. Row conditions are of one row of ``last_year``; what is null meets no condition.
Days are calendar days before the day of death, in Stockholm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Moment = Literal["day_known", "begun", "not_ended"]
MOST = 999
"""The greatest whole number that :class:`LastNumber` can tell."""
WINDOW = 90
"""The most days that :class:`Nights` can look at."""


class Rows:
    """A condition on one row: it is met or not, never unknown."""

    def __and__(self, other: Rows) -> Rows:
        return And((self, other))

    def __or__(self, other: Rows) -> Rows:
        return Or((self, other))

    def __invert__(self) -> Rows:
        return Not(self)

    def where(self, **columns: str | tuple[str, ...]) -> Rows:
        """Those whose columns have one of these values."""
        return And((self, *(Is(name, _several(value)) for name, value in columns.items())))

    def exist(self) -> Truth:
        """Whether a person has any such row."""
        return Exists(self)

    def count(self) -> Count:
        """How many such rows a person has."""
        return Count(self)

    def earliest(self) -> Number:
        """How many days before death the earliest such row was; not known where there is none."""
        return Earliest(self)

    def last_number(self, column: str = "number") -> Number:
        """The number (0–999) of the row nearest to death, the greatest of several then; what is beyond whole is cut
        off."""
        return LastNumber(self, column)

    def nights(self, days: int) -> Number:
        """On how many of the last so many nights such rows were going on, those that overlap once."""
        return Nights(self, days)


def _several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


@dataclass(frozen=True, slots=True)
class Is(Rows):
    """The column has one of these values."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Begins(Rows):
    """The column begins with one of these (groups of codes)."""

    column: str
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Says(Rows):
    """A report answers the question so. Its answers stand in one text: ``|mouth=yes|pain=no|``."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between(Rows):
    """The column holds a number from ``least`` to ``most``, both included."""

    column: str
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Marked(Rows):
    """The column is true."""

    column: str


@dataclass(frozen=True, slots=True)
class Lasted(Rows):
    """From its day to the day it ended there are at most so many calendar days; what has not ended has lasted to
    death."""

    most: int


@dataclass(frozen=True, slots=True)
class When(Rows):
    """``day_known``: the day of death is; ``begun`` before death; ``not_ended`` before death (``rules.py``)."""

    moment: Moment


@dataclass(frozen=True, slots=True)
class And(Rows):
    """All of them."""

    parts: tuple[Rows, ...]


@dataclass(frozen=True, slots=True)
class Or(Rows):
    """Any of them."""

    parts: tuple[Rows, ...]


@dataclass(frozen=True, slots=True)
class Not(Rows):
    """Not that."""

    part: Rows


@dataclass(frozen=True, slots=True)
class Within(Rows):
    """Began from ``first`` to ``last`` days before death (first ≥ last ≥ 0), and not after it."""

    first: int
    last: int = 0


def events(*kinds: str) -> Rows:
    """Rows of these kinds. Every condition begins with one: a question is about some kinds of event."""
    return Is("kind", kinds)


def kinds_of(rows: Rows) -> set[str]:
    """The kinds a condition names."""
    if isinstance(rows, Is):
        return set(rows.values) if rows.column == "kind" else set()
    if isinstance(rows, And | Or):
        return set().union(*(kinds_of(part) for part in rows.parts)) if rows.parts else set()
    return kinds_of(rows.part) if isinstance(rows, Not) else set()


DAY_KNOWN, BEGUN, NOT_ENDED = When("day_known"), When("begun"), When("not_ended")
GOING_ON = BEGUN & NOT_ENDED


def in_last_days(days: int) -> Rows:
    """Began in the last so many days before death; false where the day of death is not known."""
    return Within(days)


def days_before(first: int, last: int) -> Rows:
    """Began between two numbers of days before death."""
    return Within(first, last)


# What is asked of a person.


class Truth:
    """Of a person: yes or no."""

    def __and__(self, other: Truth) -> Truth:
        return Both((self, other))

    def __or__(self, other: Truth) -> Truth:
        return Either((self, other))

    def __invert__(self) -> Truth:
        return Negated(self)


class Number:
    """Of a person: a whole number, or not known."""

    def __ge__(self, number: int) -> Truth:
        return AtLeast(self, number)

    def __lt__(self, number: int) -> Truth:
        """Known, and lower."""
        return Known(self) & Negated(AtLeast(self, number))

    def known(self) -> Truth:
        """Whether there is a number."""
        return Known(self)


@dataclass(frozen=True, slots=True)
class Exists(Truth):
    """The person has a row that meets it."""

    rows: Rows


@dataclass(frozen=True, slots=True)
class AtLeast(Truth):
    """The number is known and as great; false where it is not known."""

    value: Number
    number: int


@dataclass(frozen=True, slots=True)
class Known(Truth):
    """There is a number."""

    value: Number


@dataclass(frozen=True, slots=True)
class Both(Truth):
    """All of them."""

    parts: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Either(Truth):
    """Any of them."""

    parts: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Negated(Truth):
    """Not that."""

    part: Truth


@dataclass(frozen=True, slots=True)
class Count(Number):
    """How many rows meet it."""

    rows: Rows


@dataclass(frozen=True, slots=True)
class Earliest(Number):
    """Days before death of the earliest row that meets it."""

    rows: Rows


@dataclass(frozen=True, slots=True)
class LastNumber(Number):
    """The number of the row nearest to death."""

    rows: Rows
    column: str


@dataclass(frozen=True, slots=True)
class Nights(Number):
    """Nights on which rows that meet it were going on, of the last ``days``."""

    rows: Rows
    days: int

    def __post_init__(self) -> None:
        if not 0 < self.days <= WINDOW:
            raise ValueError(f"nights can be counted of the last {WINDOW} days at most, not {self.days}")


@dataclass(frozen=True, slots=True)
class Age(Number):
    """Whole years at death."""


@dataclass(frozen=True, slots=True)
class Less(Number):
    """A whole number less another."""

    whole: int
    value: Number


EVERYBODY: Truth = Both(())
"""Met by everybody."""
NOBODY: Truth = Either(())


# Which of several things a person is.


class Choice:
    """Of a person: one of several keys."""


@dataclass(frozen=True, slots=True)
class First(Choice):
    """The key of the first condition that is met, else ``otherwise``."""

    cases: tuple[tuple[str, Truth], ...]
    otherwise: str

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key there may be."""
        return (*dict.fromkeys(key for key, _ in self.cases), self.otherwise)


@dataclass(frozen=True, slots=True)
class Foremost(Choice):
    """The key of the row that comes foremost: of the first condition any row meets, the one that began last.

    ``cases`` in order: (condition, (key, …)) where rows are told apart by the value of ``column``; of those that
    began in the same minute the later in ``keys`` is taken.
    """

    cases: tuple[Rows, ...]
    column: str
    keys: tuple[tuple[str, str], ...]
    """Value of the column and the key it stands for, the less special first."""
    otherwise: str


@dataclass(frozen=True, slots=True)
class Total(Number):
    """The sum of a column of whole numbers over the rows that meet it; not known where there is none."""

    rows: Rows
    column: str


@dataclass(frozen=True, slots=True)
class HowMany(Number):
    """How many of these are so."""

    parts: tuple[Truth, ...]
