"""What a plan is, as values: sections of lines with their provenance, and whether each section still holds. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from lindra.care import events as events  # registers the kinds of the plan
from lindra.care.events.decisions import DECIDED
from lindra.care.events.plan import Section
from lindra.record.chart import Statement
from lindra.record.kinds import KINDS

OF_THE_PLAN = frozenset(
    name for name, fact in KINDS.items() if fact.__module__.startswith("lindra.care.events.")
)
"""Kinds that a plan is written with; the rest is read from the record."""
State = Literal["stated", "no", "unknown", "not_asked"]
"""Something is stated; there is none; asked but not known; nobody has asked."""
Validity = Literal["holds", "uncertain", "never"]
"""Confirmed and nothing has happened since; confirmed, but something has; never confirmed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the plan says about a topic: a value and where it comes from.

    ``facts`` are worked out beside it (the last dose, the number valid at this hour), plain values.
    """

    topic: str
    state: State
    value: Mapping[str, Any] = field(default_factory=dict)
    statement: Statement | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    signature: Statement | None = None
    """What signed it, where that was later than it was written."""

    @property
    def signed(self) -> bool:
        """Whether what is stated was signed, when it was written or later."""
        return self.statement is None or self.statement.signed or self.signature is not None

    @property
    def unsigned(self) -> bool:
        """Whether it is a decision that the physician has not signed yet."""
        return not self.signed and self.statement is not None and self.statement.kind in DECIDED


@dataclass(frozen=True, slots=True)
class Since:
    """Something that makes a section uncertain: which trigger, and the statement."""

    trigger: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class Part:
    """One section: its lines, who confirmed it, until when that holds, and what has happened since."""

    section: Section
    lines: tuple[Line, ...]
    confirmed: Statement | None
    since: tuple[Since, ...]
    until: date | None
    """The last day on which the confirmation holds; none where it was never confirmed."""
    overdue: bool
    told: datetime | None
    """The latest thing that was written in the section."""

    @property
    def validity(self) -> Validity:
        """Whether the section may be relied on."""
        if self.confirmed is None:
            return "never"
        return "uncertain" if self.since or self.overdue or self.review_past else "holds"

    @property
    def review_past(self) -> bool:
        """Whether a decision in it should have been reviewed by now."""
        return any(line.facts.get("review_past") for line in self.lines)

    @property
    def empty(self) -> bool:
        """Whether nothing at all is stated in it."""
        return all(line.statement is None for line in self.lines)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one patient at a moment."""

    at: datetime
    parts: tuple[Part, ...]
    dead: Statement | None
    phase: str

    def part(self, section: Section) -> Part:
        """One section."""
        return next(part for part in self.parts if part.section == section)

    @property
    def validity(self) -> Validity:
        """Of the whole: never where nothing was ever confirmed, uncertain where any confirmed or filled part is not."""
        told = [part.validity for part in self.parts if part.confirmed is not None or not part.empty]
        if all(part.confirmed is None for part in self.parts):
            return "never"
        return "holds" if all(one == "holds" for one in told) else "uncertain"

    @property
    def confirmed(self) -> Statement | None:
        """Whose confirmation the plan is shown with: that of the decisions, else the latest of any section."""
        if (decisions := self.part("decisions").confirmed) is not None:
            return decisions
        every = [part.confirmed for part in self.parts if part.confirmed is not None]
        return max(every, key=lambda one: one.order, default=None)

    @property
    def since(self) -> tuple[Since, ...]:
        """What has happened since the sections were confirmed, latest first, each thing once."""
        every = {one.statement.event: one for part in self.parts for one in part.since}
        return tuple(sorted(every.values(), key=lambda one: one.statement.order, reverse=True))

    @property
    def empty(self) -> bool:
        """Whether there is no plan: nothing but what the record tells anyway (diagnoses, measurements, orders)."""
        lines = (line for part in self.parts for line in part.lines if line.statement is not None)
        return not any(line.statement.kind in OF_THE_PLAN for line in lines if line.statement)
