"""The lines of a council: released numbers of the whole county, and what stands outside the record.

A council has no patient. What it sees of patients comes from the world's released cube, as anybody signed in sees it,
and from numbers that withhold what is of few; what is released nowhere is told as that.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.urls import reverse

from lindra.areas.geography import UnknownArea, region_of
from lindra.areas.models import CareUnit, Provider
from lindra.care.homes import rules as home_rules
from lindra.discharge.deviations import counts, queries
from lindra.discharge.deviations import rules as deviation_rules
from lindra.discharge.deviations.counts import Counted
from lindra.governance.monday.clinical import of_homes
from lindra.governance.monday.rules import Line, Part, What
from lindra.privacy.reader import Reader

PLAN, TALK, REPORTED = "plan-among-enrolled", "conversation-recorded", "coverage"


def lines(reader: Reader, today: date) -> list[Line]:
    """Every line about patients, of the region that the council's provider is or lies in."""
    region = region_code(reader)
    return [
        *_released(region, today), Line("stale", None, why="not_released"), unsent(today),
        Line("notices", None, why="not_released"), of_homes(_homes(region), today),
    ]  # fmt: skip


def region_code(reader: Reader) -> str:
    """The region's two digits; empty where it is not known."""
    area = Provider.objects.filter(pk=reader.assignment.provider).values_list("area", flat=True).first() or ""
    try:
        return region_of(area).code if len(area) == 4 else area
    except UnknownArea:
        return ""


def _homes(region: str) -> list[str]:
    """Every unit of municipal care in a region."""
    found = CareUnit.objects.filter(kind__in=home_rules.MUNICIPAL, municipality__startswith=region)
    return list(found.values_list("pk", flat=True)) if region else []


def _released(region: str, today: date) -> list[Line]:
    """Deaths without a plan, a conversation, a report, in the latest year that is counted."""
    from lindra.measures.cubes.cube import Cube, NoCube  # the engine takes a while to load
    from lindra.measures.cubes.kept import Kept

    try:
        with Cube(Kept(settings.LINDRA_HOME).cube("inside")) as cube:
            return [_patients(cube, region, today), _deaths(cube, region, today)]
    except NoCube:
        return [Line("patients", None, why="no_cube"), Line("deaths", None, why="no_cube")]


def _patients(cube: object, region: str, today: date) -> Line:
    found = {name: _without(cube, name, region, today) for name in (PLAN, TALK)}
    parts = tuple(Part(name, line.count, line.url) for name, line in found.items() if line.known)
    worst = max(
        (line for line in found.values() if line.known), key=lambda line: line.count or 0, default=None
    )
    return replace(worst, parts=parts) if worst is not None else found[PLAN]


def _deaths(cube: object, region: str, today: date) -> Line:
    return _without(cube, REPORTED, region, today, "deaths")


def _without(cube: object, name: str, region: str, today: date, what: What = "patients") -> Line:
    """How many of a measure's population did not meet it, as far as that is released."""
    from lindra.measures import catalogue
    from lindra.measures.cubes.cube import Cube, NotInCube
    from lindra.measures.pagesets.reading import Reading

    assert isinstance(cube, Cube)
    measure = catalogue.in_force(name, today)
    reading = Reading(cube)
    if measure is None or not reading.holds(measure) or not reading.years:
        return Line(what, None, why="no_cube")
    year = reading.years[-1]
    try:
        found = reading.results("deaths", {"region": region, "period": year}, today).get(measure.key, [])
    except NotInCube:
        return Line(what, None, why="no_cube")
    one = found[0] if found else None
    if one is None or one.of is None or one.met is None:
        return Line(what, None, why="withheld" if one is not None else "no_cube")
    url = f"{reverse('measures:indicator', args=[name])}?region={region}&year={year}"
    return Line(what, one.of - one.met, url, of=one.of, released=measure.key, period=year)


def unsent(today: date) -> Line:
    """Deviations written and not sent, everybody's, as they are shown to anybody: none of few."""
    least = deviation_rules.number("least", today)
    found = [Counted(*row) for row in queries.everybodys()]
    whole = counts.whole(found, least)
    url = reverse("deviation-statistics")
    if whole.written is None or whole.sent is None:
        return Line("deviations", None, url, why="withheld")
    return Line("deviations", whole.written - whole.sent, url, of=whole.written)
