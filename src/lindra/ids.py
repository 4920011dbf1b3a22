"""Identifiers: UUID version 7, which sort by the time they were made."""

from __future__ import annotations

import uuid_utils


def new_id() -> str:
    """A new identifier, 36 characters, lower case."""
    return str(uuid_utils.uuid7())
