"""How many rows of a reading there are, by unit, state and day; and of one patient the state, which is no secret.

Like all of the door's lists, of the patients of the reader's unit or provider, and each in the access log before it is
given. Of other units than those asked about nothing is told: where somebody was cared for is not for everybody to know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from lindra.clock import day
from lindra.people import patients as identities
from lindra.privacy import accesslog, queries, registers, rules
from lindra.privacy.door import sight
from lindra.privacy.listing import MOST_COUNTED, scope, sights_of
from lindra.privacy.reader import Reader
from lindra.privacy.sight import bare
from lindra.privacy.worklist import concerns
from lindra.record import queries as record
from lindra.record import wall
from lindra.record.chart import fold
from lindra.record.envelope import instant
from lindra.record.kinds import READINGS

Tally = Counter[tuple[str, str, str]]
"""How many by unit (empty: nobody's in particular), state, and the day in Stockholm of ``at`` (empty: not known)."""
Row = tuple[str, str, str, str]
"""Patient, key, unit and ``at``."""


def tally(reading: str, reader: Reader, states: Sequence[str], units: Collection[str]) -> Tally:
    """The rows of some units, and those of none, in these states.

    Where the patients are few enough to be asked (``MOST_COUNTED``), what is not for this reader's list is not counted.
    """
    with wall.opened(readings=[reading]):
        stored = queries.due_when(reading, *scope(reader), unit="", keys="")
    rows = [row for row in _of_persons(reading, registers.given(reading, stored)) if row[2] in ("", *units)]
    patients = {row[0] for row in rows}
    few = patients if len(patients) <= MOST_COUNTED else set()
    sights = sights_of(identities.linked_many(sorted(few)), reader)
    accesslog.log(reader, (), f"counts of {reading}", rules.law("PDL 4:1"), "counted")
    return _counted((row for row in rows if not few or concerns(row[2], sights[row[0]], reader)), states)


def by_state(reading: str, reader: Reader, unit: str = "") -> Counter[str]:
    """How many rows there are in each state, among the patients of the reader's unit or provider; of a unit's, or all.

    Nobody is decided on, so that it costs the same for many as for few: a state is for everybody to know.
    """
    with wall.opened(readings=[reading]):
        keys = queries.keys_for(reading, *scope(reader), unit)
    accesslog.log(reader, (), f"counts of {reading}", rules.law("PDL 4:1"), "counted")
    return Counter(key.split("|")[0] for _, key in registers.given(reading, keys))


def of_everybody(reading: str, states: Sequence[str]) -> Tally:
    """The same of all rows of all units, for a command that runs as a system reader."""
    with wall.opened(readings=[reading]):
        rows = queries.every(reading)
    return _counted(_of_persons(reading, registers.given(reading, rows)), states)


def states(reading: str, patient: str, reader: Reader, what: str) -> set[str]:
    """In which states a person's rows are, whatever of them may be seen: who may know the person may know the state.

    ``what`` is what the access log says was looked up.
    """
    records = identities.linked(patient)
    seen = sight(records, reader).person
    accesslog.log(reader, records, what, seen.right, "shown" if seen.allowed else "denied")
    if not seen.allowed:
        return set()
    with wall.opened(readings=[reading]):
        stored = [(one, key, "", at) for one, key, at, _ in queries.rows_of(reading, records)]
    return {key.split("|")[0] for _, key, _, _ in _of_persons(reading, registers.given(reading, stored))}


def _of_persons(reading: str, stored: Sequence[Row]) -> Iterator[Row]:
    """The rows of each person once: of one with several records those that all of them together give."""
    groups = identities.linked_many(list({row[0] for row in stored}))
    united: set[tuple[str, ...]] = set()
    for row in stored:
        records = groups[row[0]]
        if len(records) == 1:
            yield row
        elif (person := tuple(sorted(records))) not in united:
            united.add(person)
            yield from _united(reading, row[0], person)


def _united(reading: str, patient: str, records: tuple[str, ...]) -> list[Row]:
    """What all records of a person give together, whatever may be seen of them: it is only counted."""
    with wall.opened(records):
        chart = bare(fold(record.events_of(*records)))
    return [(patient, row.key, row.unit, row.at) for row in READINGS[reading].rows(chart)]


def _counted(rows: Iterable[Row], states: Sequence[str]) -> Tally:
    told = (
        (unit, key.split("|")[0], day(instant(at)).isoformat() if at else "") for _, key, unit, at in rows
    )
    return Counter(one for one in told if one[1] in states)
