"""Which withheld numbers of tables that share totals can be worked out from what is shown. Pure.

Each line (a parent is the sum of its children) is an equation in the numbers withheld. A number can be worked out just
when it is the same in every solution; that is, when every direction that one may move in without breaking a line leaves
it where it is. So one such direction is drawn, by Gauss's elimination, and those at 0 in it are the ones. The drawing
is of whole numbers modulo a prime: what can be worked out is always at 0, and what cannot is with a chance of about one
in 10¹⁸ – it would then be taken for what can, which does no harm.

**That numbers are never below none adds nothing**, as long as each number withheld is above 0: from where all are
above 0 one can go a little either way in any direction, so a number that may be another may be both more and less. That
is why nothing but numbers above 0 is withheld. In turn, who knows that can reckon with 1 as the least of each; what he
gets by drawing bounds closer, line by line, is :func:`bounded`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

PRIME = (1 << 61) - 1
Line = tuple[int, tuple[int, ...]]
"""A parent and its children, by their places."""
Row = dict[int, int]
MOST = 50_000_000
"""Steps of one elimination, a minute's work or two: a larger web of tables is told of, not waited for."""


class TooLarge(ValueError):
    """Tables hang together in so many sums that what they give away cannot be found within reason."""


def derivable(lines: Iterable[Line], hidden: Sequence[int]) -> list[int]:
    """The places, in order, of what is hidden (1 at its place, else 0) and can be worked out from the lines."""
    rows = [row for line in lines if (row := _row(line, hidden))]
    found = _where(rows)
    pivots: list[tuple[int, Row]] = []
    few = -1
    while few != len(pivots):  # each may leave more for the other
        few, among = len(pivots), _where(rows)
        pivots += _peeled(rows, among)
        merged, rows = _merged(rows, among)
        pivots += merged
    pivots += _eliminated(rows, _where(rows))
    moved = {cell: _drawn(cell) for cell in found}
    for cell, row in reversed(pivots):
        rest = sum(part * moved[one] for one, part in row.items() if one != cell)
        moved[cell] = -rest * _inverse(row[cell]) % PRIME
    return sorted(cell for cell, step in moved.items() if step == 0)


def _row(line: Line, hidden: Sequence[int]) -> Row:
    parent, children = line
    row = {child: 1 for child in children if hidden[child]}
    if hidden[parent]:
        row[parent] = -1
    return row


def _where(rows: Sequence[Row]) -> dict[int, set[int]]:
    """Of each cell, which rows it is in."""
    found: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        for cell in row:
            found.setdefault(cell, set()).add(number)
    return found


def _peeled(rows: Sequence[Row], found: dict[int, set[int]]) -> list[tuple[int, Row]]:
    """Each cell that is in one row only takes that row away, until there is none: most tables end here."""
    pivots = []
    alone = [cell for cell, among in found.items() if len(among) == 1]
    while alone:
        cell = alone.pop()
        if not found[cell]:
            continue
        (number,) = found[cell]
        pivots.append((cell, rows[number]))
        for one in rows[number]:
            found[one].discard(number)
            if len(found[one]) == 1:
                alone.append(one)
    return pivots


def _merged(rows: Sequence[Row], found: dict[int, set[int]]) -> tuple[list[tuple[int, Row]], list[Row]]:
    """Rows that hang together by cells that are in two of them become one, the sum in which those cells cancel.

    What Gauss's elimination would come to as well, but without writing out what lies between: large tables that share
    both margins are such a web, and little of it is left.
    """
    pivots, left = [], []
    scale: dict[int, int] = {}
    for root in sorted({number for among in found.values() for number in among}):
        if root in scale:
            continue
        scale[root], web, total = 1, [root], Row()
        for number in web:  # grows while it is gone through
            for cell, part in rows[number].items():
                total[cell] = (total.get(cell, 0) + scale[number] * part) % PRIME
                if len(found[cell]) == 2:
                    (other,) = found[cell] - {number}
                    if other not in scale:
                        scale[other] = -scale[number] * part * _inverse(rows[other][cell]) % PRIME
                        web.append(other)
                        pivots.append((cell, rows[other]))
        left.append({cell: part for cell, part in total.items() if part})
    return pivots, left


