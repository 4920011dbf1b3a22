"""The layer ``log/``: the entries of stays, one file for each kind and month."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

import lindra.discharge.events  # noqa: F401  (its kinds have tables)
from lindra.record.derive import log_columns
from lindra.synthetic.nation import draw, files
from lindra.synthetic.nation.calendar import Whole
from lindra.synthetic.nation.draw import Index, Rng
from lindra.synthetic.nation.rows import NONE, TYPES, calendar_day, each, hexadecimal, moment
from lindra.synthetic.nation.stays import Stays, notices
from lindra.synthetic.nation.units import Units

KINDS = ("admitted", "discharged", "ready_for_discharge", "ready_withdrawn")
FORMS = ("own_home", "care_home", "deceased", "hospital", "palliative")
HOSPITAL, PALLIATIVE = 3, 4


def entries(stays: Stays) -> tuple[Index, Index, Whole, Index]:
    """What is written of stays: kind by number, stay by number, when, and form by number."""
    every = np.arange(len(stays.who))
    none = np.full(len(every), NONE)
    admitted = np.where(stays.palliative, PALLIATIVE, HOSPITAL)
    kept = [(0, every, stays.admitted, admitted), (1, every, stays.discharged, stays.to)]
    kept += [(KINDS.index(kind), which, when[which], none[which]) for kind, which, when in notices(stays)]
    kind = np.concatenate([np.full(len(which), number) for number, which, _, _ in kept])
    which, when, form = (np.concatenate([each[place] for each in kept]) for place in (1, 2, 3))
    return kind, which, when, form


def write(rng: Rng, folder: Path, name: str, stays: Stays, patient: pa.Array, hidden: NDArray[np.bool_],
          keys: pa.Array, units: Units) -> int:  # fmt: skip
    """Write the entries of stays, in ``folder/<kind>/<name>.parquet``; how many there are.

    ``patient`` and ``hidden`` (protected) are of people by number, ``keys`` of episodes.
    """
    kind, which, when, form = entries(stays)
    order = np.lexsort((kind, when, stays.who[which]))
    kind, which, when, form = kind[order], which[order], when[order], form[order]
    who = stays.who[which]
    first = np.flatnonzero(np.r_[True, who[1:] != who[:-1]]) if len(who) else who
    seq = np.arange(len(who)) - np.repeat(first, np.diff(np.r_[first, len(who)])) + 1
    unit = np.where(hidden[who], NONE, stays.unit[which])
    events = hexadecimal(rng, len(who))
    found: dict[str, Any] = {
        "patient": each(patient, who), "event": events, "seq": pa.array(seq),
        "version": pa.array(np.ones(len(who), np.int16)), "occurred_from": moment(when),
        "occurred_to": pa.nulls(len(who), TYPES["TIMESTAMP"]), "day": calendar_day(when),
        "precision": _all("minute", len(who)),
        "recorded_at": moment(when + draw.between(rng, 3, 55, len(who))), "unit": each(pa.array(units.ids), unit),
        "provider": each(pa.array(units.providers), units.owner(unit)), "regime": _all("health", len(who)),
        "signed": pa.array(np.ones(len(who), bool)), "corrects": pa.nulls(len(who), pa.string()),
        "system": pa.nulls(len(who), pa.string()), "form": each(pa.array(FORMS), form),
        "episode": each(keys, stays.key[which]),
    }  # fmt: skip
    for number, one in enumerate(KINDS):
        table = pa.table({column: found[column] for column in log_columns(one)})
        files.write(table.filter(pa.array(kind == number)), folder / one / f"{name}.parquet")
    return len(who)


def _all(word: str, size: int) -> pa.Array:
    return each(pa.array([word]), np.zeros(size, np.int64))
