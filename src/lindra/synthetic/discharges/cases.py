"""The county's stays as the neutral file that ``lindra discharge clocks`` and ``liability`` read. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

from lindra.clock import STOCKHOLM
from lindra.synthetic.discharges.drawing import courses
from lindra.synthetic.discharges.model import Course
from lindra.synthetic.discharges.truth import Truth, true_of
from lindra.synthetic.story import Story

COLUMNS = ("case", "municipality", "event", "at", "value")
Row = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Planted:
    """One stay of the county, and what is true of it."""

    course: Course
    true: Truth


def planted(stories: Iterable[Story], until: datetime, since: datetime | None = None) -> Iterator[Planted]:
    """Every stay that is told, with the truth about it at the county's last moment."""
    for story in stories:
        found = courses(story, until, since)
        for course in found:
            yield Planted(course, true_of(course, story, found, until))


def written(found: Iterable[Planted], file: TextIO) -> list[Truth]:
    """Write the file; the truth about each stay in it, in its order."""
    writer, true = csv.writer(file, lineterminator="\n"), []
    writer.writerow(COLUMNS)
    for one in found:
        writer.writerows(rows(one))
        true.append(one.true)
    return true


def rows(one: Planted) -> Iterator[Row]:
    """The rows of one stay, in order of time."""
    events = sorted(_events(one), key=lambda each: each[1])
    for event, at, value in events:
        told = at.astimezone(STOCKHOLM).isoformat(timespec="minutes")
        yield one.course.episode, one.course.municipality, event, told, value


def _events(one: Planted) -> Iterator[tuple[str, datetime, str]]:
    course, to = one.course, "open_care"
    if course.municipal:
        to = f"{course.municipality};open_care"
    yield "admitted", course.admitted, ""
    yield "judged_in_need", course.judged, ""
    if course.notice is not None:
        yield "notice", course.notice, to
    for at, estimate in course.estimates:
        yield "estimate", at, estimate.isoformat()
    if one.true.contact is not None:
        yield "contact_named", one.true.contact, ""
    for ready in course.readies:
        yield "ready", ready.at, to
        if ready.withdrawn is not None:
            yield "ready_withdrawn", ready.withdrawn, to
    if course.sip is not None and course.sip.needed:
        yield "sip_needed", course.sip.judged, ""
        if course.sip.called is not None:
            yield "sip_called", course.sip.called, to
    if course.gap is not None:
        yield "open_care_missing", course.gap.since, ""
        if course.gap.until is not None:
            yield "open_care_available", course.gap.until, ""
    if course.informed is not None:
        yield "informed", course.informed, to
    if course.left is not None:
        yield "died" if course.died else "discharged", course.left, ""
