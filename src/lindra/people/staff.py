"""Staff and their assignments: who is meant, which account is theirs, where they work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from lindra.people.models import Assignment, Staff


def by_hsa_id(hsa_id: str) -> Staff | None:
    """The member of staff with this HSA-id."""
    return Staff.objects.filter(hsa_id=hsa_id).first()


def names(hsa_ids: Iterable[str]) -> dict[str, str]:
    """The names of staff by HSA-id."""
    return dict(Staff.objects.filter(hsa_id__in=set(hsa_ids)).values_list("hsa_id", "name"))


def of_user(user_id: int) -> Staff | None:
    """The member of staff an account belongs to."""
    return Staff.objects.filter(user_id=user_id).first()


def account(staff: Staff) -> Any:
    """The account of a member of staff who signs in by e-identity; made the first time, and no password opens it."""
    with transaction.atomic():
        member = Staff.objects.select_for_update().get(pk=staff.pk)
        if member.user is None:
            member.user = get_user_model().objects.create_user(username=f"hsa:{member.hsa_id}", password=None)
            member.save(update_fields=["user"])
        return member.user


def working_at(units: Iterable[str], on: date) -> list[Assignment]:
    """The assignments at some units that are in force on a day, each with its member of staff, by name."""
    day = on.isoformat()
    return list(
        Assignment.objects.filter(unit__in=set(units), valid_from__lte=day)
        .filter(Q(valid_to=None) | Q(valid_to__gt=day))
        .select_related("staff")
        .order_by("staff__name", "id")
    )


def assignments(staff: Staff, on: date) -> list[Assignment]:
    """The assignments in force on a day."""
    day = on.isoformat()
    return list(
        staff.assignments.filter(valid_from__lte=day)
        .filter(Q(valid_to=None) | Q(valid_to__gt=day))
        .order_by("id")
    )
