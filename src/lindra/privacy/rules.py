"""May this reader see this patient? One pure function, deny by default.

The first rule: signed in, and the unit has or has had a care relation (in the record's reading of relations). For
follow-up and extracts the reader's own provider must have one. Grounds: SFS 2008:355 2 kap. 4 §, 4 kap. 1 §, 8 kap.
5 §.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relation:
    """A care relation of a unit and the provider it belonged to when it was written."""

    unit: str
    provider: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, and the paragraph it rests on."""

    allowed: bool
    right: str


_RIGHT = {
    "care": "SFS 2008:355 4 kap. 1 §",
    "admin": "SFS 2008:355 2 kap. 4 § 2",
    "followup": "SFS 2008:355 2 kap. 4 § 4–5",
    "extract": "SFS 2008:355 8 kap. 5 §",
}
BY_UNIT = frozenset({"care", "admin"})
"""Purposes for which the unit itself must have the relation; for the others its provider."""


def right(purpose: str) -> str:
    """The paragraph a purpose rests on."""
    return _RIGHT.get(purpose, "")


def decide(purpose: str, unit: str, provider: str, relations: Iterable[Relation]) -> Decision:
    """Whether a reader of this unit and provider may, for this purpose, see a patient with these relations.

    A relation that has ended still opens: whether it is current is a question for the next rule.
    """
    if purpose not in _RIGHT:
        return Decision(False, "SFS 2008:355 4 kap. 1 §")
    own = any(
        relation.unit == unit if purpose in BY_UNIT else relation.provider == provider
        for relation in relations
    )
    return Decision(own, _RIGHT[purpose])
