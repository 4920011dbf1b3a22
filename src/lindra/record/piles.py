"""One slot of the chart in parts: a pile of statements, from which any reader's slot is taken off the top. Pure.

A pile holds, for every key and part, what each origin states last; the latest lies on top. Who may see some origins
takes the sheets of these and gets, of each key and part, the uppermost: what folding just these origins would give.

What may be left out, so that a pile does not grow with the log? What is in nobody's slot, whatever they may see. A slot
keeps ``cap`` keys, first those that go on, then the latest. Call the latest that an origin states of a key the key's
*time* there; to who sees several origins its time is the greatest, so it was decided in one of them. Hence: where in
each of its origins ``cap`` other keys have a later time, and to everybody who sees that origin go on if this one does,
a key is in nobody's slot.

*Slots of which each row is one statement.* Nothing goes on, so of each origin the latest ``cap`` keys are enough. One
that is left out may be stated again: a part of the truth about it only makes it older than it is.

*Slots whose rows begin and end.* An end that is hidden makes a row go on, so a key is left out in all its origins or
in none. To those who see one of its origins it goes on never (then ``cap`` later ones there are enough, whatever they
are), always (then those must too), or depending on what else they see (then those must always, or depend on the same
origins in the same way). A row that ends later could spoil the second and the third, so :data:`SLACK` more are kept and
counted down. A filter knows every key there was; by it one that was left out is found when it is written about again.
"""

from __future__ import annotations

import hashlib
from bisect import insort
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set

import msgspec

from lindra.record.chart import RefoldNeeded, Rows, Statement, goes_on, state
from lindra.record.kinds import STATED

SLACK = 20
"""Rows that may end before something left out might have to come back. Our choice."""
MANY = 5
"""Origins of one key above which it is not worked out who would see it go on."""


class Sheet(msgspec.Struct, frozen=True, array_like=True):
    """What an origin (by its number) states last under a key, as a part; not unpacked before somebody may see it."""

    key: str
    part: str
    origin: int
    said: msgspec.Raw


class Going(msgspec.Struct, frozen=True, array_like=True):
    """To whom a row goes on: of each choice of its origins (bit by bit), whether it does to who sees just these."""

    origins: tuple[int, ...]
    bits: int | None
    """Unknown where the origins are too many."""

    def on(self, seen: Set[int]) -> bool | None:
        """Whether the row goes on to who sees these origins."""
        chosen = sum(1 << nth for nth, origin in enumerate(self.origins) if origin in seen)
        return None if self.bits is None else bool(self.bits >> chosen & 1)

    @property
    def ever(self) -> bool:
        """Whether it may go on to somebody."""
        return self.bits != 0

    def to_who_sees(self, origin: int) -> bool | None:
        """Whether it goes on to all who see an origin, or to none of them; nothing where that depends on what else."""
        found = {self.on(some) for some in _choices(self.origins) if origin in some}
        return found.pop() if len(found) == 1 else None


class Pile(msgspec.Struct, frozen=True, array_like=True):
    """The sheets of one slot, the latest last."""

    sheets: list[Sheet]
    going: dict[str, Going] = {}
    """By key, where rows begin and end."""
    without: list[int] = []
    """Origins of which something was left out."""
    known: bytes = b""
    """The filter of all keys, where rows begin and end and some were left out."""
    slack: int | None = None
    """How many more rows may end before something left out might come back; none where nothing can."""

    @property
    def spans(self) -> bool:
        """Whether its rows begin and end."""
        return bool(self.going)


_encode = msgspec.msgpack.Encoder().encode
_one = msgspec.msgpack.Decoder(Statement).decode
_several = msgspec.msgpack.Decoder(list[Statement]).decode


def sheet(key: str, part: str, origin: int, statement: Statement) -> Sheet:
    """A statement packed into a sheet."""
    return Sheet(key, part, origin, msgspec.Raw(_encode(statement)))


def unpacked(sheets: Iterable[Sheet]) -> list[Statement]:
    """The statements of some sheets."""
    return _several(_encode([one.said for one in sheets]))


Row = dict[int, dict[str, Statement]]
"""What each origin states of one key, by part."""


def pile(best: Mapping[tuple[str, str, int], Statement], cap: int) -> Pile:
    """The pile of what each origin states last, by key, part and origin."""
    ranked = sorted(best.items(), key=lambda one: (one[1].order, one[0][0]))
    sheets = [sheet(*where, statement) for where, statement in ranked]
    if all(part == STATED for _, part, _ in best):
        return tidied(Pile(sheets), cap)
    rows: dict[str, Row] = {}
    for (key, part, origin), statement in best.items():
        rows.setdefault(key, {}).setdefault(origin, {})[part] = statement
    return tidied(Pile(sheets, {key: _going(row) for key, row in rows.items()}), cap)


def laid(old: Pile, new: Sheet, cap: int) -> Pile:
    """The pile with one more sheet. Raises ``RefoldNeeded`` where something that was left out would count."""
    sheets, same = list(old.sheets), (new.key, new.part, new.origin)
    present = next((one for one in sheets if (one.key, one.part, one.origin) == same), None)
    if present is None or _place(new) > _place(present):
        sheets = [one for one in sheets if one is not present]
        insort(sheets, new, key=_place)
    if not old.spans and new.part == STATED:
        return tidied(Pile(sheets, {}, old.without), cap)
    if old.without and (not old.spans or (new.key not in old.going and held(old.known, new.key))):
        raise RefoldNeeded
    going = {**old.going, new.key: _going(_row(sheets, new.key))}
    slack = old.slack
    if slack is not None and new.key in old.going and _ends(old.going[new.key], going[new.key]):
        slack -= 1
        if slack < 0:
            raise RefoldNeeded
    return Pile(sheets, going, old.without, _filter([new.key], old.known) if old.without else b"", slack)


