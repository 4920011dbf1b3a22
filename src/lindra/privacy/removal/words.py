"""Removal in words: states, codes, and what an entry says, as plain lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lindra.privacy.removal.rules import Ground, State
from lindra.record.envelope import Event

Text = str | Promise

GROUNDS: dict[str, Text] = {
    Ground.DECISION: _("Destruction by decision"),
    Ground.WEEDING: _("Weeding after the retention time"),
}
STATES: dict[str, Text] = {
    State.PREPARED: _("Waits for another person"),
    State.CONFIRMED: _("Confirmed, not yet carried out to the end"),
    State.CARRIED_OUT: _("Carried out"),
    State.REFUSED: _("Not confirmed"),
    State.WITHDRAWN: _("Taken back"),
}
TONES = {
    State.PREPARED: "warning", State.CONFIRMED: "warning", State.CARRIED_OUT: "ok", State.REFUSED: "critical",
    State.WITHDRAWN: "neutral",
}  # fmt: skip
AUTHORITIES: dict[str, Text] = {
    "ivo": _("The Health and Social Care Inspectorate (IVO)"),
    "court": _("An administrative court"),
    "archive": _("The archive authority"),
}
SCOPES: dict[str, Text] = {
    "whole": _("The whole record"), "part": _("Part of the record"), "weeding": _("Weeding"),
}  # fmt: skip
REASONS: dict[str, Text] = {
    "patient": _("The patient applied"), "mentioned": _("Somebody who is mentioned in the record applied"),
}  # fmt: skip
REFUSALS: dict[str, Text] = {
    "other_entries": _("The decision is about other entries"),
    "other_patient": _("The decision is about another patient"),
    "no_decision": _("The decision is not to be found"),
    "other": _("Another reason"),
}
STANCES: dict[str, Text] = {
    "opposed": _("Does not want to be in quality registers"),
    "not_opposed": _("Takes it back: may be in quality registers"),
    "unable_not_opposed": _("Lastingly cannot take a position, and there is no reason to think them opposed"),
    "unable_opposed": _(
        "Lastingly cannot take a position, and would perhaps be opposed, or it is not clarified"
    ),
}
TOLD_BY: dict[str, Text] = {
    "patient": _("The patient"), "guardian": _("A guardian, for a child"), "relative": _("Somebody close"),
    "record": _("An earlier entry"), "other": _("Somebody else"),
}  # fmt: skip

KINDS: dict[str, Text] = {
    "admitted": _("Admitted"), "moved": _("Moved"), "discharged": _("Discharged"), "contact": _("Contact"),
    "diagnosis": _("Diagnosis"), "measured": _("Measured"), "procedure": _("Procedure"),
    "medicine_ordered": _("Medicine ordered"), "medicine_stopped": _("Medicine stopped"),
    "medicine_used": _("Medicine used"), "enrolled": _("Taken on by a team"),
    "enrolment_ended": _("No longer with the team"), "listed": _("Listed with a practice"), "died": _("Died"),
    "signed": _("Signed"), "relation_opened": _("Care relation began"), "relation_closed": _("Care relation ended"),
    "attitude_noted": _("Attitude to shared records noted"), "informed": _("Informed of shared records"),
    "blocked": _("Entries blocked"), "block_lifted": _("Block lifted"),
    "emergency_opened": _("Opened in an emergency"), "disputed": _("The patient holds an entry to be wrong"),
    "allergy": _("Allergy"), "immunised": _("Vaccination"), "reported": _("Report"), "imaged": _("Imaging"),
    "specimen_taken": _("Sample taken"), "service_requested": _("Requested"), "medicine_given": _("Medicine given"),
    "medicine_dispensed": _("Medicine dispensed"), "device_used": _("Aid"), "answered": _("Questionnaire answered"),
    "assessed": _("Assessment"), "directive_noted": _("Directive"), "agreement_noted": _("Agreement"),
    "care_plan_noted": _("Care plan"), "goal_noted": _("Goal"), "care_team_noted": _("Care team"),
    "document_noted": _("Document"), "document_content": _("Text of a document"), "list_noted": _("List"),
    "task_noted": _("Task"), "booked": _("Booked"), "alert_noted": _("Alert"), "message_noted": _("Message"),
    "family_history_noted": _("Family history"), "harm_noted": _("Adverse event"),
    "withdrawn": _("Entry withdrawn"),
}  # fmt: skip
"""What kinds of entries are called, the same as on the patient's page; one that is not here by its own name."""


def kind(event: Event) -> str:
    """What sort of entry it is."""
    return str(KINDS.get(event.kind, event.kind.replace("_", " ").capitalize()))


def authority(code: str) -> str:
    """Who decided; a name that is no code stands as it is."""
    return str(AUTHORITIES.get(code, code))


SILENT = frozenset({
    "ref", "episode", "order", "orders", "enrolment", "relation", "reference", "link", "uid", "sop_class", "url",
    "system", "entry", "signs", "provider", "staff", "based_on", "results", "part_of", "addresses", "goals",
    "diagnoses", "questionnaire", "derived_from", "device", "entries", "content_type", "language", "identifiers",
})  # fmt: skip
"""Fields of a payload that point somewhere and say nothing to people."""


def content(payload: dict[str, Any]) -> str:
    """Every text and number that an entry holds, in the order it was written."""
    return " · ".join(dict.fromkeys(text for text in _texts(payload) if text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "code" in value and isinstance(
            value["code"], str
        ):  # a code: its text, or failing that the code itself
            value = {"text": value.get("text") or value["code"]}
        if "number" in value:
            amount = f"{value.get('comparator', '')}{value['number']} {value.get('unit', '')}"
            value = {**value, "number": amount.strip(), "unit": "", "comparator": ""}
        for name, inner in value.items():
            if name not in SILENT:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value).strip()
