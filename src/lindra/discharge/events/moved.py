"""On the way in: sent from home with what the municipality knows, and home again from an emergency department. Pure."""

from __future__ import annotations

from typing import Literal

from lindra.discharge.events.passing import Message
from lindra.record.kinds import kind


@kind("sent_in")
class SentIn(Message):
    """The patient is sent to hospital: why, what has been done, what the municipality does for them at home."""

    reason: str
    done: str = ""
    at_home: str = ""
    """Help and care at home, in words."""
    contact: str = ""
    """Whom to call, with number."""
    plan: Literal["yes", "no"] | None = None
    """Whether there is a plan of care that the receiver is to read."""


@kind("sent_home")
class SentHome(Message):
    """From an emergency department and home again without admission: home nursing is told."""

    found: str
    done: str = ""
    follow_up: str = ""
    medicines: str = ""
    """What was changed among the medicines, and until when they last."""
