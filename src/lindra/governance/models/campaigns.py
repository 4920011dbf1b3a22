"""A question put to many bodies: whom it went to, what they replied, how the replies were read.

Days that are not known are empty, and shown so. Promises are commitments (``models.commitments``).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Campaign(models.Model):
    """A question with its day, its last day, and the inventory it rests on. ``key`` stands in addresses (*2026*)."""

    id = models.TextField(primary_key=True)
    key = models.TextField(unique=True)
    title = models.TextField()
    title_en = models.TextField(blank=True, default="")
    question = models.TextField()
    question_en = models.TextField(blank=True, default="")
    asked_by = models.TextField()
    """Who asks, as it stands on the letter."""
    answer_to = models.TextField(blank=True, default="")
    """Where the answer is sent: an address of a function."""
    inventory = models.TextField()
    """The key of the inventory it rests on (``access``)."""
    asked_on = models.DateField(null=True, blank=True)
    """Empty: the letters are not sent yet."""
    reply_by = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    """The day the result was reported."""
    public = models.BooleanField(default=False)
    unnamed_reminders = models.JSONField(default=list)
    """Reminders of which it is not known whom they went to: ``on``, ``by``, ``count``, ``source``."""
    stated = models.JSONField(default=list)
    """What a text says of the result, beside what is counted: ``classes``, ``value``, ``document``, ``sv``, ``en``."""
    made_on = models.DateField()
    made_by = models.TextField(blank=True, default="")

    class Meta:
        db_table = "governance_campaign"


class Recipient(models.Model):
    """A body that is asked, and which of its functions the letter is addressed to."""

    id = models.TextField(primary_key=True)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="recipients")
    body = models.TextField()
    """Its key (``bodies``)."""
    functions = models.JSONField(default=list)
    """Addressees, in words: *Health care director*."""
    sent_on = models.DateField(null=True, blank=True)
    reminders = models.JSONField(default=list)
    """``on``, ``by``: the day of the reminder and the new last day, and ``staff``, who noted it."""

    class Meta:
        db_table = "governance_recipient"
        constraints = [models.UniqueConstraint(fields=["campaign", "body"], name="governance_recipient_once")]
        indexes = [models.Index(fields=["body"], name="governance_recipient_body")]


class Reply(models.Model):
    """What somebody at a body replied. A body may reply several times, and with several voices."""

    id = models.TextField(primary_key=True)
    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="replies")
    who = models.TextField()
    """*body* (who wrote is not said), *director*, *majority*, *opposition*, *chair*, *party*, *other*."""
    who_said = models.TextField(blank=True, default="")
    """Who replied, in words."""
    kind = models.TextField(default="first")
    """*first*, *clarification*, *late*: what sort of reply it is, as it was said."""
    received_on = models.DateField(null=True, blank=True)
    """Empty: not known. It is never guessed."""
    dated_on = models.DateField(null=True, blank=True)
    """The day the reply itself carries: it came no earlier."""
    summary = models.TextField(blank=True, default="")
    """In the words of who read it."""
    source = models.TextField(blank=True, default="")
    """Where it stands, with the line."""
    noted_at = models.DateTimeField()
    noted_by = models.TextField(blank=True, default="")
    withdrawn = models.TextField(blank=True, default="")
    """Why it counts no more: noted by mistake, at the wrong body."""

    class Meta:
        db_table = "governance_reply"
        constraints = [
            models.CheckConstraint(
                condition=Q(received_on__isnull=True)
                | Q(dated_on__isnull=True)
                | Q(received_on__gte=models.F("dated_on")),
                name="governance_reply_days",
            )
        ]


class Point(models.Model):
    """One thing a reply says: about which function, what, when, and how that was coded (``access`` statuses)."""

    id = models.TextField(primary_key=True)
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="points")
    function = models.TextField()
    text = models.TextField()
    when = models.TextField(blank=True, default="")
    """As it was said; empty: nothing was said."""
    status = models.TextField()
    line = models.IntegerField(null=True, blank=True)
    """In the document, where there is one."""
    position = models.IntegerField(default=0)
    promise = models.TextField(blank=True, default="")
    """The commitment that follows it, where it is a promise."""

    class Meta:
        db_table = "governance_point"
        indexes = [models.Index(fields=["reply", "position"], name="governance_point_reply")]


class Classing(models.Model):
    """How one reader classed a body's replies: *first*, *second*, or *settled*, where the two differed."""

    id = models.TextField(primary_key=True)
    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="classings")
    step = models.TextField()
    """*first*, *second*, *settled*."""
    code = models.TextField()
    """The class (``access`` categories)."""
    grounds = models.TextField(blank=True, default="")
    reader = models.TextField()
    """Who read, in words; ``staff`` where it is somebody of this world."""
    staff = models.TextField(blank=True, default="")
    read_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "governance_classing"
        constraints = [
            models.UniqueConstraint(fields=["recipient", "step"], name="governance_classing_once"),
        ]
