"""What people do to a row of the worklist, and the reminders. That a thing is done is never noted: the record says so.

Each asks the door first, which logs it, and holds in one transaction. Raises :class:`PermissionError` where the reader
may not write about the patient, :class:`Gone` where there is no such row to be seen any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import connection, transaction

from lindra import clock
from lindra.areas import queries as areas
from lindra.deadlines import queries, rules
from lindra.deadlines.declared import NAME, over
from lindra.deadlines.models import Hold, Reminder
from lindra.privacy import door, worklist
from lindra.privacy.reader import Reader
from lindra.record import wall
from lindra.record.envelope import stamp


class Gone(LookupError):
    """The row is not in the worklist any more: it has been done, or is no longer due."""


class Taken(Exception):
    """Somebody else was first; ``by`` is their HSA-id."""

    def __init__(self, by: str) -> None:
        super().__init__("somebody else has claimed it")
        self.by = by


def claim(patient: str, key: str, reader: Reader) -> None:
    """Say that one does it oneself. Raises :class:`Taken` where somebody else was first."""
    _may(patient, key, reader, "claimed")
    with wall.opened([patient]), transaction.atomic():
        hold = _hold(patient, key, reader)
        now = stamp(clock.now())
        if not _claimed(hold, reader.staff.hsa_id, now):
            by = Hold.objects.values_list("claimed_by", flat=True).get(pk=hold)
            if by != reader.staff.hsa_id:
                raise Taken(by)


def _claimed(hold: int, hsa_id: str, now: str) -> bool:
    """Of two at once the database lets one through."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE deadlines_hold SET claimed_by = %s, claimed_at = %s, by = %s, at = %s "
            "WHERE id = %s AND claimed_by = ''",
            [hsa_id, now, hsa_id, now, hold],
        )
        return bool(cursor.rowcount == 1)


def release(patient: str, key: str, reader: Reader) -> None:
    """Give it back; also what a colleague has claimed, who may be ill."""
    _may(patient, key, reader, "released")
    _change(patient, key, reader, claimed_by="", claimed_at="")


def not_now(patient: str, key: str, reader: Reader, until: date | None, reason: str) -> None:
    """Put it off for one's own unit, with a reason. Raises :class:`~lindra.deadlines.rules.NotPutOff`."""
    last, said = rules.put_off(until, reason, clock.today())
    _may(patient, key, reader, "put off")
    with wall.opened([patient]), transaction.atomic():
        _hold(patient, key, reader)
        _change(patient, key, reader, until=last, reason=said, unit=reader.assignment.unit)


def bring_back(patient: str, key: str, reader: Reader) -> None:
    """Put it off no longer."""
    _may(patient, key, reader, "brought back")
    _change(patient, key, reader, until="", reason="", unit="")


def _may(patient: str, key: str, reader: Reader, what: str) -> None:
    """Only what one sees oneself, of a patient about whom one may write."""
    seen = {
        row.row.key for row in worklist.rows_of(NAME, reader, [patient]) if isinstance(row.row, door.Item)
    }
    if key not in seen:
        raise Gone("there is no such row for this reader")
    worklist.act_on(patient, reader, what)


def _hold(patient: str, key: str, reader: Reader) -> int:
    """What is noted of the row, empty at first; of two at once one makes it."""
    made = Hold(patient=patient, key=key, by=reader.staff.hsa_id, at=stamp(clock.now()))
    Hold.objects.bulk_create([made], ignore_conflicts=True)
    return int(Hold.objects.values_list("pk", flat=True).get(patient=patient, key=key))


def _change(patient: str, key: str, reader: Reader, **fields: str) -> None:
    """Change what is noted; a row of which nothing is noted any more is not kept."""
    with wall.opened([patient]), transaction.atomic():
        noted = Hold.objects.filter(patient=patient, key=key)
        noted.update(**fields, by=reader.staff.hsa_id, at=stamp(clock.now()))
        noted.filter(claimed_by="", until="").delete()


# Reminders


def remind() -> list[Reminder]:
    """Today's reminders that have not gone out: of each unit how many things are late, and how many due today.

    For a command that runs as a system reader. Each is written before it is told, once a unit and day, so that who runs
    this twice reminds nobody twice.
    """
    today = f"{clock.today():%Y-%m-%d}"
    with transaction.atomic():
        before = set(Reminder.objects.filter(day=today).values_list("unit", flat=True))
        new = [one for one in _due_today(today) if one.unit not in before]
        Reminder.objects.bulk_create(new)
        _forget_what_is_gone()
    return new


def _due_today(today: str) -> list[Reminder]:
    now, off = clock.now(), queries.put_off_by(today)
    counted: Counter[tuple[str, str]] = Counter()
    for patient, key, unit, at in worklist.pending(NAME):
        if off.get((patient, key)) != unit and not over(key, clock.day(now)):
            counted[unit, rules.when(at, now)] += 1
    units = sorted({unit for (unit, when) in counted if when in ("late", "today")})
    return [
        Reminder(
            unit=unit, day=today, late=counted[unit, "late"], today=counted[unit, "today"], at=stamp(now)
        )
        for unit in units
    ]


def _forget_what_is_gone() -> None:
    """What was noted of rows that have been gone for a while is no longer needed."""
    oldest = stamp(clock.now() - timedelta(days=rules.FORGOTTEN))
    old = list(Hold.objects.filter(at__lt=oldest))
    rows = {(patient, key) for patient, key, _, _ in worklist.pending(NAME)} if old else set()
    Hold.objects.filter(pk__in=[hold.pk for hold in old if (hold.patient, hold.key) not in rows]).delete()


def in_words(reminders: Iterable[Reminder]) -> list[str]:
    """A line for each: the unit's name, and how many. Nothing of a patient."""
    told = list(reminders)
    names = areas.names(one.unit for one in told)
    return [f"{names.get(one.unit, one.unit)}: {one.late} late, {one.today} due today" for one in told]
