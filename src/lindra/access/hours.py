"""Hours of a week: how they are written, and as 168 bits. Pure.

A week begins on Monday 00:00, Stockholm time as the clock on the wall shows it; hour 0 is Monday 00–01, hour 167 Sunday
23–24. Spans are kept to the minute and may pass midnight and the end of the week; nothing is rounded where they are
kept. An hour's bit is set only where the whole hour is covered, so that a map never says more than was stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

DAY, WEEK, HOURS = 24 * 60, 7 * 24 * 60, 7 * 24
"""Minutes of a day and of a week; hours of a week."""
ALL = (1 << HOURS) - 1
"""Every hour of the week."""
CODES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SWEDISH = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")
_LONG = (
    ("monday", "måndag", "man", "mandag"), ("tuesday", "tisdag"), ("wednesday", "onsdag"),
    ("thursday", "torsdag", "tor", "thurs"), ("friday", "fredag"), ("saturday", "lördag", "lor", "lordag"),
    ("sunday", "söndag", "son", "sondag"),
)  # fmt: skip
DAYS = {
    name: number
    for number, (code, swedish, more) in enumerate(zip(CODES, _SWEDISH, _LONG, strict=True))
    for name in (code.lower(), swedish, *more)
}
"""The number of each weekday by its English and Swedish names, long and short."""
_GROUPS = {
    "daily": range(7), "every day": range(7), "varje dag": range(7), "dagligen": range(7),
    "weekdays": range(5), "vardagar": range(5), "weekends": range(5, 7), "helger": range(5, 7),
}  # fmt: skip
_ROUND = ("24/7", "dygnet runt", "round the clock")
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_BETWEEN = re.compile(rf"^(?P<days>[^\d]+?)\s*{_TIME}\s*(?:-|–|to|till)\s*(?:(?P<last>[^\d\s]+)\s+)?{_TIME}$")
_MOMENT = re.compile(rf"^(?P<day>[^\d\s]+?)[\s.]+{_TIME}$")


class BadHours(ValueError):
    """The text is no hours of a week: says what is wrong, and how it is written."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of a week in minutes from Monday 00:00; ``end`` lies beyond the week where it passes Sunday's midnight."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < WEEK or not self.start < self.end <= self.start + WEEK:
            raise BadHours(
                f"a span begins within the week and lasts at most a week, not {self.start}–{self.end}"
            )

    @property
    def passes_midnight(self) -> bool:
        """Whether it goes on into another day; ending at midnight is not that."""
        return (self.end - 1) // DAY > self.start // DAY


WHOLE = (Span(0, WEEK),)
"""Round the clock."""


def parse(text: str) -> tuple[Span, ...]:
    """The spans of *Mon-Fri 08:00-17:00; Sat,Sun 10-14*, *Fri 17-Mon 08* or *24/7*, in order. Raises ``BadHours``.

    Days in English or Swedish. An end at or before the start is of the next day. What overlaps stays as it was written
    (``overlaps`` tells); what is empty is no hours, which is for who asks to tell from *not stated*.
    """
    said = " ".join(text.split()).casefold()
    if said in _ROUND:
        return WHOLE
    return tuple(sorted(span for part in said.split(";") if part.strip() for span in _part(part.strip())))


def _part(part: str) -> list[Span]:
    found = _BETWEEN.match(part)
    if found is None:
        raise BadHours(f"{part!r} is no hours: write for example Mon-Fri 08:00-17:00; Sat 10-14, or 24/7")
    days, last = _days(found["days"].strip()), found["last"]
    start, end = _minute(found[2], found[3], part), _minute(found[5], found[6], part)
    if start == DAY:
        raise BadHours(f"{part!r} begins at 24: write the next day and 00:00")
    if last is not None:
        return [_to_day(days, start, _day(last), end, part)]
    if start == end:
        raise BadHours(f"{part!r} begins when it ends: a whole day is written 00-24")
    return [Span(day * DAY + start, day * DAY + end + (DAY if end < start else 0)) for day in days]


def _to_day(days: Sequence[int], start: int, last: int, end: int, part: str) -> Span:
    if len(days) != 1:
        raise BadHours(f"{part!r} names several days and one it ends on: write one span for each")
    begins = days[0] * DAY + start
    ends = last * DAY + end
    return Span(begins, ends if ends > begins else ends + WEEK)


def _days(text: str) -> list[int]:
    if text in _GROUPS:
        return list(_GROUPS[text])
    found: list[int] = []
    for part in re.split(r"\s*(?:,|\boch\b|\band\b)\s*", text):
        first, *rest = re.split(r"\s*[-–]\s*", part)
        if len(rest) > 1:
            raise BadHours(f"{part!r} is no row of days: write Mon-Fri")
        begins = _day(first)
        ends = _day(rest[0]) if rest else begins
        found += [day % 7 for day in range(begins, ends + (7 if ends < begins else 0) + 1)]
    return found


