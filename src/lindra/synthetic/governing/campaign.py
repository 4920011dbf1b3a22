"""The question that was put to 21 regions in 2026, as it was answered."""

from __future__ import annotations

from datetime import datetime


def plant(until: datetime) -> None:
    """Store it as it stands at ``until``."""
