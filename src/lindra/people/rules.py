"""Identity rules, pure: which numbers are valid, and what they tell.

Personnummer and samordningsnummer: SKV 704 (check digit, day + 60); the check itself is the kept library
``personnummer``. Stored as twelve digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from personnummer import personnummer


class NotAnIdentityNumber(ValueError):
    """The text is not a valid personnummer or samordningsnummer. The message never repeats the number."""


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A checked number: twelve digits, its kind, birth date as precisely as it tells (ISO), and sex."""

    digits: str
    kind: Literal["personnummer", "samordningsnummer"]
    born: str
    sex: Literal["female", "male"]


_FORM = re.compile(r"(\d{2})?(\d{2})(\d{2})(\d{2})([-+]?)(\d{3})(\d)", re.ASCII)
_COORDINATION = 60
"""Added to the day of a coordination number; month or day 0 where that is not known (SKV 704, SKV 707)."""


def identity_number(text: str, today: date) -> IdentityNumber:
    """Check a number in any usual form (10 or 12 digits, with or without separator), as on a day.

    Ten digits are of the latest century that fits: born by that day; after ``+``, a hundred years old that year.
    Raises :class:`NotAnIdentityNumber`.
    """
    found = _FORM.fullmatch(re.sub(r"[ \u00a0]", "", text))
    if found is None:
        raise NotAnIdentityNumber(_INVALID)
    century, year, month, day, sign, serial, check = found.groups()
    coordination = int(day) >= _COORDINATION
    known_day = int(day) - (_COORDINATION if coordination else 0)
    full = int(century + year) if century else _year(int(year), int(month), known_day, sign, today)
    digits = f"{full:04}{month}{day}{serial}{check}"
    born = _born(full, int(month), known_day)
    if not _valid(digits, len(born) == len("1940-05-17"), coordination):
        raise NotAnIdentityNumber(_INVALID)
    if born > today.isoformat()[: len(born)]:
        raise NotAnIdentityNumber("the number's birth date lies ahead")
    kind: Literal["personnummer", "samordningsnummer"] = (
        "samordningsnummer" if coordination else "personnummer"
    )
    return IdentityNumber(digits, kind, born, "male" if int(serial) % 2 else "female")


_INVALID = "not a valid identity or coordination number: check digits and date"


def _year(short: int, month: int, day: int, sign: str, today: date) -> int:
    """The latest year with these two digits that is possible for somebody known on a day."""
    if sign == "+":
        latest = today.year - 100
    else:
        latest = today.year if (month, day) <= (today.month, today.day) else today.year - 1
    return latest - (latest - short) % 100


def _born(year: int, month: int, day: int) -> str:
    """The birth date as far as the number tells it."""
    return f"{year:04}" + (f"-{month:02}" + (f"-{day:02}" if day else "") if month else "")


def _valid(digits: str, whole: bool, coordination: bool) -> bool:
    """By the library; where a coordination number leaves the day open, which it cannot read, by the check digit."""
    if whole:
        return digits[8:11] != "000" and personnummer.valid(digits)
    month = int(digits[4:6])
    return coordination and month <= 12 and digits[8:11] != "000" and _check_digit(digits[2:11]) == digits[11]


def _check_digit(nine: str) -> str:
    """SKV 704: weights 2, 1, 2 … on nine digits; what the digits of the products lack to a whole ten."""
    products = "".join(str(int(digit) * (2 - place % 2)) for place, digit in enumerate(nine))
    return str(-sum(int(digit) for digit in products) % 10)


def age(born: date, on: date) -> int:
    """Whole years of age on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
