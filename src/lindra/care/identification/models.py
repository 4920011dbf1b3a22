"""Which signs a unit looks for, and whom it has said *not now* of. Nothing here says what a patient has."""

from __future__ import annotations

from django.db import models


class SignInUse(models.Model):
    """A sign that a unit looks for."""

    unit = models.TextField()
    rule = models.TextField()
    by = models.TextField()
    at = models.TextField()

    class Meta:
        db_table = "care_sign_in_use"
        constraints = [models.UniqueConstraint(fields=["unit", "rule"], name="care_sign_once")]


class NotNow(models.Model):
    """A unit has looked at a patient on the list and asks to be reminded on a day; why."""

    patient = models.TextField()
    unit = models.TextField()
    until = models.TextField()
    """The day (ISO) from which the patient stands on the list again."""
    reason = models.TextField()
    by = models.TextField()
    at = models.TextField()

    class Meta:
        db_table = "care_not_now"
        constraints = [models.UniqueConstraint(fields=["patient", "unit"], name="care_not_now_once")]
