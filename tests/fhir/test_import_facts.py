"""Each FHIR type becomes typed facts in the record's own words, with nothing made up and no number rounded."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import fhir.samples as fhir
from helpers.worlds import World
from lindra.fhir import rules
from lindra.fhir.mapping import MAPPERS, Untyped
from lindra.record import log
from lindra.record.envelope import stamp
from lindra.record.kinds import KINDS, SLOTS, Refused


def only(given: fhir.Resource, **scope: Any) -> dict[str, Any]:
    """The payload of the one fact that a resource tells."""
    (item,) = fhir.tell(given, **scope).values()
    return item.fact.dump()


def test_a_stay_is_an_admission_and_a_discharge() -> None:
    given = fhir.encounter(
        type=[fhir.coded("Hospital admission", "32485007")], reasonCode=[fhir.coded("Dyspné")],
        participant=[
            {"type": [fhir.coded("läkare")], "individual": {"reference": "Practitioner/d", "display": "Doktor Ek"}}
        ],
        serviceProvider={"reference": "Organization/o"},
        hospitalization={"dischargeDisposition": fhir.coded("Home", "home")},
    )  # fmt: skip
    told = fhir.tell(given)
    assert told["admitted"].fact.dump() == {
        "episode": "Encounter/e1",
        "reasons": [{"text": "Dyspné"}],
        "types": [{"code": "32485007", "system": "http://snomed.info/sct", "text": "Hospital admission"}],
        "actors": [
            {"role": "läkare", "reference": "Practitioner/d", "name": "Doktor Ek"},
            {"role": "provider", "reference": "Organization/o"},
        ],
    }
    assert told["discharged"].fact.dump() == {
        "episode": "Encounter/e1",
        "to": "own_home",
        "disposition": {"code": "home", "system": "http://snomed.info/sct", "text": "Home"},
    }
    assert [stamp(told[name].when.start) for name in ("admitted", "discharged")] == [
        "2024-03-01T09:00:00.000000Z",
        "2024-03-06T11:00:00.000000Z",
    ]


@pytest.mark.parametrize("kind", ["IMP", "ACUTE", "NONAC"])
def test_the_inpatient_classes_are_stays(kind: str) -> None:
    assert list(fhir.tell(fhir.encounter(kind=kind))) == ["admitted", "discharged"]


@pytest.mark.parametrize(
    ("kind", "form"),
    [("EMER", "emergency"), ("AMB", "outpatient"), ("HH", "home_visit"), ("VR", "video"), ("SS", "day_care"),
     ("FLD", "other"), ("SNF", "other"), ("", "other")],
)  # fmt: skip
def test_every_other_class_is_a_contact_of_its_form(kind: str, form: str) -> None:
    assert only(fhir.encounter(kind=kind))["form"] == form


def test_a_class_that_no_form_tells_is_kept_among_the_types() -> None:
    given = fhir.encounter(**{"class": {"code": "SNF", "display": "skilled nursing facility"}})
    assert only(given)["types"] == [{"code": "SNF", "text": "skilled nursing facility"}]


def test_a_virtual_contact_on_the_telephone_is_one() -> None:
    assert only(fhir.encounter(kind="VR", type=[fhir.coded("x", "185317003")]))["form"] == "telephone"


def test_a_palliative_contact_is_marked() -> None:
    assert only(fhir.encounter(kind="AMB", serviceType=fhir.coded("Palliative care", "103735009")))[
        "palliative"
    ]
    assert "palliative" not in only(fhir.encounter(kind="AMB"))


def test_the_end_of_a_stay_that_goes_on_is_an_expectation() -> None:
    assert list(fhir.tell(fhir.encounter(status="in-progress"))) == ["admitted"]


@pytest.mark.parametrize("status", ["planned", "cancelled"])
def test_a_stay_that_has_not_come_about_is_no_admission(status: str) -> None:
    told = only(fhir.encounter(status=status))
    assert (told["form"], told["status"]) == ("stay", status)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ({"valueQuantity": {"value": Decimal("7.10"), "unit": "mmol/L"}}, {"number": "7.10", "unit": "mmol/L"}),
        ({"valueQuantity": {"value": 3, "code": "kg", "comparator": "<"}},
         {"number": "3", "unit": "kg", "comparator": "<"}),
        ({"valueInteger": 0}, {"number": "0"}),
        ({"valueBoolean": False}, {"yes": False}),
        ({"valueString": "illa"}, {"text": "illa"}),
        ({"valueCodeableConcept": fhir.coded("svår", "24484000")},
         {"code": {"code": "24484000", "system": "http://snomed.info/sct", "text": "svår"}}),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}, {"text": "1/128"}),
        ({"valueRange": {"low": {"value": 1, "unit": "h"}, "high": {"value": 2, "unit": "h"}}}, {"text": "1 h–2 h"}),
        ({"valueDateTime": "2024-03"}, {"text": "2024-03"}),
    ],
)  # fmt: skip
def test_a_measured_value_is_kept_as_it_was(value: dict[str, Any], kept: dict[str, Any]) -> None:
    given = fhir.observation()
    del given["valueQuantity"]
    assert only(given | value)["value"] == kept


def test_a_decimal_keeps_its_digits_from_file_to_log(world: World, tmp_path: Path) -> None:
    text = json.dumps(fhir.bundle(fhir.patient(), fhir.observation())).replace('"value": 7', '"value": 0.10')
    (tmp_path / "a.json").write_text(text)
    fhir.load(tmp_path / "a.json")
    assert fhir.stated("measures")[0]["value"]["number"] == "0.10"


def test_parts_gaps_and_ties_of_a_measurement_are_kept() -> None:
    given = fhir.observation(
        category=[fhir.coded("x", "vital-signs", "http://terminology.hl7.org/CodeSystem/observation-category")],
        component=[
            {"code": fhir.coded("systoliskt"), "valueQuantity": {"value": 120}},
            {"code": fhir.coded("diastoliskt"), "dataAbsentReason": fhir.coded("x", "error")},
        ],
        dataAbsentReason=fhir.coded("Unknown", "unknown"), hasMember=[{"reference": "Observation/o2"}],
        derivedFrom=[{"reference": "QuestionnaireResponse/q"}], encounter={"reference": "Encounter/e1"},
        referenceRange=[{"low": {"value": 1}, "high": {"value": 2}}],
    )  # fmt: skip
    del given["valueQuantity"]
    told = only(given)
    assert told["components"] == [
        {"code": {"text": "systoliskt"}, "value": {"number": "120"}},
        {"code": {"text": "diastoliskt"}, "absent": "error"},
    ]
    assert (told["absent"], told["category"], told["episode"]) == ("unknown", "vital-signs", "Encounter/e1")
    assert (told["members"], told["derived_from"]) == (["Observation/o2"], ["QuestionnaireResponse/q"])
    assert told["ranges"] == [{"low": {"number": "1"}, "high": {"number": "2"}}]
    assert "value" not in told


def test_the_same_in_several_code_systems_is_kept_with_the_chosen_first() -> None:
    concept = {
        "coding": [{"system": "a", "code": "1"}, {"system": "b", "code": "2", "userSelected": True}],
        "text": "t",
    }
    told = only(fhir.resource("Condition", "c", "anna", code=concept))
    assert (told["code"], told["others"]) == (
        {"code": "2", "system": "b", "text": "t"},
        [{"code": "1", "system": "a"}],
    )


def test_a_condition_runs_from_onset_to_abatement() -> None:
    given = fhir.resource(
        "Condition", "c", "anna", code=fhir.coded("KOL", "13645005"), clinicalStatus=fhir.coded("", "resolved"),
        verificationStatus=fhir.coded("", "confirmed"), onsetDateTime="2020", abatementDateTime="2021-05-03",
        recordedDate="2020-02-02", note=[{"text": "ett"}, {"text": "två", "time": "2020-03"}],
    )  # fmt: skip
    item = fhir.tell(given)["diagnosis"]
    assert (stamp(item.when.start), stamp(item.when.end), item.when.precision) == (
        "2019-12-31T23:00:00.000000Z", "2021-05-02T22:00:00.000000Z", "year",
    )  # fmt: skip
    told = item.fact.dump()
    assert (told["status"], told["verification"], told["note"]) == (
        "resolved",
        "confirmed",
        "ett\n\n2020-03 två",
    )


def test_a_condition_without_onset_is_dated_by_when_it_was_recorded() -> None:
    item = fhir.tell(fhir.resource("Condition", "c", "anna", recordedDate="2020-02-02"))["diagnosis"]
    assert stamp(item.when.start) == "2020-02-01T23:00:00.000000Z"


DOSAGE = [{"timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}}, "asNeededBoolean": True,
           "doseAndRate": [{"doseQuantity": {"value": 5, "unit": "mg"}}], "route": fhir.coded("oralt")}]  # fmt: skip


def order(**fields: Any) -> fhir.Resource:
    told = {"status": "active", "intent": "order", "medicationCodeableConcept": fhir.coded("Morfin"),
            "authoredOn": "2024-03-01", "dosageInstruction": DOSAGE}  # fmt: skip
    return fhir.resource("MedicationRequest", "m", "anna", **{**told, **fields})


def test_an_order_says_what_how_and_whether_as_needed() -> None:
    told = only(order(requester={"display": "Doktor Ek"}, reasonReference=[{"reference": "Condition/c"}]))
    assert told == {
        "order": "MedicationRequest/m",
        "code": {"text": "Morfin"},
        "as_needed": True,
        "dosage": "5 mg, 3 × / 1 d",
        "route": "oralt",
        "status": "active",
        "intent": "order",
        "based_on": ["Condition/c"],
        "actors": [{"role": "requester", "name": "Doktor Ek"}],
    }


def test_a_stopped_order_ends_when_its_dosage_says_and_else_only_by_status() -> None:
    bounds = [{"timing": {"repeat": {"boundsPeriod": {"start": "2024-03-01", "end": "2024-03-09"}}}}]
    told = fhir.tell(order(status="stopped", dosageInstruction=bounds, statusReason=fhir.coded("biverkan")))
    assert told["medicine_stopped"].fact.dump() == {"order": "MedicationRequest/m", "reason": "biverkan"}
    assert stamp(told["medicine_stopped"].when.start) == "2024-03-08T23:00:00.000000Z"
    assert list(fhir.tell(order(status="stopped"))) == ["medicine_ordered"]
    assert list(fhir.tell(order(status="active", dosageInstruction=bounds))) == ["medicine_ordered"]


@pytest.mark.parametrize("fields", [{"intent": "proposal"}, {"intent": "plan"}, {"status": "draft"}])
def test_a_medicine_only_proposed_is_not_ordered(fields: dict[str, str]) -> None:
    assert list(fhir.tell(order(**fields))) == ["service_requested"]


def test_a_contained_medicine_is_named() -> None:
    given = order(
        medicationReference={"reference": "#m"},
        contained=[{"resourceType": "Medication", "id": "m", "code": fhir.coded("Morfin 5 mg")}],
    )
    del given["medicationCodeableConcept"]
    assert only(given)["code"] == {"text": "Morfin 5 mg"}


def test_an_order_that_names_no_medicine_is_refused() -> None:
    given = order()
    del given["medicationCodeableConcept"]
    with pytest.raises(Untyped, match="names no medicine"):
        fhir.tell(given)


def test_a_form_is_kept_verbatim_question_by_question() -> None:
    items = [
        {"linkId": "1", "text": "Smärta?", "answer": [
            {"valueCoding": {"code": "2", "display": "Ja"},
             "item": [{"linkId": "1.1", "answer": [{"valueDecimal": 7}]}]},
        ]},
        {"linkId": "2", "item": [{"linkId": "2.1", "answer": [{"valueBoolean": False}, {"valueString": "nej"}]}]},
    ]  # fmt: skip
    given = fhir.resource(
        "QuestionnaireResponse", "q", "anna", status="completed", questionnaire="IPOS|2", item=items
    )
    assert only(given) == {
        "ref": "QuestionnaireResponse/q",
        "status": "completed",
        "questionnaire": "IPOS|2",
        "items": [
            {"link": "1", "text": "Smärta?", "answers": [
                {"value": {"code": {"code": "2", "text": "Ja"}},
                 "items": [{"link": "1.1", "answers": [{"value": {"number": "7"}}]}]},
            ]},
            {"link": "2", "items": [
                {"link": "2.1", "answers": [{"value": {"yes": False}}, {"value": {"text": "nej"}}]},
            ]},
        ],
    }  # fmt: skip


def test_a_documents_texts_and_files_stand_beside_it() -> None:
    wish = "<div>Jag vill dö hemma.</div>"
    given = fhir.resource(
        "Composition", "c", "anna", status="final", type=fhir.coded("Vårdplan"), date="2024-03-01", title="Plan",
        section=[
            {"title": "Önskan", "text": {"div": wish}, "entry": [{"reference": "Goal/g"}], "section": [
                {"extension": [{"url": "x", "extension": [{"url": "Clause", "valueMarkdown": "md"}]}]},
            ]},
        ],
    )  # fmt: skip
    told = fhir.tell(given)
    (section,) = told["document_noted"].fact.dump()["sections"]
    digest = hashlib.sha256(wish.encode()).hexdigest()
    assert (section["title"], section["entries"], section["sha256"]) == ("Önskan", ["Goal/g"], digest)
    content = told["document_content:section 1"].fact.dump()
    assert (content["text"], content["sha256"], content["ref"]) == (wish, digest, "Composition/c")
    assert told["document_content:section 1.1"].fact.dump()["text"] == "md"


def test_an_attached_file_is_kept_with_size_and_digest() -> None:
    data = base64.b64encode(b"hej").decode()
    given = fhir.resource(
        "DocumentReference", "d", "anna", status="current",
        content=[{"attachment": {"contentType": "text/plain", "data": data, "title": "Brev"}}],
    )  # fmt: skip
    told = fhir.tell(given)
    (attachment,) = told["document_noted"].fact.dump()["attachments"]
    assert (attachment["size"], attachment["sha256"]) == (3, hashlib.sha256(b"hej").hexdigest())
    assert told["document_content:attachment 1"].fact.dump()["data"] == data


def test_data_that_are_not_base64_are_refused() -> None:
    content = [{"attachment": {"data": "%%%"}}]
    with pytest.raises(Untyped, match="base64"):
        fhir.tell(fhir.resource("DocumentReference", "d", "anna", content=content))


def test_whom_the_patient_lets_decide_is_a_directive_with_a_reference() -> None:
    given = fhir.resource(
        "Consent", "c", patient={"reference": "Patient/anna"}, status="active", scope=fhir.coded("Framtidsfullmakt"),
        category=[fhir.coded("acd")], dateTime="2024-03-01",
        provision={"type": "permit", "actor": [
            {"role": fhir.coded("ombud"), "reference": {"reference": "RelatedPerson/r", "display": "Eva Prov"}}]},
    )  # fmt: skip
    told = only(given)
    assert (told["code"], told["decision"]) == ({"text": "Framtidsfullmakt"}, "permit")
    assert told["agents"] == [{"role": "ombud", "reference": "RelatedPerson/r"}]


ABOUT = {"patient": {"reference": "Patient/anna"}}
SUBJECT = {"subject": {"reference": "Patient/anna"}}
CODE = {"code": fhir.coded("x")}
SIMPLEST: dict[str, tuple[fhir.Resource, str]] = {
    "AdverseEvent": ({**SUBJECT, "actuality": "actual"}, "harm_noted"),
    "AllergyIntolerance": ({**ABOUT, **CODE, "reaction": [{"manifestation": [fhir.coded("utslag")]}]}, "allergy"),
    "Appointment": ({"participant": [{"actor": {"reference": "Patient/anna"}}]}, "booked"),
    "Binary": ({"contentType": "text/plain", "data": "aGVq"}, "document_content"),
    "CarePlan": ({**SUBJECT, "activity": [{"detail": {"description": "gå", "status": "x"}}]}, "care_plan_noted"),
    "CareTeam": ({**SUBJECT, "participant": [{"member": {"reference": "Practitioner/d"}}]}, "care_team_noted"),
    "ClinicalImpression": ({**SUBJECT, "summary": "bättre"}, "assessed"),
    "Communication": ({**SUBJECT, "payload": [{"contentString": "hej"}]}, "message_noted"),
    "Composition": ({**SUBJECT, "type": fhir.coded("x")}, "document_noted"),
    "Condition": ({**SUBJECT}, "diagnosis"),
    "Consent": ({**ABOUT}, "directive_noted"),
    "Contract": ({"signer": [{"party": {"reference": "Patient/anna"}}]}, "agreement_noted"),
    "Device": ({**ABOUT, "deviceName": [{"name": "rullator"}]}, "device_used"),
    "DeviceRequest": ({**SUBJECT, "codeCodeableConcept": fhir.coded("säng")}, "service_requested"),
    "DeviceUseStatement": ({**SUBJECT, "device": {"reference": "Device/d"}}, "device_used"),
    "DiagnosticReport": ({**SUBJECT, **CODE, "conclusion": "u.a."}, "reported"),
    "DocumentReference": ({**SUBJECT, "content": [{"attachment": {"url": "x"}}]}, "document_noted"),
    "Encounter": ({**SUBJECT, "class": {"code": "AMB"}}, "contact"),
    "EpisodeOfCare": ({**ABOUT, "status": "active"}, "enrolled"),
    "FamilyMemberHistory": ({**ABOUT, "relationship": fhir.coded("mor"), "name": "Hemlig"}, "family_history_noted"),
    "Flag": ({**SUBJECT, **CODE, "status": "active"}, "alert_noted"),
    "Goal": ({**SUBJECT, "description": fhir.coded("hem")}, "goal_noted"),
    "ImagingStudy": ({**SUBJECT, "series": [{"uid": "1", "instance": [{"uid": "2"}]}]}, "imaged"),
    "Immunization": ({**ABOUT, "vaccineCode": fhir.coded("x")}, "immunised"),
    "List": ({**SUBJECT, "entry": [{"item": {"reference": "Condition/c"}}]}, "list_noted"),
    "Media": ({**SUBJECT, "content": {"url": "x"}}, "document_noted"),
    "MedicationAdministration": ({**SUBJECT, "medicationCodeableConcept": fhir.coded("x")}, "medicine_given"),
    "MedicationDispense": ({**SUBJECT, "medicationCodeableConcept": fhir.coded("x")}, "medicine_dispensed"),
    "MedicationRequest": ({**SUBJECT, "medicationCodeableConcept": fhir.coded("x")}, "medicine_ordered"),
    "MedicationStatement": ({**SUBJECT, "medicationCodeableConcept": fhir.coded("x")}, "medicine_used"),
    "Observation": ({**SUBJECT, **CODE}, "measured"),
    "Patient": ({"deceasedBoolean": True}, "died"),
    "Procedure": ({**SUBJECT, **CODE}, "procedure"),
    "QuestionnaireResponse": ({**SUBJECT, "item": [{"linkId": "1"}]}, "answered"),
    "RelatedPerson": ({**ABOUT, "name": [{"text": "Nils"}]}, ""),
    "RiskAssessment": ({**SUBJECT, "prediction": [{"outcome": fhir.coded("fall")}]}, "assessed"),
    "ServiceRequest": ({**SUBJECT, **CODE}, "service_requested"),
    "Specimen": ({**SUBJECT, "type": fhir.coded("blod")}, "specimen_taken"),
    "Task": ({"for": {"reference": "Patient/anna"}, "description": "ring"}, "task_noted"),
}  # fmt: skip


def test_every_type_that_is_read_has_its_example_here() -> None:
    assert SIMPLEST.keys() == MAPPERS.keys()
    assert not rules.LEFT.keys() & MAPPERS.keys()


@pytest.mark.parametrize("kind", sorted(SIMPLEST))
def test_the_least_of_each_type_is_a_typed_fact(kind: str) -> None:
    fields, expected = SIMPLEST[kind]
    told = fhir.tell(fhir.resource(kind, "x", **fields))
    assert [item.fact.kind for item in told.values()] == ([expected] if expected else [])
    for item in told.values():
        again = KINDS[item.fact.kind].model_validate(item.fact.dump())
        assert again == item.fact
        assert all(put.slot in SLOTS for put in again.puts("unit"))
    assert "Hemlig" not in str(told)


def test_each_type_is_stored_or_left_and_counted(world: World, tmp_path: Path) -> None:
    given = [
        fhir.resource(kind, "anna" if kind == "Patient" else "x", **SIMPLEST[kind][0])
        for kind in sorted(SIMPLEST)
    ]
    given += [
        {"resourceType": kind, "id": "y"} for kind in ("Claim", "Practitioner", "Questionnaire", "Medication")
    ]
    document = fhir.resource("DocumentReference", "b", "anna", content=[{"attachment": {"url": "Binary/x"}}])
    result = fhir.load(fhir.write(tmp_path / "a.json", fhir.bundle(*given, document)))
    told = result.told()
    assert told["failed"] == []
    assert all(count["read"] == count["stored"] + count["left"] for count in told["resources"].values())
    assert sorted(told["left_reasons"]) == ["Bundle", "Claim", "Medication", "Practitioner", "Questionnaire"]
    assert all(reason for why in told["left_reasons"].values() for reason in why)


@pytest.mark.parametrize("kind", ["VisionPrescription", "MolecularSequence"])
def test_a_type_with_no_kind_of_fact_is_named_not_left(world: World, tmp_path: Path, kind: str) -> None:
    given = fhir.bundle(fhir.patient(), fhir.resource(kind, "x", "anna"), fhir.observation())
    result = fhir.load(fhir.write(tmp_path / "a.json", given))
    assert [cause for *_, cause in fhir.failed(result)] == [
        f"{kind}/x: there is no kind of fact for this type"
    ]
    assert len(fhir.log_of()) == 1


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"code": "not a concept"}, "$.code"),
        ({"valueQuantity": {"value": "many"}}, "$.valueQuantity.value"),
        ({"effectiveDateTime": "yesterday"}, "yesterday"),
        ({"status": None}, "$.status"),
    ],
)
def test_what_does_not_fit_its_type_is_named_with_its_place(
    world: World, tmp_path: Path, wrong: dict[str, Any], where: str
) -> None:
    given = fhir.bundle(fhir.patient(), fhir.observation("bad", **wrong), fhir.observation())
    ((file, line, cause),) = fhir.failed(fhir.load(fhir.write(tmp_path / "a.json", given)))
    assert (file, line) == ("a.json", 20)
    assert cause.startswith("Observation/bad: ")
    assert where in cause
    assert len(fhir.log_of()) == 1


def test_what_the_log_refuses_does_not_take_the_others_with_it(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = log.append

    def refusing(patient: str, drafts: Sequence[log.Draft], *rest: Any, **how: Any) -> log.Appended:
        if any(draft.source and draft.source.resource == "Observation/bad" for draft in drafts):
            raise Refused("not this one")
        return append(patient, drafts, *rest, **how)

    monkeypatch.setattr(log, "append", refusing)
    given = fhir.bundle(fhir.patient(), fhir.observation("bad"), fhir.observation(), fhir.encounter())
    path = fhir.write(tmp_path / "a.json", given)
    result = fhir.load(path)
    assert [cause for *_, cause in fhir.failed(result)] == ["Observation/bad: not this one"]
    assert result.told()["resources"]["Observation"] == {"read": 2, "stored": 1, "left": 0}
    monkeypatch.undo()
    assert fhir.load(path).complete
    assert fhir.chart().counts == {"admitted": 1, "discharged": 1, "measured": 2}


def test_events_tell_where_they_came_from_and_in_whose_name(world: World, tmp_path: Path) -> None:
    fhir.load(
        fhir.write(tmp_path / "a.json", fhir.bundle(fhir.patient(), fhir.observation())), system="north"
    )
    (event,) = fhir.log_of("north|Patient/anna")
    assert event.source is not None
    assert (event.source.system, event.source.file, event.source.resource) == (
        "north",
        "a.json",
        "Observation/o1",
    )
    assert (event.author, event.assignment, event.unit, event.provider, event.regime) == (
        "staff", "assignment", "unit", "provider", "health",
    )  # fmt: skip


def test_what_one_file_tells_of_a_patient_is_one_act(world: World, tmp_path: Path) -> None:
    fhir.load(
        fhir.write(tmp_path / "a.json", fhir.bundle(fhir.patient(), fhir.encounter(), fhir.observation()))
    )
    assert len({event.act for event in fhir.log_of()}) == 1
    assert len(fhir.log_of()) == 3
