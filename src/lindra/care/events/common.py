"""What several kinds share: who did it, and how a column reads a field. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from lindra.record.facts import Value
from lindra.record.kinds import Column

Profession = Literal[
    "physician", "nurse", "physiotherapist", "occupational_therapist", "dietitian", "psychologist", "counsellor",
    "assistant_nurse", "other",
]  # fmt: skip
"""Of one who takes part. The first seven may be licensed (legitimation, SFS 2010:659 4 kap.)."""
Told = Literal["yes", "no", "unknown", "not_possible"]


class Clinician(Value):
    """Somebody of the staff, as they were when it was written: the name stands as it was signed."""

    name: str
    profession: Profession
    unit: str = ""
    """What the unit is called."""
    hsa_id: str = ""


def text(name: str) -> Column:
    """A column of a coded field."""
    return Column("VARCHAR", attribute(name))


def attribute(name: str) -> Callable[[Any], Any]:
    """Reads one field of a fact."""
    return lambda fact: getattr(fact, name)
