"""A region and two municipalities with everything the Monday page counts, and how many there are of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from discharge.deviations import erring
from lindra import clock
from lindra.areas import actions as areas
from lindra.care.events.common import Clinician
from lindra.care.events.plan import SECTIONS, PlanConfirmed
from lindra.care.events.situation import ConversationHeld, NeedIdentified
from lindra.care.homes.models import HomeAgreement, HomeHeld
from lindra.discharge import actions as messages
from lindra.discharge.deviations import actions as deviations
from lindra.discharge.deviations.actions import Report
from lindra.discharge.events.messages import AdmissionNotice
from lindra.ids import new_id
from lindra.people import actions as people
from lindra.people.details import Birth, Name
from lindra.people.models import Staff
from lindra.privacy.reader import Reader, named
from lindra.record import facts, log
from lindra.record.envelope import Author, When
from lindra.record.kinds import Fact
from lindra.record.log import ANY, Draft
from lindra.registry.events import DeathReported

NOW = datetime(2026, 6, 15, 5, 30, tzinfo=UTC)  # a Monday, half past seven in Stockholm
FIRST = date(2020, 1, 1)
PASSWORD = "relieve-17"
NURSE = Clinician(name="Eva Ek", profession="nurse", unit="Hemsjukvården")
PHYSICIAN = Clinician(name="Per Ås", profession="physician", unit="Vårdcentralen")
SECRET = "Vendela Skogsduva"
"""A name that stands nowhere else: one who lacks both, in the first municipality."""
REPORT: dict[str, Any] = {
    "place": "own_home_general", "diseases": ("cancer",), "expected": "yes", "forensic": "no", "mouth": "yes",
    "arrived": date(2026, 5, 1), "answered_by": "several", "profession": "nurse",
}  # fmt: skip


@dataclass
class Unit:
    """A unit, its provider, and who writes there in care."""

    id: str
    provider: str
    author: Author
    staff: Staff

    @property
    def care(self) -> Reader:
        """Who works there."""
        return named(self.staff.hsa_id, "care")


@dataclass
class County:
    """Units and people by name."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Staff] = field(default_factory=dict)
    patients: dict[str, str] = field(default_factory=dict)

    def reader(self, who: str) -> Reader:
        """One of those who govern."""
        return named(self.people[who].hsa_id, "admin" if who in ("manager", "council") else "followup")


LACKS = {"neither": 2, "no_plan": 1, "no_talk": 1}
OF = 5
"""In the first municipality: who lacks what, of how many who should have both."""


def build() -> County:
    """Make it in the present, empty world; the clock must stand at :data:`NOW`."""
    assert clock.now() == NOW, "stop the clock first"
    made = County()
    _organisation(made)
    _needing(made)
    _dead(made)
    _notices(made)
    _deviations(made)
    _hours(made)
    return made


def _organisation(made: County) -> None:
    named_so = (
        ("region", "Norrviks region", "region", "17"), ("first", "Norrviks kommun", "municipality", "1780"),
        ("second", "Söderviks kommun", "municipality", "1781"),
    )  # fmt: skip
    providers = {
        key: areas.add_provider(hsa_id=f"SE000000{area:0>4}-0000", name=name, kind=kind, area=area)
        for key, name, kind, area in named_so
    }
    for one in providers.values():
        areas.share_records(one, FIRST)
    units = (
        ("ward", "hospital_ward", "Avdelning 5", "region", "1780"),
        ("home", "home_nursing", "Hemsjukvården", "first", "1780"),
        ("care_home", "care_home", "Älvgården", "first", "1780"),
        ("other", "home_nursing", "Hemsjukvården i Södervik", "second", "1781"),
        ("council_office", "other", "Länets vårdråd", "region", "1780"),
    )
    for number, (key, kind, name, provider, municipality) in enumerate(units, 1):
        owner = providers[provider]
        unit = areas.add_unit(hsa_id=f"SE0000001700-U{number}", name=name, kind=kind, municipality=municipality,
                              provider=owner, valid_from=FIRST)  # fmt: skip
        staff = people.add_staff(f"SE0000001700-S{number}", f"Sjuksköterska {number}", "Sjuksköterska",
                                 username=f"nurse{number}", password=PASSWORD)  # fmt: skip
        work = people.assign(staff, unit.id, "nurse", ("care",), valid_from="2020-01-01")
        made.units[key] = Unit(unit.id, owner.id, Author(staff.hsa_id, work.id, unit.id, owner.id), staff)
    govern = (
        ("mas", "home", "lead", "followup"), ("other_mas", "other", "lead", "followup"),
        ("quality", "ward", "quality", "followup"), ("manager", "home", "manager", "admin"),
        ("council", "council_office", "council", "admin"),
    )  # fmt: skip
    for number, (key, unit_key, role, purpose) in enumerate(govern, 1):
        staff = people.add_staff(
            f"SE0000001700-G{number}",
            f"Ansvarig {number}",
            role,
            username=key.replace("_", ""),
            password=PASSWORD,
        )
        people.assign(staff, made.units[unit_key].id, role, (purpose,), valid_from="2020-01-01")
        made.people[key] = staff


