"""What in the access log is looked at by a person: systematic, recurring checks. Pure.

SFS 2008:355 4 kap. 3 § and SFS 2022:913 4 kap. 4 § ask for systematic and recurring checks of whether anybody has had
access without right; HSLF-FS 2016:40 4 kap. 9 § that they are documented. How many and by which signs, the provider
decides: the numbers below are this project's choice, and stand here so that they can be read and changed.

Names are not proof: that two people share a name only means that somebody should look.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Any, Protocol

SAMPLE = 50
"""Openings drawn at random of a provider's staff each month, or all where there are fewer."""
LONG_AFTER = timedelta(days=90)
"""An opening so long after the unit's last relation with the patient ended is looked at."""
MANY_TIMES = 3
MANY_LEAST = 30
MANY_DAYS = 10
"""Patients opened in a day: looked at from so many times the unit's own median and at least so many, where the median
is of at least so many days of staff."""
EMERGENCY_TOGETHER = timedelta(hours=12)
"""What one person opened of one patient in an emergency is one item for so long, a night's work."""
NUMBERS_TRIED = 3
"""More identity numbers than this that are nobody's, said to be asked about by one person in a day, are looked at."""
REFUSED_BEFORE = timedelta(days=30)
"""A consent is looked at where the same person so shortly before noted that the patient refuses."""


class Ground(StrEnum):
    """Why somebody should look."""

    EMERGENCY = "emergency"
    """Every opening in an emergency."""
    ASKED = "asked"
    """Opened by oneself, as asked about the patient by somebody else; or numbers tried at random."""
    ATTITUDE = "attitude"
    """Opened what others hold by what one noted: cannot take a position, a child, or a consent after a refusal."""
    OWN_RECORD = "own_record"
    """The patient has the name of the one who opened."""
    RELATIVE = "relative"
    """The one who opened has the name of somebody noted as close to the patient."""
    ADDRESS = "address"
    """The patient lives where the one who opened is registered as living, where that one is a patient too."""
    COLLEAGUE = "colleague"
    """The patient has the name of somebody who works at the unit."""
    SAME_NAME = "same_name"
    """The one who opened has the patient's family name."""
    REFUSED = "refused"
    """A search or an opening without relation, which was refused."""
    LONG_AFTER = "long_after"
    """Opened long after the care relation ended."""
    MANY = "many"
    """Unusually many patients in a day."""
    SAMPLE = "sample"
    """Drawn at random."""


