"""Every page is closed unless it was opened on purpose; who is let in sees only what is theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from helpers.small_world import PASSWORD, SmallWorld

Visitor = Callable[..., Client]

OPEN = {"sign-in", "accessibility", "gallery", "set_language"}
"""The pages for everybody. A page that is not named here asks who comes."""
SAMPLES = {
    "patient": "00000000-0000-7000-8000-000000000000",
    "code": "17",
    "slug": "place-of-death",
    "region": "17",
}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[tuple[str, str]]:
    """Name and address of everything that can be asked for, with sample values where it takes some."""
    for pattern in patterns:
        assert isinstance(pattern.pattern, RoutePattern), "an address of another sort needs a sample here"
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
            continue
        for name in pattern.pattern.converters:
            start = route.index("<")
            route = route[:start] + SAMPLES.get(name, "1") + route[route.index(">") + 1 :]
        assert pattern.name, f"{route} has no name"
        yield pattern.name, route


ADDRESSES = dict(addresses(get_resolver().url_patterns))
CLOSED = {name: route for name, route in ADDRESSES.items() if name not in OPEN}


def test_the_walk_finds_the_pages_there_are() -> None:
    assert {"start", "sign-in", "patients", "patient", "assignment", "indicators", "access"} <= set(ADDRESSES)
    assert set(ADDRESSES) >= OPEN


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head"])
@pytest.mark.parametrize("name", CLOSED)
def test_a_stranger_is_sent_to_sign_in(visitor: Visitor, name: str, method: str) -> None:
    answer = getattr(visitor(), method)(CLOSED[name])
    if name == "sign-out":
        assert answer.status_code in (302, 405)
        return
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('sign-in')}?next={CLOSED[name]}"


@pytest.mark.parametrize("name", sorted(OPEN - {"set_language"}))
def test_the_pages_for_everybody_open_for_everybody(visitor: Visitor, name: str) -> None:
    assert visitor().get(ADDRESSES[name]).status_code == 200


@pytest.mark.parametrize("name", sorted({"patients", "patient"}))
def test_without_an_assignment_no_patient_is_reached(visitor: Visitor, name: str) -> None:
    answer = visitor("nils").get(ADDRESSES[name])
    assert answer.status_code == 403
    assert "Inget medarbetaruppdrag" in answer.content.decode()


def test_without_an_assignment_one_can_still_see_what_is_nobodys(visitor: Visitor) -> None:
    for name in ("start", "assignment", "access"):
        answer = visitor("nils").get(ADDRESSES[name])
        assert answer.status_code == 200
    assert "inget medarbetaruppdrag i dag" in visitor("nils").get("/").content.decode()


def test_a_patient_of_another_unit_looks_like_none(visitor: Visitor, small: SmallWorld) -> None:
    nurse = visitor("astri")
    elsewhere = nurse.get(reverse("patient", args=[small.patients["elsewhere"]]))
    none = nurse.get(reverse("patient", args=[SAMPLES["patient"]]))
    assert elsewhere.status_code == none.status_code == 403
    told = elsewhere.content.decode().replace(small.patients["elsewhere"], SAMPLES["patient"])
    assert _without_tokens(told) == _without_tokens(none.content.decode())
    assert "Ulla" not in told


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_the_name_of_an_address_that_is_none_says_nothing(visitor: Visitor) -> None:
    assert visitor().get("/no/such/page/").status_code == 404
    assert visitor("astri").get("/no/such/page/").status_code == 404


def test_somebody_can_sign_in_and_out(small: SmallWorld) -> None:
    client = Client(SERVER_NAME="localhost")
    answer = client.post(
        "/sign-in/?next=/patients/", {"username": "astri", "password": PASSWORD, "next": "/patients/"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/patients/")
    assert client.get("/patients/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/patients/").status_code == 302


def test_signing_out_by_a_link_is_refused(visitor: Visitor) -> None:
    nurse = visitor("astri")
    assert nurse.get("/sign-out/").status_code == 405
    assert nurse.get("/patients/").status_code == 200


def test_a_wrong_password_is_told_and_nobody_is_signed_in(small: SmallWorld) -> None:
    client = Client(SERVER_NAME="localhost")
    answer = client.post("/sign-in/", {"username": "astri", "password": "wrong"})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert client.get("/").status_code == 302


def test_after_ten_wrong_passwords_the_right_one_waits(small: SmallWorld) -> None:
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR="127.0.0.17")
    answers = [
        client.post("/sign-in/", {"username": "home", "password": f"guess {n}"}).status_code
        for n in range(10)
    ]
    assert answers[:9] == [200] * 9
    assert client.post("/sign-in/", {"username": "home", "password": PASSWORD}).status_code in (403, 429)
    assert (
        Client(SERVER_NAME="localhost")
        .post("/sign-in/", {"username": "home", "password": PASSWORD})
        .status_code
        == 302
    )


def test_after_signing_in_nobody_is_sent_to_another_site(small: SmallWorld) -> None:
    client = Client(SERVER_NAME="localhost")
    answer = client.post(
        "/sign-in/", {"username": "astri", "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == "/"


def test_a_form_from_another_site_is_refused(small: SmallWorld) -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"username": "astri", "password": PASSWORD})
    assert answer.status_code == 403
    assert "<h1>Formuläret är för gammalt</h1>" in answer.content.decode()


@pytest.mark.parametrize("demo", [True, False])
def test_only_the_demo_says_who_may_be_tried(small: SmallWorld, demo: bool) -> None:
    with override_settings(LINDRA_DEMO=demo):
        page = Client(SERVER_NAME="localhost").get("/sign-in/").content.decode()
    assert ("Demonstration. Personerna är påhittade." in page) is demo
    assert PASSWORD not in page


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(small: SmallWorld) -> None:
    client = Client(SERVER_NAME="localhost")
    client.post("/sign-in/", {"username": "astri", "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_choice_of_assignment_and_purpose_lasts_and_cannot_be_made_up(
    visitor: Visitor, small: SmallWorld
) -> None:
    nurse = visitor("astri")
    assert nurse.get("/").context["request"].reader.purpose == "care"
    offered = nurse.get("/assignment/").context["offered"]
    assert len(offered) == 4
    work, _ = offered[-1]
    assert nurse.post("/assignment/", {"choice": f"{work.id}|followup"})["Location"] == "/"
    reader = nurse.get("/").context["request"].reader
    assert (reader.assignment.id, reader.purpose) == (work.id, "followup")
    for made_up in (f"{work.id}|extract", "x|care", ""):
        nurse.post("/assignment/", {"choice": made_up})
        assert nurse.get("/").context["request"].reader.purpose == "followup"
