"""What somebody has undertaken to do: one kind of thing, whatever it came from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

COUNTED = ("kind", "owner", "owner_staff")


class Commitment(models.Model):
    """An action or a promise: who, until when, how it stands, where it came from, and what it should change.

    ``acts`` is what was done with it, in order (``commitments.states``); the columns after it say how it stands, and
    are carried forward with each act, so that lists and counts need not read the rest.
    """

    id = models.TextField(primary_key=True)
    kind = models.TextField()
    """*action*, or *promise*: said to others, with or without a day."""
    title = models.TextField()
    text = models.TextField(blank=True, default="")
    origin = models.TextField()
    """*gap*, *recommendation*, *decision*, *promise*, *deviation*, *obligation*; *own*: of nothing else."""
    origin_key = models.TextField(blank=True, default="")
    """What it came from, by the key of its kind: ``mouth-recorded@1|unit=…|2026``; the id of a document, a reply …"""
    body = models.TextField()
    """Who has undertaken it (``bodies``)."""
    holder = models.TextField(blank=True, default="")
    """The provider that answers for the body: itself, the area it is, or that of the unit when it was made."""
    unit = models.TextField(blank=True, default="")
    """The unit where it is done, where it is one unit's."""
    owner = models.TextField(blank=True, default="")
    """A person or a function, in words; empty: nobody, which is shown."""
    owner_staff = models.TextField(blank=True, default="")
    """The HSA-id of the owner, where it is a person of this world."""
    due = models.DateField(null=True, blank=True)
    """The last day; none where none was said."""
    due_said = models.TextField(blank=True, default="")
    """When, as it was said ("hösten 2026"), where that is no day."""
    state = models.TextField()
    """*not_started*, *ongoing*, *paused*, *done*, *abandoned*."""
    acts = models.JSONField(default=list)
    number = models.IntegerField(default=0)
    """How many acts there are: who acts on an old page is told."""
    made_on = models.DateField()
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    cause_kind = models.TextField(blank=True, default="")
    """Why it is as it is, by the key of ``walk/data/causes.csv``."""
    cause = models.TextField(blank=True, default="")
    """The same in the words of who made it."""
    measure = models.TextField(blank=True, default="")
    """The definition it should change (``mouth-recorded@1``)."""
    place = models.TextField(blank=True, default="")
    """Where that is measured: ``unit=<id>``, ``municipality=1780``, ``region=17``; empty: the whole."""
    source = models.TextField(blank=True, default="")
    """Where it stands, with the line, where it comes from a text."""
    sort = models.TextField()
    """Its place in every list (``commitments.rules.place``): no day, late, to come, over."""
    words = models.TextField(blank=True, default="")
    """What a search looks in, in small letters."""

    class Meta:
        db_table = "governance_commitment"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("made_on")),
                name="governance_commitment_days",
            )
        ]
        indexes = [
            # with what is counted, so that counting reads no rows
            models.Index(fields=["sort", "id", *COUNTED], name="governance_commitment_sort"),
            models.Index(fields=["holder", "sort", "id", *COUNTED], name="governance_commitment_holder"),
            models.Index(fields=["unit", "sort", "id", *COUNTED], name="governance_commitment_unit"),
            models.Index(fields=["body", "sort", "id"], name="governance_commitment_body"),
            models.Index(fields=["owner_staff", "sort", "id"], name="governance_commitment_owner"),
            models.Index(fields=["origin", "origin_key"], name="governance_commitment_origin"),
            models.Index(fields=["measure", "place"], name="governance_commitment_measure"),
        ]
