"""When what an event began came to its end, for the export: by its closing event, by the next move or phase. Pure.

What lasts is told of a last year though it began before it, where it had not ended by then.
"""

from __future__ import annotations

from itertools import pairwise

from lindra.record.envelope import Event

ENDS = {"discharged": "episode", "enrolment_ended": "enrolment", "medicine_stopped": "order"}
BEGINS = {"admitted": "episode", "enrolled": "enrolment", "medicine_ordered": "order"}
LASTING = frozenset({"admitted", "enrolled", "moved", "contact_named"})
"""Kinds that are told though they began before the last year. Not orders of medicines: they are many, and written anew
by each who prescribes."""

Ends = dict[str, str | None]


def order(event: Event) -> tuple[str, str, str, str, str]:
    """The same order in which the chart chooses."""
    source = event.source
    return (event.occurred_from or "", source.version if source else "", source.key if source else "",
            event.recorded_at, event.id)  # fmt: skip


def ends(standing: list[Event]) -> Ends:
    """The end of each event that something else brought to one; it may be that none is known when."""
    closed: dict[tuple[str, str], Event] = {}
    for event in standing:
        if event.kind in ENDS and event.occurred_from:
            key = (ENDS[event.kind], event.payload[ENDS[event.kind]])  # type: ignore[index]
            closed[key] = max(closed.get(key, event), event, key=order)
    found: Ends = {}
    for event in standing:
        if event.kind in BEGINS:
            end = closed.get((BEGINS[event.kind], event.payload[BEGINS[event.kind]]))  # type: ignore[index]
            if end is not None:
                found[event.id] = end.occurred_from
    moves = sorted((e for e in standing if e.kind == "moved" and not ward_move(e)), key=order)
    for move, following in pairwise(moves):
        found[move.id] = following.occurred_from
    return found | _phase_ends(standing) | _contact_ends(standing)


def end_of(event: Event, found: Ends) -> str | None:
    """When an event ended: its own end, or what closed it; its start where the end it was given cannot be."""
    if event.id in found:
        return found[event.id]
    contradictory = (event.payload or {}).get("period") == "contradictory"
    return event.occurred_from if contradictory else event.occurred_to


def _dated(standing: list[Event], kind: str) -> list[Event]:
    return sorted((e for e in standing if e.kind == kind and e.occurred_from), key=order)


def _phase_ends(standing: list[Event]) -> Ends:
    """When each phase of illness gave way to another; the same phase noted again goes on."""
    found: Ends = {}
    end: str | None = None
    for one, following in reversed(list(pairwise(_dated(standing, "phase_noted")))):
        if (one.payload or {}).get("phase") != (following.payload or {}).get("phase"):
            end = following.occurred_from
        if end is not None:
            found[one.id] = end
    return found


def noted_again(standing: list[Event]) -> set[str]:
    """Notes of a phase that was going on already: one phase is one row that begins it."""
    pairs = pairwise(_dated(standing, "phase_noted"))
    return {b.id for a, b in pairs if (a.payload or {}).get("phase") == (b.payload or {}).get("phase")}


def _contact_ends(standing: list[Event]) -> Ends:
    """When each named contact no longer was one: by the note that says so, which is over as soon as it is made.

    Who is meant is told as the chart tells it, by role and number, or name.
    """
    found: Ends = {}
    named: dict[tuple[str, str], list[str]] = {}
    for event in _dated(standing, "contact_named"):
        told = event.payload or {}
        who = (told.get("role", ""), told.get("phone") or told.get("name") or "")
        named.setdefault(who, []).append(event.id)
        if told.get("ended"):
            found |= dict.fromkeys(named.pop(who), event.occurred_from)
    return found


def ward_move(event: Event) -> bool:
    """A move within a stay, which says nothing of where the patient lives."""
    return event.kind == "moved" and bool((event.payload or {}).get("episode"))
