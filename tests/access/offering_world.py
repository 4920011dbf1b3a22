"""A small county in which somebody governs, and rows of offerings as a file has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from helpers import workplaces
from helpers.workplaces import Workplace, Workplaces
from lindra.access import actions
from lindra.people import actions as people
from lindra.record.envelope import Author

NOW = datetime(2026, 11, 29, 2, 20, tzinfo=UTC)  # twenty past three on a Sunday morning in Stockholm
REGION = "SE2321000016-P1"
WARD = "SE2321000016-U1"


@dataclass(frozen=True)
class Governed:
    """Workplaces, and who sits where."""

    places: Workplaces
    council: Workplace
    quality: Workplace
    manager: Workplace


def build() -> Governed:
    """Make it in the present, empty world."""
    places = workplaces.build()
    return Governed(
        places, _seated(places.ward, "council", "admin", 7), _seated(places.ward, "quality", "followup", 8),
        _seated(places.home_nursing, "manager", "admin", 9),
    )  # fmt: skip


def _seated(place: Workplace, role: str, purpose: str, number: int) -> Workplace:
    staff = people.add_staff(
        f"SE2321000016-G{number}",
        f"Governor {number}",
        role,
        username=f"governor{number}",
        password="relieve-17",
    )
    work = people.assign(staff, place.unit, role, (purpose,))
    return Workplace(
        place.unit, place.provider, staff, Author(staff.hsa_id, work.id, place.unit, place.provider)
    )


def row(**more: Any) -> dict[str, Any]:
    """A row that is right: a team round the clock in Karlstad."""
    return {
        "function": "hemsjukvard", "provider": REGION, "unit": WARD, "name": "Teamet", "areas": "1780", "hours": "24/7",
        "valid_from": "2026-01-01", "stated_by": "Regionen", "stated_on": "2026-02-02",
    } | more  # fmt: skip


def stored(*rows: dict[str, Any], inventory: str = "own") -> actions.Imported:
    """Store rows."""
    return actions.take_in(enumerate(rows, 2), inventory)
