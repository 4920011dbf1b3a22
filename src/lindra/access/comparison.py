"""Two inventories held against each other, for each region and function. Pure.

A gap is *closed* only where the later inventory says that the function exists for the whole region and without limit;
that it is not mentioned again says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from lindra.access import functions as defined
from lindra.access.coverage import Cell, Coverage, Inventory, State, compute
from lindra.areas import geography

Change = Literal["remains", "contested", "new", "closed_in_part", "closed", "not_mentioned"]
CHANGES: tuple[Change, ...] = get_args(Change)
_MISSING = State.MISSING | State.MISSING_FOR_SOME | State.MISSING_SOMEWHERE
_EXISTS = State.EXISTS | State.EXISTS_LIMITED | State.EXISTS_HOURS_NOT_STATED | State.EXISTS_SOMEWHERE


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a function in a region from one inventory to the next."""

    region: str
    function: str
    change: Change


def compare(before: Inventory, after: Inventory) -> list[Changed]:
    """Every function that either inventory says is missing in a region; by region and function."""
    old, new = compute(before), compute(after)
    found = []
    for region in geography.regions():
        codes = [one.code for one in geography.municipalities_of(region.code)]
        for function in defined.covered():
            change = _change(
                _said(old, function, codes), _said(new, function, codes), _whole(new, function, codes)
            )
            if change is not None:
                found.append(Changed(region.code, function, change))
    return found


def _change(was: State, now: State, whole: bool) -> Change | None:
    if not was & _MISSING:
        return None if not now & _MISSING else "contested" if now & State.CONTESTED else "new"
    if now & _MISSING:
        return "contested" if now & State.CONTESTED else "remains"
    if now & _EXISTS:
        return "closed" if whole else "closed_in_part"
    return "contested" if now & State.CONTESTED else "not_mentioned"


def _said(coverage: Coverage, function: str, codes: list[str]) -> State:
    """Everything that is said of a function anywhere in a region, at any hour."""
    found = State.NOT_STATED
    for code in codes:
        found |= _of(coverage.cells[function][code])
    return found


def _of(cell: Cell) -> State:
    full = State.EXISTS if cell.full else State.NOT_STATED
    return State(cell.flags) | full | (State.EXISTS_LIMITED if cell.limited else State.NOT_STATED)


def _whole(coverage: Coverage, function: str, codes: list[str]) -> bool:
    """Whether it is said to exist without limit in every municipality, at every hour that the function claims."""
    claims = defined.covered()[function].claims
    for code in codes:
        cell = coverage.cells[function][code]
        unknown = cell.flags & State.EXISTS_HOURS_NOT_STATED and not cell.flags & State.EXISTS_LIMITED
        if not (unknown and not claims) and not (cell.full and cell.full & claims == claims):
            return False
    return True


def counts(found: list[Changed]) -> Mapping[Change, int]:
    """How many of each."""
    return {change: sum(one.change == change for one in found) for change in CHANGES}
