"""What indicators count: which rows are what, and the value of each dead patient, as Ibis expressions.

A value is a table with one row per dead patient: ``patient``, what results are grouped by, ``included``
(whether the patient is in the denominator) and ``value``.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
from ibis.expr.types import BooleanValue, Table, Value

from lindra.measures import rules

WINDOW = 90
"""Days of the window of *days at home*."""
LATE = 30
"""Days before death that count as the last ones."""

_MINUTES = 24 * 60


# Which rows are what.


def stays(rows: Table) -> BooleanValue:
    """Inpatient care: every admission, whatever form it has."""
    return rows.kind == "admitted"


def emergency_visits(rows: Table) -> BooleanValue:
    """Visits to an emergency department; no other contact."""
    return (rows.kind == "contact") & (rows.form == "emergency")


def residences(rows: Table) -> BooleanValue:
    """Where the patient lived; not a move between wards."""
    return (rows.kind == "moved") & (rows.form != "ward")


def specialised(rows: Table) -> BooleanValue:
    """Care by those who specialise in palliative care: contact, enrolment, admission, or a hospice."""
    teams = ("specialised_home_care", "consult_team", "palliative_clinic")
    return (
        ((rows.kind == "contact") & rows.palliative.fill_null(False))
        | ((rows.kind == "enrolled") & rows.form.isin(teams))
        | ((rows.kind == "admitted") & (rows.form == "palliative"))
        | ((rows.kind == "moved") & (rows.form == "hospice"))
    )


# The evidence: which rows stand behind a value.


def where_death_was(rows: Table) -> BooleanValue:
    """What can be the place of death; ambulatory contacts and certification never are."""
    place = stays(rows) | emergency_visits(rows) | residences(rows)
    return place & rules.going_on_at_death(rows)


def late(which: Callable[[Table], BooleanValue]) -> Callable[[Table], BooleanValue]:
    """Those of some rows that started in the last 30 days."""
    return lambda rows: which(rows) & rules.started_within(LATE, rows)


def stays_in_window(rows: Table) -> BooleanValue:
    """Stays that take of the last 90 days."""
    not_before = rows.ended_minutes_before_death.fill_null(0) < WINDOW * _MINUTES
    return stays(rows) & rules.begun(rows) & not_before


def specialised_before(rows: Table) -> BooleanValue:
    """Specialised palliative care that began before death."""
    return specialised(rows) & rules.begun(rows)


# The values.


def of_the_dead(rows: Table, included: BooleanValue, **value: Value) -> Table:
    """One row per patient with a death, with what results are grouped by."""
    found = rows.group_by("patient").agg(
        died=(rows.kind == "died").any(),
        region=rows.region.max(),
        municipality=rows.municipality.max(),
        death_month=rows.death_month.max(),
        included=included,
        **value,
    )
    return found.filter(found.died).drop("died")


_SPECIAL = ("unknown", "other", "own_home", "short_stay", "care_home", "hospital", "palliative", "hospice")
"""Forms of stay and residence, the more special last: it decides where two began in the same minute."""


def place_of_death(rows: Table) -> Table:
    """Inpatient before emergency before residence; of several, what began last, the more special on a tie."""
    here = rows.filter(where_death_was(rows))
    level = ibis.cases((here.kind == "admitted", 2), (here.kind == "contact", 1), else_=0).cast("int64")
    special = ibis.cases(*((here.form == form, rank) for rank, form in enumerate(_SPECIAL)), else_=0)
    place = ibis.cases(
        (here.form.isin(("palliative", "hospice")), "palliative"),
        (here.form == "unknown", "not_known"),
        else_=here.form,
    )
    order = (level << 40) - here.minutes_before_death * 10 + special
    each = here.select("patient", place=place, order=order)
    last = each.group_by("patient").agg(place=each.place.argmax(each.order))
    dead = of_the_dead(rows, ibis.literal(True))
    joined = dead.left_join(last, "patient")
    return joined.select(*dead.columns, value=joined.place.fill_null("not_known"))


def at_least(number: int, which: Callable[[Table], BooleanValue]) -> Callable[[Table], Table]:
    """Met by patients with so many such rows that started in the last 30 days."""

    def met(rows: Table) -> Table:
        counted = late(which)(rows).sum()
        return of_the_dead(rows, rules.day_known(rows).all(), value=counted >= number)

    return met


def days_at_home(rows: Table) -> Table:
    """The window less the time in inpatient care; where stays overlap, the time counts once.

    Each stay adds what it covers beyond all that began before it.
    """
    window = WINDOW * _MINUTES
    inside = rows.filter(stays(rows) & rules.begun(rows)).select(
        "patient",
        start=ibis.least(rows.minutes_before_death.cast("int64"), window),
        end=ibis.greatest(rows.ended_minutes_before_death.fill_null(0).cast("int64"), 0),
    )
    earlier = ibis.window(group_by="patient", order_by=[inside.start.desc(), inside.end], rows=(None, -1))
    covered = inside.mutate(reached=inside.end.min().over(earlier).fill_null(window))
    away = covered.select(
        "patient", minutes=ibis.greatest(ibis.least(covered.start, covered.reached) - covered.end, 0)
    )
    away = away.group_by("patient").agg(minutes=away.minutes.sum())
    dead = of_the_dead(rows, rules.day_known(rows).all())
    joined = dead.left_join(away, "patient")
    return joined.select(*dead.columns, value=WINDOW - joined.minutes.fill_null(0).cast("float64") / _MINUTES)


def specialised_contact(rows: Table) -> Table:
    """Met by patients with specialised palliative care that began before death."""
    return of_the_dead(rows, ibis.literal(True), value=specialised_before(rows).any())
