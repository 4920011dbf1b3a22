"""Where somebody sits when care is governed: for a provider, a unit, or in a council.

Nothing here is about a patient: what a seat may read are documents, commitments and numbers. Whom a number opens to is
for the door. Everybody who is signed in may read what governs their work, and say that they have read it.
"""

from __future__ import annotations

from dataclasses import dataclass

from lindra.access import rules as access
from lindra.access.rules import Scope
from lindra.privacy.reader import Reader


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits where: provider and unit of the assignment, and for how much this reader answers."""

    scope: Scope
    provider: str
    unit: str
    staff: str
    """The HSA-id of the person."""

    @property
    def governs(self) -> bool:
        """Whether this reader writes documents, obligations and commitments, within the scope."""
        return self.scope != "none"


def seat(reader: Reader) -> Seat:
    """The seat of a reader, by role and purpose.

    Oversight of a provider (MAS, quality officer) sits for the provider while following up; a unit's manager for the
    unit while administering; a council's secretary for the council. Everybody else reads.
    """
    work = reader.assignment
    scope = access.governs(work.role, reader.side.duty, reader.purpose)
    return Seat(scope, work.provider, work.unit, reader.staff.hsa_id)
