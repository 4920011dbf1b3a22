"""What is stored of who read and wrote, in the access log's own database; and of its checks, beside the record."""

from __future__ import annotations

from django.db import models


class AccessEntry(models.Model):
    """One answer or denial: who, in which assignment, for what, about which patients, by which right.

    Every instant is text in UTC. ``patients`` is a JSON list: a page that showed fifty is one row that names fifty.
    The rows of one ``chain`` are numbered and hashed (``log_rules``). The salt, and what the row says, are null once
    weeded; the database refuses every other change.
    """

    id = models.TextField(primary_key=True)
    at = models.TextField()
    chain = models.TextField()
    seq = models.BigIntegerField()
    digest = models.BinaryField()
    hash = models.BinaryField()
    salt = models.BinaryField(null=True)
    staff = models.TextField(null=True)  # noqa: DJ001 - null is "weeded", which is not an empty text
    title = models.TextField(null=True)  # noqa: DJ001
    role = models.TextField(null=True)  # noqa: DJ001
    assignment = models.TextField(null=True)  # noqa: DJ001
    unit = models.TextField(null=True)  # noqa: DJ001
    provider = models.TextField(null=True)  # noqa: DJ001
    purpose = models.TextField(null=True)  # noqa: DJ001
    patients = models.TextField(null=True)  # noqa: DJ001
    what = models.TextField(null=True)  # noqa: DJ001
    right = models.TextField(null=True)  # noqa: DJ001
    outcome = models.TextField(null=True)  # noqa: DJ001

    class Meta:
        db_table = "privacy_access"
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="privacy_access_chain_seq")]
        indexes = [models.Index(fields=["at"], name="privacy_access_at")]


class AccessHead(models.Model):
    """Where a process's chain ends, and up to which row the patients it names are in :class:`AccessName`."""

    chain = models.TextField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField()
    named = models.BigIntegerField()

    class Meta:
        db_table = "privacy_access_head"


class AccessName(models.Model):
    """A patient an entry names: computed from the entries when somebody asks, so that writing need not wait for it."""

    pk = models.CompositePrimaryKey("patient", "entry")
    patient = models.TextField()
    entry = models.TextField()

    class Meta:
        db_table = "privacy_access_name"
        indexes = [models.Index(fields=["entry"], name="privacy_access_name_entry")]


class AccessWeeding(models.Model):
    """Everything before an instant was weeded; ``entry`` is the row of the log that tells so."""

    entry = models.TextField(primary_key=True)
    before = models.TextField()

    class Meta:
        db_table = "privacy_access_weeding"


class AccessCheck(models.Model):
    """Something in the access log to look at (:class:`lindra.privacy.checks.rules.Item`), as it was drawn.

    ``rows`` are ids of the access log, ``patients`` opaque ids; ``told`` the numbers that explain it.
    """

    key = models.TextField(primary_key=True)
    provider = models.TextField()
    month = models.TextField()
    ground = models.TextField()
    staff = models.TextField()
    unit = models.TextField()
    at = models.TextField()
    rows = models.JSONField(default=list)
    patients = models.JSONField(default=list)
    told = models.JSONField(default=dict)
    drawn_at = models.TextField()

    class Meta:
        db_table = "privacy_check"
        indexes = [models.Index(fields=["provider", "month", "ground"], name="privacy_check_month")]


class AccessReview(models.Model):
    """What somebody found of a check. Looking again adds another; the latest stands, the others are its history."""

    VERDICTS = ("justified", "not_justified", "unclear")
    id = models.TextField(primary_key=True)
    check_of = models.ForeignKey(AccessCheck, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.TextField()
    seen = models.IntegerField()
    """How many rows the check had: more that come later are not looked at."""
    note = models.TextField(default="")
    by = models.TextField()
    at = models.TextField()

    class Meta:
        db_table = "privacy_review"


class Removal(models.Model):
    """Entries that somebody has prepared to have destroyed, and what became of it (``removal.rules``).

    It never says what the entries hold: the decision is told by its number, and by codes. ``settled_by`` confirmed,
    refused or withdrew; who confirmed is never who prepared, which the database sees to as well.
    """

    id = models.TextField(primary_key=True)
    ground = models.TextField()
    state = models.TextField()
    provider = models.TextField()
    unit = models.TextField()
    decision = models.TextField()
    authority = models.TextField()
    decided_on = models.TextField()
    scope = models.TextField()
    reason = models.TextField(default="")
    prepared_by = models.TextField()
    prepared_at = models.TextField()
    settled_by = models.TextField(default="")
    settled_at = models.TextField(default="")
    refusal = models.TextField(default="")

    class Meta:
        db_table = "privacy_removal"
        indexes = [models.Index(fields=["provider", "state"], name="privacy_removal_state")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["confirmed", "carried_out"])
                | (~models.Q(settled_by="") & ~models.Q(settled_by=models.F("prepared_by"))),
                name="privacy_removal_two_persons",
            )
        ]


class RemovalPart(models.Model):
    """The entries of one record in a removal; ``problem`` says why they were left where they are."""

    removal = models.ForeignKey(Removal, on_delete=models.PROTECT, related_name="parts")
    patient = models.TextField()
    events = models.JSONField(default=list)
    done_at = models.TextField(default="")
    problem = models.TextField(default="")

    class Meta:
        db_table = "privacy_removal_part"
        indexes = [models.Index(fields=["patient"], name="privacy_removal_patient")]
