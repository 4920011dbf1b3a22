"""Signing through the door: what it does to the plan, who may, and that nothing is signed unseen or by another way."""

from __future__ import annotations

import ast
import json
from datetime import timedelta
from pathlib import Path

import pytest

import lindra
from care.signing.conftest import KARIM, ULF, VERA, Scene, expected, limit
from helpers.told import NOW
from lindra import clock
from lindra.care import rules
from lindra.care.paper import making
from lindra.care.plan import reading, telling
from lindra.care.plan.shown import Shown
from lindra.care.signing import actions
from lindra.care.signing.waiting import waiting
from lindra.deadlines import lists
from lindra.forms.questionnaire import FormError, read
from lindra.people import actions as people
from lindra.privacy import accesslog, door
from lindra.privacy.events import AttitudeNoted
from lindra.record import facts, log
from lindra.record.envelope import When
from lindra.record.log import ANY, Draft

NOT_YET = "ännu inte signerat av läkaren"


def sign(scene: Scene, who: str, act: str, **seen: int) -> door.Appended | None:
    opened = scene.open(who)
    return actions.sign(opened, scene.reader(who), act, seen or opened.positions())


def shown(scene: Scene, who: str = "nurse") -> Shown:
    return reading.read(scene.open(who), NOW)[1]


def said(scene: Scene, topic: str = "resuscitation", who: str = "nurse") -> str:
    line = next(one for one in shown(scene, who).part("decisions").lines if one.topic == topic)
    return " · ".join((line.text, *line.more))


def test_the_physician_named_signs_and_the_plan_the_file_and_the_command_say_so(scene: Scene) -> None:
    act = scene.write(limit(hsa_id=VERA))
    assert NOT_YET in said(scene)
    assert shown(scene).unsigned == 1
    sign(scene, "vera", act)
    assert said(scene).startswith("Nej · beslutat av Vera Sjö, Jouren · signerat av Vera Sjö 15 juni 2026 · ")
    assert shown(scene).unsigned == 0
    plan, words = reading.read(scene.open(), NOW)
    lines = [one for part in telling.told(plan, words)["sections"] for one in part["lines"]]
    line = next(one for one in lines if one["topic"] == "resuscitation")
    assert (line["source"]["signed"], line["source"]["signed_later"]["author"]) == (True, VERA)
    chosen = making.chosen(plan, words, making.Choice(), "http://localhost")
    assert "signerat av Vera Sjö" in str(chosen.shown)


@pytest.mark.parametrize(("known", "text"), [("yes", "Ja"), ("no", "Nej"), ("unknown", "Tillfrågad")])
def test_expected_death_says_whether_it_is_signed(scene: Scene, known: str, text: str) -> None:
    act = scene.write(expected(known=known))
    assert said(scene, "death_expected").startswith(text)
    assert NOT_YET in said(scene, "death_expected")
    sign(scene, "vera", act)
    assert "signerat av Vera Sjö" in said(scene, "death_expected")


def test_what_is_signed_when_written_says_nothing_of_it(scene: Scene) -> None:
    scene.write(limit(), expected(), signed=True)
    assert "signerat" not in said(scene) + said(scene, "death_expected")


def test_another_physician_takes_over_where_only_a_name_is_known_and_is_named(scene: Scene) -> None:
    sign(scene, "ulf", scene.write(limit("Jourläkaren")))
    assert "signerat av Ulf Dal, som tog över ansvaret, 15 juni 2026" in said(scene)


def test_a_physician_of_another_organisation_signs_what_names_them(scene: Scene) -> None:
    sign(scene, "karim", scene.write(limit("Karim Nord", KARIM)))
    assert "signerat av Karim Nord" in said(scene, who="karim")


