"""Agreements and governing documents, what they oblige to, whom they are for, and who has read them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Document(models.Model):
    """One version of a governing document. A revision is a new row that names its predecessor.

    How it stands on a day is told by its days (``documents.states``), never by a column of its own: a document expires
    without anybody touching it. ``acts`` is what was done with it, in order.
    """

    id = models.TextField(primary_key=True)
    key = models.TextField()
    """What others refer to it by, the same for every version: ``agreement:<slug>``."""
    version = models.IntegerField(default=1)
    kind = models.TextField()
    """``documents.states.KINDS``."""
    title = models.TextField()
    text = models.TextField(blank=True, default="")
    """Short content, in one's own words."""
    link = models.TextField(blank=True, default="")
    """Where the whole of it stands: files are not kept here."""
    owner = models.TextField(blank=True, default="")
    """Who sees to it, a person or a function in words; empty: nobody, which is shown first."""
    owner_staff = models.TextField(blank=True, default="")
    """The HSA-id of the owner, where it is a person of this world."""
    decided_by = models.TextField(blank=True, default="")
    """The deciding body, in words."""
    decided_on = models.DateField(null=True, blank=True)
    """None: proposed, and no rule in force."""
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    """The last day; none: until further notice."""
    interval = models.IntegerField(null=True, blank=True)
    """Months between follow-ups."""
    followed_up_on = models.DateField(null=True, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    """The last day of the next follow-up: told by the three before it (``documents.states.follow_up_on``)."""
    revise_on = models.DateField(null=True, blank=True)
    """The day by which it is to be revised."""
    predecessor = models.TextField(blank=True, default="")
    """The id of the version before it."""
    concerns = models.TextField(blank=True, default="")
    """Of a proposal: the id of the document that it would change or repeal."""
    replaced_from = models.DateField(null=True, blank=True)
    """The first day of a decided version after it."""
    repealed_on = models.DateField(null=True, blank=True)
    """The first day on which it no longer holds."""
    repealed_by = models.TextField(blank=True, default="")
    source = models.TextField(blank=True, default="")
    """Where its like stands, with the line, where it is made after a text."""
    acts = models.JSONField(default=list)
    number = models.IntegerField(default=0)
    """How many acts there are: who acts on an old page is told."""

    class Meta:
        db_table = "governance_document"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="governance_document_days",
            ),
            models.CheckConstraint(
                condition=Q(interval__isnull=True) | (Q(interval__gt=0) & ~Q(owner="")),
                name="governance_document_interval",
            ),
            models.UniqueConstraint(fields=["key", "version"], name="governance_document_version"),
        ]
        indexes = [
            models.Index(fields=["valid_to"], name="governance_document_ends"),
            models.Index(fields=["follow_up_on"], name="governance_document_follow_up"),
            models.Index(fields=["owner"], name="governance_document_owner"),
            models.Index(fields=["predecessor"], name="governance_document_before"),
            models.Index(fields=["concerns"], name="governance_document_concerns"),
            models.Index(fields=["title", "id"], name="governance_document_title"),
        ]


class DocumentParty(models.Model):
    """A body that is bound by a document."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="parties")
    body = models.TextField()

    class Meta:
        db_table = "governance_document_party"
        constraints = [
            models.UniqueConstraint(fields=["document", "body"], name="governance_document_party_once")
        ]
        indexes = [models.Index(fields=["body"], name="governance_document_party_body")]


class DocumentAudience(models.Model):
    """Who must know a document: those of a role at a unit; an empty role is everybody there."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="audience")
    unit = models.TextField()
    role = models.TextField(blank=True, default="")

    class Meta:
        db_table = "governance_document_audience"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "unit", "role"], name="governance_document_audience_once"
            )
        ]
        indexes = [models.Index(fields=["unit"], name="governance_document_must_unit")]


class DocumentRead(models.Model):
    """That somebody has read a version: once a person."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="read")
    staff = models.TextField()
    """The HSA-id."""
    unit = models.TextField()
    """Where the person worked then."""
    at = models.TextField()

    class Meta:
        db_table = "governance_document_read"
        constraints = [
            models.UniqueConstraint(fields=["document", "staff"], name="governance_document_read_once")
        ]
        indexes = [models.Index(fields=["staff"], name="governance_document_read_staff")]


class Obligation(models.Model):
    """A clause that obliges somebody to something, as far as it can be with what it takes to check it."""

    id = models.TextField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="obligations")
    paragraph = models.TextField(blank=True, default="")
    order = models.IntegerField(default=0)
    wording = models.TextField()
    """In one's own words."""
    owes = models.TextField()
    """The body that owes it."""
    owed_to = models.TextField(blank=True, default="")
    """A body, or in words: the patients."""
    kind = models.TextField()
    """``obligations.kinds.KINDS``."""
    told = models.JSONField(default=dict)
    """What it takes to check it, by kind (``obligations.kinds``)."""
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)
    """The days for which it is owed, where these are not the document's."""
    continues = models.TextField(blank=True, default="")
    """The obligation of the version before that this goes on with."""
    marked = models.TextField(blank=True, default="")
    """Where the document is to be repealed: *moved* or *lost*."""
    moved_to = models.TextField(blank=True, default="")
    """The obligation that takes its place."""
    lost_why = models.TextField(blank=True, default="")

    class Meta:
        db_table = "governance_obligation"
        constraints = [
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(first__isnull=True) | Q(last__gte=F("first")),
                name="governance_obligation_days",
            )
        ]
        indexes = [
            models.Index(fields=["document", "order"], name="governance_obligation_order"),
            models.Index(fields=["owes"], name="governance_obligation_owes"),
        ]
