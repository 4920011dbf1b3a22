"""What an obligation is about, and what it takes to check it. Pure.

Kept as plain values (``Obligation.told``): a measure by its key, a share from 0 to 1, places as keys, hours as they are
written (``access.hours``: *Mon-Fri 08:00-17:00*, *24/7*).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from lindra.access import hours

Kind = Literal["share", "staffed", "hours_held", "report_by", "other"]
KINDS: tuple[Kind, ...] = ("share", "staffed", "hours_held", "report_by", "other")


class Unclear(ValueError):
    """What is told does not say what is to be checked: for each part that is wrong, a code (``words.UNCLEAR``)."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__("; ".join(f"{name}: {code}" for name, code in fields.items()))


@dataclass(frozen=True, slots=True)
class Share:
    """A measure of the catalogue, at a place, at least (of what is good when it is low: at most) a share."""

    measure: str
    threshold: float
    place: str = ""
    """``municipality=1780``, ``region=17``, ``unit=<id>``; empty: everything that is counted here."""


@dataclass(frozen=True, slots=True)
class Staffed:
    """A function of the inventory of access, at these hours of the week, in these areas."""

    function: str
    areas: tuple[str, ...]
    hours: int
    """Hours of the week as bits (``access.hours``)."""


@dataclass(frozen=True, slots=True)
class HoursHeld:
    """Hours of a physician in the municipal care of a municipality, or at a unit, as they are agreed there."""

    place: str


@dataclass(frozen=True, slots=True)
class ReportBy:
    """A report or a decision by a day; ``commitment`` is what follows it, where there is one."""

    by: date
    commitment: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """What only people can judge."""


Told = Share | Staffed | HoursHeld | ReportBy | Other


def read(kind: str, told: Mapping[str, Any]) -> Told:
    """What is to be checked. Raises :class:`Unclear`."""
    match kind:
        case "share":
            return _share(told)
        case "staffed":
            return _staffed(told)
        case "hours_held":
            place = str(told.get("place", ""))
            if place.partition("=")[0] not in ("municipality", "unit"):
                raise Unclear({"place": "hours_need_a_place"})
            return HoursHeld(place)
        case "report_by":
            try:
                return ReportBy(date.fromisoformat(str(told.get("by", ""))), str(told.get("commitment", "")))
            except ValueError:
                raise Unclear({"by": "no_day"}) from None
        case "other":
            return Other()
    raise Unclear({"kind": "no_such_kind"})


def _share(told: Mapping[str, Any]) -> Share:
    wrong: dict[str, str] = {}
    if not told.get("measure"):
        wrong["measure"] = "no_measure"
    try:
        threshold = float(told.get("threshold", ""))
    except (TypeError, ValueError):
        threshold = -1.0
    if not 0 <= threshold <= 1:
        wrong["threshold"] = "no_share"
    place = str(told.get("place", ""))
    if place and place.partition("=")[0] not in ("municipality", "region", "unit"):
        wrong["place"] = "no_such_place"
    if wrong:
        raise Unclear(wrong)
    return Share(str(told["measure"]), threshold, place)


def _staffed(told: Mapping[str, Any]) -> Staffed:
    wrong: dict[str, str] = {}
    if not told.get("function"):
        wrong["function"] = "no_function"
    areas = tuple(str(one) for one in told.get("areas", ()))
    if not areas:
        wrong["areas"] = "no_area"
    try:
        mask = hours.mask(hours.parse(str(told.get("hours", ""))))
    except hours.BadHours:
        mask = 0
    if not mask:
        wrong["hours"] = "no_hours"
    if wrong:
        raise Unclear(wrong)
    return Staffed(str(told["function"]), areas, mask)


# In which months it is looked at

MONTHS = 12
"""So many whole months, the latest, are what an obligation is judged by: our own choice; a year evens out seasons."""
SETTLES: Mapping[str, int] = {"reported-in-three-weeks": 21, "coverage": 180, "readmitted-30-days": 30}
"""Days after a month before a measure of it can be judged: the time that was given has passed for everybody in it.
Coverage: a report is taken for six months (``registry.rules``)."""


def months(
    until: date, first: date | None, last: date | None, settles: int = 0, many: int = MONTHS
) -> list[date]:
    """The first days of the latest whole months, in order, that had settled at ``until`` and in which it was owed."""
    found: list[date] = []
    ends = until.replace(day=1) - timedelta(days=1)
    while len(found) < many:
        begins = ends.replace(day=1)
        if begins.year < 2000 or (first is not None and begins < first):
            break
        if (last is None or ends <= last) and (until - ends).days > settles:
            found.append(begins)
        ends = begins - timedelta(days=1)
    return found[::-1]


def quarters(some: list[date]) -> list[str]:
    """The whole quarters among months, as ``2026Q1``."""
    names = [f"{month.year}Q{(month.month + 2) // 3}" for month in some]
    return [name for name in dict.fromkeys(names) if names.count(name) == 3]
