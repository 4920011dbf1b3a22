"""What is told about medicines beside the orders themselves, which are shared facts. Pure.

Lindra is no second list of prescriptions: what is written here is what the plan needs, copied from its source.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from lindra.care.events.common import text
from lindra.record.facts import Code, Known
from lindra.record.kinds import Column, Fact, Put, kind, slot

KEPT = slot("medicines_kept", 1)
OPIOID = slot("opioid", 4)
PUMP = slot("pump", 2)


@kind("medicines_kept")
class MedicinesKept(Fact):
    """Where the as-needed medicines (trygghetsask) lie, and what is needed to get at them."""

    matter = "address"

    place: str
    note: str = ""

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(KEPT),)


@kind("opioid_noted")
class OpioidNoted(Fact):
    """The regular opioid in 24 hours, as its source has it; ``known`` no: there is none."""

    known: Known = "yes"
    substance: Code | None = None
    per_day: Decimal | None = None
    unit: Literal["mg", "microg"] = "mg"
    route: Literal["oral", "subcutaneous", "intravenous", "transdermal", "other"] = "oral"
    copied_from: str = ""

    columns = {
        "status": text("known"),
        "form": text("route"),
        "number": Column("DOUBLE", lambda fact: fact.per_day),
        "number_unit": text("unit"),
    }

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(OPIOID, self.substance.code or self.substance.text if self.substance else ""),)


@kind("pump_noted")
class PumpNoted(Fact):
    """A pump for continuous infusion of medicines: whether one is running, what is in it and when it is changed."""

    running: Known
    content: str = ""
    rate: str = ""
    change: str = ""
    """When it is changed next and by whom."""
    copied_from: str = ""

    columns = {"status": text("running")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(PUMP),)
