"""Canonical bodies and the hash chain. Pure.

Each hash covers the previous hash, patient, seq, recorded_at and a digest SHA-256(salt ‖ body); the body is RFC 8785
JSON of every other field of the envelope, with the payload. The first previous hash is 32 zero bytes. When body and
salt are destroyed by decision the digest stays, so the chain still holds.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

import msgspec

from lindra.record.envelope import Event, Source

GENESIS = bytes(32)
SALT_BYTES = 32

_encoder = msgspec.json.Encoder(order="sorted")


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What is hashed with the salt: the envelope but patient, seq and recorded_at."""

    id: str
    kind: str
    version: int
    occurred_from: str | None
    occurred_to: str | None
    precision: str
    author: str
    assignment: str
    unit: str
    provider: str
    regime: str
    act: str
    signed: bool
    source: Source | None
    corrects: str | None
    payload: dict[str, Any]


_decoder = msgspec.json.Decoder(Body)


def canonical(event: Event) -> bytes:
    """The body of an event as RFC 8785 JSON.

    Payloads hold no floats and keys are ASCII, for which sorting by code point and plain integers are the standard's
    own form; the tests hold this against an independent implementation.
    """
    return _encoder.encode(Body(**{name: getattr(event, name) for name in Body.__struct_fields__}))


def read(body: bytes) -> Body:
    """The fields of a canonical body."""
    return _decoder.decode(body)


def new_salt() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(SALT_BYTES)


def digest(salt: bytes, body: bytes) -> bytes:
    """SHA-256 of salt and body."""
    return hashlib.sha256(salt + body).digest()


def link(previous: bytes, patient: str, seq: int, recorded_at: str, body_digest: bytes) -> bytes:
    """The hash of one entry, 32 bytes."""
    head = f"{patient}\n{seq}\n{recorded_at}\n".encode()
    return hashlib.sha256(previous + head + body_digest).digest()
