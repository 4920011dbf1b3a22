"""Reads of what people noted of rows, and of names that are no patient's."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from lindra.deadlines.declared import NAME
from lindra.deadlines.models import Hold
from lindra.people.models import Staff
from lindra.record import wall

Pair = tuple[str, str]
"""Patient and key of a row."""
MANY = 500


def holds(pairs: Collection[Pair]) -> dict[Pair, Hold]:
    """What is noted of some rows."""
    wanted, patients = set(pairs), sorted({patient for patient, _ in pairs})
    found: dict[Pair, Hold] = {}
    with wall.opened(readings=[NAME]):
        for start in range(0, len(patients), MANY):
            for hold in Hold.objects.filter(patient__in=patients[start : start + MANY]):
                if (hold.patient, hold.key) in wanted:
                    found[hold.patient, hold.key] = hold
    return found


def put_off(units: Iterable[str], today: str) -> set[Pair]:
    """Rows that some units have put off to a day (ISO) after today."""
    held = Hold.objects.filter(unit__in=list(units), until__gt=today)
    with wall.opened(readings=[NAME]):
        return set(held.values_list("patient", "key"))


def put_off_by(today: str) -> dict[Pair, str]:
    """Every row that is put off, and the unit that put it off."""
    held = Hold.objects.exclude(until="").filter(until__gt=today)
    with wall.opened(readings=[NAME]):
        return {(patient, key): unit for patient, key, unit in held.values_list("patient", "key", "unit")}


def claimed_by(hsa_id: str) -> set[Pair]:
    """Rows that a member of staff has claimed."""
    with wall.opened(readings=[NAME]):
        return set(Hold.objects.filter(claimed_by=hsa_id).values_list("patient", "key"))


def staff_names(hsa_ids: Iterable[str]) -> dict[str, str]:
    """Names of staff by HSA-id."""
    wanted = {hsa_id for hsa_id in hsa_ids if hsa_id}
    return dict(Staff.objects.filter(hsa_id__in=wanted).values_list("hsa_id", "name"))
