"""A patient's history told in short: so many days ago, this happened. Pure; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from lindra.record.chart import Chart, fold
from lindra.record.envelope import Event, Precision, stamp
from lindra.record.kinds import Fact

NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)

Told = tuple[float | None, Fact]
"""Days before ``NOW`` (``None``: not known when), and what happened."""


def event(
    number: int, days_ago: float | None, fact: Fact, precision: Precision = "second", **other: object
) -> Event:
    """One event as it stands in the log."""
    at = None if days_ago is None else stamp(NOW - timedelta(days=days_ago))
    return Event(
        id=f"event-{number:03}",
        patient="patient",
        seq=number,
        recorded_at=stamp(NOW),
        kind=fact.kind,
        version=fact.version,
        occurred_from=at,
        precision=precision if at else "unknown",
        payload=fact.dump(),
        **{"author": "SE-1", "unit": "unit-1", "provider": "provider-1", **other},  # type: ignore[arg-type]
    )


def chart(told: Iterable[Told]) -> Chart:
    """The chart of a history, in the order it was written down."""
    return fold(event(number, days_ago, fact) for number, (days_ago, fact) in enumerate(told, 1))
