"""What a unit says of its physicians: agreements, hours held, who covers; refused to who does not work there."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

from lindra import clock
from lindra.care.homes import queries
from lindra.care.homes.models import HomeAgreement, HomeCover, HomeHeld
from lindra.privacy.reader import Reader
from lindra.record.envelope import stamp


def _may(unit: str, reader: Reader) -> dict[str, str]:
    """Who says it, and when. Raises :class:`PermissionError`."""
    if not queries.may_enter(unit, reader):
        raise PermissionError("only who works at the unit, for care or administration, says this")
    return {"unit": unit, "by": reader.staff.hsa_id, "at": stamp(clock.now())}


def agree(
    unit: str, reader: Reader, *, physician: str, practice: str, phone: str, hours: Decimal, first_day: date,
    last_day: date | None, number: int | None = None,
) -> None:  # fmt: skip
    """Write an agreement, or change one of the unit's own (``number``)."""
    said = {"physician": physician, "practice": practice, "phone": phone, "hours": hours, "first_day": first_day,
            "last_day": last_day, **_may(unit, reader)}  # fmt: skip
    if number is None:
        HomeAgreement.objects.create(**said)
    else:
        HomeAgreement.objects.filter(pk=number, unit=unit).update(**said)


def hold(unit: str, reader: Reader, *, day: date, hours: Decimal, kind: str, physician: str) -> None:
    """Note hours that a physician gave."""
    HomeHeld.objects.create(day=day, hours=hours, kind=kind, physician=physician, **_may(unit, reader))


def cover(unit: str, reader: Reader, *, who: str, phone: str, days: str, start: time, end: time) -> None:
    """Say who covers at which hours."""
    HomeCover.objects.create(
        who=who, phone=phone, days=days, start=f"{start:%H:%M}", end=f"{end:%H:%M}", **_may(unit, reader)
    )


def remove(unit: str, reader: Reader, what: str, number: int) -> None:
    """Take back one of the unit's own entries that was wrong: of hours held (``held``) or of who covers (``cover``)."""
    _may(unit, reader)
    model = {"held": HomeHeld, "cover": HomeCover}[what]
    model.objects.filter(pk=number, unit=unit).delete()  # type: ignore[attr-defined]
