"""Every page about sharing, asked for and sent once, on each database."""

from __future__ import annotations

from typing import Any

from helpers.visitors import visitor
from lindra.record import queries, wall

KINDS = {"attitude_noted", "informed", "blocked", "block_lifted", "emergency_opened", "disputed"}


def test_all_that_can_be_noted_is_noted(either_shared: Any) -> None:
    patient = either_shared.patients["asked"]
    nurse, at = visitor(either_shared, "ward"), f"/patients/{patient}/"
    with wall.opened([patient]):
        own = next(one for one in queries.events_of(patient) if one.kind == "admitted").id
    assert "Hemsjukvården" in nurse.post(f"{at}sharing/danger/").content.decode()
    assert "Hemsjukvården" in nurse.post(f"{at}sharing/unable/").content.decode()
    for rest, told in (
        ("danger/", {"step": "open", "reason": "Medvetslös"}),
        ("unable/", {"step": "open", "basis": "Dottern", "opposed": "on"}),
        ("refuses/", {"told_by": "patient"}),
        ("consents/", {"told_by": "patient"}),
        ("informed/", {"how": "samtal"}),
        ("", {"level": "process", "act": "block", "told_by": "patient"}),
        ("", {"level": "process", "act": "lift"}),
        (f"entry/{own}/", {"view": "Jag gick hem."}),
    ):
        assert nurse.post(f"{at}sharing/{rest}", told).status_code == 302, rest
    shown = nurse.get(f"{at}?show=everything").content.decode()
    assert "Hemlighet Kornblixt" in shown
    assert "Jag gick hem." in shown
    assert nurse.get(f"{at}sharing/").status_code == 200
    with wall.opened([patient]):
        assert {one.kind for one in queries.events_of(patient)} >= KINDS


def test_a_question_opens_somebody_elses_patient(either_shared: Any) -> None:
    doctor, number = visitor(either_shared, "on_call"), either_shared.numbers["not here"]
    told = {"number": number, "asked_by": "sjuksköterska", "reason": "andnöd"}
    answer = doctor.post("/patients/", told)
    assert answer["Location"] == f"/patients/{either_shared.patients['not here']}/"
    assert doctor.get(answer["Location"]).status_code == 200
