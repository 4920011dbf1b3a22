"""Who a patient is goes to ``people``: numbers that are checked, details with history, relatives; never payload."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import fhir.samples as fhir
from helpers.worlds import World
from lindra.people.details import Address, Birth, Civil, Language, Name, Protection, Relative, Telecom
from lindra.people.models import Detail, Link

VALID, OTHER = "189105139811", "189001019802"  # of the tax agency's test series
COORDINATION = "191401682396"


def numbered(rid: str, *values: str, system: str = fhir.PERSONNUMMER, **fields: object) -> fhir.Resource:
    return fhir.patient(rid, identifier=[{"system": system, "value": value} for value in values], **fields)


def read(tmp_path: Path, *resources: fhir.Resource) -> fhir.Result:
    """Import resources, one file each, as one more run."""
    run = len(list(tmp_path.iterdir()))
    return fhir.load(*(fhir.write(tmp_path / f"{run}/{n}.json", one) for n, one in enumerate(resources)))


@pytest.mark.parametrize(
    ("system", "value", "kept"),
    [
        ("urn:oid:1.2.752.129.2.1.3.1", VALID, ("personnummer", "", VALID)),
        ("http://electronichealth.se/identifier/personnummer", "18910513-9811", ("personnummer", "", VALID)),
        ("urn:oid:1.2.752.129.2.1.3.3", COORDINATION, ("samordningsnummer", "", COORDINATION)),
        ("http://electronichealth.se/identifier/samordningsnummer", COORDINATION,
         ("samordningsnummer", "", COORDINATION)),
        ("http://electronichealth.se/identifier/nationelltReservnummer", "98240301AA06",
         ("reserve", "", "98240301AA06")),
        ("http://hospital.example/mrn", "17", ("foreign", "http://hospital.example/mrn", "17")),
    ],
)  # fmt: skip
def test_a_number_is_kept_as_its_kind(
    world: World, tmp_path: Path, system: str, value: str, kept: tuple[str, str, str]
) -> None:
    assert read(tmp_path, numbered("anna", value, system=system)).complete
    assert fhir.who().identifiers == (kept,)


def test_a_number_that_is_not_valid_is_kept_as_foreign_and_told_without_saying_it(
    world: World, tmp_path: Path
) -> None:
    result = read(tmp_path, numbered("anna", "189105139812"))
    assert [cause for *_, cause in fhir.failed(result)] == [
        f"Patient/anna: not a valid number of {fhir.PERSONNUMMER}; kept as a foreign identifier"
    ]
    assert fhir.who().identifiers == (("foreign", fhir.PERSONNUMMER, "189105139812"),)
    assert result.told()["resources"]["Patient"]["stored"] == 1


def test_two_records_with_one_number_are_linked_not_merged(world: World, tmp_path: Path) -> None:
    result = read(tmp_path, numbered("anna", VALID), numbered("anna2", VALID))
    one, other = fhir.patients().values()
    assert one != other
    assert [{link.one_id, link.other_id} for link in Link.objects.all()] == [{one, other}]
    assert result.shared.entries == [{"resource": "Patient/anna2", "kind": "personnummer", "linked": True}]


def test_two_records_with_one_foreign_number_are_told_but_not_linked(world: World, tmp_path: Path) -> None:
    system = "http://hospital.example/mrn"
    result = read(tmp_path, numbered("anna", "17", system=system), numbered("berit", "17", system=system))
    assert Link.objects.count() == 0
    assert result.shared.entries == [{"resource": "Patient/berit", "kind": "foreign", "linked": False}]
    assert result.complete


@pytest.mark.parametrize("backwards", [False, True])
def test_a_number_that_was_corrected_is_no_longer_in_use(
    world: World, tmp_path: Path, backwards: bool
) -> None:
    wrong = numbered("anna", OTHER, meta={"lastUpdated": "2024-03-01T00:00:00Z"})
    right = numbered("anna", VALID, meta={"lastUpdated": "2024-03-02T00:00:00Z"})
    for one in (right, wrong) if backwards else (wrong, right):
        read(tmp_path, one)
    assert fhir.who().identifiers == (("personnummer", "", VALID),)


def test_records_that_say_they_are_one_person_are_linked_whichever_comes_first(
    world: World, tmp_path: Path
) -> None:
    link = [{"other": {"reference": "Patient/berit"}, "type": "seealso"}]
    assert read(tmp_path, fhir.patient(link=link)).unresolved_count == 1
    assert Link.objects.count() == 0
    assert read(tmp_path, fhir.patient("berit")).unresolved_count == 0
    assert Link.objects.count() == 1


FULL = fhir.patient(
    name=[
        {"use": "maiden", "family": "Före", "given": ["Anna"]},
        {"use": "official", "family": "Prov", "given": ["Maria", "Anna"],
         "_given": [None, {"extension": [{"url": "qualifier", "valueCode": "CL"}]}]},
    ],
    birthDate="1912-12",
    gender="female",
    address=[
        {"use": "old", "line": ["Gamla vägen 1"]},
        {"line": ["Nya vägen 2"], "postalCode": "90101", "city": "Umeå", "district": "Umeå", "country": "SE"},
    ],
    telecom=[{"system": "phone", "use": "mobile", "value": "070-174 06 05"}, {"use": "old", "value": "1"}],
    communication=[{"language": fhir.coded("finska", "fi", "urn:ietf:bcp:47"), "preferred": True}],
    maritalStatus=fhir.coded("Änka/änkling", "Ä"),
    multipleBirthInteger=2,
    contact=[{"relationship": [fhir.coded("son")], "name": {"text": "Nils Prov"}, "telecom": [{"value": "090-1"}]}],
    meta={"security": [{"code": "sekretessmarkering"}]},
)  # fmt: skip


def test_what_is_known_of_a_person_is_kept(world: World, tmp_path: Path) -> None:
    read(tmp_path, FULL)
    person = fhir.who()
    assert person.first(Name) == Name(given="Maria Anna", family="Prov", called="Anna")
    assert person.first(Birth) == Birth(date="1912-12", sex="female")
    assert person.details["address"] == (
        Address(lines=("Nya vägen 2",), postal_code="90101", city="Umeå", municipality="2480", country="SE"),
    )
    assert person.details["telecom"] == (Telecom(use="mobile", value="070-174 06 05"),)
    assert person.first(Language) == Language(code="fi", text="finska", preferred=True)
    assert person.first(Civil) == Civil(status="Änka/änkling", multiple_birth="2")
    assert person.first(Protection) == Protection(level="sekretessmarkering")
    assert person.first(Relative) == Relative(
        ref="Patient/anna#1", name="Nils Prov", relation="son", telecom=("090-1",)
    )


def test_what_a_later_version_no_longer_tells_is_history(world: World, tmp_path: Path) -> None:
    older = {**FULL, "meta": {**FULL["meta"], "lastUpdated": "2024-03-01T00:00:00Z"}}
    newer = fhir.patient(meta={"lastUpdated": "2024-03-02T00:00:00Z"})
    for order in ([older, newer], [newer, older]):
        for one in order:
            read(tmp_path, one)
        assert set(fhir.who().details) == {"name", "birth"}
    assert Detail.objects.filter(current=False, kind="telecom").count() == 1


def test_a_relative_is_a_detail_of_the_patient(world: World, tmp_path: Path) -> None:
    relative = fhir.resource(
        "RelatedPerson", "r", patient={"reference": "Patient/anna"}, relationship=[fhir.coded("dotter")],
        name=[{"given": ["Eva"], "family": "Prov"}],
    )  # fmt: skip
    result = read(tmp_path, fhir.patient(), relative)
    assert fhir.who().details["relative"] == (
        Relative(ref="RelatedPerson/r", name="Eva Prov", relation="dotter"),
    )
    assert result.told()["resources"]["RelatedPerson"] == {"read": 1, "stored": 1, "left": 0}


def test_names_of_patients_and_relatives_are_never_payload(world: World, tmp_path: Path) -> None:
    named = {"reference": "Patient/anna", "display": "Prov, Anna"}
    son = {"reference": "RelatedPerson/r", "display": "Nils Prov"}
    doctor = {"reference": "Practitioner/d", "display": "Doktor Ek"}
    given = fhir.observation(subject=named, performer=[named, son, doctor])
    given |= {"note": [{"text": "orolig"}]}
    read(tmp_path, fhir.patient(), given)
    text = json.dumps([event.payload for event in fhir.log_of()])
    assert "Doktor Ek" in text
    assert "Prov" not in text


@pytest.mark.parametrize(
    ("told", "when", "precision"),
    [
        ({"deceasedDateTime": "2024-03-07T03:00:00+01:00"}, "2024-03-07T02:00:00.000000Z", "second"),
        ({"deceasedDateTime": "2024-03-07"}, "2024-03-06T23:00:00.000000Z", "day"),
        ({"deceasedDateTime": "2024-07"}, "2024-06-30T22:00:00.000000Z", "month"),
        ({"deceasedDateTime": "2024"}, "2023-12-31T23:00:00.000000Z", "year"),
        ({"deceasedBoolean": True}, None, "unknown"),
    ],
)
def test_a_death_keeps_the_precision_it_is_known_with(
    world: World, tmp_path: Path, told: dict[str, object], when: str | None, precision: str
) -> None:
    read(tmp_path, fhir.patient(**told))
    died = fhir.chart().one("death")
    assert died is not None
    assert (died.occurred_from, died.precision) == (when, precision)


def test_who_is_not_said_to_be_dead_is_not(world: World, tmp_path: Path) -> None:
    read(tmp_path, fhir.patient(deceasedBoolean=False), fhir.encounter())
    assert fhir.chart().one("death") is None


def test_a_birth_date_with_a_time_is_refused_and_the_patient_with_it(world: World, tmp_path: Path) -> None:
    result = read(tmp_path, fhir.patient(birthDate="1912-12-12T00:00:00Z"), fhir.encounter())
    assert len(fhir.failed(result)) == 1
    assert "birth date" in fhir.failed(result)[0][2]
    assert [one["resource"] for one in result.parked] == ["fhir|Encounter/e1"]
