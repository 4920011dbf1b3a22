"""What a chart tells of where a patient is and what has been talked of. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from lindra.record.chart import CONTRADICTORY, Chart, Statement

CONVERSATION_CODES = {"XV018": "brytpunktssamtal", "XV028": "medverkan i brytpunktssamtal"}
"""KVÅ 2021: conversations at the turn of the illness."""
NOT_DONE = frozenset({"not-done", "entered-in-error", "preparation", "on-hold", "stopped"})
"""Statuses of a procedure that was not carried out, or not yet (HL7 FHIR R4, event-status)."""
ENDED = frozenset({"stopped", "cancelled", "completed", "entered-in-error", "draft", "on-hold"})
"""Statuses of an order that is not in force (HL7 FHIR R4, medicationrequest-status)."""
AKPS = "AKPS"
"""Australia-modified Karnofsky Performance Status, 0–100."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the patient is: a form of stay or residence, since when, stated by what."""

    form: str
    since: Statement | None = None
    open_stay: bool = False


def whereabouts(chart: Chart) -> Whereabouts:
    """An open stay before a residence; ``dead`` for the dead, ``unknown`` where nothing is known."""
    if (death := chart.one("death")) is not None:
        return Whereabouts("dead", death)
    for stay in chart.rows("stays"):
        admitted = stay.get("admitted")
        if (
            admitted is not None
            and "discharged" not in stay
            and admitted.value.get("period") != CONTRADICTORY
        ):
            return Whereabouts(str(admitted.value.get("form", "hospital")), admitted, open_stay=True)
    residence = chart.one("residence")
    if residence is not None:
        return Whereabouts(str(residence.value.get("to", "unknown")), residence)
    return Whereabouts("unknown")


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
    rows = (row for row in chart.rows("medicines") if "ordered" in row and "stopped" not in row)
    return [row["ordered"] for row in rows if row["ordered"].value.get("status") not in ENDED]


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
