"""Actions and promises of the made-up county."""

from __future__ import annotations

from datetime import datetime


def plant(until: datetime) -> None:
    """Store it as it stands at ``until``."""