class Row(Protocol):
    """A row of the access log."""

    @property
    def id(self) -> str: ...
    @property
    def at(self) -> str: ...
    @property
    def staff(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def patients(self) -> tuple[str, ...]: ...
    @property
    def what(self) -> str: ...
    @property
    def outcome(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Item:
    """Something to look at: whose access, at which unit, from when, and the rows it is about.

    ``key`` stays the same when the same is found again; ``told`` holds numbers that explain it.
    """

    ground: Ground
    staff: str
    unit: str
    at: str
    rows: tuple[str, ...]
    patients: tuple[str, ...]
    told: dict[str, int] = field(default_factory=dict)
    about: str = ""
    """What the key tells apart: a row, a patient or a day."""

    @property
    def key(self) -> str:
        """32 characters that say nothing of whom it is about."""
        return hashlib.sha256(f"{self.ground}|{self.staff}|{self.unit}|{self.about}".encode()).hexdigest()[
            :32
        ]


@dataclass(frozen=True, slots=True)
class Someone:
    """What is compared of a person: names as written, and the address as one line, empty where not known."""

    given: str = ""
    family: str = ""
    address: str = ""
    close: frozenset[str] = frozenset()
    """Names of those noted as close to a patient."""

    @property
    def whole(self) -> str:
        """Given and family name, to compare."""
        return plain(f"{self.given} {self.family}") if self.given and self.family else ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Who people are, as far as the checks compare it: staff by HSA-id, patients by id."""

    staff: Mapping[str, Someone] = field(default_factory=dict)
    patients: Mapping[str, Someone] = field(default_factory=dict)
    colleagues: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By unit: whole name of those who work there → HSA-id."""
    ended: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    """(unit, patient) → when the last of their relations ended; those that have none, or one that goes on, are not
    here."""
    persons: Mapping[str, str] = field(default_factory=dict)
    """Patient → the same for all linked records of a person; those that stand alone need not be here."""
    refusals: Mapping[tuple[str, str], Sequence[datetime]] = field(default_factory=dict)
    """(staff, person) → when they noted that the patient refuses, from ``REFUSED_BEFORE`` before the month."""

    def who(self, row: Row) -> tuple[str, ...]:
        """The persons a row names."""
        return tuple(sorted({self.persons.get(patient, patient) for patient in row.patients}))


def plain(name: str) -> str:
    """A name to compare: one space between words, no capitals."""
    return " ".join(name.casefold().split())


def found(rows: Iterable[Row], known: Knowledge, month: str, instant: Callable[[str], datetime],
          day: Callable[[datetime], date]) -> list[Item]:  # fmt: skip
    """Everything of a provider's month (``2026-06``) that should be looked at, by ground and time."""
    listed = list(rows)
    opened = [row for row in listed if row.outcome in ("opened", "emergency")]
    items = [
        *emergencies(listed, known, instant),
        *asked(listed, month),
        *tried(listed, lambda row: day(instant(row.at)).isoformat()),
        *attitudes(listed, known, month, instant),
        *known_people(opened, known, month),
        *refused(listed, month),
        *long_after(opened, known, month, instant),
        *many(opened, lambda row: day(instant(row.at)).isoformat()),
        *sample([row for row in opened if row.outcome == "opened"], month),
    ]
    order = list(Ground)
    return sorted(items, key=lambda item: (order.index(item.ground), item.at, item.key))


def emergencies(rows: Iterable[Row], known: Knowledge, instant: Callable[[str], datetime]) -> Iterator[Item]:
    """Every opening in an emergency: what one person read of one patient in a night is one item."""
    nights: list[list[Row]] = []
    latest: dict[tuple[str, str, tuple[str, ...]], list[Row]] = {}
    for row in rows:
        if row.outcome == "emergency":
            who = row.staff, row.unit, known.who(row)
            night = latest.get(who, [])
            if not night or instant(row.at) - instant(night[0].at) >= EMERGENCY_TOGETHER:
                night = latest[who] = []
                nights.append(night)
            night.append(row)
    for night in nights:
        first, patients = night[0], tuple(sorted({patient for row in night for patient in row.patients}))
        yield Item(
            Ground.EMERGENCY, first.staff, first.unit, first.at, tuple(row.id for row in night), patients,
            {"times": len(night)}, about=first.id,
        )  # fmt: skip


ASKED, NOBODY = "asked about this patient", "asked about a patient: no such patient"
UNABLE, CHILD, CONSENTS, REFUSES = (
    f"note attitude: {attitude}" for attitude in ("unable", "child", "consents", "refuses")
)
"""What the log calls what was done."""


def asked(rows: Iterable[Row], month: str) -> Iterator[Item]:
    """Every time somebody opened a patient by saying that they were asked about them."""
    yield from _together(Ground.ASKED, (row for row in rows if _did(row, ASKED)), month)


def _did(row: Row, *what: str) -> bool:
    return row.what in what and row.outcome == "allowed"


def tried(rows: Iterable[Row], day: Callable[[Row], str]) -> Iterator[Item]:
    """Days on which somebody said they were asked about many numbers that are nobody's: perhaps tried at random."""
    days: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.what == NOBODY and row.outcome == "denied":
            days[row.staff, day(row)].append(row)
    for (staff, on), same in days.items():
        if len(same) > NUMBERS_TRIED:
            yield Item(
                Ground.ASKED, staff, same[0].unit, same[0].at, tuple(row.id for row in same), (),
                {"numbers": len(same)}, about=f"numbers|{on}",
            )  # fmt: skip


def attitudes(rows: Iterable[Row], known: Knowledge, month: str,
              instant: Callable[[str], datetime]) -> Iterator[Item]:  # fmt: skip
    """What somebody noted of a patient's attitude that opens what others hold, and nobody else can see if it was so."""

    def after_refusal(row: Row) -> bool:
        times = (at for who in known.who(row) for at in known.refusals.get((row.staff, who), ()))
        return any(timedelta() <= instant(row.at) - at <= REFUSED_BEFORE for at in times)

    noted = (row for row in rows if _did(row, UNABLE, CHILD) or (_did(row, CONSENTS) and after_refusal(row)))
    yield from _together(Ground.ATTITUDE, noted, month)


def refused(rows: Iterable[Row], month: str) -> Iterator[Item]:
    """What was refused of patients, by member of staff and patient."""
    yield from _together(Ground.REFUSED, (row for row in rows if row.outcome == "denied"), month)


def _together(ground: Ground, rows: Iterable[Row], month: str) -> Iterator[Item]:
    """One item for each member of staff, unit and patients, with all its rows of the month."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[Row]] = defaultdict(list)
    for row in rows:
        if row.patients:
            groups[row.staff, row.unit, tuple(sorted(row.patients))].append(row)
    for (staff, unit, patients), same in groups.items():
        yield Item(
            ground, staff, unit, same[0].at, tuple(row.id for row in same), patients,
            {"times": len(same)}, about=f"{month}|{'|'.join(patients)}",
        )  # fmt: skip


def known_people(opened: Iterable[Row], known: Knowledge, month: str) -> Iterator[Item]:
    """Openings of oneself, of somebody close, of somebody with the same name or address, of a colleague."""
    by_ground: dict[Ground, list[Row]] = defaultdict(list)
    for row in opened:
        grounds = {
            ground for patient in row.patients if (ground := closeness(row.staff, row.unit, patient, known))
        }
        for ground in grounds:
            by_ground[ground].append(row)
    for ground, rows in by_ground.items():
        yield from _together(ground, rows, month)


def closeness(staff: str, unit: str, patient: str, known: Knowledge) -> Ground | None:
    """The strongest sign that a member of staff knows a patient, by what is known of both."""
    one, other = known.staff.get(staff, Someone()), known.patients.get(patient, Someone())
    if one.whole and one.whole == other.whole:
        return Ground.OWN_RECORD
    if one.whole and one.whole in other.close:
        return Ground.RELATIVE
    if one.address and one.address == other.address:
        return Ground.ADDRESS
    if other.whole and known.colleagues.get(unit, {}).get(other.whole, staff) != staff:
        return Ground.COLLEAGUE
    if one.family and plain(one.family) == plain(other.family):
        return Ground.SAME_NAME
    return None


def long_after(opened: Iterable[Row], known: Knowledge, month: str,
               instant: Callable[[str], datetime]) -> Iterator[Item]:  # fmt: skip
    """Openings long after every relation of the unit with the patient ended."""
    late = (
        row
        for row in opened
        if any(
            (ended := known.ended.get((row.unit, patient))) is not None
            and instant(row.at) - ended > LONG_AFTER
            for patient in row.patients
        )
    )
    yield from _together(Ground.LONG_AFTER, late, month)


def many(opened: Iterable[Row], day: Callable[[Row], str]) -> Iterator[Item]:
    """Days on which somebody opened unusually many patients, against the unit's own median."""
    days: dict[str, dict[tuple[str, str], list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in opened:
        days[row.unit][row.staff, day(row)].append(row)
    for unit, of_unit in days.items():
        counts = {
            who: len({patient for row in rows for patient in row.patients}) for who, rows in of_unit.items()
        }
        usual = median(counts.values())
        for (staff, on), count in counts.items():
            if len(counts) >= MANY_DAYS and count >= max(MANY_LEAST, MANY_TIMES * usual):
                rows = of_unit[staff, on]
                yield Item(
                    Ground.MANY, staff, unit, rows[0].at, tuple(row.id for row in rows), (),
                    {"patients": count, "usual": int(usual)}, about=on,
                )  # fmt: skip


def sample(opened: Iterable[Row], month: str) -> Iterator[Item]:
    """Openings drawn at random, the same ones each time: those whose id, hashed with the month, is least."""

    def place(row: Row) -> str:
        return hashlib.sha256(f"{month}|{row.id}".encode()).hexdigest()

    for row in sorted(opened, key=place)[:SAMPLE]:
        yield Item(Ground.SAMPLE, row.staff, row.unit, row.at, (row.id,), row.patients, about=row.id)


OPEN = ""


def state(rows: int, reviews: Iterable[tuple[str, int]]) -> str:
    """The latest verdict, or open: nobody has looked, or there are more rows than the latest look saw.

    ``reviews`` are (verdict, rows seen), earliest first.
    """
    verdict, seen = next(iter(deque(reviews, maxlen=1)), (OPEN, rows))
    return verdict if seen >= rows else OPEN


def counts(verdicts: Iterable[tuple[Ground, str]]) -> dict[Ground, dict[str, int]]:
    """By ground how many there are, and how many in each state."""
    told: dict[Ground, dict[str, Any]] = {}
    for ground, verdict in verdicts:
        of_ground = told.setdefault(ground, defaultdict(int))
        of_ground[verdict] += 1
        of_ground["all"] += 1
    return {ground: dict(told[ground]) for ground in Ground if ground in told}
