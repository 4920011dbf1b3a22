"""By what measures are shown: periods and groups, as data (``data/strata.toml``, ``data/groupings.csv``). Pure."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from lindra.measures.language import BEGUN, Age, AtLeast, Begins, First, Foremost, Says, Truth, events
from lindra.measures.measure import Subject

DATA = Path(__file__).parent / "data"
Stratum = Literal["region", "municipality", "unit", "place", "age", "sex", "diagnosis", "weekend"]
STRATA: tuple[Stratum, ...] = get_args(Stratum)
Every = Literal["month", "quarter", "year"]
NOT_KNOWN = ""
"""The group of those whose region, municipality, … is not known, or not exported."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """What a cube is grouped by, and the finest period it is kept for; years are always there too."""

    subject: Subject
    by: tuple[Stratum, ...]
    every: Every

    @property
    def name(self) -> str:
        """The name of its table: ``all``, ``region``, ``municipality+unit``."""
        return "+".join(self.by) or "all"


@cache
def groupings(subject: Subject) -> tuple[Grouping, ...]:
    """Every grouping of a subject, in the order of the data."""
    with (DATA / "groupings.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["subject"] == subject]
    return tuple(
        Grouping(subject, tuple(filter(None, row["by"].split("+"))), row["every"])  # type: ignore[arg-type]
        for row in rows
    )


@cache
def _data() -> dict[str, list[dict[str, object]]]:
    return tomllib.loads((DATA / "strata.toml").read_text(encoding="utf-8"))


def ages() -> tuple[tuple[str, int], ...]:
    """Age groups, youngest first: key and the first whole year of it."""
    return tuple((str(row["key"]), int(str(row["from"]))) for row in _data()["age"])


def age_group() -> First:
    """The age group of a person; *not known* without a birth year."""
    oldest_first = sorted(ages(), key=lambda pair: -pair[1])
    return First(tuple((key, AtLeast(Age(), first)) for key, first in oldest_first), NOT_KNOWN)


def diagnoses() -> tuple[str, ...]:
    """Diagnosis groups in the order in which they are asked for."""
    return tuple(str(row["key"]) for row in _data()["diagnosis"])


def diagnosis_group() -> First:
    """The first group of which the record has a diagnosis; where it has none, the first the register's report
    names."""
    rows = _data()["diagnosis"]
    coded = [(str(row["key"]), _coded(_texts(row["codes"]))) for row in rows]
    told = [(str(row["key"]), _told(_texts(row["disease"]))) for row in rows if row["disease"]]
    return First((*coded, *told), NOT_KNOWN)


def _coded(prefixes: tuple[str, ...]) -> Truth:
    diagnosis = events("diagnosis").where(code_system="ICD-10-SE")
    return (diagnosis & Begins("code", prefixes) & BEGUN).exist()


def _told(diseases: tuple[str, ...]) -> Truth:
    return (events("death_reported") & Says("diseases", diseases)).exist()


def _texts(value: object) -> tuple[str, ...]:
    assert isinstance(value, list)
    return tuple(str(each) for each in value)


PLACES = (
    ("unknown", "not_known"), ("other", "other"), ("own_home", "own_home"), ("short_stay", "short_stay"),
    ("care_home", "care_home"), ("emergency", "emergency"), ("hospital", "hospital"), ("palliative", "palliative"),
    ("hospice", "palliative"),
)  # fmt: skip
"""Form of a stay, a visit or a home, and the place it is; the more special later."""


def place_of_death() -> Foremost:
    """Where the person was when death came: the stay going on, else the emergency visit, else the home."""
    from lindra.measures.language import GOING_ON, Is, Not

    stay = events("admitted") & GOING_ON
    visit = events("contact").where(form="emergency") & GOING_ON
    home = events("moved") & Not(Is("form", ("ward",))) & GOING_ON
    return Foremost((stay, visit, home), "form", PLACES, "not_known")
