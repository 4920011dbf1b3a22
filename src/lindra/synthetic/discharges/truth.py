"""What is true of each stay, counted from what was planted in plain arithmetic. Pure.

It shares nothing with ``lindra.discharge``: neither its clocks, nor its liability, nor its rules. The numbers of the
statute stand here once more, and a test holds the two against each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lindra.care.events.people import ContactNamed
from lindra.clock import STOCKHOLM
from lindra.synthetic.discharges.model import Course
from lindra.synthetic.story import Story

NOTICE = timedelta(hours=24)
"""SFS 2017:612 2 kap. 3 §."""
SIP_DAYS = 3
"""4 kap. 3 §."""
FREE, FREE_AFTER_NOON = 3, 4
"""5 kap. 4 §; exactly 12.00 is not after 12.00."""
LONG = 7
"""More days ready than this is a long stay (Västra Götaland's agreement: VästKom and GITS)."""


@dataclass(frozen=True, slots=True)
class Truth:
    """The truth about one stay. ``met`` of a deadline: kept, missed, or None while it is open or owed no more."""

    case: str
    municipality: str
    month: str | None
    """Of the end of the stay."""
    contact: datetime | None
    """When the first fixed care contact was named that holds for this stay."""
    notice_met: bool | None
    contact_met: bool | None
    informed_met: bool | None
    sip_met: bool | None
    late_notice: bool
    notice_on_day_of_ready: bool
    days_ready: int | None
    """Days of the calendar, where a ready notice stands."""
    days_ready_noon: int | None
    """The same, where days break at 12.00."""
    liable_from: date | None
    payable_days: int


def true_of(course: Course, story: Story, told: Sequence[Course], until: datetime) -> Truth:
    """The truth about a stay at the county's last moment."""
    end, ready = course.left or until, course.standing
    contact = _contact(course, story, told)
    due = max(course.admitted, course.judged) + NOTICE
    late = course.notice is not None and course.notice > due
    begins, paid = _liability(course, until, late=late)
    return Truth(
        case=course.episode,
        municipality=course.municipality,
        month=f"{_day(course.left):%Y-%m}" if course.left else None,
        contact=contact,
        notice_met=_met(course, course.notice, due, until),
        contact_met=_contact_met(course, contact),
        informed_met=_informed_met(course, until),
        sip_met=_sip_met(course, until),
        late_notice=late,
        notice_on_day_of_ready=bool(ready and course.notice and _day(ready.at) == _day(course.notice)),
        days_ready=(_day(end) - _day(ready.at)).days if ready else None,
        days_ready_noon=(_noon_day(end) - _noon_day(ready.at)).days if ready else None,
        liable_from=begins,
        payable_days=paid,
    )


def _day(at: datetime) -> date:
    return at.astimezone(STOCKHOLM).date()


def _after_noon(at: datetime) -> bool:
    local = at.astimezone(STOCKHOLM)
    return (local.hour, local.minute, local.second) > (12, 0, 0)


def _noon_day(at: datetime) -> date:
    return _day(at) + timedelta(days=_after_noon(at))


# Deadlines.


def _met(course: Course, done: datetime | None, due: datetime, until: datetime) -> bool | None:
    if done is not None:
        return done <= due
    if course.died and course.left is not None and course.left <= due:
        return None
    return False if until > due else None


def _contact_met(course: Course, contact: datetime | None) -> bool | None:
    """Named before the discharge; asked only where there was a notice."""
    if course.notice is None or (contact is None and (course.died or course.left is None)):
        return None
    if contact is None:
        return False
    return course.died or course.left is None or contact < course.left


def _informed_met(course: Course, until: datetime) -> bool | None:
    if course.died or course.left is None:
        return None
    if course.informed is not None:
        return _day(course.informed) <= _day(course.left)
    return False if _day(until) > _day(course.left) else None


def _sip_met(course: Course, until: datetime) -> bool | None:
    sip, ready = course.sip, course.standing
    if sip is None or not sip.needed:
        return None
    if ready is None:
        return True if sip.called else None
    last = _day(ready.at) + timedelta(days=SIP_DAYS)
    if sip.called is not None:
        return _day(sip.called) <= last
    if course.died and course.left is not None and _day(course.left) <= last:
        return None
    return False if _day(until) > last else None


def _contact(course: Course, story: Story, told: Sequence[Course]) -> datetime | None:
    """The first fixed care contact that goes on into the stay (2 kap. 5 §), or is named before the next stay begins.

    Of somebody whom the plan of care names twice with the same number, the record's chart has the later.
    """
    named: dict[str, datetime] = {}
    for step in story.steps:
        for entry in step.entries:
            fact = entry.fact
            if isinstance(fact, ContactNamed) and fact.role == "fast_vardkontakt" and not fact.ended:
                assert entry.when.start is not None
                key = fact.phone or fact.name
                named[key] = max(entry.when.start, named.get(key, entry.when.start))
    moments = [*named.values(), *(one.contact for one in told if one.contact is not None)]
    following = min((one.admitted for one in told if one.admitted > course.admitted), default=None)
    return min((at for at in moments if following is None or at < following), default=None)


# Who pays.


def _liability(course: Course, until: datetime, *, late: bool) -> tuple[date | None, int]:
    """The first day the municipality pays for, by the statute, and how many there are."""
    ready = course.standing
    if ready is None or course.notice is None or late or not course.municipal:
        return None, 0
    if course.sip is not None and course.sip.needed:
        called = course.sip.called
        if called is None or _day(called) > _day(ready.at) + timedelta(days=SIP_DAYS):
            return None, 0
    end = _day(course.left or until)
    first = _day(ready.at) + timedelta(days=FREE_AFTER_NOON if _after_noon(ready.at) else FREE)
    while first <= end and _without(course, first):
        first += timedelta(days=1)
    if first > end and (course.left is not None or _without(course, end)):
        return None, 0
    days = [first + timedelta(days=number) for number in range(max((end - first).days, 0))]
    return first, sum(not _without(course, one) for one in days)


def _without(course: Course, on: date) -> bool:
    """Whether a day ends without open care."""
    gap = course.gap
    return gap is not None and _day(gap.since) <= on and (gap.until is None or _day(gap.until) > on)


# Added up.


def plain(one: Truth) -> dict[str, Any]:
    """One stay, for JSON."""
    found = asdict(one)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def collected(found: Iterable[Truth]) -> list[dict[str, Any]]:
    """Per municipality and month of the stays that ended in it, in order."""
    groups: dict[tuple[str, str], list[Truth]] = defaultdict(list)
    for one in found:
        if one.month is not None:
            groups[one.municipality, one.month].append(one)
    return [_row(*key, group) for key, group in sorted(groups.items())]


def _row(municipality: str, month: str, group: Sequence[Truth]) -> dict[str, Any]:
    ready = [one.days_ready for one in group if one.days_ready is not None]
    return {
        "municipality": municipality,
        "month": month,
        "cases": len(group),
        "ready": len(ready),
        "days_ready": sum(ready),
        "days_ready_noon": sum(one.days_ready_noon or 0 for one in group),
        "same_day": sum(days == 0 for days in ready),
        "long_stays": sum(days > LONG for days in ready),
        "late_notices": sum(one.late_notice for one in group),
        "notice_on_day_of_ready": sum(one.notice_on_day_of_ready for one in group),
        "liable": sum(one.payable_days > 0 for one in group),
        "payable_days": sum(one.payable_days for one in group),
    }
