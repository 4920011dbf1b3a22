"""One id with several contents: which one stands does not depend on what was read first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fhir.samples as fhir
from helpers import worlds
from lindra.record import readings
from lindra.record.chart import fold
from lindra.record.queries import events_of


def version(given: fhir.Resource, updated: str = "", number: str = "") -> fhir.Resource:
    """The same resource with a version of its own."""
    meta = {"lastUpdated": updated} if updated else {}
    return {**given, "meta": {**meta, **({"versionId": number} if number else {})}}


OLD, NEW = "2024-03-02T00:00:00Z", "2024-03-03T00:00:00Z"


def pain(value: Any, updated: str = "", number: str = "") -> fhir.Resource:
    return version(fhir.observation(value=value), updated, number)


def both_ways(tmp_path: Path, *resources: fhir.Resource) -> list[list[Path]]:
    """Files with a patient and these resources, in order and in the opposite order."""
    files = [fhir.write(tmp_path / f"{number}.json", one) for number, one in enumerate(resources)]
    first = fhir.write(tmp_path / "patient.json", fhir.patient())
    return [[first, *files], [first, *reversed(files)]]


def test_the_same_content_again_changes_nothing(either_world: worlds.World, tmp_path: Path) -> None:
    file = fhir.write(tmp_path / "a.json", fhir.bundle(fhir.patient(), fhir.encounter(), fhir.observation()))
    fhir.load(file)
    before = [event.id for event in fhir.log_of()]
    again = fhir.load(file)
    assert [event.id for event in fhir.log_of()] == before
    assert again.superseded.count == 0
    assert again.told()["resources"]["Observation"] == {"read": 1, "stored": 1, "left": 0}


def test_the_same_content_written_otherwise_is_the_same(world: worlds.World, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"resourceType": "Patient", "id": "anna", "gender": "female"}')
    (tmp_path / "b.json").write_text('{"gender":"female",\n"id":"anna","resourceType":"Patient"}')
    assert fhir.load(tmp_path).superseded.count == 0


def test_a_number_with_other_digits_is_other_content(world: worlds.World, tmp_path: Path) -> None:
    fhir.write(tmp_path / "p.json", fhir.patient())
    (tmp_path / "a.json").write_text(json.dumps(pain(7)).replace("7,", "7.0,"))
    (tmp_path / "b.json").write_text(json.dumps(pain(7)).replace("7,", "7.00,"))
    assert fhir.load(tmp_path).superseded.count == 1


@pytest.mark.parametrize(
    ("loser", "winner"),
    [
        (pain(1, OLD), pain(2, NEW)),
        (pain(1, ""), pain(2, OLD)),
        (pain(1, "2024-03-02T23:30:00-05:00"), pain(2, "2024-03-03T05:00:00Z")),
        (pain(1, OLD, "9"), pain(2, OLD, "10")),
        (pain(1, OLD, "x9"), pain(2, OLD, "1")),
        (pain(1, NEW, "1"), pain(2, f"{NEW[:-1]}.5Z", "0")),
    ],
    ids=[
        "updated",
        "without time is lowest",
        "in UTC",
        "numeric version",
        "only numeric counts",
        "fractions",
    ],
)
def test_the_greatest_version_stands_whatever_came_first(
    world: worlds.World, tmp_path: Path, loser: fhir.Resource, winner: fhir.Resource
) -> None:
    for files in both_ways(tmp_path, loser, winner):
        fhir.load(*files)
        assert [one["value"]["number"] for one in fhir.stated("measures")] == ["2"]
    assert len(fhir.log_of()) == 2


def test_without_any_version_the_digest_decides(sqlite_template: Path, tmp_path: Path) -> None:
    found = []
    for number, files in enumerate(both_ways(tmp_path, pain(1), pain(2), pain(3))):
        with worlds.sqlite_world(sqlite_template, tmp_path / f"home{number}"):
            fhir.load(*files)
            found.append([one["value"]["number"] for one in fhir.stated("measures")])
    assert found[0] == found[1]


def test_a_superseded_version_is_history_and_listed(either_world: worlds.World, tmp_path: Path) -> None:
    for files in both_ways(tmp_path, pain(1, OLD), pain(2, NEW)):
        result = fhir.load(*files)
    listed = fhir.load(
        fhir.write(tmp_path / "third.json", pain(3, "2024-03-01T00:00:00Z"))
    ).superseded.entries
    assert result.superseded.count == 0
    assert [(one["resource"], one["file"], one["line"]) for one in listed] == [
        ("Observation/o1", "third.json", 1)
    ]
    assert listed[0]["in_force"].startswith("2024-03-03")
    assert listed[0]["history"].startswith("2024-03-01")
    assert [event.payload["value"]["number"] for event in fhir.log_of()] == ["1", "2", "3"]
    assert {event.corrects for event in fhir.log_of()} == {None, *(event.id for event in fhir.log_of()[:2])}


CHANGED: dict[str, list[fhir.Resource]] = {
    "the end goes": [
        version(fhir.encounter(), OLD),
        version(fhir.encounter(period={"start": "2024-03-01T10:00:00+01:00"}), NEW),
    ],
    "the end comes": [
        version(fhir.encounter(period={"start": "2024-03-01T10:00:00+01:00"}), OLD),
        version(fhir.encounter(), NEW),
    ],
    "another kind": [version(fhir.encounter(kind="AMB"), OLD), version(fhir.encounter(kind="IMP"), NEW)],
    "in error": [version(fhir.encounter(), OLD), version(fhir.encounter(status="entered-in-error"), NEW)],
    "not in error after all": [
        version(fhir.encounter(status="entered-in-error"), OLD),
        version(fhir.encounter(), NEW),
    ],
    "another patient": [version(fhir.encounter(about="berit"), OLD), version(fhir.encounter(), NEW)],
    "comes and goes": [
        version(fhir.encounter(), OLD),
        version(fhir.encounter(kind="AMB"), "2024-03-02T12:00:00Z"),
        version(fhir.encounter(period={"start": "2024-03-01T10:00:00+01:00"}), NEW),
    ],
    "not dead after all": [
        version(fhir.patient(deceasedDateTime="2024-03-07"), OLD),
        version(fhir.patient(name=[{"family": "Annan"}]), NEW),
    ],
}


@pytest.mark.parametrize("versions", CHANGED.values(), ids=CHANGED.keys())
def test_what_only_one_version_tells_stands_only_with_it(
    sqlite_template: Path, tmp_path: Path, versions: list[fhir.Resource]
) -> None:
    alone = [versions[-1]]
    found = []
    for number, some in enumerate([alone, versions, versions[::-1], [*versions[1:], versions[0]]]):
        with worlds.sqlite_world(sqlite_template, tmp_path / f"home{number}"):
            people = [
                fhir.patient("berit"),
                *([] if versions[0]["resourceType"] == "Patient" else [fhir.patient()]),
            ]
            for one, given in enumerate([*people, *some]):
                fhir.load(fhir.write(tmp_path / f"{number}-{one}.json", given))
            found.append(fhir.world_as_told())
            for patient in fhir.patients().values():
                assert readings.chart_of(patient) == fold(events_of(patient))
    assert found[1] == found[2] == found[3] == found[0]


def pool() -> list[fhir.Resource]:
    """Files with every oddity that could make the order matter."""
    medicine = {"medicationReference": {"reference": "Medication/m"}, "status": "active", "intent": "order"}
    document = {"status": "current", "date": "2024-03-03", "content": [{"attachment": {"url": "Binary/b"}}]}
    relative = {"patient": {"reference": "Patient/anna"}, "name": [{"text": "Nils Prov"}]}
    return [
        version(fhir.patient(identifier=[{"system": fhir.PERSONNUMMER, "value": "189105139811"}]), OLD),
        version(fhir.patient(telecom=[{"value": "070-1"}], deceasedDateTime="2024-04"), NEW),
        fhir.bundle(fhir.patient("berit"), version(fhir.encounter("e2", "berit"), OLD)),
        version(fhir.encounter("e2", "anna", "EMER"), NEW),
        version(fhir.encounter("e1"), OLD),
        version(fhir.encounter("e1", kind="AMB"), NEW),
        version(fhir.encounter("e1", status="entered-in-error"), "2024-03-02T12:00:00Z"),
        fhir.by_uuid(fhir.observation("o1", "anna", 1), fhir.observation("o2", "anna", 2)),
        fhir.bundle(
            fhir.observation("o1", "anna", 3), fhir.resource("MedicationRequest", "mr", "anna", **medicine)
        ),
        version({"resourceType": "Medication", "id": "m", "code": fhir.coded("Morfin", "N02AA01")}, OLD),
        version({"resourceType": "Medication", "id": "m", "code": fhir.coded("Morfin 5 mg", "N02AA01")}, NEW),
        fhir.resource("DocumentReference", "d", "anna", **document),
        {"resourceType": "Binary", "id": "b", "contentType": "text/plain", "data": "aGVq"},
        version({"resourceType": "RelatedPerson", "id": "r", **relative}, NEW),
        version({"resourceType": "RelatedPerson", "id": "r", "patient": {"reference": "Patient/berit"}}, OLD),
        fhir.resource("Observation", "o3", "nobody", status="final", code=fhir.coded("Pain")),
    ]


def told_of(template: Path, home: Path, runs: list[list[fhir.Resource]]) -> fhir.Resource:
    """What a fresh world knows after some runs, a file for each document."""
    with worlds.sqlite_world(template, home):
        for number, documents in enumerate(runs):
            fhir.load(
                *(fhir.write(home / f"in/{number}-{n:02}.json", one) for n, one in enumerate(documents))
            )
        return fhir.world_as_told()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(order=st.permutations(range(len(pool()))), cuts=st.sets(st.integers(1, len(pool()) - 1), max_size=3))
def test_shuffled_files_in_any_number_of_runs_give_the_same_charts(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, order: list[int], cuts: set[int]
) -> None:
    documents = pool()
    home = tmp_path_factory.mktemp("shuffled")
    expected = told_of(sqlite_template, home / "a", [documents])
    shuffled = told_of(sqlite_template, home / "b", fhir.chunks([documents[n] for n in order], cuts))
    assert shuffled == expected
    assert expected["anna"]["counts"]["medicine_ordered"] == 1
