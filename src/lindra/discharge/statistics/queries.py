"""Stays that have ended, of the patients of one's provider, through the door: to be counted, nobody is shown.

Where a patient lives is not for follow-up (``privacy.rules``), so the municipality is that of its unit which was told:
by the ready notice, or else by the admission notice. A row of which a part is hidden is computed anew by the door, and
may then be the same stay as another; each is counted once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lindra import clock
from lindra.areas import queries as areas
from lindra.areas.geography import region_of
from lindra.discharge import counties, parties, story
from lindra.discharge.rulefile import Rule
from lindra.discharge.statistics.choices import Choices
from lindra.discharge.statistics.readings import NAME
from lindra.discharge.statistics.stays import Known, Stay, counted
from lindra.discharge.steps import OPEN_CARE, Case, Step
from lindra.privacy import door
from lindra.privacy.door import Item, Visible
from lindra.privacy.reader import Reader
from lindra.record.envelope import instant

PAGE = 500
"""Rows that the door gives at a time."""


@dataclass
class Read:
    """What was read: stays that count, the rules they were counted by, and how many could not be used."""

    stays: list[Stay] = field(default_factory=list)
    rules: dict[str, Rule] = field(default_factory=dict)
    masked: int = 0
    """Rows of whom the reader may know only that there is one."""
    contradictory: int = 0
    """Stays whose messages cannot all be so."""


def read(reader: Reader, since: date, choice: Choices) -> Read:
    """Every stay that ended on a day or later, as far as this reader sees them."""
    found, now, units = Read(), clock.now(), _Units()
    counted_already: set[tuple[str, str]] = set()
    for one in _rows(reader, since):
        found.masked += one.masked
        data = one.row.data if isinstance(one.row, Item) else {}
        if data and (one.patient, data["episode"]) not in counted_already:
            counted_already.add((one.patient, data["episode"]))
            _add(found, data, units, since, now, choice)
    return found


def _add(
    found: Read, data: Mapping[str, Any], units: _Units, since: date, now: datetime, choice: Choices
) -> None:
    rule = units.rule(data["unit"])
    stay = _stay(data, units, rule, now, choice)
    if stay is None:
        found.contradictory += 1
    elif stay.on >= since:
        found.rules[rule.name] = rule
        found.stays.append(stay)


def _rows(reader: Reader, since: date) -> Iterator[Visible]:
    """Rows from the latest back to a day; what may not be seen at all is no row."""
    start = 0
    while True:
        page = door.rows(NAME, reader, state="ended", start=start, limit=PAGE)
        yield from page
        known = [one.row.at for one in page if isinstance(one.row, Item) and one.row.at]
        if len(page) < PAGE or (known and clock.day(instant(known[-1])) < since):
            return
        start += PAGE


class _Units:
    """Kinds of units, and the rule of the region each lies in, looked up once."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}
        self._kinds: dict[str, str] = {}

    def rule(self, unit: str) -> Rule:
        """The rule that holds where a unit lies; the statute where it is not known."""
        if unit not in self._rules:
            known = bool(unit) and unit in areas.kinds([unit])
            region = region_of(areas.unit(unit).municipality).code if known else ""
            self._rules[unit] = counties.rule(region)
        return self._rules[unit]

    def side(self, unit: str) -> str | None:
        """The side a unit is on."""
        if unit not in self._kinds:
            self._kinds[unit] = areas.kinds([unit]).get(unit, "") if unit else ""
        return parties.side(self._kinds[unit])


@dataclass(frozen=True, slots=True)
class Ended:
    """A stay that has ended: whose, as far as this reader may know, by which rule, and what it says."""

    shown: Visible
    rule: Rule
    story: story.Story


def ended(reader: Reader, since: date) -> Iterator[Ended]:
    """Every stay that ended on a day or later and can be computed, each once."""
    units, already = _Units(), set()
    for one in _rows(reader, since):
        data = one.row.data if isinstance(one.row, Item) else {}
        if data and (key := (one.patient, data["episode"])) not in already:
            already.add(key)
            told = _story(data, units)
            if told is not None and told.ended is not None and clock.day(told.ended) >= since:
                yield Ended(one, units.rule(data["unit"]), told)


def _story(data: Mapping[str, Any], units: _Units) -> story.Story | None:
    steps = tuple(Step(event, instant(at), _sides(value, units)) for event, at, value in data["steps"])
    return story.tell(Case(data["episode"], _municipality(data["steps"], units), steps))[0]


def _stay(data: Mapping[str, Any], units: _Units, rule: Rule, now: datetime, choice: Choices) -> Stay | None:
    told = _story(data, units)
    if told is None or told.ended is None:
        return None
    again = data["next"]
    known = Known(
        hospital=data["unit"], not_able=_not_able(data["positions"], units, told), to=data["to"],
        next_admitted=instant(again[0]) if again else None, next_planned=again[1] if again else None,
        sent_in=data["sent_in"], patient=True, plan=data.get("plan", ""),
    )  # fmt: skip
    return counted(told, rule, now, choice, known)


def _municipality(steps: Sequence[Sequence[str]], units: _Units) -> str:
    """That of the unit on the municipality's side which was told; empty where none was."""
    for wanted in ("ready", "notice"):
        for value in (value for event, _, value in reversed(steps) if event == wanted):
            for unit in value.split(";"):
                if units.side(unit) == "municipality":
                    return areas.unit(unit).municipality
    return ""


def _not_able(positions: list[list[str]], units: _Units, told: story.Story) -> bool:
    """Whether the municipality's word when the patient was ready, or any after it, was no or not yet."""
    own = [(instant(at), can) for unit, at, can in positions if units.side(unit) == "municipality"]
    if told.ready is None:
        return False
    before = [can for at, can in own if at <= told.ready.at][-1:]
    return any(can != "yes" for can in [*before, *(can for at, can in own if at > told.ready.at)])


def _sides(value: str, units: _Units) -> str:
    """Recipients, with the region's open care under its one name."""
    return ";".join(OPEN_CARE if units.side(one) == "open_care" else one for one in value.split(";"))
