"""Which cells of a cube are the sums of which others. Pure.

A grouping is named by its keys, joined by ``+`` (``municipality+unit``); ``all`` has none. A cell is a grouping and its
values of these keys. The cells of a grouping add up to those of any other whose keys follow from its own: because it
has them, or because one lies within another (a municipality in a region, a month in a year). Two that follow from each
other are one and the same, and are given as that. Only the nearest are given, for the others follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Values = tuple[str, ...]
Cell = tuple[str, Values]
Line = tuple[Cell, list[Cell]]
Within = Mapping[str, tuple[str, Mapping[str, str]]]
"""Of a key, the key it lies within, and of each value the value there; of a value that is not there, '' (not known)."""


def keys(grouping: str) -> tuple[str, ...]:
    """The keys of a grouping, in its own order."""
    return () if grouping == "all" else tuple(grouping.split("+"))


def lines_between(groupings: Mapping[str, Iterable[Values]], within: Within) -> tuple[list[Cell], list[Line]]:
    """Every cell, and each that is the sum of others with these, from the values that each grouping has."""
    known = {name: list(values) for name, values in groupings.items()}
    cells = [(name, values) for name, every in known.items() for values in every]
    lines: list[Line] = []
    for coarse, fine in _nearest(known, within):
        sums: dict[Values, list[Cell]] = {values: [] for values in known[coarse]}
        for values in known[fine]:
            told = _all_of(dict(zip(keys(fine), values, strict=True)), within)
            sums[tuple(told[key] for key in keys(coarse))].append((fine, values))
        lines += [((coarse, values), parts) for values, parts in sums.items() if parts]
    return cells, lines


def _nearest(names: Iterable[str], within: Within) -> list[tuple[str, str]]:
    """Pairs of a coarser and a finer grouping with none in between; of two that are the same the first is coarser."""
    follow = {name: _following(keys(name), within) for name in names}
    order = list(follow)

    def coarser(a: int, b: int) -> bool:
        one, other = follow[order[a]], follow[order[b]]
        return set(keys(order[a])) <= other and (one != other or a < b)

    pairs = [(a, b) for a, _ in enumerate(order) for b, _ in enumerate(order) if a != b and coarser(a, b)]
    known = set(pairs)
    return [
        (order[a], order[b])
        for a, b in pairs
        if not any((a, c) in known and (c, b) in known for c, _ in enumerate(order))
    ]


def _following(some: Iterable[str], within: Within) -> set[str]:
    """Keys, and those that they lie within."""
    found: set[str] = set()
    for key in some:
        while key not in found:
            found.add(key)
            if key in within:
                key = within[key][0]
    return found


def _all_of(values: dict[str, str], within: Within) -> dict[str, str]:
    """The values of keys, and of those that they lie within; what a cell says itself goes first."""
    found = dict(values)
    for key in values:
        while key in within:
            outer, places = within[key]
            found.setdefault(outer, places.get(found[key], ""))
            key = outer
    return found
