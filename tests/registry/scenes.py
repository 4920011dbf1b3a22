"""Patients who have died, and reports of their deaths."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from helpers.small_world import NUMBERS
from helpers.workplaces import Workplace
from lindra import clock
from lindra.people import actions as people
from lindra.people.details import Birth, Name, RegisterOptOut
from lindra.record import facts, log
from lindra.record.envelope import When
from lindra.record.kinds import Fact
from lindra.record.log import ANY, Draft
from lindra.registry.events import DeathReported

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)  # a Monday, noon in Stockholm
TEST_NUMBERS = NUMBERS.read_text().split()[1:]
ANSWERS: dict[str, Any] = {
    "place": "hospital", "diseases": ("cancer", "heart"), "expected": "yes", "forensic": "no", "mouth": "yes",
    "arrived": date(2026, 5, 1), "answered_by": "several", "profession": "nurse",
}  # fmt: skip


def write(patient: str, place: Workplace, fact: Fact, at: datetime, **more: Any) -> str:
    """One entry; returns its id."""
    return log.append(patient, [Draft(fact, When.at(at), **more)], place.author, expected=ANY).events[0]


def dead(place: Workplace, name: str = "Ada Ek", days_ago: float = 3, number: int | None = None) -> str:
    """Somebody who died in the ward of a workplace, after nine days there."""
    patient = people.new_patient()
    given, family = name.split(" ", 1)
    people.note(patient, Name(given=given, family=family), by="test")
    people.note(patient, Birth(date="1940-05-17", sex="female"), by="test")
    if number is not None:
        people.identify(patient, "personnummer", TEST_NUMBERS[number])
    write(patient, place, facts.Admitted(episode="s"), clock.now() - timedelta(days=days_ago + 9))
    write(patient, place, facts.Died(expected="yes"), clock.now() - timedelta(days=days_ago))
    return patient


def report(**other: Any) -> DeathReported:
    """A report with some answers otherwise."""
    return DeathReported(**(ANSWERS | other))


def reported(patient: str, place: Workplace, days_ago: float = 1, **other: Any) -> str:
    """The death is reported by a workplace; returns the entry."""
    signed = other.pop("signed", True)
    return write(patient, place, report(**other), clock.now() - timedelta(days=days_ago), signed=signed)


def opted_out(patient: str, out: bool = True) -> None:
    """The person does not want to be in quality registers, or does after all."""
    people.note(patient, RegisterOptOut(opted_out=out), by="test")


def withdrawn(patient: str, place: Workplace, entry: str) -> None:
    """An entry is taken back."""
    write(patient, place, facts.Withdrawn(reason="Fel patient."), clock.now(), corrects=entry)
