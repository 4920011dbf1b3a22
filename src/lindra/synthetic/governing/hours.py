"""Physicians in municipal care in the made-up county: agreed, held, who covers.

Five municipalities have agreed on hours. In four of them at least as many are held as are agreed over half a year,
though a month now and then is short; in the fifth they are not, and nobody covers at night. The others say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from lindra.areas import queries as areas
from lindra.care.models import HomeAgreement, HomeCover, HomeHeld
from lindra.care.plan.calling import is_workday
from lindra.clock import STOCKHOLM, day
from lindra.record.envelope import stamp
from lindra.synthetic import county

DAYS = 400
"""So many days back hours are noted."""
WEEKLY = {"care-home": Decimal(4), "short-stay": Decimal(2), "home": Decimal(6)}
"""Hours a week that are agreed, by kind of unit. Our own estimate."""
QUARTER = Decimal("0.25")
PHONE = "010-000 00 00"


@dataclass(frozen=True, slots=True)
class Town:
    """How it goes in a municipality: the share held of what is agreed, in most months and in the short ones."""

    code: str
    held: Decimal
    short: Decimal
    short_months: tuple[int, ...]
    nights: bool = True


TOWNS = (
    Town("1780", Decimal("1.14"), Decimal("0.85"), (2, 7)),
    Town("1715", Decimal("1.12"), Decimal("0.90"), (7, 12)),
    Town("1782", Decimal("1.14"), Decimal("0.85"), (3, 8)),
    Town("1784", Decimal("1.18"), Decimal("0.75"), (1, 7)),
    Town("1783", Decimal("0.78"), Decimal("0.45"), (2, 4, 7), nights=False),
)
WORK = (("round", 1, Decimal("0.6")), ("plan", 2, Decimal("0.2")), ("followup", 3, Decimal("0.2")))
"""What the hours are for, the day of the week (Monday 0), and the part of the week's hours."""


def plant(until: datetime) -> None:
    """Store it as it stands at ``until``."""
    for town in TOWNS:
        for kind, hours in WEEKLY.items():
            _plant(town, f"{kind}-{town.code}", hours, until)


def _plant(town: Town, key: str, hours: Decimal, until: datetime) -> None:
    made = county.organisation()
    unit = areas.unit_by_hsa_id(made.units[key].hsa_id)
    assert unit is not None, "the organisation is made with the first people"
    if HomeAgreement.objects.filter(unit=unit.id).exists():
        return
    last = day(until) - timedelta(days=1)
    about = {"unit": unit.id, "by": made.staff[made.writers[key, "nurse"]].hsa_id}
    practice = made.units[f"practice-{town.code}"]
    physician = made.staff[made.writers[practice.key, "physician"]].name
    first = date(last.year - 2, 1, 1)
    HomeAgreement.objects.create(
        physician=physician, practice=practice.name, phone=PHONE, hours=hours, first_day=first, last_day=None,
        at=_at(first), **about,
    )  # fmt: skip
    HomeHeld.objects.bulk_create(
        HomeHeld(day=on, hours=given, kind=kind, physician=physician, at=_at(on), **about)
        for on, given, kind in held(town, key, hours, last)
    )
    HomeCover.objects.bulk_create(
        HomeCover(who=who, phone=PHONE, days=days, start=start, end=end, at=_at(first), **about)
        for who, days, start, end in _covers(town, practice.name)
    )


def held(town: Town, key: str, hours: Decimal, last: date) -> Iterator[tuple[date, Decimal, str]]:
    """The hours of each visit: day, hours, what for. A visit on a holiday is made on the next working day."""
    random = Random(f"physician at {key}")  # noqa: S311 - a made-up county
    monday = last - timedelta(days=DAYS + last.weekday())
    while monday <= last:
        for kind, weekday, part in WORK:
            on = monday + timedelta(days=weekday)
            while not is_workday(on):
                on += timedelta(days=1)
            share = town.short if on.month in town.short_months else town.held
            swing = Decimal(random.choice((-25, 0, 0, 25))) / 100
            given = (hours * part * share / QUARTER).quantize(Decimal(1), ROUND_HALF_UP) * QUARTER + swing
            if given > 0 and on <= last:
                yield on, given, kind
        monday += timedelta(days=7)


def _covers(town: Town, practice: str) -> Iterator[tuple[str, str, str, str]]:
    made = county.organisation()
    yield practice, "workdays", "08:00", "17:00"
    if town.nights:
        yield made.units["on-call"].name, "workdays", "17:00", "08:00"
        yield made.units["on-call"].name, "other_days", "00:00", "00:00"


def _at(on: date) -> str:
    return stamp(datetime.combine(on, time(16), STOCKHOLM))
