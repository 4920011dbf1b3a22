"""What the import remembers from file to file and from run to run, so that none of it is held in memory.

A resource's key is ``system|Type/id``. Who somebody is and what happened are in ``people`` and ``record``, not here.
"""

from __future__ import annotations

from django.db import models


class ResourceRow(models.Model):
    """A resource that has been read, in its version in force.

    ``held`` is JSON: ``events`` (patient → item → latest event of that item), for a patient ``identifiers`` (hashes),
    for a Medication or Device what it is ``named``. ``outcome`` is *stored* or *left*; ``reason`` why it was left.
    """

    key = models.TextField(primary_key=True)
    system = models.TextField()
    type = models.TextField()
    rid = models.TextField()
    base = models.TextField(default="")
    version = models.TextField()
    outcome = models.TextField()
    reason = models.TextField(default="")
    patient = models.TextField(default="")
    held = models.TextField(default="{}")

    class Meta:
        db_table = "fhir_resource"
        indexes = [models.Index(fields=["system", "rid"], name="fhir_resource_id")]


class VersionRow(models.Model):
    """A version of a resource that has been read and is not in force."""

    key = models.TextField()
    version = models.TextField()

    class Meta:
        db_table = "fhir_version"
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="fhir_version_once")]


class ReferenceRow(models.Model):
    """A reference to a resource that no file has held so far."""

    system = models.TextField()
    source = models.TextField()
    path = models.TextField()
    reference = models.TextField()
    type = models.TextField(default="")
    """Empty where only the id is known; ``?`` where it can never be found (a search, or nothing contained)."""
    rid = models.TextField()

    class Meta:
        db_table = "fhir_reference"
        constraints = [
            models.UniqueConstraint(
                fields=["system", "source", "path", "reference"], name="fhir_reference_once"
            )
        ]
        indexes = [models.Index(fields=["system", "rid"], name="fhir_reference_target")]


class UseRow(models.Model):
    """What one resource needs of another, whichever comes first.

    ``use``: *file* (a document's Binary), *thing* (an order's Medication, the Device in use), *link* (another record
    of a person).
    """

    use = models.TextField()
    target = models.TextField()
    source = models.TextField()
    patient = models.TextField(default="")

    class Meta:
        db_table = "fhir_use"
        constraints = [models.UniqueConstraint(fields=["use", "target", "source"], name="fhir_use_once")]


class ParkedRow(models.Model):
    """A resource that waits on disk for another; the row is there so that it is parked once.

    ``run`` is the last run that read it and ``times`` how often that one did, for its counts.
    """

    key = models.TextField()
    version = models.TextField()
    run = models.TextField()
    times = models.IntegerField()
    file = models.TextField()
    line = models.IntegerField()
    cause = models.TextField()

    class Meta:
        db_table = "fhir_parked"
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="fhir_parked_once")]
