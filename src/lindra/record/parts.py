"""The chart in parts: what each origin states, so that any reader can be given the chart of what they may see. Pure.

What stands is judged first, in the whole log; the parts are of what stands. ``seen`` takes of them the origins that one
reader may see, and gives exactly the fold of the entries of these (``tests/record/test_parts.py``), at the price of a
cached chart. ``piles`` says what of each slot is kept for it, and why that is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set

import msgspec

from lindra.record import piles
from lindra.record.chart import (
    Chart,
    RefoldNeeded,
    Rows,
    Slot,
    Statement,
    fold,
    in_force,
    origin,
    read,
    state,
    trim,
)
from lindra.record.envelope import Event
from lindra.record.kinds import KINDS, SLOTS
from lindra.record.piles import Pile

Allowed = Callable[[str], bool]
"""Whether one reader may see the entries of an origin."""


class Parts(msgspec.Struct, frozen=True, array_like=True):
    """Where the entries in force of one record were written, how many of each kind, and the pile of each slot."""

    origins: list[str] = []
    counts: list[dict[str, int]] = []
    piles: dict[str, Pile] = {}


def part(events: Iterable[Event]) -> Parts:
    """The parts of all events of one record."""
    standing = [event for event in in_force(events) if event.kind in KINDS]
    number = {written: n for n, written in enumerate(sorted({origin(event) for event in standing}))}
    counts: list[dict[str, int]] = [{} for _ in number]
    best: dict[str, dict[tuple[str, str, int], Statement]] = {}
    for event in standing:
        here = number[origin(event)]
        counts[here][event.kind] = counts[here].get(event.kind, 0) + 1
        statement, puts = read(event)
        for put in puts:
            found, where = best.setdefault(put.slot, {}), (put.key, put.part, here)
            if where not in found or statement.order > found[where].order:
                found[where] = statement
    return Parts(list(number), counts, {name: piles.pile(one, SLOTS[name]) for name, one in best.items()})


def carried(parts: Parts, event: Event) -> Parts:
    """The parts after one more event. Raises ``RefoldNeeded`` where they are to be made anew."""
    if event.corrects is not None or event.payload is None:
        raise RefoldNeeded
    if event.kind not in KINDS:
        return parts
    written = origin(event)
    new = written not in parts.origins
    origins = [*parts.origins, written] if new else parts.origins
    counts = [*map(dict, parts.counts), {}] if new else [*map(dict, parts.counts)]
    here = origins.index(written)
    counts[here][event.kind] = counts[here].get(event.kind, 0) + 1
    statement, puts = read(event)
    slots = dict(parts.piles)
    for put in puts:
        old = slots.get(put.slot, Pile([]))
        slots[put.slot] = piles.laid(old, piles.sheet(put.key, put.part, here, statement), SLOTS[put.slot])
    return Parts(origins, counts, slots)


def tidied(parts: Parts) -> Parts:
    """The same without what nobody needs."""
    return Parts(
        parts.origins,
        parts.counts,
        {name: piles.tidied(one, SLOTS[name]) for name, one in parts.piles.items()},
    )


def seen(records: Mapping[str, Parts], allowed: Allowed) -> Chart:
    """The chart of those origins that are allowed, of all records of one person.

    Raises ``RefoldNeeded`` where the records must be folded together: of several where in a slot whose rows begin and
    end something was left out of more than one, or might be in another too.
    """
    shown = {
        record: {n for n, written in enumerate(parts.origins) if allowed(written)}
        for record, parts in sorted(records.items())
    }
    shown = {record: some for record, some in shown.items() if some}
    names = sorted({name for record in shown for name in records[record].piles})
    slots = ((name, _slot(name, [(records[one], some) for one, some in shown.items()])) for name in names)
    counts: dict[str, int] = {}
    origins: set[str] = set()
    for record, some in shown.items():
        for n in some:
            for kind, count in records[record].counts[n].items():
                counts[kind] = counts.get(kind, 0) + count
                origins |= set() if KINDS[kind].apart else {records[record].origins[n]}
    return Chart(
        {name: slot for name, slot in slots if slot.rows},
        dict(sorted(counts.items())),
        tuple(sorted(origins)),
        tuple(shown),
    )


def _slot(name: str, layers: list[tuple[Parts, Set[int]]]) -> Slot:
    """One slot, of the origins that are seen of each record."""
    rows: Rows = {}
    trimmed = False
    several = [parts.piles[name] for parts, _ in layers if name in parts.piles]
    _must_be_enough(several)
    for record, (parts, some) in enumerate(layers):
        if name not in parts.piles:
            continue
        pile = parts.piles[name]
        cap = SLOTS[name] if len(several) == 1 or not pile.spans else len(pile.sheets)
        sheets, more = piles.taken(pile, some, cap)
        trimmed = trimmed or more
        for sheet, statement in zip(sheets, piles.unpacked(sheets), strict=True):
            moved = msgspec.structs.replace(statement, record=record) if record else statement
            state(rows, sheet.key, sheet.part, moved)
    return trim(name, rows, trimmed)


def _must_be_enough(several: list[Pile]) -> None:
    """Of several records: what was left out must be out of the union too."""
    left_out = [pile for pile in several if pile.without]
    if len(several) == 1 or not left_out or not any(pile.spans for pile in several):
        return
    if len(left_out) > 1 or not left_out[0].spans:
        raise RefoldNeeded
    (short,) = left_out
    shared = sum(piles.overlapping(short, other) for other in several if other is not short)
    if short.slack is not None and shared > short.slack:
        raise RefoldNeeded


def agree(record: str, parts: Parts, events: Iterable[Event]) -> bool:
    """Whether parts give the fold of what stands: all of it, and that of each origin by itself."""
    standing = [event for event in in_force(events) if event.kind in KINDS]
    apart: dict[str, list[Event]] = {}
    for event in standing:
        apart.setdefault(origin(event), []).append(event)
    return (
        sorted(parts.origins) == sorted(apart)
        and seen({record: parts}, lambda _: True) == fold(standing)
        and all(seen({record: parts}, one.__eq__) == fold(mine) for one, mine in apart.items())
    )


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Parts).decode


def pack(parts: Parts) -> bytes:
    """Parts as they are stored."""
    return _encode(parts)


def unpack(body: bytes) -> Parts:
    """Stored parts."""
    return _decode(body)
