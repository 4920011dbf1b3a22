"""Sign-in as pure functions: how long a session lasts, how often one may try, whom an e-identity stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

IDLE = timedelta(minutes=30)
"""Longest time without a page. NIST SP 800-63B (2017) 4.2.3, assurance level 2; Swedish law names no figure."""
LONGEST = timedelta(hours=12)
"""Longest session, however busy: a long shift. The same paragraph of the same source."""
SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is noted when a page was last asked for; our choice: it saves a write for every page."""

WRONG_PASSWORDS = 10
"""So many wrong passwords for one account from one address lock that account there. Our choice; NIST allows 100."""
LOCKED = timedelta(hours=1)
"""How long it stays locked. Our choice."""
ATTEMPTS = 60
"""Sign-ins a minute from one address, whoever tries. Our choice: a hospital behind one address, when shifts change."""
WRONG_KEYS = 5
"""Wrong security keys for one account in five minutes. The library's own default, kept."""

KEY_LENGTH = 50
KEY_SIGNS = 10
"""A secret key has at least so many signs, so many of them different: Django's security.W009, its variety doubled."""

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
"""This machine: what is asked of it is not seen by others, so that it need not be encrypted outside production."""
DESCRIBED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
"""What we need to know of a provider: OpenID Connect Discovery 1.0, 3."""

HSA_CLAIM = "employeeHsaId"
"""Where a provider of e-identities states the HSA-id: the SITHS attribute, OID 1.2.752.29.6.2.1, by its usual name."""
LEVEL_CLAIM = "acr"
"""Where it states the level of assurance: OpenID Connect Core 1.0, 2 (ID Token)."""

Ended = Literal["idle", "long"]


def ended(started: datetime, seen: datetime, now: datetime) -> Ended | None:
    """Why a session has come to its end; ``None`` while it goes on. Elapsed time, so all instants in UTC."""
    if now - started >= LONGEST:
        return "long"
    return "idle" if now - seen >= IDLE else None


class Refused(Exception):
    """An e-identity that lets nobody in. ``reason``: *nonce*, *subject*, *level* or *no-id*."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def hsa_id(
    token: Mapping[str, Any], userinfo: Mapping[str, Any], nonce: str, claim: str = HSA_CLAIM,
    level_claim: str = LEVEL_CLAIM, levels: Sequence[str] = (),
) -> str:  # fmt: skip
    """The HSA-id an ID token, and what the provider tells beside it, stand for. Raises :class:`Refused`.

    The token must answer this very question (OpenID Connect Core 1.0, 3.1.3.7 point 11), what is told beside it must
    be of the same person (5.3.2), and the level of assurance must be one of ``levels`` where any is named.
    """
    if not nonce or token.get("nonce") != nonce:
        raise Refused("nonce")
    if userinfo and userinfo.get("sub") != token.get("sub"):
        raise Refused("subject")
    if levels and token.get(level_claim) not in levels:
        raise Refused("level")
    stated = token.get(claim) or userinfo.get(claim)
    if not isinstance(stated, str) or not stated.strip():
        raise Refused("no-id")
    return stated.strip()


def here(host: str) -> bool:
    """Whether a host is this machine."""
    return host.strip("[]") in HERE


def encrypted(address: Any, here: bool) -> bool:
    """Whether what is asked of an address is seen by nobody else; ``here``: this machine counts as well."""
    parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
    return bool(parts.hostname) and (
        parts.scheme == "https" or (here and parts.scheme == "http" and parts.hostname in HERE)
    )


def usable(told: Mapping[str, Any], issuer: str) -> bool:
    """Whether a provider's description of itself is of this very issuer (Discovery 1.0, 4.3), and safe to follow."""
    here = not encrypted(issuer, here=False)
    optional = [told["userinfo_endpoint"]] if "userinfo_endpoint" in told else []
    addresses = [told.get(name) for name in DESCRIBED] + optional
    return told.get("issuer") == issuer and all(encrypted(address, here) for address in addresses)


def weak(key: str) -> bool:
    """Whether a secret key is one that could be guessed."""
    return len(key) < KEY_LENGTH or len(set(key)) < KEY_SIGNS
