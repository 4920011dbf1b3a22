"""Whether anybody could be so: what a definition asks of one person, held against itself. Pure.

Each of the dead has one death, and at most one report of it in which a question has one answer (``registry.checks``).
So two conditions can exclude each other though neither is the other turned around: *expected, by the report* and *not
expected, by the report*. Of all other rows, days and numbers nothing is ruled out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from lindra.measures import language as lang

DEATH, REPORT = "died", "death_reported"
SEVERAL = frozenset({"diseases", "consulted"})
"""Questions of the report that may have several answers."""
Asked = tuple[str, str]
"""A column, or a question of the report."""
Row = Mapping[Asked, str]
KIND: Asked = ("column", "kind")
ANYTHING_ELSE = ""
"""A value that no condition names."""


def possible(*asked: lang.Truth) -> bool:
    """Whether one person could be so in all of these ways."""
    atoms = list(dict.fromkeys(atom for node in asked for atom in _atoms(node)))
    return any(
        all(_so(node, told) for node in asked) for world in _worlds(atoms) for told in _told(atoms, world)
    )


def _atoms(node: lang.Truth) -> Iterator[lang.Truth]:
    if isinstance(node, lang.Both | lang.Either):
        for part in node.parts:
            yield from _atoms(part)
    elif isinstance(node, lang.Negated):
        yield from _atoms(node.part)
    else:
        yield node


def _so(node: lang.Truth, told: Mapping[lang.Truth, bool]) -> bool:
    if isinstance(node, lang.Both):
        return all(_so(part, told) for part in node.parts)
    if isinstance(node, lang.Either):
        return any(_so(part, told) for part in node.parts)
    return not _so(node.part, told) if isinstance(node, lang.Negated) else told[node]


def _worlds(atoms: Iterable[lang.Truth]) -> Iterator[tuple[Row, ...]]:
    """Every death, with every report and with none, as far as the conditions tell them apart."""
    named: dict[Asked, dict[str, None]] = {}
    for atom in atoms:
        if _of_one_row(atom):
            for what, value in _named(atom.rows):  # type: ignore[attr-defined]
                named.setdefault(what, {})[value] = None
    columns = {what: own for what, own in named.items() if what[0] == "column"}
    for death, report in product(_each(columns), (None, *_each(named))):
        yield (death | {KIND: DEATH},) if report is None else (death | {KIND: DEATH}, report | {KIND: REPORT})


def _each(named: Mapping[Asked, Iterable[str]]) -> list[dict[Asked, str]]:
    """A row for every choice among the values that are named, and any other."""
    values = product(*((*own, ANYTHING_ELSE) for own in named.values()))
    return [dict(zip(named, each, strict=True)) for each in values]


def _of_one_row(atom: lang.Truth) -> bool:
    """Whether it asks of the death or of its report alone."""
    kinds = lang.kinds_of(atom.rows) if isinstance(atom, lang.Exists) else set()
    return bool(kinds) and kinds <= {DEATH, REPORT}


def _named(rows: lang.Rows) -> Iterator[tuple[Asked, str]]:
    if isinstance(rows, lang.Is) and rows.column != "kind":
        yield from ((("column", rows.column), value) for value in rows.values)
    elif isinstance(rows, lang.Says):
        yield from ((("question", rows.question), answer) for answer in rows.answers)
    elif isinstance(rows, lang.And | lang.Or):
        for part in rows.parts:
            yield from _named(part)
    elif isinstance(rows, lang.Not):
        yield from _named(rows.part)


def _told(atoms: Iterable[lang.Truth], world: tuple[Row, ...]) -> Iterator[dict[lang.Truth, bool]]:
    """Every way in which the conditions can be so and not so in a world: those it settles only in one."""
    settled = {atom: _settled(atom, world) for atom in atoms}
    free = [atom for atom, so in settled.items() if so is None]
    known = {atom: so for atom, so in settled.items() if so is not None}
    for values in product((True, False), repeat=len(free)):
        yield known | dict(zip(free, values, strict=True))


def _settled(atom: lang.Truth, world: tuple[Row, ...]) -> bool | None:
    return _any(_meets(atom.rows, row) for row in world) if _of_one_row(atom) else None  # type: ignore[attr-defined]


def _any(each: Iterable[bool | None]) -> bool | None:
    """Whether any is so; ``None`` where it cannot be told."""
    told: list[Any] = list(each)
    return True if True in told else None if None in told else False


def _meets(rows: lang.Rows, row: Row) -> bool | None:
    """Whether a death or a report meets a condition, as far as its values tell."""
    if isinstance(rows, lang.Not):
        met = _meets(rows.part, row)
        return None if met is None else not met
    if isinstance(rows, lang.Or):
        return _any(_meets(part, row) for part in rows.parts)
    if isinstance(rows, lang.And):
        unmet = _any(_meets(lang.Not(part), row) for part in rows.parts)
        return None if unmet is None else not unmet
    if isinstance(rows, lang.Is):
        return row[("column", rows.column)] in rows.values
    if isinstance(rows, lang.Says) and row[KIND] == DEATH:
        return False
    if isinstance(rows, lang.Says) and rows.question not in SEVERAL:
        return row[("question", rows.question)] in rows.answers
    return None
