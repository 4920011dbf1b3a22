"""What is due in this room: messages to acknowledge, and the law's deadlines of each side. Pure.

The days are the statute's: a region that has agreed on others shows them on the page of the stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lindra.clock import day
from lindra.deadlines.declared import Due, declare
from lindra.deadlines.rules import end_of
from lindra.discharge import rulefile
from lindra.discharge.case import Case, cases, steps
from lindra.discharge.clocks import notice_due, sip_due
from lindra.discharge.story import Story, tell
from lindra.record.chart import Chart
from lindra.record.envelope import stamp

UNREAD = "discharge message"
ACTS = "discharge"
PAGE = "discharge"


@declare(UNREAD)
def unread(chart: Chart) -> Iterable[Due]:
    """Every message that a unit has and has not acknowledged, the day it came: our own choice."""
    for case in cases(chart):
        if case.stage in ("dead", "home_again"):
            continue
        for one in case.messages:
            for at in one.passed:
                if one.valid and at.unit in one.unread:
                    by = end_of(day(at.delivered or one.at))
                    yield Due(f"{one.ref}|{at.unit}", by, at.unit, "", one.kind, {"kind": one.kind}, PAGE)


@declare(ACTS)
def acts(chart: Chart) -> Iterable[Due]:
    """What a side is to do by law: the notice, the call to planning, the information on the day of discharge."""
    for case in cases(chart):
        if case.episode and case.open:
            story, _ = tell(steps(case, "", {}))
            if story is not None:
                yield from _of_stay(case, story)


def _of_stay(case: Case, story: Story) -> Iterator[Due]:
    rule = rulefile.named(rulefile.NATIONAL)
    inside = story.ended is None
    if inside and story.judged is not None and story.notice is None and (at := notice_due(story, rule)):
        yield Due(f"{case.episode}|notice", stamp(at), case.unit, "", "admission_notice", {}, PAGE)
    if (
        inside
        and story.sip_needed is not None
        and story.sip_called is None
        and (last := sip_due(story, rule))
    ):
        yield Due(f"{case.episode}|sip", end_of(last), _open_care(case), "", "sip_called", {}, PAGE)
    if story.ended is not None and story.notice is not None and story.informed is None:
        yield Due(
            f"{case.episode}|information",
            end_of(day(story.ended)),
            case.unit,
            "",
            "information_sent",
            {},
            PAGE,
        )


def _open_care(case: Case) -> str:
    """The unit that is to call: the one that has taken a position for open care, else the one that judged; or any."""
    for kind in ("sip_judged", "open_care_noted", "position_taken"):
        if one := case.last(kind):
            return one.unit if one.unit != case.unit else ""
    return ""
