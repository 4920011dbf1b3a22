"""The chart: what the log says now, folded. Pure.

``fold`` takes events of one patient (or of several records of one person) and keeps, in each slot, under each
key, for each part, the statement that wins: the greatest of (occurred, source version, source, recorded, id).
So the chart does not depend on the order in which files were read. A slot keeps a bounded number of keys, the
latest; timelines and trends are paged from the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from lindra.record.envelope import Event, instant, last_instant
from lindra.record.facts import SIGNATURES
from lindra.record.kinds import KINDS, SLOTS, STATED, Fact, Put, fact_of

WITHDRAWN = "withdrawn"


class Statement(msgspec.Struct, frozen=True, array_like=True):
    """A value with its provenance: never a bare value."""

    value: dict[str, Any]
    kind: str
    event: str
    occurred_from: str | None
    occurred_to: str | None
    precision: str
    recorded_at: str
    author: str
    unit: str
    provider: str
    regime: str = "health"
    signed: bool = True
    version: str = ""
    source: str = ""
    seq: int = 0
    """Its place in the log of its record."""
    record: int = 0
    """Which of the chart's records it stands in."""
    act: str = ""
    """Of an entry that was written unsigned: the act it was written in, which somebody may sign later."""

    @property
    def order(self) -> tuple[str, str, str, str, str]:
        """Which of two statements wins."""
        return (self.occurred_from or "", self.version, self.source, self.recorded_at, self.event)


Key = TypeVar("Key")
Rows = dict[str, dict[str, Statement]]
"""By key, the parts of a row."""


class Slot(msgspec.Struct, frozen=True, array_like=True):
    """The latest keys of one slot; ``trimmed`` when older ones are in the log only."""

    rows: Rows
    trimmed: bool = False


class Chart(msgspec.Struct, frozen=True):
    """What is known, slot by slot, how many events in force there are of each kind, and where they were written.

    An origin is ``unit|provider|regime|matter``: from these alone it is known whether a reader may see the whole.
    """

    slots: dict[str, Slot] = {}
    counts: dict[str, int] = {}
    origins: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    """The patient's own record, or of a linked union each that gave something."""

    def position(self, statement: Statement) -> tuple[str, int]:
        """Where in the log a statement stands: its record, and its sequence number there."""
        return self.records[statement.record], statement.seq

    def rows(self, slot: str) -> list[dict[str, Statement]]:
        """The entries of a slot, latest first; each a mapping from part to statement."""
        found = self.slots.get(slot)
        ranked = sorted(found.rows.items(), key=_time, reverse=True) if found else []
        return [parts for _, parts in ranked]

    def one(self, slot: str, part: str = "stated") -> Statement | None:
        """The latest statement of a slot, where a patient has but one."""
        rows = self.rows(slot)
        return rows[0].get(part) if rows else None

    def signature(self, one: Statement | Event) -> Statement | None:
        """What signed an entry later than it was written (SFS 2008:355 3 kap. 10 §).

        None where nobody has, and where who wrote it signed it by that. A signature is of an act as it was written:
        what corrects an entry is an act of its own, and nothing is signed before it was written.
        """
        found = self.slots.get(SIGNATURES)
        if one.signed or not one.act or found is None:
            return None
        later = found.rows.get(one.act, {}).get(STATED)
        return later if later is not None and later.recorded_at >= one.recorded_at else None


class RefoldNeeded(Exception):
    """The chart cannot be carried forward by this event alone: fold the log again."""


def fold(events: Iterable[Event]) -> Chart:
    """The chart of a set of events, whatever their order of arrival."""
    slots: dict[str, Rows] = {}
    counts: dict[str, int] = {}
    origins: set[str] = set()
    standing = in_force(events)
    records = tuple(sorted({event.patient for event in standing}))
    for event in standing:
        counts[event.kind] = counts.get(event.kind, 0) + 1
        statement, puts = read(event, records.index(event.patient))
        if not KINDS[event.kind].apart:
            origins.add(origin(event))
        for put in puts:
            state(slots.setdefault(put.slot, {}), put.key, put.part, statement)
    return Chart(
        {name: trim(name, rows) for name, rows in sorted(slots.items())},
        dict(sorted(counts.items())),
        tuple(sorted(origins)),
        records,
    )


def origin(event: Event) -> str:
    """Where an event was written, and what it is about: ``unit|provider|regime|matter``."""
    return f"{event.unit}|{event.provider}|{event.regime}|{KINDS[event.kind].matter}"


def apply(chart: Chart, event: Event) -> Chart:
    """The chart after one more event; equal to folding them all.

    Raises :class:`RefoldNeeded` for a correction, and in a trimmed slot whose rows begin and end.
    """
    records = chart.records or (event.patient,)
    if event.corrects is not None or event.payload is None or records != (event.patient,):
        raise RefoldNeeded
    statement, puts = read(event)
    slots = dict(chart.slots)
    for put in puts:
        old = slots.get(put.slot, Slot({}))
        if put.part != STATED and old.trimmed:
            raise RefoldNeeded
        rows = {**old.rows, put.key: dict(old.rows.get(put.key, {}))}
        state(rows, put.key, put.part, statement)
        slots[put.slot] = trim(put.slot, rows, old.trimmed)
    counts = {**chart.counts, event.kind: chart.counts.get(event.kind, 0) + 1}
    origins = chart.origins
    if (written := origin(event)) not in origins and not KINDS[event.kind].apart:
        origins = tuple(sorted((*origins, written)))
    return Chart(dict(sorted(slots.items())), dict(sorted(counts.items())), origins, records)


