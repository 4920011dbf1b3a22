"""Security keys in a real browser, with an authenticator of the browser's own making."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Browser, CDPSession, Page

from helpers import browsers, servers, small_world, walking
from helpers.small_world import PASSWORD

RECORDS = ("Palliativa teamet Gryning", "specialistsjuksköterska")
KEY = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": True,
       "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip


@pytest.fixture(scope="module")
def address(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small world, at a name: browsers know no keys for a bare number."""
    with small_world.standing(sqlite_template, tmp_path_factory.mktemp("keys") / "home") as (world, _):
        environment = small_world.environment(world)
    with servers.serving(environment) as found:
        yield found.replace("127.0.0.1", "localhost")


@pytest.fixture
def pages(browser: Browser) -> Iterator[browsers.Pages]:
    opened = browsers.Pages(browser)
    yield opened
    assert opened.complaints == []
    opened.close()


def with_key(page: Page, **changed: Any) -> tuple[CDPSession, str]:
    """Put a key into the page's machine; what it is spoken to by, and its id."""
    spoken = page.context.new_cdp_session(page)
    spoken.send("WebAuthn.enable")
    return spoken, str(
        spoken.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | changed})["authenticatorId"]
    )


def sign_in(page: Page, address: str, username: str = "astri") -> None:
    page.goto(f"{address}/sign-in/?next=/security-keys/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_load_state()


def sign_out(page: Page) -> None:
    page.locator("form[action='/sign-out/'] button").first.click()
    page.wait_for_url("**/sign-in/")


def look_at(page: Page) -> list[str]:
    """What axe finds, what is too wide and what stands in the wrong language: in English and dark, then in Swedish."""
    found = []
    for language, scheme in (("en", "dark"), ("sv", "light")):
        page.context.add_cookies([{"name": "language", "value": language, "url": urljoin(page.url, "/")}])
        page.reload()
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{language}: {text}" for text in walking.in_the_wrong_language(page, language, RECORDS)]
        found += [f"{width}: {fault}" for width in (360, 1280) for fault in walking.too_wide(page, width)]
        found += [f"{scheme}: {fault}" for fault in browsers.axe_violations(page)]
    return found


def test_a_key_is_registered_asked_for_renamed_and_removed(pages: browsers.Pages, address: str) -> None:
    page = pages.open(reduced_motion="reduce")
    with_key(page)
    sign_in(page, address)
    assert look_at(page) == []
    page.get_by_role("link", name="Registrera en nyckel").click()
    assert look_at(page) == []
    page.fill("#id_name", "Blå")
    page.get_by_role("button", name="Registrera nyckeln").click()
    page.wait_for_url(f"{address}/security-keys/")
    assert "Nyckeln är registrerad." in page.inner_text("main")
    assert look_at(page) == []

    sign_out(page)
    sign_in(page, address)
    assert page.url == f"{address}/sign-in/key/"
    assert look_at(page) == []
    page.get_by_role("button", name="Använd säkerhetsnyckeln").click()
    page.wait_for_url(f"{address}/security-keys/")
    assert "senast använd" in page.inner_text("main")

    page.get_by_role("link", name="Byt namn Blå").click()
    assert look_at(page) == []
    page.fill("#id_name", "Grön")
    page.press("#id_name", "Enter")
    page.wait_for_url(f"{address}/security-keys/")
    page.get_by_role("link", name="Ta bort Grön").click()
    assert look_at(page) == []
    page.get_by_role("button", name="Ta bort nyckeln").click()
    page.wait_for_url(f"{address}/security-keys/")
    assert "Nyckeln är borttagen." in page.inner_text("main")

    sign_out(page)
    sign_in(page, address)
    assert page.url == f"{address}/security-keys/", "without a key the password is enough, outside production"


def test_a_forged_key_and_a_removed_one_let_nobody_in(pages: browsers.Pages, address: str) -> None:
    own = pages.open()
    spoken, key = with_key(own)
    sign_in(own, address, "home")
    own.goto(f"{address}/security-keys/add/")
    own.get_by_role("button", name="Registrera nyckeln").click()
    own.wait_for_url(f"{address}/security-keys/")

    thief = pages.open(reduced_motion="reduce")
    forged, its_key = with_key(thief)
    forged.send("WebAuthn.addCredential", {"authenticatorId": its_key, "credential": copied(spoken, key)})
    sign_in(thief, address, "home")
    thief.get_by_role("button", name="Använd säkerhetsnyckeln").click()
    thief.get_by_text("Säkerhetsnyckeln godtogs inte").wait_for()
    assert browsers.axe_violations(thief) == []
    thief.goto(f"{address}/assignment/")
    assert "/sign-in/" in thief.url
    thief.goto(f"{address}/sign-in/key/")
    thief.get_by_role("button", name="Avbryt").click()
    thief.wait_for_url("**/sign-in/")
    thief.goto(f"{address}/sign-in/key/")
    assert thief.url == f"{address}/sign-in/", "what was half done is over"

    own.get_by_role("link", name="Ta bort").click()
    own.get_by_role("button", name="Ta bort nyckeln").click()
    own.wait_for_url(f"{address}/security-keys/")
    own.get_by_role("link", name="Registrera en nyckel").click()
    spoken.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    _, other = with_key(own)
    own.get_by_role("button", name="Registrera nyckeln").click()
    own.wait_for_url(f"{address}/security-keys/")
    sign_out(own)
    spoken.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | {"transport": "nfc"}})
    spoken.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": other})
    sign_in(own, address, "home")
    own.get_by_role("button", name="Använd säkerhetsnyckeln").click()
    own.get_by_text("Ingen nyckel svarade").wait_for()


def copied(spoken: CDPSession, key: str) -> dict[str, Any]:
    """All that can be seen of a key's credential from outside, with another secret inside."""
    (seen,) = spoken.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    made = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return dict(seen) | {"privateKey": base64.b64encode(made).decode(), "signCount": seen["signCount"] + 5}
