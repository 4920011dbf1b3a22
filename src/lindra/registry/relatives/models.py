"""Whom a unit has asked, and what they answered: beside the record, behind its wall, and never part of it.

Who a relative is stands among the patient's details alone; here only the reference is kept.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from lindra.registry.relatives import rules
from lindra.registry.relatives.rules import State


class Invitation(models.Model):
    """Somebody close to a patient who has died is asked, or has said that they do not want to be.

    ``code`` is a keyed hash. ``draft`` holds what stands in the controls so far, as typed; it goes when the answers are
    sent, and when they no longer can be. ``phone`` is the unit's own number, for whoever feels bad.
    """

    id = models.TextField(primary_key=True)
    patient = models.TextField()
    relative = models.TextField()
    """The reference of the relative among the patient's details."""
    unit = models.TextField()
    provider = models.TextField()
    by = models.TextField()
    at = models.TextField()
    until = models.TextField()
    """The last day (ISO) on which the code holds."""
    code = models.TextField(unique=True)
    form = models.TextField()
    """Id and version of the questions."""
    language = models.TextField()
    phone = models.TextField(default="", blank=True)
    draft = models.JSONField(default=dict)
    answered_at = models.TextField(default="", blank=True)
    declined_at = models.TextField(default="", blank=True)
    declined_to = models.TextField(default="", blank=True)
    """Whom they told so (HSA-id); empty where they said so on the page."""
    revoked_at = models.TextField(default="", blank=True)
    revoked_by = models.TextField(default="", blank=True)

    class Meta:
        db_table = "registry_invitation"
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "relative"],
                condition=Q(answered_at="", declined_at="", revoked_at=""),
                name="registry_invitation_once",
            )
        ]
        indexes = [models.Index(fields=["provider"], name="registry_invitation_provider")]

    def state(self, today: date) -> State:
        """What has become of it."""
        return rules.state(
            answered=bool(self.answered_at), declined=bool(self.declined_at), revoked=bool(self.revoked_at),
            until=date.fromisoformat(self.until), today=today,
        )  # fmt: skip


class RelativeAnswer(models.Model):
    """What a relative answered, once: word for word as a FHIR QuestionnaireResponse, and by codes."""

    id = models.TextField(primary_key=True)
    patient = models.TextField()
    invitation = models.TextField(unique=True)
    unit = models.TextField()
    provider = models.TextField()
    form = models.TextField()
    language = models.TextField()
    response = models.JSONField()
    said = models.JSONField(default=dict)
    """Of each question answered by a code, the code."""
    may_read = models.BooleanField(default=False)
    """Whether the relative lets the unit that asked read these very answers; else they are only counted."""
    sent_at = models.TextField()

    class Meta:
        db_table = "registry_relatives_answer"
        indexes = [
            models.Index(fields=["patient"], name="registry_answer_patient"),
            models.Index(fields=["provider"], name="registry_answer_provider"),
        ]
