"""The pass on a form's page: that this person was shown this form of this patient, in this assignment. Signed.

It says when the page was asked for: what was destroyed by decision since may stand on the page, and does not come back.
With it drafts are kept while somebody types, without the patient being opened, and logged, at every pause. It gives
nothing back: drafts are shown only on the page, which goes through the door.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from lindra.forms.rules import DRAFT_DAYS
from lindra.privacy.reader import Reader
from lindra.privacy.removal import queries as removal
from lindra.record.envelope import stamp

NAMES = ("staff", "assignment", "patient", "form", "answer")
_SALT = "lindra.forms.pass"


def give(reader: Reader, patient: str, form: str, answer: str = "") -> str:
    """A pass for a page."""
    place = (reader.staff.id, reader.assignment.id, patient, form, answer, stamp(reader.at))
    return signing.dumps(place, salt=_SALT)


def read(text: str) -> dict[str, str] | None:
    """What a pass says, by :data:`NAMES`; nothing when it is none of ours, or too old."""
    return dict(zip(NAMES, found, strict=False)) if (found := _loads(text)) else None


def outlived(text: str, patient: str) -> bool:
    """Whether something of the patient has been destroyed since the page of a pass was asked for.

    A page without a pass of ours says nothing of when it is from.
    """
    found = _loads(text)
    return found is not None and removal.destroyed_since(patient, found[len(NAMES)])


def _loads(text: str) -> list[str] | None:
    try:
        found: list[str] = signing.loads(text, salt=_SALT, max_age=timedelta(days=DRAFT_DAYS))
    except signing.BadSignature:
        return None
    return found if len(found) > len(NAMES) else None
