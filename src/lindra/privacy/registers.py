"""Rows that are about quality registers: of who does not want to be in them, the door gives none (PDL 7 kap. 2 §).

A reading is a function of the chart, and the chart knows nothing of what a person says of registers: that is a detail
of who they are. So the rows are there, and are left out of everything that is listed, counted or reminded of. A room
says which of its rows these are (:func:`about`), in its ``apps.ready``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from lindra.people import patients as identities
from lindra.people.details import RegisterOptOut
from lindra.record import wall

Row = TypeVar("Row", bound=tuple[Any, ...])
"""A stored row: patient and key, and more."""

_ABOUT: dict[str, tuple[str, ...]] = {}


def about(reading: str, keys: str = "") -> None:
    """Say that a reading's rows, or those whose key begins so, are about a quality register."""
    _ABOUT[reading] = tuple({*_ABOUT.get(reading, ()), keys})


def given(reading: str, rows: Iterable[Row], groups: Mapping[str, Sequence[str]] | None = None) -> list[Row]:
    """A reading's rows without those about a register of a person who does not want to be in one.

    What was said in any of a person's records holds; ``groups``: all records of each, where they are known already.
    """
    every, beginnings = list(rows), _ABOUT.get(reading, ())
    asked = {row[0] for row in every if row[1].startswith(beginnings)} if beginnings else set()
    if not asked:
        return every
    known = groups if groups is not None else identities.linked_many(sorted(asked))
    with wall.opened(details=[RegisterOptOut.kind]):
        out = identities.opted_out_among(sorted({one for patient in asked for one in known[patient]}))
    opposed = {patient for patient in asked if not out.isdisjoint(known[patient])}
    return [row for row in every if row[0] not in opposed or not row[1].startswith(beginnings)]
