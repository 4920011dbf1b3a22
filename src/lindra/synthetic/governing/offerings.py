"""Where specialised care can be had in the made-up county, and when."""

from __future__ import annotations

from datetime import datetime


def plant(until: datetime) -> None:
    """Store it as it stands at ``until``."""
