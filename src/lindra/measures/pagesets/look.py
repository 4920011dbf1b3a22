"""One look at the cube: whose numbers, which year, which measure, divided how. From an address, and back to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from lindra import clock
from lindra.measures import catalogue, pages
from lindra.measures.measure import Measure
from lindra.measures.pagesets.scope import STRATA, Group, Kind, Scope, known

if TYPE_CHECKING:
    from lindra.measures.pagesets.names import Names
    from lindra.measures.pagesets.reading import Reading

SCOPES: tuple[Kind, ...] = ("unit", "municipality", "region")


@dataclass(frozen=True, kw_only=True)
class Look:
    """What is asked for. ``measure`` is none where the page is of all of them; ``told`` says by which word of mouth
    the national measures are counted: the reports or the record."""

    reading: Reading
    names: Names
    scope: Scope
    year: str
    on: date
    language: str
    opens: bool
    measure: Measure | None = None
    part: str = ""
    by: str = ""
    group: Group | None = None
    day: date | None = None
    topic: str = ""
    told: str = "reports"

    @property
    def of(self) -> Measure:
        """The measure, where the page is of one."""
        assert self.measure is not None
        return self.measure

    def asked(self, **other: str) -> str:
        """The query by which the same is asked for again, the scope in it."""
        told = {
            **self.scope.where,
            "year": self.year if self.reading.years[-1:] != [self.year] else "",
            "version": str(self.measure.version) if self.measure and self._not_in_force() else "",
            "part": self.part if self.measure and self.part != first_part(self.measure) else "",
            "by": self.by,
            "group": self.group if self.group != first_group(self.reading, self.scope) else "",
            "day": self.day.isoformat() if self.day else "",
            "from": self.told if self.told != "reports" else "",
        } | other
        return urlencode({name: value for name, value in told.items() if value})

    def url(self, name: str, *arguments: str, **other: str) -> str:
        """An address with the same look."""
        query = self.asked(**other)
        return reverse(f"measures:{name}", args=arguments) + (f"?{query}" if query else "")

    def _not_in_force(self) -> bool:
        return self.measure is not None and catalogue.in_force(self.measure.id, self.on) is not self.measure


def look(
    request: HttpRequest, reading: Reading, scope: Scope | None = None, id: str = "", topic: str = ""
) -> Look:
    """The look an address asks for. What is not in the cube is not found; what is not offered is the first."""
    from lindra.measures.pagesets.names import Names

    asked, on = request.GET, clock.today()
    scope = scope or asked_scope(request)
    if not known(scope):
        raise Http404(scope.code)
    reading = reading.of(scope)
    measure = _measure(id, asked.get("version", ""), on) if id else None
    if measure is not None and not reading.holds(measure):
        raise Http404(measure.key)
    group = asked.get("group", "")
    return Look(
        reading=reading, names=Names(), scope=scope, on=on, language=pages.language(), opens=pages.opens(request),
        year=_among(asked.get("year", ""), reading.years) or (reading.years or [""])[-1],
        measure=measure,
        part=_part(measure, asked.get("part", "")),
        by=_among(asked.get("by", ""), STRATA),
        group=group if group in scope.groups else first_group(reading, scope),
        day=_day(asked.get("day", "")),
        topic=topic,
        told="record" if asked.get("from") == "record" else "reports",
    )  # fmt: skip


def asked_scope(request: HttpRequest) -> Scope:
    """The scope that the query names; the whole where it names none."""
    for kind in SCOPES:
        if code := request.GET.get(kind, ""):
            return Scope(kind, code)
    return Scope()


def first_group(reading: Reading, scope: Scope) -> Group | None:
    """By what a scope is first divided: regions only where there are several."""
    if scope.kind == "whole" and len(reading_regions(reading)) < 2:
        return "municipality"
    return scope.groups[0] if scope.groups else None


def reading_regions(reading: Reading) -> list[str]:
    """The regions that the cube counts somebody of."""
    covering = catalogue.keyed("coverage@1")
    if covering is None or not reading.holds(covering):
        return []
    found = reading.cells([covering], ("region",), "")[covering.key]
    return [cell.keys["region"] for cell in found if cell.keys["region"]]


def first_part(measure: Measure) -> str:
    """The part that is first shown of a measure of parts."""
    return measure.parts[0][0] if measure.parts else ""


def _part(measure: Measure | None, asked: str) -> str:
    if measure is None:
        return ""
    return _among(asked, [key for key, _text in measure.parts]) or first_part(measure)


def _measure(id: str, version: str, on: date) -> Measure:
    found = catalogue.keyed(f"{id}@{version}") if version else catalogue.in_force(id, on)
    if found is None:
        raise Http404(id)
    return found


def _among(asked: str, offered: list[str] | tuple[str, ...]) -> str:
    return asked if asked in offered else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