def _day(text: str) -> int:
    name = text.strip().strip(".")
    if name not in DAYS:
        raise BadHours(f"{text.strip()!r} is no weekday: write {', '.join(CODES)}, or {', '.join(_SWEDISH)}")
    return DAYS[name]


def _minute(hour: str, minute: str | None, part: str) -> int:
    found = int(hour) * 60 + int(minute or 0)
    if found > DAY or int(minute or 0) > 59:
        raise BadHours(f"{part!r}: {hour}:{minute or '00'} is no time of a day")
    return found


def moment(text: str) -> int:
    """The hour of the week, 0–167, that holds *Sun 03:00* or *söndag 03*. Raises ``BadHours``."""
    found = _MOMENT.match(" ".join(text.split()).casefold())
    if found is None:
        raise BadHours(f"{text!r} is no time of a week: write for example Sun 03:00 or sön 03:00")
    minute = _minute(found[2], found[3], text)
    if minute == DAY:
        raise BadHours(f"{text!r}: 24:00 is 00:00 of the next day")
    return (_day(found["day"]) * DAY + minute) // 60


def told(hour: int) -> str:
    """An hour of the week as *Sun 03:00*."""
    return f"{CODES[hour // 24]} {hour % 24:02}:00"


@lru_cache(maxsize=4096)
def mask(spans: tuple[Span, ...]) -> int:
    """The hours that are wholly covered, bit 0 for Monday 00–01."""
    bits = 0
    for start, end in _merged(spans):
        first, last = -(-start // 60), end // 60
        if last > first:
            bits |= ((1 << (last - first)) - 1) << first
    return bits


def partly(spans: tuple[Span, ...]) -> int:
    """The hours of which only a part is covered."""
    touched = 0
    for start, end in _merged(spans):
        first, last = start // 60, -(-end // 60)
        touched |= ((1 << (last - first)) - 1) << first
    return touched & ~mask(spans)


def overlaps(spans: Sequence[Span]) -> list[tuple[Span, Span]]:
    """The pairs that cover some minute twice; the end of the week goes over into its beginning."""
    ordered = sorted(spans)
    return [
        (one, two)
        for number, one in enumerate(ordered)
        for two in ordered[number + 1 :]
        if two.start < one.end or two.end - WEEK > one.start
    ]


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same minutes without overlap or seam; a span that passes the week's end stays one."""
    pieces = _merged(tuple(spans))
    if len(pieces) > 1 and pieces[0][0] == 0 and pieces[-1][1] == WEEK:
        (_, first_end), (last_start, _) = pieces[0], pieces[-1]
        pieces = [*pieces[1:-1], (last_start, WEEK + first_end)]
    return tuple(sorted(Span(start, end) for start, end in pieces))


def _merged(spans: tuple[Span, ...]) -> list[tuple[int, int]]:
    """Pieces within the week, in order, none touching the next."""
    pieces: list[tuple[int, int]] = []
    for span in spans:
        pieces.append((span.start, min(span.end, WEEK)))
        if span.end > WEEK:
            pieces.append((0, span.end - WEEK))
    found: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def of_mask(bits: int) -> tuple[Span, ...]:
    """The spans of whole hours; what goes over the week's end is one span."""
    return merged([Span(hour * 60, hour * 60 + 60) for hour in range(HOURS) if bits >> hour & 1])


def count(bits: int) -> int:
    """How many hours."""
    return bits.bit_count()


def text(spans: Iterable[Span], days: Sequence[str] = CODES) -> str:
    """The spans as ``parse`` reads them, days alike together: *Mon-Fri 08:00-17:00; Fri 17:00-Mon 08:00*.

    With other names of the days it is for people. Empty where there are no spans.
    """
    ordered = sorted(spans)
    if ordered == [Span(0, WEEK)]:
        return "24/7"
    short: dict[tuple[int, int], list[int]] = {}
    long: list[str] = []
    for span in ordered:
        day, start, length = span.start // DAY, span.start % DAY, span.end - span.start
        if length < DAY or (length == DAY and start == 0):
            short.setdefault((start, length), []).append(day)
        else:
            last, end = span.end // DAY % 7, span.end % DAY
            if end == 0:
                last, end = (last - 1) % 7, DAY
            long.append(f"{days[day]} {_clock(start)}-{days[last]} {_clock(end)}")
    parts = [
        f"{_named(found, days)} {_clock(start)}-{_end(start + length)}"
        for (start, length), found in short.items()
    ]
    return "; ".join(parts + long)


def _named(found: Sequence[int], days: Sequence[str]) -> str:
    """Days with a dash where three or more follow each other."""
    runs: list[list[int]] = []
    for day in found:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(
        f"{days[run[0]]}-{days[run[-1]]}" if len(run) > 2 else ",".join(days[day] for day in run)
        for run in runs
    )


def _end(minute: int) -> str:
    """When a span ends that is shorter than a day: of the next day where it passes midnight."""
    return _clock(minute if minute <= DAY else minute - DAY)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
