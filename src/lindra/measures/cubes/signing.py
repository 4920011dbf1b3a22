"""A released cube is signed: what it says of itself, and a digest of every file (Ed25519, RFC 8032)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NAME = "signature.json"


class BadKey(ValueError):
    """A key that cannot be used; says which, and what it is to be."""


class Changed(ValueError):
    """A cube that is not as it was signed, or whose signer is not trusted."""


def contents(folder: Path) -> bytes:
    """What is signed: the path and SHA-256 of every file but the signature, in order."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    lines = [
        f"{path.relative_to(folder).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in files
    ]
    return "\n".join(lines).encode()


def sign(folder: Path, key: Path | None) -> None:
    """Sign a folder with a private key (PEM); without one, only the digest is written, which tells damage, not who."""
    told = {"sha256": hashlib.sha256(contents(folder)).hexdigest()}
    if key is not None:
        private = _private(key)
        public = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        told |= {"signature": _text(private.sign(contents(folder))), "public_key": _text(public)}
    (folder / NAME).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def check(folder: Path, trusted: Sequence[Path]) -> str:
    """Whether a folder is as it was written and, where keys are trusted, signed with one of them: its public key."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        raise Changed(f"{folder} has no signature that can be read; it was not released") from None
    signed = contents(folder)
    if hashlib.sha256(signed).hexdigest() != told.get("sha256"):
        raise Changed(
            f"{folder} is not as it was released: a file was changed, added or lost; ask for it again"
        )
    public = str(told.get("public_key", ""))
    if "signature" in told:
        try:
            Ed25519PublicKey.from_public_bytes(base64.b64decode(public)).verify(
                base64.b64decode(told["signature"]), signed
            )
        except (InvalidSignature, ValueError):
            raise Changed(f"{folder}: the signature is not of what lies there") from None
    if trusted and public not in {_text(_public(path)) for path in trusted}:
        raise Changed(f"{folder} is not signed with a key that was named with --trust")
    return public


def not_checked(folders: Sequence[Path], trusted: Sequence[Path]) -> list[str]:
    """What is to be said of folders that were taken without a key that is trusted: a digest tells damage, not who."""
    if trusted:
        return []
    told = "who made these cubes was not checked: name the public keys that they may be signed with (--trust)"
    unsigned = [each for each in folders if "signature" not in json.loads((each / NAME).read_text("utf-8"))]
    return [told, *([f"signed by nobody: {', '.join(map(str, unsigned))}"] if unsigned else [])]


def _private(path: Path) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        raise BadKey(
            f"{path} is no private key that can be read; make one with: openssl genpkey -algorithm ed25519"
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey(f"{path} is a key of another kind; make one with: openssl genpkey -algorithm ed25519")
    return key


def _public(path: Path) -> bytes:
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except (OSError, ValueError):
        raise BadKey(
            f"{path} is no public key that can be read; write it with: openssl pkey -in KEY -pubout"
        ) from None
    if not isinstance(key, Ed25519PublicKey):
        raise BadKey(f"{path} is a key of another kind; Ed25519 is asked for")
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
