"""The same indicator afterwards: before and after an action, by one definition, and the chance of it being luck.

Nothing is compared across versions of a definition, nor where counts are withheld or too few periods have passed: then
it is said which of these it is, and what to wait for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, cast

from lindra import clock
from lindra.areas.models import CareUnit
from lindra.governance.models import Commitment
from lindra.governance.walk import rules
from lindra.measures import catalogue
from lindra.measures.honest.change import Change, Counted, change
from lindra.measures.honest.numbers import numbers
from lindra.measures.honest.periods import without_gaps
from lindra.measures.measure import Measure
from lindra.measures.pagesets.counted import met
from lindra.measures.pagesets.over_time import honest_period
from lindra.measures.pagesets.reading import Reading
from lindra.measures.pagesets.scope import Kind, Scope

Why = Literal["", "redefined", "not_counted", "not_started", "short", "nothing_before", "withheld", "nobody"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """What became of the indicator; ``why`` says why nothing is compared, empty where ``change`` is."""

    measure: Measure | None
    """The definition the action was about."""
    scope: Scope
    turn: rules.Turn
    why: Why = ""
    now: Measure | None = None
    """The definition in force today."""
    sides: rules.Sides = field(default_factory=lambda: rules.Sides((), ()))
    change: Change | None = None
    from_day: date | None = None
    """The day from which it can be compared, where it is too early."""

    @property
    def few(self) -> bool:
        """Whether chance decides much, because few are counted."""
        return self.change is not None and min(self.change.before.of, self.change.after.of) < rules.FEW


def scope_of(place: str) -> Scope:
    """A place as it is kept with a commitment: ``unit=<id>``, ``region=17``; empty is the whole."""
    kind, _equals, code = place.partition("=")
    if kind not in ("region", "municipality", "unit") or not code:
        return Scope()
    return Scope(cast(Kind, kind), code)


def place_of(scope: Scope) -> str:
    """The same the other way."""
    return "" if scope.kind == "whole" else f"{scope.kind}={scope.code}"


def afterwards(one: Commitment, reading: Reading, today: date) -> Afterwards | None:
    """Before and after a commitment; none where it has no measure."""
    if not one.measure:
        return None
    measure, scope = catalogue.keyed(one.measure), scope_of(one.place)
    now = catalogue.in_force(one.measure.partition("@")[0], today)
    turn = rules.turn(one.made_on, one.started_on, one.ended_on, one.state)

    def told(why: Why, **more: object) -> Afterwards:
        return Afterwards(measure=measure, scope=scope, turn=turn, now=now, why=why, **more)  # type: ignore[arg-type]

    if measure is None or measure is not now:
        return told("redefined")
    if not reading.holds(measure) or measure.kind != "share":
        return told("not_counted")
    if turn.since is None:
        return told("not_started")
    counted = by_period(measure, scope, reading)
    sides = rules.sides(without_gaps(list(counted)), turn, counted_to(reading))
    if sides.short:
        return told(
            "short", sides=sides, from_day=rules.comparable_from(turn.since, 3 if scope.kind == "unit" else 1)
        )
    if not sides.before:
        return told("nothing_before", sides=sides)
    before, after = rules.summed(sides.before, counted), rules.summed(sides.after, counted)
    if before is None or after is None:
        return told("withheld", sides=sides)
    found = change(Counted(measure.key, *before), Counted(measure.key, *after), numbers(today).change)
    return told("" if found else "nobody", sides=sides, change=found)


def by_period(measure: Measure, scope: Scope, reading: Reading) -> dict[str, tuple[int, int] | None]:
    """(met, of) by month; by quarter of a unit. ``None`` is withheld."""
    cells = reading.cells([measure], (), scope.every, scope.where).get(measure.key, [])
    if not cells and scope.kind == "unit":  # a cube may know a unit by its HSA-id
        unit = CareUnit.objects.filter(pk=scope.code).first()
        other = {"unit": unit.hsa_id} if unit is not None else {}
        cells = reading.cells([measure], (), scope.every, other).get(measure.key, []) if other else []
    return {honest_period(cell.period): met(measure, cell) for cell in cells}


def counted_to(reading: Reading) -> date:
    """The day the cube was made: what was to come then is in no period of it."""
    return clock.day(datetime.fromisoformat(reading.cube.about.made_at))
