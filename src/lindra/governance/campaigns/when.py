"""When something is promised, as people say it (*hösten 2026*, *from 2027*), read as a last day. Pure.

What is read is always the last day of the latest period that is named: a promise is late when all of it has passed.
Whoever says no period has said no day; none is made up. How each phrase of 2026 was read stands in
``data/campaign_when_2026.csv``, which goes before this grammar where the two differ.
"""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, cast

TABLE = Path(__file__).parent.parent / "data" / "campaign_when_2026.csv"

Reads = Literal["due", "happened", "none"]
Precision = Literal["day", "month", "season", "year", ""]

MONTHS = {
    name: number
    for names in (
        "januari februari mars april maj juni juli augusti september oktober november december",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), 1)
}
SEASONS = {
    "våren": 5, "vår": 5, "spring": 5, "sommaren": 8, "sommar": 8, "summer": 8, "hösten": 11, "höst": 11, "autumn": 11,
}  # fmt: skip
"""The last month: spring March to May, summer June to August, autumn September to November. Our own reading, by the
quarters in which seasons are counted; winter, which lies in two years, is not read."""

_YEAR = r"(?:19|20)\d\d"
_DAY = re.compile(rf"\b({_YEAR})-(\d\d)-(\d\d)\b")
_NAMED = re.compile(rf"\b({'|'.join(MONTHS | SEASONS)})\s+({_YEAR})\b", re.IGNORECASE)
_TURN = re.compile(rf"\bårsskiftet\s+({_YEAR})\s*[/–-]\s*(?:{_YEAR}|\d\d)\b", re.IGNORECASE)
_HALF = re.compile(rf"\b(?:första halvåret|first half of)\s+({_YEAR})\b", re.IGNORECASE)
_PLAIN = re.compile(rf"\b({_YEAR})\b")


@dataclass(frozen=True, slots=True)
class When:
    """How a phrase is read: a last day, something that has happened already, or no day at all."""

    said: str
    reads: Reads
    due: date | None = None
    precision: Precision = ""
    why: str = ""
    """The rule, where it stands in the table: *season*, *ongoing*, *vague* …"""


def read(said: str, asked_on: date) -> When:
    """Read a phrase by the grammar. What ended before the question was asked has happened, and is no last day."""
    found = sorted(_periods(said))
    if not found:
        return When(said, "none", why="no_period" if said.strip() else "nothing_said")
    last, precision = found[-1]
    if last < asked_on:
        return When(said, "happened", precision=precision, why="past")
    return When(said, "due", last, precision, precision)


def read_2026(said: str, asked_on: date) -> When:
    """Read a phrase of the replies of 2026: by the table where it stands there, else by the grammar."""
    return table_2026().get(said) or read(said, asked_on)


@cache
def table_2026() -> dict[str, When]:
    """How each phrase of 2026 was read."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["said"]: _row(row) for row in csv.DictReader(file)}


def _row(row: dict[str, str]) -> When:
    due = date.fromisoformat(row["due"]) if row["due"] else None
    reads, precision = cast(Reads, row["reads"]), cast(Precision, row["precision"])
    return When(row["said"], reads, due, precision, row["why"])


def _periods(said: str) -> Iterator[tuple[date, Precision]]:
    """The last day of every period a phrase names; each is taken out before the next kind is looked for."""
    rest = said
    for pattern, last in (
        (_DAY, _of_day),
        (_NAMED, _of_named),
        (_TURN, _of_year),
        (_HALF, _of_half),
        (_PLAIN, _of_year),
    ):
        for match in pattern.finditer(rest):
            if (found := last(match)) is not None:
                yield found
        rest = pattern.sub(" ", rest)


def _of_day(match: re.Match[str]) -> tuple[date, Precision] | None:
    try:
        return date(*(int(part) for part in match.groups())), "day"
    except ValueError:  # 2026-02-30 is no day
        return None


def _of_named(match: re.Match[str]) -> tuple[date, Precision]:
    name, year = match[1].lower(), int(match[2])
    if name in MONTHS:
        return _end(year, MONTHS[name]), "month"
    return _end(year, SEASONS[name]), "season"


def _of_half(match: re.Match[str]) -> tuple[date, Precision]:
    return _end(int(match[1]), 6), "month"


def _of_year(match: re.Match[str]) -> tuple[date, Precision]:
    return _end(int(match[1]), 12), "year"


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
