"""A world in which much is held by others: two providers, social care, somebody on call, and patients of every sort."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from helpers import visitors, workplaces
from helpers.small_world import NUMBERS
from helpers.workplaces import FIRST, Workplace, Workplaces
from helpers.worlds import World, sqlite_world
from lindra import clock
from lindra.areas import actions as areas
from lindra.areas.models import Provider
from lindra.people import actions as people
from lindra.people.details import Birth, Name
from lindra.people.models import Staff
from lindra.privacy import actions
from lindra.record import facts, log
from lindra.record.envelope import Author, When
from lindra.record.facts import Code
from lindra.record.log import ANY, Draft

NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)  # three in the morning in Stockholm
PASSWORD = "relieve-17"
SECRETS = {
    "home_nursing": "Hemlighet Kornblixt",
    "clinic": "Hemlighet Norrsken",
    "social": "Hemlighet Tordön",
}
"""What each has written that others may or may not see."""


@dataclass
class Shared:
    """Who works where, and the patients by what they are there for."""

    places: Workplaces
    social: Workplace
    on_call: Workplace
    staff: dict[str, Staff] = field(default_factory=dict)
    patients: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def place(self, key: str) -> Workplace:
        """A workplace by its name."""
        return getattr(self.places, key, None) or getattr(self, key)


def build() -> Shared:
    """Make it in the present, empty world. The clock must stand at ``NOW``."""
    places = workplaces.build()
    shared = Shared(
        places,
        social=_beside(places.home_nursing, "other", "Hemtjänsten", "undersköterska", 4, "social"),
        on_call=_beside(places.ward, "other", "Läkarjouren", "läkare", 5),
    )
    for key in ("ward", "clinic", "home_nursing", "social", "on_call"):
        shared.staff[key] = shared.place(key).staff
    _patients(shared)
    return shared


def _beside(
    place: Workplace, kind: str, name: str, role: str, number: int, regime: str = "health"
) -> Workplace:
    """Another unit of the same provider, with somebody who works there."""
    unit = areas.add_unit(
        hsa_id=f"SE2321000016-U{number}", name=name, kind=kind, municipality="1780",
        provider=Provider.objects.get(pk=place.provider), valid_from=FIRST,
    )  # fmt: skip
    staff = people.add_staff(
        f"SE2321000016-S{number}", f"Person {number}", role, username=f"person{number}", password=PASSWORD
    )
    work = people.assign(staff, unit.id, role, ("care", "admin"), regime=regime)
    author = Author(
        staff.hsa_id, work.id, unit.id, place.provider, "social" if regime == "social" else "health"
    )
    return Workplace(unit.id, place.provider, staff, author)


def _patients(shared: Shared) -> None:
    """Each has a stay at the ward, and entries by the clinic, home nursing and home help."""
    keys = (
        "asked",
        "refused",
        "blocked",
        "blocked at home",
        "child",
        "only here",
        "keyboard",
        "clicks",
        "pages",
    )
    for number, key in enumerate(keys):
        patient = patient_of(shared, f"Ulla {key.title()}", number, child=key == "child")
        shared.patients[key] = patient
        if key != "only here":
            others_write(shared, patient)
    actions.note_attitude(shared.patients["refused"], "refuses", shared.places.ward.reader())
    actions.block(shared.patients["blocked"], "unit", shared.places.clinic.reader())
    actions.block(shared.patients["blocked"], "provider", shared.places.home_nursing.reader())
    actions.block(shared.patients["blocked at home"], "provider", shared.places.home_nursing.reader())
    nobody = people.new_patient()
    people.note(nobody, Name(given="Sven", family="Annanstans"), by="test")
    shared.patients["not here"], shared.numbers["not here"] = nobody, _numbers()[20]
    people.identify(nobody, "personnummer", shared.numbers["not here"])
    others_write(shared, nobody)


def _numbers() -> list[str]:
    return NUMBERS.read_text().split()[1:]


def patient_of(shared: Shared, name: str, number: int, *, child: bool = False) -> str:
    """A patient of the ward."""
    patient = workplaces.patient_at(shared.places.ward, name)
    if child:
        people.note(patient, Birth(date="2019-03-01", sex="female"), by="test")
    else:
        shared.numbers[name] = _numbers()[number]
        people.identify(patient, "personnummer", shared.numbers[name])
    return patient


def others_write(shared: Shared, patient: str) -> None:
    """Entries by the clinic of the same provider, by another provider, and by social care."""
    opening = {
        "clinic": facts.RelationOpened(relation="r"),
        "home_nursing": facts.Enrolled(enrolment="h", form="home_nursing"),
        "social": facts.Enrolled(enrolment="s", form="other"),
    }
    when = When.at(NOW - timedelta(days=20))
    for key, word in SECRETS.items():
        diagnosis = facts.Diagnosis(code=Code(text=word), ref=word)
        log.append(
            patient,
            [Draft(opening[key], when), Draft(diagnosis, when)],
            shared.place(key).author,
            expected=ANY,
        )


def standing(template: Path, home: Path) -> Iterator[tuple[World, Shared]]:
    """A copy of the empty template filled, with Django's connections pointed at it and the clock at ``NOW``."""
    clock.fix(NOW)
    try:
        with sqlite_world(template, home) as world:
            yield world, build()
    finally:
        clock.fix(None)


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    """Made once a file; a test that writes takes a patient of its own."""
    for _, made in standing(sqlite_template, tmp_path_factory.mktemp("sharing") / "home"):
        yield made


@pytest.fixture
def either_shared(either_world: World, clock_at: Callable[..., datetime]) -> Shared:
    """The same on each database, for one test."""
    clock_at(NOW)
    return build()


@pytest.fixture
def fresh(shared: Shared) -> Callable[..., str]:
    """``fresh()`` is a patient of the ward that nothing has been said of, with entries by everybody."""
    made = iter(range(len(shared.numbers) + len(shared.patients) + 10, 400))

    def make(*, child: bool = False) -> str:
        patient = workplaces.patient_at(shared.places.ward, f"Vera Färsk{next(made)}")
        if child:
            people.note(patient, Birth(date="2019-03-01", sex="female"), by="test")
        others_write(shared, patient)
        return patient

    return make


@pytest.fixture
def later(shared: Shared) -> Iterator[Callable[..., None]]:
    """``later(hours=12)`` moves the clock from ``NOW``; afterwards it stands there again."""
    yield lambda **past: clock.fix(NOW + timedelta(**past))
    clock.fix(NOW)


@pytest.fixture
def client(shared: Shared) -> Iterator[Callable[..., Client]]:
    """``client("ward")``: the browser of who works there, in Swedish unless told."""
    with visitors.watched():
        yield lambda place, language="sv": visitors.visitor(shared, place, language)  # type: ignore[arg-type]
