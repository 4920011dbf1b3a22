"""The question put to 21 regions in 2026, as it was answered: the only part of the county that is not made up."""

from __future__ import annotations

from datetime import datetime

from lindra import clock
from lindra.access import inventory
from lindra.governance.campaigns import loading


def plant(until: datetime) -> None:
    """Store it as it stands at ``until``; a county that ends before the report has none."""
    if clock.day(until) >= inventory.REPORT_DATE and clock.today() >= inventory.REPORT_DATE:
        loading.load_2026()
