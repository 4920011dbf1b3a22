"""Random sets of tables that share totals, for the attacker: places, months and categories, crossed."""

from __future__ import annotations

from itertools import product

from hypothesis import strategies as st

Cell = tuple[str, str, str]
Line = tuple[Cell, list[Cell]]
Ladder = list[tuple[str, list[str]]]
"""Totals with their parts, the smallest first."""


def _leaves(ladder: Ladder, key: str) -> list[str]:
    parts = dict(ladder).get(key)
    return [key] if parts is None else [leaf for part in parts for leaf in _leaves(ladder, part)]


def _keys(ladder: Ladder) -> list[str]:
    return list(dict.fromkeys([one for total, parts in ladder for one in (*parts, total)]))


@st.composite
def crossed_tables(draw: st.DrawFn) -> tuple[dict[Cell, int], list[Line]]:
    """Counts and lines of two or three ladders, each cell the sum of its leaves."""
    regions = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    places: Ladder = [(f"r{n}", [f"m{n}{each}" for each in range(many)]) for n, many in enumerate(regions)]
    places.append(("nation", [total for total, _ in places]))
    months, parts = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    times: Ladder = [("year", [f"month{n}" for n in range(months)])]
    counters: Ladder = [("of", [f"c{n}" for n in range(parts)])]
    ladders = (places, times, counters)
    leaves = product(*(_leaves(ladder, ladder[-1][0]) for ladder in ladders))
    few = st.one_of(st.integers(0, 8), st.sampled_from([0, 0, 1, 1, 2, 30]))
    known = {leaf: draw(few) for leaf in leaves}
    counts: dict[Cell, int] = {}
    for a, b, c in product(*map(_keys, ladders)):
        under = product(_leaves(places, a), _leaves(times, b), _leaves(counters, c))
        counts[a, b, c] = sum(known[leaf] for leaf in under)
    lines = [
        (_with(cell, axis, total), [_with(cell, axis, one) for one in some])
        for axis, ladder in enumerate(ladders)
        for total, some in ladder
        for cell in counts
        if cell[axis] == total
    ]
    return counts, lines


def _with(cell: Cell, axis: int, key: str) -> Cell:
    changed = list(cell)
    changed[axis] = key
    a, b, c = changed
    return a, b, c
