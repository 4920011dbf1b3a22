"""What somebody who governs nothing sees: what they are to read, and what they have undertaken themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from lindra.governance.commitments import due
from lindra.governance.documents import queries
from lindra.governance.models import Document
from lindra.governance.seats import Seat
from lindra.privacy.reader import Reader

MOST = 20
"""Things of each kind that the page shows."""


def page(seat: Seat, reader: Reader, today: date) -> dict[str, Any]:
    """What the template needs."""
    own, unread = due.items(seat, today), to_read(reader, today)
    return {
        "own": own[:MOST], "more": max(len(own) - MOST, 0), "to_read": unread[:MOST],
        "more_to_read": max(len(unread) - MOST, 0), "documents_url": reverse("governance:documents"),
        "actions_url": f"{reverse('governance:actions')}?show=mine",
    }  # fmt: skip


def to_read(reader: Reader, today: date) -> list[Document]:
    """Documents in force that this reader's work must know, and that they have not said they have read."""
    work = reader.assignment
    known = queries.must_know(work.unit, work.role, today)
    read = queries.read_at(reader, [one.pk for one in known])
    return [one for one in known if one.pk not in read]
