"""Made-up names and addresses: ordinary parts (``data/names.json``) put together by chance. Pure."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random

_PARTS = Path(__file__).parent / "data" / "names.json"


@cache
def parts(kind: str) -> tuple[str, ...]:
    """The parts of a kind: *female*, *male*, *streets*, *practices*, *homes* …"""
    return tuple(json.loads(_PARTS.read_text(encoding="utf-8"))[kind].split())


def given(random: Random, sex: str) -> str:
    """A given name."""
    return random.choice(parts("female" if sex == "female" else "male"))


def family(random: Random) -> str:
    """A family name of two parts that differ."""
    first = random.choice(parts("family_first"))
    last = random.choice([part for part in parts("family_last") if part[:3] != first.casefold()[:3]])
    return f"{first}{last}"


def street(random: Random) -> str:
    """A street and number."""
    return f"{random.choice(parts('streets'))}vägen {random.randrange(1, 90)}"


def telephone(random: Random) -> str:
    """A number of the series that Post- och telestyrelsen keeps free for books and films (070-174 06 05 to 99)."""
    return f"070-174 06 {random.randrange(5, 100):02}"


def switchboard(number: int) -> str:
    """A unit's number, of the series kept free in the same way in Stockholm (08-465 004 00 to 99)."""
    return f"08-465 004 {number % 100:02}"
