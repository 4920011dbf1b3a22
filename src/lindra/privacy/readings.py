"""What the decision needs of a patient's chart, as one row: what it rests on besides relations. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lindra.record.chart import Chart, Statement
from lindra.record.kinds import Row, reading


@reading("door", version=2)
def door(chart: Chart) -> Iterable[Row]:
    """Attitudes by provider, blocks that stand, who was informed, emergencies, death, and where entries come from."""
    data: dict[str, Any] = {"origins": list(chart.origins)}
    if attitudes := _stated(chart, "attitudes"):
        data["attitudes"] = {whose: _attitude(one) for whose, one in attitudes.items()}
    if blocks := _blocks(chart):
        data["blocks"] = blocks
    if informed := _stated(chart, "informed"):
        data["informed"] = sorted(informed)
    if emergencies := _stated(chart, "emergencies"):
        data["emergencies"] = {key: one.recorded_at for key, one in emergencies.items()}
    if (death := chart.one("death")) is not None:
        data["died"] = death.occurred_from or ""
    yield Row(key="state", data=data)


def _stated(chart: Chart, slot: str) -> dict[str, Statement]:
    found = chart.slots.get(slot)
    return {key: parts["stated"] for key, parts in sorted(found.rows.items())} if found else {}


def _attitude(one: Statement) -> dict[str, Any]:
    known: dict[str, Any] = {
        name: one.value[name] for name in ("attitude", "opposed", "until") if name in one.value
    }
    return {**known, "at": one.occurred_from or ""}


def _blocks(chart: Chart) -> dict[str, str]:
    """The keys of blocks that were set and not lifted since, and when each was set."""
    found = chart.slots.get("blocks")
    standing = {}
    for key, parts in sorted(found.rows.items()) if found else ():
        blocked, lifted = parts.get("blocked"), parts.get("lifted")
        if blocked is not None and (lifted is None or blocked.order > lifted.order):
            standing[key] = blocked.occurred_from or ""
    return standing
