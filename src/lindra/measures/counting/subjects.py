"""The first step: one row per person who died, or per stay, with its period, its groups and its counters.

Left out of everything, and told: a person with two deaths, a death before birth, a stay that nobody was admitted to,
and one that ended before it began. A municipality that is not known here is counted with those whose municipality is
not known, and told too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
from ibis.expr.types import DateValue, StringValue, Table

from lindra.areas import geography
from lindra.measures.counting import compiled
from lindra.measures.language import events
from lindra.measures.measure import Measure
from lindra.measures.strata import NOT_KNOWN, age_group, diagnosis_group, place_of_death

TWO_DEATHS, BEFORE_BIRTH = "two_deaths", "death_before_birth"
UNKNOWN_MUNICIPALITY = "unknown_municipality"
DIED, REPORTED = events("died"), events("death_reported")
WEEKEND, WEEKDAY = "weekend", "weekday"


def asked_by(measures: Sequence[Measure]) -> list[Any]:
    """Everything some definitions ask of a subject."""
    each = ("population", "exclusions", "numerator", "unknown", "of", "met", "choice", "mean")
    told = (getattr(measure, name) for measure in measures for name in each)
    return [node for node in told if node is not None]


def names(measures: Sequence[Measure]) -> tuple[str, ...]:
    """The columns of the counters, in order."""
    return tuple(f"{measure.key}.{counter}" for measure in measures for counter in measure.counters)


def of_deaths(rows: Table, measures: Sequence[Measure]) -> Table:
    """One row per person who died: ``fault`` (empty, or why they are left out), ``month``, groups and counters."""
    strata = {"age": age_group(), "diagnosis": diagnosis_group(), "place": place_of_death()}
    what = compiled.asked([*asked_by(measures), *strata.values()], DIED, REPORTED)
    rows = compiled.masked(what, rows)
    died, reported = what.met(DIED, rows), what.met(REPORTED, rows)
    found = rows.group_by("patient").agg(
        deaths=rows.count(where=died),
        month=rows.death_month.max(where=died),
        day=rows.day.max(where=died & rows.day_known),
        region=rows.region.max(where=died),
        municipality=rows.municipality.max(where=died),
        sex=rows.sex.max(where=died),
        years=rows.age_at_death.max(where=died),
        opted_out=rows.register_opt_out.max(where=died),
        died_unit=rows.unit.max(where=died),
        reporting_unit=rows.unit.max(where=reported),
        **compiled.aggregates(what, rows),
    )
    found = found.filter(found.deaths >= 1)
    fault = ibis.cases((found.deaths > 1, TWO_DEATHS), (found.years < 0, BEFORE_BIRTH), else_="")
    groups = {
        "region": known(found.region, [one.code for one in geography.regions()]),
        "municipality": known(found.municipality, [one.code for one in geography.municipalities()]),
        "unit": ibis.coalesce(found.reporting_unit, found.died_unit, NOT_KNOWN),
        "sex": known(found.sex, ["female", "male", "other"]),
        "weekend": weekend(found.day),
        **{name: compiled.choice(node, found, what) for name, node in strata.items()},
    }
    return _told(found, fault, groups, measures, what)


def of_stays(stays: Table, measures: Sequence[Measure]) -> Table:
    """One row per stay that ended, as :func:`of_deaths`."""
    what = compiled.asked([*asked_by(measures), age_group()])
    stays = compiled.masked(what, stays)
    found = stays.group_by("stay").agg(
        month=stays.month.max(),
        region=stays.region.max(),
        municipality=stays.municipality.max(),
        sex=stays.sex.max(),
        years=stays.years.max(),
        opted_out=stays.register_opt_out.max(),
        ward=stays.unit.max(),
        fault=stays.fault.max(),
        **compiled.aggregates(what, stays),
    )
    fault = ibis.cases((found.fault != "", found.fault), (found.years < 0, BEFORE_BIRTH), else_="")
    groups = {
        "region": known(found.region, [one.code for one in geography.regions()]),
        "municipality": known(found.municipality, [one.code for one in geography.municipalities()]),
        "unit": ibis.coalesce(found.ward, NOT_KNOWN),
        "sex": known(found.sex, ["female", "male", "other"]),
        "age": compiled.choice(age_group(), found, what),
    }
    return _told(found, fault, groups, measures, what)


def _told(
    found: Table,
    fault: StringValue,
    groups: dict[str, Any],
    measures: Sequence[Measure],
    what: compiled.Asked,
) -> Table:
    counted: dict[str, Any] = {}
    for measure in measures:
        counted |= compiled.counters(measure, found, what)
    strange = (
        found.municipality.notnull() & (groups["municipality"] == NOT_KNOWN) & (found.municipality != "")
    )
    return found.select(fault=fault, strange=strange, month=found.month, **groups, **counted)


def weekend(day: DateValue) -> StringValue:
    """Whether a day is of a weekend; *not known* where only the month or year is."""
    return ibis.cases((day.isnull(), NOT_KNOWN), (day.day_of_week.index() >= 5, WEEKEND), else_=WEEKDAY)


def known(column: StringValue, codes: Sequence[str]) -> StringValue:
    """A code that is one of these; *not known* otherwise."""
    return ibis.cases((column.isin(codes), column), else_=NOT_KNOWN)
