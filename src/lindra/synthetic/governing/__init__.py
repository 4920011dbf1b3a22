"""What the made-up county has agreed on, promised and done about it; beside the record, made when it is loaded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lindra.synthetic.governing import campaign, commitments, documents, hours, offerings

PARTS: tuple[Callable[[datetime], None], ...] = (
    offerings.plant,
    hours.plant,
    documents.plant,
    commitments.plant,
    campaign.plant,
)


def plant(until: datetime) -> None:
    """Store all of it as it stands when the county ends."""
    for part in PARTS:
        part(until)
