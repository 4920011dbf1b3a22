"""What a chart tells of where a patient is, what has been talked of, and what waits for a signature. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from lindra.care.events.decisions import EXPECTED, LIMITS
from lindra.record.chart import CONTRADICTORY, Chart, Statement, again
from lindra.record.envelope import instant, last_instant

CONVERSATION_CODES = {"XV018": "brytpunktssamtal", "XV028": "medverkan i brytpunktssamtal"}
"""KVÅ 2021: conversations at the turn of the illness."""
NOT_DONE = frozenset({"not-done", "entered-in-error", "preparation", "on-hold", "stopped"})
"""Statuses of a procedure that was not carried out, or not yet (HL7 FHIR R4, event-status)."""
ENDED = frozenset({"stopped", "cancelled", "completed", "entered-in-error", "draft", "on-hold"})
"""Statuses of an order that is not in force (HL7 FHIR R4, medicationrequest-status)."""
AKPS = "AKPS"
"""Australia-modified Karnofsky Performance Status, 0–100."""


def unsigned(chart: Chart) -> list[Statement]:
    """Decisions that stand and that the physician has not signed (SFS 2008:355 3 kap. 10 §), the latest first."""
    stated = [row["stated"] for slot in (LIMITS, EXPECTED) for row in chart.rows(slot) if "stated" in row]
    found = [one for one in stated if not one.signed and chart.signature(one) is None]
    return sorted(found, key=lambda one: one.order, reverse=True)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the patient is: a form of stay or residence, since when, stated by what."""

    form: str
    since: Statement | None = None
    open_stay: bool = False


def whereabouts(chart: Chart) -> Whereabouts:
    """An open stay that nothing later ends; else the residence. ``dead``, or ``unknown`` where nothing is known."""
    if (death := chart.one("death")) is not None:
        return Whereabouts("dead", death)
    for stay in chart.rows("stays"):
        admitted = stay.get("admitted")
        if (
            admitted is not None
            and "discharged" not in stay
            and admitted.value.get("period") != CONTRADICTORY
            and not _left(chart, admitted)
        ):
            return Whereabouts(str(admitted.value.get("form", "hospital")), admitted, open_stay=True)
    residence = chart.one("residence")
    if residence is not None:
        return Whereabouts(str(residence.value.get("to", "unknown")), residence)
    return Whereabouts("unknown")


def _left(chart: Chart, admitted: Statement) -> bool:
    """Whether a stay of which no discharge was told must be over: later there is another stay, or a move home."""
    if admitted.occurred_from is None:
        return False
    start = instant(admitted.occurred_from)
    over = last_instant(start, admitted.precision)
    episode = admitted.value.get("episode")
    stays = (
        one for row in chart.rows("stays") for one in row.values() if one.value.get("episode") != episode
    )
    told = (*stays, *(row["stated"] for row in chart.rows("residence") if "stated" in row))
    later = (instant(one.occurred_from) for one in told if one.occurred_from)
    return any(one > start and one >= over for one in later)


def teams(chart: Chart) -> list[Statement]:
    """The enrolments that have not ended, latest first."""
    return [row["enrolled"] for row in chart.rows("enrolments") if "enrolled" in row and "ended" not in row]


def conversations(chart: Chart) -> list[Statement]:
    """Conversations at the turn of the illness that were held, among the latest procedures, latest first."""
    kept = (row["stated"] for slot in ("procedures", "procedure_codes") for row in chart.rows(slot))
    done = {one.event: one for one in kept}
    return [
        one
        for one in sorted(done.values(), key=lambda one: one.order, reverse=True)
        if one.value.get("code", {}).get("code") in CONVERSATION_CODES
        and one.value.get("status") not in NOT_DONE
    ]


def medicines(chart: Chart) -> list[Statement]:
    """Medicines ordered and neither stopped here nor ended in the system that told of them, latest first."""
    rows = (row for row in chart.rows("medicines") if "ordered" in row)
    return [row["ordered"] for row in rows if in_force(row)]


def in_force(row: dict[str, Statement]) -> bool:
    """Whether an order stands: never stopped, or written again since."""
    ordered, stopped = row["ordered"], row.get("stopped")
    if stopped is not None and not again(ordered, stopped):
        return False
    return ordered.value.get("status") not in ENDED


def as_needed(chart: Chart) -> list[Statement]:
    """As-needed medicines ordered and not stopped (vidbehovsordinationer)."""
    return [order for order in medicines(chart) if order.value.get("as_needed")]


def latest(chart: Chart, code: str) -> Statement | None:
    """The latest measurement with this code."""
    for row in chart.rows("measures"):
        stated = row.get("stated")
        if stated and stated.value.get("code", {}).get("code") == code:
            return stated
    return None
