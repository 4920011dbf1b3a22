"""Who may do what with a deviation, which go to assessment, what is late, and of how many a number is shown. Pure.

Law: SFS 2010:659 (patientsäkerhetslagen) 1 kap. 5 §, 3 kap. 5 §. Every number is data (``data/SOURCES.md``).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from statistics import median as middle
from typing import Literal

from lindra.clock import day
from lindra.discharge.deviations.states import OUT, Standing
from lindra.privacy.rules import Duty, Purpose

DATA = Path(__file__).with_name("data")
LONGEST = 4000
"""Characters of a text."""

Side = Literal["writer", "receiver"]
Scope = Literal["unit", "provider"]
Way = Literal["lindra", "email", "web", "paper"]
"""How a deviation reaches its receiver; ``paper``: none that is agreed on, by hand."""
OUTSIDE: tuple[Way, ...] = ("email", "web", "paper")


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _codes(file: str, column: str) -> tuple[tuple[str, str], ...]:
    return tuple((row[column], row["valid_from"]) for row in _rows(file))


def categories(on: date) -> tuple[str, ...]:
    """What can have gone wrong, as the list is on a day."""
    return tuple(code for code, since in _codes("categories.csv", "category") if since <= on.isoformat())


def causes(on: date) -> tuple[str, ...]:
    """Causes, as the list is on a day."""
    return tuple(code for code, since in _codes("causes.csv", "cause") if since <= on.isoformat())


@cache
def _numbers() -> tuple[tuple[str, int, str], ...]:
    return tuple((row["name"], int(row["number"]), row["valid_from"]) for row in _rows("numbers.csv"))


def number(name: str, on: date) -> int:
    """A number of ``data/numbers.csv`` as it holds on a day; before the first of them, the first."""
    every = sorted((since, value) for known, value, since in _numbers() if known == name)
    return next((value for since, value in reversed(every) if since <= on.isoformat()), every[0][1])


# What is preselected


@dataclass(frozen=True, slots=True)
class Context:
    """What a message or a missed clock points to: a category, and the side it concerns (empty: either)."""

    category: str
    side: str


@cache
def _contexts() -> dict[tuple[str, str], Context]:
    return {
        (row["sort"], row["context"]): Context(row["category"], row["side"]) for row in _rows("contexts.csv")
    }


def context(message: str = "", clock: str = "") -> Context | None:
    """What is preselected where something is reported beside a missed clock, or a kind of message."""
    return _contexts().get(("clock", clock)) or _contexts().get(("message", message))


# Harm and assessment


@cache
def harms() -> dict[str, bool]:
    """Each judgement of harm, and whether it goes to assessment."""
    return {row["harm"]: row["assessed"] == "yes" for row in _rows("harms.csv")}


def to_assess(harm: str) -> bool:
    """Whether a deviation goes to whoever assesses for the provider."""
    return harms().get(harm, False)


@cache
def _matrix() -> tuple[tuple[int, int, str, str], ...]:
    return tuple(
        (int(row["severity"]), int(row["probability"]), row["level"], row["valid_from"])
        for row in _rows("matrix.csv")
    )


STEPS = (1, 2, 3, 4)
"""Of severity, and of probability."""


def level(severity: int, probability: int, on: date) -> str:
    """The level of risk; our own matrix."""
    held = [(since, name) for one, other, name, since in _matrix() if (one, other) == (severity, probability)]
    if not held:
        raise ValueError(f"severity and probability are {STEPS[0]} to {STEPS[-1]}")
    return max((pair for pair in held if pair[0] <= on.isoformat()), default=min(held))[1]


@cache
def _assessors() -> frozenset[tuple[str, str]]:
    return frozenset((row["provider_kind"], row["role"]) for row in _rows("assessors.csv"))


def assesses(provider_kind: str, role: str) -> bool:
    """Whether a role assesses deviations with risk or harm at such a provider."""
    return (provider_kind, role.strip().casefold()) in _assessors()


def contradicts(serious: bool, decision: str) -> bool:
    """Whether an event that caused or could have caused a serious care injury is decided not to be reported.

    The provider *shall* report it (SFS 2010:659 3 kap. 5 §): the one or the other must be wrong.
    """
    return serious and decision == "not"


# Who may what


@dataclass(frozen=True, slots=True)
class Who:
    """A reader as far as deviations go: where, in what capacity, for what."""

    unit: str
    provider: str
    duty: Duty
    purpose: Purpose
    assesses: bool = False


@dataclass(frozen=True, slots=True)
class Parties:
    """Whose a deviation is: the unit and provider that wrote it, and those that have got it in Lindra (or nobody)."""

    unit: str
    provider: str
    receiver: str = ""
    receiver_provider: str = ""


def scope(duty: Duty, purpose: Purpose) -> Scope | None:
    """Whose deviations one has to do with: one's unit's, one's provider's, or none.

    Staff in care, and who leads a unit (administration); for follow-up whoever answers for quality has the provider's,
    and others read their unit's. Deviations are kept for quality and safety (SFS 2008:355 2 kap. 4 §).
    """
    if purpose is Purpose.CARE and duty in (Duty.TREATING, Duty.ASSISTING):
        return "unit"
    if purpose is Purpose.ADMIN and duty is Duty.TREATING:
        return "unit"
    if purpose is Purpose.FOLLOWUP and duty is Duty.OVERSIGHT:
        return "provider"
    if purpose is Purpose.FOLLOWUP and duty is Duty.TREATING:
        return "unit"
    return None


def sides(who: Who, parties: Parties) -> frozenset[Side]:
    """On which sides of a deviation somebody stands; on none: it is not for them."""
    seen = scope(who.duty, who.purpose)
    if seen is None:
        return frozenset()
    own, theirs = (
        (who.unit == parties.unit, who.unit == parties.receiver)
        if seen == "unit"
        else (who.provider == parties.provider, who.provider == parties.receiver_provider)
    )
    named: tuple[tuple[Side, bool], ...] = (("writer", own), ("receiver", theirs and bool(parties.receiver)))
    return frozenset(side for side, holds in named if holds)


OF_WRITER = frozenset({"change", "judge", "send", "withdraw", "close"})
OF_RECEIVER = frozenset({"receive", "send_back", "answer", "carry_out"})
OF_ASSESSOR = frozenset({"assess", "report"})


def may(act: str, who: Who, on: frozenset[Side], now: Standing) -> bool:
    """Whether somebody on these sides may do something. What a receiver outside Lindra says, the writer notes."""
    if not on:
        return False
    if act in OF_ASSESSOR:
        return who.assesses and who.purpose is Purpose.FOLLOWUP and (act == "report" or to_assess(now.harm))
    if who.purpose is Purpose.FOLLOWUP and who.duty is not Duty.OVERSIGHT:
        return False
    if act in OF_WRITER:
        return "writer" in on
    if act in OF_RECEIVER:
        return "writer" in on if now.way in OUTSIDE else "receiver" in on
    return False


# How it is sent


@dataclass(frozen=True, slots=True)
class Wish:
    """How a provider wants deviations, during a period: by which way, where, and of which categories (none: all)."""

    way: Way
    unit: str
    address: str
    function: str
    categories: frozenset[str]
    first_day: date
    last_day: date | None = None
    id: str = ""

    def holds(self, on: date) -> bool:
        """Whether it holds on a day, both days included."""
        return self.first_day <= on and (self.last_day is None or on <= self.last_day)


def wished(wishes: Iterable[Wish], category: str, on: date) -> Wish | None:
    """How a deviation of a category reaches a provider: what it wishes, the more particular first, then the later.

    A provider that has said nothing gets it in Lindra (``None``); one that has, but nothing of this category, by hand.
    """
    held = [one for one in wishes if one.holds(on)]
    fitting = [one for one in held if not one.categories or category in one.categories]
    if fitting:
        return max(fitting, key=lambda one: (bool(one.categories), one.first_day, one.id))
    return Wish("paper", "", "", "", frozenset(), on) if held else None


# What is late


def days_since(at: str, now: datetime) -> int:
    """Calendar days in Stockholm since an instant."""
    return (day(now) - day(datetime.fromisoformat(at))).days


def late(now: Standing, at: datetime) -> str:
    """What of a deviation is late: ``unsent``, ``unanswered``, or nothing."""
    if now.state == "written" and days_since(now.written_at, at) > number("unsent_days", day(at)):
        return "unsent"
    if now.state in OUT and days_since(now.sent_at, at) > number("unanswered_days", day(at)):
        return "unanswered"
    return ""


def assessment_late(written_at: str, at: datetime) -> bool:
    """Whether an assessment has waited too long."""
    return days_since(written_at, at) > number("assess_days", day(at))


# Of how many


def disclosed(counts: Mapping[str, int], least: int) -> dict[str, int | None]:
    """Counts that may be shown to everybody; ``None`` where one is withheld.

    None stays between 1 and ``least`` - 1, and what is withheld is together of enough too: else it could be had by
    subtraction from the whole, and the smallest of those shown is withheld with it.
    """
    shown = sorted(
        (key for key, count in counts.items() if count == 0 or count >= least), key=lambda key: counts[key]
    )
    hidden = [key for key in counts if key not in shown]
    while hidden and shown and sum(counts[key] for key in hidden) < least:
        extra = next((key for key in shown if counts[key]), None)
        if extra is None:
            break
        shown.remove(extra)
        hidden.append(extra)
    return {key: counts[key] if key in shown else None for key in counts}


def median(days: Iterable[int]) -> float | None:
    """The median; nothing of nothing."""
    found = sorted(days)
    return float(middle(found)) if found else None
