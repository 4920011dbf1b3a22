"""Before a document is repealed each of its obligations is moved, or said to be lost, with a reason. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lindra.governance.documents.states import Days, holds


@dataclass(frozen=True, slots=True)
class Mark:
    """What becomes of an obligation; empty: not said yet."""

    obligation: str
    marked: str = ""
    """*moved* or *lost*."""
    moved_to: str = ""
    lost_why: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An obligation that another may be moved to: of which document, and how that stands."""

    document: str
    days: Days


def wrong(document: str, mark: Mark, places: Mapping[str, Place], on: date) -> str:
    """Why a mark cannot stand, as a code (``words.REFUSED``); empty where it can.

    ``places`` are the obligations there are, by id. What is moved goes to a rule that holds on the day of the repeal:
    a proposal, or what has expired by then, covers nothing.
    """
    if mark.marked == "lost":
        return "" if mark.lost_why.strip() else "lost_without_reason"
    if mark.marked != "moved":
        return "not_marked"
    place = places.get(mark.moved_to)
    if place is None:
        return "moved_nowhere"
    if place.document == document:
        return "moved_to_itself"
    return "" if holds(place.days, on) else "moved_to_no_rule"


def refused(document: str, marks: Sequence[Mark], places: Mapping[str, Place], on: date) -> dict[str, str]:
    """Why a document cannot be repealed, by obligation; empty where it can."""
    found = {mark.obligation: wrong(document, mark, places, on) for mark in marks}
    return {obligation: code for obligation, code in found.items() if code}
