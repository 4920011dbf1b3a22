"""What a unit does with the list: which signs it looks for, and *not now* with a date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from django.db import transaction

from lindra import clock
from lindra.care.identification import rules
from lindra.care.identification.models import NotNow, SignInUse
from lindra.deadlines.rules import put_off
from lindra.privacy import worklist
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Duty
from lindra.record import wall
from lindra.record.envelope import Event, stamp


def may_choose(reader: Reader) -> bool:
    """The signs a unit looks for are chosen by those who treat there, or answer for its quality."""
    return reader.side.duty in (Duty.TREATING, Duty.OVERSIGHT)


def choose(names: Iterable[str], reader: Reader) -> None:
    """Look for just these signs in one's own unit. Raises :class:`PermissionError`."""
    if not may_choose(reader):
        raise PermissionError("signs are chosen by those who treat in the unit")
    chosen, unit = [name for name in rules.known() if name in set(names)], reader.assignment.unit
    with transaction.atomic():
        SignInUse.objects.filter(unit=unit).exclude(rule__in=chosen).delete()
        SignInUse.objects.bulk_create(
            [
                SignInUse(unit=unit, rule=name, by=reader.staff.hsa_id, at=stamp(clock.now()))
                for name in chosen
            ],
            ignore_conflicts=True,
        )


def not_now(patient: str, reader: Reader, until: date | None, reason: str) -> None:
    """Put a patient aside until a day. Raises :class:`PermissionError`, :class:`~lindra.deadlines.rules.NotPutOff`."""
    last, said = put_off(until, reason, clock.today())
    worklist.act_on(patient, reader, "possible needs, not now")
    told = {"until": last, "reason": said, "by": reader.staff.hsa_id, "at": stamp(clock.now())}
    with wall.opened([patient]):
        NotNow.objects.update_or_create(patient=patient, unit=reader.assignment.unit, defaults=told)


def forget(patient: str, gone: Sequence[Event], home: Path) -> None:
    """With destroyed entries goes what was said because of them."""
    NotNow.objects.filter(patient=patient).delete()


def settle(home: Path) -> None:
    """Nothing of this stands in files."""
