"""Which profession a role of an assignment is, which may be licensed, and which write what. Pure."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import get_args

from lindra.care.events.common import Profession

DATA = Path(__file__).parent / "data" / "professions.csv"
WRITERS = Path(__file__).parent / "data" / "writers.csv"
LICENSED: frozenset[str] = frozenset(
    {
        "physician",
        "nurse",
        "physiotherapist",
        "occupational_therapist",
        "dietitian",
        "psychologist",
        "counsellor",
    }
)
"""Professions with legitimation (SFS 2010:659 4 kap. 1 §): of a counsellor, hälso- och sjukvårdskurator."""


@cache
def _professions() -> dict[str, Profession]:
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = {row["role"]: row["profession"] for row in csv.DictReader(file)}
    known = get_args(Profession)
    assert all(profession in known for profession in rows.values()), "a role of no known profession"
    return rows  # type: ignore[return-value]


def profession(role: str) -> Profession:
    """The profession of a role; ``other`` where it is none of those that take part in decisions."""
    return _professions().get(role, "other")


@cache
def writers() -> dict[str, frozenset[str]]:
    """Which professions write, correct and withdraw a kind of fact, by kind; of other kinds, all who may write."""
    with WRITERS.open(encoding="utf-8", newline="") as file:
        found = {row["kind"]: frozenset(row["professions"].split()) for row in csv.DictReader(file)}
    assert all(some <= set(get_args(Profession)) for some in found.values()), "a profession that is none"
    return found
