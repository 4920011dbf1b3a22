"""Who tries to work out what a whole cube withholds, from everything that it shows: every table, every period.

Shares nothing with what withholds, and knows of no line between tables. Every number that may be in a cube, shown or
not, is how many of some *kinds* of people there are, a kind being one value of everything a cube is grouped by. What
is shown is so many sums of kinds; what is withheld can be worked out just when it is made up of these. A cell that is
in no file is none, and that is shown too. By numbers modulo a prime, where what can be worked out is always found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from random import Random
from typing import Any

import numpy as np

from lindra.measures.cubes.lines import Cells
from lindra.measures.measure import Measure
from lindra.measures.strata import Grouping, groupings

PRIME = (1 << 31) - 1
Kind = dict[str, str]
Place = tuple[str, ...]
Person = dict[str, Any]
Shown = Mapping[Place, Mapping[str, int | None]]
"""A cube: by table, period and keys, what it says of each counter."""


@dataclass(frozen=True)
class World:
    """What people may be of: everything by which a cube is grouped."""

    places: tuple[tuple[str, str], ...] = (("17", "1780"), ("17", "1715"), ("01", "0180"), ("17", ""))
    """Region and municipality."""
    months: tuple[str, ...] = ("2026-01", "2026-02", "2026-04", "2026-05")
    unit: tuple[str, ...] = ("u", "v")
    age: tuple[str, ...] = ("65-79", "80-89")
    diagnosis: tuple[str, ...] = ("cancer", "heart")
    weekend: tuple[str, ...] = ("weekend", "weekday")
    place: tuple[str, ...] = ("hospital",)
    sex: tuple[str, ...] = ("female",)

    @cached_property
    def kinds(self) -> list[Kind]:
        """Every kind of people."""
        names = ("unit", "age", "diagnosis", "weekend", "place", "sex")
        each = product(self.places, self.months, *(getattr(self, name) for name in names))
        return [
            {
                "region": home[0],
                "municipality": home[1],
                "month": month,
                **dict(zip(names, rest, strict=True)),
            }
            for home, month, *rest in each
        ]

    def people(
        self, random: Random, measures: Sequence[Measure], only: Mapping[str, str] | None = None
    ) -> list[Person]:
        """Some people of some of the kinds, and in what of each measure they are; ``only``: a municipality's one
        unit."""
        found = []
        rare: dict[tuple[str, str], float] = {}  # so that some groups are large and some are of few
        for kind in self.kinds:
            each = [rare.setdefault(one, random.choice((0.1, 0.6, 0.6))) for one in kind.items()]
            many = random.randint(0, 3) if random.random() < min(each) else 0
            if (only or {}).get(kind["municipality"], kind["unit"]) != kind["unit"]:
                many = 0
            found += [kind | counted(random, measures) for _ in range(many)]
        return found


def counted(random: Random, measures: Sequence[Measure]) -> Person:
    """What one person adds to the counters: in nearly all of the larger populations, met or not."""
    found: Person = {}
    for measure in measures:
        inside = random.random() < (0.9 if measure.register else 1)
        found[f"{measure.key}.of"] = int(inside)
        if measure.kind == "share":
            found[f"{measure.key}.met"] = int(inside and random.random() < 0.7)
            found |= {f"{measure.key}.unknown": 0, f"{measure.key}.out": 0}
        elif measure.kind == "mean":
            days = random.randint(0, 90) if inside else 0
            found |= {f"{measure.key}.sum": days, f"{measure.key}.squares": days**2}
        else:
            which = random.choice(measure.parts)[0] if inside else ""
            found |= {f"{measure.key}.{key}": int(key == which) for key, _ in measure.parts}
    return found


def periods(month: str, grouping: Grouping) -> list[str]:
    """The year of a month, and the finer period that a grouping has."""
    quarter = f"{month[:4]}Q{(int(month[5:]) + 2) // 3}"
    finer = {"month": [month], "quarter": [quarter], "year": []}
    return [month[:4], *finer[grouping.every]]


def cells(people: Sequence[Person], measures: Sequence[Measure], some: Sequence[str] = ()) -> Cells:
    """The tables of the dead of a year: all of them, or some."""
    names = [f"{measure.key}.{counter}" for measure in measures for counter in measure.counters]
    found = Cells()
    for grouping in groupings("deaths"):
        if some and grouping.name not in some:
            continue
        rows: dict[Place, list[int]] = {}
        for one in people:
            for period in periods(one["month"], grouping):
                row = rows.setdefault((period, *(one[name] for name in grouping.by)), [0] * len(names))
                for at, name in enumerate(names):
                    row[at] += one[name]
        found.add(grouping, names, [(*key, *row) for key, row in sorted(rows.items())])
    return found


def shown(found: Cells) -> dict[Place, dict[str, int | None]]:
    """What is in the tables, as it stands now."""
    names = list(found.at)
    return {place: dict(zip(names, values, strict=True)) for place, values in found.counts.items()}


class Attacker:
    """Somebody with a whole cube; ``halves`` where those met and not met of each kind are told apart."""

    def __init__(
        self, world: World, people: Sequence[Person], tables: Sequence[str], months: Sequence[str]
    ) -> None:
        lived = {(one["region"], one["municipality"]) for one in people}
        # A region that has nobody whose municipality is not told: that may be known, too.
        self.kinds = [one for one in world.kinds if one["municipality"] or (one["region"], "") in lived]
        if (
            "municipality+unit" in tables
        ):  # it says who of which municipality is in which unit, and who is not
            cared = {(one["municipality"], one["unit"]) for one in people}
            self.kinds = [one for one in self.kinds if (one["municipality"], one["unit"]) in cared]
        self.sums: dict[Place, np.ndarray] = {}
        for grouping in (one for one in groupings("deaths") if one.name in tables):
            for at, kind in enumerate(self.kinds):
                for period in periods(kind["month"], grouping):
                    if len(period) == 4 or not months or grouping.name in months:
                        key = (grouping.name, period, *(kind[name] for name in grouping.by))
                        self.sums.setdefault(key, np.zeros(len(self.kinds), dtype=np.int64))[at] = 1

    def finds(self, cube: Shown, counter: str) -> set[Place]:
        """The cells whose counter is withheld and can be worked out."""
        return {place for place, _ in self._found(cube, [counter], ())}

    def finds_parts(self, cube: Shown, whole: str, parts: Sequence[str]) -> set[tuple[Place, str]]:
        """The same where a whole is the sum of parts, some of which may be known where others are not."""
        return self._found(cube, [whole], parts)

    def _found(self, cube: Shown, wholes: Sequence[str], parts: Sequence[str]) -> set[tuple[Place, str]]:
        size = len(self.kinds)
        known, wanted, names = [], [], []
        for place, row in self.sums.items():
            for counter in (*wholes, *parts):
                vector = np.zeros(size * max(len(parts), 1), dtype=np.int64)
                for at, one in enumerate(parts or wholes):
                    if counter in (one, *wholes):
                        vector[at * size : (at + 1) * size] = row
                if cube.get(place, {}).get(counter, 0) is None:
                    wanted.append(vector)
                    names.append((place, counter))
                else:
                    known.append(vector)
        if not wanted:
            return set()
        left = _less(np.array(known), np.array(wanted))
        return {name for name, row in zip(names, left, strict=True) if not row.any()}


def _less(known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """What is left of each row wanted when all that is known is taken away from it: Gauss's elimination."""
    rows, done = np.concatenate([known, wanted]), 0
    for column in range(rows.shape[1]):
        some = np.flatnonzero(rows[done : len(known), column])
        if not some.size:
            continue
        rows[[done, done + some[0]]] = rows[[done + some[0], done]]
        rows[done] = rows[done] * pow(int(rows[done, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(rows[:, column])
        others = others[others > done]
        rows[others] = (rows[others] - rows[others, column][:, None] * rows[done]) % PRIME
        done += 1
    return rows[len(known) :]


def few(places: Shown, counter: str, least: int) -> Iterator[Place]:
    """The cells of few, as they were counted."""
    for place, values in places.items():
        value = values[counter]
        if value is not None and 0 < value < least:
            yield place
