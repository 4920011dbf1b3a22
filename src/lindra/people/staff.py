"""Reads of staff and their assignments."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from lindra.people.models import Assignment, Staff


def by_hsa_id(hsa_id: str) -> Staff | None:
    """The member of staff with this HSA-id."""
    return Staff.objects.filter(hsa_id=hsa_id).first()


def of_user(user_id: int) -> Staff | None:
    """The member of staff a local account belongs to."""
    return Staff.objects.filter(user_id=user_id).first()


def assignments(staff: Staff, on: date) -> list[Assignment]:
    """The assignments in force on a day."""
    day = on.isoformat()
    return list(
        staff.assignments.filter(valid_from__lte=day)
        .filter(Q(valid_to=None) | Q(valid_to__gt=day))
        .order_by("id")
    )
