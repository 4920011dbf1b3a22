"""Stays in hospital, one row each, put together from the tables of ``log``: the subject of discharge measures.

A stay is told by several entries that name one episode: the admission, ready for discharge, the discharge. Of each
the latest written stands, unless it was withdrawn. Only stays that ended are counted, in the month of their last
day. Days are calendar days in Stockholm.
"""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

import lindra.discharge.events  # noqa: F401  (its kinds have tables)
from lindra.record.derive import PEOPLE_COLUMNS, log_columns

NEEDED = ("admitted", "discharged")
"""Tables without which there are no stays."""
MAY_LACK = ("ready_for_discharge", "ready_withdrawn", "withdrawn")
"""Tables of what may never have been written."""
FOLLOWED = 30
"""Days a stay is followed, to see whether another began."""
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
    began, ended, ready = (_standing(kind) for kind in ("admitted", "discharged", "ready_for_discharge"))
    undone = _standing("ready_withdrawn")
    each = began.join(ended.rename(left="day", ended_seq="seq", ended_unit="unit"), ["patient", "episode"])
    each = each.select("patient", "episode", "unit", "day", "left", to=each.form_right)
    each = each.left_join(_latest(ready, "ready"), ["patient", "episode"]).drop(
        "patient_right", "episode_right"
    )
    each = each.left_join(_latest(undone, "undone"), ["patient", "episode"]).drop(
        "patient_right", "episode_right"
    )
    following = ibis.window(group_by="patient", order_by=["day", "episode"])
    each = each.mutate(following=each.day.lead().over(following))
    last = began.day.max().as_scalar()
    who = table("people").rename(person="patient")
    told = each.left_join(who, each.patient == who.person)
    return told.select(
        stay=told.patient + "|" + told.episode,
        kind=ibis.literal("stay"),
        unit=told.unit,
        to=told.to,
        month=told.left.cast("string").substr(0, 7),
        days_ready=_days(told.ready, told.left, (told.undone_seq > told.ready_seq).fill_null(False)),
        days_until_next=_days(told.left, told.following, ibis.literal(False)),
        followed=told.left.delta(last, unit="day") <= -FOLLOWED,
        region=told.region,
        municipality=told.municipality,
        sex=told.sex,
        years=(told.left.year() - told.birth_year).cast("int64"),
        register_opt_out=told.register_opt_out.fill_null(False),
    )


def _standing(kind: str) -> Table:
    """Of each episode's entries of a kind the latest written that was not withdrawn."""
    rows = table(kind)
    gone = table("withdrawn").select("patient", "corrects")
    kept = rows.anti_join(gone, (rows.patient == gone.patient) & (rows.event == gone.corrects))
    form = {"form": kept.form.argmax(kept.seq)} if "form" in kept.columns else {}
    return kept.group_by("patient", "episode").agg(
        unit=kept.unit.argmax(kept.seq), day=kept.day.argmax(kept.seq), seq=kept.seq.max(), **form
    )


def _latest(entries: Table, name: str) -> Table:
    return entries.select("patient", "episode", **{name: entries.day, f"{name}_seq": entries.seq})


def _days(first, last, undone):  # type: ignore[no-untyped-def]
    """Calendar days from one day to another; not known where either is not, or the order cannot be."""
    days = last.delta(first, unit="day")
    return ibis.cases((~undone & (days >= 0), days), else_=ibis.null("int64"))
