"""From what is known of a patient and of who asks to the questions of :mod:`lindra.privacy.rules`. Pure.

Nothing is decided here: relations are current or ended, blocks hold or do not, a consent has run out or has not.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from lindra.clock import day
from lindra.privacy.rules import (
    Attitude,
    Duty,
    Emergency,
    Identity,
    Matter,
    Place,
    Purpose,
    Question,
    Regime,
    Relation,
    Sharing,
)
from lindra.record.envelope import instant

DATA = Path(__file__).with_name("data")
EMERGENCY_HOURS = 12
"""How long an emergency opening lasts: a night's work. Our choice; the law ties it to the danger (SVOD 3 kap. 6 §)."""


@cache
def duties() -> dict[str, Duty]:
    """The duty of each role that is known."""
    return {row["role"]: Duty(row["duty"]) for row in _rows("roles.csv")}


@cache
def days_after() -> dict[str, tuple[int, str]]:
    """For each ground the days a relation stays current, and from what they are counted (start or end)."""
    return {row["ground"]: (int(row["days"]), row["from"]) for row in _rows("relation_days.csv")}


@cache
def processes() -> dict[str, str]:
    """The care process of each kind of unit."""
    return {row["unit_kind"]: row["process"] for row in _rows("processes.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def duty(role: str) -> Duty:
    """What a role does; one that nobody has described does nothing with patients."""
    return duties().get(role.strip().casefold(), Duty.OTHER)


@dataclass(frozen=True, slots=True)
class Side:
    """Who asks, from where, for what, when; ``declared``: has said that there is danger to life."""

    purpose: Purpose
    duty: Duty
    regime: Regime
    unit: str
    provider: str
    staff: str
    at: datetime
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Bond:
    """A care relation of a unit, on a ground: from when, until when where it has ended, or the latest month."""

    unit: str
    provider: str
    ground: str
    since: str = ""
    until: str | None = None
    month: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where entries were written, and what they are about."""

    unit: str
    provider: str
    regime: Regime
    matter: Matter

    @classmethod
    def read(cls, text: str) -> Origin:
        """``unit|provider|regime|matter``, as a chart keeps it."""
        unit, provider, regime, matter = text.split("|")
        return cls(unit, provider, Regime(regime), Matter(matter))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one patient, all linked records together."""

    origins: frozenset[str] = frozenset()
    bonds: tuple[Bond, ...] = ()
    attitudes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    blocks: Mapping[str, str] = field(default_factory=dict)
    """The blocks that stand, and when each was set."""
    informed: frozenset[str] = frozenset()
    emergencies: Mapping[str, str] = field(default_factory=dict)
    died: str | None = None
    protected: bool = False
    complete: bool = True
    """False where the reading of a record that has entries is not there: then nothing is opened."""


@dataclass(frozen=True, slots=True)
class Houses:
    """Of units the process, of providers since when they share records and inform their patients of it."""

    processes: Mapping[str, str]
    connected: Mapping[str, date]


def united(
    rows: Iterable[Mapping[str, Any]], bonds: Iterable[Bond], *, protected: bool, complete: bool
) -> Known:
    """What the records of one person say together; what restricts in any of them restricts."""
    origins: set[str] = set()
    blocks: dict[str, str] = {}
    informed: set[str] = set()
    attitudes: dict[str, Mapping[str, Any]] = {}
    emergencies: dict[str, str] = {}
    died: str | None = None
    for row in rows:
        origins.update(row["origins"])
        blocks.update(row.get("blocks", {}))
        informed.update(row.get("informed", ()))
        for whose, told in row.get("attitudes", {}).items():
            if whose not in attitudes or attitudes[whose]["at"] < told["at"]:
                attitudes[whose] = told
        for whose, at in row.get("emergencies", {}).items():
            emergencies[whose] = max(at, emergencies.get(whose, ""))
        died = row.get("died", died)
    return Known(
        frozenset(origins), tuple(bonds), attitudes, blocks, frozenset(informed), emergencies, died,
        protected, complete,
    )  # fmt: skip


def relation(side: Side, known: Known) -> Relation:
    """The care relation of the reader's unit; failing that, whether its provider has or has had one."""
    mine = [bond for bond in known.bonds if bond.provider == side.provider]
    own = [bond for bond in mine if bond.unit == side.unit]
    if any(_current(bond, day(side.at), known.died) for bond in own):
        return Relation.CURRENT
    if own:
        return Relation.ENDED
    return Relation.PROVIDER if mine else Relation.NONE


def _current(bond: Bond, today: date, died: str | None) -> bool:
    days, counted = days_after()[bond.ground]
    lasting = counted == "end" and bond.until is None
    if died is not None:
        death = day(instant(died)) if died else None
        if death is None or today > death + timedelta(days_after()["died"][0]):
            return False
        lasting = lasting or (counted == "end" and _ended_with(bond, death))
    if lasting:
        return True
    last = _counted_from(bond)
    return last is not None and today <= last + timedelta(days)


def _ended_with(bond: Bond, death: date) -> bool:
    """Whether this care lasted until the death: what comes after a death is its, and not only for some days."""
    return bool(bond.until) and day(instant(bond.until or "")) >= death


def _counted_from(bond: Bond) -> date | None:
    """The day from which the days after are counted; ``None`` where it is not known."""
    if bond.until is not None:
        return day(instant(bond.until)) if bond.until else None
    if bond.month:
        year, month = map(int, bond.month.split("-"))
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return day(instant(bond.since)) if bond.since else None


def place(origin: Origin, side: Side) -> Place:
    """The provider decides first: each is the legal owner of what it wrote (SFS 2008:355 2 kap. 6 §)."""
    if origin.provider != side.provider:
        return Place.ELSEWHERE
    return Place.UNIT if origin.unit == side.unit else Place.PROVIDER


def sharing(origin: Origin, side: Side, known: Known, houses: Houses) -> Sharing:
    """Whether the entries of this origin are available to this side."""
    where = place(origin, side)
    inside = where is not Place.ELSEWHERE and origin.regime is side.regime
    if inside and where is Place.UNIT:
        return Sharing.OPEN
    if blocked_by(origin, side, known, houses, inside=inside):
        return Sharing.BLOCKED
    if inside:
        return Sharing.OPEN
    reads, shares = _connected(side.provider, side, houses), _connected(origin.provider, side, houses)
    told = known.attitudes.get(f"{origin.provider}|{origin.regime}", {})
    if reads and shares and told.get("attitude") == "unable":
        return Sharing.UNCLEAR if told.get("opposed") else Sharing.OPEN
    return Sharing.OPEN if reads and (shares or origin.provider in known.informed) else Sharing.UNINFORMED


def _connected(provider: str, side: Side, houses: Houses) -> bool:
    """Whether a provider shares records, and informs its patients of it (SVOD 2 kap. 2, 4 §§)."""
    return houses.connected.get(provider, date.max) <= day(side.at)


def blocked_by(origin: Origin, side: Side, known: Known, houses: Houses, *, inside: bool) -> tuple[str, ...]:
    """The blocks (``level|provider|of``) that stand between this origin and this side."""
    process = houses.processes.get(origin.unit, "other")
    stand = [f"unit|{origin.provider}|{origin.unit}"]
    if not inside or process != houses.processes.get(side.unit, "other"):
        stand.append(f"process|{origin.provider}|{process}")
    if not inside:
        stand.append(f"provider|{origin.provider}|")
    return tuple(block for block in stand if block in known.blocks)


def stored_attitude(side: Side, known: Known) -> Attitude:
    """What has been noted of the patient's attitude to this side, as long as it holds."""
    told = known.attitudes.get(f"{side.provider}|{side.regime}")
    if told is None or (told.get("until") and told["until"] < day(side.at).isoformat()):
        # Who has died cannot be asked any more: that there is something may be known, and no more.
        return Attitude.REFUSES if known.died is not None else Attitude.NOT_ASKED
    if told["attitude"] == "unable" and told.get("opposed"):
        return Attitude.REFUSES
    return Attitude(told["attitude"])


def emergency(side: Side, known: Known) -> Emergency:
    """Opened by this person at this unit within the last hours, declared now, or none.

    What the patient has said since ends it: they can be asked again. After death there is no danger to life.
    """
    if known.died is not None:
        return Emergency.NONE
    opened = known.emergencies.get(f"{side.staff}|{side.unit}", "")
    said = known.attitudes.get(f"{side.provider}|{side.regime}", {}).get("at", "")
    lasts = bool(opened) and instant(opened) + timedelta(hours=EMERGENCY_HOURS) > side.at
    if lasts and max([said, *known.blocks.values()]) <= opened:
        return Emergency.OPENED
    return Emergency.DECLARED if side.declared else Emergency.NONE


def question(origin: Origin, side: Side, known: Known, houses: Houses, related: Relation) -> Question:
    """The question about entries of this origin, for a reader with this relation."""
    where, danger, attitude = place(origin, side), emergency(side, known), stored_attitude(side, known)
    available = sharing(origin, side, known, houses)
    # What was said of others' entries says nothing of lifting a block (SVOD 3 kap. 5 §, PDL 4 kap. 5 §).
    unsaid = attitude is Attitude.NOT_ASKED or available is Sharing.BLOCKED
    if danger is not Emergency.NONE and unsaid:
        attitude = Attitude.UNOBTAINABLE
    return Question(
        purpose=side.purpose, role=side.duty, reader=side.regime, entry=origin.regime, place=where,
        relation=related, attitude=attitude, sharing=available, matter=origin.matter,
        identity=Identity.PROTECTED if known.protected else Identity.OPEN, emergency=danger,
    )  # fmt: skip


def about(side: Side, known: Known, related: Relation, matter: Matter = Matter.IDENTITY) -> Question:
    """The question about the person, as if the reader's own unit had written it: who it is, and where they live."""
    return question(
        Origin(side.unit, side.provider, side.regime, matter), side, known, Houses({}, {}), related
    )
