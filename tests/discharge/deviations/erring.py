"""A ward, a clinic and home nursing, whoever answers for quality there, and what goes wrong between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from helpers import workplaces
from helpers.workplaces import Workplace, Workplaces
from lindra.discharge.deviations import actions, queries
from lindra.discharge.deviations.actions import Report
from lindra.discharge.models import Deviation
from lindra.ids import new_id
from lindra.people import actions as people
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.record import facts, log
from lindra.record.envelope import Author, When
from lindra.record.log import ANY, Draft

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)  # ten in the morning in Stockholm
NAME = "Vendela Skogsduva"
"""A name that stands nowhere else."""
ASSESSED: dict[str, Any] = {
    "severity": 3, "probability": 2, "serious": True, "decision": "report", "reason": "Kunde ha lett till döden.",
}  # fmt: skip
ANSWER: dict[str, Any] = {
    "answer": "Larmet var avstängt.", "causes": ["system"], "change": "Larmet slås på.", "owner": "Vårdenhetschef",
    "due": "2026-07-01",
}  # fmt: skip


@dataclass(frozen=True)
class Erring:
    """``home`` reports, mostly of ``ward``; ``mas`` assesses for the municipality, ``quality`` for the region."""

    home: Workplace
    ward: Workplace
    clinic: Workplace
    mas: Workplace
    quality: Workplace
    patient: str


def build() -> Erring:
    """Make them in the present world; the patient is known to home nursing and has been on the ward."""
    places: Workplaces = workplaces.build()
    patient = workplaces.patient_at(places.ward, NAME)
    enrolled = facts.Enrolled(enrolment="h", form="home_nursing")
    log.append(patient, [Draft(enrolled, When.at(NOW))], places.home_nursing.author, expected=ANY)
    return Erring(
        places.home_nursing, places.ward, places.clinic,
        oversight(places.home_nursing, 7, "medicinskt ansvarig sjuksköterska"),
        oversight(places.ward, 8, "kvalitetsutvecklare"), patient,
    )  # fmt: skip


def oversight(place: Workplace, number: int, role: str) -> Workplace:
    """Somebody who answers for quality at a workplace's provider."""
    hsa_id = f"SE2321000016-S{number}"
    staff = people.add_staff(
        hsa_id, f"Person {number}", role, username=f"person{number}", password="relieve-17"
    )
    work = people.assign(staff, place.unit, role, ("followup",))
    return Workplace(place.unit, place.provider, staff, Author(hsa_id, work.id, place.unit, place.provider))


def opened(patient: str, reader: Reader) -> door.Opened:
    """The patient, opened."""
    found = door.open(patient, reader)
    assert isinstance(found, door.Opened)
    return found


def reported(
    of: Erring, *, harm: str = "none", about: str = "", by: Workplace | None = None, **told: str
) -> Deviation:
    """Home nursing reports something about the ward; not sent."""
    reader = (by or of.home).reader()
    said = Report(new_id(), told.pop("category", "notice_late"), about or of.ward.unit, harm, **told)
    return actions.report(opened(of.patient, reader), reader, said)


def sent(of: Erring, **told: Any) -> Deviation:
    """The same, sent."""
    one = reported(of, **told)
    return actions.send(one, of.home.reader(), seen=one.number)


def again(one: Deviation, reader: Reader) -> Deviation:
    """The deviation as somebody finds it now."""
    found = queries.one(one.pk, reader)
    assert found is not None
    return found
