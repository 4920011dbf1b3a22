"""Which units have, or had, a care relation with a patient: a reading of the chart. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from lindra.record.chart import Chart, Statement
from lindra.record.kinds import Row, reading


@reading("relations", version=2)
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
            month = (known.occurred_from or "")[:7]
            yield Row(
                key=key, unit=known.unit, provider=known.provider, data={"ground": ground, "month": month}
            )
            continue
        yield Row(
            key=key,
            unit=known.unit,
            provider=known.provider,
            at=(opened.occurred_from if opened else None) or "",
            data={"ground": ground, "until": _until(opened, closed)},
        )


def _until(opened: Statement | None, closed: Statement | None) -> str | None:
    """When the latest relation ended; ``None`` while it goes on."""
    if closed is None or (opened is not None and opened.order > closed.order):
        return None
    return closed.occurred_from or ""
