"""Two providers, three units, and people who work there: the least in which access can be right or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lindra import clock
from lindra.areas import actions as areas
from lindra.people import actions as people
from lindra.people.details import Birth, Name
from lindra.people.models import Staff
from lindra.privacy.reader import Reader, named
from lindra.record import facts, log
from lindra.record.envelope import Author, When
from lindra.record.log import ANY, Draft

FIRST = date(2020, 1, 1)


@dataclass(frozen=True)
class Workplace:
    """A unit, its provider, and the one who works there."""

    unit: str
    provider: str
    staff: Staff
    author: Author

    def reader(self, purpose: str = "care") -> Reader:
        """The one who works there, for a purpose."""
        return named(self.staff.hsa_id, purpose)


@dataclass(frozen=True)
class Workplaces:
    """``ward`` and ``clinic`` belong to the region, ``home_nursing`` to the municipality."""

    ward: Workplace
    clinic: Workplace
    home_nursing: Workplace


def build() -> Workplaces:
    """Make them in the present world."""
    region = areas.add_provider(hsa_id="SE2321000016-P1", name="Norrviks region", kind="region", area="17")
    kommun = areas.add_provider(
        hsa_id="SE2120001868-P2", name="Norrviks kommun", kind="municipality", area="1780"
    )
    for provider in (region, kommun):
        areas.share_records(provider, FIRST)
    return Workplaces(
        ward=_workplace(region, "hospital_ward", "Avdelning 5", 1),
        clinic=_workplace(region, "primary_care", "Vårdcentralen", 2),
        home_nursing=_workplace(kommun, "home_nursing", "Hemsjukvården", 3),
    )


def _workplace(provider, kind, name, number):  # type: ignore[no-untyped-def]
    unit = areas.add_unit(
        hsa_id=f"SE2321000016-U{number}",
        name=name,
        kind=kind,
        municipality="1780",
        provider=provider,
        valid_from=FIRST,
    )
    staff = people.add_staff(f"SE2321000016-S{number}", f"Person {number}", "sjuksköterska", username=f"person{number}",
                             password="relieve-17")  # fmt: skip
    work = people.assign(staff, unit.id, "sjuksköterska", ("care", "followup", "extract", "admin"))
    return Workplace(unit.id, provider.id, staff, Author(staff.hsa_id, work.id, unit.id, provider.id))


def patient_at(place: Workplace, name: str = "Test Testsson", episode: str = "e1") -> str:
    """A patient with a stay at a workplace, which is a care relation."""
    patient = people.new_patient()
    given, family = name.split(" ", 1)
    people.note(patient, Name(given=given, family=family), by="test")
    people.note(patient, Birth(date="1940-05-17", sex="female"), by="test")
    when = When.at(clock.now() - timedelta(days=3))
    log.append(patient, [Draft(facts.Admitted(episode=episode), when)], place.author, expected=ANY)
    return patient
