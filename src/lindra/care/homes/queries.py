"""Reads of a home: what is agreed, held and covered, which homes a reader has, and the discharged through the door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from lindra import clock
from lindra.areas import queries as areas
from lindra.areas.models import CareUnit
from lindra.care.homes import rules
from lindra.care.homes.models import HomeAgreement, HomeCover, HomeHeld
from lindra.people.patients import Person
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.record.envelope import instant, midnight, stamp

MOST_LISTED = 500


def homes(reader: Reader) -> list[CareUnit]:
    """The units of municipal care a reader has: for care one's own, for other purposes the provider's."""
    if reader.purpose in door.BY_UNIT:
        units: Iterable[CareUnit] = [areas.unit(reader.assignment.unit)]
    else:
        units = areas.units_of(reader.assignment.provider, clock.today())
    return [unit for unit in units if unit.kind in rules.MUNICIPAL]


def home(unit: str, reader: Reader) -> CareUnit | None:
    """One of them."""
    return next((one for one in homes(reader) if one.id == unit), None)


def may_enter(unit: str, reader: Reader) -> bool:
    """Who works at a unit, for care or its administration, says what is agreed and held there."""
    return reader.purpose in door.BY_UNIT and reader.assignment.unit == unit


def agreements(unit: str) -> list[HomeAgreement]:
    """A unit's agreements, the latest first."""
    return list(HomeAgreement.objects.filter(unit=unit).order_by("-first_day", "-id"))


def agreed(found: Iterable[HomeAgreement]) -> list[rules.Agreed]:
    """The same for the arithmetic."""
    return [rules.Agreed(one.first_day, one.last_day, one.hours) for one in found]


def held(unit: str) -> list[HomeHeld]:
    """What was held in the last year, the latest first."""
    since = clock.today() - timedelta(days=366)
    return list(HomeHeld.objects.filter(unit=unit, day__gte=since).order_by("-day", "-id"))


def spent(found: Iterable[HomeHeld]) -> list[rules.Spent]:
    """The same for the arithmetic."""
    return [rules.Spent(one.day, one.hours, cast(rules.Kind, one.kind)) for one in found]


@dataclass(frozen=True, slots=True)
class Hours:
    """What is agreed and held at one unit."""

    agreed: list[rules.Agreed]
    held: list[rules.Spent]


def hours_of(units: Iterable[str], since: date) -> dict[str, Hours]:
    """Of many units at once, in two reads: every agreement, and what was held from a day on."""
    found = {unit: Hours([], []) for unit in units}
    for unit, first, last, amount in HomeAgreement.objects.values_list(
        "unit", "first_day", "last_day", "hours"
    ):
        if unit in found:
            found[unit].agreed.append(rules.Agreed(first, last, amount))
    held = HomeHeld.objects.filter(day__gte=since).values_list("unit", "day", "hours", "kind")
    for unit, day, amount, kind in held:
        if unit in found:
            found[unit].held.append(rules.Spent(day, amount, cast(rules.Kind, kind)))
    return found


def covers(unit: str) -> list[HomeCover]:
    """Who covers, in the order in which it was said."""
    return list(HomeCover.objects.filter(unit=unit).order_by("id"))


def hours(cover: HomeCover) -> rules.Hours:
    """The hours of one who covers."""
    return {"days": cover.days, "start": cover.start, "end": cover.end}


@dataclass(frozen=True, slots=True)
class Discharged:
    """Somebody discharged lately, and whether a physician has followed up."""

    patient: str
    person: Person
    at: str
    to: str
    met: str
    form: str
    state: rules.Followed


def discharged(reader: Reader) -> list[Discharged]:
    """Those of the reader's patients who were discharged to municipal care in the last 14 days, the latest first.

    For care the unit's, otherwise the provider's. Whose discharge the reader may not see is not among them.
    """
    today = clock.today()
    since = stamp(midnight(today - timedelta(days=rules.FOLLOWED_WITHIN)))
    found: list[Discharged] = []
    for start in range(0, MOST_LISTED, door.PAGE):
        page = door.rows("followups", reader, start=start)
        rows = [(one.row, one.person) for one in page if isinstance(one.row, door.Item) and one.person]
        found += [
            Discharged(
                row.patient, person, row.at, row.data["to"], row.data["met"], row.data["form"],
                rules.followed(row.at, row.data["met"], today),
            )
            for row, person in rows
            if row.key and row.at >= since
        ]  # fmt: skip
        if len(page) < door.PAGE or any(row.at and row.at < since for row, _ in rows):
            break
    return sorted(found, key=lambda one: instant(one.at), reverse=True)


def agreements_of(units: Iterable[str]) -> list[HomeAgreement]:
    """The agreements of many units, in one read."""
    return list(HomeAgreement.objects.filter(unit__in=set(units)).order_by("unit", "first_day", "id"))


def held_between(units: Iterable[str], first: date, last: date) -> list[HomeHeld]:
    """What was held at many units from a first day to a last, in one read."""
    found = HomeHeld.objects.filter(unit__in=set(units), day__gte=first, day__lte=last)
    return list(found.order_by("unit", "day", "id"))
