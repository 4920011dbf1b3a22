"""The Monday page of a reader, put together once for page, paragraph and command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lindra import clock
from lindra.access.rules import Scope
from lindra.areas import queries as areas
from lindra.governance import seats
from lindra.governance.monday import clinical, council, governed
from lindra.governance.monday.rules import Lines, What, by_unit, last_monday, ordered
from lindra.governance.seats import Seat
from lindra.privacy.reader import Reader


@dataclass(frozen=True, slots=True)
class Monday:
    """Whose it is, of which day, its lines, and unit by unit (name, numbers)."""

    seat: Seat
    where: str
    """The provider, unit or council, by name."""
    today: date
    since: date
    """The Monday from which new is counted."""
    lines: Lines
    units: tuple[tuple[str, dict[What, int]], ...]

    @property
    def scope(self) -> Scope:
        """For how much it is."""
        return self.seat.scope


def monday(reader: Reader) -> Monday:
    """What this reader must see; no lines for who governs nothing."""
    seat, today = seats.seat(reader), clock.today()
    found = []
    if seat.scope == "council":
        found = council.lines(reader, today)
    elif seat.governs:
        found = clinical.lines(reader)
    if seat.governs:
        found += governed.lines(seat, today)
    units = by_unit(found) if seat.scope == "provider" else []
    names = areas.names(unit for unit, _ in units)
    return Monday(
        seat, _where(reader, seat), today, last_monday(today), ordered(found),
        tuple((names.get(unit, unit), counted) for unit, counted in units),
    )  # fmt: skip


def _where(reader: Reader, seat: Seat) -> str:
    return reader.assignment.provider_name if seat.scope == "provider" else reader.assignment.unit_name