def _eliminated(rows: list[Row], found: dict[int, set[int]]) -> list[tuple[int, Row]]:
    """Gauss's elimination of the rows that are left, shortest first, by the cell in fewest others."""
    left = {number for among in found.values() for number in among}
    heap = sorted((len(rows[number]), number) for number in left)
    pivots, steps = [], 0
    while heap:
        length, number = heappop(heap)
        row = rows[number]
        if length < len(row):
            heappush(heap, (len(row), number))  # it has grown since it was put there
            continue
        for one in row:
            found[one].discard(number)
        if not row:
            continue
        cell = min(row, key=lambda one: (len(found[one]), one))
        scale = _inverse(row[cell])
        steps += len(row) * (1 + len(found[cell]))
        if steps > MOST:
            raise TooLarge(f"{len(left)} sums hang together")
        for other in found[cell]:
            _subtract(rows[other], row, rows[other][cell] * scale, other, found, cell)
        found[cell] = set()
        pivots.append((cell, row))
    return pivots


def _subtract(target: Row, row: Row, times: int, number: int, found: dict[int, set[int]], cell: int) -> None:
    for one, part in row.items():
        value = (target.get(one, 0) - times * part) % PRIME
        if value:
            target[one] = value
            found[one].add(number)
        elif one in target:
            del target[one]
            if one != cell:
                found[one].discard(number)


def _inverse(part: int) -> int:
    return part if part in (1, -1) else pow(part, -1, PRIME)


def _drawn(cell: int) -> int:
    """A number for a cell, the same each time, that has nothing to do with its neighbours'."""
    return (cell * 0x9E3779B97F4A7C15 + 0x1B03738712FAD5C9) ** 3 % PRIME or 1


NO_END = 1 << 60
ROUNDS = 24
"""Nearly all sets of tables come to rest in four; the few that do not creep by one person a round, for hundreds."""


def bounded(lines: Iterable[Line], hidden: Sequence[int], counts: Sequence[int]) -> list[int]:
    """The places, in order, of what is hidden and held to one value by bounds, if each is known to be 1 or more.

    Each line is a sum; of it follows how much each of its numbers can be at most and at least, from what the others
    are, until nothing moves. What still moves after many rounds is taken for what is held to one value.
    """
    sums = [_sum(line, hidden, counts) for line in lines]
    low = dict.fromkeys([cell for parts, _, _ in sums for cell in parts], 1)
    high = dict.fromkeys(low, NO_END)
    among: dict[int, list[int]] = {}
    for number, (parts, _, _) in enumerate(sums):
        for cell in parts:
            among.setdefault(cell, []).append(number)
    waiting = bytearray(bool(parts) for parts, _, _ in sums)
    order = range(len(sums))
    moved: set[int] = set()
    for _ in range(ROUNDS):
        moved = set()
        for number in order:
            if waiting[number]:
                waiting[number] = 0
                for cell in _drawn_closer(sums[number], low, high):
                    moved.add(cell)
                    for other in among[cell]:
                        waiting[other] = 1
        order = order[::-1]  # up from the parts, and down from the totals
        if not moved:
            break
    return sorted(cell for cell in low if low[cell] == high[cell] or cell in moved)


def _sum(line: Line, hidden: Sequence[int], counts: Sequence[int]) -> tuple[list[int], int, int]:
    """What is hidden in a line, how many of these are parts of its sum, and what the parts less a hidden total are."""
    parent, children = line
    parts = [child for child in children if hidden[child]]
    many, rest = len(parts), sum([counts[child] for child in parts])
    if hidden[parent]:
        return [*parts, parent], many, rest - counts[parent]
    return parts, many, rest


def _drawn_closer(one: tuple[list[int], int, int], low: dict[int, int], high: dict[int, int]) -> list[int]:
    """Draws the bounds of a line's numbers closer, and gives those whose bounds moved."""
    parts, many, rest = one
    added, taken = parts[:many], parts[many:]
    spare = rest - sum([low[cell] for cell in added]) + sum([high[cell] for cell in taken])
    lack = sum([high[cell] for cell in added]) - sum([low[cell] for cell in taken]) - rest
    # A part can be no more than the others leave of the sum, and no less than they lack; a total the other way about.
    return _narrowed(added, spare, lack, low, high) + _narrowed(taken, lack, spare, low, high)


def _narrowed(cells: list[int], up: int, down: int, low: dict[int, int], high: dict[int, int]) -> list[int]:
    """No cell above its least by more than ``up``, or below its most by more than ``down``; those that moved."""
    moved = []
    narrow = min(up, down)
    for cell in cells:
        bottom, top = low[cell], high[cell]
        if top - bottom > narrow:
            high[cell], low[cell] = min(top, bottom + up), max(bottom, top - down)
            moved.append(cell)
    return moved
