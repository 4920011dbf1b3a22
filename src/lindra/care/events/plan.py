"""The plan as a whole: confirmed, handed over; and after death those who are left. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from lindra.care.events.common import Clinician, text
from lindra.record.kinds import Fact, Put, kind, slot

CONFIRMED = slot("confirmed", 12)
HANDED_OVER = slot("handed_over", 3)
BEREAVED = slot("bereaved", 12)
ADVICE = slot("advice", 3)

Section = Literal["person", "decisions", "hazards", "situation", "steps", "medicines", "call", "matters"]
SECTIONS: tuple[Section, ...] = (
    "person", "decisions", "hazards", "situation", "steps", "medicines", "call", "matters",
)  # fmt: skip
"""The plan's sections in the order a doctor on call reads them."""


@kind("plan_confirmed")
class PlanConfirmed(Fact):
    """Somebody has read these sections and says that they hold; ``seen`` is where each record's log stood then."""

    sections: tuple[Section, ...] = SECTIONS
    by: Clinician
    seen: dict[str, int]
    """The sequence number of the latest entry the author had seen, by record."""
    phase: str = ""
    """The phase of illness as it was known then."""
    stands: dict[str, str] = {}
    """What each section rested on then: a digest of its entries."""

    columns = {"sections": text("sections_told")}

    @property
    def sections_told(self) -> str:
        """The sections in one text, for the export."""
        return ",".join(self.sections)

    def puts(self, unit: str) -> Iterable[Put]:
        return tuple(Put(CONFIRMED, section) for section in self.sections)


@kind("plan_handed_over")
class PlanHandedOver(Fact):
    """Responsibility for the plan goes to another unit, which has been told."""

    to_unit: str = ""
    """Empty where it is none of the units that are known here."""
    to_name: str
    told: str = ""

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(HANDED_OVER),)


@kind("bereavement_contact")
class BereavementContact(Fact):
    """Care of those who are left: a follow-up conversation (efterlevandesamtal) offered, held, declined …"""

    form: Literal["offered", "held", "declined", "not_reached", "no_relatives"]
    relative: str = ""
    note: str = ""
    next_at: date | None = None

    columns = {"form": text("form")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(BEREAVED, f"{self.form}|{self.relative}"),)


@kind("advice_given")
class AdviceGiven(Fact):
    """Advice about this patient from somebody outside the unit (a consult team, an advice line), and what it was."""

    by: Clinician
    advice: str
    question: str = ""

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(ADVICE, self.by.unit),)
