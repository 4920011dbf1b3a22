"""Who a patient is: opaque id, identifiers, and details with periods and history. Never payload of an event.

Only ``record`` and ``privacy`` read these without a reader.
"""

from __future__ import annotations

from django.db import models


class Patient(models.Model):
    """One record. Two records of one person are linked (:class:`Link`), never moved."""

    id = models.TextField(primary_key=True)
    created_at = models.TextField()

    class Meta:
        db_table = "people_patient"


class Identifier(models.Model):
    """A number somebody knows the patient by, for a period."""

    KINDS = [
        ("personnummer", "identity number"),
        ("samordningsnummer", "coordination number"),
        ("reserve", "reserve number"),
        ("foreign", "identifier of another system"),
    ]
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.TextField(choices=KINDS)
    system = models.TextField(default="")
    value = models.TextField()
    valid_from = models.TextField(null=True)  # noqa: DJ001 - an open period, not an empty text
    valid_to = models.TextField(null=True)  # noqa: DJ001
    recorded_at = models.TextField()

    class Meta:
        db_table = "people_identifier"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "system", "value"],
                condition=models.Q(valid_to=None),
                name="people_identifier_in_use_once",
            )
        ]
        indexes = [models.Index(fields=["kind", "system", "value"], name="people_identifier_lookup")]


class Detail(models.Model):
    """One thing known of a person, for a period: name, address, birth, protection, a relative.

    ``value`` is JSON of the kind's model in :mod:`lindra.people.details`. ``current`` marks the row that stands for
    its (patient, kind, key); the others are history.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="details")
    kind = models.TextField()
    key = models.TextField(default="")
    value = models.TextField()
    valid_from = models.TextField(null=True)  # noqa: DJ001
    valid_to = models.TextField(null=True)  # noqa: DJ001
    recorded_at = models.TextField()
    recorded_by = models.TextField()
    source = models.TextField(default="")
    source_version = models.TextField(default="")
    current = models.BooleanField(default=True)

    class Meta:
        db_table = "people_detail"
        indexes = [models.Index(fields=["patient", "kind", "key"], name="people_detail_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "kind", "key"],
                condition=models.Q(current=True),
                name="people_detail_current_once",
            )
        ]


class Link(models.Model):
    """Two records are of one person, from when somebody found so until somebody found not."""

    one = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    linked_at = models.TextField()
    linked_by = models.TextField()
    unlinked_at = models.TextField(null=True)  # noqa: DJ001
    unlinked_by = models.TextField(default="")
    unlink_reason = models.TextField(default="")

    class Meta:
        db_table = "people_link"
