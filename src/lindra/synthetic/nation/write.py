"""Writes a nation as an export lies in a folder, month by month, by several processes; and its true answers beside it.

``FOLDER/manifest.json``, ``last_year/``, ``log/``, ``people/`` as an export has them, and ``truth.json``: of every
measure that was planted, by year and region, how many there are and how many met it (``counted``). Memory does not grow
with the years.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from lindra.record import layers
from lindra.synthetic.nation import files, month, stays
from lindra.synthetic.nation.counted import Counted
from lindra.synthetic.nation.month import Done, Nation
from lindra.synthetic.nation.units import units

Each = Callable[[Iterable[Done]], Iterator[Done]]


class Refused(ValueError):
    """The folder is not empty: says what to do."""


@dataclass(slots=True)
class Written:
    """What was written, and how fast."""

    deaths: int = 0
    events: int = 0
    entries: int = 0
    people: int = 0
    seconds: float = 0.0

    @property
    def events_a_second(self) -> int:
        """Rows of last_year/ a second, all processes together."""
        return round(self.events / max(self.seconds, 0.001))


def write(nation: Nation, folder: Path, jobs: int = 0, each: Each = iter) -> Written:
    """Write a nation to an empty folder, by so many processes (0: one for each core)."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty: name a folder that is new or empty")
    folder.mkdir(parents=True, exist_ok=True)
    started, done, counted, last = time.monotonic(), Written(), Counted(), 0
    for one in each(_months(nation, folder, jobs or os.cpu_count() or 1)):
        done.deaths, done.events, done.entries = (
            done.deaths + one.deaths, done.events + one.events, done.entries + one.entries,
        )  # fmt: skip
        counted.join(one.counts)
        last = max(last, one.last_admission)
    done.people = files.gather(folder / "people")
    stays.settle(counted, last)
    _told(
        folder / "truth.json", {**asdict(nation), "units": _planted(nation.seed), "measures": counted.plain()}
    )
    (folder / layers.NAME).write_text(layers.manifest_text(), encoding="utf-8")
    done.seconds = time.monotonic() - started
    return done


def _months(nation: Nation, folder: Path, jobs: int) -> Iterator[Done]:
    """Every month, in order, as they are done."""
    one = partial(_one, nation, folder)
    with ExitStack() as stack:
        if jobs == 1:
            yield from map(one, nation.months())
            return
        pool = stack.enter_context(multiprocessing.get_context("spawn").Pool(jobs))
        yield from pool.imap(one, nation.months())


def _one(nation: Nation, folder: Path, when: date) -> Done:
    import pyarrow as pa

    pa.set_cpu_count(1)  # the processes share the cores
    return month.write(nation, when, folder)


def _told(path: Path, what: dict[str, Any]) -> None:
    path.write_text(json.dumps(what, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def _planted(seed: int) -> dict[str, list[str]]:
    """Units planted as good and as bad."""
    made = units(seed)
    found = {name: made.planted == value for name, value in (("good", 1), ("bad", -1))}
    return {name: [made.ids[number] for number in flags.nonzero()[0]] for name, flags in found.items()}


def truth(folder: Path) -> dict[str, Any]:
    """The true answers of a nation that was written: ``measures`` → id → year → region → counters."""
    found: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return found


def summed(folder: Path, measure: str, year: int | None = None, region: str = "") -> dict[str, float]:
    """The counters of one measure, of one year or all, of one region or the nation."""
    found: dict[str, float] = {}
    for one, regions in truth(folder)["measures"].get(measure, {}).items():
        for code, counters in regions.items():
            if year in (None, int(one)) and region in ("", code):
                for name, value in counters.items():
                    found[name] = found.get(name, 0) + value
    return found
