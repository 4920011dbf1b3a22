"""Patients for whom something is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpers import workplaces
from helpers.workplaces import Workplace
from lindra import clock
from lindra.record import facts, log
from lindra.record.envelope import When
from lindra.record.kinds import Fact
from lindra.record.log import ANY, Draft


def write(patient: str, place: Workplace, fact: Fact, at: datetime) -> str:
    """One entry; returns its id."""
    return log.append(patient, [Draft(fact, When.at(at))], place.author, expected=ANY).events[0]


def enrolled(place: Workplace, name: str, days_ago: float, enrolment: str = "h1") -> str:
    """A patient enrolled some days ago: a visit is due on the seventh day after, at this unit."""
    patient = workplaces.patient_at(place, name)
    fact = facts.Enrolled(enrolment=enrolment, form="home_nursing")
    write(patient, place, fact, clock.now() - timedelta(days=days_ago))
    return patient


def called(patient: str, place: Workplace, hours_ago: float, episode: str = "c1") -> str:
    """A contact: whoever has the patient calls two hours after it."""
    fact = facts.Contact(episode=episode, form="telephone")
    return write(patient, place, fact, clock.now() - timedelta(hours=hours_ago))
