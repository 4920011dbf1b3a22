"""What is recorded about who may see the record: attitude, blocks, information given, emergencies, disputes. Pure.

They are entries of the patient's log like others, so that who may see what can be told for any moment, and by whom it
was decided. SFS 2022:913 (SVOD), SFS 2008:355 (PDL).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from lindra.record.facts import Code
from lindra.record.kinds import Fact, Put, kind, slot

ATTITUDES = slot("attitudes", 40)
BLOCKS = slot("blocks", 60)
INFORMED = slot("informed", 40)
EMERGENCIES = slot("emergencies", 20)
DISPUTES = slot("disputes", 60)

APART = (ATTITUDES, BLOCKS, INFORMED, EMERGENCIES)
"""Slots the door reads and gives to nobody as part of a chart."""

Told = Literal["patient", "guardian", "relative", "record", "other"]
"""By whom an attitude was told: the patient, a guardian of a child, someone close, or an earlier entry."""
Level = Literal["provider", "unit", "process"]


@kind("attitude_noted")
class AttitudeNoted(Fact):
    """What the patient says of this provider reading what others hold (SVOD 3 kap. 1–4 §§).

    ``unable`` needs ``basis``, how the patient's attitude was clarified as far as possible, and ``opposed``: whether
    there is reason to think the patient would have been against it. It holds to the end of the day ``until``.
    """

    matter = "aside"
    apart = True

    provider: str
    regime: Literal["health", "social"] = "health"
    """Which of its tasks, where a municipality gives both health and social care."""
    attitude: Literal["consents", "refuses", "not_asked", "unable", "child"]
    told_by: Told = "patient"
    basis: str = ""
    opposed: bool = False
    until: str | None = None

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(ATTITUDES, f"{self.provider}|{self.regime}"),)


@kind("informed")
class Informed(Fact):
    """The patient was told what shared records are, and that they may be refused (SVOD 2 kap. 2 §)."""

    matter = "aside"
    apart = True

    provider: str
    how: str = ""

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(INFORMED, self.provider),)


def _block(level: Level, provider: str, of: str) -> str:
    return f"{level}|{provider}|{of}"


@kind("blocked")
class Blocked(Fact):
    """The patient opposes that entries are available (spärr), from now on and backwards, until it is lifted.

    Of a *provider*: to other providers (SVOD 2 kap. 3 §). Of a *unit* or a *process* (``of``): to the provider's other
    units or processes (PDL 4 kap. 4 §), and to other providers too.
    """

    matter = "aside"
    apart = True

    level: Level
    provider: str
    of: str = ""
    told_by: Told = "patient"

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(BLOCKS, _block(self.level, self.provider, self.of), "blocked"),)


@kind("block_lifted")
class BlockLifted(Fact):
    """The block is lifted at the patient's request (SVOD 2 kap. 3 §, PDL 4 kap. 5 § 1)."""

    matter = "aside"
    apart = True

    level: Level
    provider: str
    of: str = ""
    told_by: Told = "patient"

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(BLOCKS, _block(self.level, self.provider, self.of), "lifted"),)


@kind("emergency_opened")
class EmergencyOpened(Fact):
    """Danger to life or serious risk to health, and consent cannot be obtained (SVOD 3 kap. 6 §, PDL 4 kap. 5 § 2).

    It opens for the one who wrote it, for a limited time, and is reviewed.
    """

    matter = "aside"
    apart = True

    staff: str
    reason: str
    asked: bool = False
    """Whether the one who blocks has been asked to lift (SVOD 3 kap. 5 §)."""

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(EMERGENCIES, f"{self.staff}|{unit}"),)


@kind("disputed")
class Disputed(Fact):
    """The patient holds that an entry is wrong or misleading (PDL 3 kap. 8 §)."""

    entry: str
    view: str
    about: Code | None = None

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(DISPUTES, self.entry),)
