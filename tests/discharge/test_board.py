"""The board and the worklist: who stands there for whom, in which stage, with what is due."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client

from discharge import sides
from discharge.sides import opened, own, send
from helpers import workplaces
from helpers.visitors import at_work, watched
from helpers.workplaces import Workplaces
from lindra import clock
from lindra.deadlines import lists
from lindra.discharge import actions
from lindra.discharge.events import home, messages, planning
from lindra.people import actions as people
from lindra.people.details import Protection


@pytest.fixture
def places(world: object, clock_at: Callable[[str], object]) -> Iterator[Workplaces]:
    clock_at(sides.NOW)
    with watched():
        yield workplaces.build()


@pytest.fixture
def patient(places: Workplaces) -> str:
    return sides.admitted(places)


def text(client: Client, query: str = "") -> str:
    answer = client.get(f"/discharges/{query}")
    assert answer.status_code == 200
    main = answer.content.decode().split("<main", 1)[-1]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def due(place: workplaces.Workplace) -> list[str]:
    reader = place.reader()
    page = lists.listed(lists.Asked(unit=place.unit), reader)
    return [line.title for line in page.lines]


def test_who_is_admitted_without_a_message_is_on_no_board(places: Workplaces, patient: str) -> None:
    assert "Ingen här" in text(at_work(places.ward))
    assert "Ingen här" in text(at_work(places.clinic))


def test_a_stay_stands_on_the_board_of_each_party_and_moves_through_the_stages(
    places: Workplaces, patient: str
) -> None:
    send(patient, places.ward, sides.notice(places, places.home_nursing))
    for place in (places.ward, places.home_nursing):
        told = text(at_work(place))
        assert "Test Testsson" in told
        assert "Meddelande skickat 1" in told
    assert "Ingen här" in text(at_work(places.clinic))
    assert "1 nytt" in text(at_work(places.home_nursing))
    assert "nytt" not in text(at_work(places.ward)).lower()
    send(patient, places.ward, messages.Ready(**own(places.home_nursing)))
    told = text(at_work(places.home_nursing), "?stage=ready")
    assert "Test Testsson" in told
    assert "utskrivningsklar i 0 dagar" in told
    assert "Ingen här" in text(at_work(places.home_nursing), "?stage=noticed")
    sides.leaves(patient, places.ward)
    send(patient, places.home_nursing, home.HomeAgain(**own(places.ward), worked="yes"))
    assert "Ingen här" in text(at_work(places.ward))
    assert "Test Testsson" in text(at_work(places.ward), "?stage=over")


def test_what_cannot_be_asked_for_is_passed_over(places: Workplaces, patient: str) -> None:
    send(patient, places.ward, sides.notice(places))
    for query in ("?stage=nowhere", "?start=x", "?start=-1", "?stage=over%7C"):
        assert "Utskrivningar" in text(at_work(places.ward), query)


def test_the_part_that_is_read_anew_is_the_board_and_no_page(places: Workplaces, patient: str) -> None:
    send(patient, places.ward, sides.notice(places))
    answer = at_work(places.ward).get("/discharges/?part=1")
    assert "Test Testsson" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_who_has_protected_data_is_marked(places: Workplaces, patient: str) -> None:
    people.note(patient, Protection(level="sekretessmarkering"), by="test")
    send(patient, places.ward, sides.notice(places, places.home_nursing))
    assert "Skyddade personuppgifter" in text(at_work(places.ward))


def test_unread_messages_and_the_laws_deadlines_are_in_the_worklist(
    places: Workplaces, patient: str, clock_at: Callable[..., object]
) -> None:
    send(patient, places.ward, messages.JudgedInNeed(**own(), needs=("municipal_health",)))
    assert "Skicka: Inskrivningsmeddelande" in due(places.ward)
    ref = send(patient, places.ward, sides.notice(places))
    assert "Skicka: Inskrivningsmeddelande" not in due(places.ward)
    assert "Läs: Inskrivningsmeddelande" in due(places.home_nursing)
    assert "Läs: Inskrivningsmeddelande" not in due(places.ward)
    here = opened(patient, places.home_nursing)
    actions.acknowledge(here, places.home_nursing.reader(), [ref], expected=here.seq)
    assert "Läs: Inskrivningsmeddelande" not in due(places.home_nursing)
    assert "Läs: Inskrivningsmeddelande" in due(places.clinic)
    send(patient, places.clinic, planning.SipJudged(**own(places.ward), needed="yes"))
    send(patient, places.ward, sides.ready(places))
    assert "Skicka: Kallelse till SIP" in due(places.clinic)
    meeting = clock.now() + timedelta(days=1)
    send(patient, places.clinic, planning.SipCalled(**own(places.ward), meeting=meeting))
    assert "Skicka: Kallelse till SIP" not in due(places.clinic)
    sides.leaves(patient, places.ward)
    assert "Skicka: Information skickad" in due(places.ward)
    send(patient, places.ward, messages.InformationSent(**own(places.clinic), parts=("summary",)))
    assert "Skicka: Information skickad" not in due(places.ward)


def test_where_another_tool_is_used_nothing_can_be_sent_and_it_says_so(
    places: Workplaces, patient: str
) -> None:
    page = at_work(places.ward).get(f"/patients/{patient}/discharge/").content.decode()
    assert "Meddelanden skickas i länets eget verktyg" in page
    answer = at_work(places.ward).get(f"/patients/{patient}/discharge/send/admission_notice/?stay=e1")
    assert answer.status_code == 409


def test_it_is_for_care(places: Workplaces, patient: str) -> None:
    for path in (f"/patients/{patient}/discharge/", f"/patients/{patient}/discharge/send/discharge_note/"):
        assert at_work(places.ward, "followup").get(path).status_code == 403
