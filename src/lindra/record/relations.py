"""Which units have, or had, a care relation with a patient: a reading of the chart. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from lindra.clock import day
from lindra.record.chart import CONTRADICTORY, Chart, Statement
from lindra.record.envelope import instant
from lindra.record.kinds import Row, reading


@reading("relations", version=3)
def relations(chart: Chart) -> Iterable[Row]:
    """One row per unit and ground: when it began, and when it ended where it has.

    Contacts come and go all the time: theirs says only in which month the latest was, so that it seldom changes.
    """
    found = chart.slots.get("relations")
    for key, parts in (found.rows if found else {}).items():
        opened, closed = parts.get("opened"), parts.get("closed")
        known = opened or closed
        if known is None:
            continue
        ground = key.split("|", 1)[0]
        if ground == "contact":
            month = f"{day(instant(known.occurred_from)):%Y-%m}" if known.occurred_from else ""
            yield Row(
                key=key, unit=known.unit, provider=known.provider, data={"ground": ground, "month": month}
            )
            continue
        yield Row(
            key=key,
            unit=known.unit,
            provider=known.provider,
            at=(opened.occurred_from if opened else None) or "",
            data={"ground": ground, "until": _ended(chart, ground, known.unit, opened, closed)},
        )


def _ended(
    chart: Chart, ground: str, unit: str, opened: Statement | None, closed: Statement | None
) -> str | None:
    """When the relation ended: a stay with its discharge, whoever wrote that, and a listing with the next one."""
    if ground == "admitted" and (stays := _stays_of(chart, unit)):
        ends = [_end_of(stay) for stay in stays]
        return None if None in ends else max(end for end in ends if end is not None)
    listing = chart.one("listing") if ground == "listed" else None
    if listing is not None and listing.unit != unit and opened is not None and listing.order > opened.order:
        return listing.occurred_from or ""
    return _until(opened, closed)


def _stays_of(chart: Chart, unit: str) -> list[dict[str, Statement]]:
    found = chart.slots.get("stays")
    rows = found.rows.values() if found else ()
    return [parts for parts in rows if "admitted" in parts and parts["admitted"].unit == unit]


def _end_of(stay: dict[str, Statement]) -> str | None:
    """When a stay ended: ``None`` while it goes on, empty where it is known only that it has ended."""
    if "discharged" in stay:
        return stay["discharged"].occurred_from or ""
    return "" if stay["admitted"].value.get("period") == CONTRADICTORY else None


def _until(opened: Statement | None, closed: Statement | None) -> str | None:
    """When the latest relation ended; ``None`` while it goes on."""
    if closed is None or (opened is not None and opened.order > closed.order):
        return None
    return closed.occurred_from or ""
