"""Whom to call at an hour: which of the named contacts answer then. Pure.

Saturdays, Sundays and public holidays are ``other_days`` (lag 1989:253 om allmänna helgdagar; Christmas, New Year's and
Midsummer eves as the ``holidays`` library's de facto category has them).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import holidays

from lindra.care.events.people import CONTACTS_NAMED
from lindra.clock import STOCKHOLM
from lindra.record.chart import Chart, Statement

ALWAYS = ({"days": "every_day", "start": "00:00", "end": "00:00"},)


@cache
def _free(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("SE", years=year, categories=("public", "de_facto")))


def is_workday(on: date) -> bool:
    """Monday to Friday, and no public holiday or eve that is kept as one."""
    return on.weekday() < 5 and on not in _free(on.year)


def answers(hours: Iterable[Mapping[str, Any]], at: datetime) -> bool:
    """Whether somebody answers at an instant, by hours in Stockholm's time; none given is round the clock."""
    return any(_covers(one, at.astimezone(STOCKHOLM)) for one in tuple(hours) or ALWAYS)


def _covers(hours: Mapping[str, Any], at: datetime) -> bool:
    start = time.fromisoformat(hours.get("start", "00:00"))
    end = time.fromisoformat(hours.get("end", "00:00"))
    moment, today = at.time(), at.date()
    if start < end:
        return start <= moment < end and _on(hours, today)
    if moment >= start and _on(hours, today):
        return True
    return moment < end and _on(hours, today - timedelta(days=1))


def _on(hours: Mapping[str, Any], on: date) -> bool:
    days = hours.get("days", "every_day")
    return bool(days == "every_day" or (days == "workdays") == is_workday(on))


def contacts(chart: Chart) -> list[Statement]:
    """The named contacts that have not ended: in the order they are to be called, then latest first."""
    named = [row["stated"] for row in chart.rows(CONTACTS_NAMED) if not row["stated"].value.get("ended")]
    return sorted(named, key=lambda one: one.value.get("rank", 1))


def call_now(chart: Chart, at: datetime) -> list[Statement]:
    """The contacts that answer at an instant, in the order to call them."""
    return [one for one in contacts(chart) if answers(one.value.get("hours", ()), at)]
