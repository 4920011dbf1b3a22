"""One stay that has ended, as the statistics count it. Pure.

*Days ready* are those the rule counts (``months.judge``), so that a mean here is what liability is computed from. A
stay that the rule excludes, or in which no ready notice stood at the end, is counted as such and in nothing else but
what hangs on the patient (re-admission) and the way in.

*The same day* is the same day of the calendar, whatever day break the rule has: not the same as no day ready.

**Why somebody stayed long** is only what messages tell: that SIP was not called in time, no fixed care contact was
named before the end, open care was missing some time after the ready notice, or the municipality wrote that it could
not, or not yet, receive. Several may be so at once; none of them is told to be the cause. Where nothing tells, it is
*not told*.

**Late** is a deadline of ``clocks`` that was not kept, of those that were or were not: what has lapsed by death, or
cannot be told, is in neither number. Never done is late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from lindra.clock import day
from lindra.discharge.clocks import Clock, clocks
from lindra.discharge.months import judge
from lindra.discharge.rulefile import Rule
from lindra.discharge.statistics.choices import Choices
from lindra.discharge.story import Story

Kind = Literal["counted", "left_out", "not_ready"]
REASONS = ("sip_late", "contact_late", "open_care_missing", "not_able", "not_told")
MARKS = (
    "same_day", "moved", "notice_late", "notice_never", "ready_with_notice", "sip_late", "information_late",
    "readmitted", "short_after_sent_in", "against_plan",
)  # fmt: skip
"""What is counted as a share: how many of those of whom it can be told."""
LATE = {"notice_late": "admission_notice", "sip_late": "sip_call", "information_late": "information"}
"""The deadline that a share of late is about."""
MISSED = ("late", "not_done")


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows of a stay beside its steps, and a file does not."""

    hospital: str = ""
    """The hospital's unit."""
    not_able: bool = False
    """The municipality wrote that it cannot, or not yet, receive the patient."""
    to: str = ""
    """Where the patient went."""
    next_admitted: datetime | None = None
    """The first admission of the same patient after the end."""
    next_planned: bool | None = None
    sent_in: bool = False
    """Somebody at home sent the patient in."""
    plan: str = ""
    """Of an admission that was not planned: where what stood before said to care for the patient, home or other."""
    patient: bool = False
    """Whether further admissions of the patient would be known."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay that has ended. ``on``: its last day. ``marks``: what can be told of it, and whether it is so."""

    municipality: str
    hospital: str
    on: date
    kind: Kind
    days: int = 0
    in_mean: bool = False
    """Whether it is among the stays whose mean liability goes by."""
    died: bool = False
    long: tuple[str, ...] = ()
    """Why it was long; empty where it was not."""
    moves: int | None = None
    """How often the estimate changed; nothing where there was no notice that an estimate could change."""
    again: str = ""
    """Of one re-admitted: ``planned``, ``unplanned``, ``not_told``."""
    marks: Mapping[str, bool] = field(default_factory=dict)

    @property
    def month(self) -> str:
        """In which the stay ended: 2026-03."""
        return self.on.isoformat()[:7]


def counted(
    story: Story, rule: Rule, now: datetime, choice: Choices, known: Known | None = None
) -> Stay | None:
    """The stay of a story; nothing while it goes on. ``now``: until when what was done is known."""
    if story.ended is None:
        return None
    known = known or Known()
    judged = judge(story, rule, now)
    where = story.case.municipality, known.hospital, day(story.ended)
    after, again = _afterwards(story, known, now, choice)
    if story.ready is None:
        return Stay(*where, "not_ready", died=story.died, again=again, marks=after)
    if any(one.code == "excluded" for one in judged.found.why):
        return Stay(*where, "left_out", died=story.died, again=again, marks=after)
    deadlines = {one.what: one for one in clocks(story, rule, now)}
    return Stay(
        *where, "counted",
        days=judged.found.days_ready or 0, in_mean=judged.track in ("case", "mean"), died=story.died,
        long=_long(story, rule, choice, known, deadlines),
        moves=len(story.estimates) if story.notice is not None else None,
        again=again, marks=after | _marks(story, deadlines),
    )  # fmt: skip


def _marks(story: Story, deadlines: Mapping[str, Clock]) -> dict[str, bool]:
    assert story.ready is not None
    assert story.ended is not None
    found: dict[str, bool] = {}
    ready = day(story.ready.at)
    if not story.died:
        found["same_day"] = ready == day(story.ended)
    if story.notice is not None:
        found["moved"] = bool(story.estimates)
        found["ready_with_notice"] = day(story.notice) == ready
    for mark, what in LATE.items():
        if what in deadlines and deadlines[what].met is not None:
            found[mark] = deadlines[what].state in MISSED
    if "notice_late" in found:
        found["notice_never"] = deadlines["admission_notice"].state == "not_done"
    return found


def _long(
    story: Story, rule: Rule, choice: Choices, known: Known, deadlines: Mapping[str, Clock]
) -> tuple[str, ...]:
    """Why a long stay was long; nothing of one that was not."""
    assert story.ready is not None
    assert story.ended is not None
    over = rule.long_stay.over_days if rule.long_stay.over_days is not None else choice.long_stay_days
    if (day(story.ended) - day(story.ready.at)).days <= over:
        return ()
    ready, ended = story.ready.at, story.ended
    told = {
        "sip_late": "sip_call" in deadlines and deadlines["sip_call"].state in MISSED,
        "contact_late": "care_contact" in deadlines and deadlines["care_contact"].state in MISSED,
        "open_care_missing": any(
            since < ended and (until is None or until > ready) for since, until in story.missing
        ),
        "not_able": known.not_able,
    }
    return tuple(reason for reason, so in told.items() if so) or ("not_told",)


def _afterwards(story: Story, known: Known, now: datetime, choice: Choices) -> tuple[dict[str, bool], str]:
    """Whether the patient came back, once that can be told; whether a stay after being sent in was short; whether the
    admission went against what stood before it.

    Of a discharge to home, once the days have passed: who comes back at once is counted no sooner than who does not, or
    the latest month would seem the worst. Who dies at home within them has not come back, and is among those who could.
    """
    assert story.ended is not None
    found: dict[str, bool] = {}
    again = ""
    if known.sent_in and story.admitted is not None:
        found["short_after_sent_in"] = (
            not story.died and (day(story.ended) - day(story.admitted)).days <= choice.short_stay_days
        )
    if known.plan:
        found["against_plan"] = known.plan == "home"
    left, days = day(story.ended), choice.readmission_days
    if known.patient and known.to in choice.home and not story.died and (day(now) - left).days > days:
        back = known.next_admitted
        found["readmitted"] = back is not None and (day(back) - left).days <= days
        if found["readmitted"]:
            again = {True: "planned", False: "unplanned", None: "not_told"}[known.next_planned]
    return found, again
