"""The door's part for what rooms keep about patients beside the record: who may write it, and what it is held against.

Here as in ``door``, every answer is in the access log before it is given.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from lindra.people import patients as identities
from lindra.privacy import accesslog, queries, rules
from lindra.privacy.door import sight
from lindra.privacy.listing import Groups, Sights, chart_for, item_of, scope, sights_of
from lindra.privacy.reader import Reader
from lindra.privacy.sight import Sight
from lindra.record import wall
from lindra.record.kinds import READINGS

SOME = 500
"""Patients that are opened at a time."""


def note(patient: str, reader: Reader, what: str) -> None:
    """Decide on, and log, that something about a patient is written beside the record, by who may write in it.

    Raises :class:`PermissionError`.
    """
    seen, side = sight(identities.linked(patient), reader), reader.side
    decision = rules.may_write(side.purpose, side.duty, seen.relation, opens=False)
    outcome = "allowed" if decision.allowed else "denied"
    accesslog.log(reader, [patient], what, decision.right, outcome)
    if not decision.allowed:
        raise PermissionError("this reader may not write about this patient")


def counted(reader: Reader, what: str) -> None:
    """Log that something which is kept about patients was counted for a reader: numbers of one's own, nobody shown."""
    accesslog.log(reader, (), f"counts of {what}", rules.law("PDL 2:4"), "counted")


def figures(reading: str, patients: Collection[str], reader: Reader) -> dict[str, dict[str, Any]]:
    """What a reading of one row a patient says of some patients, to be counted: nobody is shown, nobody is named.

    Only patients of the reader's unit (for follow-up: provider) whom the reader may open, each with as much as may be
    seen of them, and with nothing where there is no such row. What is shown of it must be of many.
    """
    mine = sorted(set(queries.patients_with(*scope(reader))) & set(patients))
    groups = identities.linked_many(mine)
    sights = sights_of(groups, reader)
    allowed = [patient for patient in mine if sights[patient].person.allowed]
    accesslog.log(reader, (), f"figures of {reading}", rules.law("PDL 2:4"), "counted")
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(allowed), SOME):
        some = {patient: groups[patient] for patient in allowed[start : start + SOME]}
        found |= _figures(reading, some, sights)
    return found


def _figures(reading: str, groups: Groups, sights: Sights) -> dict[str, dict[str, Any]]:
    """The same of some patients who are allowed."""
    with wall.opened({record for records in groups.values() for record in records}):
        stored = {row[0]: item_of(row).data for row in queries.rows_of(reading, list(groups))}
        return {
            patient: stored.get(patient, {})
            if sights[patient].whole and len(records) == 1
            else _computed(reading, records, sights[patient])
            for patient, records in groups.items()
        }


def _computed(reading: str, records: tuple[str, ...], seen: Sight) -> dict[str, Any]:
    """The row from just what may be seen."""
    return next((row.data for row in READINGS[reading].rows(chart_for(records, seen))), {})
