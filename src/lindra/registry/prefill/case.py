"""What a record tells of one death, gathered for the questions: entries by kind, their times, their units. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps
from typing import Any, TypeVar

from lindra.clock import day
from lindra.record.chart import Chart, Statement
from lindra.registry.prefill import data, times
from lindra.registry.prefill.data import Limit
from lindra.registry.prefill.times import Fit, Span

T = TypeVar("T")
FIRST_DAY = date(2012, 1, 1)
"""The form is in use from then on (DOMAIN 1.3); of an earlier death its first rows are used."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a chart lacks: entries it has let go of, kinds of units, who is a physician, whether anybody is close.

    ``earlier``: entries in force that the chart may no longer hold (it keeps the latest of each thing, the log keeps
    all); those that it holds may be among them. ``units``: the kind of unit, by id. ``physicians``: HSA-ids of
    authors who are physicians. ``relatives``: whether somebody is noted as close to the patient among their details.
    """

    earlier: tuple[Statement, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    physicians: frozenset[str] = frozenset()
    relatives: bool = False


class Case:
    """One death: the entries of the record, oldest first, and how each lies to the death."""

    def __init__(self, chart: Chart, context: Context) -> None:
        self.context = context
        self.death = times.death_of(chart.one("death"))
        every = {one.event: one for one in (*_held(chart), *context.earlier)}
        self._kinds: dict[str, list[Statement]] = {}
        for one in sorted(every.values(), key=lambda one: one.order):
            self._kinds.setdefault(one.kind, []).append(one)
        self.contradicted = times.apart(self.death, self._kinds.get("died", ())) if self.death else []
        """Entries in force by which the patient died on another day than the one counted from."""
        self._spans: dict[str, Span] = {}
        self._opens: dict[str, times.Opens | None] = {}
        self.worked_out: dict[str, Any] = {}

    def of(self, *kinds: str) -> list[Statement]:
        """Every entry of some kinds, oldest first."""
        found = [one for kind in kinds for one in self._kinds.get(kind, ())]
        return found if len(kinds) < 2 else sorted(found, key=lambda one: one.order)

    def when(self, statement: Statement) -> Span:
        """When an entry's time lies."""
        if statement.event not in self._spans:
            self._spans[statement.event] = times.of(statement)
        return self._spans[statement.event]

    def before(self, statement: Statement) -> Fit:
        """Whether an entry was before death."""
        return Fit.NO if self.death is None else times.before(self.when(statement), self.death)

    def within(self, statement: Statement, name: str) -> Fit:
        """Whether an entry was within a window before death."""
        if self.death is None:
            return Fit.NO
        if name not in self._opens:
            self._opens[name] = times.opens(self.death, self.limit(name))
        return times.within(self.when(statement), self.death, self._opens[name])

    def told_before(self, *kinds: str) -> list[tuple[Statement, Fit]]:
        """Entries of some kinds that were before death, or perhaps, oldest first."""
        return [(one, fit) for one in self.of(*kinds) if (fit := self.before(one))]

    def told_within(self, name: str, *kinds: str) -> list[tuple[Statement, Fit]]:
        """Entries of some kinds within a window before death, or perhaps, oldest first."""
        return [(one, fit) for one in self.of(*kinds) if (fit := self.within(one, name))]

    def told_after(self, *kinds: str) -> list[Statement]:
        """Entries of some kinds that were after death: they say nothing of before."""
        return [one for one in self.of(*kinds) if self.death is not None and not self.before(one)]

    def afterwards(self, *kinds: str) -> list[Statement]:
        """Entries of what can only be after a death: those that are not dated surely before it."""
        return (
            [] if self.death is None else [one for one in self.of(*kinds) if self.before(one) is not Fit.YES]
        )

    def latest(self, kind: str, *keys: str) -> list[tuple[Statement, Fit]]:
        """Of each thing, known by some fields, the latest entry before death; the oldest of these first."""
        found: dict[Any, tuple[Statement, Fit]] = {}
        for one, fit in self.told_before(kind):
            thing = tuple(str(one.value.get(key, "")) for key in keys)
            found.pop(thing, None)
            found[thing] = one, fit
        return list(found.values())

    def days_before(self, statement: Statement) -> int | None:
        """Calendar days from an entry to the day of death."""
        return None if self.death is None else times.days_before(self.when(statement), self.death)

    @cached_property
    def on(self) -> date:
        """The day whose rows of data hold."""
        return max(day(self.death.first), FIRST_DAY) if self.death else date.max

    def limit(self, name: str) -> Limit:
        """A window or threshold, as it holds for this death."""
        return data.limit(name, self.on)

    def unit_kind(self, statement: Statement) -> str:
        """The kind of the unit that wrote an entry; empty where it is not known."""
        return self.context.units.get(statement.unit, "")

    def by_physician(self, statement: Statement) -> bool:
        """Whether a physician wrote it."""
        return statement.author in self.context.physicians


def once(function: Callable[[Case], T]) -> Callable[[Case], T]:
    """What several questions ask of a case is worked out once."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def worked_out(case: Case) -> T:
        if name not in case.worked_out:
            case.worked_out[name] = function(case)
        found: T = case.worked_out[name]
        return found

    return worked_out


def _held(chart: Chart) -> Iterable[Statement]:
    for slot in chart.slots.values():
        for parts in slot.rows.values():
            yield from parts.values()


def code_of(statement: Statement) -> tuple[str, str, str]:
    """The code an entry carries: its system, code and text."""
    code = statement.value.get("code") or {}
    return str(code.get("system", "")), str(code.get("code", "")), str(code.get("text", ""))


def codes_of(statement: Statement) -> list[tuple[str, str]]:
    """Every code an entry carries, with its system."""
    every = (statement.value.get("code") or {}, *statement.value.get("others", ()))
    return [(str(one.get("system", "")), str(one.get("code", ""))) for one in every]


def number_of(statement: Statement) -> float | None:
    """The number measured, where it is one: a value that is only above or below something is none."""
    value = statement.value.get("value") or {}
    if value.get("number") is None or value.get("comparator"):
        return None
    return float(value["number"])
