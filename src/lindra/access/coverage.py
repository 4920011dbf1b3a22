"""For every municipality and hour of the week: what exists, what is said to be missing, what nobody has said. Pure.

An :class:`Inventory` is what somebody stated on a day: offerings, statements that something is missing, who disputes.
From it a :class:`Coverage` is computed. Three rules hold everywhere: no row is *not stated*, never *exists* and never
*missing*; a limit never turns into full; what is stated of a place (a hospital, a ward, a team) says nothing of any
single municipality. Hours are 168 bits (``hours``), so that 290 municipalities × 168 hours × nine functions are a few
thousand whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntFlag
from functools import cached_property, lru_cache
from typing import Literal

from lindra.access import functions as defined
from lindra.access.hours import ALL, HOURS, Span, of_mask
from lindra.areas import geography

Scope = Literal["region", "municipalities", "place"]
"""Whom it concerns: a whole region, municipalities that are named, or a place, whose municipalities are not stated."""


class State(IntFlag):
    """What is said of a function in a municipality at an hour; they combine. Nothing said is ``NOT_STATED``."""

    NOT_STATED = 0
    EXISTS = 1
    EXISTS_LIMITED = 2
    EXISTS_HOURS_NOT_STATED = 4
    EXISTS_SOMEWHERE = 8
    MISSING = 16
    MISSING_FOR_SOME = 32
    MISSING_SOMEWHERE = 64
    CONTESTED = 128
    CONTESTED_IN_GENERAL = 256
    EXISTS_AT_OTHER_HOURS = 512

    @property
    def codes(self) -> list[str]:
        """Their names in small letters; *not_stated* where nothing is said but that somebody disputes in general."""
        said = [one.name.lower() for one in State if one in self and one.name]
        disputes = State.CONTESTED | State.CONTESTED_IN_GENERAL
        return said if self & ~disputes else ["not_stated", *said]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that is said to exist. ``hours`` is None where they are not stated; ``limited``: not for everybody."""

    key: str
    function: str
    scope: Scope
    region: str
    municipalities: tuple[str, ...]
    hours: int | None
    limited: bool
    name: str
    """Who or where, as it was stated."""
    children: bool | None = None
    """Whether it takes those under 18, where that is stated."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is said to be missing; ``for_some``: only for some, or in part."""

    key: str
    function: str
    scope: Scope
    region: str
    municipalities: tuple[str, ...]
    for_some: bool


@dataclass(frozen=True, slots=True)
class Contest:
    """Somebody who sees it otherwise, of one function in a region; ``function`` is empty where it is in general."""

    region: str
    function: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """What was stated, by whom it does not matter here. ``id`` names it; two inventories are never mixed."""

    id: str
    dated: date | None
    offers: tuple[Offer, ...] = ()
    missing: tuple[Missing, ...] = ()
    contests: tuple[Contest, ...] = ()


@dataclass(slots=True)
class Cell:
    """What is said of one function in one municipality: hours it exists, and flags that hold for the whole week."""

    full: int = 0
    limited: int = 0
    flags: int = 0

    def at(self, hour: int) -> State:
        """What is said of an hour, 0–167."""
        found = self.flags
        if (self.full | self.limited) & ~(1 << hour) and not (self.full | self.limited) >> hour & 1:
            found |= State.EXISTS_AT_OTHER_HOURS
        if self.full >> hour & 1:
            found |= State.EXISTS
        if self.limited >> hour & 1:
            found |= State.EXISTS_LIMITED
        return State(found)

    @property
    def key(self) -> tuple[int, int, int]:
        """Equal for cells of which the same is said."""
        return self.full, self.limited, self.flags


@lru_cache(maxsize=4096)
def _week(full: int, limited: int, flags: int) -> tuple[int, ...]:
    cell = Cell(full, limited, flags)
    return tuple(int(cell.at(hour)) for hour in range(HOURS))


@dataclass(frozen=True)
class Coverage:
    """Every function in every municipality, of one inventory: ``cells[function][municipality code]``."""

    inventory: Inventory
    cells: Mapping[str, Mapping[str, Cell]]

    def at(self, function: str, municipality: str, hour: int) -> State:
        """What is said of one hour."""
        return self.cells[function][municipality].at(hour)

    def week(self, function: str, municipality: str) -> tuple[int, ...]:
        """What is said of each of the 168 hours, as numbers of :class:`State`; alike cells share one."""
        return _week(*self.cells[function][municipality].key)

    @cached_property
    def offers_in(self) -> Mapping[tuple[str, str], tuple[Offer, ...]]:
        """The offerings of a function that a municipality is served by, by (function, municipality)."""
        found: dict[tuple[str, str], list[Offer]] = {}
        for offer in self.inventory.offers:
            for code in _codes(offer):
                found.setdefault((offer.function, code), []).append(offer)
        return {key: tuple(some) for key, some in found.items()}

    @cached_property
    def served_by_several(self) -> dict[tuple[str, str], tuple[Offer, ...]]:
        """Where a municipality is served by two offerings of one function or more: allowed, and to be shown."""
        return {key: some for key, some in self.offers_in.items() if len({offer.name for offer in some}) > 1}