def ago(days: float) -> datetime:
    """An instant so many days before now."""
    return NOW - timedelta(days=days)


def person(made: County, key: str, unit: str, *told: tuple[float, Fact], name: str = "") -> str:
    """Somebody enrolled at a unit since 100 days, and what was written of them there."""
    patient = people.new_patient()
    given, _, family = (name or f"{key.title()} Test").partition(" ")
    people.note(patient, Name(given=given, family=family), by="test")
    people.note(patient, Birth(date="1940-05-17", sex="female"), by="test")
    enrolled = (100.0, facts.Enrolled(enrolment=f"h-{key}", form="home_nursing"))
    home = (101.0, facts.Moved(to="own_home", municipality="1780"))
    write(made, patient, unit, home, enrolled, *told)
    made.patients[key] = patient
    return patient


def write(made: County, patient: str, unit: str, *told: tuple[float, Fact]) -> None:
    """Entries of a unit, each so many days ago."""
    drafts = [Draft(fact, When.at(ago(days))) for days, fact in told]
    log.append(patient, drafts, made.units[unit].author, expected=ANY)


NEED = NeedIdentified(how="clinical_judgement")
TALK = ConversationHeld(form="turning_point", led_by=PHYSICIAN, took_part=("patient",))


def confirmed(made: County, key: str, unit: str, days: float) -> None:
    """The whole plan confirmed so many days ago, by who had seen everything there is of the patient."""
    patient = made.patients[key]
    write(
        made, patient, unit, (days, PlanConfirmed(sections=SECTIONS, by=NURSE, seen={patient: 99}, phase=""))
    )


def _needing(made: County) -> None:
    person(made, "both lacking", "home", (40, NEED), name=SECRET)
    person(made, "new", "home", (2, NEED))
    person(made, "talked", "home", (30, NEED), (20, TALK))
    person(made, "planned", "home", (30, NEED))
    confirmed(made, "planned", "home", 300)
    person(made, "whole", "home", (30, NEED), (20, TALK))
    confirmed(made, "whole", "home", 1)
    person(made, "well", "home")
    for key in ("elsewhere one", "elsewhere two", "elsewhere three"):
        person(made, key, "other", (30, NEED))


def _dead(made: County) -> None:
    for key, unit, days in (
        ("long dead", "home", 60),
        ("just dead", "home", 2),
        ("reported", "home", 40),
        ("dead there", "other", 3),
    ):
        person(made, key, unit, (days, facts.Died(expected="yes")))
    write(made, made.patients["reported"], "home", (20, DeathReported(**REPORT)))


def _notices(made: County) -> None:
    """Of the first municipality's people one notice late and one in time; of the second's one late."""
    for key, to, since in (("whole", "home", 3.0), ("well", "home", 0.5), ("elsewhere one", "other", 2.5)):
        patient = made.patients[key]
        write(made, patient, "ward", (since, facts.Admitted(episode=f"e-{key}")))
        ward = made.units["ward"].care
        here = erring.opened(patient, ward)
        notice = AdmissionNotice(
            ref=new_id(), episode=f"e-{key}", to=(made.units[to].id,), needs=("municipal_health",),
            admitted=ago(since), estimate=clock.today() + timedelta(days=2),
        )  # fmt: skip
        messages.send(here, ward, notice, expected=here.seq)


def _deviations(made: County) -> None:
    for unit, key, send in (
        ("home", "whole", False),
        ("home", "well", True),
        ("other", "elsewhere one", False),
    ):
        reader = made.units[unit].care
        said = Report(new_id(), "notice_late", made.units["ward"].id, "none")
        one = deviations.report(erring.opened(made.patients[key], reader), reader, said)
        if send:
            deviations.send(one, reader, seen=one.number)


def _hours(made: County) -> None:
    """The first care home held ten of the hours agreed in May; its home nursing has nothing agreed."""
    said = {"by": "test", "at": "2026-01-01T08:00:00.000000Z"}
    HomeAgreement.objects.create(
        unit=made.units["care_home"].id, physician="Per Ås", practice="Vårdcentralen", hours=Decimal(4),
        first_day=date(2026, 1, 1), **said,
    )  # fmt: skip
    HomeHeld.objects.create(
        unit=made.units["care_home"].id, day=date(2026, 5, 12), hours=Decimal(10), kind="round", **said
    )
