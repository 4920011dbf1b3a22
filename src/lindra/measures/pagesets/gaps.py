"""The gaps of a scope in people, and where those are who were missed. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lindra.measures.cubes.results import Result
from lindra.measures.honest.gap import Gap, gap
from lindra.measures.honest.numbers import numbers
from lindra.measures.measure import Measure
from lindra.measures.pagesets.counted import counts, many, of_year
from lindra.measures.pagesets.look import Look

WEEKEND = "weekend"
REST = "·"
"""Those of groups that are not shown one by one: together, never named."""


@dataclass(frozen=True, slots=True)
class Short:
    """A measure whose number is short of its target, and those missed divided: by ``unit``, ``weekend``, …"""

    measure: Measure
    result: Result
    divided: Mapping[str, Gap] = field(default_factory=dict)

    @property
    def people(self) -> int | None:
        """How many more would have had to be met; none where it is withheld."""
        return self.result.gap

    @property
    def missed(self) -> int | None:
        """For how many it went the wrong way."""
        result = self.result
        if result.of is None or result.met is None:
            return None
        return result.met if self.measure.good == "low" else result.of - result.met


def aimed(look: Look) -> list[Measure]:
    """The measures with a target in some year: by the reports, or the same by the record."""
    topics = (
        ("record",)
        if look.told == "record"
        else ("national", "register", "hospital", "discharge", "benchmark")
    )
    measures, found = many(look, "deaths")
    return [
        one
        for one in measures
        if one.topic in topics and one.kind == "share" and any(result.target for result in found[one.key])
    ]


def ranked(look: Look) -> list[Short]:
    """Every gap of the year, the most people first; those withheld last. With where those are who were missed."""
    measures = aimed(look)
    _, found = many(look, "deaths")
    short: list[Short] = []
    dividing = [*([look.group] if look.group else []), WEEKEND]
    cells = {key: _cells(look, measures, key) for key in dividing}
    for one in measures:
        result = of_year(found[one.key], look.year)
        if result is not None and result.target and result.of != 0:
            by = {key: of(result, counts(cells[key], one, key), look.on) for key in dividing}
            short.append(Short(one, result, {key: each for key, each in by.items() if each}))
    return sorted(short, key=lambda each: (each.people is None, -(each.people or 0)))


def _cells(look: Look, measures: Sequence[Measure], key: str):  # type: ignore[no-untyped-def]
    return look.reading.cells(measures, (key,), "year", {**look.scope.where, "period": look.year})


def of(result: Result, by: Mapping[str, tuple[int, int] | None], on: date) -> Gap | None:
    """The gap of a number divided by group; those of groups that are withheld stand together, as the rest.

    Which groups are named is told by the numbers that hold on the day one looks. None where nothing can be said: no
    target, the whole withheld, or every group.
    """
    if result.target is None or result.met is None or result.of is None:
        return None
    shown = {key: each for key, each in by.items() if each is not None}
    rest = tuple(
        whole - sum(each[at] for each in shown.values()) for at, whole in enumerate((result.met, result.of))
    )
    if not shown or min(rest) < 0 or rest[0] > rest[1]:
        return None
    if rest[1]:
        shown[REST] = rest  # type: ignore[assignment]
    low = result.measure.good == "low"
    return gap(shown, result.target.share, numbers(on).gap, at_most=low)


def over_years(look: Look, measure: Measure) -> list[Result]:
    """The numbers of a measure by year, each with its gap."""
    _, found = many(look, "deaths")
    return found.get(measure.key, [])
