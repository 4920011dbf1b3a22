"""What decides what is counted and withheld beside the definitions, as digests that a cube carries: two cubes are
added up only where all are the same.

A definition has a fingerprint of its own. By what groups it is shown, in what tables, which places are known and the
numbers of ``rules.py`` stand outside it, and so does what is withheld of few. What is said there counts, not how the
file is written: a comment changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from typing import get_args

from lindra.areas import geography
from lindra.measures.honest.disclosure import Profile

RULES = ("WIDE", "WEEK", "ORDERED", "ULCER", "PAIN", "OPIOID", "ANXIOLYTIC", "TURNING_POINT")
"""The numbers and codes of ``rules.py`` by which something is counted."""
WITHHELD = "withheld"
WHERE = {
    "groups": "groups (data/strata.toml)",
    "tables": "tables (data/groupings.csv)",
    "rules": "numbers (rules.py)",
    "areas": "regions and municipalities (areas/data)",
    WITHHELD: "rules of what is withheld (data/disclosure.toml)",
}
"""What each digest is of, in words."""


def decided() -> dict[str, str]:
    """The digests of what decides here, now."""
    from lindra.measures import rules, strata
    from lindra.measures.measure import Subject

    told = {
        "groups": (strata.age_group(), strata.diagnosis_group(), strata.place_of_death()),
        "tables": [strata.groupings(subject) for subject in get_args(Subject)],
        "rules": [(name, getattr(rules, name)) for name in RULES],
        "areas": [
            *(one.code for one in geography.regions()),
            *(one.code for one in geography.municipalities()),
        ],
    }
    return {name: _digest(each) for name, each in told.items()}


def withheld_by(profile: Profile) -> dict[str, str]:
    """The digest of what decides what is withheld."""
    told = [
        (f.name, getattr(profile, f.name)) for f in fields(profile) if f.name not in ("valid_from", "why")
    ]
    return {WITHHELD: _digest(told)}


def unlike(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """In what two cubes differ, in words; what only one of them tells differs too."""
    names = dict.fromkeys([*WHERE, *one, *other])
    return [WHERE.get(name, name) for name in names if one.get(name) != other.get(name)]


def _digest(told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
