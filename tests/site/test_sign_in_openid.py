"""Signing in by e-identity: a browser, our server, and a provider that is not ours, each a process of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from helpers import browsers, openid_provider, servers, small_world
from helpers.openid_provider import CLIENT_ID, CLIENT_SECRET, PASSWORD

PEOPLE = {"anna": "SE0000001700-P1", "lo": "SE0000001700-P8", "stranger": "SE0000009999-P1", "citizen": ""}
"""Who can sign in at the provider: Astri, who also has a local account; Lo, who has none; two who are not staff."""


@dataclass(frozen=True)
class Elsewhere:
    """Our server, and the provider it sends people to."""

    address: str
    issuer: str


@pytest.fixture(scope="module")
def elsewhere(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    """The small world with four ways to sign in by e-identity, two of which cannot be used."""
    from lindra.people import actions as people

    folder = tmp_path_factory.mktemp("openid")
    port, none = servers.free_port(), servers.free_port()
    one = {"name": "SITHS", "issuer": openid_provider.issuer(port), "client_id": CLIENT_ID,
           "client_secret": CLIENT_SECRET}  # fmt: skip
    ways = [
        one | {"id": "siths"},
        one | {"id": "strong", "name": "Stark", "levels": ["loa4"]},
        one | {"id": "down", "name": "Nere", "issuer": openid_provider.issuer(none)},
        one | {"id": "wrong", "name": "Fel", "client_secret": "not the secret"},
    ]
    with small_world.standing(sqlite_template, folder / "home") as (world, made):
        lo = people.add_staff("SE0000001700-P8", "Lo Ek", "Sjuksköterska")
        people.assign(lo, made.units["team"].id, "sjuksköterska", ("care",), valid_from="2015-01-01")
        environment = small_world.environment(world) | {"LINDRA_OIDC": json.dumps(ways)}
    with servers.serving(environment) as address:
        callbacks = " ".join(f"{address}/sign-in/with/{way['id']}/callback/" for way in ways)
        with openid_provider.running(folder / "provider", callbacks, PEOPLE, port) as issuer:
            yield Elsewhere(address, issuer)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser of its own for each test, so that nobody is signed in anywhere."""
    pages = browsers.Pages(browser)
    yield pages.open()
    assert pages.complaints == []
    pages.close()


def begin(page: Page, elsewhere: Elsewhere, way: str, path: str = "/assignment/") -> None:
    page.goto(elsewhere.address + path)
    page.get_by_role("link", name=f"Logga in med {way}").click()


def sign_in(page: Page, elsewhere: Elsewhere, person: str, way: str = "SITHS") -> None:
    begin(page, elsewhere, way)
    assert page.url.startswith(urlsplit(elsewhere.issuer)._replace(path="/sign-in/").geturl())
    page.fill("[name=username]", person)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button").click()


def test_staff_come_back_to_the_page_they_asked_for_and_can_leave(page: Page, elsewhere: Elsewhere) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/o/authorize/" in request.url else None)
    sign_in(page, elsewhere, "lo")
    assert page.url == f"{elsewhere.address}/assignment/"
    assert page.locator(".reader__name").inner_text() == "Lo Ek"
    question = parse_qs(urlsplit(asked[0]).query)
    assert question["response_type"] == ["code"]
    assert question["code_challenge_method"] == ["S256"]
    assert all(len(question[name][0]) >= 16 for name in ("state", "nonce", "code_challenge"))
    page.locator("form[action='/sign-out/'] button").click()
    page.wait_for_url("**/sign-in/?ended=elsewhere")
    assert "Din e-legitimation kan fortfarande vara inloggad" in page.inner_text("main")
    page.goto(f"{elsewhere.address}/assignment/")
    assert "/sign-in/" in page.url


def test_who_has_a_local_account_too_is_the_same_person(page: Page, elsewhere: Elsewhere) -> None:
    sign_in(page, elsewhere, "anna")
    assert page.locator(".reader__name").inner_text() == "Astri Månsdotter"


@pytest.mark.parametrize(
    ("person", "way", "told"),
    [
        ("stranger", "SITHS", "SE0000009999-P1. Det finns inte bland personalen"),
        ("citizen", "SITHS", "Din e-legitimation anger inget HSA-id"),
        ("lo", "Stark", "Din e-legitimation har inte tillräcklig tillitsnivå"),
        ("lo", "Fel", "Inloggningen kunde inte bekräftas"),
    ],
)
def test_who_is_not_let_in_is_told_why(
    page: Page, elsewhere: Elsewhere, person: str, way: str, told: str
) -> None:
    sign_in(page, elsewhere, person, way)
    assert told in page.inner_text("main")
    assert browsers.axe_violations(page) == []
    page.goto(f"{elsewhere.address}/assignment/")
    assert "/sign-in/" in page.url


def test_an_answer_counts_once_and_only_for_who_asked(
    page: Page, elsewhere: Elsewhere, browser: Browser
) -> None:
    answers: list[str] = []
    page.on("request", lambda request: answers.append(request.url) if "/callback/" in request.url else None)
    sign_in(page, elsewhere, "lo")
    (answer,) = answers
    others = browsers.Pages(browser)
    try:
        other = others.open(answer)  # somebody else's browser, with a link that was sent to them
        assert "Inloggningen kunde inte bekräftas" in other.inner_text("main")
        page.context.clear_cookies()
        page.goto(answer)
        assert "Inloggningen kunde inte bekräftas" in page.inner_text("main")
        begin(page, elsewhere, "SITHS")  # a question of one's own, another's code
        state = parse_qs(urlsplit(page.url).query)["next"][0]
        own = parse_qs(urlsplit(state).query)["state"][0]
        code = parse_qs(urlsplit(answer).query)["code"][0]
        page.goto(f"{elsewhere.address}/sign-in/with/siths/callback/?state={own}&code={code}")
        assert "Inloggningen kunde inte bekräftas" in page.inner_text("main")
        page.goto(f"{elsewhere.address}/assignment/")
        assert "/sign-in/" in page.url
    finally:
        others.close()


def test_a_provider_that_does_not_answer_is_told_of(page: Page, elsewhere: Elsewhere) -> None:
    begin(page, elsewhere, "Nere")
    assert "E-legitimationstjänsten svarar inte" in page.inner_text("main")
    assert browsers.axe_violations(page) == []


def test_who_breaks_off_is_told_that_nothing_happened(page: Page, elsewhere: Elsewhere) -> None:
    begin(page, elsewhere, "SITHS")
    own = parse_qs(urlsplit(parse_qs(urlsplit(page.url).query)["next"][0]).query)["state"][0]
    page.goto(f"{elsewhere.address}/sign-in/with/siths/callback/?state={own}&error=access_denied")
    assert "Du avbröt inloggningen" in page.inner_text("main")