def taken(one: Pile, seen: Set[int], cap: int) -> tuple[list[Sheet], bool]:
    """What who sees these origins, and nothing beside this pile, is given of it; and whether there is more."""
    latest = [sheet for sheet in reversed(one.sheets) if sheet.origin in seen]
    keys = dict.fromkeys(sheet.key for sheet in latest)
    more = len(keys) > cap or not seen.isdisjoint(one.without)
    if len(keys) > cap:
        ranked = sorted(keys, key=lambda key: not _goes_on(one, key, seen)) if one.spans else list(keys)
        keys = dict.fromkeys(ranked[:cap])
    given: dict[tuple[str, str], Sheet] = {}
    for sheet in latest:
        if sheet.key in keys:
            given.setdefault((sheet.key, sheet.part), sheet)
    return list(given.values()), more


def _place(one: Sheet) -> tuple[tuple[str, str, str, str, str], str]:
    """Where in the pile a sheet lies."""
    return _one(one.said).order, one.key


def _goes_on(one: Pile, key: str, seen: Set[int]) -> bool:
    on = one.going[key].on(seen)
    return goes_on(_together(_row(one.sheets, key), seen)) if on is None else on


def _row(sheets: Iterable[Sheet], key: str) -> Row:
    """All that is stated under a key."""
    mine = [one for one in sheets if one.key == key]
    row: Row = {}
    for one, statement in zip(mine, unpacked(mine), strict=True):
        state(row, one.origin, one.part, statement)
    return row


def _together(row: Row, origins: Set[int]) -> dict[str, Statement]:
    """The row as who sees these origins sees it."""
    rows: Rows = {}
    for origin in origins & row.keys():
        for part, statement in row[origin].items():
            state(rows, "", part, statement)
    return rows.get("", {})


def _going(row: Row) -> Going:
    origins = tuple(sorted(row))
    if len(origins) > MANY:
        return Going(origins, None)
    choices = enumerate(_choices(origins))
    return Going(origins, sum(1 << nth for nth, some in choices if goes_on(_together(row, some))))


def _choices(origins: Sequence[int]) -> list[Set[int]]:
    """Every choice of some origins, none of them first, by the bits of its number."""
    found: list[Set[int]] = [frozenset()]
    for origin in origins:
        found += [some | {origin} for some in found]
    return found


def _ends(before: Going, after: Going) -> bool:
    """Whether a row went on to somebody and may no longer."""
    if before.bits is None or after.bits is None:
        return True
    return any(before.on(some) and not after.on(some) for some in _choices(after.origins))


# What may be left out


def tidied(one: Pile, cap: int) -> Pile:
    """The pile without what is in nobody's slot."""
    if len(one.sheets) <= cap:
        return one
    return _with_whole_rows(one, cap) if one.spans else _with_the_latest(one, cap)


def _with_the_latest(one: Pile, cap: int) -> Pile:
    count: Counter[int] = Counter()
    kept: list[Sheet] = []
    for sheet in reversed(one.sheets):
        count[sheet.origin] += 1
        if count[sheet.origin] <= cap:
            kept.append(sheet)
    without = {origin for origin, sheets in count.items() if sheets > cap}
    return Pile(kept[::-1], {}, sorted(without.union(one.without)))


def _with_whole_rows(one: Pile, cap: int) -> Pile:
    latest: dict[int, dict[str, None]] = {}
    for sheet in reversed(one.sheets):
        latest.setdefault(sheet.origin, {})[sheet.key] = None
    needed = {key for origin, keys in latest.items() for key in _of_origin(origin, keys, one.going, cap)}
    gone = [going for key, going in one.going.items() if key not in needed]
    if not gone:
        return one
    return Pile(
        [sheet for sheet in one.sheets if sheet.key in needed],
        {key: going for key, going in one.going.items() if key in needed},
        sorted({origin for going in gone for origin in going.origins}.union(one.without)),
        one.known or _filter(one.going),
        SLACK if one.slack is None and any(going.ever for going in gone) else one.slack,
    )


def _of_origin(origin: int, keys: Iterable[str], going: Mapping[str, Going], cap: int) -> Iterator[str]:
    """The keys of an origin, given the latest first, that may be in the slot of somebody who sees it."""
    always = 0
    alike: Counter[Hashable] = Counter()
    for number, key in enumerate(keys):
        how = going[key].to_who_sees(origin)
        same: Hashable = key if going[key].bits is None else going[key]
        if number < cap if how is False else always + (0 if how else alike[same]) < cap + SLACK:
            yield key
        always += how is True
        alike[same] += how is None


# What was left out and is written about again


def overlapping(left_out: Pile, other: Pile) -> int:
    """How many keys of another record's pile are in one of which some were left out.

    Raises ``RefoldNeeded`` where one of them may have been left out.
    """
    here = {one.key for one in left_out.sheets}
    there = {one.key for one in other.sheets}
    if any(held(left_out.known, key) for key in there - here):
        raise RefoldNeeded
    return len(here & there)


BITS = 1 << 16


def _places(key: str) -> int:
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    places = (int.from_bytes(digest[start : start + 2]) for start in (0, 2, 4, 6))
    return sum(1 << place for place in set(places))


def _filter(keys: Iterable[str], known: bytes = b"") -> bytes:
    """A filter that knows these keys too (and, rarely, one that was never there): four bits of 65,536 each."""
    bits = int.from_bytes(known)
    for key in keys:
        bits |= _places(key)
    return bits.to_bytes(BITS // 8)


def held(known: bytes, key: str) -> bool:
    """Whether a filter knows a key."""
    places = _places(key)
    return int.from_bytes(known) & places == places
