"""A made-up export whose every number is known, and the cubes of all three levels made of it. Only read them.

Seventeen months, to May 2026, in two municipalities. Of each month's dead every fourth has no report; of the reports
every second says yes to mouth, every third to pain, and so on.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from lindra.measures import catalogue
from lindra.measures.counting.run import run
from lindra.measures.cubes.kept import Kept
from lindra.measures.cubes.release import release
from lindra.measures.measure import Measure
from measures.exports import written
from measures.last_year import Row, died, row

NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)
MONTHS = [f"{2025 + n // 12}-{n % 12 + 1:02}" for n in range(17)]
DEAD = {"1780": 24, "1715": 16}
"""How many die each month, by municipality."""
UNIT = "SE0000001700-W5"
IDS = {
    "mouth-reported", "pain-reported", "opioid-reported", "anxiety-reported", "ulcer-reported", "conversation-reported",
    "coverage", "place-of-death", "days-at-home-last-90-days",
}  # fmt: skip
EVERY = {
    "mouth": ("yes", 2), "pain_rated": ("yes", 3), "order_pain": ("yes", 1), "order_anxiety": ("yes", 4),
    "ulcer_death": ("none", 1), "talk_patient": ("yes", 5),
}  # fmt: skip
"""By question, the answer that meets it and how many reports there are to each that gives it."""


def measures() -> list[Measure]:
    """Those that are counted; few, so that it is quick."""
    return [one for one in catalogue.measures() if one.id in IDS]


def rows() -> Iterator[Row]:
    """The dead and their reports."""
    for month in MONTHS:
        for place, many in DEAD.items():
            for number in range(many):
                yield from _person(f"{month}-{place}-{number}", f"{month}-10 14:00", place, number)


def _person(patient: str, death: str, place: str, number: int) -> Iterator[Row]:
    yield died(patient, death, municipality=place, unit=UNIT, status="yes")
    if number % 4 == 0:
        return
    report = number - number // 4 - 1  # 0, 1, 2 … of those with a report
    told = {"expected": "yes"} | {
        question: answer if report % every == 0 else "no" for question, (answer, every) in EVERY.items()
    }
    answers = "|" + "|".join(f"{question}={answer}" for question, answer in told.items()) + "|"
    yield row(patient, death, "death_reported", death, municipality=place, unit=UNIT, answers=answers)


def met(place: str, every: int) -> tuple[int, int]:
    """Of a month's reports in a municipality: how many said yes, of how many."""
    reports = DEAD[place] * 3 // 4
    return -(-reports // every), reports


@cache
def home() -> Path:
    """A world's folder with its export and its cubes; made once a process."""
    folder = Path(tempfile.mkdtemp(prefix="planted"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    kept = Kept(folder)
    written(kept.export, list(rows()))
    run(kept.export, kept.cube("own"), measures(), NOW)
    for level in ("inside", "outside"):
        release(kept.cube("own"), kept.cube(level), "17", NOW, level=level)  # type: ignore[arg-type]
    return folder


def into(world: Path) -> None:
    """Copy the cubes into a world."""
    shutil.rmtree(world / "cubes", ignore_errors=True)
    shutil.copytree(home() / "cubes", world / "cubes")
