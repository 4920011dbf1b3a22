"""The access log, in a file (SQLite) or table (PostgreSQL) of its own."""

from __future__ import annotations

from django.db import models


class AccessEntry(models.Model):
    """One reading or writing: who, in which assignment, why, whom, what, when, by which right, with what outcome."""

    id = models.TextField(primary_key=True)
    at = models.TextField()
    staff = models.TextField()
    assignment = models.TextField()
    unit = models.TextField()
    provider = models.TextField()
    purpose = models.TextField()
    patients = models.TextField()
    """JSON list of opaque ids: a list of fifty patients is one row that names fifty."""
    what = models.TextField()
    right = models.TextField()
    outcome = models.TextField()

    class Meta:
        db_table = "privacy_access"
        indexes = [models.Index(fields=["at"], name="privacy_access_at")]
