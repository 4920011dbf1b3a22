"""What is stored of access in this world: what exists where, and what else an inventory states. Nothing of a patient.

The inventory of June 2026 is not stored but read from ``data/``. Rows of different inventories are never mixed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lindra.access.hours import Span


class Offering(models.Model):
    """A function that a provider offers: where, when, to whom, by which agreement, and who said so."""

    id = models.TextField(primary_key=True)
    inventory = models.TextField(default="own")
    """*own*: what this world itself offers; else the name of an inventory that was read in."""
    function = models.TextField()
    provider = models.TextField()
    """The id of a provider (``areas``)."""
    unit = models.TextField(blank=True, default="")
    name = models.TextField()
    """What it is called, so that two can be told apart."""
    areas = models.JSONField(default=list)
    """Codes of the regions and municipalities it serves."""
    place = models.TextField(blank=True, default="")
    """A hospital, a ward, a part of the area, where it is only there: of no single municipality then."""
    hours = models.JSONField(null=True, blank=True)
    """Spans in minutes of the week, ``[[start, end], …]``; null: not stated."""
    hours_said = models.TextField(blank=True, default="")
    """The hours as they were written."""
    diagnoses = models.TextField(blank=True, default="")
    """Only these; empty: whatever the diagnosis."""
    youngest = models.IntegerField(null=True, blank=True)
    oldest = models.IntegerField(null=True, blank=True)
    limits = models.TextField(blank=True, default="")
    """What else limits it: only the enrolled, only some hospital; empty: nothing."""
    telephone = models.TextField(blank=True, default="")
    agreement = models.TextField(blank=True, default="")
    """The key of the agreement it rests on; governing documents are of a higher room."""
    agreement_title = models.TextField(blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    """The first day on which it is no longer there."""
    stated_by = models.TextField()
    stated_on = models.DateField()
    source = models.TextField(blank=True, default="")
    acts = models.JSONField(default=list)
    """What was done with it, in order: ``{"at", "by", "act", "was"}``."""
    number = models.IntegerField(default=0)
    """How many acts there are: who changes an old page is told."""

    class Meta:
        db_table = "access_offering"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="access_offering_period",
            )
        ]
        indexes = [
            models.Index(fields=["inventory", "function"], name="access_offering_inventory"),
            models.Index(fields=["agreement"], name="access_offering_agreement"),
            models.Index(fields=["provider"], name="access_offering_provider"),
        ]

    @property
    def spans(self) -> tuple[Span, ...] | None:
        """The hours; None where they are not stated."""
        return None if self.hours is None else tuple(Span(start, end) for start, end in self.hours)


class Said(models.Model):
    """What else an inventory states of a function: that it is missing, or that somebody sees it otherwise."""

    id = models.TextField(primary_key=True)
    inventory = models.TextField()
    says = models.TextField()
    """*missing* or *contests*."""
    function = models.TextField(blank=True, default="")
    """Empty only where somebody disputes in general."""
    areas = models.JSONField(default=list)
    place = models.TextField(blank=True, default="")
    """A hospital, a ward, a part of the area that it is said of: of no single municipality then."""
    limitation = models.TextField(blank=True, default="")
    stated_by = models.TextField()
    stated_on = models.DateField()
    source = models.TextField(blank=True, default="")

    class Meta:
        db_table = "access_said"
        indexes = [models.Index(fields=["inventory", "function"], name="access_said_inventory")]
