"""What the checks compare, gathered: names, addresses and relations of those in a month's rows. SQL in sight."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import connection

from lindra.people import patients as identities
from lindra.people.details import Address, Name, Relative
from lindra.people.models import Assignment, Staff
from lindra.people.patients import Person
from lindra.privacy.checks.rules import Knowledge, Someone, plain
from lindra.privacy.log.queries import Access
from lindra.record import wall
from lindra.record.envelope import instant, midnight, stamp


def knowledge(rows: Sequence[Access], refusals: Sequence[Access] = ()) -> Knowledge:
    """Everything the rules of ``checks`` compare for these rows; ``refusals`` noted in them and shortly before."""
    staff = _staff({row.staff for row in rows})
    groups = identities.linked_many(sorted({patient for row in rows for patient in row.patients}))
    persons = {record: min(records) for records in groups.values() for record in records}
    return Knowledge(
        staff=_with_addresses(staff),
        patients={patient: someone(person) for patient, person in _persons(groups).items()},
        colleagues=_colleagues({row.unit for row in rows}),
        ended=_ended({row.unit for row in rows}, groups),
        persons=persons,
        refusals=_refusals(refusals, persons),
    )


def _refusals(rows: Sequence[Access], persons: dict[str, str]) -> dict[tuple[str, str], list[datetime]]:
    """By who noted it and of whom: when they noted that the patient refuses."""
    found: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for row in rows:
        for patient in row.patients if row.outcome == "allowed" else ():
            found[row.staff, persons.get(patient, patient)].append(instant(row.at))
    return dict(found)


def _persons(groups: dict[str, tuple[str, ...]]) -> dict[str, Person]:
    every = sorted({record for records in groups.values() for record in records})
    with wall.opened(every):
        found = identities.persons(every)
    return {patient: identities.unite([found[one] for one in records]) for patient, records in groups.items()}


def someone(person: Person) -> Someone:
    """What is compared of a patient."""
    name = person.first(Name) or Name()
    close = (value.name for value in person.details.get(Relative.kind, ()) if isinstance(value, Relative))
    return Someone(name.given, name.family, _home(person), frozenset(plain(one) for one in close if one))


def _home(person: Person) -> str:
    """The home address as one line to compare; empty where street or place is not known."""
    for value in person.details.get(Address.kind, ()):
        if isinstance(value, Address) and value.use == "home" and value.lines and value.postal_code:
            return plain(f"{' '.join(value.lines)} {value.postal_code}")
    return ""


def _staff(hsa_ids: Iterable[str]) -> dict[str, Someone]:
    """Names of staff: what stands last is taken for the family name."""
    found = {}
    for hsa_id, name in Staff.objects.filter(hsa_id__in=set(hsa_ids)).values_list("hsa_id", "name"):
        given, _, family = name.strip().rpartition(" ")
        found[hsa_id] = Someone(given, family)
    return found


def _with_addresses(staff: dict[str, Someone]) -> dict[str, Someone]:
    """The same with the address of the one patient who has that name, where there is exactly one."""
    by_name = _patients_named({one.whole for one in staff.values() if one.whole})
    alone = sorted({of[0] for of in by_name.values() if len(of) == 1})
    with wall.opened(alone):
        persons = identities.persons(alone)
    return {
        hsa_id: Someone(one.given, one.family, _home(persons[of[0]]))
        if len(of := by_name.get(one.whole, [])) == 1
        else one
        for hsa_id, one in staff.items()
    }


def _patients_named(names: set[str]) -> dict[str, list[str]]:
    """Patients with any of some whole names, by name."""
    found: dict[str, list[str]] = defaultdict(list)
    if names:
        with wall.opened(details=["name"]), connection.cursor() as cursor:
            cursor.execute("SELECT patient_id, value FROM people_detail WHERE kind = 'name' AND current")
            for patient, value in cursor.fetchall():
                told = json.loads(value)
                name = plain(f"{told.get('given', '')} {told.get('family', '')}")
                if name in names:
                    found[name].append(patient)
    return found


def _colleagues(units: set[str]) -> dict[str, dict[str, str]]:
    """By unit the whole names of those who have or have had an assignment there, with their HSA-ids."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    held = Assignment.objects.filter(unit__in=units).select_related("staff")
    for assignment in held:
        found[assignment.unit][plain(assignment.staff.name)] = assignment.staff.hsa_id
    return dict(found)


def _ended(units: set[str], groups: dict[str, tuple[str, ...]]) -> dict[tuple[str, str], datetime]:
    """(unit, patient) → when the last relation ended, where all have."""
    until: dict[tuple[str, str], list[str | None]] = defaultdict(list)
    records = sorted({record for group in groups.values() for record in group})
    for start in range(0, len(records), 500):
        some = records[start : start + 500]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT patient, unit, data FROM record_reading WHERE reading = 'relations' "  # noqa: S608
                f"AND patient IN ({', '.join(['%s'] * len(some))})",
                some,
            )
            for patient, unit, data in cursor.fetchall():
                if unit in units:
                    until[unit, patient].append(_until(json.loads(data)))
    return {
        (unit, patient): max(map(instant, ends))
        for patient, group in groups.items()
        for unit in units
        if (ends := _all_ended([end for record in group for end in until.get((unit, record), [])]))
    }


def _until(told: dict[str, str | None]) -> str | None:
    """When a relation ended, ``None`` while it goes on; contacts last to the end of the month of the latest."""
    if month := told.get("month"):
        year, number = map(int, month.split("-"))
        return stamp(midnight(date(year + number // 12, number % 12 + 1, 1)))
    return told.get("until")


def _all_ended(ends: Sequence[str | None]) -> list[str]:
    """The ends, where every relation has one; else nothing."""
    known = [end for end in ends if end]
    return known if known and len(known) == len(ends) else []
