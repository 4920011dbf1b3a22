"""Nursing: hazards, skin, infusions, nutrition, and what to do when. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from lindra.care.events.common import text
from lindra.record.facts import Known
from lindra.record.kinds import Column, Fact, Put, kind, slot

IMPLANTS = slot("implants", 10)
INFECTIONS = slot("infections", 6)
SKIN = slot("skin", 8)
INFUSIONS = slot("infusions", 4)
NUTRITION = slot("nutrition", 1)
STEPS = slot("steps", 16)

Problem = Literal[
    "pain", "breathlessness", "nausea", "rattle", "anxiety", "confusion", "bleeding", "fever", "seizure", "obstruction",
    "no_urine", "pump_stopped", "fall", "carer_cannot_go_on", "dying", "other",
]  # fmt: skip


@kind("implant_noted")
class ImplantNoted(Fact):
    """An implant to know of; of a defibrillator (ICD) whether it may still give shocks."""

    form: Literal[
        "icd",
        "pacemaker",
        "port",
        "central_line",
        "pleural_drain",
        "ascites_drain",
        "stoma",
        "catheter",
        "other",
    ]
    what: str = ""
    active: Known | None = None
    removed: bool = False

    columns = {"form": text("form"), "status": text("active")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(IMPLANTS, f"{self.form}|{self.what}"),)


@kind("infection_risk_noted")
class InfectionRiskNoted(Fact):
    """A contagion to protect others from (smittrisk), and how."""

    form: Literal[
        "mrsa",
        "esbl",
        "vre",
        "hepatitis",
        "hiv",
        "tuberculosis",
        "winter_vomiting",
        "covid",
        "influenza",
        "other",
    ]
    what: str = ""
    precautions: str = ""
    over: bool = False

    columns = {"form": text("form")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(INFECTIONS, f"{self.form}|{self.what}"),)


@kind("skin_checked")
class SkinChecked(Fact):
    """Pressure ulcers: ``worst`` category 0 (none) to 4, None where it could not be known; ``site`` of the worst."""

    worst: Literal[0, 1, 2, 3, 4] | None = None
    site: str = ""
    on_arrival: bool = False
    measures: str = ""

    columns = {
        "number": Column("BIGINT", lambda fact: fact.worst),
        "on_arrival": Column("BOOLEAN", lambda fact: fact.on_arrival),
    }

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(SKIN, f"arrival|{unit}" if self.on_arrival else "latest"),)


@kind("infusion_noted")
class InfusionNoted(Fact):
    """Fluid or nutrition that is given otherwise than by mouth: whether it is running."""

    form: Literal["fluid", "nutrition"]
    running: Known
    route: Literal["intravenous", "subcutaneous", "tube", "peg", "other"] | None = None

    columns = {"form": text("form"), "status": text("running")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(INFUSIONS, self.form),)


@kind("nutrition_noted")
class NutritionNoted(Fact):
    """How the patient eats and drinks."""

    eats: Literal["as_before", "less", "sips", "nothing", "unknown"]
    note: str = ""

    columns = {"form": text("eats")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(NUTRITION),)


@kind("step_planned")
class StepPlanned(Fact):
    """What to do when a problem comes: first step, second step, whom to call."""

    problem: Problem
    other: str = ""
    first: str
    second: str = ""
    call: str = ""
    ended: bool = False

    columns = {"form": text("problem")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(STEPS, f"{self.problem}|{self.other}"),)
