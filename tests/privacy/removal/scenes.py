"""Two who administer at one ward, one at another of the same region, and one of the municipality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from helpers import workplaces
from helpers.worlds import World
from lindra import clock
from lindra.people import actions as people
from lindra.privacy.reader import Reader, named
from lindra.privacy.removal.actions import Told
from lindra.record import facts, log, queries
from lindra.record.envelope import Event, When
from lindra.record.kinds import Fact
from lindra.record.log import ANY, Draft

NOW = "2026-06-15T03:00:00+02:00"
SECRET = "Kanariefågeln sjunger endast här 7319"


@dataclass(frozen=True)
class Scene:
    """The places, and readers for the purpose of administration."""

    world: World
    places: workplaces.Workplaces
    one: Reader
    other: Reader
    clinic: Reader
    municipal: Reader


def set_scene(world: World) -> Scene:
    """The workplaces, and a second person at the ward."""
    places = workplaces.build()
    ward = places.ward
    second = people.add_staff(
        "SE2321000016-S8", "Person 8", "Läkare", username="person8", password="relieve-17"
    )
    people.assign(second, ward.unit, "medicinskt ansvarig sjuksköterska", ("care", "admin"))
    return Scene(
        world, places, ward.reader("admin"), named(second.hsa_id, "admin"), places.clinic.reader("admin"),
        places.home_nursing.reader("admin"),
    )  # fmt: skip


def told(**other) -> Told:
    """A decision of the inspectorate."""
    made = {"decision": "3.4.1-17/2026", "authority": "ivo", "decided_on": date(2026, 6, 1), "scope": "part",
            "reason": "patient"} | other  # fmt: skip
    return Told(**made)


def write(
    patient: str, place: workplaces.Workplace, fact: Fact, *, corrects: str | None = None, days: float = 1
) -> str:
    """One entry by a workplace; returns its id."""
    when = When.at(clock.now() - timedelta(days=days))
    return log.append(patient, [Draft(fact, when, corrects)], place.author, expected=ANY).events[0]


def diagnosis(text: str = SECRET, ref: str = "d1") -> facts.Diagnosis:
    return facts.Diagnosis(code=facts.Code(code="X99", text=text), ref=ref)


def events(patient: str) -> list[Event]:
    return queries.events_of(patient)


def gone(patient: str) -> set[str]:
    """The entries of a patient that are empty."""
    return {event.id for event in events(patient) if event.payload is None}
