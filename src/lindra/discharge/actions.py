"""What is done with messages: sent, acknowledged, sent back, corrected, taken back – each delivered where it goes.

Every act is written by who does it and handed over to the others (``privacy.handing``) in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from lindra import clock
from lindra.areas import queries as areas
from lindra.discharge import parties, process
from lindra.discharge.case import Case, Message, cases, messages
from lindra.discharge.events.messages import TakenBack
from lindra.discharge.events.passing import Delivered, Receipt, Sender, State
from lindra.discharge.events.passing import Message as Sent
from lindra.forms.values import N_
from lindra.ids import new_id
from lindra.privacy import handing
from lindra.privacy.door import Appended, Draft, Opened
from lindra.privacy.handing import Parcel
from lindra.privacy.reader import Reader
from lindra.record.envelope import When, stamp
from lindra.record.kinds import Refused

NO_PLACE = N_("This cannot be sent as things stand: the patient is not in that part of the process.")
NOT_YOURS = N_("This is sent by another organisation in the process.")
NOBODY = N_("Say who is to have the message.")
NOT_HERE = N_("The message is not among those that your unit has sent or received.")
BACK_ALREADY = N_("The message has been taken back or sent back, and counts no more.")
FUTURE = N_("The time is later than now. Write when it was.")


class NotSent(Refused):
    """Nothing was sent: an English message id that says what to do."""


def case_of(opened: Opened, episode: str) -> Case:
    """One case of a patient; an empty one where nothing is known of it."""
    return next((one for one in cases(opened.chart) if one.episode == episode), Case(episode))


def send(
    opened: Opened, reader: Reader, message: Sent, *, at: datetime | None = None, expected: int, key: str = ""
) -> Appended:
    """Send a message to the units it names: one entry here, one copy there.

    Raises :class:`NotSent`, :class:`~lindra.privacy.handing.NoSuchUnit`, :class:`~lindra.privacy.door.Conflict`,
    :class:`PermissionError`.
    """
    now = clock.now()
    at = at or now
    if at > now:
        raise NotSent(FUTURE)
    _may_send(opened, reader, message)
    parcels = [Parcel(unit, (_copy(message, reader, at, now),)) for unit in _others(message.to, reader)]
    own = [Draft(message, When.at(at))]
    if message.answers:
        receipt = _receipt(message.answers, "answered", reader, now)
        own.append(receipt)
        parcels = _to_all(parcels, _known(opened, message.answers), receipt, reader)
    return handing.hand(opened.patient, own, parcels, reader, expected=expected, key=key)


def _may_send(opened: Opened, reader: Reader, message: Sent) -> None:
    if not parties.may_send(message.kind, areas.unit(reader.assignment.unit).kind):
        raise NotSent(NOT_YOURS)
    if parties.addressed(message.kind) and not message.to:
        raise NotSent(NOBODY)
    if process.after(case_of(opened, message.episode).stage, message.kind) is None:
        raise NotSent(NO_PLACE)


def _copy(message: Sent, reader: Reader, at: datetime, now: datetime) -> Draft:
    sender = Sender(
        unit=reader.assignment.unit, provider=reader.assignment.provider, person=reader.staff.hsa_id
    )
    fact = Delivered(
        of=message.ref, message=message.kind, words=message.version, said=message.dump(), sender=sender,
        sent_at=stamp(at),
    )  # fmt: skip
    return Draft(fact, When.at(now))


def _receipt(ref: str, state: State, reader: Reader, now: datetime, why: str = "") -> Draft:
    return Draft(Receipt(of=ref, by=reader.assignment.unit, state=state, why=why), When.at(now))


def _others(units: Iterable[str], reader: Reader) -> list[str]:
    return [one for one in dict.fromkeys(units) if one != reader.assignment.unit]


def _with(parcels: Sequence[Parcel], unit: str, draft: Draft, reader: Reader) -> list[Parcel]:
    """Parcels with one more thing for a unit, which may have none yet."""
    if not unit or unit == reader.assignment.unit:
        return list(parcels)
    if all(one.unit != unit for one in parcels):
        parcels = [*parcels, Parcel(unit, ())]
    return [Parcel(one.unit, (*one.drafts, draft)) if one.unit == unit else one for one in parcels]


def _to_all(parcels: Sequence[Parcel], message: Message, draft: Draft, reader: Reader) -> list[Parcel]:
    """Parcels with one more thing for all who have a message: what becomes of it is the same to everybody."""
    found = list(parcels)
    for unit in (message.unit, *(one.unit for one in message.passed)):
        found = _with(found, unit, draft, reader)
    return found


def _known(opened: Opened, ref: str) -> Message:
    found = next((one for one in messages(opened.chart) if one.ref == ref), None)
    if found is None:
        raise NotSent(NOT_HERE)
    return found


def acknowledge(opened: Opened, reader: Reader, refs: Sequence[str], *, expected: int) -> Appended | None:
    """Say that the unit has read messages (kvittera); what it has read is passed over. Raises as :func:`send`."""
    now, unit = clock.now(), reader.assignment.unit
    found = [one for one in messages(opened.chart) if one.ref in refs and unit in one.unread]
    if not found:
        return None
    own = [_receipt(one.ref, "read", reader, now) for one in found]
    parcels: list[Parcel] = []
    for one, receipt in zip(found, own, strict=True):
        parcels = _to_all(parcels, one, receipt, reader)
    return handing.hand(opened.patient, own, parcels, reader, expected=expected)


def send_back(opened: Opened, reader: Reader, ref: str, why: str, *, expected: int) -> Appended:
    """Send back what came to the wrong unit, with why. Raises as :func:`send`."""
    message = _known(opened, ref)
    if all(one.unit != reader.assignment.unit for one in message.passed):
        raise NotSent(NOT_HERE)
    if not message.valid:
        raise NotSent(BACK_ALREADY)
    receipt = _receipt(ref, "sent_back", reader, clock.now(), why)
    parcels = _to_all([], message, receipt, reader)
    return handing.hand(opened.patient, [receipt], parcels, reader, expected=expected)


def take_back(
    opened: Opened, reader: Reader, ref: str, why: str, note: str = "", *, expected: int
) -> Appended:
    """Take back a message of one's own unit, told to all who got it. Raises as :func:`send`."""
    message = _own(opened, reader, ref)
    units = tuple(one.unit for one in message.passed)
    taken = TakenBack(ref=new_id(), episode=message.episode, to=units, taken=ref, why=why, note=note)
    now = clock.now()
    parcels = [Parcel(unit, (_copy(taken, reader, now, now),)) for unit in _others(units, reader)]
    return handing.hand(opened.patient, [Draft(taken, When.at(now))], parcels, reader, expected=expected)


def correct(
    opened: Opened, reader: Reader, ref: str, message: Sent, *, at: datetime | None = None, expected: int
) -> Appended:
    """Put right what was sent: all who got it, and those it should have gone to, get it anew. Raises as ``send``."""
    before, now = _own(opened, reader, ref), clock.now()
    units = dict.fromkeys([*(one.unit for one in before.passed), *message.to])
    right = message.model_copy(update={"ref": ref, "episode": before.episode, "to": tuple(units)})
    at = at or before.at
    if at > now:
        raise NotSent(FUTURE)
    parcels = [Parcel(unit, (_copy(right, reader, at, now),)) for unit in _others(units, reader)]
    own = Draft(right, When.at(at), corrects=before.event)
    return handing.hand(opened.patient, [own], parcels, reader, expected=expected)


def _own(opened: Opened, reader: Reader, ref: str) -> Message:
    message = _known(opened, ref)
    if message.unit != reader.assignment.unit:
        raise NotSent(NOT_HERE)
    if not message.valid:
        raise NotSent(BACK_ALREADY)
    return message
