"""The worklist's part of the door: rows of what is due, earliest first, as far as a reader may see them.

Here as in ``door``, every answer is in the access log before it is given, and what somebody does with a thing that is
due is decided on and logged.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from lindra import clock
from lindra.people import patients as identities
from lindra.privacy import accesslog, queries, registers, rules, standing
from lindra.privacy.door import sight
from lindra.privacy.listing import (
    MOST_COUNTED,
    MOST_FOUND,
    PAGE,
    Groups,
    Item,
    Sights,
    Visible,
    chart_for,
    item_of,
    masked,
    scope,
    sights_of,
)  # fmt: skip
from lindra.privacy.reader import Reader
from lindra.privacy.sight import Sight
from lindra.privacy.standing import Bond, Known, Side
from lindra.record import wall
from lindra.record.kinds import READINGS

Keep = Callable[[Item], bool]


def _never(key: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a reading whose ``at`` is when something is due: of a state, of a unit and of none in particular
    (of every unit where none is named), from ``since`` to before ``until``. ``keep`` chooses among what may be seen;
    ``over`` says of a key that nothing is to be done any more. ``units``: only what is one of theirs.
    """

    state: str = ""
    unit: str = ""
    units: frozenset[str] = frozenset()
    since: str = ""
    until: str = "z"
    keep: Keep = bool
    over: Callable[[str], bool] = _never

    @property
    def keys(self) -> str:
        """How their keys begin."""
        if "|" in self.state:
            raise ValueError("rows are narrowed by their state only (SFS 2008:355 2 kap. 8 §)")
        return f"{self.state}|" if self.state else ""

    def of(self, unit: str) -> bool:
        """Whether what is this unit's is asked for."""
        return not self.units or unit in self.units


def worklist(
    reading: str, reader: Reader, wanted: Wanted, *, start: int = 0, limit: int = PAGE
) -> tuple[list[Visible], int | None]:
    """A page of what is due, earliest first, and where the next begins; only what this reader may see is on it.

    Rows that come of entries hidden from the reader, and those of patients the unit no longer has, are left out.
    After looking through :data:`MOST_FOUND` rows the page ends, whether it is full or not.
    """
    found: list[tuple[int, Item]] = []
    groups: Groups = {}
    sights: Sights = {}
    place, more = start, True
    while more and len(found) < limit and place - start < MOST_FOUND:
        with wall.opened(readings=[reading]):
            stored = queries.due_for(
                reading, *scope(reader), unit=wanted.unit, keys=wanted.keys, since=wanted.since,
                until=wanted.until, start=place, limit=limit,
            )  # fmt: skip
        new = identities.linked_many(list(dict.fromkeys(row[0] for row in stored)))
        groups |= new
        sights |= sights_of(new, reader)
        seen = _each_seen(reading, stored, groups, sights, reader)
        found += [
            (place + nth, item)
            for nth, item in enumerate(seen)
            if item is not None
            and wanted.of(stored[nth][4])
            and wanted.keep(item)
            and not wanted.over(item.key)
        ]
        place, more = place + len(stored), len(stored) == limit
    if len(found) > limit:
        found, place, more = found[:limit], found[limit][0], True
    items = [item for _, item in found]
    return masked(items, _of(items, groups), sights, reader, f"list {reading}"), place if more else None


def _each_seen(
    reading: str, stored: Sequence[queries.Due], groups: Groups, sights: Sights, reader: Reader
) -> list[Item | None]:
    """Stored rows as the reader may see them; nothing for one that is hidden, not theirs, or stands there already."""
    anew: dict[str, dict[str, Item]] = {}
    shown: set[tuple[str, str]] = set()
    found: list[Item | None] = []
    given = {row[:2] for row in registers.given(reading, stored, groups)}
    with wall.opened({one for row in stored if sights[row[0]].person.allowed for one in groups[row[0]]}):
        for patient, key, at, data, unit in stored:
            records, seen = groups[patient], sights[patient]
            told = (patient, key) in given and concerns(unit, seen, reader)
            if (min(records), key) in shown or not told:
                found.append(None)
                continue
            shown.add((min(records), key))
            if seen.whole and len(records) == 1:
                found.append(item_of((patient, key, at, data)))
                continue
            if patient not in anew:
                anew[patient] = _computed(reading, patient, records, seen)
            found.append(anew[patient].get(key))
    return found


def concerns(unit: str, seen: Sight, reader: Reader) -> bool:
    """Whether something due is for this reader's list: what is nobody's own is for who has the patient now."""
    column, value = scope(reader)
    return seen.person.allowed and (
        bool(unit) or any(getattr(bond, column) == value for bond in _having(seen.known))
    )


