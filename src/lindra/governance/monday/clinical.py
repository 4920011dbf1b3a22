"""The lines that are about patients, for who answers for a unit or a provider: numbers through the door.

Each is counted by an index, and no chart is opened. What is listed behind a number opens to who gives care and who
follows up; a unit's manager (administration) answers for the number and reads no record (SFS 2008:355 4 kap. 2 §).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode

from django.urls import reverse

from lindra import clock
from lindra.care.homes import queries as homes
from lindra.care.homes import rules as home_rules
from lindra.care.plan import owed
from lindra.clock import day
from lindra.deadlines import lists
from lindra.deadlines.declared import UNDATED
from lindra.deadlines.lists import Asked
from lindra.discharge.deviations import queries as deviations
from lindra.discharge.deviations import rules as deviation_rules
from lindra.discharge.notices import views as notices
from lindra.discharge.notices.readings import WRONG
from lindra.governance.monday.rules import Dated, Hours, Line, Part, last_monday
from lindra.privacy import own
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.worklist import Tally
from lindra.record.envelope import instant
from lindra.registry.due import NAME as REPORT

CONFIRM = "confirm"
"""The sort of deadlines that plans to be confirmed are (``care.due``)."""
NO_HOURS = Decimal(0)


def lines(reader: Reader) -> list[Line]:
    """Every line about patients, of the reader's unit, or of the provider for follow-up."""
    units, today = lists.own_units(reader), clock.today()
    return [
        patients(reader, units, today), stale(reader, units, today), deaths(reader, units, today),
        unsent(reader, units, today), late_notices(reader, units, today), hours(reader, today),
    ]  # fmt: skip


def _opens(reader: Reader) -> bool:
    return reader.purpose in (Purpose.CARE, Purpose.FOLLOWUP)


def patients(reader: Reader, units: Mapping[str, str], today: date) -> Line:
    """Who should have a plan and a conversation, and lacks one or both."""
    tally = own.tally(owed.NAME, reader)
    states: Counter[str] = Counter()
    lacking: Counter[tuple[str, str]] = Counter()
    for (unit, state, since), count in tally.items():
        states[state] += count
        if state in owed.MISSING:
            lacking[unit, since] += count
    if not states.total():
        return Line("patients", None, why="nobody_in_need")
    found, url = Dated(lacking), reverse("patients-without") if _opens(reader) else ""
    parts = tuple(
        Part(one, states[one], f"{url}?lacks={one}" if url else "") for one in owed.MISSING if states[one]
    )
    return Line(
        "patients", found.total, url, of=states.total(), parts=parts, new=found.since(last_monday(today)),
        oldest=found.oldest, units=found.units(units), number_only=not url,
    )  # fmt: skip


def _due(reader: Reader, name: str, when: str = "") -> str:
    """The worklist, of one sort, of one's own units."""
    asked = {"name": name, "when": when, "unit": "" if lists.by_unit(reader) else lists.OWN}
    return f"{reverse('due')}?{urlencode({key: value for key, value in asked.items() if value})}"


def _tally(reader: Reader, name: str) -> Tally:
    unit = reader.assignment.unit if lists.by_unit(reader) else lists.OWN
    return lists.tally(Asked(name=name, unit=unit), reader)


def _days(tally: Mapping[tuple[str, str], int], now: datetime, *, late: bool) -> Dated:
    """By unit and the day it was due; only what is late, if asked."""
    found: Counter[tuple[str, str]] = Counter()
    for (unit, at), count in tally.items():
        if not late or instant(at) < now:
            found[unit, "" if at == UNDATED else day(instant(at)).isoformat()] += count
    return Dated(found)


def stale(reader: Reader, units: Mapping[str, str], today: date) -> Line:
    """People whose plan nobody has confirmed since something happened, or since its time ran out.

    One of them may have several sections to confirm: the list has a row for each, and the part tells how many.
    """
    tally = _tally(reader, CONFIRM)
    if not tally.rows:
        return Line("stale", None, why="no_plans")
    found, rows = (_days(one, clock.now(), late=True) for one in (tally.people, tally.rows))
    url = _due(reader, CONFIRM, "late")
    parts = (Part("rows", rows.total, url),) if rows.total != found.total else ()
    return Line(
        "stale", found.total, url, parts=parts, new=_new(found, today), oldest=found.oldest,
        units=found.units(units), number_only=not _opens(reader),
    )  # fmt: skip