def in_force(events: Iterable[Event]) -> list[Event]:
    """The events that stand: of each entry and its corrections one, none where it was withdrawn.

    A correction stands by the version its source gives it; one made by a person stands over what it corrects. What a
    person withdrew stays withdrawn, whatever versions its source may still send.
    The order of the result is that of (patient, seq).
    """
    roots: dict[str, str] = {}
    versions: dict[str, str] = {}
    winners: dict[str, tuple[str, int, Event]] = {}
    for event in sorted(events, key=lambda e: (e.patient, e.seq)):
        target = event.corrects
        root = roots.get(target, target) if target else event.id
        version = _version(event, versions)
        roots[event.id], versions[event.id] = root, version
        if root not in winners or (version, event.seq) >= winners[root][:2]:
            winners[root] = (version, event.seq, event)
    standing = (event for _, _, event in winners.values())
    return sorted(
        (e for e in standing if e.payload is not None and e.kind != WITHDRAWN),
        key=lambda e: (e.patient, e.seq),
    )


FINAL = "\U0010ffff"
"""Sorts after every version a source may give."""


def _version(event: Event, versions: dict[str, str]) -> str:
    if event.source and event.source.version:
        return event.source.version
    return FINAL if event.kind == WITHDRAWN else versions.get(event.corrects or "", "")


def stated(event: Event, record: int = 0) -> Statement:
    """What one event states, as it would stand in a chart."""
    return _statement(event, fact_of(event.kind, event.version, event.payload or {}), record)


def read(event: Event, record: int = 0) -> tuple[Statement, Iterable[Put]]:
    """What an event states, and where; ``record``: which of the chart's records it stands in."""
    fact = fact_of(event.kind, event.version, event.payload or {})
    return _statement(event, fact, record), fact.puts(event.unit)


def _statement(event: Event, fact: Fact, record: int) -> Statement:
    return Statement(
        value=fact.dump(),
        kind=event.kind,
        event=event.id,
        occurred_from=event.occurred_from,
        occurred_to=event.occurred_to,
        precision=event.precision,
        recorded_at=event.recorded_at,
        author=event.author,
        unit=event.unit,
        provider=event.provider,
        regime=event.regime,
        signed=event.signed,
        version=event.source.version if event.source else "",
        source=event.source.key if event.source else "",
        seq=event.seq,
        record=record,
        act="" if event.signed else event.act,
    )


def state(rows: dict[Key, dict[str, Statement]], key: Key, part: str, statement: Statement) -> None:
    """Put a statement in its place among the rows of a slot, where it is later than what stands there."""
    parts = rows.setdefault(key, {})
    present = parts.get(part)
    if present is None or statement.order > present.order:
        parts[part] = statement


def _time(row: tuple[str, dict[str, Statement]]) -> tuple[tuple[str, str, str, str, str], str]:
    """Of two rows the later; two that one event states are told apart by their keys."""
    key, parts = row
    return max(statement.order for statement in parts.values()), key


BEGINS = {"admitted": "discharged", "ordered": "stopped", "enrolled": "ended", "opened": "closed",
          "blocked": "lifted"}  # fmt: skip
"""Parts that begin something, and the part that ends it."""


def goes_on(parts: Mapping[str, Statement]) -> bool:
    """Whether something has begun and not ended."""
    return any(
        (end not in parts or (begin == "ordered" and again(parts[begin], parts[end])))
        and parts[begin].value.get("period") != CONTRADICTORY
        for begin, end in BEGINS.items()
        if begin in parts
    )


def again(ordered: Statement, stopped: Statement) -> bool:
    """Whether an order was written again after it was stopped.

    Where their times do not say which came first (one is not known, or both are of the same day), what was written
    down first; as stopped if that does not say either.
    """
    if ordered.occurred_from and stopped.occurred_from:
        began, ended = instant(ordered.occurred_from), instant(stopped.occurred_from)
        if began != ended and began >= last_instant(ended, stopped.precision):
            return True
        if began != ended and ended >= last_instant(began, ordered.precision):
            return False
    return ordered.recorded_at > stopped.recorded_at


CONTRADICTORY = "contradictory"
"""The source told of an end before the start: when it ended is not known, but it is not going on."""


def trim(name: str, rows: Rows, trimmed: bool = False) -> Slot:
    """A slot with no more rows than it may keep: first what has begun and not ended, then the latest."""
    cap = SLOTS[name]
    if len(rows) <= cap:
        return Slot(rows, trimmed)
    ranked = sorted(rows.items(), key=lambda row: (goes_on(row[1]), _time(row)), reverse=True)
    return Slot(dict(sorted(ranked[:cap], key=lambda row: row[0])), True)


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Chart)


def pack(chart: Chart) -> bytes:
    """A chart as it is cached."""
    return _encoder.encode(chart)


def unpack(body: bytes) -> Chart:
    """A cached chart."""
    return _decoder.decode(body)
