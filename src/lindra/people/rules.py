"""Identity rules, pure: which numbers are valid, and what they tell.

Personnummer and samordningsnummer: SKV 704 (check digit, day + 60); the check itself is the kept library
``personnummer``. Stored as twelve digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from personnummer import personnummer


class NotAnIdentityNumber(ValueError):
    """The text is not a valid personnummer or samordningsnummer. The message never repeats the number."""


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A checked number: twelve digits, its kind, and the birth date and sex it carries."""

    digits: str
    kind: Literal["personnummer", "samordningsnummer"]
    born: date
    sex: Literal["female", "male"]


def identity_number(text: str, today: date) -> IdentityNumber:
    """Check a number in any usual form (10 or 12 digits, with or without separator).

    Ten digits are read with the century that makes the person younger than 100, or 100 and more after ``+``.
    Raises :class:`NotAnIdentityNumber`.
    """
    cleaned = text.strip().replace(" ", "")
    try:
        parsed = personnummer.parse(cleaned)
    except personnummer.PersonnummerException as error:
        raise NotAnIdentityNumber(
            "not a valid identity or coordination number: check digits and date"
        ) from error
    digits = parsed.format(long_format=True)
    coordination = int(digits[6:8]) > 60
    day = int(digits[6:8]) - (60 if coordination else 0)
    born = date(int(digits[:4]), int(digits[4:6]), day)
    if born > today:
        raise NotAnIdentityNumber("the number's birth date lies ahead")
    return IdentityNumber(
        digits=digits,
        kind="samordningsnummer" if coordination else "personnummer",
        born=born,
        sex="male" if int(digits[10]) % 2 else "female",
    )


def age(born: date, on: date) -> int:
    """Whole years of age on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
