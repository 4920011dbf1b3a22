"""When a commitment is late, and where it stands in a list. Pure.

Nothing here is law: a commitment is late the day after its last day, and what has no day stands first because nobody is
reminded of it otherwise. Our own choice.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from lindra.governance.commitments.states import OPEN, State

Kind = Literal["action", "promise"]
KINDS: tuple[Kind, ...] = ("action", "promise")
Origin = Literal["gap", "recommendation", "decision", "promise", "deviation", "obligation", "own"]
ORIGINS: tuple[Origin, ...] = (
    "gap", "recommendation", "decision", "promise", "deviation", "obligation", "own",
)  # fmt: skip

NO_DAY, DATED, OVER = "0", "1", "2"
"""How a place in the list begins."""
LONGEST_TITLE, LONGEST_TEXT = 200, 4000
"""Characters."""
SOON = 14
"""Days ahead in which something is *soon*. Our own choice."""


def late(state: str, due: date | None, today: date) -> bool:
    """Whether it is open and its last day has passed."""
    return state in OPEN and due is not None and due < today


def days_late(due: date | None, today: date) -> int:
    """Whole days since the last day; none before it, or without one."""
    return max((today - due).days, 0) if due is not None else 0


def place(state: State | str | None, due: date | None, ended_on: date | None) -> str:
    """Where it stands in every list: what has no day, then the earliest day first, then what is over, the latest first.

    So what is late stands together, from :func:`late_from` up to :func:`late_to`; one index gives every list in order.
    """
    if state in OPEN:
        return f"{DATED}{due.isoformat()}" if due else NO_DAY
    ended = ended_on or date.min
    return f"{OVER}{date.max.toordinal() - ended.toordinal():07}"


def late_from() -> str:
    """The first place of what is late."""
    return DATED


def late_to(today: date) -> str:
    """The first place of what is no longer late."""
    return f"{DATED}{today.isoformat()}"


def searched(*texts: str) -> str:
    """What a search looks in: small letters, also of å, ä, ö, which SQLite does not fold by itself."""
    return " ".join(" ".join(texts).casefold().split())
