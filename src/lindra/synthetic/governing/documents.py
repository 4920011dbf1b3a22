"""Agreements and governing documents of the made-up county, with obligations."""

from __future__ import annotations

from datetime import datetime


def plant(until: datetime) -> None:
    """Store it as it stands at ``until``."""