@pytest.mark.parametrize(
    ("who", "fact", "why"),
    [
        ("nurse", limit(hsa_id=VERA), "Only a physician"),
        ("other", limit("Jourläkaren"), "Only a physician"),
        ("ulf", limit(hsa_id=VERA), "Another physician is named as responsible"),
        ("karim", limit(), "another organisation wrote this"),
    ],
)
def test_nobody_signs_for_another(scene: Scene, who: str, fact: facts.Fact, why: str) -> None:
    act, before = scene.write(fact), scene.open().seq
    with pytest.raises(actions.NotSigned, match=why):
        sign(scene, who, act)
    assert scene.open().seq == before


def test_of_several_decisions_in_one_act_all_must_be_ones_own(scene: Scene) -> None:
    act = scene.write(limit(hsa_id=VERA), expected("Ulf Dal", ULF))
    for who in ("vera", "ulf"):
        with pytest.raises(actions.NotSigned):
            sign(scene, who, act)


def test_nothing_is_signed_unseen(scene: Scene) -> None:
    act, before = scene.write(limit()), scene.open("vera").positions()
    scene.write(limit(decision="give"))
    with pytest.raises(door.Conflict):
        sign(scene, "vera", act, **before)
    for odd in ({}, {scene.patient: 10_000}, {"another": 1}):
        with pytest.raises(actions.NotSigned, match="as it stands"):
            actions.sign(scene.open("vera"), scene.reader("vera"), act, odd)
    assert len(rules.unsigned(scene.chart)) == 1


def test_the_button_pressed_twice_signs_once(scene: Scene) -> None:
    act, before = scene.write(limit()), scene.open("vera").positions()
    assert sign(scene, "vera", act, **before) is not None
    assert sign(scene, "vera", act, **before) is None
    with pytest.raises(actions.NotSigned, match="does not wait"):
        sign(scene, "ulf", act)
    assert [one.kind for one in scene.open().history()].count("signed") == 1


@pytest.mark.parametrize("act", ["", "no such act", "00000000-0000-7000-8000-000000000000"])
def test_what_does_not_wait_is_not_signed(scene: Scene, act: str) -> None:
    scene.write(limit(), signed=True)
    with pytest.raises(actions.NotSigned, match="does not wait"):
        sign(scene, "vera", act)


def test_a_correction_by_another_waits_again_and_the_signature_stays_with_what_was_signed(
    scene: Scene,
) -> None:
    act = scene.write(limit())
    sign(scene, "vera", act)
    wrong = scene.chart.rows("limits")[0]["stated"].event
    again = scene.write(limit(reason="Njurarna sviktar"), corrects=wrong)
    assert NOT_YET in said(scene)
    assert [one.act for one in waiting(scene.open())] == [again]
    with pytest.raises(actions.NotSigned):
        sign(scene, "ulf", act)
    sign(scene, "vera", again)
    assert "signerat av Vera Sjö" in said(scene)


def test_a_decision_that_another_was_made_after_still_waits(scene: Scene) -> None:
    first = scene.write(limit(), expected())
    second = scene.write(limit(decision="give"))
    assert [one.act for one in waiting(scene.open())] == [second, first]
    sign(scene, "vera", second)
    sign(scene, "vera", first)
    assert waiting(scene.open()) == []


def test_the_signature_is_seen_in_linked_records_and_written_where_the_entry_stands(scene: Scene) -> None:
    other = people.new_patient()
    log.append(other, [Draft(facts.RelationOpened(relation="x"), When.at(NOW))],
               scene.places.home_nursing.author, expected=ANY)  # fmt: skip
    people.link(scene.patient, other, reason="samma person", by="test")
    act = scene.write(limit(), patient=other)
    assert NOT_YET in said(scene)
    sign(scene, "vera", act)
    assert "signerat av Vera Sjö" in said(scene)
    assert [one.patient for one in scene.open().history() if one.kind == "signed"] == [other]


