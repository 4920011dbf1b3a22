"""How a body stands in a campaign, and which class it has. Pure.

A day that is not known is ``None`` and leaves open what hangs on it: nothing is taken to be in time, or late, that may
be either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["not_sent", "asked", "reminded", "answered", "answered_late", "answered_unclear", "silent"]
STATES: tuple[State, ...] = (
    "silent", "reminded", "asked", "not_sent", "answered_late", "answered_unclear", "answered",
)  # fmt: skip
"""In the order in which they want somebody to do something."""
ANSWERED: tuple[State, ...] = ("answered", "answered_late", "answered_unclear")

WHO = ("body", "director", "majority", "opposition", "chair", "party", "other")
"""Who replies for a body. *body*: who wrote is not said."""
KINDS = ("first", "clarification", "late")
STEPS = ("first", "second", "settled")

How = Literal["settled", "agreed", "one", "differ", "none"]
"""How a class came about: by a third step, by two who agree, by one reader; not yet where two differ or nobody read."""

LONGEST = 4000
"""Characters of a text somebody writes: our own limit."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder with the new last day."""

    on: date
    by: date


@dataclass(frozen=True, slots=True)
class Came:
    """When a reply came: the day it was received, and the day it carries; each may be unknown."""

    received_on: date | None = None
    dated_on: date | None = None
    said_late: bool = False


def last_day(reply_by: date, reminders: Iterable[Reminder]) -> date:
    """The last day that holds for a body: a reminder gives it a new one."""
    return max([reply_by, *(one.by for one in reminders)])


def in_time(
    came: Came, reply_by: date, reminders: Sequence[Reminder], unnamed: Sequence[Reminder]
) -> bool | None:
    """Whether a reply came within the last day the body was given; ``None``: cannot be known.

    ``unnamed`` are reminders of which it is not known whom they went to: they may have given this body more time.
    """
    surely = last_day(reply_by, reminders)
    perhaps = last_day(surely, unnamed)
    if came.said_late:
        return False
    if came.received_on is not None:
        return True if came.received_on <= surely else False if came.received_on > perhaps else None
    return False if came.dated_on is not None and came.dated_on > perhaps else None


def state(
    sent_on: date | None, reply_by: date, reminders: Sequence[Reminder], unnamed: Sequence[Reminder],
    came: Sequence[Came], today: date,
) -> State:  # fmt: skip
    """How a body stands today. Its earliest reply decides: who answered in time and again later has answered."""
    judged = [in_time(one, reply_by, reminders, unnamed) for one in came]
    if True in judged:
        return "answered"
    if None in judged:
        return "answered_unclear"
    if judged:
        return "answered_late"
    if sent_on is None:
        return "not_sent"
    if today > last_day(last_day(reply_by, reminders), unnamed):
        return "silent"
    return "reminded" if reminders else "asked"


def days_left(reply_by: date, reminders: Iterable[Reminder], today: date) -> int:
    """Days until the last day; negative when it has passed."""
    return (last_day(reply_by, reminders) - today).days


@dataclass(frozen=True, slots=True)
class Classed:
    """The class of a body, and how it came about. ``code`` is empty where there is none (yet)."""

    code: str
    how: How


def classed(steps: Mapping[str, str]) -> Classed:
    """The class of a body by the steps that are done (*first*, *second*, *settled* → class)."""
    if "settled" in steps:
        return Classed(steps["settled"], "settled")
    read = [steps[step] for step in ("first", "second") if step in steps]
    if not read:
        return Classed("", "none")
    if len(read) == 1:
        return Classed(read[0], "one")
    return Classed(read[0], "agreed") if read[0] == read[1] else Classed("", "differ")


def may_class(steps: Mapping[str, str], staff: Mapping[str, str], step: str, who: str) -> str:
    """Why somebody may not take a step of the classification; empty where they may.

    The second reads without being the first; a third step is for where two differ.
    """
    if step in steps:
        return "done"
    if step == "second" and "first" not in steps:
        return "first_missing"
    if step == "second" and staff.get("first") == who:
        return "same_reader"
    if step == "settled" and classed(steps).how != "differ":
        return "no_difference"
    return ""


def counted(found: Iterable[Classed], classes: Sequence[str]) -> dict[str, int]:
    """How many bodies have each class, in the order given; under ``""`` those without one, where there are any."""
    counts = Counter(one.code for one in found)
    return {code: counts[code] for code in classes} | ({"": counts[""]} if counts[""] else {})


def next_for(now: State, how: How, replied: bool) -> str:
    """What somebody has to do next about a body: *send*, *wait*, *remind*, *read*, *read_again*, *settle*, *follow*."""
    if not replied and now == "not_sent":
        return "send"
    if how == "differ":
        return "settle"
    if how in ("agreed", "settled"):
        return "follow"
    if not replied and now in ("asked", "reminded"):
        return "wait"
    if not replied and how == "none":
        return "remind"
    return "read" if how == "none" else "read_again"
