"""What two lists say of one function, and how many people need specialised care, counted in two ways. Pure.

Nothing here is measured: every number begins in a statement of a document or a count of deaths, and every
step from there is kept, so that a page can print the arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lindra.areas.geography import Figure
from lindra.privacy.rules import Duty, Purpose

Where = Literal["both", "summary", "appendix", "not_stated"]
Way = Literal["all_deaths", "expected_deaths"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement that something is missing: where and for whom, with the line in the document.

    ``list`` is *summary* or *appendix*; ``related_function`` says in which function a specialist is missing.
    ``area`` and ``limitation`` are Swedish; empty means that none was stated.
    """

    region: str
    list: str
    function: str
    area: str
    limitation: str
    related_function: str
    note: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Status:
    """What the two lists say of a function in a region, side by side. No statement is not a yes."""

    region: str
    function: str
    summary: tuple[Finding, ...]
    appendix: tuple[Finding, ...]

    @property
    def where(self) -> Where:
        """Which of the lists name it as missing."""
        if self.summary and self.appendix:
            return "both"
        if self.summary:
            return "summary"
        return "appendix" if self.appendix else "not_stated"

    @property
    def named(self) -> bool:
        """Whether either list names it as missing."""
        return self.where != "not_stated"

    @property
    def disagree(self) -> bool:
        """Whether only one of the lists names it."""
        return self.where in ("summary", "appendix")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The functions that only one of the two lists names for a region."""

    region: str
    only_in_summary: tuple[str, ...]
    only_in_appendix: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A number in a calculation. ``what`` is a code; ``source`` a document, ``SCB`` or ``own``."""

    what: str
    value: float
    unit: Literal["people", "share"]
    source: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """``left sign right = result``."""

    left: Term
    sign: Literal["×", "÷"]
    right: Term
    result: Term


@dataclass(frozen=True, slots=True)
class Need:
    """People a year who need specialised palliative care, step by step, beside what a document prints."""

    way: Way
    steps: tuple[Step, ...]
    printed: Term | None = None

    @property
    def people(self) -> float:
        """The result, not rounded."""
        return self.steps[-1].result.value

    @property
    def differs(self) -> bool:
        """Whether a document prints another number than the steps give."""
        return self.printed is not None and self.printed.value != self.people


def compare(region: str, function: str, findings: Iterable[Finding]) -> Status:
    """Put side by side what the two lists say of a function in a region."""
    ours = [finding for finding in findings if (finding.region, finding.function) == (region, function)]
    return Status(
        region,
        function,
        tuple(finding for finding in ours if finding.list == "summary"),
        tuple(finding for finding in ours if finding.list == "appendix"),
    )


def disagreement(region: str, row: Iterable[Status]) -> Disagreement | None:
    """Where the two lists differ for a region, or None."""
    apart = [status for status in row if status.disagree]
    only = {
        name: tuple(each.function for each in apart if each.where == name) for name in ("summary", "appendix")
    }
    return Disagreement(region, only["summary"], only["appendix"]) if apart else None


def need_of_all_deaths(deaths: Figure, share: Term) -> Need:
    """The first way: a share of all who die in the area in a year (document 002)."""
    return Need("all_deaths", (_step(_deaths("deaths", deaths), "×", share, "need"),))


def need_of_expected_deaths(expected: Term, share: Term, printed: Term) -> Need:
    """The second way, for the nation: a share of the expected deaths, beside what document 003 prints."""
    return Need("expected_deaths", (_step(expected, "×", share, "need"),), printed)


def need_of_expected_deaths_in(area: Figure, nation: Figure, expected: Term, share: Term) -> Need:
    """The second way for a part of the nation: our own, since document 003 speaks of the nation alone.

    The area gets as large a part of the expected deaths as it has of all deaths in the same year. That takes
    for granted that deaths are expected equally often everywhere, which no source says; the page must say so.
    What document 003 prints is for the nation and is not divided.
    """
    if area.period != nation.period:
        raise ValueError(f"deaths of {area.period} cannot be divided by deaths of {nation.period}")
    part = _step(_deaths("deaths", area), "÷", _deaths("deaths_nation", nation), "part", "share")
    ours = _step(part.result, "×", expected, "expected_deaths_area")
    return Need("expected_deaths", (part, ours, _step(ours.result, "×", share, "need")))


def whole(people: float) -> int:
    """People rounded to whole ones, halves up."""
    return int(people + 0.5)


def _deaths(what: str, figure: Figure) -> Term:
    return Term(what, figure.value, "people", "SCB", figure.period)


def _step(
    left: Term, sign: Literal["×", "÷"], right: Term, what: str, unit: Literal["people", "share"] = "people"
) -> Step:
    value = left.value * right.value if sign == "×" else left.value / right.value
    return Step(left, sign, right, Term(what, value, unit, "own", left.period))


Scope = Literal["provider", "unit", "council", "none"]
COUNCIL, MANAGERS = "council", frozenset({"manager", "enhetschef", "verksamhetschef"})


def governs(role: str, duty: Duty, purpose: Purpose) -> Scope:
    """For how much a reader answers: who changes what is said to exist, and no patient's anything.

    Oversight of a provider while following up; a unit's manager and a council's secretary while administering.
    """
    named = role.strip().casefold()
    if duty is Duty.OVERSIGHT and purpose is Purpose.FOLLOWUP:
        return "provider"
    if named in MANAGERS and purpose is Purpose.ADMIN:
        return "unit"
    return "council" if named == COUNCIL and purpose is Purpose.ADMIN else "none"


def may_change(scope: Scope, own: tuple[str, str], of: tuple[str, str]) -> bool:
    """Whether who sits at ``own`` (provider, unit) may add, change or end an offering of a provider and unit."""
    if scope == "council":
        return True
    return own[0] == of[0] if scope == "provider" else scope == "unit" and own == of
