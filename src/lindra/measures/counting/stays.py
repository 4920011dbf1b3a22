"""Stays in hospital, one row each, put together from the tables of ``log``: the subject of discharge measures.

A stay is told by several entries that name one episode: the admission, ready for discharge, the discharge. Of each
the latest written stands; of an entry and its corrections none where any was withdrawn (``chart.in_force``). Only
stays that ended are counted, in the month of their last day. Days are calendar days in Stockholm. One that ended and
has no admission, or ended before it began, has a ``fault``: it is left out and told (``subjects.py``).
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis.expr.types import BooleanValue, DateValue, IntegerValue, Table

import lindra.discharge.events  # noqa: F401  (its kinds have tables)
from lindra.record.derive import PEOPLE_COLUMNS, log_columns

NEEDED = ("admitted", "discharged")
"""Tables without which there are no stays."""
MAY_LACK = ("ready_for_discharge", "ready_withdrawn", "withdrawn")
"""Tables of what may never have been written."""
FOLLOWED = 30
"""Days a stay is followed, to see whether another began."""
NO_ADMISSION, BEFORE_ADMISSION = "no_admission", "ended_before_admission"
_TYPES = {
    "VARCHAR": "string", "BIGINT": "int64", "SMALLINT": "int16", "TIMESTAMP": "timestamp", "DATE": "date",
    "BOOLEAN": "boolean", "DOUBLE": "float64",
}  # fmt: skip


def table(kind: str) -> Table:
    """The table of a kind, or of people, as an expression; engines have it under this name."""
    columns = PEOPLE_COLUMNS if kind == "people" else log_columns(kind)
    return ibis.table({name: _TYPES[each] for name, each in columns.items()}, name=name_of(kind))


def name_of(kind: str) -> str:
    """The name under which an engine has a table."""
    return "people" if kind == "people" else f"log_{kind}"


def stays() -> Table:
    """One row per stay that ended: kind ``stay``, who, where, when, where to, days ready, days until the next."""
    each = _put_together()
    each = each.mutate(following=_following(each), last=each.day.max().over(ibis.window()))
    who = table("people").rename(person="patient")
    told = each.left_join(who, each.patient == who.person)
    return told.filter(told.left.notnull()).select(
        stay=told.patient + "|" + told.episode,
        kind=ibis.literal("stay"),
        unit=told.unit,
        to=told.to,
        fault=ibis.cases(
            (told.day.isnull(), NO_ADMISSION), (told.left < told.day, BEFORE_ADMISSION), else_=""
        ),
        month=told.left.cast("string").substr(0, 7),
        days_ready=_days(told.ready, told.left, (told.undone > told.said).fill_null(False)),
        days_until_next=_days(told.left, told.following, ibis.literal(False)),
        followed=told.last.delta(told.left, unit="day") >= FOLLOWED,
        region=told.region,
        municipality=told.municipality,
        sex=told.sex,
        years=(told.left.year() - told.birth_year).cast("int64"),
        register_opt_out=told.register_opt_out.fill_null(False),
    )


def _put_together() -> Table:
    """One row per stay: of its entries of each kind the latest written that stands."""
    rows = _standing([_entries(kind) for kind in (*NEEDED, "ready_for_discharge", "ready_withdrawn")])
    began, ended = rows.entry == "admitted", rows.entry == "discharged"
    ready, undone = rows.entry == "ready_for_discharge", rows.entry == "ready_withdrawn"
    return (
        rows.filter(rows.episode.notnull())
        .group_by("patient", "episode")
        .agg(
            day=rows.day.argmax(rows.seq, where=began),
            unit=rows.unit.argmax(rows.seq, where=began),
            left=rows.day.argmax(rows.seq, where=ended),
            to=rows.form.argmax(rows.seq, where=ended),
            ready=rows.day.argmax(rows.seq, where=ready),
            said=rows.seq.max(where=ready),
            undone=rows.seq.max(where=undone),
        )
    )


def _entries(kind: str) -> Table:
    rows = table(kind)
    form = rows.form if "form" in rows.columns else ibis.null("string")
    return rows.select(
        "patient", "episode", "event", "corrects", "seq", "day", "unit", form=form, entry=ibis.literal(kind)
    )


def _standing(tables: Sequence[Table]) -> Table:
    """Of each entry and its corrections the latest written; none of them where any was withdrawn.

    Corrections name the entry itself, or another correction: chains of up to four entries are followed. They are
    few beside the entries, and are taken from each table by itself: then no engine keeps all entries for that.
    """
    rows = ibis.union(*tables)
    put_right = ibis.union(
        *(
            each.filter(each.corrects.notnull()).select("seq", who="patient", right="event", first="corrects")
            for each in tables
        )
    )
    for _hop in range(2):
        above = put_right.select(whose="who", upper="right", further="first")
        put_right = put_right.left_join(
            above, (put_right.who == above.whose) & (put_right.first == above.upper)
        )
        put_right = put_right.select(
            "seq", "who", "right", first=ibis.coalesce(put_right.further, put_right.first)
        )
    roots = put_right.select("who", "right", "first")
    newest = put_right.group_by("who", "first").agg(newest=put_right.seq.max())
    gone = table("withdrawn").select("patient", event="corrects")
    gone = _rooted(gone, roots).select(whose="patient", gone="root")
    rows = _rooted(rows, roots)
    rows = rows.anti_join(gone, (rows.patient == gone.whose) & (rows.root == gone.gone))
    rows = rows.left_join(newest, (rows.patient == newest.who) & (rows.root == newest.first))
    return rows.filter(rows.newest.isnull() | (rows.seq >= rows.newest))


def _rooted(entries: Table, roots: Table) -> Table:
    """Entries, each with the first of its chain of corrections."""
    told = entries.left_join(roots, (entries.patient == roots.who) & (entries.event == roots.right))
    return told.mutate(root=ibis.coalesce(told.first, told.event)).drop("who", "right", "first")


AHEAD = 3
"""How many stays after one are looked at for the next that began when it had ended: others may lie within it."""


def _following(each: Table) -> DateValue:
    """The day of the first stay that began after this one, and not before it ended."""
    order = ibis.window(group_by="patient", order_by=["day", "episode"])
    later = [each.day.lead(ahead).over(order) for ahead in range(1, AHEAD + 1)]
    return ibis.cases(*((day >= each.left, day) for day in later), else_=ibis.null("date"))


def _days(first: DateValue, last: DateValue, undone: BooleanValue) -> IntegerValue:
    """Calendar days from one day to another; not known where either is not, or the order cannot be."""
    days = last.delta(first, unit="day")
    return ibis.cases((~undone & (days >= 0), days), else_=ibis.null("int64"))