def compute(inventory: Inventory) -> Coverage:
    """The coverage of one inventory."""
    codes = [one.code for one in geography.municipalities()]
    cells = {function: {code: Cell() for code in codes} for function in defined.covered()}
    for offer in inventory.offers:
        _add_offer(cells, offer)
    for missing in inventory.missing:
        flag = (
            State.MISSING_SOMEWHERE if missing.scope == "place"
            else State.MISSING_FOR_SOME if missing.for_some else State.MISSING
        )  # fmt: skip
        _mark(cells.get(missing.function), missing, flag)
    for contest in inventory.contests:
        flag = State.CONTESTED if contest.function else State.CONTESTED_IN_GENERAL
        for function, row in cells.items():
            if contest.function in ("", function):
                for code in _region(contest.region):
                    row[code].flags |= flag
    return Coverage(inventory, cells)


def _add_offer(cells: Mapping[str, Mapping[str, Cell]], offer: Offer) -> None:
    row = cells.get(offer.function)
    if row is None:
        return
    if offer.children is not None and offer.function != defined.CHILDREN:
        _children(cells[defined.CHILDREN], offer)
    if offer.scope == "place":
        _mark(row, offer, State.EXISTS_SOMEWHERE)
        return
    unknown = State.EXISTS_HOURS_NOT_STATED | (State.EXISTS_LIMITED if offer.limited else 0)
    for code in _codes(offer):
        cell = row[code]
        if offer.hours is None:
            cell.flags |= unknown
        elif offer.limited:
            cell.limited |= offer.hours
        else:
            cell.full |= offer.hours


def _children(row: Mapping[str, Cell], offer: Offer) -> None:
    """Yes or no only: an offering for children is *exists* at any hour; one that takes none is missing for some."""
    for code in _codes(offer):
        if offer.children:
            row[code].full = ALL
        else:
            row[code].flags |= State.MISSING_FOR_SOME


def _mark(row: Mapping[str, Cell] | None, said: Offer | Missing, flag: State) -> None:
    codes = _region(said.region) if said.scope == "place" else _codes(said)
    for code in codes if row is not None else ():
        assert row is not None
        row[code].flags |= flag


def _codes(said: Offer | Missing) -> Sequence[str]:
    """The municipalities it is stated of; none for a place."""
    if said.scope == "place":
        return ()
    return _region(said.region) if said.scope == "region" else said.municipalities


_REGIONS: dict[str, tuple[str, ...]] = {}


def _region(code: str) -> tuple[str, ...]:
    if not _REGIONS:
        for one in geography.municipalities():
            _REGIONS[one.region] = (*_REGIONS.get(one.region, ()), one.code)
    return _REGIONS[code]


# What stops.


@dataclass(frozen=True, slots=True)
class Lost:
    """Hours of a function that a municipality was served in and no longer is. ``narrowed``: now only with limits."""

    function: str
    municipality: str
    hours: int
    narrowed: int
    hours_not_stated: bool
    inhabitants: int

    @property
    def spans(self) -> tuple[Span, ...]:
        """The hours as spans."""
        return of_mask(self.hours)


def lost(before: Iterable[Offer], after: Iterable[Offer]) -> list[Lost]:
    """What stops being covered when the offerings become others, as when an agreement expires; the most people first.

    What two offerings cover is not lost while one of them stays.
    """
    old, new = (compute(Inventory("", None, tuple(offers))) for offers in (before, after))
    found: list[Lost] = []
    for function, row in old.cells.items():
        for code, was in row.items():
            now = new.cells[function][code]
            served, still = was.full | was.limited, now.full | now.limited
            unknown = bool(was.flags & ~now.flags & State.EXISTS_HOURS_NOT_STATED)
            gone, narrowed = served & ~still, was.full & ~now.full & still
            if gone or narrowed or unknown:
                found.append(Lost(function, code, gone, narrowed, unknown, inhabitants(code)))
    return sorted(found, key=lambda one: (-one.inhabitants, one.municipality, one.function))


def inhabitants(municipality: str) -> int:
    """People living there on the last day of the latest year that is known for every municipality."""
    return int(geography.population(municipality, POPULATION).value)


POPULATION = "2019"
