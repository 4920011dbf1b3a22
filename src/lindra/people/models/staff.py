"""Staff, and the assignments (medarbetaruppdrag) in which they work."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Staff(models.Model):
    """A person at work, known by HSA-id."""

    id = models.TextField(primary_key=True)
    hsa_id = models.TextField(unique=True)
    name = models.TextField()
    title = models.TextField(default="")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="staff"
    )

    class Meta:
        db_table = "people_staff"


class Assignment(models.Model):
    """A person's work at one unit: role, purposes, period."""

    id = models.TextField(primary_key=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="assignments")
    unit = models.TextField()
    """Id of a unit in ``areas``."""
    role = models.TextField()
    purposes = models.JSONField(default=list)
    regime = models.TextField(default="health")
    valid_from = models.TextField()
    valid_to = models.TextField(null=True)  # noqa: DJ001

    class Meta:
        db_table = "people_assignment"
