"""The pages: who writes what, what is said beside a field, nothing lost, both languages."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.commitments.given import DUE, TODAY, did, made, promised
from governance.walk.gapped import Gapped
from lindra.governance import bodies
from lindra.governance.commitments import queries
from lindra.governance.models import Commitment
from lindra.ids import new_id

Visit = Callable[..., Client]
LIST, NEW = "governance:actions", "governance:action-new"


def text(answer: Any) -> str:
    """What a page says, without its markup."""
    body = re.sub(r"(?s)<head>.*?</head>", "", answer.content.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, text(answer)[:400]
    return text(answer)


def url(one: Commitment) -> str:
    return reverse("governance:action", args=[one.pk])


def do(client: Client, one: Commitment, name: str, **told: Any) -> Any:
    seen = told.pop("seen", Commitment.objects.get(pk=one.pk).number)
    return client.post(reverse("governance:action-do", args=[one.pk, name]), {"seen": seen, **told})


def new(of: Gapped, **told: Any) -> dict[str, Any]:
    """What is sent to make an action at the ward."""
    whole = {"title": "Skriv en rutin", "owner": "Enhetschef", "due": DUE.isoformat(), "origin": "own", "measure": "",
             "text": "", "body": bodies.unit(of.ward.unit), "id": new_id()}  # fmt: skip
    return whole | told


# Who


def test_nobody_sees_anything_without_signing_in(of: Gapped) -> None:
    one = made(of.ward)
    for address in (reverse(LIST), reverse(NEW), url(one)):
        assert Client(SERVER_NAME="localhost").get(address).status_code in (302, 403)


def test_everybody_who_is_signed_in_reads_and_does_not_write(of: Gapped, visit: Visit) -> None:
    one = made(of.ward, title="Läses av alla")
    nurse = visit(of.ward, "care")
    assert "Läses av alla" in page(nurse, reverse(LIST))
    assert "What you can do" not in page(nurse, url(one))
    assert page(nurse, reverse(NEW), 403).count("Not yours to write")
    assert nurse.post(reverse(NEW), new(of)).status_code == 403
    assert do(nurse, one, "start", on="2026-06-15").status_code == 403
    assert Commitment.objects.get().number == 1


@pytest.mark.parametrize(
    ("who", "purpose", "ward", "home", "whole"),
    [
        ("head", "admin", True, False, False),
        ("quality", "followup", True, False, True),
        ("mas", "followup", False, True, False),
        ("council", "admin", True, True, True),
    ],
)
def test_who_governs_writes_within_the_seat(
    of: Gapped, visit: Visit, who: str, purpose: str, ward: bool, home: bool, whole: bool
) -> None:
    client = visit(getattr(of, who), purpose)
    wanted = {
        bodies.unit(of.ward.unit): ward,
        bodies.unit(of.home.unit): home,
        bodies.provider(of.ward.provider): whole,
    }
    for body, may in wanted.items():
        assert client.post(reverse(NEW), new(of, body=body)).status_code == (302 if may else 422), body
        one = made(of.ward, body=body, title=f"Annans {body}")
        assert do(client, one, "start", on="2026-06-15").status_code == (302 if may else 403), body


def test_a_link_to_what_is_not_there_is_not_found(of: Gapped, visit: Visit) -> None:
    head = visit(of.head, "admin")
    assert head.get(reverse("governance:action", args=[new_id()])).status_code == 404
    assert head.get("/governance/actions/hello/").status_code == 404
    assert do(head, made(of.ward), "make").status_code == 404


# New


def test_an_action_is_made_and_says_who_made_it(of: Gapped, visit: Visit) -> None:
    answer = visit(of.head, "admin").post(reverse(NEW), new(of, owner="Person 9, enhetschef"))
    one = Commitment.objects.get()
    assert answer["Location"] == url(one)
    assert (one.owner_staff, one.unit, one.acts[0]["name"]) == (
        of.head.staff.hsa_id,
        of.ward.unit,
        "Person 9",
    )


@pytest.mark.parametrize(
    ("field", "told", "said"),
    [
        ("title", "", "Say what is to be done."),
        ("title", "x" * 201, "Write at most 200 characters."),
        ("owner", "", "Say who sees to it"),
        ("due", "", "Say the last day."),
        ("due", "i morgon", "Choose a day."),
        ("due", "2026-06-14", "That day has passed."),
        ("due", "2126-06-14", "more than five years ahead"),
        ("body", "unit:hello", "Choose where."),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(
    of: Gapped, visit: Visit, field: str, told: str, said: str
) -> None:
    typed = new(of, text="Behåll detta") | {field: told}
    answer = visit(of.head, "admin").post(reverse(NEW), typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert said in text(answer)
    assert 'role="alert"' in answer.content.decode()
    assert "Behåll detta" in answer.content.decode()
    assert typed["id"] in answer.content.decode()
    assert not Commitment.objects.exists()


def test_a_promise_needs_neither_day_nor_owner_and_stands_first_in_the_list(of: Gapped, visit: Visit) -> None:
    council = visit(of.council, "admin")
    made(of.ward, title="Försenad", at=None, due=TODAY)
    council.post(reverse(NEW), new(of, kind="promise", title="Utreda", due="", owner="", due_said="hösten 2026",
                                   body=bodies.area("17"), origin="promise"))  # fmt: skip
    said = page(council, reverse(LIST))
    assert said.index("Utreda") < said.index("Försenad")
    assert "No day said hösten 2026" in said
    assert "Without an owner" in said


def test_the_form_says_that_nothing_of_a_patient_is_written(of: Gapped, visit: Visit) -> None:
    assert "Nothing about a patient" in page(visit(of.head, "admin"), reverse(NEW))


def test_another_page_says_what_it_comes_from(of: Gapped, visit: Visit) -> None:
    head = visit(of.head, "admin")
    key = new_id()
    asked = f"origin=deviation&origin_key={key}&measure=conversation-reported@1&place=unit={of.ward.unit}"
    address = f"{reverse(NEW)}?{asked}"
    body = head.get(address).content.decode()
    assert reverse("deviation", args=[key]) in body
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body))
    carried.pop("csrfmiddlewaretoken", None)
    carried.pop("body", None)
    assert carried["origin_key"] == key
    assert head.post(reverse(NEW), new(of, measure="conversation-reported@1") | carried).status_code == 302
    [one] = queries.of_origin("deviation", key)
    assert (one.measure, one.place) == ("conversation-reported@1", f"unit={of.ward.unit}")
    assert reverse("deviation", args=[key]) in head.get(url(one)).content.decode()


@pytest.mark.parametrize(
    "asked", ["origin=dream&origin_key=x", "origin=gap&origin_key=%00||", "measure=none@9", "id=1"]
)
def test_what_an_address_says_that_is_not_known_is_let_go(of: Gapped, visit: Visit, asked: str) -> None:
    assert visit(of.head, "admin").get(f"{reverse(NEW)}?{asked}").status_code == 200


# One, and what is done with it


def test_a_day_that_is_moved_stays_and_is_counted(of: Gapped, visit: Visit) -> None:
    head, one = visit(of.head, "admin"), made(of.ward)
    assert do(head, one, "move", due="2026-10-01", reason="Semester").status_code == 302
    assert do(head, one, "move", due="2026-11-01", reason="Sjukdom").status_code == 302
    said = page(head, url(one))
    assert "Moved 2 times: 2026-09-01, 2026-10-01" in said
    assert "To 2026-11-01. Sjukdom" in said
    assert "moved 2 times" in page(head, reverse(LIST))


@pytest.mark.parametrize(
    ("name", "told", "said"),
    [
        ("move", {"due": "2026-10-01", "reason": ""}, "Say why."),
        ("move", {"due": "2026-09-01", "reason": "Samma"}, "Choose another day"),
        ("move", {"due": "2026-06-01", "reason": "Bakåt"}, "That day has passed."),
        ("hand_over", {"owner": ""}, "Say who sees to it"),
        ("finish", {"on": ""}, "Choose a day."),
        ("finish", {"on": "2026-06-16"}, "That day has not come yet."),
        ("finish", {"on": "2026-06-01"}, "from the day it was undertaken"),
        ("abandon", {"reason": ""}, "Say why."),
        ("note", {"note": ""}, "Write something."),
    ],
)
def test_what_is_wrong_with_an_act_is_said_beside_the_field(
    of: Gapped, visit: Visit, name: str, told: dict[str, str], said: str
) -> None:
    one = made(of.ward)
    answer = do(visit(of.head, "admin"), one, name, **told)
    assert answer.status_code == 422
    assert said in text(answer)
    assert all(value in answer.content.decode() for value in told.values())
    assert Commitment.objects.get().number == 1


def test_who_acts_on_an_old_page_is_told_and_keeps_what_was_typed(of: Gapped, visit: Visit) -> None:
    head, one = visit(of.head, "admin"), made(of.ward)
    did(one, of.ward, "note", note="Någon annan")
    answer = do(head, one, "note", note="Det jag skrev", seen=1)
    assert answer.status_code == 409
    assert "Somebody else has done something" in text(answer)
    assert "Det jag skrev" in answer.content.decode()
    for seen in ("", "hello", "999999999999"):
        assert do(head, one, "note", note="x", seen=seen).status_code == 409


def test_what_is_over_offers_only_what_can_be_done_and_keeps_what_was_typed(of: Gapped, visit: Visit) -> None:
    head, one = visit(of.head, "admin"), made(of.ward)
    did(one, of.ward, "finish")
    offered = re.findall(r"/do/(\w+)/", head.get(url(one)).content.decode())
    assert sorted(offered) == ["note", "reopen"]
    answer = do(head, one, "move", due="2026-10-01", reason="För sent")
    assert answer.status_code == 409
    assert "För sent" in answer.content.decode()
    assert do(head, one, "reopen", reason="Fel ikryssat").status_code == 302
    assert Commitment.objects.get().state == "ongoing"


def test_who_works_here_no_longer_is_shown_as_no_owner(of: Gapped, visit: Visit) -> None:
    one = made(of.ward, owner="Gammal Chef", owner_staff="SE-gone")
    for address in (url(one), reverse(LIST)):
        said = page(visit(of.head, "admin"), address)
        assert "Without an owner" in said
        assert "Gammal Chef works here no longer" in said


# The list


def test_the_list_shows_ones_own_first_and_everybodys_when_asked(of: Gapped, visit: Visit) -> None:
    made(of.ward, title="Avdelningens")
    made(of.home, title="Hemsjukvårdens")
    head = visit(of.head, "admin")
    own, every = page(head, reverse(LIST)), page(head, f"{reverse(LIST)}?whose=all")
    assert ("Avdelningens" in own, "Hemsjukvårdens" in own) == (True, False)
    assert ("Avdelningens" in every, "Hemsjukvårdens" in every) == (True, True)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", "abc"), ("show=late", "a"), ("show=no_day", "b"), ("show=promises", "b"), ("show=over", "d"),
        ("show=mine", "c"), ("show=hello", "abc"), ("kind=action", "ac"), ("state=done", "d"), ("words=alfa", "a"),
        ("kind=hello", "abc"), ("after=hello", "abc"), ("after=2_x", ""), ("before=1_x", "b"), ("last=yes", "abc"),
    ],
)  # fmt: skip
def test_an_address_asks_for_a_part_of_the_list(
    of: Gapped, visit: Visit, clock_at: Any, asked: str, shown: str
) -> None:
    made(of.ward, title="Mål alfa", due=TODAY)
    promised(of.ward, title="Mål beta")
    made(of.ward, title="Mål gamma", owner="Person 9, enhetschef", owner_staff=of.head.staff.hsa_id)
    did(made(of.ward, title="Mål delta"), of.ward, "finish")
    clock_at("2026-06-20T08:00:00+02:00")
    said = page(visit(of.head, "admin"), f"{reverse(LIST)}?{asked}")
    assert {name[0] for name in ("alfa", "beta", "gamma", "delta") if f"Mål {name}" in said} == {
        {"a": "a", "b": "b", "c": "g", "d": "d"}[one] for one in shown
    }


def test_a_long_list_is_walked_on_and_back(of: Gapped, visit: Visit) -> None:
    for number in range(queries.PAGE * 2 + 3):
        made(of.ward, title=f"Nummer {number:03}.", due=TODAY + timedelta(days=number))
    head, address, seen = visit(of.head, "admin"), reverse(LIST), []
    while address:
        body = head.get(address).content.decode()
        seen += re.findall(r"Nummer (\d+)\.", body)
        found = re.search(r'rel="next" href="([^"]+)"', body)
        address = html.unescape(found[1]) if found else ""
    assert seen == [f"{number:03}" for number in range(queries.PAGE * 2 + 3)]
    last = head.get(f"{reverse(LIST)}?last=yes").content.decode()
    back = html.unescape(re.search(r'rel="prev" href="([^"]+)"', last)[1])  # type: ignore[index]
    assert re.findall(r"Nummer (\d+)\.", head.get(back).content.decode())[-1] == f"{queries.PAGE + 2:03}"


@pytest.mark.parametrize(("language", "words"), [
    ("sv", ("Åtgärder och löften", "Ansvarig", "Ska vara gjort", "Inte påbörjad", "5 dagar försenad")),
    ("en", ("Actions and promises", "Who sees to it", "To be done by", "Not started", "5 days late")),
])  # fmt: skip
def test_the_list_speaks_both_languages(
    of: Gapped, visit: Visit, clock_at: Any, language: str, words: tuple[str, ...]
) -> None:
    made(of.ward, due=TODAY)
    clock_at("2026-06-20T08:00:00+02:00")
    said = page(visit(of.head, "admin", language), reverse(LIST))
    assert [word for word in words if word not in said] == []


def test_days_are_those_of_stockholm(of: Gapped, visit: Visit, clock_at: Any) -> None:
    made(of.ward, due=date(2026, 6, 20))
    clock_at("2026-06-20T23:30:00+02:00")
    assert "days late" not in page(visit(of.head, "admin"), reverse(LIST))
    clock_at("2026-06-21T00:30:00+02:00")
    assert "1 day late" in page(visit(of.head, "admin"), reverse(LIST))
