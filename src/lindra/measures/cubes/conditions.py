"""What cells may be kept to: codes that are known, periods that are written right and of the length asked for. Pure.

A question about what cannot be would be answered with nothing, as a question about nobody is. So it is refused instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from lindra.areas import geography
from lindra.measures.strata import NOT_KNOWN, PLACES, ages, diagnoses

SHAPES: Mapping[str, re.Pattern[str]] = {
    "month": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"[0-9]{4}Q[1-4]"),
    "year": re.compile(r"[0-9]{4}"),
}
LONGEST = 40
"""So much of what was written is said again."""


def fault(where: Mapping[str, str | Sequence[str]], every: str) -> str:
    """What is wrong with the first condition that is, and what there is instead; empty where nothing is.

    ``every``: by which period it is asked; empty is all of them together, which are added up of years.
    """
    for name, wanted in where.items():
        for value in [wanted] if isinstance(wanted, str) else wanted:
            if said := _period(value, every) if name == "period" else _code(name, value):
                return said
    return ""


def _period(value: str, every: str) -> str:
    found = next((name for name, shape in SHAPES.items() if shape.fullmatch(value)), "")
    if not found:
        return f"{_said(value)} is no period: write a year as 2026, a quarter as 2026Q1, a month as 2026-03"
    if found == (every or "year"):
        return ""
    years = "" if every else ", and where no period is asked by, years are added up"
    return f"{value} is a {found}{years}: ask by {found}, or for a {every or 'year'}"


def _code(name: str, value: str) -> str:
    there = OFFERED.get(name)
    if there is None or value == NOT_KNOWN:
        return ""
    offered = there(value)
    if value in offered:
        return ""
    if offered:
        return f"there is no {name} {_said(value)}; there is: {', '.join(offered)}"
    return (
        f"there is no {name} {_said(value)}; it begins with the code of its region: {', '.join(_regions())}"
    )


def _regions(_value: str = "") -> list[str]:
    return [one.code for one in geography.regions()]


def _municipalities(value: str) -> list[str]:
    """Those of the region that a code begins with."""
    return [one.code for one in geography.municipalities() if one.region == value[:2]]


OFFERED: Mapping[str, Callable[[str], Sequence[str]]] = {
    "region": _regions,
    "municipality": _municipalities,
    "place": lambda _value: list(dict.fromkeys(key for _form, key in PLACES)),
    "age": lambda _value: [key for key, _first in ages()],
    "diagnosis": lambda _value: diagnoses(),
}
"""By the name of a group, the codes there are; of the others only the cube can tell."""


def _said(value: str) -> str:
    return repr(value[:LONGEST])
