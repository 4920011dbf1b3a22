"""The clocks of a case: each deadline that has arisen, when it falls, and whether it was kept. Pure.

Where the law counts hours, ``due`` is an instant, and done at that instant is in time ("senast"). Where it counts days,
``due`` is a day of the calendar in Stockholm, and any hour of it is in time. Where it says *as soon as possible* there
is no time to hold anybody to, and none is made up.

============  ==========================================================================================================
2 kap. 3 §    admission notice: 24 hours after admission, or after the first judgement of need where that came later. A
              case without a judgement is one that was judged at admission. That the notice of a case without either
              has a deadline is not known, and is told without one.
2 kap. 4 §    each changed estimate that follows a notice: as soon as possible
2 kap. 5 §    fixed care contact: once there was a notice, named *before* discharge; at the same instant is not before
2 kap. 6 §    planning begins when the notice comes; no event tells that it did
3 kap. 1 §    each ready notice: as soon as possible
3 kap. 2 §    information: on the day of discharge at latest
4 kap. 3 §    call to SIP, where one is needed: at latest the third day after the ready notice that stands; a call made
              earlier is a call made. A withdrawal ends the deadline, and a new ready notice begins a new one.
5 kap. 4 §    the day the municipality would begin to pay, if the conditions are met (``liability``): kept where the
              patient has left before it. For rules that go case by case.
4 kap. 5 §    by an agreement on the month's mean: the last day in it for long-stayers
4 kap. 4 §    the ``deadlines`` that a region and its municipalities add in their common guidelines
============  ==========================================================================================================

Who dies is owed no further act: what was not done by then, and was not late, has *lapsed*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from lindra.clock import day
from lindra.discharge.days import days_after, hours_after, is_after
from lindra.discharge.rulefile import Deadline, Rule
from lindra.discharge.steps import Step
from lindra.discharge.story import Story

Due = datetime | date | None
State = Literal["met", "late", "not_done", "open", "lapsed", "untimed", "not_told"]
"""*late*: done after it was due. *not_done*: due, and not done yet. *untimed*: the law says as soon as possible.
*not_told*: no event tells whether it was done."""
MET: dict[State, bool] = {"met": True, "late": False, "not_done": False}


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline. ``due``: an instant in Stockholm's time, a day, or none (yet). ``done_at``: in Stockholm's time."""

    rule: str
    what: str
    due: Due
    done_at: datetime | None
    state: State

    @property
    def met(self) -> bool | None:
        """Whether it was kept; nothing while that is open or cannot be told."""
        return MET.get(self.state)


def clocks(story: Story, rule: Rule, now: datetime) -> list[Clock]:
    """Every deadline that has arisen in a case, as far as can be told at an instant, in the order of the law."""
    found = [_notice(story, rule, now)]
    found += [Clock("2 kap. 4 §", "changed_estimate", None, at, "untimed") for at in story.estimates]
    if story.notice is not None:
        found += [
            _contact(story),
            Clock("2 kap. 6 §", "planning", hours_after(story.notice, 0), None, "not_told"),
        ]
    found += [Clock("3 kap. 1 §", "ready_notice", None, at, "untimed") for at in _readies(story)]
    found.append(_informed(story, now))
    if story.sip_needed is not None:
        found.append(_sip_call(story, rule, now))
    if story.ready is not None:
        found += _payment(story, rule, now)
    found += [clock for one in rule.deadlines for clock in _further(story, one, now)]
    return [_here(one) for one in found]


def _here(one: Clock) -> Clock:
    """With the time it was done as clocks in Stockholm showed it."""
    done = hours_after(one.done_at, 0) if one.done_at is not None else None
    return Clock(one.rule, one.what, one.due, done, one.state)


def _readies(story: Story) -> list[datetime]:
    return [one.at for one in (*story.earlier, *([story.ready] if story.ready else []))]


