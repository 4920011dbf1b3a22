"""The door's part for rows that say themselves whose they are: of a unit, and of its provider; listed and counted.

Where ``door.rows`` gives the rows of every patient that a unit or provider has or has had, these are the rows whose own
``unit`` (for follow-up: ``provider``) is the reader's. Here as in ``door``, every answer is in the access log before it
is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lindra.clock import day
from lindra.privacy import accesslog, queries, registers, rules
from lindra.privacy.door import listed
from lindra.privacy.listing import PAGE, Item, Visible, scope
from lindra.privacy.reader import Reader
from lindra.privacy.tallies import Tally
from lindra.record import wall
from lindra.record.envelope import instant


def rows(
    reading: str, reader: Reader, *, states: Sequence[str] = (), since: str = "", start: int = 0, limit: int = PAGE,
    earliest: bool = False,
) -> list[Visible]:  # fmt: skip
    """A page of them, the latest or the ``earliest`` first: in some states, ``at`` an instant or later.

    By a state alone is narrowed, never by the rest of a key (SFS 2008:355 2 kap. 8 §). A row that rests on what is
    hidden from this reader has no key and nothing in it; of one seen in part the state is what all entries give.
    """
    if any("|" in state for state in states):
        raise ValueError("rows are narrowed by their state only (SFS 2008:355 2 kap. 8 §)")
    with wall.opened(readings=[reading]):
        found = queries.own_rows(
            reading, *scope(reader), states=states, since=since, start=start, limit=limit, earliest=earliest
        )
    stated = {(patient, _rest(key)): key for patient, key, _, _ in found}
    return [_as_stated(one, stated) for one in listed(reading, found, reader, f"list {reading}")]


def _as_stated(seen: Visible, stated: Mapping[tuple[str, str], str]) -> Visible:
    row = seen.row
    if not isinstance(row, Item) or not row.key:
        return seen
    return replace(seen, row=replace(row, key=stated.get((row.patient, _rest(row.key)), row.key)))


def _rest(key: str) -> str:
    return key.partition("|")[2]


def tally(reading: str, reader: Reader, *, since: str = "") -> Tally:
    """How many of them there are by unit, state and day. Nobody is decided on: a state is for everybody to know."""
    with wall.opened(readings=[reading]):
        stored = queries.own_keys(reading, *scope(reader), since=since)
    accesslog.log(reader, (), f"counts of {reading}", rules.law("PDL 4:1"), "counted")
    days: dict[str, str] = {"": ""}
    found: Tally = Counter()
    for _, key, unit, at in registers.given(reading, stored):
        if at not in days:
            days[at] = day(instant(at)).isoformat()
        found[unit, key.split("|")[0], days[at]] += 1
    return found
