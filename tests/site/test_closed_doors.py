"""Every page is closed unless it was opened on purpose; who is let in sees only what is theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from helpers.small_world import PASSWORD, SmallWorld
from helpers.visitors import BACKEND

Visitor = Callable[..., Client]

OPEN = {
    "sign-in",
    "account_login",
    "accessibility",
    "gallery",
    "set_language",
    "answer",
    "api",
    "api-openapi",
}
"""The pages for everybody. A page that is not named here asks who comes."""
SIGNING_IN = {
    "openid_connect_login": "leads to a provider of e-identities that is configured; here there is none",
    "openid_connect_callback": "takes the provider's answer to a question that this browser asked",
    "mfa_authenticate": "asks for the security key of somebody whose password was right",
    "sign-out": "also ends a sign-in that is half done",
}
"""Steps between a stranger and somebody: what a stranger who goes there directly meets, stands in the tests below."""
RELEASED = {"api-about", "api-measures", "api-results-json", "api-results-csv"}
"""Open data, for everybody once it has been released; here nothing has."""
PUBLISHED = {"campaign-public"}
"""Pages for everybody once somebody has published them; here nothing is."""
WITH_CODE = {"answer-about", "answer-part", "answer-check", "answer-decline", "answer-done"}
"""Where a relative answers who was given a code; without one they are asked for it."""
SAMPLES = {
    "patient": "00000000-0000-7000-8000-000000000000",
    "event": "00000000-0000-7000-8000-000000000000",
    "code": "17",
    "slug": "place-of-death",
    "region": "17",
    "provider_id": "siths",
    "uuid": "00000000-0000-7000-8000-000000000000",
}
"""By the name of a place in an address, or by the kind of what stands there."""
PLACE = re.compile(r"<(\w+):(\w+)>")


def addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[tuple[str, str]]:
    """Name and address of everything that can be asked for, with sample values where it takes some."""
    for pattern in patterns:
        assert isinstance(pattern.pattern, RoutePattern), "an address of another sort needs a sample here"
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
            continue
        assert pattern.name, f"{route} has no name"
        yield (
            pattern.name,
            PLACE.sub(lambda place: SAMPLES.get(place[2]) or SAMPLES.get(place[1], "1"), route),
        )


ADDRESSES = dict(addresses(get_resolver().url_patterns))
CLOSED = {
    name: route
    for name, route in ADDRESSES.items()
    if name not in OPEN | WITH_CODE | RELEASED | PUBLISHED and name not in SIGNING_IN
}


def test_the_walk_finds_the_pages_there_are() -> None:
    assert {"start", "sign-in", "patients", "patient", "assignment", "indicators", "access"} <= set(ADDRESSES)
    assert set(ADDRESSES) >= OPEN | set(SIGNING_IN) | WITH_CODE | RELEASED | PUBLISHED


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head"])
@pytest.mark.parametrize("name", CLOSED)
def test_a_stranger_is_sent_to_sign_in(visitor: Visitor, name: str, method: str) -> None:
    answer = getattr(visitor(), method)(CLOSED[name])
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('sign-in')}?next={CLOSED[name]}"


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head"])
@pytest.mark.parametrize("name", SIGNING_IN)
def test_a_step_of_signing_in_leads_a_stranger_nowhere(visitor: Visitor, name: str, method: str) -> None:
    client = visitor()
    answer = getattr(client, method)(ADDRESSES[name])
    assert answer.status_code in (302, 404, 405)
    assert answer.get("Location", "/sign-in/") == "/sign-in/"
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("name", sorted(OPEN - {"set_language"}))
def test_the_pages_for_everybody_open_for_everybody(visitor: Visitor, name: str) -> None:
    assert visitor().get(ADDRESSES[name]).status_code == 200


@pytest.mark.parametrize("name", sorted(RELEASED))
def test_open_data_that_is_not_released_is_not_there_for_anybody(visitor: Visitor, name: str) -> None:
    for client in (visitor(), visitor("astri")):
        answer = client.get(ADDRESSES[name])
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_what_nobody_has_published_is_not_there_for_anybody(visitor: Visitor, name: str) -> None:
    assert [one.get(ADDRESSES[name]).status_code for one in (visitor(), visitor("astri"))] == [404, 404]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(WITH_CODE))
def test_where_a_relative_answers_a_stranger_is_asked_for_the_code(
    visitor: Visitor, name: str, method: str
) -> None:
    answer = getattr(visitor(), method)(ADDRESSES[name])
    assert (answer.status_code, answer["Location"]) == (302, "/answer/")


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
    opened = client.session.session_key
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/patients/").status_code == 302
    client.cookies["sessionid"] = opened
    assert client.get("/patients/").status_code == 302, "the session has ended, not only left this browser"


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
    for language, heading in (("sv", "Kontot är låst"), ("en", "The account is locked")):
        client.cookies["language"] = language
        locked = client.post("/sign-in/", {"username": "home", "password": PASSWORD})
        page = locked.content.decode()
        assert locked.status_code == 429
        assert f"<h1>{heading}</h1>" in page
        assert "60 minut" in page
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


def test_what_a_script_sends_needs_the_token_of_a_page(small: SmallWorld) -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.force_login(small.staff["astri"].user, backend=BACKEND)
    choice = {"choice": "none of them"}
    token = re.search(
        r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/assignment/").content.decode()
    )
    assert token
    assert client.post("/assignment/", choice).status_code == 403
    assert client.post("/assignment/", choice, headers={"X-CSRFToken": "x" * 64}).status_code == 403
    assert client.post("/assignment/", choice, headers={"X-CSRFToken": token[1]}).status_code == 200
    assert client.cookies["csrftoken"]["httponly"], "a script takes it from the page, not from the cookie"


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