def _having(known: Known) -> list[Bond]:
    """The care relations of the units that have the patient now."""
    now = clock.now()
    sides = [
        Side(rules.Purpose.CARE, rules.Duty.OTHER, rules.Regime.HEALTH, bond.unit, bond.provider, "", now)
        for bond in known.bonds
    ]
    current = {side.unit for side in sides if standing.relation(side, known) is rules.Relation.CURRENT}
    return [bond for bond in known.bonds if bond.unit in current]


def _computed(reading: str, patient: str, records: tuple[str, ...], seen: Sight) -> dict[str, Item]:
    """A reading's rows of one person, by key, from what may be seen."""
    rows = READINGS[reading].rows(chart_for(records, seen))
    return {row.key: Item(patient, row.key, row.at, row.data) for row in rows}


def _of(items: Sequence[Item], groups: Groups) -> Groups:
    return {item.patient: groups[item.patient] for item in items}


def due_counts(
    reading: str, reader: Reader, wanted: Wanted, edges: Sequence[str], but: Collection[tuple[str, str]] = ()
) -> list[int]:
    """How many rows are ``at`` an instant before the first edge, from each to the next, and from the last on."""
    counted = [0] * (len(edges) + 1)
    for (_unit, at), count in due_tally(reading, reader, wanted, but).rows.items():
        counted[bisect(edges, at)] += count
    return counted


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows there are by unit and ``at``, and how many patients, each by the earliest of theirs."""

    rows: Counter[tuple[str, str]]
    people: Counter[tuple[str, str]]


def due_tally(
    reading: str, reader: Reader, wanted: Wanted, but: Collection[tuple[str, str]] = ()
) -> Tally:  # fmt: skip
    """Numbers of what is due, nobody named.

    ``but``: rows, by patient and key, that do not count. Nor does what the reader's list does not have, where the
    patients are few enough to be asked (:data:`MOST_COUNTED`).
    """
    with wall.opened(readings=[reading]):
        stored = queries.due_when(reading, *scope(reader), unit=wanted.unit, keys=wanted.keys)
    asked = (row for row in stored if wanted.of(row[2]) and not wanted.over(row[1]))
    rows = registers.given(reading, asked)
    patients = {row[0] for row in rows}
    few = patients if len(patients) <= MOST_COUNTED else set()
    sights = sights_of(identities.linked_many(sorted(few)), reader)
    accesslog.log(reader, (), f"counts of {reading}", rules.law("PDL 4:1"), "counted")
    found: Counter[tuple[str, str]] = Counter()
    first: dict[str, tuple[str, str]] = {}
    for patient, key, unit, at in rows:
        if (patient, key) not in but and (not few or concerns(unit, sights[patient], reader)):
            found[unit, at] += 1
            if patient not in first or at < first[patient][1]:
                first[patient] = (unit, at)
    return Tally(found, Counter(first.values()))


def rows_of(reading: str, reader: Reader, patients: Collection[str]) -> list[Visible]:
    """What is due for some patients, as far as they are of the reader's unit or provider, earliest first."""
    with wall.opened(readings=[reading]):
        stored = queries.due_of(reading, *scope(reader), sorted(patients))
    groups = identities.linked_many(list(dict.fromkeys(row[0] for row in stored)))
    sights = sights_of(groups, reader)
    items = [item for item in _each_seen(reading, stored, groups, sights, reader) if item is not None]
    return masked(items, _of(items, groups), sights, reader, f"list {reading}")


def pending(reading: str) -> list[tuple[str, str, str, str]]:
    """Patient, key, unit and ``at`` of every row of a reading, for a command that runs as a system reader.

    What is no unit's in particular is told once for each unit that has the patient now.
    """
    with wall.opened(readings=[reading]):
        rows = queries.every(reading)
    rows = registers.given(reading, rows)
    anybodys = sorted({patient for patient, _, unit, _ in rows if not unit})
    known = queries.known_of(identities.linked_many(anybodys))
    having = {patient: {bond.unit for bond in _having(one)} for patient, one in known.items()}
    return [
        (patient, key, each, at)
        for patient, key, unit, at in rows
        for each in ([unit] if unit else sorted(having[patient]))
    ]


def act_on(patient: str, reader: Reader, what: str) -> None:
    """Decide on, and log, what somebody does with a thing that is due (takes it on, puts it off).

    Allowed to who may write about the patient. Raises :class:`PermissionError`.
    """
    seen, side = sight(identities.linked(patient), reader), reader.side
    decision = rules.may_write(side.purpose, side.duty, seen.relation, opens=False)
    accesslog.log(
        reader,
        [patient],
        f"something due: {what}",
        decision.right,
        "allowed" if decision.allowed else "denied",
    )
    if not decision.allowed:
        raise PermissionError("this reader may not write about this patient")
