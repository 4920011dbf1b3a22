"""Instants and days as each language writes them, at the precision they are known. Pure.

Instants are shown in Stockholm's time. A date is a Stockholm day already.
"""

from __future__ import annotations

from datetime import date, datetime

from lindra.clock import STOCKHOLM


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PRECISIONS = ("year", "month", "day", "minute", "second")
MONTHS = {
    "sv": _words("januari februari mars april maj juni juli augusti september oktober november december"),
    "en": _words("January February March April May June July August September October November December"),
}
SHORT_MONTHS = {
    "sv": _words("jan feb mars apr maj juni juli aug sep okt nov dec"),
    "en": _words("Jan Feb Mar Apr May June July Aug Sep Oct Nov Dec"),
}


def local(value: datetime | date) -> datetime | date:
    """The value in Stockholm; a naive instant is refused, since nobody knows where its clock hung."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError("an instant needs its offset before it can be shown")
    return value.astimezone(STOCKHOLM)


def held(value: datetime | date, precision: str = "") -> str:
    """The precision to show: the one asked for, but never finer than the value can carry."""
    if precision == "unknown":
        return "unknown"
    finest = "minute" if isinstance(value, datetime) else "day"
    if precision not in PRECISIONS:
        return finest
    if finest == "day" and PRECISIONS.index(precision) > PRECISIONS.index("day"):
        return "day"
    return precision


def written(value: datetime | date, precision: str = "", language: str = "sv") -> str:
    """In words: 2026 · mars 2026 · 14 mars 2026 · 14 mars 2026 kl. 03:15. Empty when unknown; nobody reads seconds."""
    here, shown = local(value), held(value, precision)
    month = _months(MONTHS, language)[here.month - 1]
    if shown in ("unknown", "year"):
        return str(here.year) if shown == "year" else ""
    if shown == "month":
        return f"{month} {here.year}"
    text = f"{here.day} {month} {here.year}"
    if shown == "day":
        return text
    return f"{text}{', ' if language == 'en' else ' kl. '}{here:%H:%M}"


def stamp(value: datetime | date, precision: str = "") -> str:
    """For tables, in both languages: 2026 · 2026-03 · 2026-03-14 · 2026-03-14 03:15. Empty when unknown."""
    here, shown = local(value), held(value, precision)
    text = {"unknown": "", "year": f"{here.year:04}", "month": f"{here.year:04}-{here.month:02}"}.get(shown)
    if text is not None:
        return text
    day = f"{here.year:04}-{here.month:02}-{here.day:02}"
    return day if shown == "day" else f"{day} {here:%H:%M}"


def machine(value: datetime | date, precision: str = "") -> str:
    """For the ``datetime`` attribute of ``<time>``. Empty when unknown."""
    shown = held(value, precision)
    here = local(value)
    if isinstance(here, datetime) and shown in ("minute", "second"):
        return here.isoformat(timespec="minutes" if shown == "minute" else "seconds")
    return stamp(value, shown)


def short_day(value: datetime | date, language: str = "sv") -> str:
    """A day whose year stands elsewhere: 14 mars, 2 jan."""
    here = local(value)
    return f"{here.day} {short_month(here.month, language)}"


def short_month(month: int, language: str = "sv") -> str:
    """A month, 1–12, in three or four letters."""
    return _months(SHORT_MONTHS, language)[month - 1]


def long_month(month: int, language: str = "sv") -> str:
    """A month, 1–12, in full."""
    return _months(MONTHS, language)[month - 1]


def time_of_day(value: datetime | date, precision: str = "") -> str:
    """03:15, or nothing when the hour is not known."""
    here, shown = local(value), held(value, precision)
    return f"{here:%H:%M}" if shown in ("minute", "second") else ""


def years_between(born: date, until: date) -> int:
    """Whole years lived; who is born on 29 February grows older on 1 March in other years."""
    return until.year - born.year - ((until.month, until.day) < (born.month, born.day))


def _months(table: dict[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    return table.get(language, table["sv"])
