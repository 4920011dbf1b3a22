"""The figures of a year, of one's own unit or provider, through the door: what the patient-safety report tells of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lindra.care.homes import queries as homes
from lindra.care.homes import rules as home_rules
from lindra.deadlines import lists
from lindra.discharge.deviations import queries as deviations
from lindra.discharge.notices.readings import NAME as NOTICES
from lindra.discharge.notices.readings import WRONG
from lindra.governance.commitments.queries import theirs
from lindra.governance.models import Commitment
from lindra.governance.monday.figures import Figure
from lindra.governance.monday.rules import Hours
from lindra.governance.seats import Seat
from lindra.privacy import own
from lindra.privacy.reader import Reader
from lindra.record.envelope import midnight, stamp
from lindra.registry.coverage import counts
from lindra.registry.coverage import queries as register

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Year:
    """What can be told of a year; nothing where it is not known. ``last``: the last day that is counted."""

    first: date
    last: date
    reported: Figure | None
    """Deaths reported, of those of the year that are known here."""
    waiting: int
    """Deaths not reported that still can be."""
    written: int
    sent: Figure | None
    answered: int
    notices: Figure | None
    """Late or never sent, of all that were due."""
    hours: Hours | None
    silent: int
    """Months of units in which hours were agreed and none entered."""
    done: int
    """Actions and promises carried out."""


def of_year(reader: Reader, seat: Seat, year: int, today: date) -> Year:
    """The figures of a calendar year, up to today."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    units = lists.own_units(reader)
    since, until = stamp(midnight(first)), stamp(midnight(last + timedelta(days=1)))
    written, sent, answered = deviations.written_between(reader, units, since, until)
    deaths = _deaths(reader, first, last, today)
    hours, silent = _hours([unit.id for unit in homes.homes(reader)], first, last)
    done = Commitment.objects.filter(theirs(seat), state="done", ended_on__range=(first, last)).count()
    return Year(
        first=first, last=last, reported=Figure(deaths.reported, deaths.deaths) if deaths.deaths else None,
        waiting=deaths.open, written=written, sent=Figure(sent, written) if written else None, answered=answered,
        notices=_notices(reader, since, last), hours=hours, silent=silent, done=done,
    )  # fmt: skip


def _deaths(reader: Reader, first: date, last: date, today: date) -> counts.Counted:
    """Deaths of the year that one's units, or nobody in particular, were to report."""
    tally = register.tally(reader, register.units(reader))
    kept = counts.within(tally, first.isoformat(), last.isoformat())
    return counts.total(counts.coverage(kept, lambda unit, day: unit, today))


def _notices(reader: Reader, since: str, last: date) -> Figure | None:
    of = wrong = 0
    for (_unit, state, day), count in own.tally(NOTICES, reader, since=since).items():
        if day <= last.isoformat():
            of += count
            wrong += count if state in WRONG else 0
    return Figure(wrong, of) if of else None


def _hours(units: list[str], first: date, last: date) -> tuple[Hours | None, int]:
    """Hours of the whole months, of the units and months in which both are told; and how many are not."""
    found, agreed, held, missing, silent = homes.hours_of(units, first), ZERO, ZERO, ZERO, 0
    for one in found.values():
        for month in _months(one, first, last):
            silent += not month.told
            if month.told:
                agreed, held, missing = agreed + month.agreed, held + month.total, missing + month.gap
    return (Hours(first, agreed, held, missing) if agreed or held else None), silent


def _months(one: homes.Hours, first: date, last: date) -> list[home_rules.Month]:
    """The months between two days that are whole."""
    tomorrow = last + timedelta(days=1)
    whole = last if tomorrow.day == 1 else last.replace(day=1) - timedelta(days=1)
    count = (whole.year - first.year) * 12 + whole.month - first.month + 1
    return home_rules.months(one.agreed, one.held, whole, count) if count > 0 else []
