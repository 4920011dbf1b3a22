"""Counts over the log, for ``lindra record stats``: each record by itself, before linking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from lindra.clock import day
from lindra.record.chart import in_force
from lindra.record.envelope import Event, instant, last_instant
from lindra.record.queries import events_of, heads

LAST_DAYS = 30
"""Calendar days before death in which a start counts as late (0 ≤ death date − start date ≤ 30, Stockholm)."""


def stats() -> dict[str, Any]:
    """Patients, deaths, events in force by kind, admissions and emergency visits in all and in the last 30 days."""
    kinds: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for patient, _, _ in heads():
        standing = in_force(events_of(patient))
        kinds.update(event.kind for event in standing)
        counts["patients"] += 1
        counts.update(_of_one(standing))
    names = ("patients", "deaths", "admissions", "emergency_visits", "admissions_last30", "emergency_last30")
    return {name: counts[name] for name in names} | {"events": dict(sorted(kinds.items()))}


def _of_one(standing: list[Event]) -> Iterator[str]:
    deaths = [event for event in standing if event.kind == "died"]
    if deaths:
        yield "deaths"
    died = _latest_moment(deaths)
    for event in standing:
        name = _class(event)
        if name is None:
            continue
        yield name
        if died is not None and event.occurred_from is not None:
            start = instant(event.occurred_from)
            if start <= died and (day(died) - day(start)).days <= LAST_DAYS:
                yield f"{name.removesuffix('_visits')}_last30"


def _latest_moment(deaths: list[Event]) -> datetime | None:
    """The latest instant the death may have been at; ``None`` where not even the day is known."""
    known = [e for e in deaths if e.occurred_from and e.precision in ("day", "minute", "second")]
    latest = max(known, key=lambda e: e.occurred_from or "", default=None)
    if latest is None or latest.occurred_from is None:
        return None
    moment = last_instant(instant(latest.occurred_from), latest.precision)
    return moment - timedelta(microseconds=1) if latest.precision == "day" else moment


def _class(event: Event) -> str | None:
    if event.kind == "admitted":
        return "admissions"
    if event.kind == "contact" and (event.payload or {}).get("form") == "emergency":
        return "emergency_visits"
    return None
