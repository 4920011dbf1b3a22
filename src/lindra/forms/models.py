"""What this room stores that is no entry of the record: licensed wordings, and what somebody has begun to fill in."""

from __future__ import annotations

from django.db import models


class Draft(models.Model):
    """A form begun and not sent in: only for the one who began it, in the assignment in which it was begun.

    ``body`` holds what stands in the form's controls, as typed. ``seen`` is the last entry of the patient's log that
    the page knew of, ``key`` what makes a second sending of the same be written once. ``answer`` names the entry that
    is being corrected, and is empty for a new one.
    """

    staff = models.TextField()
    assignment = models.TextField()
    patient = models.TextField()
    form = models.TextField()
    answer = models.TextField(default="", blank=True)
    version = models.TextField()
    body = models.JSONField(default=dict)
    seen = models.BigIntegerField()
    key = models.TextField()
    updated_at = models.TextField()

    class Meta:
        db_table = "forms_draft"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "assignment", "patient", "form", "answer"], name="forms_draft_place"
            )
        ]
        indexes = [
            models.Index(fields=["patient"], name="forms_draft_patient"),
            models.Index(fields=["updated_at"], name="forms_draft_updated"),
        ]


class ImportedForm(models.Model):
    """A form in a licensed wording: ``body`` is the whole Questionnaire as JSON, mapped as the one it words."""

    form = models.TextField()
    """The id of the form that it words."""
    version = models.TextField()
    language = models.TextField()
    body = models.TextField()
    licence = models.TextField()
    imported_at = models.TextField()
    imported_by = models.TextField()
    """Staff."""

    class Meta:
        db_table = "forms_imported"
        constraints = [models.UniqueConstraint(fields=["form", "version"], name="forms_imported_once")]
