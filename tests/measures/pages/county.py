"""A made-up county and a part of another, some hundred dead: what pages are tried on, and its plain truth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from measures.exports import written
from measures.last_year import Row, died, row

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
WARD, HOME = "SE2321000016-U1", "SE2321000016-U3"
"""HSA-ids of units of ``workplaces``; the others are units that this world does not know."""
EACH_MONTH = {
    "1780": (12, WARD),
    "1715": (6, HOME),
    "1785": (4, "unit-säffle"),
    "0680": (8, "unit-jönköping"),
}
"""Where people live, how many of them die each month, and at which unit."""
MONTHS = [f"2025-{month:02}" for month in range(1, 13)] + [f"2026-{month:02}" for month in range(1, 6)]


def talked(home: str, number: int, weekend: bool) -> str:
    """Whether a conversation was held: seldom at weekends, and of some it is not known."""
    if number % 11 == 0:
        return "unknown"
    return "no" if weekend or number % (4 if home == "1780" else 3) == 0 else "yes"


def people() -> Iterator[list[Row]]:
    """The rows of each person."""
    number = 0
    for month in MONTHS:
        for home, (many, unit) in EACH_MONTH.items():
            for each in range(many):
                number += 1
                yield person(
                    f"p{number:04}", number, f"{month}-{1 + (each * 7 + number) % 28:02}", home, unit
                )


def person(patient: str, number: int, day: str, home: str, unit: str) -> list[Row]:
    """One person: a death, mostly a report, sometimes a stay in hospital and enrolment."""
    death = f"{day} 14:00"
    about = {
        "municipality": home, "region": home[:2], "unit": unit, "sex": ("female", "male")[number % 2],
        "age_at_death": 55 + number % 45,
    }  # fmt: skip
    rows = [died(patient, death, status="yes", **about)]
    ill = {"code_system": "ICD-10-SE", "code": ("C349", "I509", "F009")[number % 3]}
    rows.append(row(patient, death, "diagnosis", f"{day} 08:00", **ill, **about))
    rows.append(
        row(
            patient, death, "moved", f"{day[:8]}01 00:00", form=("own_home", "care_home")[number % 2], **about
        )
    )
    if number % (2 if home == "0680" else 10):
        weekend = date.fromisoformat(day).weekday() > 4
        told = f"|expected=yes|talk_patient={talked(home, number, weekend)}|mouth=yes|pain_rated=yes|order_pain=yes|"
        rows.append(row(patient, death, "death_reported", death, answers=told, **about))
    if number % 4 == 0:
        rows.append(
            row(patient, death, "enrolled", f"{day[:8]}01 00:00", form="specialised_home_care", **about)
        )
    return rows


def export(folder: Path) -> list[Row]:
    """Write the export; the rows that were written."""
    rows = [one for own in people() for one in own]
    written(folder, rows)
    return rows


def reported(rows: list[Row], year: str, **where: str) -> tuple[int, int]:
    """(met, of) of conversations by the reports, in plain Python."""
    own = [
        one
        for one in rows
        if one["kind"] == "death_reported"
        and one["death_month"].startswith(year)
        and all(one[name] == value for name, value in where.items())
    ]
    return sum("|talk_patient=yes|" in one["answers"] for one in own), len(own)
