"""The pass on a form's page: that this person was shown this form of this patient, in this assignment. Signed.

With it drafts are kept while somebody types, without the patient being opened, and logged, at every pause. It gives
nothing back: drafts are shown only on the page, which goes through the door.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from lindra.forms.rules import DRAFT_DAYS
from lindra.privacy.reader import Reader

NAMES = ("staff", "assignment", "patient", "form", "answer")
_SALT = "lindra.forms.pass"


def give(reader: Reader, patient: str, form: str, answer: str = "") -> str:
    """A pass for a page."""
    place = (reader.staff.id, reader.assignment.id, patient, form, answer)
    return signing.dumps(place, salt=_SALT)


def read(text: str) -> dict[str, str] | None:
    """What a pass says, by :data:`NAMES`; nothing when it is none of ours, or too old."""
    try:
        place = signing.loads(text, salt=_SALT, max_age=timedelta(days=DRAFT_DAYS))
    except signing.BadSignature:
        return None
    return dict(zip(NAMES, place, strict=True))
