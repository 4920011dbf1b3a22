"""Numbers, dates and words in the language of the page being made."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import get_language, gettext, ngettext

from lindra import clock
from lindra.frame import dates
from lindra.frame.rows import Words


def language() -> str:
    """The page's language, two letters."""
    return (get_language() or "sv")[:2]


def words() -> Words:
    """The words of pictures and their tables, translated."""
    return Words(
        language=language(),
        name=gettext("Name"),
        share=gettext("Share"),
        interval=gettext("95% interval"),
        target=gettext("Target"),
        cases=gettext("Cases"),
        of=gettext("Of"),
        value=gettext("Value"),
        count=gettext("Count"),
        total=gettext("Total"),
        when=gettext("When"),
        kind=gettext("Kind"),
        first_day=gettext("First day"),
        last_day=gettext("Last day"),
        day=gettext("Day"),
        days=gettext("Days"),
        what=gettext("What"),
        withheld=gettext("not shown"),
        no_data=gettext("No data"),
        in_table=gettext("The values are in the table."),
        centre=gettext("Centre line"),
        limits=gettext("Limits"),
        low_limit=gettext("Lower limit"),
        high_limit=gettext("Upper limit"),
        signal=gettext("Signal"),
        each=gettext("Each point"),
        change=gettext("What changed"),
        standing=gettext("Standing"),
        within=gettext("Within the limits"),
        outside_inner=gettext("Outside the inner limits"),
        above=gettext("Above the outer limits"),
        below=gettext("Below the outer limits"),
        inner=gettext("Inner limits"),
        outer=gettext("Outer limits"),
        also=gettext("Also outside"),
        by_root=gettext("square-root scale"),
        scale=gettext("Scale"),
        not_stated=gettext("not stated"),
        people=gettext("People"),
        meaning=gettext("What it means"),
    )


def instant(value: datetime | date | None, precision: str = "") -> str:
    """When, in words, in Stockholm's time and no finer than it is known."""
    text = dates.written(value, precision, language()) if value else ""
    return text or gettext("time not known")


def stamp(value: datetime | date | None, precision: str = "") -> str:
    """When, for tables: 2026-03-14 03:15."""
    text = dates.stamp(value, precision) if value else ""
    return text or gettext("not known")


def ago(value: datetime | date | None) -> str:
    """How long since: minutes and hours elapsed, then calendar days in Stockholm, then months and years."""
    if value is None:
        return gettext("time not known")
    if isinstance(value, datetime):
        minutes = int((clock.now() - value).total_seconds() // 60)
        if minutes < 0:
            return _ahead((clock.day(value) - clock.today()).days)
        if minutes < 60:
            return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
        if minutes < 12 * 60:
            return ngettext("%(n)d hour ago", "%(n)d hours ago", minutes // 60) % {"n": minutes // 60}
        value = clock.day(value)
    days = (clock.today() - value).days
    return _ahead(-days) if days < 0 else _days_ago(days, value)


def _days_ago(days: int, day: date) -> str:
    if days < 2:
        return gettext("yesterday") if days else gettext("today")
    if days < 60:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    today = clock.today()
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if months < 24:
        return ngettext("%(n)d month ago", "%(n)d months ago", months) % {"n": months}
    years = dates.years_between(day, today)
    return ngettext("%(n)d year ago", "%(n)d years ago", years) % {"n": years}


def _ahead(days: int) -> str:
    if days < 2:
        return gettext("tomorrow") if days else gettext("later today")
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


def age(born: date | None, until: datetime | date | None = None) -> str:
    """Whole years lived, today or at ``until`` (a death)."""
    if born is None:
        return gettext("age not known")
    last = until or clock.today()
    years = dates.years_between(born, clock.day(last) if isinstance(last, datetime) else last)
    return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
