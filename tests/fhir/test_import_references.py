"""References resolve across files in any order; what waits is parked and tried again; what leads nowhere is listed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import fhir.samples as fhir
from helpers.worlds import World
from lindra.fhir import actions, parking


def read(tmp_path: Path, *resources: fhir.Resource, **how: Any) -> fhir.Result:
    """Import resources, one file each in this order, as one more run."""
    run = len(list(tmp_path.iterdir()))
    files = [fhir.write(tmp_path / f"{run}/{n}.json", one) for n, one in enumerate(resources)]
    return fhir.load(*files, **how)


def parked_lines(world: World) -> int:
    return sum(len(path.read_text().splitlines()) for path in (world.home / "parked").glob("*.ndjson"))


def test_a_resource_may_come_groups_before_its_patient(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "GROUP", 1)
    result = read(tmp_path, fhir.observation(), fhir.patient())
    assert result.complete
    assert result.told()["resources"]["Observation"] == {"read": 1, "stored": 1, "left": 0}
    assert len(fhir.stated("measures")) == 1
    assert parked_lines(world) == 0


def test_what_waits_is_parked_on_disk_and_done_by_a_later_run(either_world: World, tmp_path: Path) -> None:
    first = read(tmp_path, fhir.observation(), fhir.encounter())
    assert not first.complete
    assert [(one["resource"], one["file"], one["line"]) for one in first.parked] == [
        ("fhir|Observation/o1", "0.json", 1),
        ("fhir|Encounter/e1", "1.json", 1),
    ]
    assert {one["cause"] for one in first.parked} == {"Patient/anna has not been read"}
    assert parked_lines(either_world) == 2
    second = read(tmp_path, fhir.patient())
    assert second.complete
    assert second.parked == []
    assert second.told()["resources"]["Encounter"] == {"read": 1, "stored": 1, "left": 0}
    assert parked_lines(either_world) == 0
    assert len(fhir.stated("stays", part="admitted")) == 1


def test_what_waits_and_is_read_again_waits_once(world: World, tmp_path: Path) -> None:
    for _ in range(3):
        result = read(tmp_path, fhir.observation(), fhir.observation())
        assert result.parked_count == parked_lines(world) == 1
    done = read(tmp_path, fhir.patient()).told()
    assert done["resources"]["Observation"] == {"read": 1, "stored": 1, "left": 0}
    assert len(fhir.log_of()) == 1


def test_what_was_read_twice_while_it_waited_is_counted_twice(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "GROUP", 1)
    told = read(tmp_path, fhir.observation(), fhir.observation(), fhir.patient()).told()
    assert told["resources"]["Observation"] == {"read": 2, "stored": 2, "left": 0}


def test_a_parked_resource_remembers_what_its_bundle_called_its_patient(world: World, tmp_path: Path) -> None:
    given = fhir.by_uuid(fhir.observation())
    given["entry"][0]["resource"]["subject"] = {"reference": "http://a.example/fhir/Patient/anna"}
    read(tmp_path, given)
    read(tmp_path, fhir.bundle(fhir.patient(), url="http://a.example/fhir/"))
    assert len(fhir.log_of()) == 1


def test_a_damaged_parked_line_is_told_and_the_rest_is_done(world: World, tmp_path: Path) -> None:
    read(tmp_path, fhir.observation())
    (path,) = (world.home / "parked").glob("*.ndjson")
    path.write_text(path.read_text() + '{"file": "half')
    result = read(tmp_path, fhir.patient())
    assert [(file.split("/")[0], line) for file, line, _ in fhir.failed(result)] == [("parked", 2)]
    assert len(fhir.log_of()) == 1


def test_one_import_at_a_time(world: World, tmp_path: Path) -> None:
    with parking.Parking(world.home).held(), pytest.raises(parking.Busy):
        read(tmp_path, fhir.patient())
    assert read(tmp_path, fhir.patient()).complete


@pytest.mark.parametrize(
    "reference",
    ["Patient/anna", "Patient/anna/_history/2", "urn:uuid:anna", "https://any.example/r4/Patient/anna"],
)
def test_a_patient_is_found_by_any_form_of_pointer(world: World, tmp_path: Path, reference: str) -> None:
    read(tmp_path, fhir.patient(), fhir.observation(subject={"reference": reference}))
    assert len(fhir.log_of()) == 1


def test_a_full_url_stands_for_its_entry_whatever_the_id(world: World, tmp_path: Path) -> None:
    given = fhir.by_uuid(fhir.patient(), fhir.encounter(), fhir.observation())
    given["entry"][0]["fullUrl"] = "urn:uuid:0"
    given["entry"][1]["fullUrl"] = "urn:uuid:1"
    for entry in given["entry"][1:]:
        entry["resource"]["subject"]["reference"] = "urn:uuid:0"
    given["entry"][2]["resource"]["encounter"] = {"reference": "urn:uuid:1"}
    result = read(tmp_path, given)
    assert result.unresolved == []
    assert fhir.stated("measures")[0]["episode"] == fhir.stated("stays", part="admitted")[0]["episode"]


@pytest.mark.parametrize(
    "subject",
    [
        {"identifier": {"system": fhir.PERSONNUMMER, "value": "18910513-9811"}},
        {"reference": f"Patient?identifier={fhir.PERSONNUMMER}|189105139811"},
        {"reference": "#p"},
    ],
)
def test_a_patient_is_found_by_identifier_where_there_is_no_pointer(
    world: World, tmp_path: Path, subject: dict[str, Any]
) -> None:
    number = [{"system": fhir.PERSONNUMMER, "value": "189105139811"}]
    inside = [{"resourceType": "Patient", "id": "p", "identifier": number}]
    read(tmp_path, fhir.observation(subject=subject, contained=inside), fhir.patient(identifier=number))
    assert len(fhir.log_of()) == 1


def test_what_is_not_about_a_patient_is_left_with_the_reason(world: World, tmp_path: Path) -> None:
    about_a_place = fhir.observation("o1", subject={"reference": "Location/l"})
    about_nobody = fhir.observation("o2", subject={})
    told = read(tmp_path, about_a_place, about_nobody).told()
    assert told["left_reasons"]["Observation"] == {
        "about Location, not about a patient": 1,
        "names no patient": 1,
    }
    assert told["failed"] == []


def test_what_must_name_a_patient_and_does_not_is_faulty(world: World, tmp_path: Path) -> None:
    given = fhir.encounter()
    del given["subject"]
    result = read(tmp_path, given)
    assert fhir.failed(result) == [("0.json", 1, "Encounter/e1: it names no patient")]


def test_references_that_lead_nowhere_are_listed_with_their_place(world: World, tmp_path: Path) -> None:
    given = fhir.observation(
        encounter={"reference": "Encounter/gone"}, performer=[{"reference": "Practitioner/gone"}],
        derivedFrom=[{"reference": "urn:uuid:gone"}], specimen={"reference": "#gone"},
        device={"reference": "Device?identifier=1"},
    )  # fmt: skip
    result = read(tmp_path, fhir.patient(), given)
    assert result.complete
    assert [(one["path"], one["reference"]) for one in result.unresolved] == [
        ("Observation.derivedFrom", "urn:uuid:gone"),
        ("Observation.device", "Device?identifier=1"),
        ("Observation.encounter", "Encounter/gone"),
        ("Observation.performer", "Practitioner/gone"),
        ("Observation.specimen", "#gone"),
    ]


def test_a_listed_reference_is_struck_out_when_its_resource_comes(
    either_world: World, tmp_path: Path
) -> None:
    given = fhir.observation(
        encounter={"reference": "Encounter/e1"}, performer=[{"reference": "Practitioner/d"}],
        derivedFrom=[{"reference": "urn:uuid:o2"}],
    )  # fmt: skip
    assert read(tmp_path, fhir.patient(), given).unresolved_count == 3
    result = read(tmp_path, fhir.encounter(), fhir.observation("o2"), fhir.resource("Practitioner", "d"))
    assert result.unresolved == []


def test_a_file_belongs_to_the_patient_of_the_document_that_refers_to_it(
    world: World, tmp_path: Path
) -> None:
    file = fhir.resource("Binary", "b", contentType="text/plain", data="aGVq")
    document = fhir.resource(
        "DocumentReference", "d", "anna", status="current", content=[{"attachment": {"url": "Binary/b"}}]
    )
    assert read(tmp_path, file).parked[0]["cause"] == "no document read so far says whose it is"
    assert read(tmp_path, document, fhir.patient()).complete
    held = [event for event in fhir.log_of() if event.kind == "document_content"]
    assert [event.payload["data"] for event in held if event.payload] == ["aGVq"]
    assert len(fhir.stated("documents")) == 1


def test_an_order_says_in_the_end_which_medicine_it_is(either_world: World, tmp_path: Path) -> None:
    order = fhir.resource(
        "MedicationRequest", "mr", "anna", status="active", intent="order",
        medicationReference={"reference": "Medication/m"},
    )  # fmt: skip
    read(tmp_path, fhir.patient(), order)
    assert fhir.stated("medicines", part="ordered")[0]["code"] == {"text": "Medication/m"}
    for text in ("Morfin 5 mg", "Morfin 10 mg"):
        medicine = fhir.resource(
            "Medication", "m", code=fhir.coded(text, "N02AA01", "http://www.whocc.no/atc")
        )
        read(tmp_path, {**medicine, "meta": {"versionId": str(len(text))}})
    assert fhir.stated("medicines", part="ordered")[0]["code"] == {
        "code": "N02AA01",
        "system": "http://www.whocc.no/atc",
        "text": "Morfin 10 mg",
    }


def test_a_device_in_use_is_called_what_the_device_says(world: World, tmp_path: Path) -> None:
    used = fhir.resource("DeviceUseStatement", "u", "anna", status="active", device={"reference": "Device/d"})
    read(tmp_path, used, fhir.patient())
    assert "name" not in fhir.stated("devices")[0]
    read(tmp_path, fhir.resource("Device", "d", deviceName=[{"name": "Toalettstolsförhöjning"}]))
    assert fhir.stated("devices")[0]["name"] == "Toalettstolsförhöjning"


def test_two_systems_with_the_same_ids_are_kept_apart(world: World, tmp_path: Path) -> None:
    read(tmp_path, fhir.patient(), fhir.encounter())
    read(tmp_path, fhir.patient(name=[{"family": "Helt Annan"}]), fhir.encounter(), system="north")
    assert sorted(fhir.patients()) == ["anna", "north|Patient/anna"]
    assert fhir.stated("stays", part="admitted")[0]["episode"] == "Encounter/e1"
    assert fhir.stated("stays", "north|Patient/anna", "admitted")[0]["episode"] == "north|Encounter/e1"


def test_another_servers_patient_of_the_same_id_is_refused_not_merged(world: World, tmp_path: Path) -> None:
    read(tmp_path, fhir.bundle(fhir.patient(), url="http://a.example/"))
    other = fhir.bundle(fhir.patient(gender="male"), fhir.observation(), url="http://b.example/")
    result = read(tmp_path, other)
    assert [cause for *_, cause in fhir.failed(result)] == [
        "Patient/anna: http://a.example has another resource of that id: import each source with its own --system"
    ]
    assert [one["resource"] for one in result.parked] == ["fhir|Observation/o1"]
    assert "male" not in json.dumps(fhir.who().details, default=str).replace("female", "")
