"""What this room reads that is no entry of the record: drafts, and the names of those who wrote."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from lindra import clock
from lindra.forms.models import Draft
from lindra.forms.rules import DRAFT_DAYS
from lindra.people.models import Staff
from lindra.privacy.reader import Reader
from lindra.record import wall
from lindra.record.envelope import stamp


def oldest_draft() -> str:
    """Drafts not touched since are dropped."""
    return stamp(clock.now() - timedelta(days=DRAFT_DAYS))


def draft(reader: Reader, patient: str, form: str, answer: str = "") -> Draft | None:
    """What this reader had begun to fill in of a form, in this assignment; ``answer`` names the entry corrected."""
    own = Draft.objects.filter(
        staff=reader.staff.id, assignment=reader.assignment.id, patient=patient, form=form, answer=answer,
        updated_at__gte=oldest_draft(),
    )  # fmt: skip
    with wall.opened([patient]):
        return own.first()


def drafts(reader: Reader, patient: str) -> list[Draft]:
    """Everything this reader has begun of one patient and not sent, latest first."""
    own = Draft.objects.filter(staff=reader.staff.id, assignment=reader.assignment.id, patient=patient)
    with wall.opened([patient]):
        return list(own.filter(updated_at__gte=oldest_draft()).order_by("-updated_at"))


def authors(hsa_ids: Iterable[str]) -> dict[str, str]:
    """Names, with titles where known, of members of staff by HSA-id."""
    found = Staff.objects.filter(hsa_id__in=set(hsa_ids)).values_list("hsa_id", "name", "title")
    return {hsa_id: f"{name}, {title}" if title else name for hsa_id, name, title in found}
