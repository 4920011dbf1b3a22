"""The life of a commitment as one state machine: not started, ongoing, paused, done, abandoned; opened again. Pure.

What is kept are the acts, in order; everything else of how it stands follows from them (:func:`standing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lindra import moves
from lindra.moves import Impossible, Moves

State = Literal["not_started", "ongoing", "paused", "done", "abandoned"]
STATES: tuple[State, ...] = ("not_started", "ongoing", "paused", "done", "abandoned")
OPEN: tuple[State, ...] = ("not_started", "ongoing", "paused")
OVER: tuple[State, ...] = ("done", "abandoned")

MOVES: Moves[State | None] = {
    "make": {None: "not_started"},
    "start": {"not_started": "ongoing", "paused": "ongoing"},
    "pause": {"not_started": "paused", "ongoing": "paused"},
    "finish": dict.fromkeys(OPEN, "done"),
    "move": dict.fromkeys(OPEN),
    "hand_over": dict.fromkeys(OPEN),
    "change": dict.fromkeys(OPEN),
    "note": dict.fromkeys(STATES),
    "abandon": dict.fromkeys(OPEN, "abandoned"),
    "reopen": dict.fromkeys(OVER, "ongoing"),
}

NEEDS: Mapping[str, tuple[str, ...]] = {
    "pause": ("reason",), "move": ("reason",), "abandon": ("reason",), "reopen": ("reason",),
    "hand_over": ("owner",), "change": ("title",), "note": ("note",),
}  # fmt: skip
"""What must be said with an act."""

Said = Mapping[str, Any]
"""An act as it is kept: ``act``, ``at`` (an instant), ``on`` (the day it was so), ``by``, ``name``, ``unit``,
``provider``, and what was said with it."""


class Lacking(ValueError):
    """Something that must be said with an act was not; ``fields`` names it."""

    def __init__(self, act: str, *fields: str) -> None:
        self.act, self.fields = act, fields
        super().__init__(f"{act}: say {', '.join(fields)}")


@dataclass(frozen=True, slots=True)
class Day:
    """A last day, or what was said where there is none."""

    day: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a commitment stands. Days are ISO dates, empty where it has not come to that (any more)."""

    state: State | None = None
    title: str = ""
    text: str = ""
    owner: str = ""
    owner_staff: str = ""
    due: Day = Day()
    earlier: tuple[Day, ...] = ()
    """The days it was to be done by before it was moved, the first first."""
    made_on: str = ""
    started_on: str = ""
    ended_on: str = ""
    reopened: int = 0

    @property
    def moved(self) -> int:
        """How many times its day has been moved."""
        return len(self.earlier)


def standing(acts: Sequence[Said]) -> Standing:
    """How a commitment stands after its acts. Raises :class:`Impossible`, :class:`Lacking`."""
    found = Standing()
    for said in acts:
        found = after_act(found, said)
    return found


def after_act(before: Standing, said: Said) -> Standing:
    """How it stands after one act more. Raises :class:`Impossible`, :class:`Lacking`."""
    act, on = str(said["act"]), str(said["on"])
    state = moves.after(MOVES, before.state, act)
    if state is None:
        raise Impossible(act, before.state)
    if lacking := [name for name in NEEDS.get(act, ()) if not str(said.get(name, "")).strip()]:
        raise Lacking(act, *lacking)
    changed: dict[str, Any] = {"state": state}
    match act:
        case "make":
            changed |= {
                "made_on": on,
                "due": _day(said),
                **_told(said, "title", "text", "owner", "owner_staff"),
            }
        case "start":
            changed |= {"started_on": before.started_on or on}
        case "finish" | "abandon":
            changed |= {"ended_on": on}
        case "reopen":
            changed |= {
                "ended_on": "",
                "reopened": before.reopened + 1,
                "started_on": before.started_on or on,
            }
        case "move":
            changed |= _moved(before, _day(said))
        case "hand_over":
            changed |= _told(said, "owner", "owner_staff")
        case "change":
            changed |= _told(said, "title", "text")
    return Standing(**{name: changed.get(name, getattr(before, name)) for name in Standing.__slots__})


def _told(said: Said, *names: str) -> dict[str, str]:
    return {name: str(said.get(name, "")) for name in names}


def _day(said: Said) -> Day:
    return Day(str(said.get("due", "")), str(said.get("due_said", "")))


def _moved(before: Standing, to: Day) -> dict[str, Any]:
    """A day that is moved stays in the history; the same day is no move, and none said after one is none either."""
    if to == before.due or (not to.day and (before.due.day or not to.said)):
        raise Lacking("move", "due")
    return {"due": to, "earlier": (*before.earlier, before.due)}


def possible(now: Standing) -> tuple[str, ...]:
    """Which acts have a place now, in the order of a commitment's life."""
    return tuple(moves.possible(MOVES, now.state))
