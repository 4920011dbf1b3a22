"""What a form lets choose among of the organisation: physicians who may be responsible, units that may take over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from lindra.areas import geography
from lindra.areas import queries as areas
from lindra.areas.models import CareUnit
from lindra.care.professions import profession
from lindra.clock import day
from lindra.forms import options
from lindra.forms.structs import Coding, Option
from lindra.people import staff
from lindra.people.models import Assignment
from lindra.privacy.door import Opened
from lindra.record.chart import Chart
from lindra.record.facts import RELATIONS

Kept = Collection[str]


def physicians(opened: Opened, kept: Kept) -> Iterator[Option]:
    """The physicians of one's own unit, then those of the other units that have the patient, by HSA-id."""
    side, today = opened.sight.side, day(opened.sight.side.at)
    near = (side.unit, *sorted(having(opened.chart) - {side.unit}))
    found = staff.working_at(near, today)
    chosen = [
        one for each in kept if (known := staff.by_hsa_id(each)) for one in staff.assignments(known, today)
    ]
    ranked = sorted((*found, *chosen), key=lambda one: one.unit != side.unit)
    units = areas.names({one.unit for one in ranked})
    told: set[str] = set()
    for one in ranked:
        hsa_id = one.staff.hsa_id
        if hsa_id not in told and (profession(one.role) == "physician" or hsa_id in kept):
            told.add(hsa_id)
            yield _physician(one, units.get(one.unit, ""))


def _physician(one: Assignment, unit: str) -> Option:
    known = {"physician.name": one.staff.name, "physician.profession": "physician", "physician.unit": unit}
    title = ", ".join(text for text in (one.staff.name, unit) if text)
    return _option(one.staff.hsa_id, title, known)


def having(chart: Chart) -> set[str]:
    """The units that have the patient, as far as may be seen; who only met the patient does not count."""
    found: set[str] = set()
    for row in chart.rows(RELATIONS):
        opened, closed = row.get("opened"), row.get("closed")
        if opened is None or (closed is not None and closed.order > opened.order):
            continue
        found |= {opened.unit} if opened.kind != "contact" else set()
    return found


def units(opened: Opened, kept: Kept) -> Iterator[Option]:
    """The other units whose task is people of the municipality where the patient lives (else: where one works)."""
    side = opened.sight.side
    place = opened.person.municipality or areas.unit(side.unit).municipality
    serving = {one.id: one.name for one in _serving(place, day(side.at)) if one.id != side.unit}
    for unit, name in (serving | areas.names(kept)).items():
        yield _option(unit, name, {"to_name": name})


def _serving(place: str, on: date) -> Iterable[CareUnit]:
    try:
        return areas.serving(place, on)
    except geography.UnknownArea:
        return ()


def _option(code: str, title: str, known: dict[str, str]) -> Option:
    constants = tuple(options.fixed(path, value) for path, value in known.items() if value)
    return Option(extension=constants, value_coding=Coding(code=code, display=title))
