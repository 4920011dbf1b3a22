"""What of a case one reader may see. Pure: the decisions come from the door, and are about this reader and patient.

A value stands on everybody's entries, and is shown only where it follows from entries that the reader may see. That it
is not shown must not tell it either: so nothing here depends on the value of what is hidden, or on how much that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lindra.measures.definitions import Indicator
from lindra.measures.engine import Behind, Case
from lindra.privacy.sight import Sight
from lindra.record.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as one reader may see it: the value, or ``None`` where it is not shown, and the rows behind it."""

    value: bool | str | float | None
    rows: tuple[Behind, ...]


NOTHING = Seen(None, ())
"""What is beside a masked patient."""


def seen(indicator: Indicator, case: Case, behind: Sequence[Behind], sight: Sight | None) -> Seen:
    """A case as this reader may see it (SFS 2022:913 2 kap. 1 §, 3 kap. 7 §; SFS 2008:355 4 kap. 4 §)."""
    if sight is None:
        return NOTHING
    rows = tuple(row for row in behind if _sees(sight, row))
    everything = sight.whole and len(rows) == len(behind)
    return Seen(case.value if everything or _follows(indicator, rows) else None, rows)


def _follows(indicator: Indicator, rows: Sequence[Behind]) -> bool:
    """Whether rows that are seen give the value, whatever else was written: a share that they meet by themselves."""
    return indicator.kind == "share" and len(rows) >= indicator.enough


def _sees(sight: Sight, row: Behind) -> bool:
    """Whether the reader may see an entry of this origin; one whose origin is not exported is seen by nobody."""
    if row.kind not in KINDS or not (row.unit and row.provider and row.regime):
        return False
    return sight.of(f"{row.unit}|{row.provider}|{row.regime}|{KINDS[row.kind].matter}").allowed
