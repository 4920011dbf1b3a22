"""The situation: needs found, phase of illness, conversations, what matters, preferred places. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from lindra.care.events.common import Clinician, text
from lindra.record.facts import Known
from lindra.record.kinds import Column, Fact, Put, kind, slot

NEEDS = slot("needs", 1)
PHASE = slot("phase", 1)
TALKS = slot("talks", 12)
MATTERS = slot("matters", 4)
PREFERENCES = slot("preferences", 2)
ASKED = slot("asked", 20)

Phase = Literal["stable", "unstable", "deteriorating", "dying"]
"""Phase of illness in palliative care (after the Australian outcomes collaboration, PCOC)."""
Sign = Literal[
    "unplanned_admissions", "function_declining", "depends_on_others", "carer_needs_help", "weight_loss",
    "symptoms_despite_treatment", "chooses_less_treatment",
]  # fmt: skip
"""General signs of a deteriorating state, in our own short words (such as SPICT gathers)."""
Topic = Literal[
    "hypersensitivity", "implants", "infection", "kidney", "what_matters", "relatives", "children", "key", "equipment",
    "skin", "mouth", "pump", "opioid", "as_needed",
]  # fmt: skip
"""What may have been asked about without there being anything to note."""
Place = Literal[
    "own_home",
    "care_home",
    "short_stay",
    "hospice",
    "palliative_ward",
    "hospital",
    "relative",
    "other",
    "no_preference",
]


@kind("need_identified")
class NeedIdentified(Fact):
    """Whether the patient has palliative needs, and how it was found out."""

    known: Known = "yes"
    how: Literal["instrument", "surprise_question", "clinical_judgement", "from_the_record"]
    instrument: str = ""
    signs: tuple[Sign, ...] = ()
    note: str = ""

    columns = {"form": text("how"), "status": text("known")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(NEEDS),)


@kind("phase_noted")
class PhaseNoted(Fact):
    """The phase of illness; ``line`` the situation in one line."""

    phase: Phase
    line: str = ""

    columns = {"form": text("phase")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(PHASE),)


@kind("conversation_held")
class ConversationHeld(Fact):
    """A conversation about the serious illness: what was understood, what matters, what was decided.

    ``turning_point`` is brytpunktssamtal, led by a physician; ``serious_illness`` samtal vid allvarlig sjukdom (may be
    led by others). That it was carried out is also a procedure with its KVÅ code, written in the same act.
    """

    form: Literal["turning_point", "serious_illness", "follow_up"]
    led_by: Clinician
    took_part: tuple[
        Literal["patient", "relative", "physician", "nurse", "counsellor", "interpreter", "other"], ...
    ] = ()
    understood: str = ""
    """What patient and relatives have understood, and want to know."""
    matters: str = ""
    decided: str = ""
    next_at: date | None = None

    columns = {
        "form": text("form"),
        "status": Column("VARCHAR", lambda fact: "with_patient" if "patient" in fact.took_part else None),
        "with_patient": Column("BOOLEAN", lambda fact: "patient" in fact.took_part),
        "with_relative": Column("BOOLEAN", lambda fact: "relative" in fact.took_part),
    }

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(TALKS, self.form),)


@kind("matters_noted")
class MattersNoted(Fact):
    """What matters most to the patient, in the words it was said; by whom."""

    text: str
    said_by: Literal["patient", "relative", "record"] = "patient"

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(MATTERS, self.said_by),)


@kind("preference_noted")
class PreferenceNoted(Fact):
    """Where the patient would rather be cared for, or die: first and second choice."""

    about: Literal["care", "death"]
    known: Known = "yes"
    """``no``: does not want to say; ``unknown``: asked, and it could not be known."""
    first: Place | None = None
    second: Place | None = None
    said_by: Literal["patient", "relative", "record"] = "patient"

    columns = {
        "form": text("about"),
        "status": text("known"),
        "first": text("first"),
        "second": text("second"),
    }

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(PREFERENCES, self.about),)


@kind("asked")
class Asked(Fact):
    """Something was asked about: there is none (``no``), or it could not be known (``unknown``)."""

    topic: Topic
    known: Literal["no", "unknown"]
    note: str = ""

    columns = {"form": text("topic"), "status": text("known")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(ASKED, self.topic),)
