"""The three sides of a discharge, and what each of them sends. Pure; the figures are data (``data/SOURCES.md``)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

Side = Literal["hospital", "open_care", "municipality"]
"""Slutenvård; regional öppenvård; kommun (socialtjänst and kommunal hälso- och sjukvård)."""
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Sends:
    """Who sends a kind of message, whether it must go to somebody, and by which paragraph."""

    kind: str
    sides: tuple[Side, ...]
    addressed: bool
    source: str


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def sides() -> dict[str, Side]:
    """The side of each kind of unit; a kind that is not here has no part in a discharge."""
    return {row["unit_kind"]: cast(Side, row["side"]) for row in _rows("parties.csv")}


@cache
def sends() -> dict[str, Sends]:
    """Every kind of message, in the order of the process."""
    found: dict[str, Sends] = {}
    for row in _rows("sends.csv"):
        own = tuple(cast(Side, one) for one in row["sides"].split())
        found[row["kind"]] = Sends(row["kind"], own, row["addressed"] == "yes", row["source"])
    return found


def side(unit_kind: str) -> Side | None:
    """The side that a kind of unit is on, if any."""
    return sides().get(unit_kind)


def may_send(kind: str, unit_kind: str) -> bool:
    """Whether units of a kind send this kind of message."""
    known, own = sends().get(kind), side(unit_kind)
    return known is not None and own is not None and own in known.sides


def addressed(kind: str) -> bool:
    """Whether a message of this kind must say who is to have it."""
    known = sends().get(kind)
    return known is not None and known.addressed
