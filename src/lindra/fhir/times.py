"""FHIR's dates and instants as the record keeps them. Pure.

``2020``, ``2020-05`` and ``2020-05-17`` keep their precision; their instant is the first of the period in Stockholm.
A time of day has an offset (hl7.org/fhir/R4/datatypes.html#dateTime); without one it is refused: nobody knows when.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache

from lindra.fhir.datatypes import Period
from lindra.record.envelope import Precision, When, last_instant, midnight

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_ORDER: tuple[Precision, ...] = ("second", "minute", "day", "month", "year", "unknown")


class NotADate(ValueError):
    """The text is no FHIR date or dateTime."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A period that ends before it begins, as given."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Span:
    """When something happened, and the contradiction where its end could not be kept."""

    when: When = field(default_factory=When)
    contradiction: Contradiction | None = None


@lru_cache(maxsize=8192)
def moment(text: str) -> tuple[datetime, Precision]:
    """The instant of a FHIR date, dateTime or instant, in UTC, and how precisely it is known."""
    try:
        if found := _DATE.fullmatch(text):
            year, month, day = found.groups()
            first = date(int(year), int(month or 1), int(day or 1))
            return midnight(first), "day" if day else "month" if month else "year"
        if found := _TIME.fullmatch(text):
            return datetime.fromisoformat(text).astimezone(UTC), "second" if found[1] else "minute"
    except (ValueError, OverflowError) as error:
        raise NotADate(f"{text!r} is not a date: {error}") from error
    wanted = (
        "a time of day needs an offset" if "T" in text else "YYYY, YYYY-MM, YYYY-MM-DD or a time is wanted"
    )
    raise NotADate(f"{text!r} is not a date: {wanted}")


def at(text: str) -> Span:
    """When something happened at one time; unknown where there is none."""
    if not text:
        return Span()
    start, precision = moment(text)
    return Span(When(start, None, precision))


def between(start: str, end: str) -> Span:
    """From and to. The precision is that of the less precise end; an end before the start is dropped and told."""
    if not start or not end:
        span = at(start)
        return span if not end else Span(When(None, moment(end)[0], "unknown"))
    begun, fine = moment(start)
    ended, coarse = moment(end)
    if _before(ended, coarse, begun):
        return Span(When(begun, None, fine), Contradiction(start, end))
    precision = max(fine, coarse, key=_ORDER.index)
    return Span(When(begun, max(begun, ended), precision))


def during(period: Period | None) -> Span:
    """The time of a Period."""
    return between(period.start, period.end) if period else Span()


def ended(span: Span, period: Period) -> Span:
    """The end of a sound period as a time of its own, never before the start though known less precisely."""
    return Span(When(span.when.end, None, moment(period.end)[1]))


def _before(ended: datetime, precision: Precision, begun: datetime) -> bool:
    """Whether even the last instant that the end may mean comes before the beginning."""
    last = last_instant(ended, precision)
    return last < begun if last == ended else last <= begun


def first_of(*spans: Span) -> Span:
    """The first of several that says anything."""
    return next((span for span in spans if span.when.start or span.when.end), Span())
