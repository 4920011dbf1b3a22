"""Whom an e-identity stands for, and when a session ends, as rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lindra.site import rules

ASTRI = {"sub": "17", "nonce": "asked", "acr": "loa3", "employeeHsaId": "SE0000001700-P1"}

LET_IN: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], str]] = {
    "stated in the token": (ASTRI, {}, {}, "SE0000001700-P1"),
    "stated beside the token": (
        ASTRI | {"employeeHsaId": ""},
        {"sub": "17", "employeeHsaId": "SE1-2"},
        {},
        "SE1-2",
    ),
    "the token goes before what is beside it": (
        ASTRI,
        {"sub": "17", "employeeHsaId": "SE1-2"},
        {},
        "SE0000001700-P1",
    ),
    "under another name": (ASTRI | {"hsa": " SE1-3 "}, {}, {"claim": "hsa"}, "SE1-3"),
    "at one of the levels": (ASTRI, {}, {"levels": ("loa4", "loa3")}, "SE0000001700-P1"),
    "level under another name": (
        ASTRI | {"loa": "4"},
        {},
        {"level_claim": "loa", "levels": ("4",)},
        "SE0000001700-P1",
    ),
}
REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], str]] = {
    "nothing at all": ({}, {}, {}, "nonce"),
    "an answer to another question": (ASTRI | {"nonce": "stolen"}, {}, {}, "nonce"),
    "an answer to no question": (ASTRI, {}, {"nonce": ""}, "nonce"),
    "beside it is told of somebody else": (ASTRI, {"sub": "18", "employeeHsaId": "SE1-2"}, {}, "subject"),
    "a level too low": (ASTRI, {}, {"levels": ("loa4",)}, "level"),
    "a level told only beside the token": (
        ASTRI | {"acr": None}, {"sub": "17", "acr": "loa4"}, {"levels": ("loa4",)}, "level"),
    "no HSA-id": (ASTRI | {"employeeHsaId": None}, {"sub": "17"}, {}, "no-id"),
    "an empty HSA-id": (ASTRI | {"employeeHsaId": "  "}, {}, {}, "no-id"),
    "several HSA-ids": (ASTRI | {"employeeHsaId": ["SE1-2", "SE1-3"]}, {}, {}, "no-id"),
}  # fmt: skip


@pytest.mark.parametrize("row", LET_IN)
def test_an_e_identity_names_a_member_of_staff(row: str) -> None:
    token, userinfo, options, expected = LET_IN[row]
    assert rules.hsa_id(token, userinfo, **({"nonce": "asked"} | options)) == expected


@pytest.mark.parametrize("row", REFUSED)
def test_an_e_identity_that_lets_nobody_in(row: str) -> None:
    token, userinfo, options, reason = REFUSED[row]
    with pytest.raises(rules.Refused) as caught:
        rules.hsa_id(token, userinfo, **({"nonce": "asked"} | options))
    assert caught.value.reason == reason


IDP = "https://idp.example.se/oidc"
TOLD = {"issuer": IDP, "authorization_endpoint": f"{IDP}/auth", "token_endpoint": f"{IDP}/token",
        "jwks_uri": "https://keys.example.se/jwks", "userinfo_endpoint": f"{IDP}/me"}  # fmt: skip
OURS = "http://127.0.0.1:8080/o"
OF_THIS_MACHINE = {"issuer": OURS} | {name: f"{OURS}/{name}" for name in rules.DESCRIBED}

DESCRIPTIONS: dict[str, tuple[dict[str, Any], str, bool]] = {
    "as it should be": (TOLD, IDP, True),
    "tells nothing beside the token": (
        {k: v for k, v in TOLD.items() if k != "userinfo_endpoint"},
        IDP,
        True,
    ),
    "of this machine": (OF_THIS_MACHINE, OURS, True),
    "of another issuer": (TOLD, "https://idp.example.se", False),
    "no keys": (TOLD | {"jwks_uri": None}, IDP, False),
    "keys that anybody may change on the way": (TOLD | {"jwks_uri": "http://keys.example.se"}, IDP, False),
    "a token sent in the open": (TOLD | {"token_endpoint": "http://127.0.0.1/token"}, IDP, False),
    "userinfo sent in the open": (TOLD | {"userinfo_endpoint": "http://idp.example.se/me"}, IDP, False),
    "of this machine, leading away": (
        OF_THIS_MACHINE | {"token_endpoint": "http://idp.example.se"},
        OURS,
        False,
    ),
    "empty": ({}, IDP, False),
}


@pytest.mark.parametrize("row", DESCRIPTIONS)
def test_a_provider_is_followed_only_where_it_is_the_one_meant_and_encrypted(row: str) -> None:
    told, issuer, usable = DESCRIPTIONS[row]
    assert rules.usable(told, issuer) is usable


SIGNED_IN = datetime(2026, 3, 28, 22, tzinfo=UTC)  # the clocks go forward that night


@pytest.mark.parametrize(
    ("seen", "now", "why"),
    [
        (0, 0, None),
        (0, 29, None),
        (0, 30, "idle"),
        (600, 629, None),
        (600, 630, "idle"),
        (719, 719.9, None),
        (719, 720, "long"),
        (0, 720, "long"),
        (0, -60, None),
    ],
)
def test_a_session_ends_when_idle_or_long(seen: float, now: float, why: str | None) -> None:
    at = [SIGNED_IN + timedelta(minutes=minutes) for minutes in (seen, now)]
    assert rules.ended(SIGNED_IN, *at) == why


@pytest.mark.parametrize(
    ("key", "weak"), [("", True), ("x" * 64, True), ("0123456789" * 4, True), ("0123456789" * 5, False)]
)
def test_a_key_that_could_be_guessed_is_weak(key: str, weak: bool) -> None:
    assert rules.weak(key) is weak
