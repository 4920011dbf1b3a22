"""Signing what somebody else wrote down for the physician: an act at a time, in the reader's name, through the door."""

from __future__ import annotations

from collections.abc import Mapping

from lindra import clock
from lindra.care.signing.rules import MAY, Answer
from lindra.care.signing.waiting import Waiting, waiting
from lindra.forms.values import N_
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.record.envelope import When
from lindra.record.facts import SIGNATURES, Signed
from lindra.record.kinds import Refused

NOT_THIS_PAGE = N_(
    "The page was not of this patient's record as it stands. Read what waits below, and sign it."
)
NOT_WAITING = N_("That does not wait for a signature any more: it has been signed, corrected or withdrawn.")
REFUSED: dict[Answer, str] = {
    "not_a_physician": N_("Only a physician signs this. Ask the physician who is named."),
    "another": N_("Another physician is named as responsible, and signs it."),
    "another_provider": N_(
        "Another physician is named, and another organisation wrote this. You can take over responsibility only for "
        "what your own organisation wrote. Write the decision anew instead."
    ),
    "nothing": N_("Nothing in it names a physician."),
}
"""Why somebody may not sign, and what to do instead."""


class NotSigned(Refused):
    """It is not signed: an English message id that says what to do."""


def sign(opened: door.Opened, reader: Reader, act: str, seen: Mapping[str, int]) -> door.Appended | None:
    """Sign an act, having seen the log up to ``seen`` (by record). Nothing is written where one has signed it already.

    Raises :class:`~lindra.privacy.door.Conflict` where something has been written since, :class:`PermissionError`, and
    :class:`NotSigned` where it does not wait, is not this reader's to sign, or the page was of another record.
    """
    if _has_signed(opened, reader, act):
        return None
    now = opened.positions()
    if set(seen) != set(now) or any(seen[one] > now[one] for one in now):
        raise NotSigned(NOT_THIS_PAGE)
    for one in now:  # the append below guards one record; of a person with several, each is compared
        if seen[one] != now[one]:
            raise door.Conflict(seen[one], now[one])
    found = _waiting(opened, act)
    if (answer := found.answer(reader)) not in MAY:
        raise NotSigned(REFUSED[answer])
    draft = door.Draft(Signed(signs=act), When.at(clock.now()))
    return door.write(found.record, [draft], reader, expected=seen[found.record])


def _waiting(opened: door.Opened, act: str) -> Waiting:
    found = next((one for one in waiting(opened) if one.act == act), None)
    if found is None:
        raise NotSigned(NOT_WAITING)
    return found


def _has_signed(opened: door.Opened, reader: Reader, act: str) -> bool:
    """Whether this reader has signed it before: the button was pressed twice."""
    slot = opened.chart.slots.get(SIGNATURES)
    return slot is not None and any(
        one.author == reader.staff.hsa_id for one in slot.rows.get(act, {}).values()
    )
