"""What people note of rows of the worklist, and which reminders have gone out. Never that something is done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Hold(models.Model):
    """Who does a thing that is due, and "not now until": kept under the row's stable key, beside the readings."""

    patient = models.TextField()
    key = models.TextField()
    claimed_by = models.TextField(default="")
    """HSA-id; empty: nobody."""
    claimed_at = models.TextField(default="")
    until = models.TextField(default="")
    """The day (ISO) until which it is put off; empty: it is not."""
    reason = models.TextField(default="")
    unit = models.TextField(default="")
    """The unit that put it off; others still see it."""
    by = models.TextField()
    """HSA-id of who changed this last."""
    at = models.TextField()

    class Meta:
        db_table = "deadlines_hold"
        constraints = [
            models.UniqueConstraint(fields=["patient", "key"], name="deadlines_hold_row"),
            models.CheckConstraint(
                condition=Q(until="", reason="", unit="") | ~Q(until="") & ~Q(reason="") & ~Q(unit=""),
                name="deadlines_hold_put_off",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by="", claimed_at="") | ~Q(claimed_by="") & ~Q(claimed_at=""),
                name="deadlines_hold_claimed",
            ),
        ]
        indexes = [
            models.Index(fields=["claimed_by"], condition=~Q(claimed_by=""), name="deadlines_hold_claims"),
            models.Index(fields=["unit", "until"], condition=~Q(until=""), name="deadlines_hold_off"),
        ]


class Reminder(models.Model):
    """A reminder that has gone out: one a unit and day. Counts only, nothing of a patient."""

    unit = models.TextField()
    day = models.TextField()
    late = models.IntegerField()
    today = models.IntegerField()
    at = models.TextField()

    class Meta:
        db_table = "deadlines_reminder"
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="deadlines_reminder_once")]
