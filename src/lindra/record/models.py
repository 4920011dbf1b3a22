"""The tables of the log and of what is computed from it. Reads and writes are SQL in ``log``, ``queries`` and others.

Identifiers and instants are text, alike in both databases. The database itself refuses to change or remove an entry
(triggers in the migrations), but for a destruction that a decision names.
"""

from __future__ import annotations

from django.db import models


class EventRow(models.Model):
    """One entry. ``body`` and ``salt``, and the columns copied from the body, are null once destroyed."""

    id = models.TextField(primary_key=True)
    patient = models.TextField()
    seq = models.BigIntegerField()
    recorded_at = models.TextField()
    digest = models.BinaryField()
    hash = models.BinaryField()
    salt = models.BinaryField(null=True)
    body = models.BinaryField(null=True)
    kind = models.TextField(null=True)  # noqa: DJ001 - null is "destroyed", which is not an empty text
    occurred_from = models.TextField(null=True)  # noqa: DJ001
    unit = models.TextField(null=True)  # noqa: DJ001
    provider = models.TextField(null=True)  # noqa: DJ001
    act = models.TextField(null=True)  # noqa: DJ001
    corrects = models.TextField(null=True)  # noqa: DJ001

    class Meta:
        db_table = "record_event"
        constraints = [models.UniqueConstraint(fields=["patient", "seq"], name="record_event_patient_seq")]
        indexes = [
            models.Index(fields=["patient", "occurred_from"], name="record_event_timeline"),
        ]


class HeadRow(models.Model):
    """Where a patient's log ends: expected sequence, export watermark, detection of a cut tail."""

    patient = models.TextField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "record_head"


class RollRow(models.Model):
    """Every patient that ever got a log, in order, chained: a removed patient is missed."""

    number = models.BigIntegerField(primary_key=True)
    patient = models.TextField(unique=True)
    hash = models.BinaryField()

    class Meta:
        db_table = "record_roll"


class ChartRow(models.Model):
    """The cached fold of all of a patient's events up to ``seq``."""

    patient = models.TextField(primary_key=True)
    seq = models.BigIntegerField()
    form = models.TextField()
    body = models.BinaryField()

    class Meta:
        db_table = "record_chart"


class PartRow(models.Model):
    """The cached parts of a patient's chart, of all events up to ``seq``; emptied by each destruction."""

    patient = models.TextField(primary_key=True)
    generation = models.BigIntegerField()
    seq = models.BigIntegerField()
    form = models.TextField()
    body = models.BinaryField()

    class Meta:
        db_table = "record_part"


class ReadingRow(models.Model):
    """One row of one reading of one patient's chart."""

    reading = models.TextField()
    patient = models.TextField()
    key = models.TextField()
    unit = models.TextField()
    provider = models.TextField()
    at = models.TextField()
    data = models.TextField()

    class Meta:
        db_table = "record_reading"
        constraints = [
            models.UniqueConstraint(fields=["patient", "reading", "key"], name="record_reading_key")
        ]
        indexes = [
            # Rows that are no unit's are found by patient; an index of them would only cost each append a page.
            models.Index(
                fields=["reading", "unit"], condition=~models.Q(unit=""), name="record_reading_unit"
            ),
            models.Index(
                fields=["reading", "provider"],
                condition=~models.Q(provider=""),
                name="record_reading_provider",
            ),
        ]


class ReadingVersionRow(models.Model):
    """The version of each reading that the stored rows are of."""

    reading = models.TextField(primary_key=True)
    version = models.IntegerField()

    class Meta:
        db_table = "record_reading_version"


class KeyRow(models.Model):
    """Idempotency keys: what a retry already wrote."""

    key = models.TextField(primary_key=True)
    patient = models.TextField()
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()

    class Meta:
        db_table = "record_key"


class DestructionRow(models.Model):
    """A decision to destroy (SFS 2008:355 8 kap. 4 §, weeding, erasure in a quality register)."""

    id = models.TextField(primary_key=True)
    authority = models.TextField()
    decision = models.TextField()
    decided_on = models.TextField()
    scope = models.TextField()
    executed_at = models.TextField()

    class Meta:
        db_table = "record_destruction"


class DestroyedRow(models.Model):
    """An entry that a destruction names."""

    event = models.TextField(primary_key=True)
    destruction = models.TextField()

    class Meta:
        db_table = "record_destroyed"
