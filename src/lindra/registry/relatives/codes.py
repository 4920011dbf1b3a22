"""Codes by which relatives answer: drawn, and kept only as a keyed hash, so that what is stored opens nothing.

The key is that of the instance (``LINDRA_SECRET_KEY``): when it is changed, codes that are out no longer work.
"""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

from lindra.registry.relatives import rules

_SALT = "lindra.registry.relatives.code"


def draw() -> str:
    """A new code."""
    return rules.drawn(secrets.choice)


def kept(code: str) -> str:
    """What is stored of a code, and found by it."""
    return salted_hmac(_SALT, code, algorithm="sha256").hexdigest()


def nobodys() -> str:
    """What stands in place of a code where none was given out: no code has it."""
    return f"none-{secrets.token_hex(16)}"
