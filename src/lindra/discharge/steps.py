"""What happens in one stay, as steps in time order: the type that clocks and liability are computed from. Pure.

A step may come from a file (``files/``) or from the patient's record: nothing here knows which. Instants are aware and
in UTC. What is wrong with the rows of a case is told as *findings*: a row that is left out while the case is computed
without it, a case that cannot be computed at all, or a note on what was done.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from operator import itemgetter, lt
from pathlib import Path
from typing import Any, Literal, NamedTuple

DATA = Path(__file__).parent / "data"
EVENTS = (
    "admitted", "judged_in_need", "notice", "estimate", "contact_named", "ready_withdrawn", "ready", "sip_needed",
    "sip_called", "open_care_missing", "open_care_available", "informed", "died", "discharged",
)  # fmt: skip
"""Every event, in the order in which those of the same instant are taken."""
RANK = {event: rank for rank, event in enumerate(EVENTS)}
TOLD = frozenset({"notice", "ready", "ready_withdrawn", "sip_called", "informed"})
"""Messages whose ``value`` may say to whom."""
OPEN_CARE = "open_care"
"""The recipient that stands for the region's open care: who told only it has not told the municipality."""

Effect = Literal["row", "case", "note"]


class Step(NamedTuple):
    """One event of a stay: what, when (aware, UTC), what the event says more, and the line it stands on."""

    event: str
    at: datetime
    value: str = ""
    line: int = 0


class Finding(NamedTuple):
    """Something that is wrong, or was decided, at a line.

    ``effect``: *row* – the line was left out; *case* – the whole case was; *note* – all was computed, and this is to be
    known. ``text`` is plain English without anything of the patient; ``code`` is for pages that say it in their words.
    """

    line: int
    case: str
    code: str
    effect: Effect
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """One stay: whose municipality pays for it, and its steps in time order."""

    id: str
    municipality: str
    steps: tuple[Step, ...]


@cache
def limits() -> dict[str, Any]:
    """What is accepted of a row, from ``data/input.toml``."""
    return tomllib.loads((DATA / "input.toml").read_text("utf-8"))


def recipients(value: str) -> tuple[str, ...]:
    """To whom a message went: names with a semicolon between; none where it is not said."""
    return tuple(filter(None, (one.strip() for one in value.split(";"))))


def to_municipality(value: str) -> bool:
    """Whether a message went to the municipality: it did unless it says that it went to open care alone."""
    return not value or any(one != OPEN_CARE for one in recipients(value)) or not recipients(value)


def put_together(
    case: str, rows: Sequence[tuple[str, Step]], *, now: datetime, known: Callable[[str], bool] | None = None
) -> tuple[Case, list[Finding]]:
    """The case that rows (municipality, step) make, whatever their order, and what is wrong with single rows.

    Rows that say the same count once, whatever offset their time is written with. ``known``: whether an organisation
    exists, where the caller can tell; without it every name is taken.
    """
    municipality = _municipality(rows)
    steps = [_in_utc(step) for where, step in rows if where == municipality]
    findings = []
    if len(steps) < len(rows):
        findings += [_odd(case, step.line) for where, step in rows if where != municipality]
    if any(step.at > now for step in steps):
        findings += [_ahead(case, step, now) for step in steps if step.at > now]
        latest = now + timedelta(days=limits()["future"]["days"])
        steps = [step for step in steps if step.at <= latest]
    if known is not None:
        strange = [_strange(step, known, municipality) for step in steps]
        if any(strange):
            both = list(zip(steps, strange, strict=True))
            findings += [_nobody(case, step.line, name) for step, name in both if name]
            steps = [step for step, name in both if not name]
    return Case(case, municipality, _in_order(steps)), findings


def _in_utc(step: Step) -> Step:
    """The step at its instant in UTC: two times of one place compare as clocks show them, which turn back."""
    return step if step.at.tzinfo is UTC else step._replace(at=step.at.astimezone(UTC))


def _in_order(steps: list[Step]) -> tuple[Step, ...]:
    """Steps by time, those of the same instant by event; of those that say the same, the one of the first line."""
    steps.sort(key=_AT)
    if all(map(lt, map(_AT, steps), map(_AT, steps[1:]))):  # no two at the same instant, as in most cases
        return tuple(steps)
    steps.sort(key=_order)
    kept = steps[:1]
    for step in steps[1:]:
        if step[:3] != kept[-1][:3]:
            kept.append(step)
    return tuple(kept)


_AT = itemgetter(1)


def _order(step: Step) -> tuple[datetime, int, str, int]:
    return step.at, RANK[step.event], step.value, step.line


def _municipality(rows: Sequence[tuple[str, Step]]) -> str:
    """The municipality of most rows; if as many say another, that of the earliest step. So it hangs on no order."""
    if len({where for where, _ in rows}) == 1:
        return rows[0][0]
    counted = Counter(where for where, _ in rows)
    most = max(counted.values())
    return min((_order(step)[:3], where) for where, step in rows if counted[where] == most)[1]


def _odd(case: str, line: int) -> Finding:
    return Finding(
        line, case, "other_municipality", "row",
        "another municipality than the other rows of its case; the row is left out. "
        "Give a stay one municipality, the one that would pay.",
    )  # fmt: skip


def _ahead(case: str, step: Step, now: datetime) -> Finding:
    """A step that has not happened yet: left out when it is far ahead, told otherwise."""
    days = limits()["future"]["days"]
    if step.at > now + timedelta(days=days):
        text = f"a time more than {days} days from now; the row is left out. Is the year right?"
        return Finding(step.line, case, "far_future", "row", text)
    return Finding(step.line, case, "future", "note", "a time that has not come yet; taken as it is written.")


def _strange(step: Step, known: Callable[[str], bool], municipality: str) -> str:
    """The first organisation a message names that does not exist; empty where all do."""
    if not step.value or step.event not in TOLD:
        return ""
    asked: Iterable[str] = recipients(step.value)
    return next((one for one in asked if one not in (OPEN_CARE, municipality) and not known(one)), "")


def _nobody(case: str, line: int, name: str) -> Finding:
    shown = f" ({name})" if len(name) <= 60 and sum(letter.isdigit() for letter in name) < 8 else ""
    return Finding(
        line, case, "unknown_organisation", "row",
        f"a message to an organisation that does not exist{shown}; the row is left out. Correct who got it.",
    )  # fmt: skip
