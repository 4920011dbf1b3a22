"""What is known of a person: one value stands, the others are history, and the order of reading does not matter."""

from __future__ import annotations

from itertools import permutations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from helpers.worlds import World
from lindra.people import actions
from lindra.people import patients as identities
from lindra.people.details import (
    KINDS,
    Address,
    Birth,
    DetailValue,
    Language,
    Name,
    Protection,
    RegisterOptOut,
    Relative,
    Telecom,
)
from lindra.people.models import Detail
from lindra.people.patients import Person


def person(patient: str) -> Person:
    return identities.persons([patient])[patient]


def noted(patient: str, kind: str) -> list[tuple[str, bool]]:
    """Every value ever noted of a kind, oldest first, and whether it stands."""
    return list(
        Detail.objects.filter(patient_id=patient, kind=kind).order_by("id").values_list("value", "current")
    )


@pytest.fixture
def patient(world: World) -> str:
    return actions.new_patient()


def test_a_new_value_stands_and_the_old_is_history(patient: str) -> None:
    actions.note(patient, Name(given="Anna", family="Berg"), by="a")
    actions.note(patient, Name(given="Anna", family="Lind"), by="b")
    assert person(patient).name == "Anna Lind"
    assert [stands for _, stands in noted(patient, "name")] == [False, True]


def test_what_one_is_called_goes_before_the_given_name(patient: str) -> None:
    actions.note(patient, Name(given="Anna Maria", family="Berg", called="Maja"), by="a")
    assert person(patient).name == "Maja Berg"


def test_the_same_value_again_is_not_noted_twice(patient: str) -> None:
    for _ in range(3):
        actions.note(patient, Birth(date="1940", sex="female"), by="a", source="x", source_version="1")
    assert len(noted(patient, "birth")) == 1


def test_a_period_and_who_noted_it_are_kept(patient: str) -> None:
    home = Address(lines=("Storgatan 1",), postal_code="652 24", city="Karlstad", municipality="1780")
    actions.note(patient, home, by="SE-1", valid_from="2020-01-01", valid_to="2024-12-31", source="register")
    row = Detail.objects.get()
    assert (row.valid_from, row.valid_to) == ("2020-01-01", "2024-12-31")
    assert (row.recorded_by, row.source) == ("SE-1", "register")
    assert person(patient).municipality == "1780"


def test_another_period_is_another_row(patient: str) -> None:
    actions.note(patient, Name(given="Anna"), by="a")
    actions.note(patient, Name(given="Anna"), by="a", valid_from="2020-01-01")
    assert len(noted(patient, "name")) == 2


def test_values_of_one_kind_with_different_keys_stand_beside_each_other(patient: str) -> None:
    several = [
        Address(use="home", city="Karlstad"),
        Address(use="temp", city="Arvika"),
        Telecom(value="054-1"),
        Telecom(value="054-2", use="entry"),
        Language(code="fi", interpreter=True),
        Language(code="sv"),
        Relative(ref="r1", name="Bo Berg"),
        Relative(ref="r2", name="Eva Berg"),
    ]
    for value in several:
        actions.note(patient, value, by="a")
    known = person(patient)
    assert [value for values in known.details.values() for value in values] == several
    assert known.first(Address) == several[0]


VERSIONS = ["2024-01-01T00:00:00Z", "2024-06-01T00:00:00Z", "2025-01-01T00:00:00Z"]


@pytest.mark.parametrize("order", list(permutations(VERSIONS)))
def test_the_greatest_source_version_stands_whatever_the_order(patient: str, order: tuple[str, ...]) -> None:
    for version in order:
        actions.note(patient, Name(given=version), by="import", source="x", source_version=version)
    assert person(patient).name == VERSIONS[-1]
    assert len(noted(patient, "name")) == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(order=st.lists(st.sampled_from(VERSIONS), min_size=1, max_size=8))
def test_reading_the_same_files_again_changes_nothing(world: World, order: list[str]) -> None:
    patient = actions.new_patient()
    for version in order:
        actions.note(patient, Name(given=version), by="import", source="x", source_version=version)
    assert person(patient).name == max(order)
    assert len(noted(patient, "name")) == len(set(order))


def test_what_a_person_put_right_stands_over_the_version_it_put_right(patient: str) -> None:
    first = Name(given="Ana", family="Berg")
    actions.note(patient, first, by="import", source="x", source_version="2")
    actions.note(patient, Name(given="Anna", family="Berg"), by="SE-1")
    for late in (first, Name(given="An", family="Berg")):
        version = "2" if late is first else "1"
        actions.note(patient, late, by="import", source="x", source_version=version)
    assert person(patient).name == "Anna Berg"
    actions.note(patient, Name(given="Anne", family="Berg"), by="import", source="x", source_version="3")
    assert person(patient).name == "Anne Berg"


@pytest.mark.parametrize(
    ("value", "protected"),
    [
        (Protection(), False),
        (Protection(level="sekretessmarkering"), True),
        (Protection(level="skyddad_folkbokforing"), True),
    ],
)
def test_protection_is_known(patient: str, value: Protection, protected: bool) -> None:
    actions.note(patient, value, by="a")
    assert person(patient).protected is protected


def test_protection_that_is_lifted_no_longer_protects(patient: str) -> None:
    actions.note(patient, Protection(level="sekretessmarkering"), by="a")
    actions.note(patient, Protection(), by="a")
    assert person(patient).protected is False


def test_opting_out_of_quality_registers_is_known_and_can_be_taken_back(patient: str) -> None:
    assert person(patient).opted_out is False
    actions.note(patient, RegisterOptOut(opted_out=True), by="a")
    assert person(patient).opted_out is True
    actions.note(patient, RegisterOptOut(opted_out=False), by="a")
    assert person(patient).opted_out is False


def test_of_whom_nothing_is_known_everything_is_empty(patient: str) -> None:
    unknown = person(patient)
    assert (unknown.name, unknown.born, unknown.sex) == ("", "", "unknown")
    assert (unknown.municipality, unknown.number, unknown.protected) == ("", "", False)


@pytest.mark.parametrize("model", KINDS.values(), ids=KINDS)
def test_a_value_of_each_kind_is_read_back_as_it_was_noted(patient: str, model: type[DetailValue]) -> None:
    wanted = {"code": "sv", "opted_out": True, "ref": "r1"}
    value = model(**{name: wanted[name] for name, field in model.model_fields.items() if field.is_required()})
    actions.note(patient, value, by="a")
    assert person(patient).details == {model.kind: (value,)}


def test_a_field_that_no_kind_has_is_refused() -> None:
    with pytest.raises(ValidationError):
        Name(given="Anna", nickname="A")  # type: ignore[call-arg]


def test_many_persons_are_read_in_a_few_reads(world: World, django_reads: list[str]) -> None:
    with transaction.atomic():
        patients = [actions.new_patient() for _ in range(501)]
        for number, patient in enumerate(patients):
            actions.note(patient, Name(given=f"N{number}"), by="a")
            actions.identify(patient, "reserve", f"R{number}")
    django_reads.clear()
    found = identities.persons([*patients, "nobody"])
    assert len(django_reads) <= 6  # two or three for each five hundred
    assert [found[patient].name for patient in patients] == [f"N{number}" for number in range(501)]
    assert [found[patient].number for patient in patients] == [f"R{number}" for number in range(501)]
    assert found["nobody"] == Person("nobody")


def test_reading_nobody_reads_nothing(world: World, django_reads: list[str]) -> None:
    django_reads.clear()
    assert identities.persons([]) == {}
    assert django_reads == []
