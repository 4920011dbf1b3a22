"""A story: who a made-up person is, and what is written about them, step by step. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from lindra.people.details import DetailValue
from lindra.record.envelope import When
from lindra.record.kinds import Fact
from lindra.synthetic.care_plan import CarePlan
from lindra.synthetic.ending import Ending
from lindra.synthetic.plan import Plan

Role = Literal["nurse", "physician"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact, when it occurred. ``name`` lets a later entry of the same story correct or withdraw it."""

    fact: Fact
    when: When
    name: str = ""
    corrects: str = ""
    signed: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """What one person writes at one time: recorded when, at which unit, as nurse or physician."""

    at: datetime
    unit: str
    role: Role
    entries: tuple[Entry, ...]
    by: str = ""
    """The unit of the person who wrote, where that was another: it handed this over."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the person is: an identifier (kind, system, value), birth, and details."""

    identifier: tuple[str, str, str]
    born: date
    sex: str
    details: tuple[DetailValue, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A person: opaque id, identity; course, plan of care and ending, which are the truth; the steps as written."""

    patient: str
    identity: Identity
    plan: Plan
    care: CarePlan
    steps: tuple[Step, ...]
    ending: Ending | None = None
    """The last days of somebody dead, as they truly were."""
