"""What measures read: the table ``last_year`` of the export, and nothing else.

One row per event in force of each dead patient, 0–365 days before death (or lasting, and still going on then) and up
to 200 days after. Days are calendar days in Stockholm, minutes are elapsed; timestamps are UTC. ``occurred_to``
is the end of what the event began: the discharge, the end of an enrolment, the next move.
"""

from __future__ import annotations

import ibis

SCHEMA = ibis.schema(
    {
        "patient": "string",
        "kind": "string",
        "occurred_from": "timestamp",
        "occurred_to": "timestamp",
        "day": "date",
        "precision": "string",
        "days_before_death": "int16",
        "minutes_before_death": "int32",
        "ended_minutes_before_death": "int32",
        "ended_days_before_death": "int16",
        "unit": "string",
        "provider": "string",
        "regime": "string",
        "form": "string",
        "code_system": "string",
        "code": "string",
        "status": "string",
        "palliative": "boolean",
        "number": "float64",
        "number_unit": "string",
        "episode": "string",
        "answers": "string",
        "municipality": "string",
        "region": "string",
        "sex": "string",
        "birth_year": "int16",
        "age_at_death": "int16",
        "register_opt_out": "boolean",
        "died_at": "timestamp",
        "death_precision": "string",
        "death_month": "string",
    }
)

last_year = ibis.table(SCHEMA, name="last_year")
"""The table as an expression; every measure is a function of it."""
