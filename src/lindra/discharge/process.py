"""The discharge process as one state machine: where a patient is in it, and what may come next. Pure.

The law's order (Lag (2017:612) 2–4 kap.) with what comes before and after a stay: sent in, the emergency department,
home again. ``drawn`` gives the picture in ``docs/discharge-process.md``, from :data:`MOVES` and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

Stage = Literal[
    "at_home", "sent_in", "emergency", "admitted", "noticed", "planning", "ready", "discharged", "home_again", "dead"
]  # fmt: skip
STAGES: tuple[Stage, ...] = (
    "at_home", "sent_in", "emergency", "admitted", "noticed", "planning", "ready", "discharged", "home_again", "dead",
)  # fmt: skip
START: Stage = "at_home"
HOME: tuple[Stage, ...] = ("at_home", "discharged", "home_again")
"""Where somebody is who may be sent in (again)."""
ON_THE_WAY: tuple[Stage, ...] = (*HOME, "sent_in", "emergency")
INSIDE: tuple[Stage, ...] = ("admitted", "noticed", "planning", "ready")
TOLD: tuple[Stage, ...] = ("noticed", "planning", "ready")
"""Those who are to take over know of the stay."""
OVER: tuple[Stage, ...] = ("discharged", "home_again")
ALIVE: tuple[Stage, ...] = STAGES[:-1]

Move = tuple[str, tuple[Stage, ...], Stage | None]
"""An event, the stages it may come in, and the stage that follows; ``None``: the same as before."""
MOVES: tuple[Move, ...] = (
    ("sent_in", (*HOME, "emergency"), "sent_in"),
    ("emergency_visit", ON_THE_WAY, "emergency"),
    ("sent_home", ON_THE_WAY, "at_home"),
    ("admitted", ON_THE_WAY, "admitted"),
    ("judged_in_need", INSIDE, None),
    ("admission_notice", ("admitted",), "noticed"),
    ("admission_notice", TOLD, None),
    ("estimate_changed", TOLD, None),
    ("needs_mapped", ("noticed", "planning"), "planning"),
    ("needs_mapped", ("ready",), None),
    ("position_taken", ("noticed", "planning"), "planning"),
    ("position_taken", ("ready",), None),
    ("contact_named", ("noticed", "planning"), "planning"),
    ("contact_named", ("at_home", "sent_in", "emergency", "admitted", "ready", *OVER, "dead"), None),
    ("sip_judged", ALIVE, None),
    ("sip_called", ("noticed", "planning"), "planning"),
    ("sip_called", ("at_home", "admitted", "ready", *OVER), None),
    ("sip_held", ("noticed", "planning"), "planning"),
    ("sip_held", ("at_home", "admitted", "ready", *OVER), None),
    ("home_nursing_assessed", ALIVE, None),
    ("open_care_noted", TOLD, None),
    ("ready_for_discharge", ("admitted", "noticed", "planning"), "ready"),
    ("ready_withdrawn", ("ready",), "planning"),
    ("information_sent", (*INSIDE, *OVER), None),
    ("patient_informed", (*INSIDE, *OVER), None),
    ("reconciled", (*INSIDE, *OVER), None),
    ("transport_booked", INSIDE, None),
    ("discharged", INSIDE, "discharged"),
    ("left_hospital", (*INSIDE, *OVER, "dead"), None),
    ("home_again", ("ready", "discharged"), "home_again"),
    ("discharge_note", STAGES, None),
    ("message_taken_back", STAGES, None),
    ("died", ALIVE, "dead"),
)  # fmt: skip


def _table() -> Mapping[str, Mapping[Stage, Stage]]:
    table: dict[str, dict[Stage, Stage]] = {}
    for event, stages, then in MOVES:
        for stage in stages:
            if stage in table.setdefault(event, {}):
                raise ValueError(f"{event} has two ways from {stage}")
            table[event][stage] = then or stage
    return table


TABLE = _table()
"""For each event, the stage that follows on each stage it may come in."""


def after(stage: Stage, event: str) -> Stage | None:
    """The stage after an event; ``None`` where the event has no place in this stage."""
    return TABLE.get(event, {}).get(stage)


def possible(stage: Stage) -> tuple[str, ...]:
    """What may come in a stage, in the order of the process."""
    return tuple(event for event in TABLE if stage in TABLE[event])


def walked(events: Iterable[str], start: Stage = START) -> tuple[Stage, tuple[int, ...]]:
    """The stage after events in their order, and which of them (by place) had no place where they came.

    An event out of place changes nothing: it is told, never lost.
    """
    stage, out_of_place = start, []
    for place, event in enumerate(events):
        then = after(stage, event)
        if then is None:
            out_of_place.append(place)
        else:
            stage = then
    return stage, tuple(out_of_place)


def drawn() -> str:
    """The machine as a Mermaid state diagram: an arrow for each pair of stages, with the events that lead along it."""
    arrows: dict[tuple[Stage, Stage], list[str]] = {}
    for event, ways in TABLE.items():
        for stage, then in ways.items():
            if stage != then:
                arrows.setdefault((stage, then), []).append(event)
    order = {stage: number for number, stage in enumerate(STAGES)}
    lines = ["stateDiagram-v2", f"    [*] --> {START}"]
    for (stage, then), events in sorted(arrows.items(), key=lambda one: (order[one[0][0]], order[one[0][1]])):
        lines.append(f"    {stage} --> {then}: {', '.join(events)}")
    return "\n".join([*lines, "    dead --> [*]", ""])
