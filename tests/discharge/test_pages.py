"""The page of a stay and the form of every message, without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings

from discharge import sides
from discharge.sides import case, opened, own, send
from helpers import workplaces
from helpers.visitors import at_work, watched
from helpers.workplaces import Workplace, Workplaces
from lindra.areas import actions as areas
from lindra.areas.models import CareUnit
from lindra.discharge import entering, labels, parties, process, words
from lindra.discharge.events import messages
from lindra.ids import new_id
from lindra.people import actions as people
from lindra.people.details import Relative
from lindra.record.kinds import KINDS

FILLED = {
    "admission_notice": {"needs": ["municipal_health"], "estimate": "2026-06-17", "admitted": "2026-06-12T10:00"},
    "judged_in_need": {"needs": ["open_care"]}, "estimate_changed": {"estimate": "2026-06-20"},
    "needs_mapped": {"now": "Går med rollator"}, "position_taken": {"can": "yes"}, "sip_judged": {"needed": "no"},
    "sip_called": {"meeting": "2026-06-16T10:00", "way": "video"}, "open_care_noted": {"state": "missing"},
    "sip_held": {"consent": "yes", "patient_present": "yes", "overall": "region", "what_0": "Besök", "by_0": "region"},
    "ready_for_discharge": {"physician": "Eva Ek"}, "ready_withdrawn": {}, "information_sent": {"parts": ["summary"]},
    "patient_informed": {"written": "yes"}, "transport_booked": {"way": "lying", "leaves": "2026-06-16T10:00"},
    "reconciled": {"medicines": "agrees", "prescriptions": "differs", "aids": "none", "supplied_days": "3"},
    "left_hospital": {"to_where": "own_home"}, "home_again": {"worked": "partly", "lacked": ["aids"]},
    "discharge_note": {"about": "question", "note": "När kommer ni?"}, "sent_in": {"reason": "Andnöd"},
    "sent_home": {"found": "Ingen propp"},
}  # fmt: skip
BEFORE: dict[str, tuple[str, ...]] = {
    "estimate_changed": ("notice",), "needs_mapped": ("notice",), "position_taken": ("notice",),
    "open_care_noted": ("notice",), "ready_withdrawn": ("ready",), "home_again": ("notice", "ready"),
    "sip_called": ("notice",), "sip_held": ("notice",), "discharge_note": ("notice",), "sip_judged": ("notice",),
    "reconciled": ("notice",),
}  # fmt: skip
SENDER = {"hospital": "ward", "open_care": "clinic", "municipality": "home_nursing"}


@pytest.fixture
def places(
    world: object, clock_at: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workplaces]:
    clock_at(sides.NOW)
    monkeypatch.setattr(settings, "LINDRA_DISCHARGE_MESSAGES", frozenset({"17"}))
    with watched():
        found = workplaces.build()
        for place in (found.clinic, found.home_nursing):
            areas.serve(CareUnit.objects.get(pk=place.unit), area="1780", valid_from=workplaces.FIRST)
        yield found


@pytest.fixture
def patient(places: Workplaces) -> str:
    found = sides.admitted(places)
    people.note(found, Relative(ref="r1", name="Bo Ek", relation="son"), by="test")
    return found


def test_every_kind_of_message_has_a_form_a_label_and_an_example_here() -> None:
    kinds = set(parties.sends()) - {"message_taken_back"}
    assert kinds == set(FILLED)
    assert set(parties.sends()) <= set(labels.KINDS)
    for kind in kinds:
        fields = set(KINDS[kind].model_fields) - set(entering.OWN)
        assert {name for name in fields if name not in labels.FIELDS} == set(), kind


def test_every_code_of_every_message_has_words() -> None:
    for kind in parties.sends():
        for name, field in entering.MessageForm(kind, []).fields.items():
            for code, label in getattr(field, "choices", ()):
                assert code == "" or code in labels.CODES, (kind, name, code)
                assert str(label)


def test_every_stage_and_event_of_the_process_has_words() -> None:
    assert set(labels.STAGES) == set(process.STAGES)
    assert set(process.TABLE) <= set(labels.KINDS) | set(labels.FACTS)


@pytest.mark.parametrize("kind", sorted(FILLED))
def test_a_message_is_written_sent_and_read_as_it_was_written(
    places: Workplaces, patient: str, kind: str
) -> None:
    sender = _ready_for(kind, places, patient)
    client = at_work(sender)
    stay = "" if kind in ("sent_in", "sent_home") else "e1"
    address = f"/patients/{patient}/discharge/send/{kind}/?stay={stay}"
    page = client.get(address)
    assert page.status_code == 200, page.content.decode()[-2000:]
    to = [place.unit for place in (places.ward, places.clinic, places.home_nursing) if place is not sender]
    told = {**FILLED[kind], "to": to, "stay": stay, "key": new_id()}
    answer = client.post(address, told)
    assert answer.status_code == 302, of_answer(answer)
    reader = (
        sender if kind in ("judged_in_need", "patient_informed", "reconciled") else _other(places, sender)
    )
    found = [one for one in case_messages(patient, reader) if one.kind == kind]
    assert len(found) == 1
    names = words.Names({}, {}, {})
    shown = dict(words.rows(words.fact(found[0]), names))
    assert len(shown) >= (1 if FILLED[kind] else 0)
    again = client.post(address, told)
    assert again.status_code in (302, 409)
    assert len([one for one in case_messages(patient, reader) if one.kind == kind]) == 1, (
        "one press, one message"
    )


def _ready_for(kind: str, places: Workplaces, patient: str) -> Workplace:
    for step in BEFORE.get(kind, ()):
        send(patient, places.ward, sides.notice(places) if step == "notice" else sides.ready(places))
    if kind in ("sent_in", "sent_home"):
        sides.leaves(patient, places.ward)
    if kind == "sent_home":
        send(patient, places.ward, messages.Note(**own(places.clinic, places.home_nursing), note="x"))
        send(patient, places.clinic, KINDS["sent_in"](  # type: ignore[arg-type]
            **own(places.ward, episode=""), reason="Andnöd"))  # fmt: skip
    if kind == "sent_in":
        send(patient, places.ward, messages.Note(**own(places.clinic, places.home_nursing), note="x"))
    side = parties.sends()[kind].sides[0]
    return getattr(places, SENDER[side])  # type: ignore[no-any-return]


def _other(places: Workplaces, sender: Workplace) -> Workplace:
    return next(one for one in (places.clinic, places.ward, places.home_nursing) if one is not sender)


def case_messages(patient: str, place: Workplace) -> list[words.Message]:
    from lindra.discharge.case import messages as every

    return list(every(opened(patient, place).chart))


def of_answer(answer: object) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())[-1500:]  # type: ignore[attr-defined]


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(
    places: Workplaces, patient: str
) -> None:
    client = at_work(places.ward, language="en")
    address = f"/patients/{patient}/discharge/send/admission_notice/?stay=e1"
    answer = client.post(address, {"note": "Kommer från hemmet", "stay": "e1"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count("This must be answered.") >= 2
    assert "Say who is to have the message." in page
    assert "Kommer från hemmet" in page


def test_a_plan_must_hold_something_and_say_who_does_it(places: Workplaces, patient: str) -> None:
    send(patient, places.ward, sides.notice(places))
    client = at_work(places.clinic, language="en")
    address = f"/patients/{patient}/discharge/send/sip_held/?stay=e1"
    told = {
        "consent": "yes",
        "patient_present": "no",
        "overall": "region",
        "to": places.ward.unit,
        "stay": "e1",
    }
    page = client.post(address, told).content.decode()
    assert "Write at least one thing that is to be done." in page
    assert "Say why the patient was not there." in page
    page = client.post(address, {**told, "what_1": "Hembesök", "by_2": "region"}).content.decode()
    assert "Say who answers for it." in page
    assert "Say what is to be done." in page


def test_what_was_sent_is_put_right_by_who_sent_it_alone(places: Workplaces, patient: str) -> None:
    sent = sides.notice(places)
    send(patient, places.ward, sent)
    address = f"/patients/{patient}/discharge/messages/{sent.ref}/correct/"
    assert at_work(places.clinic).get(address).status_code == 404
    client = at_work(places.ward)
    assert 'value="2026-06-17"' in client.get(address).content.decode()
    told = {
        **FILLED["admission_notice"],
        "estimate": "2026-06-19",
        "to": [places.clinic.unit, places.home_nursing.unit],
    }
    assert client.post(address, told).status_code == 302
    assert case(patient, places.clinic).messages[0].said["estimate"] == "2026-06-19"


def test_a_message_is_answered_where_it_stands(places: Workplaces, patient: str) -> None:
    sent = sides.notice(places)
    send(patient, places.ward, sent)
    client = at_work(places.home_nursing)
    address = f"/patients/{patient}/discharge/send/discharge_note/?stay=e1&answers={sent.ref}"
    page = client.get(address).content.decode()
    assert f'value="{places.ward.unit}" class="choice__box" aria-' in page or "checked" in page
    told = {
        "about": "question",
        "note": "Vilken tid?",
        "to": places.ward.unit,
        "stay": "e1",
        "answers": sent.ref,
    }
    assert client.post(address, told).status_code == 302
    [nursing, _] = case(patient, places.ward).messages[0].passed
    assert nursing.answered is not None


def test_the_plan_is_two_pages_at_most_and_holds_what_the_law_asks_for(
    places: Workplaces, patient: str
) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    send(patient, places.ward, sides.notice(places))
    ref = send(patient, places.clinic, sides.sip(places))
    paper = at_work(places.home_nursing).get(f"/patients/{patient}/discharge/sip/{ref}/")
    assert paper["Content-Type"] == "application/pdf"
    read = PdfReader(BytesIO(paper.content))
    assert len(read.pages) <= 2
    text = " ".join(one.extract_text() for one in read.pages)
    for part in ("Besök morgon och kväll", "Kommun: Hemsjukvården", "dottern", "Övergripande ansvar: kommun", "Eva Ek",
                 "Vara hemma med katten", "Du har sagt ja"):  # fmt: skip
        assert part in text
    assert at_work(places.clinic).get(f"/patients/{patient}/discharge/sip/{new_id()}/").status_code == 404


def test_nothing_of_the_patient_stands_in_an_address(places: Workplaces, patient: str) -> None:
    send(patient, places.ward, sides.notice(places))
    page = at_work(places.ward).get(f"/patients/{patient}/discharge/").content.decode()
    addresses = re.findall(r'(?:href|action)="([^"]+)"', page)
    assert addresses
    assert all("Test" not in one and "1940" not in one for one in addresses)
