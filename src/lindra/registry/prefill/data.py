"""Windows, thresholds and codes, dated: which rows of ``data/`` hold for a death. Pure."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
KEYS: dict[str, tuple[str, ...]] = {
    "limits": ("name",), "scales": ("system", "code"), "codes": ("use", "system", "code"), "diseases": ("prefix",),
    "routes": ("route",), "forensic": ("text", "kind"),
}  # fmt: skip
"""What tells the rows of a file apart: of two about the same the later holds."""
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Limit:
    """A window or threshold: so many days, hours, percent …; ``own`` where we chose it ourselves."""

    amount: int
    unit: str
    own: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """One item of an instrument: its symptom (``other``: none of those the register asks about), and its values."""

    symptom: str
    present: float
    """From this value on the symptom is there."""
    severe: float | None
    severe_sure: bool
    most: float


@cache
def _all(name: str) -> tuple[Row, ...]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(sorted(csv.DictReader(file), key=lambda row: row["from"]))


@lru_cache(maxsize=5000)
def rows(name: str, on: date) -> tuple[Row, ...]:
    """The rows of a file that hold on a day."""
    text = on.isoformat()
    return _rows(name, max((row["from"] for row in _all(name) if row["from"] <= text), default=""))


@cache
def _rows(name: str, until: str) -> tuple[Row, ...]:
    """Those that held when the last change up to a day had been made."""
    latest = {tuple(row[key] for key in KEYS[name]): row for row in _all(name) if row["from"] <= until}
    return tuple(latest.values())


@lru_cache(maxsize=20_000)
def limit(name: str, on: date) -> Limit:
    """A limit by name. Raises ``KeyError`` where none holds on that day."""
    row = next((row for row in rows("limits", on) if row["name"] == name), None)
    if row is None:
        raise KeyError(name)
    return Limit(int(row["amount"]), row["unit"], row["mark"] == "own")


def scale(codes: list[tuple[str, str]], on: date) -> Scale | None:
    """What an item of an instrument rates, by any of its codes (system, code)."""
    for row in rows("scales", on):
        if (row["system"], row["code"]) in codes:
            severe = float(row["severe"]) if row["severe"] else None
            sure = row["severe_sure"] == "yes"
            return Scale(row["symptom"], float(row["present"]), severe, sure, float(row["most"]))
    return None


@lru_cache(maxsize=10_000)
def codes(use: str, on: date) -> tuple[tuple[str, str], ...]:
    """The codes (system, code) of a use; ``*`` is any of the system."""
    return tuple((row["system"], row["code"]) for row in rows("codes", on) if row["use"] == use)


def disease(code: str, on: date) -> Row | None:
    """The group of a diagnosis and the part it plays: of the prefixes that fit the longest."""
    plain = code.replace(".", "").upper()
    fitting = [row for row in rows("diseases", on) if plain.startswith(row["prefix"])]
    return max(fitting, key=lambda row: len(row["prefix"]), default=None)


def injection(route: str, on: date) -> bool | None:
    """Whether a way of giving is an injection; None where that is not known."""
    plain = route.strip().casefold()
    fitting = [row for row in rows("routes", on) if _begins(plain, row["route"])]
    return max(fitting, key=lambda row: len(row["route"]))["injection"] == "yes" if fitting else None


def _begins(text: str, route: str) -> bool:
    """Whether a text begins with a route; of a short one, as a word of its own."""
    after = text[len(route) : len(route) + 1]
    return text.startswith(route) and (len(route) > 3 or not after.isalpha())
