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
origins in the same way). A row that ends later could spoil the second and the third: so :data:`SLACK` more are kept, and
counted down. A filter knows every key there was; by it one that was left out is found when it is written about again.
"""

from __future__ import annotations

import hashlib
from bisect import insort
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from itertools import combinations

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


class Pile(msgspec.Struct, frozen=True, array_like=True):
    """The sheets of one slot, the latest last."""

    sheets: list[Sheet]
    spans: bool
    """Whether its rows begin and end."""
    without: list[int] = []
    """Origins of which something was left out."""
    known: bytes = b""
    """The filter of all keys, where rows begin and end and some were left out."""
    slack: int | None = None
    """How many more rows may end before something left out might come back; none where nothing can."""


_encode = msgspec.msgpack.Encoder().encode
_one = msgspec.msgpack.Decoder(Statement).decode
_several = msgspec.msgpack.Decoder(list[Statement]).decode


def sheet(key: str, part: str, origin: int, statement: Statement) -> Sheet:
    """A statement packed into a sheet."""
    return Sheet(key, part, origin, msgspec.Raw(_encode(statement)))


def unpacked(sheets: Iterable[Sheet]) -> list[Statement]:
    """The statements of some sheets."""
    return _several(_encode([one.said for one in sheets]))


def pile(best: Mapping[tuple[str, str, int], Statement], cap: int) -> Pile:
    """The pile of what each origin states last, by key, part and origin."""
    ranked = sorted(best.items(), key=lambda one: (one[1].order, one[0][0]))
    sheets = [sheet(*where, statement) for where, statement in ranked]
    return tidied(Pile(sheets, any(part != STATED for _, part, _ in best)), cap)


def laid(old: Pile, new: Sheet, cap: int) -> Pile:
    """The pile with one more sheet. Raises ``RefoldNeeded`` where something that was left out would count."""
    known, slack = _after(old, new) if old.spans or new.part != STATED else (b"", None)
    sheets, same = list(old.sheets), (new.key, new.part, new.origin)
    present = next((one for one in sheets if (one.key, one.part, one.origin) == same), None)
    if present is None or _place(new) > _place(present):
        sheets = [one for one in sheets if one is not present]
        insort(sheets, new, key=_place)
    made = Pile(sheets, old.spans or new.part != STATED, old.without, known, slack)
    return made if made.spans else tidied(made, cap)


def taken(one: Pile, seen: Set[int], cap: int) -> list[Sheet]:
    """What who sees these origins needs of a pile, the latest first; where rows begin and end, all of it."""
    sheets = (sheet for sheet in reversed(one.sheets) if sheet.origin in seen)
    if one.spans:
        return list(sheets)
    found: dict[str, Sheet] = {}
    for sheet in sheets:
        if sheet.key not in found:
            found[sheet.key] = sheet
            if len(found) > cap:
                break
    return list(found.values())


def _place(one: Sheet) -> tuple[tuple[str, str, str, str, str], str]:
    """Where in the pile a sheet lies."""
    return _one(one.said).order, one.key


# What may be left out


def tidied(one: Pile, cap: int) -> Pile:
    """The pile without what is in nobody's slot; of one whose rows begin and end this unpacks all."""
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
    return Pile(kept[::-1], False, sorted(without.union(one.without)))


def _with_whole_rows(one: Pile, cap: int) -> Pile:
    rows, latest = _arranged(one.sheets)
    going = {key: _goes_on(key, row) for key, row in rows.items()}
    needed = {key for origin, keys in latest.items() for key in _of_origin(origin, keys, going, cap)}
    gone = rows.keys() - needed
    if not gone:
        return one
    slack = one.slack
    if slack is None and any(going[key].ever for key in gone):
        slack = SLACK
    known = one.known or _filter(rows)
    without = sorted({origin for key in gone for origin in rows[key]}.union(one.without))
    return Pile([sheet for sheet in one.sheets if sheet.key in needed], True, without, known, slack)


Row = dict[int, dict[str, Statement]]
"""What each origin states of one key, by part."""


def _arranged(sheets: Sequence[Sheet]) -> tuple[dict[str, Row], dict[int, list[str]]]:
    """The rows by key, and of each origin its keys, the latest first."""
    rows: dict[str, Row] = {}
    latest: dict[int, dict[str, None]] = {}
    for sheet, statement in zip(reversed(sheets), unpacked(reversed(sheets)), strict=True):
        rows.setdefault(sheet.key, {}).setdefault(sheet.origin, {})[sheet.part] = statement
        latest.setdefault(sheet.origin, {})[sheet.key] = None
    return rows, {origin: list(keys) for origin, keys in latest.items()}


class _Going(msgspec.Struct, frozen=True):
    """To whom a row goes on: for those who see of its origins just these, whether it does."""

    key: str
    seen: tuple[tuple[tuple[int, ...], bool], ...]

    @property
    def ever(self) -> bool:
        """Whether it may go on to somebody."""
        return not self.seen or any(on for _, on in self.seen)

    def to_who_sees(self, origin: int) -> Hashable:
        """Never (false), always (true), or in which way it depends on what else they see."""
        found = {on for some, on in self.seen if origin in some}
        return found.pop() if len(found) == 1 else self.seen or self.key


def _goes_on(key: str, row: Row) -> _Going:
    if len(row) > MANY:
        return _Going(key, ())
    some = (one for size in range(1, len(row) + 1) for one in combinations(sorted(row), size))
    return _Going(key, tuple((one, goes_on(_together(row, one))) for one in some))


def _together(row: Row, origins: Iterable[int]) -> dict[str, Statement]:
    """The row as who sees these origins sees it."""
    rows: Rows = {}
    for origin in origins:
        for part, statement in row.get(origin, {}).items():
            state(rows, "", part, statement)
    return rows.get("", {})


def _of_origin(origin: int, keys: Iterable[str], going: Mapping[str, _Going], cap: int) -> Iterable[str]:
    """The keys of an origin, given the latest first, that may be in the slot of somebody who sees it."""
    above: Counter[Hashable] = Counter()
    for number, key in enumerate(keys):
        how = going[key].to_who_sees(origin)
        others = above[True] + (above[how] if how is not True else 0)
        if number < cap if how is False else others < cap + SLACK:
            yield key
        above[how] += 1


# What was left out and is written about again


def _after(old: Pile, new: Sheet) -> tuple[bytes, int | None]:
    """Filter and slack of a pile whose rows begin and end, after one more sheet."""
    if not old.without:
        return b"", None
    present = [one for one in old.sheets if one.key == new.key]
    if not old.spans or (not present and held(old.known, new.key)):
        raise RefoldNeeded
    slack = old.slack
    if slack is not None and present and _may_end(present, new):
        slack -= 1
        if slack < 0:
            raise RefoldNeeded
    return _filter([new.key], old.known), slack


def _may_end(present: Sequence[Sheet], new: Sheet) -> bool:
    """Whether the row goes on to somebody and, after the new sheet, no longer does."""
    before = _arranged(present)[0][new.key]
    after = {origin: dict(parts) for origin, parts in before.items()}
    state(after, new.origin, new.part, _one(new.said))
    return not (now := _goes_on("", after)).seen or any(
        goes_on(_together(before, some)) and not on for some, on in now.seen
    )


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
