"""What is due in care: reviews, signatures, sections to confirm, conversations and those who are left. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lindra.care import rules
from lindra.care.events.decisions import EXPECTED, LIMITS
from lindra.care.events.people import RELATIVES_NOTED
from lindra.care.events.plan import BEREAVED, CONFIRMED, SECTIONS, Section
from lindra.care.events.situation import PHASE, TALKS
from lindra.care.plan import freshness
from lindra.care.plan.compute import LINES
from lindra.care.plan.model import OF_THE_PLAN
from lindra.care.signing.rules import sign_by
from lindra.clock import day
from lindra.deadlines.declared import Due, declare
from lindra.deadlines.rules import end_of
from lindra.record.chart import Chart, Statement
from lindra.record.envelope import instant

CONFIRM_WITHIN = {"dying": 0, "unstable": 1, "deteriorating": 2, "stable": 7}
"""Days from what happened until somebody is to have confirmed the plan, by phase. Our own choice."""
AFTER_DEATH = 42
"""Days after death by which a follow-up conversation is to be offered: the register asks of 1–2 months (DOMAIN 1.3)."""
OUTCOME = 60
"""Days after death by which it is to be noted what came of an offer: two months, as above."""
BEREAVEMENT = "form|bereavement"
"""The page where care of those who are left is written."""
TELL_RELATIVES = 7
"""Days within which relatives who have not been told of a limit are to be told. Our own choice."""


@declare("review")
def reviews(chart: Chart) -> Iterable[Due]:
    """Limits of treatment and expected death are reviewed by the day that was set, by a physician."""
    if chart.one("death") is not None:
        return
    for slot, what in ((LIMITS, "limit"), (EXPECTED, "expected_death")):
        for row in chart.rows(slot):
            one = row["stated"]
            if review := one.value.get("review"):
                about = {"treatment": one.value.get("treatment", "")}
                yield Due(
                    one.event, end_of(date.fromisoformat(review)), one.unit, "physician", what, about, "plan"
                )


@declare("signature")
def signatures(chart: Chart) -> Iterable[Due]:
    """What was written down for a physician is signed, also of the dead; one thing to do for each act.

    It stays with the unit that wrote it, whose record it is, also when the patient has gone elsewhere.
    """
    waiting: dict[str, list[Statement]] = {}
    for one in reversed(rules.unsigned(chart)):
        waiting.setdefault(one.act, []).append(one)
    for act, several in waiting.items():
        last = sign_by(day(instant(several[0].recorded_at)))
        about = {"what": [one.value.get("treatment", one.kind) for one in several],
                 "whom": several[0].value["physician"]["name"]}  # fmt: skip
        yield Due(act, end_of(last), several[0].unit, "physician", "sign", about, "sign")


@declare("confirm", version=2)
def confirmations(chart: Chart) -> Iterable[Due]:
    """Somebody confirms the sections that something has happened to, and those whose time runs out."""
    if chart.one("death") is not None:
        return
    latest = chart.one(PHASE)
    phase = str(latest.value["phase"]) if latest else ""
    touched: dict[str, list[_Touched]] = {}
    for section in SECTIONS:
        if (one := _touched(chart, section, phase)) is not None:
            touched.setdefault(one.key, []).append(one)
    for key, several in touched.items():
        about = {"trigger": several[0].trigger, "sections": [one.section for one in several]}
        yield Due(key, several[0].due, several[0].unit, "", several[0].what, about, "plan-confirm")


@declare("unconfirmed")
def unconfirmed(chart: Chart) -> Iterable[Due]:
    """A plan that somebody has written and nobody has confirmed: it is not stale, it never held."""
    if chart.one("death") is not None or chart.rows(CONFIRMED):
        return
    rows = (row for slot in chart.slots.values() for row in slot.rows.values())
    written = [one for row in rows for one in row.values() if one.kind in OF_THE_PLAN]
    if written:
        first = min(written, key=lambda one: one.recorded_at)
        due = end_of(day(instant(first.recorded_at)) + timedelta(days=CONFIRM_WITHIN["stable"]))
        yield Due(
            f"never|{first.event}", due, first.unit, "", "never", {"sections": list(SECTIONS)}, "plan-confirm"
        )


@dataclass(frozen=True, slots=True)
class _Touched:
    """A section to be confirmed again: because of what, by when, and by which unit."""

    section: str
    key: str
    due: str
    unit: str
    what: str
    trigger: str = ""


def _touched(chart: Chart, section: Section, phase: str) -> _Touched | None:
    """The first thing that happened since it was confirmed, or that its time runs out; none where it never was."""
    confirmed = freshness.confirmation(chart, section)
    if confirmed is None:
        return None
    happened = freshness.since(
        chart, section, confirmed, tuple(LINES[section](chart, instant(confirmed.recorded_at)))
    )
    if happened:
        first = min(happened, key=lambda one: one.statement.recorded_at)
        since = day(instant(first.statement.occurred_from or first.statement.recorded_at))
        due = end_of(since + timedelta(days=CONFIRM_WITHIN.get(phase, CONFIRM_WITHIN["stable"])))
        key = f"{first.trigger}|{first.statement.event}"
        return _Touched(section, key, due, confirmed.unit, "touched", first.trigger)
    last = freshness.until(confirmed, section, phase)
    if last is None:
        return None
    return _Touched(
        section, f"time|{confirmed.event}|{last.isoformat()}", end_of(last), confirmed.unit, "time"
    )


@declare("conversation")
def conversations(chart: Chart) -> Iterable[Due]:
    """The next conversation that was agreed."""
    if chart.one("death") is not None:
        return
    latest = next((row["stated"] for row in chart.rows(TALKS)), None)
    if latest is not None and (agreed := latest.value.get("next_at")):
        yield Due(latest.event, end_of(date.fromisoformat(agreed)), latest.unit, "", "next", {}, "plan")


@declare("relatives", version=2)
def relatives(chart: Chart) -> Iterable[Due]:
    """Relatives to be told of a decision, and after death those who are left."""
    if (death := chart.one("death")) is not None:
        yield from _bereaved(chart, death)
        return
    for row in chart.rows(LIMITS):
        one = row["stated"]
        if one.value.get("relatives_told") in ("no", "unknown") and one.occurred_from:
            due = end_of(day(instant(one.occurred_from)) + timedelta(days=TELL_RELATIVES))
            about = {"treatment": one.value["treatment"]}
            yield Due(one.event, due, one.unit, "", "tell", about, "plan")
    for row in chart.rows(RELATIVES_NOTED):
        one = row["stated"]
        if one.value.get("child") and one.value.get("supported") in (None, "no"):
            yield Due(f"child|{one.event}", None, one.unit, "", "child", {}, "plan")


def _bereaved(chart: Chart, death: Statement) -> Iterator[Due]:
    """A conversation to offer, what came of the offer, and with each relative the next contact that was agreed."""
    latest = _latest_of_each(chart)
    forms = {row["stated"].value["form"] for row in chart.rows(BEREAVED)}
    if "no_relatives" in forms:
        return
    agreed = [one for one in latest if one.value.get("next_at")]
    for one in agreed:
        due = end_of(date.fromisoformat(one.value["next_at"]))
        about = {"form": one.value["form"]}
        yield Due(f"again|{one.event}", due, death.unit, "", "bereaved", about, BEREAVEMENT)
    if agreed or forms & {"held", "declined"}:
        return
    if "offered" in forms:
        yield Due(
            f"outcome|{death.event}", _after(death, OUTCOME), death.unit, "", "outcome", {}, BEREAVEMENT
        )
    else:
        about = {"form": "not_reached"} if "not_reached" in forms else {}
        due_at = _after(death, AFTER_DEATH)
        yield Due(death.event, due_at, death.unit, "", "bereaved", about, BEREAVEMENT)


def _latest_of_each(chart: Chart) -> list[Statement]:
    """With each relative the latest contact; what was agreed before it no longer counts."""
    latest: dict[str, Statement] = {}
    for row in chart.rows(BEREAVED):
        one = row["stated"]
        whom = str(one.value.get("relative", ""))
        if whom not in latest or latest[whom].order < one.order:
            latest[whom] = one
    return list(latest.values())


def _after(death: Statement, days: int) -> str | None:
    """So many days after a death; no day where it is not known when it was."""
    return end_of(day(instant(death.occurred_from)) + timedelta(days=days)) if death.occurred_from else None
