"""What obligations are judged by: released cubes, the inventory of access, physician hours, commitments. Reads only.

Read for many obligations at once, a few reads whatever their number: one page, one set of evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from lindra.access import hours as week
from lindra.access import queries as access
from lindra.areas.models import CareUnit, Provider
from lindra.care.homes import queries as homes
from lindra.care.homes import rules as home_rules
from lindra.governance import bodies
from lindra.governance.commitments import queries as commitments
from lindra.governance.documents import queries as documents
from lindra.governance.models import Commitment, Obligation
from lindra.governance.obligations import kinds, rules
from lindra.governance.obligations.kinds import HoursHeld, ReportBy, Share, Staffed, Told, Unclear
from lindra.governance.obligations.reading import Shares, period
from lindra.governance.obligations.rules import Followed, Held, Month, Stated, Verdict

if TYPE_CHECKING:  # Ibis takes a second to load
    from lindra.measures.cubes.cube import Cube

HOUR_MONTHS = 6
"""Whole months of physician hours that are looked at: our own choice; what a page of a home shows."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An obligation with its verdict; ``owed`` is None where what is told cannot be read."""

    obligation: Obligation
    owed: Told | None
    verdict: Verdict


def check(obligations: Sequence[Obligation], cube: Cube | None, today: date) -> list[Checked]:
    """Judge obligations, each read with its document; ``cube`` is what the reader may see of the measures."""
    read = [(one, _told(one)) for one in obligations]
    owed = [(one, told) for one, told in read if not isinstance(told, Unclear) and _in_force(one, today)]
    shares = Shares(cube, [(one, told) for one, told in owed if isinstance(told, Share)], today)
    stated = _stated([told for _, told in owed if isinstance(told, Staffed)], today)
    held = _held([(one, told) for one, told in owed if isinstance(told, HoursHeld)], today)
    followed = _followed([(one, told) for one, told in owed if isinstance(told, ReportBy)])
    found = []
    for one, told in read:
        if isinstance(told, Unclear):
            found.append(Checked(one, None, rules.undecidable("unclear", fields=told.fields)))
            continue
        if not _in_force(one, today):
            found.append(Checked(one, told, _not_in_force(one, today)))
            continue
        match told:
            case Share():
                verdict = rules.share(told, shares.of(one))
            case Staffed():
                verdict = rules.staffed(told, stated.get(told.function, Stated()))
            case HoursHeld():
                verdict = rules.hours_held(told, held[one.pk])
            case ReportBy():
                verdict = rules.report_by(told, followed.get(one.pk), today)
            case _:
                verdict = rules.undecidable("people_judge")
        found.append(Checked(one, told, verdict))
    return found


def _told(one: Obligation) -> Told | Unclear:
    try:
        return kinds.read(one.kind, one.told)
    except Unclear as unclear:
        return unclear


def _in_force(one: Obligation, today: date) -> bool:
    begun = one.first is None or one.first <= today
    return begun and (one.last is None or today <= one.last) and documents.holds(one.document, today)


def _not_in_force(one: Obligation, today: date) -> Verdict:
    document = one.document
    state = documents.state(document, today)
    if documents.holds(document, today):
        return rules.not_in_force("own_days", one.first if one.first and today < one.first else one.last)
    on = {
        "coming": document.valid_from, "expired": document.valid_to, "replaced": document.replaced_from,
        "repealed": document.repealed_on,
    }  # fmt: skip
    return rules.not_in_force(state, on.get(state))


# Staffed


def _stated(owed: Iterable[Staffed], today: date) -> dict[str, Stated]:
    """What this world's own inventory states today of the functions asked for, by area."""
    wanted: dict[str, set[str]] = {}
    for one in owed:
        wanted.setdefault(one.function, set()).update(one.areas)
    rows = access.on(today).filter(function__in=wanted) if wanted else ()
    masks: dict[str, dict[str, int]] = {}
    days: dict[str, date] = {}
    for row in rows:
        days[row.function] = max(row.stated_on, days.get(row.function, row.stated_on))
        for area in wanted[row.function]:
            if area in row.areas or area[:2] in row.areas:
                own = masks.setdefault(row.function, {})
                own[area] = own.get(area, 0) | week.mask(row.spans or ())
    return {name: Stated(masks.get(name, {}), days.get(name)) for name in wanted}


# Physician hours


