"""What is asked of a cube, from words: ``--by municipality,year``, ``--where region=17``. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from lindra.measures import catalogue
from lindra.measures.cubes.cube import NotInCube
from lindra.measures.measure import Measure
from lindra.measures.strata import STRATA, Every


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure, the groups and period it is shown by, and which cells are kept."""

    measure: Measure
    by: tuple[str, ...]
    every: str
    where: Mapping[str, tuple[str, ...]]


def parse(key: str, by: str, where: Iterable[str], on: date) -> Asked:
    """What was asked for; :class:`NotInCube` says what there is."""
    words = [word.strip() for word in by.split(",") if word.strip()]
    periods = [word for word in words if word in get_args(Every)]
    strange = [word for word in words if word not in (*STRATA, *get_args(Every))]
    if strange or len(periods) > 1:
        raise NotInCube(
            f"--by {by}: give groups among {', '.join(STRATA)} and at most one of {', '.join(get_args(Every))}"
        )
    kept: dict[str, tuple[str, ...]] = {}
    for each in where:
        name, equals, value = each.partition("=")
        if not equals or name not in (*STRATA, "period"):
            raise NotInCube(f"--where {each}: write name=value, the name one of period, {', '.join(STRATA)}")
        kept[name] = (*kept.get(name, ()), value)
    every = periods[0] if periods else ""
    return Asked(measure(key, on), tuple(word for word in words if word in STRATA), every, kept)


def measure(key: str, on: date) -> Measure:
    """The measure of a key (``id`` or ``id@version``); where only the id is given, the version in force on a day."""
    id, _, version = key.partition("@")
    found = catalogue.keyed(key) if version else catalogue.in_force(id, on)
    if found is None:
        known = catalogue.versions(id)
        hint = f"there is: {', '.join(one.key for one in known)}" if known else "see: lindra measures list"
        raise NotInCube(f"there is no measure {key}; {hint}")
    return found