def _state(story: Story, due: Due, done: datetime | None, now: datetime) -> State:
    """How a deadline stands: by the instant where it is one, by the day where it is a day."""
    if due is None:
        return "met" if done is not None else "lapsed" if story.died else "open"
    if done is not None:
        return "met" if not _over(due, done) else "late"
    if story.died and story.ended is not None and not _over(due, story.ended):
        return "lapsed"
    return "not_done" if _over(due, now) else "open"


def _over(due: datetime | date, at: datetime) -> bool:
    return at > due if isinstance(due, datetime) else day(at) > due


def _notice(story: Story, rule: Rule, now: datetime) -> Clock:
    utc = notice_due(story, rule)
    due = hours_after(utc, 0) if utc is not None else None
    state: State = "not_told" if due is None and story.notice else _state(story, due, story.notice, now)
    return Clock("2 kap. 3 §", "admission_notice", due, story.notice, state)


def notice_due(story: Story, rule: Rule) -> datetime | None:
    """When the admission notice is due, in UTC; nothing where neither admission nor judgement is told."""
    begins, judged = story.admitted, story.judged
    if begins is None or (judged is not None and judged > begins):
        begins = judged
    return begins + timedelta(hours=rule.notice.hours) if begins is not None else None


def _contact(story: Story) -> Clock:
    named, left = story.contact, story.ended
    due = hours_after(left, 0) if left is not None and not story.died else None
    state: State
    if named is None:
        state = "lapsed" if story.died else "open" if left is None else "not_done"
    else:
        state = "met" if due is None or named < due else "late"
    return Clock("2 kap. 5 §", "care_contact", due, named, state)


def _informed(story: Story, now: datetime) -> Clock:
    due = day(story.ended) if story.ended is not None and not story.died else None
    return Clock("3 kap. 2 §", "information", due, story.informed, _state(story, due, story.informed, now))


def sip_due(story: Story, rule: Rule) -> date | None:
    """The last day to call to SIP; nothing while no ready notice stands."""
    if story.ready is None:
        return None
    return days_after(day(story.ready.at), rule.sip_call.days, rule.sip_call.count)


def _sip_call(story: Story, rule: Rule, now: datetime) -> Clock:
    due = sip_due(story, rule)
    return Clock("4 kap. 3 §", "sip_call", due, story.sip_called, _state(story, due, story.sip_called, now))


def payment_starts(ready: datetime, rule: Rule) -> date:
    """The day on which payment begins for a ready notice, if nothing stands in its way (5 kap. 4 §)."""
    terms = rule.payment
    free = terms.days_after_break if is_after(ready, terms.day_break) else terms.days
    return days_after(day(ready), free, terms.count)


def _payment(story: Story, rule: Rule, now: datetime) -> Iterator[Clock]:
    """Which day the patient is to have left before, or at latest: by the statute, or an agreement on long-stayers."""
    assert story.ready is not None
    left = story.ended
    if rule.kind == "case":
        told = story.ready.told
        if told is None:
            return
        due = payment_starts(told, rule)
        gone = day(left if left is not None else now)
        state: State = "met" if left and gone < due else "not_done" if gone >= due else "open"
        yield Clock("5 kap. 4 §", "payment_starts", due, left, "late" if left and state != "met" else state)
    elif rule.long_stay.over_days is not None:
        due = days_after(day(story.ready.at), rule.long_stay.over_days)
        yield Clock("4 kap. 5 §", "long_stay", due, left, _state(story, due, left, now))


def _further(story: Story, one: Deadline, now: datetime) -> Iterator[Clock]:
    """A deadline of an agreement: from the first step of its kind to the first of the other that is not before."""
    begin = _first(story.case.steps, one.since, None)
    if begin is None:
        return
    done = _first(story.case.steps, one.to, begin)
    due: Due = (
        hours_after(begin, one.within)
        if one.unit == "hours"
        else days_after(day(begin), one.within, one.unit)
    )
    yield Clock("4 kap. 4 §", one.name, due, done, _state(story, due, done, now))


def _first(steps: tuple[Step, ...], event: str, since: datetime | None) -> datetime | None:
    return next(
        (step.at for step in steps if step.event == event and (since is None or step.at >= since)), None
    )
