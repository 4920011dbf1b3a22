"""What somebody hands in about an offering, from a file or a form, read field by field with all that is wrong. Pure.

Overlapping hours are kept as they were written and read as one; that is told, and is no fault. Everything else that is
not right is a fault, named with its field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lindra.access import functions as defined
from lindra.access import hours
from lindra.areas import geography

FIELDS = (
    "says", "function", "provider", "unit", "name", "areas", "place", "hours", "diagnoses", "youngest", "oldest",
    "limits", "telephone", "agreement", "agreement_title", "valid_from", "valid_to", "stated_by", "stated_on", "source",
    "limitation",
)  # fmt: skip
SAYS = ("exists", "missing", "contests")
LONGEST = 500
ALIVE = range(0, 131)
_SEPARATORS = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Known:
    """Providers and units of this world: their id by HSA-id, id, or name; the units' providers."""

    providers: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Read:
    """Values that are right by field, faults by field, and what is told though nothing is wrong."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def read(row: Mapping[str, Any], known: Known) -> Read:
    """A row as values of the models. ``says`` is *exists* where it is not named."""
    found = Read()
    text = {name: _text(row.get(name)) for name in FIELDS}
    for name in row:
        if name not in FIELDS:
            found.faults.append((str(name), f"there is no such field; the fields are {', '.join(FIELDS)}"))
    for name, value in text.items():
        if len(value) > LONGEST:
            found.faults.append((name, f"is {len(value)} characters long; at most {LONGEST}"))
    found.values["says"] = text["says"] or "exists"
    if found.values["says"] not in SAYS:
        found.faults.append(("says", f"is {text['says']!r}; write one of {', '.join(SAYS)}"))
    _function(text, found)
    _areas(text["areas"], found)
    _days(text, found)
    for name in ("place", "stated_by", "source"):
        found.values[name] = text[name]
    if not text["stated_by"]:
        found.faults.append(("stated_by", "is empty: say who stated it"))
    if found.values["says"] == "exists":
        _offering(text, found, known)
    else:
        found.values["limitation"] = text["limitation"]
    return found


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return " ".join(str(one) for one in value)
    return "" if value is None else str(value).strip()


def _function(text: Mapping[str, str], found: Read) -> None:
    code = text["function"]
    if code in defined.covered() or (not code and found.values["says"] == "contests"):
        found.values["function"] = code
        return
    known = ", ".join(defined.covered())
    found.faults.append(
        ("function", f"is {code!r}; write one of {known}" if code else f"is empty; write one of {known}")
    )


def _areas(text: str, found: Read) -> None:
    codes = list(dict.fromkeys(code for code in _SEPARATORS.split(text) if code))
    if not codes:
        found.faults.append(
            ("areas", "is empty: write the codes of the municipalities or regions, as in 1780 1715")
        )
    for code in codes:
        try:
            geography.area(code)
        except geography.UnknownArea:
            found.faults.append(("areas", f"no municipality or region has the code {code!r}"))
    found.values["areas"] = codes


def _days(text: Mapping[str, str], found: Read) -> None:
    needed = ("stated_on", "valid_from") if found.values["says"] == "exists" else ("stated_on",)
    for name in ("stated_on", "valid_from", "valid_to"):
        try:
            found.values[name] = date.fromisoformat(text[name]) if text[name] else None
        except ValueError:
            found.faults.append((name, f"is {text[name]!r}; write a day as 2026-06-15"))
            continue
        if found.values[name] is None and name in needed:
            found.faults.append((name, "is empty: write a day as 2026-06-15"))
    begins, ends = found.values.get("valid_from"), found.values.get("valid_to")
    if begins and ends and ends <= begins:
        found.faults.append(("valid_to", f"ends on {ends}, before or on the day it starts, {begins}"))


def _offering(text: Mapping[str, str], found: Read, known: Known) -> None:
    if text["provider"] in known.providers:
        found.values["provider"] = known.providers[text["provider"]]
    else:
        found.faults.append(("provider", f"there is no provider {text['provider']!r}; write its HSA-id"))
    found.values["unit"] = known.units.get(text["unit"], "")
    if text["unit"] and not found.values["unit"]:
        found.faults.append(
            ("unit", f"there is no unit {text['unit']!r}; write its HSA-id, or leave it empty")
        )
    if not text["name"]:
        found.faults.append(("name", "is empty: say what it is called, so that two can be told apart"))
    for name in ("name", "diagnoses", "limits", "telephone", "agreement", "agreement_title"):
        found.values[name] = text[name]
    _ages(text, found)
    found.values["hours_said"], found.values["hours"] = text["hours"], None
    if not text["hours"]:
        return
    try:
        spans = hours.parse(text["hours"])
    except hours.BadHours as bad:
        found.faults.append(("hours", str(bad)))
        return
    found.values["hours"] = [[span.start, span.end] for span in spans]
    for one, two in hours.overlaps(spans):
        together = hours.text(hours.merged([one, two]))
        told = f"{hours.text([one])} and {hours.text([two])} overlap; they are read as {together}"
        found.notes.append(("hours", told))
    if passing := [span for span in spans if span.passes_midnight and span.end - span.start < hours.WEEK]:
        found.notes.append(("hours", f"{hours.text(passing)} passes midnight, into the next day"))


def _ages(text: Mapping[str, str], found: Read) -> None:
    for name in ("youngest", "oldest"):
        found.values[name] = None
        if not text[name]:
            continue
        if not text[name].isascii() or not text[name].isdigit() or int(text[name]) not in ALIVE:
            found.faults.append((name, f"is {text[name]!r}; write an age in whole years"))
        else:
            found.values[name] = int(text[name])
    low, high = found.values["youngest"], found.values["oldest"]
    if low is not None and high is not None and high < low:
        found.faults.append(("oldest", f"is {high}, below the youngest, {low}"))
