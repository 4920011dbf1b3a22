"""Everything that is due or late in this room, or has no owner: gathered from its parts.

What is due about patients stands in the worklist (``deadlines``); this is what bodies have promised and agreed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

What = Literal[
    "document_expired", "document_expires", "document_without_owner", "follow_up", "revision", "obligation_broken",
    "action", "promise", "reply",
]  # fmt: skip
"""What kind of thing: each part says which of these it gives."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing: ``late`` where its day has passed, or it is wrong already; ``due`` is None where no day was said."""

    what: What
    key: str
    """The id of what it is about."""
    title: str
    url: str
    due: date | None
    late: bool
    owner: str
    """Empty: nobody, which is shown first."""
    body: str
    """The key of the body that is to act (``bodies``); empty: not known."""
