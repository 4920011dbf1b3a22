"""What the national indicators count: answers of signed reports, and beside them what the record itself says.

As Ibis expressions over ``last_year``, like ``values``. A report's answers stand in one text
(``|mouth=yes|pain=no|``).
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
from ibis.expr.types import BooleanValue, Table

from lindra.measures import rules
from lindra.measures.values import of_the_dead


def reported(rows: Table) -> BooleanValue:
    """The signed report."""
    return rows.kind == "death_reported"


def says(rows: Table, question: str, *answers: str) -> BooleanValue:
    """Whether a report answers a question so."""
    told = rows.answers.fill_null("")
    found = [told.contains(f"|{question}={answer}|") for answer in answers]
    return reported(rows) & ibis.or_(*found)


def in_report(question: str, *answers: str) -> Callable[[Table], Table]:
    """Met by those of whose report this is the answer, of reported expected deaths; *not known* is not met."""

    def met(rows: Table) -> Table:
        asked = says(rows, "expected", "yes").any()
        return of_the_dead(rows, asked, value=says(rows, question, *answers).any().fill_null(False))

    return met


def expected(rows: Table) -> BooleanValue:
    """Of a patient's rows together: whether the record says that the death was expected, and its day is known."""
    told = (rows.kind == "died") & (rows.status == "yes").fill_null(False)
    return told.any() & rules.day_known(rows).all()


def in_record(which: Callable[[Table], BooleanValue]) -> Callable[[Table], Table]:
    """Met by those of whom the record has such a row, of expected deaths whose day is known; silence is not met."""

    def met(rows: Table) -> Table:
        return of_the_dead(rows, expected(rows), value=which(rows).any().fill_null(False))

    return met


def in_last_week(which: Callable[[Table], BooleanValue]) -> Callable[[Table], BooleanValue]:
    """Those of some rows that are of the last week."""
    return lambda rows: which(rows) & rules.started_within(rules.WEEK, rows)


def mouth(rows: Table) -> BooleanValue:
    """The mouth was looked at with an instrument (ROAG), by any of its items."""
    return (rows.kind == "measured") & (rows.code_system == "ROAG")


def pain(rows: Table) -> BooleanValue:
    """Pain was rated with an instrument."""
    rated = [
        (rows.code_system == system) & ((rows.code == code) if code else True) for system, code in rules.PAIN
    ]
    return (rows.kind == "measured") & ibis.or_(*rated)


def ordered(indication: str, *groups: str) -> Callable[[Table], BooleanValue]:
    """An as-needed order for this, at the latest the day before death; by its group where it does not say for what."""

    def which(rows: Table) -> BooleanValue:
        by_group = (rows.form == "as_needed") & ibis.or_(*(rows.code.startswith(group) for group in groups))
        asked = (rows.kind == "medicine_ordered") & ((rows.form == indication) | by_group)
        standing = rows.ended_minutes_before_death.isnull() | (rows.ended_minutes_before_death <= 0)
        return asked & standing & rules.day_known(rows) & (rows.days_before_death >= rules.ORDERED)

    return which


def conversation(rows: Table) -> BooleanValue:
    """A conversation at the turn of the illness with the patient, before death."""
    coded = (rows.kind == "procedure") & (rows.code == rules.TURNING_POINT)
    told = (
        (rows.kind == "conversation_held") & (rows.form == "turning_point") & (rows.status == "with_patient")
    )
    return (coded | told) & rules.begun(rows)


def skin(rows: Table) -> BooleanValue:
    """A look at the skin before death that came to a result."""
    return (rows.kind == "skin_checked") & rows.number.notnull() & rules.begun(rows)


def no_ulcer(rows: Table) -> Table:
    """Met by those whose skin was looked at in the last week, the last time with no ulcer of category 2–4."""
    seen = rows.filter(in_last_week(skin)(rows))
    last = seen.group_by("patient").agg(worst=seen.number.argmin(seen.minutes_before_death))
    dead = of_the_dead(rows, expected(rows))
    joined = dead.left_join(last, "patient")
    return joined.select(*dead.columns, value=(joined.worst < rules.ULCER).fill_null(False))
