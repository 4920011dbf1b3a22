"""Death at home (A16) and enrolment in home nursing (A18). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from lindra.care.events.common import Clinician, text
from lindra.record.kinds import Column, Fact, Put, kind, slot

ESTABLISHED = slot("death_established", 1)
HOME_NURSING = slot("home_nursing", 4)


@kind("death_established")
class DeathEstablished(Fact):
    """A physician establishes death outside hospital; where it was expected this may rest on a nurse's examination.

    ``Died`` tells when the patient died; this, who established it and what was done (HSLF-FS 2015:15, not verified).
    """

    physician: Clinician
    examined_by: Clinician
    expected: bool
    examined_at: str = ""
    """When the dead person was examined: text form of an instant in UTC."""
    relatives_told: Literal["present", "told", "not_told", "no_relatives"]
    implants: Literal["none", "removed", "to_be_removed", "unknown"] = "unknown"
    """Pacemaker or defibrillator: must be taken out before cremation."""
    medicines: Literal["none", "returned", "to_be_returned", "unknown"] = "unknown"
    """What lies in the home is taken back, to a pharmacy or by those who gave it out."""
    transport: str = ""
    certificate: Literal["written", "to_be_written"] = "to_be_written"

    columns = {"expected": Column("BOOLEAN", lambda fact: fact.expected)}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(ESTABLISHED),)


Criterion = Literal[
    "cannot_travel", "lasting_need", "needs_licensed_nurse", "cannot_self_care", "palliative_needs"
]
"""Threshold criteria for home nursing, in our own short words; each municipality says which it asks for."""


@kind("home_nursing_assessed")
class HomeNursingAssessed(Fact):
    """Whether the patient is to be enrolled in municipal home nursing: criteria met, outcome, and why not."""

    outcome: Literal["enrolled", "not_enrolled", "later"]
    criteria: tuple[Criterion, ...] = ()
    rules: str = ""
    """Which municipality's criteria, and of when."""
    reason: str = ""
    means: str = ""
    """What enrolment means for this patient: who comes, when, who is responsible for what."""
    informed: bool = False

    columns = {"form": text("outcome")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(HOME_NURSING, unit),)