def test_who_may_not_see_the_signature_is_not_told_that_there_is_none(scene: Scene) -> None:
    act = scene.write(limit("Karim Nord", KARIM))
    sign(scene, "karim", act)
    assert "signerat av Karim Nord" in said(scene)
    home = scene.places.home_nursing
    log.append(scene.patient, [Draft(AttitudeNoted(provider=home.provider, attitude="not_asked"), When.at(NOW))],
               home.author, expected=ANY)  # fmt: skip
    assert "ännu inte signerat av läkaren, så långt du får se" in said(scene)


def test_it_is_due_in_two_weeks_for_the_physician_and_gone_when_signed(scene: Scene) -> None:
    act = scene.write(limit(), expected())

    def due() -> list[lists.Line]:
        asked = lists.Asked(name="signature", unit=scene.places.home_nursing.unit)
        return lists.listed(asked, scene.reader("vera")).lines

    [line] = due()
    assert (line.title, line.detail) == ("Signera: HLR, Väntat dödsfall", "Skrivet åt Vera Sjö")
    assert (line.role, line.url, line.days) == ("physician", f"/patients/{scene.patient}/sign/", 14)
    log.append(
        scene.patient, [Draft(facts.Died(), When.at(NOW))], scene.places.home_nursing.author, expected=ANY
    )
    assert len(due()) == 1, "also of the dead"
    sign(scene, "vera", act)
    assert due() == []


# No other way.


def test_the_door_refuses_to_sign_what_was_not_written_unsigned_or_is_not_seen(scene: Scene) -> None:
    signed = scene.write(limit(), signed=True)
    hidden = scene.write(limit(treatment="hospital"))
    vera, karim = scene.reader("vera"), scene.reader("karim")
    for act in (signed, "no such act", ""):
        with pytest.raises(PermissionError):
            door.write(scene.patient, [Draft(facts.Signed(signs=act))], vera, expected=ANY)
    clinic = scene.places.clinic
    log.append(scene.patient, [Draft(AttitudeNoted(provider=clinic.provider, attitude="refuses"), When.at(NOW))],
               clinic.author, expected=ANY)  # fmt: skip
    with pytest.raises(PermissionError):
        door.write(scene.patient, [Draft(facts.Signed(signs=hidden))], karim, expected=ANY)
    assert accesslog.entries(1)[0]["outcome"] == "denied"
    assert door.write(scene.patient, [Draft(facts.Signed(signs=hidden))], vera, expected=ANY).events


def test_only_signing_writes_signatures() -> None:
    source = Path(lindra.__file__).parent
    made = [
        str(path.relative_to(source))
        for path in sorted(source.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "Signed"
    ]
    assert made == ["care/signing/actions.py"]


@pytest.mark.parametrize("kind", ["signed", "withdrawn", "answered"])
def test_no_form_signs(kind: str) -> None:
    field = {"signed": "signs", "withdrawn": "reason", "answered": "ref"}[kind]
    ours = "https://lindra.invalid/fhir/"
    item = {
        "linkId": "a",
        "text": "A",
        "type": "string",
        "extension": [{"url": f"{ours}field", "valueString": field}],
    }
    form = {"resourceType": "Questionnaire", "id": "sly", "version": "1", "status": "active", "item": [item],
            "extension": [{"url": f"{ours}fact", "valueCode": kind}]}  # fmt: skip
    with pytest.raises(FormError, match="an act of its own"):
        read(json.dumps(form).encode())


def test_nothing_is_signed_before_it_was_written(scene: Scene) -> None:
    act = scene.write(limit())
    stated = scene.chart.rows("limits")[0]["stated"]
    sign(scene, "vera", act)
    clock.fix(NOW + timedelta(hours=1))
    log.append(scene.patient, [Draft(limit(decision="give"), When.at(NOW + timedelta(hours=1)), signed=False)],
               scene.places.home_nursing.author, expected=ANY, act=act)  # fmt: skip
    later = scene.chart.rows("limits")[0]["stated"]
    assert scene.chart.signature(stated) is not None
    assert (later.act, scene.chart.signature(later)) == (act, None)