def _held(owed: Sequence[tuple[Obligation, HoursHeld]], today: date) -> dict[str, Held]:
    if not owed:
        return {}
    units = _units({told.place for _, told in owed})
    every = {unit for some in units.values() for unit in some}
    first = _months_back(today, HOUR_MONTHS)
    last = today.replace(day=1) - timedelta(days=1)
    agreed: dict[str, list[home_rules.Agreed]] = {}
    for row in homes.agreements_of(every):
        agreed.setdefault(row.unit, []).extend(homes.agreed([row]))
    spent: dict[str, list[home_rules.Spent]] = {}
    for given in homes.held_between(every, first, last):
        spent.setdefault(given.unit, []).extend(homes.spent([given]))
    return {
        one.pk: _together(units[told.place], agreed, spent, period(one), last)
        for one, told in owed
    }  # fmt: skip


def _together(
    units: Sequence[str],
    agreed: Mapping[str, list[home_rules.Agreed]],
    spent: Mapping[str, list[home_rules.Spent]],
    owed: tuple[date | None, date | None],
    last: date,
) -> Held:
    """The whole months of some units in which it was owed."""
    both = [one for unit in units for one in agreed.get(unit, ())]
    given = [one for unit in units for one in spent.get(unit, ())]
    found = [
        Month(one.first, one.agreed, one.total)
        for one in home_rules.months(both, given, last, HOUR_MONTHS)
        if (owed[0] is None or one.first >= owed[0]) and (owed[1] is None or one.first <= owed[1])
    ]
    have = sum(any(one.last is None or one.last >= last for one in agreed.get(unit, ())) for unit in units)
    if not found:
        return Held((), Decimal(0), have, len(units), bool(given))
    begins, ends = found[0].first, _last(found[-1].first)
    silent = sum(
        bool(home_rules.agreed_hours(agreed.get(unit, ()), begins, ends))
        and not any(begins <= one.day <= ends for one in spent.get(unit, ()))
        for unit in units
    )
    total = home_rules.agreed_hours(both, begins, ends)
    return Held(tuple(found), total, have, len(units), bool(given), silent)


def _last(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _units(places: Iterable[str]) -> dict[str, list[str]]:
    """The units of municipal care of some places, in one read."""
    kept = {place: place.partition("=")[2] for place in places}
    towns = {value for place, value in kept.items() if place.startswith("municipality=")}
    rows = CareUnit.objects.filter(municipality__in=towns, kind__in=home_rules.MUNICIPAL).order_by(
        "name", "id"
    )
    by_town: dict[str, list[str]] = {}
    for unit in rows if towns else ():
        by_town.setdefault(unit.municipality, []).append(unit.id)
    return {
        place: by_town.get(value, []) if place.startswith("municipality=") else [value]
        for place, value in kept.items()
    }


def _months_back(today: date, many: int) -> date:
    number = today.year * 12 + today.month - 1 - many
    return date(number // 12, number % 12 + 1, 1)


# By a day


def _followed(owed: Sequence[tuple[Obligation, ReportBy]]) -> dict[str, Followed]:
    """What follows each: the commitment it names, or the latest that came from it."""
    if not owed:
        return {}
    named = {row.pk: row for row in Commitment.objects.filter(pk__in=[told.commitment for _, told in owed])}
    found = {one.pk: named[told.commitment] for one, told in owed if told.commitment in named}
    owes = {one.pk: one.owes for one, _ in owed if one.pk not in found}
    holders = _holders(owes.values())
    for key, rows in commitments.of_origins("obligation", owes).items():
        own = [row for row in rows if _undertaken(row, owes[key], holders)]
        if own:
            found[key] = max(own, key=lambda row: (row.made_on, row.pk))
    return {key: Followed(row.state, row.ended_on) for key, row in found.items()}


def _holders(owes: Iterable[str]) -> dict[str, str]:
    """By provider that is a region or municipality which owes something: the key of that."""
    codes = {key.partition(":")[2] for key in owes if key.startswith("area:")}
    if not codes:
        return {}
    found = Provider.objects.filter(area__in=codes, kind__in=("region", "municipality"))
    return {one.id: bodies.area(one.area) for one in found}


def _undertaken(row: Commitment, owes: str, holders: Mapping[str, str]) -> bool:
    """Whether it is the debtor's own: anybody who governs may say that an action comes from an obligation."""
    return owes in (row.body, bodies.provider(row.holder), bodies.unit(row.unit), holders.get(row.holder))
