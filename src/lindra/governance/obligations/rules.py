"""Whether an obligation is kept, broken, or cannot be decided, and why: from plain evidence. Pure.

Never a guess: where there is nothing to judge by, it is *undecidable*, which is said with its reason. A share is judged
by its value; its interval says whether chance could explain it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from lindra.access import hours
from lindra.frame.shares import FEW, wilson
from lindra.governance.obligations.kinds import HoursHeld, ReportBy, Share, Staffed

State = Literal["kept", "broken", "undecidable", "not_in_force"]
STATES: tuple[State, ...] = ("broken", "undecidable", "kept", "not_in_force")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an obligation stands: a state, the reason as a code (``words.why``), and the numbers it says."""

    state: State
    reason: str
    told: Mapping[str, Any] = field(default_factory=dict)


def undecidable(reason: str, **told: Any) -> Verdict:
    """What cannot be decided, and why."""
    return Verdict("undecidable", reason, told)


def not_in_force(document_state: str, on: date | None) -> Verdict:
    """What nobody owes: the document is proposed, has not begun, or is over."""
    return Verdict("not_in_force", document_state, {"on": on})


# A share


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a measure at a place in some months; ``lack`` says why there is nothing."""

    lack: Literal["", "no_cube", "no_measure", "not_counted", "no_share", "too_short", "withheld"] = ""
    of: int = 0
    met: int = 0
    first: str = ""
    last: str = ""
    """The first and last period: 2025-06, 2025Q3, 2025."""
    low_is_good: bool = False


def share(owed: Share, found: Counted) -> Verdict:
    """Judge a share: kept where it is as great as was promised (of what is good when it is low: no greater)."""
    own = {"measure": owed.measure, "threshold": owed.threshold, "first": found.first, "last": found.last}
    if found.lack:
        return undecidable(found.lack, **own)
    if not found.of:
        return undecidable("nobody", **own)
    value = found.met / found.of
    low, high = wilson(found.met, found.of) or (0.0, 1.0)
    kept = value <= owed.threshold if found.low_is_good else value >= owed.threshold
    told = own | {
        "of": found.of, "met": found.met, "value": value, "low": low, "high": high, "few": found.of < FEW,
        "chance": low <= owed.threshold <= high and not _every(owed, found), "at_most": found.low_is_good,
        "missing": 0 if kept else _missing(owed, found),
    }  # fmt: skip
    return Verdict("kept" if kept else "broken", "share", told)


def _every(owed: Share, found: Counted) -> bool:
    """Promised of everybody, and met of everybody (or of nobody): nothing is left to chance."""
    return found.met in (0, found.of) and owed.threshold == found.met / found.of


def _missing(owed: Share, found: Counted) -> int:
    """How many more (or fewer) would have had to meet it."""
    least = 0
    while _short(owed, found, least):
        least += 1
    return least


def _short(owed: Share, found: Counted, more: int) -> bool:
    if found.low_is_good:
        return (found.met - more) / found.of > owed.threshold
    return (found.met + more) / found.of < owed.threshold


# Staffed


@dataclass(frozen=True, slots=True)
class Stated:
    """Hours of the week, as bits, at which an inventory states the function, by area; an area with no row is left out.

    ``stated_on`` is the latest day of what was stated.
    """

    hours: Mapping[str, int] = field(default_factory=dict)
    stated_on: date | None = None


def staffed(owed: Staffed, found: Stated) -> Verdict:
    """That a function is staffed can be stated, but nothing in the record shows that it was: calls are not in it."""
    told: dict[str, Any] = {
        "function": owed.function, "areas": len(owed.areas), "hours": hours.count(owed.hours),
        "stated_on": found.stated_on,
    }  # fmt: skip
    covered = {area: hours.count(owed.hours & found.hours.get(area, 0)) for area in owed.areas}
    silent = sorted(area for area in covered if not found.hours.get(area, 0))
    if len(silent) == len(owed.areas):
        return undecidable("not_stated", **told)
    partly = sorted(area for area, many in covered.items() if area not in silent and many < told["hours"])
    told |= {"silent": silent, "partly": partly, "stated": min((covered[area] for area in partly), default=0)}
    return undecidable("stated_in_part" if silent or partly else "stated", **told)


# Hours held


@dataclass(frozen=True, slots=True)
class Month:
    """Hours agreed and held in a month, of all homes together."""

    first: date
    agreed: Decimal
    held: Decimal


@dataclass(frozen=True, slots=True)
class Held:
    """Whole months, in order; ``units`` with hours agreed, of ``of`` there are; ``noted``: any hours at all.

    ``silent``: units at which hours were agreed for these months and none are noted: what was held there is not known.

    ``agreed`` is for all the days together: months are each rounded to a tenth, which would add up.
    """

    months: Sequence[Month] = ()
    agreed: Decimal = Decimal(0)
    units: int = 0
    of: int = 0
    noted: bool = False
    silent: int = 0


def hours_held(owed: HoursHeld, found: Held) -> Verdict:
    """Kept where at least as many hours were held as were agreed for all the months together; short months are told.

    Where they are fewer, and units have noted nothing at all, it is not known whether they were held there.
    """
    agreed = found.agreed
    held = sum((one.held for one in found.months), Decimal(0))
    told: dict[str, Any] = {"place": owed.place, "units": found.units, "of": found.of}
    if not found.units or not agreed:
        return undecidable("no_hours_agreed", **told)
    told |= {"first": found.months[0].first, "last": found.months[-1].first, "agreed": agreed}
    if not found.noted:
        return undecidable("no_hours_noted", **told)
    if held < agreed and found.silent:
        return undecidable("hours_noted_in_part", **told, silent=found.silent)
    short = [one.first for one in found.months if one.held < one.agreed]
    told |= {"held": held, "short": short, "months": len(found.months)}
    return Verdict("kept" if held >= agreed else "broken", "hours", told)


# By a day


@dataclass(frozen=True, slots=True)
class Followed:
    """The commitment that follows it: its state, and when it ended."""

    state: str
    ended: date | None = None


def report_by(owed: ReportBy, found: Followed | None, today: date) -> Verdict:
    """Kept where what follows it was done in time; nothing is concluded from nobody having noted it."""
    told: dict[str, Any] = {"by": owed.by}
    if found is None:
        return undecidable("not_followed" if today > owed.by else "not_due_yet", **told)
    if found.state == "done" and found.ended is not None:
        told |= {"done": found.ended, "days": max((found.ended - owed.by).days, 0)}
        return Verdict("kept" if found.ended <= owed.by else "broken", "done", told)
    if found.state == "abandoned":
        return Verdict("broken", "abandoned", told)
    if today <= owed.by:
        return undecidable("not_due_yet", **told)
    return Verdict("broken", "not_done", told | {"days": (today - owed.by).days})


def counted(some: Sequence[Verdict]) -> dict[State, int]:
    """How many are in each state."""
    return {state: sum(one.state == state for one in some) for state in STATES}
