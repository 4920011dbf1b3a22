"""Physicians in municipal care in the made-up county: agreed, held, who covers."""

from __future__ import annotations

from datetime import datetime


def plant(until: datetime) -> None:
    """Store it as it stands at ``until``."""
