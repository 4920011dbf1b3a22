"""Death at home: what a physician decided beforehand, whether it holds, what is missing, what is left after. Pure.

What is expected is decided beforehand by a physician and dated (audit in Värmland 2021–22). Establishing death is a
physician's task; where it was expected it may rest on a nurse's examination (SOSFS 2005:10, HSLF-FS 2015:15; the
wording is not verified).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from lindra.care.events.decisions import EXPECTED, LIMITS
from lindra.care.events.home import ESTABLISHED
from lindra.care.events.medicines import KEPT
from lindra.care.events.nursing import IMPLANTS
from lindra.care.events.plan import BEREAVED
from lindra.care.events.situation import ASKED, PHASE
from lindra.care.plan.needed import indication, ordered
from lindra.care.rules import whereabouts
from lindra.clock import day
from lindra.record.chart import Chart, Statement
from lindra.record.envelope import instant
from lindra.record.facts import DEATH

Decided = Literal["expected", "not_expected", "unknown", "never"]
"""A physician decided that death is expected, or that it is not; it could not be known; nobody has decided."""
Path = Literal["expected", "ask_first", "not_expected"]
"""What to do when the patient dies; ``ask_first``: a physician says first whether the death counts as expected."""
LAST_DAYS = ("pain", "anxiety", "nausea", "rattle")
"""For what as-needed medicines are to be ordered (the register's question 27, DOMAIN 1.3)."""
EXPLODE = frozenset({"icd", "pacemaker"})
"""Implants that are taken out before cremation (HSLF-FS 2015:15; the wording is not verified)."""
INPATIENT = frozenset({"hospital", "palliative"})
"""Forms of stay that are not at home; a short-stay place is."""


@dataclass(frozen=True, slots=True)
class Beforehand:
    """What was decided, and whether its day of review has passed."""

    decided: Decided
    statement: Statement | None = None
    review: date | None = None
    passed: bool = False

    @property
    def path(self) -> Path:
        """Which steps apply. Our own choice: without a day of review, or after it, a physician is asked first."""
        if self.decided != "expected":
            return "not_expected"
        return "ask_first" if self.passed or self.review is None else "expected"


def beforehand(chart: Chart, on: date) -> Beforehand:
    """What a physician has decided, as it stands on a day. The day of review itself is still covered."""
    found = chart.one(EXPECTED)
    if found is None:
        return Beforehand("never")
    if found.value["known"] != "yes":
        return Beforehand("not_expected" if found.value["known"] == "no" else "unknown", found)
    review = date.fromisoformat(found.value["review"]) if found.value.get("review") else None
    return Beforehand("expected", found, review, review is not None and review < on)


@dataclass(frozen=True, slots=True)
class Prescribed:
    """The orders for one indication; ``presumed`` where an order does not say what it is for."""

    indication: str
    orders: tuple[Statement, ...]
    presumed: bool = False
    by_mouth: bool = False
    """Nothing but what has to be swallowed, which the dying mostly cannot."""

    @property
    def missing(self) -> bool:
        """Whether nothing is ordered."""
        return not self.orders


def prescribed(chart: Chart) -> tuple[Prescribed, ...]:
    """The as-needed medicines for the last days, by indication."""
    return tuple(_prescribed(chart, one) for one in LAST_DAYS)


def _prescribed(chart: Chart, wanted: str) -> Prescribed:
    found = [one for one in ordered(chart) if indication(one)[0] == wanted]
    return Prescribed(
        wanted,
        tuple(found),
        presumed=bool(found) and not any(indication(one)[1] for one in found),
        by_mouth=bool(found) and all(one.value.get("route") == "oral" for one in found),
    )


def resuscitation(chart: Chart) -> str:
    """``give``, ``withhold`` or ``conditional``; empty where nobody has decided."""
    every = (row["stated"] for row in chart.rows(LIMITS))
    return next(
        (str(one.value["decision"]) for one in every if one.value["treatment"] == "resuscitation"), ""
    )


Gap = Literal["review", "establishes", "nurse", "wake", "transport", "resuscitation"]


def gaps(chart: Chart, found: Beforehand) -> tuple[Gap, ...]:
    """What still has to be decided, where death is expected."""
    if found.statement is None or found.decided != "expected":
        return ()
    value = found.statement.value
    missing: dict[Gap, bool] = {
        "review": found.review is None,
        "establishes": not value.get("establishes"),
        "nurse": value.get("nurse_may_examine") is None,
        "wake": value.get("wake", "unknown") == "unknown",
        "transport": not value.get("transport"),
        "resuscitation": not resuscitation(chart),
    }
    return tuple(gap for gap, is_missing in missing.items() if is_missing)


def carried(chart: Chart) -> bool | None:
    """Whether the patient has an implant that must be taken out; ``None`` where nobody has told.

    One that was removed is there no longer; that it was the only one, nobody has told by that.
    """
    noted = (row["stated"].value for row in chart.rows(IMPLANTS))
    if any(one["form"] in EXPLODE and not one.get("removed") for one in noted):
        return True
    slot = chart.slots.get(ASKED)
    asked = slot.rows.get("implants", {}).get("stated") if slot else None
    return False if asked is not None and asked.value["known"] == "no" else None


# Whom the list of a unit shows.


def at_home(chart: Chart) -> bool:
    """Whether the patient is alive and not in hospital or in a palliative ward."""
    where = whereabouts(chart)
    return where.form != "dead" and not (where.open_stay and where.form in INPATIENT)


def dying_undecided(chart: Chart) -> Statement | None:
    """The phase of one who is dying of whom nothing is decided; what was decided before that phase does not count."""
    phase, decision = chart.one(PHASE), chart.one(EXPECTED)
    if phase is None or phase.value["phase"] != "dying":
        return None
    if decision is None or decision.value["known"] == "unknown":
        return phase
    return phase if decision.value["known"] == "no" and decision.order < phase.order else None


# After death.

State = Literal["done", "left", "none", "unknown"]
"""Done; to be done; not needed; nothing is written of it."""
TASKS = ("established", "certificate", "relatives", "implants", "medicines", "bereaved")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing after a death."""

    name: str
    state: State


STATES: dict[str, dict[str, State]] = {
    "certificate": {"written": "done", "to_be_written": "left"},
    "relatives": {"present": "done", "told": "done", "not_told": "left", "no_relatives": "none"},
    "implants": {"removed": "done", "to_be_removed": "left", "none": "none"},
    "medicines": {"returned": "done", "to_be_returned": "left", "none": "none"},
}


def tasks(chart: Chart) -> tuple[Task, ...]:
    """What has been done after the death and what is left, in the order it is done."""
    found = chart.one(ESTABLISHED)
    value = found.value if found else {}
    states: dict[str, State] = {
        "established": "done" if found else "left",
        "certificate": STATES["certificate"][value.get("certificate", "to_be_written")],
        "relatives": STATES["relatives"].get(value.get("relatives_told", ""), "left"),
        "implants": _implants(value.get("implants", "unknown"), carried(chart)),
        "medicines": _medicines(value.get("medicines", "unknown"), chart),
        "bereaved": _bereaved(chart, value.get("relatives_told", "")),
    }
    return tuple(Task(name, states[name]) for name in TASKS)


def _implants(told: str, has: bool | None) -> State:
    """What was written, but where the plan knows of an implant it is there until it has been taken out."""
    if has and told != "removed":
        return "left"
    if told == "unknown" and has is False:
        return "none"
    return STATES["implants"].get(told, "unknown")


def _medicines(told: str, chart: Chart) -> State:
    """Of medicines that lie in the home; where none are known of, there is nothing to take back."""
    if told in STATES["medicines"]:
        return STATES["medicines"][told]
    return "unknown" if chart.one(KEPT) is not None or ordered(chart) else "none"


def _bereaved(chart: Chart, relatives: str) -> State:
    if relatives == "no_relatives":
        return "none"
    forms = {row["stated"].value["form"] for row in chart.rows(BEREAVED)}
    if "no_relatives" in forms:
        return "none"
    return "done" if forms & {"offered", "held", "declined"} else "left"


def left(chart: Chart) -> tuple[str, ...]:
    """What is left after a death outside hospital; conversations with those who are left have a list of their own."""
    if chart.one(ESTABLISHED) is None:
        return ()
    return tuple(one.name for one in tasks(chart) if one.state == "left" and one.name != "bereaved")


Mismatch = Literal["", "not_decided", "review_passed"]


def mismatch(chart: Chart) -> Mismatch:
    """Whether a death was written as expected though no physician had decided so, or the review had passed."""
    written, death = chart.one(ESTABLISHED), chart.one(DEATH)
    if written is None or not written.value["expected"]:
        return ""
    at = (death or written).occurred_from or (death or written).recorded_at
    decision = beforehand(chart, day(instant(at)))
    late = decision.statement is not None and (decision.statement.occurred_from or "") > at
    if decision.decided != "expected" or late:
        return "not_decided"
    return "review_passed" if decision.passed else ""
