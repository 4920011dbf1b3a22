"""Decisions of a physician: limits of treatment, and that death is expected. Pure.

SOSFS 2011:7 3 kap.: the responsible physician decides not to begin, or not to go on with, life-sustaining treatment
after consulting another licensed colleague; the record tells of the basis, when, and what patient and relatives were
told. Second-hand: the wording is to be checked before it is quoted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from lindra.care.events.common import Clinician, Told, text
from lindra.record.facts import Known
from lindra.record.kinds import Fact, Put, kind, slot

LIMITS = slot("limits", 24)
EXPECTED = slot("expected_death", 1)
DECIDED = ("limit_decided", "death_expected")
"""Kinds of decisions that a physician is responsible for, whoever writes them down."""

Treatment = Literal[
    "resuscitation", "hospital", "intensive_care", "ventilation", "antibiotics", "fluids", "nutrition", "transfusion",
    "dialysis", "chemotherapy", "surgery", "other",
]  # fmt: skip
Basis = Literal["illness", "no_benefit", "harm", "patient_wish"]
"""On what an individual assessment rests. There is no word for a group, an age or a way of living: none may be one."""


@kind("limit_decided")
class LimitDecided(Fact):
    """Whether a treatment is to be given: yes, no, or only if ``condition``; individually decided by a physician."""

    treatment: Treatment
    other: str = ""
    """Which treatment, where it is another."""
    decision: Literal["give", "withhold", "conditional"]
    condition: str = ""
    basis: tuple[Basis, ...]
    reason: str
    physician: Clinician
    consulted: Clinician | None = None
    """Another licensed colleague."""
    assessed: Literal["in_person", "at_a_distance"]
    knows_patient: bool | None = None
    """Whether the physician knew the patient before; asked where it was decided at a distance."""
    patient_told: Told
    relatives_told: Told
    told: str = ""
    """What they were told."""
    told_on: date | None = None
    """The day they were told, in Stockholm."""
    knows: tuple[Literal["patient", "relatives", "home_nursing", "ward", "family_doctor", "team"], ...] = ()
    """Who knows of it."""
    review: date | None = None

    columns = {"form": text("treatment"), "status": text("decision")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(LIMITS, f"{self.treatment}|{self.other}"),)


@kind("death_expected")
class DeathExpected(Fact):
    """Whether death is expected at home (or in a care home), decided beforehand by a physician and dated.

    Establishing death is a physician's task; when death was expected it may rest on a nurse's examination
    (HSLF-FS 2015:15; the wording is not verified).
    """

    known: Known
    physician: Clinician
    review: date | None = None
    establishes: str = ""
    """Who establishes death, by day and by night."""
    nurse_may_examine: bool | None = None
    wake: Literal["at_once", "in_the_morning", "nobody", "unknown"] = "unknown"
    """Whether and when those closest want to be woken."""
    wake_whom: str = ""
    transport: str = ""
    """Who takes the dead person, and whom to ring."""

    columns = {"status": text("known")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(EXPECTED),)
