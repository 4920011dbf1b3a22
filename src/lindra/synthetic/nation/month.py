"""One month of the nation: drawn, counted, told and written, whatever other months there are.

Everything comes from ``SeedSequence([seed, year, month])``, so that it does not matter when, or by which process, it is
written.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from lindra.synthetic.nation import (
    answers,
    course,
    dead,
    everyday,
    files,
    last_year,
    levels,
    log,
    planned,
    stays,
    support,
    telling,
)
from lindra.synthetic.nation.calendar import day_number, day_of
from lindra.synthetic.nation.counted import Counted, Counts
from lindra.synthetic.nation.rows import hexadecimal
from lindra.synthetic.nation.units import units


@dataclass(frozen=True, slots=True)
class Nation:
    """Which nation: its seed, its years, and how large it is beside Sweden (1.0)."""

    seed: int = 1
    years: int = 10
    last: int = 2025
    """The last year of deaths."""
    scale: float = 1.0

    @property
    def first(self) -> int:
        """The first year of deaths."""
        return self.last - self.years + 1

    def months(self) -> list[date]:
        """Every month."""
        return [date(year, month, 1) for year in range(self.first, self.last + 1) for month in range(1, 13)]


@dataclass(frozen=True, slots=True)
class Done:
    """What was written of a month."""

    month: date
    deaths: int
    events: int
    entries: int
    """Of the layer log/."""
    last_admission: int
    """The day of it, in days since 1970-01-01."""
    counts: Counts
    seconds: float


SETTLED_BEFORE = (11, 1)
"""Stays that ended from November of the last year on are counted when the last admission is known."""


def write(nation: Nation, month: date, folder: Path) -> Done:
    """Draw a month and write it."""
    started = time.perf_counter()
    rng = np.random.default_rng(np.random.SeedSequence([nation.seed, month.year, month.month]))
    year, counted, made = month.year - nation.first, Counted(), units(nation.seed)
    settled = day_number(date(nation.last, *SETTLED_BEFORE))
    who = dead.dead(rng, month, year, nation.scale, made)
    went = course.course(rng, who, made)
    plan = planned.planned(rng, who)
    found = support.support(rng, who, went, plan)
    planned.count(counted, who, plan)
    support.count(counted, who, went, found)
    odds = levels.place_odds(year, who.region, who.age)
    support.count_places(counted, who, went, odds)
    told = telling.Telling(rng, who, went, found)
    told.told_by_support()
    everyday.tell(told, plan)
    answers.tell(told, plan, counted)
    theirs = stays.of_the_dead(rng, who, went, told.episodes)
    told.ready(theirs)
    keys = hexadecimal(rng, told.rows.keys)
    table = last_year.table(told.rows, who, made, keys)
    files.write(table, folder / "last_year" / f"death_month={who.label}" / "part.parquet")
    stays.count(counted, theirs, settled)
    entries = log.write(
        rng, folder / "log", f"dead-{who.label}", theirs, who.patient, who.protected, keys, made
    )
    files.people(folder / "people", f"dead-{who.label}", who.patient, who.municipality, who.sex, who.birth_year,
                 who.opted_out, who.protected)  # fmt: skip
    alive, people = stays.living(rng, month, year, nation.scale, made)
    stays.count(counted, alive, settled)
    patient = hexadecimal(rng, len(people["sex"]))
    entries += log.write(rng, folder / "log", f"living-{who.label}", alive, patient, people["protected"],
                         hexadecimal(rng, len(alive.who)), made)  # fmt: skip
    files.people(folder / "people", f"living-{who.label}", patient, **people)
    admissions = np.concatenate([theirs.admitted, alive.admitted])
    latest = int(day_of(admissions).max()) if len(admissions) else 0
    return Done(
        month, len(who), table.num_rows, entries, latest, dict(counted.sums), time.perf_counter() - started
    )
