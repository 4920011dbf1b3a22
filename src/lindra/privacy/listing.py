"""Rows of lists as one reader may see them: what the door and the worklist both rest on. For them alone.

The decisions about many patients at once, the name that goes with each that may be shown, and what is computed from
entries that may be seen. Of what is asked for here only :func:`masked` writes the access log.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from lindra.people import patients as identities
from lindra.people.patients import Person
from lindra.privacy import accesslog, queries, rules
from lindra.privacy.reader import Reader
from lindra.privacy.sight import Sight, bare
from lindra.record import readings, wall
from lindra.record.chart import Chart
from lindra.record.kept_parts import InPart, in_part
from lindra.record.readings import Kept

PAGE = 50
"""Rows that a page of a list shows."""
MOST_FOUND = 500
"""Patients that one search by name shows at most."""
MOST_COUNTED = 500
"""Patients of whom a count is made from what this reader may see; of more, only what anybody may see is counted."""
BY_UNIT = frozenset({rules.Purpose.CARE, rules.Purpose.ADMIN})
"""Purposes for which the unit itself must have the relation; for the others its provider."""

Groups = dict[str, tuple[str, ...]]
"""Patients, each with all linked records of the same person."""
Sights = dict[str, Sight]
"""The decisions about patients."""


class AboutPatient(Protocol):
    """Anything that names a patient."""

    @property
    def patient(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a reading."""

    patient: str
    key: str
    at: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Visible:
    """A row as this reader may see it; masked, it tells only that there is one."""

    row: AboutPatient | None
    patient: str
    person: Person | None
    masked: bool


def scope(reader: Reader) -> tuple[str, str]:
    """Whose patients are on this reader's lists: a column of the relations, ``unit`` or ``provider``, and its value."""
    if reader.purpose in BY_UNIT:
        return "unit", reader.assignment.unit
    return "provider", reader.assignment.provider


def person_for(person: Person, seen: Sight) -> Person:
    """Who it is, without where the person lives if that may not be known."""
    return person if seen.address.allowed else identities.without_whereabouts(person)


def content_for(records: tuple[str, ...], seen: Sight) -> Kept | InPart:
    """One record's chart as it is cached where the whole may be seen; otherwise what may, put together of parts."""
    found = readings.kept(records[0]) if seen.whole and len(records) == 1 else None
    return found or in_part(records, (lambda _: True) if seen.whole else lambda one: seen.of(one).allowed)


def chart_for(records: tuple[str, ...], seen: Sight) -> Chart:
    """The chart of what may be seen."""
    return bare(content_for(records, seen).chart())


def masked(
    listed: Sequence[AboutPatient], groups: Groups, sights: Sights, reader: Reader, what: str
) -> list[Visible]:
    """The same rows in the same order, masked where the patient may not be seen. One entry in the log."""
    shown = [patient for patient in groups if sights[patient].person.allowed]
    accesslog.log(reader, shown, what, _right(shown, sights), "shown")
    everyone = sorted({one for patient in shown for one in groups[patient]})
    with wall.opened(everyone):
        people = identities.persons(everyone)
    return [
        _shown(row, groups[row.patient], sights[row.patient], people)
        if sights[row.patient].person.allowed
        else Visible(None, "", None, masked=True)
        for row in listed
    ]


def _right(shown: Sequence[str], sights: Sights) -> str:
    """Every paragraph by which something on a list is shown."""
    rights = dict.fromkeys(right for patient in shown for right in sights[patient].right.split("; "))
    return "; ".join(rights) or rules.law("PDL 4:1")


def _shown(row: AboutPatient, records: tuple[str, ...], seen: Sight, people: dict[str, Person]) -> Visible:
    person = identities.unite([people[one] for one in records])
    return Visible(row, row.patient, person_for(person, seen), masked=False)


def sights_of(groups: Groups, reader: Reader) -> Sights:
    """The decisions about many patients, in a few reads however many they are."""
    known, side = queries.known_of(groups), reader.side
    around = queries.houses(side, known.values())
    return {patient: Sight(side, one, around) for patient, one in known.items()}


def item_of(row: queries.Stored) -> Item:
    """A stored row."""
    patient, key, at, data = row
    return Item(patient, key, at, json.loads(data))
