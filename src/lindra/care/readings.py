"""Readings of this room: what lists of patients show. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from lindra.care import rules
from lindra.care.athome import readings as athome  # noqa: F401
from lindra.care.identification import rules as signs
from lindra.care.plan import owed  # noqa: F401
from lindra.record.chart import Chart
from lindra.record.kinds import Row, reading


@reading("patients", version=3)
def patients(chart: Chart) -> Iterable[Row]:
    """One row per patient, its key "living|place" or "dead|dead", so that lists and counts need not read the rest.

    Where, with which teams, main diagnosis, whether talked, when last anything happened.
    """
    where = rules.whereabouts(chart)
    diagnosis = next(iter(chart.rows("diagnoses")), {}).get("stated")
    talks = rules.conversations(chart)
    death = chart.one("death")
    yield Row(
        key=f"{'dead' if death is not None else 'living'}|{where.form}",
        at=_latest(chart),
        data={
            "where": where.form,
            "since": where.since.occurred_from if where.since else None,
            "precision": where.since.precision if where.since else "unknown",
            "unit": where.since.unit if where.since and where.open_stay else "",
            "teams": [str(team.value.get("form", "other")) for team in rules.teams(chart)],
            "diagnosis": (diagnosis.value.get("code", {}).get("text", "") if diagnosis else ""),
            "talked": talks[0].occurred_from if talks else None,
            "dead": death is not None,
            "died": death.occurred_from if death else None,
        },
    )


def _latest(chart: Chart) -> str:
    """When the latest thing in the chart occurred."""
    every = (
        s.occurred_from or ""
        for slot in chart.slots.values()
        for row in slot.rows.values()
        for s in row.values()
    )
    return max(every, default="")


@reading("possible_needs", version=1)
def possible_needs(chart: Chart) -> Iterable[Row]:
    """Of a living patient whose palliative needs nobody has assessed: signs in the record, until when each counts."""
    if signs.assessed(chart):
        return
    found = signs.reasons(chart)
    if sum(signs.known()[one.rule].weight for one in found) >= signs.ENOUGH:
        told = [{"rule": one.rule, "events": one.events, "until": one.until} for one in found]
        yield Row(key="living|signs", at=_latest(chart), data={"signs": told})
