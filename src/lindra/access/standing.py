"""How one stands at an hour who needs somebody to call, somebody who comes, or a place to stay. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from lindra.access import functions as defined
from lindra.access.coverage import Coverage, State
from lindra.areas import geography

Standing = Literal[
    "exists", "limited", "hours_not_stated", "both", "nothing", "in_part", "other_hours", "not_stated"
]
"""How a municipality stands in a way of reaching care at an hour: one of these; the first that holds."""
STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality at an hour: how it stands in each way, whether that is disputed, and what each function says."""

    municipality: str
    ways: Mapping[defined.Way, Standing]
    contested: Mapping[defined.Way, bool]
    states: Mapping[str, State] = field(default_factory=dict)


_EXISTS = State.EXISTS | State.EXISTS_LIMITED | State.EXISTS_HOURS_NOT_STATED
_SAID_MISSING = State.MISSING | State.MISSING_FOR_SOME | State.MISSING_SOMEWHERE


def standing(way: defined.Way, states: Mapping[str, State], hour: int) -> Standing:
    """How one stands who needs a way at an hour, by what is said of the functions that are reached that way.

    *nothing*: every function of the way that claims the hour is said to be missing, for everybody, and no function of
    the way is said to exist then. What is missing for some, at a place, or in one of two functions is *in_part*.
    *both*: one function is said to exist, and by somebody else to be missing. *other_hours*: it exists, not then.
    """
    some = [(one.claims_hour(hour), states[one.code]) for one in defined.of_way(way)]
    undisputed = disputed = missing = State.NOT_STATED
    for claims, state in some:
        if state & State.MISSING and claims:
            disputed |= state & _EXISTS
        else:
            undisputed |= state & _EXISTS
        missing |= state & _SAID_MISSING if claims else State.NOT_STATED
    if undisputed & State.EXISTS:
        return "exists"
    if disputed:
        return "both"
    if undisputed & State.EXISTS_LIMITED:
        return "limited"
    if undisputed:
        return "hours_not_stated"
    claiming = [state for claims, state in some if claims]
    if claiming and all(state & State.MISSING for state in claiming):
        return "nothing"
    if missing:
        return "in_part"
    elsewhen = any(state & State.EXISTS_AT_OTHER_HOURS for _, state in some)
    return "other_hours" if elsewhen else "not_stated"


def places(coverage: Coverage, hour: int, codes: Iterable[str] | None = None) -> list[Place]:
    """Every municipality, or those named, at an hour."""
    known: dict[tuple[State, ...], tuple[dict[defined.Way, Standing], dict[defined.Way, bool]]] = {}
    found = []
    names = list(coverage.cells)
    rows = list(coverage.cells.values())
    for code in [one.code for one in geography.municipalities()] if codes is None else codes:
        states = tuple(row[code].at(hour) for row in rows)
        if states not in known:
            by = dict(zip(names, states, strict=True))
            known[states] = (
                {way: standing(way, by, hour) for way in defined.ASKED_AT_ANY_HOUR},
                {way: _contested(way, by) for way in defined.ASKED_AT_ANY_HOUR},
            )
        ways, contested = known[states]
        found.append(Place(code, ways, contested, dict(zip(names, states, strict=True))))
    return found


def _contested(way: defined.Way, states: Mapping[str, State]) -> bool:
    flags = State.CONTESTED | State.CONTESTED_IN_GENERAL
    return any(states[one.code] & flags for one in defined.of_way(way))
