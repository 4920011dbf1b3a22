"""What a provider says counts only as it signed it, for us, for now."""

from __future__ import annotations

import time
from typing import Any

import jwt
import pytest
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import RequestFactory, override_settings

from lindra.site.environment import IdProvider
from lindra.site.oidc import Strict

ISSUER = "https://idp.example.se"
KEY, OTHER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
SHARED = "a secret that both know, and long enough"
ASTRI = {"iss": ISSUER, "aud": "lindra", "sub": "17", "iat": 0, "exp": 300}
"""Claims; points in time as seconds from now."""

SIGNED: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "as it should be": ({}, {}, True),
    "by a clock that differs a little": ({"exp": -30, "iat": 30}, {}, True),
    "signed by somebody else": ({}, {"key": OTHER}, False),
    "not signed": ({}, {"key": None, "algorithm": "none"}, False),
    "signed by a secret instead of a key": ({}, {"key": SHARED, "algorithm": "HS256"}, False),
    "of another issuer": ({"iss": "https://idp.example.com"}, {}, False),
    "meant for another": ({"aud": "another"}, {}, False),
    "too old": ({"exp": -120}, {}, False),
    "of the future": ({"iat": 600, "exp": 900}, {}, False),
    "without an end": ({"exp": None}, {}, False),
    "of nobody": ({"sub": None}, {}, False),
}


@pytest.mark.parametrize("row", SIGNED)
def test_a_token_counts_only_as_its_provider_signed_it(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changed, signing, counts = SIGNED[row]
    claims = {name: value for name, value in (ASTRI | changed).items() if value is not None}
    claims |= {name: int(time.time()) + claims[name] for name in ("iat", "exp") if name in claims}
    token = jwt.encode(claims, **({"key": KEY, "algorithm": "RS256"} | signing))
    published = type("Published", (), {"key": KEY.public_key()})
    monkeypatch.setattr(jwt.PyJWKClient, "get_signing_key_from_jwt", lambda self, text: published)
    monkeypatch.setattr(Strict, "openid_config", {"jwks_uri": f"{ISSUER}/keys"})
    siths = IdProvider(id="siths", name="SITHS", issuer=ISSUER, client_id="lindra", client_secret=SHARED)
    with override_settings(ID_PROVIDERS=(siths,)):
        talk = Strict(RequestFactory().get("/"), "siths")
        app = type("App", (), {"client_id": "lindra"})
        if counts:
            assert talk._decode_id_token(app, token)["sub"] == "17"
        else:
            with pytest.raises(OAuth2Error):
                talk._decode_id_token(app, token)
