"""What the room keeps that is not part of anybody's record: deviations, and how providers want them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Deviation(models.Model):
    """What somebody reports to have gone wrong; it belongs to the provider that wrote it, beside the record.

    ``acts`` is what was done with it, in order (``deviations.states``); the columns after it say how it stands, and are
    carried forward with each act. ``patient`` is empty once the patient's entries have been destroyed.
    """

    id = models.TextField(primary_key=True)
    patient = models.TextField(blank=True, default="")
    unit = models.TextField()
    provider = models.TextField()
    episode = models.TextField(blank=True, default="")
    message = models.TextField(blank=True, default="")
    """The reference of the message beside which it was reported."""
    context = models.TextField(blank=True, default="")
    """What that was: a kind of message, or a missed clock."""
    category = models.TextField()
    what = models.TextField(blank=True, default="")
    about_unit = models.TextField()
    """The unit it concerns."""
    about_provider = models.TextField()
    acts = models.JSONField(default=list)
    number = models.IntegerField(default=0)
    """How many acts there are: who acts on an old page is told."""
    state = models.TextField()
    harm = models.TextField()
    way = models.TextField(blank=True, default="")
    receiver = models.TextField(blank=True, default="")
    """The unit in whose list it is, where it was sent in Lindra."""
    written_at = models.TextField()
    sent_at = models.TextField(blank=True, default="")
    answered_at = models.TextField(blank=True, default="")
    ended_at = models.TextField(blank=True, default="")

    class Meta:
        db_table = "discharge_deviation"
        indexes = [
            models.Index(fields=["unit", "state"], name="discharge_deviation_unit"),
            models.Index(fields=["provider", "state"], name="discharge_deviation_provider"),
            models.Index(fields=["receiver", "state"], name="discharge_deviation_receiver"),
            models.Index(fields=["about_provider", "state"], name="discharge_deviation_about"),
            models.Index(fields=["patient"], name="discharge_deviation_patient"),
        ]


class DeviationWish(models.Model):
    """How a provider wants deviations, both days included: in Lindra, by e-mail to a function, or in a form of its."""

    id = models.TextField(primary_key=True)
    provider = models.TextField()
    way = models.TextField()
    unit = models.TextField(blank=True, default="")
    """The unit that gets them in Lindra; empty: the one each concerns."""
    address = models.TextField(blank=True, default="")
    function = models.TextField(blank=True, default="")
    categories = models.JSONField(default=list)
    """Of which categories; none: all."""
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    by = models.TextField()
    at = models.TextField()

    class Meta:
        db_table = "discharge_deviation_wish"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="discharge_deviation_wish_days",
            )
        ]
        indexes = [models.Index(fields=["provider"], name="discharge_wish_provider")]