def _new(found: Dated, today: date) -> int:
    """How many have become late since the last Monday: their last day in time was that Sunday or later."""
    return found.since(last_monday(today) - timedelta(days=1))


def deaths(reader: Reader, units: Mapping[str, str], today: date) -> Line:
    """Deaths that nobody has reported, as long as the register takes them; late by the county's limit."""
    tally = _tally(reader, REPORT)
    every, late = (_days(tally.rows, clock.now(), late=only) for only in (False, True))
    return Line(
        "deaths", every.total, _due(reader, REPORT), late=late.total, new=_new(late, today), oldest=late.oldest,
        units=every.units(units), number_only=not _opens(reader),
    )  # fmt: skip


def unsent(reader: Reader, units: Mapping[str, str], today: date) -> Line:
    """Deviations that somebody has written and nobody has sent."""
    counted: Counter[tuple[str, str]] = Counter()
    late = 0
    days = deviation_rules.number("unsent_days", today)
    for unit, at in deviations.unsent(reader, units):
        counted[unit, day(instant(at)).isoformat()] += 1
        late += deviation_rules.days_since(at, clock.now()) > days
    found = Dated(counted)
    opens = deviation_rules.scope(reader.side.duty, reader.purpose) is not None
    return Line(
        "deviations", found.total, f"{reverse('deviations')}?show=written" if opens else "", late=late,
        new=found.since(last_monday(today)), oldest=found.oldest, units=found.units(units), number_only=not opens,
    )  # fmt: skip


def late_notices(reader: Reader, units: Mapping[str, str], today: date) -> Line:
    """Admission notices of the last four weeks that came late, or never: sent by one's own, or to them."""
    tally = notices.tally(reader)
    if not tally:
        return Line("notices", None, why="no_notices")
    states: Counter[str] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    for (unit, state, on), count in tally.items():
        states[state] += count
        if state in WRONG:
            wrong[unit, on] += count
    found, url = Dated(wrong), reverse("late-notices") if _opens(reader) else ""
    return Line(
        "notices", found.total, url, of=states.total(),
        parts=tuple(Part(state, states[state]) for state in WRONG if states[state]),
        new=found.since(last_monday(today)), units=found.units(units), number_only=not url,
    )  # fmt: skip


def hours(reader: Reader, today: date) -> Line:
    """Physicians' hours agreed and held in the latest whole month, at the units of municipal care of this reader."""
    units = [unit.id for unit in homes.homes(reader)]
    return of_homes(units, today, reverse("homes"))


def of_homes(units: list[str], today: date, url: str = "") -> Line:
    """The same of some units. Where hours are agreed and none are entered it is not known what was held."""
    if not units:
        return Line("hours", None, why="no_homes")
    first = home_rules.last_month([], [], today).first
    found = homes.hours_of(units, first)
    if not any(one.agreed for one in found.values()):
        return Line("hours", None, why="no_hours")
    months = {unit: home_rules.last_month(one.agreed, one.held, today) for unit, one in found.items()}
    told = [one for one in months.values() if one.told]
    short = {unit for unit, one in months.items() if one.told and one.gap}
    silent = {unit for unit, one in months.items() if not one.told}
    without = {unit for unit, one in found.items() if not home_rules.now_agreed(one.agreed, today)}
    ending = {unit for unit, one in found.items() if _ends(one, today)}
    wrong = short | silent | without | ending
    parts = (("short", short), ("silent", silent), ("without", without), ("ending", ending))
    return Line(
        "hours", len(wrong), url, of=len(units), parts=tuple(Part(name, len(some)) for name, some in parts if some),
        units={unit: _whole(one.gap) for unit, one in months.items() if one.told and one.agreed},
        hours=Hours(
            first, sum((one.agreed for one in told), NO_HOURS), sum((one.total for one in told), NO_HOURS),
            sum((one.gap for one in told), NO_HOURS),
        ),
    )  # fmt: skip


def _whole(hours: Decimal) -> int:
    """Whole hours; where any are missing one at least."""
    return max(int(hours.quantize(Decimal(1), ROUND_HALF_UP)), 1) if hours else 0


def _ends(one: homes.Hours, today: date) -> bool:
    """Whether what is agreed runs out so soon that a new agreement must be made now."""
    last = home_rules.runs_out(one.agreed, today)
    return last is not None and last <= today + timedelta(days=home_rules.SOON)
