"""Agreements on physicians in municipal care, the hours held, and who covers. Nothing of a patient."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class HomeAgreement(models.Model):
    """A responsible physician and agreed hours a week for a unit, both days included."""

    unit = models.TextField()
    physician = models.TextField()
    practice = models.TextField()
    phone = models.TextField(default="")
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    by = models.TextField()
    at = models.TextField()

    class Meta:
        db_table = "care_home_agreement"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="care_home_agreement_days",
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="care_home_agreement_hours"),
        ]
        indexes = [models.Index(fields=["unit", "first_day"], name="care_home_agreement_unit")]


class HomeCover(models.Model):
    """Who is rung at which hours; ``start`` and ``end`` as HH:MM in Stockholm, over midnight where end is not later."""

    unit = models.TextField()
    who = models.TextField()
    phone = models.TextField()
    days = models.TextField()
    start = models.TextField()
    end = models.TextField()
    by = models.TextField()
    at = models.TextField()

    class Meta:
        db_table = "care_home_cover"
        indexes = [models.Index(fields=["unit"], name="care_home_cover_unit")]


class HomeHeld(models.Model):
    """Hours that a physician gave a unit on a day, and for what (``rules.KINDS``)."""

    unit = models.TextField()
    day = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=2)
    kind = models.TextField()
    physician = models.TextField(default="")
    by = models.TextField()
    at = models.TextField()

    class Meta:
        db_table = "care_home_held"
        constraints = [models.CheckConstraint(condition=Q(hours__gt=0), name="care_home_held_hours")]
        indexes = [models.Index(fields=["unit", "day"], name="care_home_held_unit")]
