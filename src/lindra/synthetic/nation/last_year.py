"""The layer ``last_year/``: what was told of the dead of a month, with everything counted from the day of death."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from lindra.record.derive import LAST_YEAR_COLUMNS, MOST_DAYS
from lindra.synthetic.nation import levels
from lindra.synthetic.nation.calendar import Whole, day_of
from lindra.synthetic.nation.dead import Dead
from lindra.synthetic.nation.draw import Index
from lindra.synthetic.nation.rows import NEVER, NONE, TYPES, Rows, calendar_day, chosen, each, moment
from lindra.synthetic.nation.units import Units

SEXES = ("female", "male")


def table(rows: Rows, dead: Dead, units: Units, keys: pa.Array) -> pa.Table:
    """Everything, by patient and time, in the columns of the export; ``keys`` are of episodes by number."""
    who, start = rows.column("who", np.int64, 0), rows.column("start", np.int64, 0)
    order = np.lexsort((start, who))
    who, start = who[order], start[order]
    found = (
        _told(rows, who, order, dead, units, keys) | _about(who, dead) | _times(rows, who, start, order, dead)
    )
    columns = {name: found[name].cast(_type(name, found[name])) for name in LAST_YEAR_COLUMNS}
    return pa.table(columns)


def _type(name: str, column: pa.Array) -> pa.DataType:
    """As the export declares it; text stays by number, which Parquet writes as plain text."""
    declared = TYPES[LAST_YEAR_COLUMNS[name]]
    return column.type if pa.types.is_dictionary(column.type) else declared


def _times(rows: Rows, who: Index, start: Whole, order: Index, dead: Dead) -> dict[str, Any]:
    end = rows.column("end", np.int64, NEVER)[order]
    died, died_on = dead.died[who], dead.day[who]
    ended = end != NEVER
    before = np.minimum(died_on - day_of(start), MOST_DAYS)
    last = np.where(ended, end, died)
    return {
        "occurred_from": moment(start),
        "occurred_to": moment(end),
        "day": calendar_day(start),
        "days_before_death": pa.array(before.astype(np.int16)),
        "minutes_before_death": pa.array((died - start).astype(np.int32)),
        "ended_minutes_before_death": pa.array((died - last).astype(np.int32), mask=~ended),
        "ended_days_before_death": pa.array((died_on - day_of(last)).astype(np.int16), mask=~ended),
    }


def _told(rows: Rows, who: Index, order: Index, dead: Dead, units: Units, keys: pa.Array) -> dict[str, Any]:
    text = {
        name: rows.words.text(rows.column(name, np.int64, fill)[order])
        for name, fill in (
            ("kind", NONE), ("precision", rows.words.number("minute")), ("regime", rows.words.number("health")),
            ("form", NONE), ("code_system", NONE), ("code", NONE), ("status", NONE), ("number_unit", NONE),
        )
    }  # fmt: skip
    unit = rows.column("unit_number", np.int64, NONE)[order]
    unit = np.where(dead.protected[who], NONE, unit)
    number = rows.column("number", np.float64, np.nan)[order]
    palliative = rows.column("palliative", np.int64, NONE)[order]
    answers = rows.column("answers", np.int64, NONE)[order]
    return text | {
        "unit": chosen(pa.array(units.ids), unit),
        "provider": chosen(pa.array(units.providers), units.owner(unit)),
        "palliative": pa.array(palliative > 0, mask=palliative < 0),
        "number": pa.array(number, mask=np.isnan(number)),
        "episode": each(keys, rows.column("episode", np.int64, NONE)[order]),
        "answers": each(pa.array(rows.answers or [""], pa.string()), answers),
    }


def _about(who: Index, dead: Dead) -> dict[str, Any]:
    area = dead.municipality[who]
    hidden = np.where(dead.protected[who], NONE, area)
    precision = np.where(dead.day_only[who], 1, 0)
    return {
        "patient": each(dead.patient, who),
        "municipality": chosen(pa.array(levels.MUNICIPALITIES), hidden),
        "region": chosen(pa.array(levels.REGIONS), dead.region[who]),
        "sex": chosen(pa.array(SEXES), dead.sex[who]),
        "birth_year": pa.array(dead.birth_year[who].astype(np.int16)),
        "age_at_death": pa.array(dead.age[who].astype(np.int16)),
        "register_opt_out": pa.array(dead.opted_out[who]),
        "died_at": moment(dead.died[who]),
        "death_precision": chosen(pa.array(("minute", "day")), precision),
        "death_month": chosen(pa.array([dead.label]), np.zeros(len(who), np.int64)),
    }
