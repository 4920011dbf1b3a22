"""A patient of municipal home nursing and a practice of the region, with nurses and physicians at both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from care.worked import LIMIT
from helpers import visitors, workplaces
from helpers.told import NOW
from helpers.workplaces import Workplaces
from helpers.worlds import World
from lindra.care.events.common import Clinician
from lindra.care.events.decisions import DeathExpected, LimitDecided
from lindra.forms import library
from lindra.people import actions as people
from lindra.people.models import Staff
from lindra.privacy import door
from lindra.privacy.door import Opened
from lindra.privacy.events import AttitudeNoted
from lindra.privacy.reader import Reader, named
from lindra.record import facts, log
from lindra.record.chart import Chart
from lindra.record.envelope import When
from lindra.record.kinds import Fact
from lindra.record.log import ANY, Draft

VERA, ULF, KARIM = "SE2120001868-V1", "SE2120001868-V2", "SE2321000016-V3"


def limit(name: str = "Vera Sjö", hsa_id: str = "", **other: Any) -> LimitDecided:
    """A limit of treatment that names a physician."""
    told: dict[str, Any] = {
        "treatment": "resuscitation", "decision": "withhold", "basis": ("illness",), "reason": "Hjärtat är svagt",
        "physician": Clinician(name=name, profession="physician", unit="Jouren", hsa_id=hsa_id),
        "consulted": Clinician(name="Maj Ek", profession="nurse"), "assessed": "in_person",
        "patient_told": "yes", "relatives_told": "yes", "told": "Att hjärtat är trött",
    }  # fmt: skip
    return LimitDecided.model_validate(told | other)


def expected(name: str = "Vera Sjö", hsa_id: str = "", known: str = "yes") -> DeathExpected:
    """Whether death is expected, decided by a physician."""
    physician = Clinician(name=name, profession="physician", hsa_id=hsa_id)
    return DeathExpected.model_validate(
        {"known": known, "physician": physician, "establishes": "Jourläkaren"}
    )


@dataclass
class Scene:
    """The workplaces, the patient, and who comes: ``nurse`` writes; ``vera``, ``ulf`` (home nursing) and ``karim``
    (the practice) are physicians, ``other`` is a nurse of the practice."""

    places: Workplaces
    patient: str
    staff: dict[str, Staff] = field(default_factory=dict)

    def reader(self, who: str, purpose: str = "care") -> Reader:
        return named(self.staff[who].hsa_id, purpose)

    def open(self, who: str = "nurse") -> Opened:
        found = door.open(self.patient, self.reader(who))
        assert isinstance(found, Opened)
        return found

    @property
    def chart(self) -> Chart:
        return self.open().chart

    def write(self, *told: Fact, signed: bool = False, patient: str = "", corrects: str | None = None) -> str:
        """What the nurse writes as one act; the act."""
        drafts = [Draft(fact, When.at(NOW), corrects=corrects, signed=signed) for fact in told]
        author = self.places.home_nursing.author
        done = log.append(patient or self.patient, drafts, author, expected=ANY)
        return next(one.act for one in self.open().history() if one.id == done.events[0])

    def client(self, who: str, language: str = "sv") -> Client:
        return visitors.visitor(self, who, language)  # type: ignore[arg-type]

    def fill_in(self, **sent: Any) -> None:
        """What the nurse writes with the form of a limit."""
        posted = {
            f"q:{path}": list(said) if isinstance(said, tuple) else said
            for path, said in (LIMIT | sent).items()
        }
        about = {"version": library.get("limit").version, "seen": str(self.open().seq)}
        answer = self.client("nurse").post(f"/patients/{self.patient}/forms/limit/", posted | about)
        assert answer.status_code == 302, answer.content.decode()


@pytest.fixture
def scene(world: World, clock_at: Callable[..., Any]) -> Iterator[Scene]:
    clock_at(NOW)
    places = workplaces.build()
    patient = workplaces.patient_at(places.home_nursing)
    made = Scene(places, patient, {"nurse": places.home_nursing.staff, "other": places.clinic.staff})
    for key, hsa_id, name, place in (
        ("vera", VERA, "Vera Sjö", places.home_nursing),
        ("ulf", ULF, "Ulf Dal", places.home_nursing),
        ("karim", KARIM, "Karim Nord", places.clinic),
    ):
        made.staff[key] = people.add_staff(hsa_id, name, "läkare", username=key, password="relieve-17")
        people.assign(made.staff[key], place.unit, "läkare", ("care", "followup"))
    for place in (places.clinic, places.home_nursing):
        consents = AttitudeNoted(provider=place.provider, attitude="consents")
        told = (facts.RelationOpened(relation=place.unit), consents)
        log.append(patient, [Draft(fact, When.at(NOW)) for fact in told], place.author, expected=ANY)
    with visitors.watched():
        yield made
