"""The life of a deviation as one state machine: written, sent, received, answered, closed; or withdrawn. Pure.

What is kept are the acts, in order; everything else of how a deviation stands follows from them (:func:`standing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from lindra import moves
from lindra.moves import Impossible, Moves

State = Literal["written", "sent", "received", "answered", "closed", "withdrawn"]
STATES: tuple[State, ...] = ("written", "sent", "received", "answered", "closed", "withdrawn")
OUT: tuple[State, ...] = ("sent", "received")
"""Sent, and not answered yet."""
OPEN: tuple[State, ...] = ("written", *OUT, "answered")
OVER: tuple[State, ...] = ("closed", "withdrawn")


MOVES: Moves[State | None] = {
    "write": {None: "written"},
    "change": {"written": None},
    "judge": dict.fromkeys(OPEN),
    "send": {"written": "sent"},
    "receive": {"sent": "received"},
    "send_back": dict.fromkeys(OUT, "written"),
    "answer": {"received": "answered", "answered": None},
    "close": dict.fromkeys((*OUT, "answered"), "closed"),
    "withdraw": dict.fromkeys(("written", *OUT), "withdrawn"),
    "assess": dict.fromkeys((*OPEN, "closed")),
    "report": dict.fromkeys((*OPEN, "closed")),
    "carry_out": dict.fromkeys(("answered", "closed")),
}

Said = Mapping[str, Any]
"""An act as it is kept: ``act``, ``at`` (an instant), ``by``, ``unit``, ``provider``, and what was said with it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deviation stands. Instants are empty where it has not come to that (any more)."""

    state: State | None = None
    harm: str = ""
    written_at: str = ""
    sent_at: str = ""
    """Empty again where it was sent back."""
    way: str = ""
    receiver: str = ""
    received_at: str = ""
    answered_at: str = ""
    """Of the first answer."""
    ended_at: str = ""
    answer: Said | None = None
    """The latest, with its analysis."""
    carried_out: bool = False
    assessments: Mapping[str, Said] = field(default_factory=dict)
    """The latest of each provider: each assesses for itself."""
    reports: Mapping[str, Said] = field(default_factory=dict)
    """Of each provider, that it has reported to the inspectorate."""


def standing(acts: Sequence[Said]) -> Standing:
    """How a deviation stands after its acts. Raises :class:`Impossible`."""
    found = Standing()
    for said in acts:
        found = after_act(found, said)
    return found


def after_act(before: Standing, said: Said) -> Standing:
    """How it stands after one act more. Raises :class:`Impossible`."""
    act, at = str(said["act"]), str(said["at"])
    state = moves.after(MOVES, before.state, act)
    if state is None or not _fits(before, said):
        raise Impossible(act, before.state)
    changed: dict[str, Any] = {"state": state}
    match act:
        case "write":
            changed |= {"written_at": at, "harm": said.get("harm", "")}
        case "change" | "judge":
            changed |= {"harm": said.get("harm", before.harm)}
        case "send":
            changed |= {"sent_at": at, "way": said.get("way", ""), "receiver": said.get("receiver", "")}
        case "send_back":
            changed |= {"sent_at": "", "way": "", "receiver": "", "received_at": ""}
        case "receive":
            changed |= {"received_at": at}
        case "answer":
            changed |= {"answered_at": before.answered_at or at, "answer": said, "carried_out": False}
        case "close" | "withdraw":
            changed |= {"ended_at": at}
        case "carry_out":
            changed |= {"carried_out": True}
        case "assess":
            changed |= {"assessments": {**before.assessments, str(said.get("provider", "")): said}}
        case "report":
            changed |= {"reports": {**before.reports, str(said.get("provider", "")): said}}
    return Standing(**{name: changed.get(name, getattr(before, name)) for name in Standing.__slots__})


def _fits(before: Standing, said: Said) -> bool:
    """What an act rests on besides the state: a change to carry out, a decision to report."""
    if said["act"] == "carry_out":
        return bool(before.answer and before.answer.get("change")) and not before.carried_out
    if said["act"] == "report":
        own = before.assessments.get(str(said.get("provider", "")))
        return own is not None and own.get("decision") == "report"
    return True


def possible(now: Standing, provider: str) -> tuple[str, ...]:
    """Which acts have a place now, of somebody at a provider, in the order of a deviation's life."""
    return tuple(
        act for act in moves.possible(MOVES, now.state) if _fits(now, {"act": act, "provider": provider})
    )
