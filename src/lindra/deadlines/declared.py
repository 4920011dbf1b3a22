"""What is due: each room declares its own deadlines, and one reading gathers them. Pure.

A room declares with :func:`declare` in its ``readings.py`` (imported by its ``apps.py``)::

    @declare("plan review", version=1)
    def reviews(chart: Chart) -> Iterable[Due]: ...

The rows stand in the reading :data:`NAME`, key ``name|key``, ``at`` when due. What is done is not declared: the row
goes when the record says so. Nothing here knows what time it is; late and soon are judged when shown (``rules``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lindra.record.chart import Chart
from lindra.record.kinds import READINGS, Reading, Row

NAME = "due"
FORM = 1
"""Raised when the rows change in another way than by what is declared."""
UNDATED = "9999-12-31T23:59:59.999999Z"
"""``at`` of what must be done at no particular time: it sorts last."""
UNTIL = "|until "
"""Before the last day on which it can be done, at the end of a key, where there is such a day."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do for a patient.

    ``key`` is the same as long as it is the same thing to do, and another the next time: what people note of the row
    (who does it, "not now") is kept under it. ``due_at`` is an instant (``envelope.stamp``; for a day its last instant,
    ``rules.end_of``). ``unit`` and ``role`` are who is responsible, empty where any may be (roles as in
    ``privacy/data/roles.csv``). ``what`` is a code and ``about`` plain values from which the room's words are made
    (``words.register_words``). ``link`` names the page where it is done, which takes the patient, and what stands
    after a ``|`` (``form|bereavement``: the form of that name). ``until``: the last day on which it can be done at all;
    after it, it is in no list.
    """

    key: str
    due_at: str | None = None
    unit: str = ""
    role: str = ""
    what: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    link: str = ""
    until: date | None = None


Declaration = Callable[[Chart], Iterable[Due]]


@dataclass(frozen=True, slots=True)
class Declared:
    """One room's sort of deadlines."""

    name: str
    version: int
    due: Declaration


DECLARED: dict[str, Declared] = {}


def declare(name: str, version: int = 1) -> Callable[[Declaration], Declaration]:
    """Declare a sort of deadlines; raise the version when its function changes, so that rows are computed anew.

    The name is told to everybody who may open the worklist: it says what sort of thing is due, nothing of a patient,
    and never that somebody has measures of social care (SFS 2008:355 2 kap. 8 §).
    """
    if not name or "|" in name:
        raise ValueError("a sort of deadlines needs a name without |")

    def register(due: Declaration) -> Declaration:
        if name in DECLARED:
            raise ValueError(f"deadlines {name!r} are declared twice")
        DECLARED[name] = Declared(name, version, due)
        enter()
        return due

    return register


def enter() -> None:
    """Register the reading anew, with a version that follows from all that is declared."""
    READINGS[NAME] = Reading(NAME, version_of(DECLARED.values()), rows)


def version_of(declared: Iterable[Declared]) -> int:
    """A number that changes when anything is declared otherwise; fits a 32-bit column."""
    told = FORM, sorted((one.name, one.version) for one in declared)
    return int(hashlib.sha256(repr(told).encode()).hexdigest()[:7], 16)


def rows(chart: Chart) -> Iterable[Row]:
    """One row for each thing due by any declaration."""
    for one in DECLARED.values():
        for due in one.due(chart):
            yield Row(
                key=f"{one.name}|{due.key}" + (f"{UNTIL}{due.until.isoformat()}" if due.until else ""),
                unit=due.unit,
                at=due.due_at or UNDATED,
                data={"name": one.name, "unit": due.unit, "role": due.role, "what": due.what,
                      "about": due.about, "link": due.link},
            )  # fmt: skip


def over(key: str, today: date) -> bool:
    """Whether the last day on which it could be done has passed."""
    return UNTIL in key and key.rpartition(UNTIL)[2] < today.isoformat()


enter()
