"""Who reads: a person, in an assignment, for a purpose, at a time. Nothing of a patient is reached without one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lindra import clock
from lindra.areas import queries as areas
from lindra.people import staff as people
from lindra.people.models import Assignment, Staff
from lindra.privacy.rules import Purpose, Regime
from lindra.privacy.standing import Side, duty
from lindra.record.envelope import Author

PURPOSES: tuple[Purpose, ...] = tuple(Purpose)


class NoReader(ValueError):
    """There is no such person, assignment or purpose: says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff."""

    id: str
    hsa_id: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Work:
    """An assignment as it is now: unit, and the provider the unit belongs to."""

    id: str
    unit: str
    unit_name: str
    unit_hsa_id: str
    provider: str
    provider_name: str
    role: str
    regime: Literal["health", "social"]
    purposes: tuple[Purpose, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Person, assignment, purpose, and when."""

    staff: Member
    assignment: Work
    purpose: Purpose
    at: datetime

    @property
    def author(self) -> Author:
        """In whose name this reader writes."""
        work = self.assignment
        return Author(self.staff.hsa_id, work.id, work.unit, work.provider, work.regime)

    @property
    def side(self) -> Side:
        """What the decision needs to know of this reader."""
        work = self.assignment
        return Side(
            purpose=self.purpose, duty=duty(work.role), regime=Regime(work.regime), unit=work.unit,
            provider=work.provider, staff=self.staff.hsa_id, at=self.at,
        )  # fmt: skip


def works(staff: Staff) -> list[Work]:
    """The assignments a member of staff has today, at units that belong to a provider today."""
    found = (_work(assignment) for assignment in people.assignments(staff, clock.today()))
    return [work for work in found if work is not None]


def _work(assignment: Assignment) -> Work | None:
    unit = areas.unit(assignment.unit)
    provider = areas.provider_of(assignment.unit, clock.today())
    if provider is None:
        return None
    return Work(
        id=assignment.id,
        unit=unit.id,
        unit_name=unit.name,
        unit_hsa_id=unit.hsa_id,
        provider=provider.id,
        provider_name=provider.name,
        role=assignment.role,
        regime="social" if assignment.regime == "social" else "health",
        purposes=tuple(purpose for purpose in PURPOSES if purpose in assignment.purposes),
    )


def reader(staff: Staff, work: Work, purpose: str) -> Reader:
    """A reader, where the assignment allows the purpose. Raises :class:`NoReader`."""
    for known in work.purposes:
        if known == purpose:
            return Reader(Member(staff.id, staff.hsa_id, staff.name, staff.title), work, known, clock.now())
    allowed = ", ".join(work.purposes) or "none"
    raise NoReader(
        f"the assignment at {work.unit_name} does not allow the purpose {purpose!r}; it allows: {allowed}"
    )


def named(hsa_id: str, purpose: str, unit_hsa_id: str = "") -> Reader:
    """The reader a command names by HSA-id. Raises :class:`NoReader` saying what to add."""
    if purpose not in PURPOSES:
        raise NoReader(f"--purpose must be one of {', '.join(PURPOSES)}")
    staff = people.by_hsa_id(hsa_id)
    if staff is None:
        raise NoReader(f"no member of staff has the HSA-id {hsa_id}")
    found = [work for work in works(staff) if not unit_hsa_id or work.unit_hsa_id == unit_hsa_id]
    if not found:
        where = f" at the unit {unit_hsa_id}" if unit_hsa_id else ""
        raise NoReader(f"{hsa_id} has no assignment{where} today")
    if len({work.unit for work in found}) > 1:
        units = ", ".join(sorted(work.unit_hsa_id for work in found))
        raise NoReader(f"{hsa_id} has several assignments: add --unit, one of {units}")
    allowing = [work for work in found if purpose in work.purposes]
    return reader(staff, (allowing or found)[0], purpose)
