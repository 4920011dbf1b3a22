"""What stands on paper, in which order, until when it may be trusted, and whom to call hour by hour. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from lindra.care.events.plan import Section
from lindra.care.plan import calling
from lindra.care.plan.model import Part, Plan
from lindra.clock import STOCKHOLM, day
from lindra.record.chart import Statement

ORDER: tuple[Section, ...] = (
    "decisions", "steps", "medicines", "call", "hazards", "situation", "matters", "person",
)  # fmt: skip
"""What is needed first at night comes first. Our own choice, to be tried with users."""
FIRST: Mapping[Section, int] = {
    "decisions": 5, "steps": 6, "medicines": 6, "call": 4, "hazards": 4, "situation": 3, "matters": 3, "person": 2,
}  # fmt: skip
"""So many lines of each section go before the rest of any, where one page is too little. Our own choice."""


def not_after(plan: Plan, sections: Collection[Section], *, partly: bool = False) -> date:
    """The last day in Stockholm on which a paper made now may be trusted.

    The earliest day until which a printed section's confirmation holds (``care/data/holds.csv``), and never later than
    the day on which a printed decision is to be reviewed. The day it is made: where a printed section is uncertain or
    was never confirmed, where such a day has passed, and where the plan is ``partly`` hidden from the reader.
    """
    made = day(plan.at)
    parts = [part for part in plan.parts if part.section in sections]
    if partly or any(part.validity != "holds" for part in parts):
        return made
    days = [last for part in parts for last in (part.until or made, *_reviews(part))]
    return max(made, min(days, default=made))


def _reviews(part: Part) -> Iterator[date]:
    """The days on which limits and the expected death are to be reviewed."""
    if part.section != "decisions":
        return
    for line in part.lines:
        if review := line.value.get("review"):
            yield date.fromisoformat(str(review))


def urgency(lines: Mapping[Section, int]) -> list[tuple[Section, int]]:
    """Every line, as its section and place there, in the order in which they are given room on a page."""
    every = [(section, nth) for section in ORDER for nth in range(lines.get(section, 0))]
    return sorted(every, key=lambda one: (one[1] >= FIRST[one[0]], ORDER.index(one[0]), one[1]))


# Hour by hour

WORKDAY, OTHER_DAY = date(2026, 3, 10), date(2026, 3, 14)
"""A Tuesday and a Saturday in an ordinary week: days whose nights lead into another day of the same sort."""
MORNING = "05:00"
"""A table of the day begins with the first change after this hour, so that a night is one row."""


@dataclass(frozen=True, slots=True)
class Span:
    """Hours of the day (HH:MM in Stockholm, equal: round the clock), and who answers then, in the order to call."""

    start: str
    end: str
    workdays: tuple[Statement, ...]
    other_days: tuple[Statement, ...]


def hour_by_hour(contacts: Sequence[Statement]) -> list[Span]:
    """Whom to call from when to when, on workdays and on other days; neighbours that are alike are one row.

    A night counts to the day on which it begins, as the hours of contacts do.
    """
    changes = sorted(_changes(contacts), key=lambda hour: (hour < MORNING, hour)) or ["00:00"]
    spans: list[Span] = []
    for start, end in zip(changes, [*changes[1:], changes[0]], strict=True):
        late = start < MORNING and len(changes) > 1
        found = [_answering(contacts, start, on + timedelta(days=late)) for on in (WORKDAY, OTHER_DAY)]
        before = spans[-1] if spans else None
        if before is not None and [before.workdays, before.other_days] == found:
            spans[-1] = Span(before.start, end, *found)
        else:
            spans.append(Span(start, end, *found))
    return spans


def _changes(contacts: Iterable[Statement]) -> set[str]:
    """The hours at which somebody begins or stops answering."""
    spans = {_ends(hours) for one in contacts for hours in one.value.get("hours", ())}
    return {hour for start, end in spans if start != end for hour in (start, end)}


def _ends(hours: Mapping[str, Any]) -> tuple[str, str]:
    return str(hours.get("start", "00:00")), str(hours.get("end", "00:00"))


def _answering(contacts: Iterable[Statement], hour: str, on: date) -> tuple[Statement, ...]:
    at = datetime.combine(on, time.fromisoformat(hour), STOCKHOLM)
    return tuple(one for one in contacts if calling.answers(one.value.get("hours", ()), at))
