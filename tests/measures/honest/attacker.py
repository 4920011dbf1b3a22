"""Who tries to find what is withheld: all that can be had from the numbers shown, and from no number being below none.

Shares nothing with what withholds. Two ways, both exact: bounds drawn closer line by line until nothing moves, and
Gauss's elimination in fractions of all lines at once.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
Lines = Sequence[tuple[K, Sequence[K]]]


def found(counts: Mapping[K, int], lines: Lines[K], withheld: set[K], least: int = 0) -> set[K]:
    """Those withheld that the attacker knows; ``least``: what he knows each of them to be at the least."""
    shown = {cell: count for cell, count in counts.items() if cell not in withheld}
    return _bounded(shown, lines, withheld, least) | solved(lines, withheld)


def _bounded(shown: Mapping[K, int], lines: Lines[K], withheld: set[K], least: int) -> set[K]:
    if not withheld:
        return set()
    most = sum(shown.values()) * 3 + 10_000
    low: dict[K, int] = {**dict.fromkeys(withheld, least), **shown}
    high: dict[K, int] = {**dict.fromkeys(withheld, most), **shown}
    moved = True
    while moved:
        moved = False
        for parent, children in lines:
            lows, highs = sum(low[one] for one in children), sum(high[one] for one in children)
            wanted = [(parent, lows, highs)]
            for one in children:
                rest_low, rest_high = lows - low[one], highs - high[one]
                wanted.append((one, low[parent] - rest_high, high[parent] - rest_low))
            for cell, bottom, top in wanted:
                if bottom > low[cell]:
                    low[cell], moved = bottom, True
                if top < high[cell]:
                    high[cell], moved = top, True
    return {cell for cell in withheld if low[cell] == high[cell]}


def solved(lines: Lines[K], withheld: set[K]) -> set[K]:
    """Those that Gauss's elimination gives; what the numbers shown are does not matter to that."""
    rows = []
    for parent, children in lines:
        row = {
            one: Fraction((one in children) - (one == parent))
            for one in (*children, parent)
            if one in withheld
        }
        if row:
            rows.append(row)
    done = []
    while rows:
        row = min(rows, key=len)
        rows.remove(row)
        if row:
            pivot = min(row, key=repr)
            row = {one: part / row[pivot] for one, part in row.items()}
            rows = [_without(pivot, row, other) for other in rows]
            done = [*(_without(pivot, row, other) for other in done), row]
    return {next(iter(row)) for row in done if len(row) == 1}


def _without(pivot: K, row: Mapping[K, Fraction], other: dict[K, Fraction]) -> dict[K, Fraction]:
    times = other.get(pivot)
    if not times:
        return other
    changed = {
        one: other.get(one, Fraction(0)) - times * row.get(one, Fraction(0)) for one in {**other, **row}
    }
    return {one: part for one, part in changed.items() if part}
