"""A ward where conversations are missed, who governs there, and its cube: counted before an action and long after it.

Each month twenty people die at the ward and ten in home nursing. Before the action a conversation was held with twelve
of the twenty; afterwards with fourteen. In home nursing with nine of ten, always.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from helpers import workplaces
from helpers.workplaces import Workplace
from lindra.measures import catalogue
from lindra.measures.counting.run import run
from lindra.measures.cubes.kept import Kept
from lindra.measures.cubes.release import release
from lindra.people import actions as people
from lindra.record.envelope import Author
from measures.exports import written
from measures.last_year import Row, died, row

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
LATER = datetime(2027, 3, 10, 8, tzinfo=UTC)
DONE = date(2026, 8, 31)
"""The day the action is carried out, in the tests."""
MEASURE = "conversation-reported"
WARD, HOME = 20, 10
"""Deaths a month."""
BEFORE, AFTER, AT_HOME = 12, 14, 9
"""Conversations held with those of a month."""


@dataclass(frozen=True)
class Gapped:
    """``mas`` follows up for the municipality, ``quality`` for the region; ``head`` manages the ward; ``council``."""

    ward: Workplace
    home: Workplace
    mas: Workplace
    quality: Workplace
    head: Workplace
    council: Workplace


def build() -> Gapped:
    """Make who works there in the present world."""
    places = workplaces.build()
    ward, home = places.ward, places.home_nursing
    return Gapped(
        ward, home, seated(home, 7, "medicinskt ansvarig sjuksköterska", "followup"),
        seated(ward, 8, "kvalitetsutvecklare", "followup"), seated(ward, 9, "enhetschef", "admin"),
        seated(ward, 10, "council", "admin"),
    )  # fmt: skip


def seated(place: Workplace, number: int, role: str, purpose: str) -> Workplace:
    """Somebody with a role at a workplace, for one purpose."""
    hsa_id = f"SE2321000016-S{number}"
    staff = people.add_staff(
        hsa_id, f"Person {number}", role, username=f"person{number}", password="relieve-17"
    )
    work = people.assign(staff, place.unit, role, (purpose,))
    return Workplace(place.unit, place.provider, staff, Author(hsa_id, work.id, place.unit, place.provider))


def counted(home: Path, of: Gapped, now: datetime) -> None:
    """Count the world's cubes as they stand at a moment; nobody knows of those who die later."""
    kept = Kept(home)
    rows = [one for month in months(now) for one in monthly(month, of)]
    written(kept.export, rows)
    measures = [one for one in catalogue.measures() if one.id in (MEASURE, "coverage")]
    run(kept.export, kept.cube("own"), measures, now)
    release(kept.cube("own"), kept.cube("inside"), "test", now, level="inside")


def months(now: datetime) -> Iterator[str]:
    """From January 2025 to the month before."""
    year, month = 2025, 1
    while (year, month) < (now.year, now.month):
        yield f"{year}-{month:02}"
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def monthly(month: str, of: Gapped) -> Iterator[Row]:
    """The rows of those who died in a month: with the first of them a conversation was held."""
    held = AFTER if month > f"{DONE:%Y-%m}" else BEFORE
    for unit, many, met in ((of.ward.unit, WARD, held), (of.home.unit, HOME, AT_HOME)):
        for number in range(many):
            yield from person(
                f"{month}-{unit[-4:]}-{number}", f"{month}-{1 + number % 28:02}", unit, number < met
            )


def person(patient: str, day: str, unit: str, talked: bool) -> Iterator[Row]:
    """A death and its report."""
    about = {"municipality": "1780", "region": "17", "unit": unit, "sex": "female", "age_at_death": 80}
    death = f"{day} 14:00"
    yield died(patient, death, status="yes", **about)
    told = f"|expected=yes|talk_patient={'yes' if talked else 'no'}|"
    yield row(patient, death, "death_reported", death, answers=told, **about)
