"""What is kept as acts in order: in which states each act has a place, and the state after it. Pure.

A room writes its own table of moves; how something stands follows from its acts (``states.py`` of the room).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

State = TypeVar("State", bound=str | None)
Moves = Mapping[str, Mapping[State, State]]
"""For each act the states it may come in (``None``: nothing is there yet), and the state after it; ``None`` after:
the same as before."""


class Impossible(ValueError):
    """An act has no place in the state that something is in."""

    def __init__(self, act: str, state: str | None) -> None:
        self.act, self.state = act, state
        super().__init__(f"{act} has no place after {state or 'nothing'}")


def after(moves: Moves[State], state: State, act: str) -> State | None:
    """The state after an act; ``None`` where it has no place in this one."""
    found = moves.get(act, {})
    return found[state] or state if state in found else None


def possible(moves: Moves[State], state: State) -> Iterator[str]:
    """Which acts have a place now, in the order of the table."""
    return (act for act in moves if after(moves, state, act) is not None)
