"""What is to be left for the register of one person, from what stands and what was left before. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from lindra.registry.files.columns import What

Obstacle = Literal["unsigned", "no_death", "day", "number", "protected", "denied"]
"""Why a report that is to be left cannot be: not signed; no death stands; its day is not known; no identity number; the
person's identity is protected; the record is not open to the one who asks."""


def due(standing: str, last: Mapping[str, Any] | None, *, opted_out: bool) -> What | None:
    """What is to be left, if anything.

    ``standing``: the entry of the report in force, or nothing; ``last``: what was left last (a ``register_sent``). A
    report is left once, again when it was corrected, and erased once it no longer stands or the person has opted out.
    """
    there = str(last["report"]) if last is not None and last.get("what", "new") != "erased" else ""
    wanted = "" if opted_out else standing
    if wanted == there:
        return None
    if not wanted:
        return "erased"
    return "corrected" if there else "new"


def batch_of(unit: str, versions: Iterable[tuple[What, str]]) -> str:
    """The id of a batch: the same for the same lines of the same unit."""
    told = "\n".join([unit, *sorted(f"{what}|{report}" for what, report in versions)])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
