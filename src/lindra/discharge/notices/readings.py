"""One row for each stay and each side of it: whether the admission notice came in time. Pure.

A row is of the ward that was to send it, and of each provider that got it; of who never got any there is none. Due is
what the statute says (SFS 2017:612 2 kap. 3 §, ``clocks``): a region that has agreed on another time shows that on the
page of the stay. Of a stay that goes on without a notice nothing is said here; that is due, and stands in the worklist.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from lindra.discharge import rulefile
from lindra.discharge.case import Case, cases, steps
from lindra.discharge.clocks import notice_due
from lindra.discharge.events.passing import MESSAGES
from lindra.discharge.story import Story, tell
from lindra.record.chart import Chart
from lindra.record.envelope import stamp
from lindra.record.kinds import Row, reading

NAME = "admission_notices"
State = Literal["late", "never", "in_time"]
WRONG: tuple[State, ...] = ("late", "never")


@reading(NAME, version=1)
def notices(chart: Chart) -> Iterable[Row]:
    """The key is ``state|stay|unit``; ``at`` when it was sent, of one never sent when the stay ended."""
    for case in cases(chart):
        story, _ = tell(steps(case, "", {})) if case.episode else (None, [])
        due = notice_due(story, rulefile.named(rulefile.NATIONAL)) if story is not None else None
        if story is None or due is None:
            continue
        found = judged(story, due)
        if found is not None:
            yield from _rows(chart, case, due, *found)


def judged(story: Story, due: datetime) -> tuple[State, datetime] | None:
    """Whether a notice was in time, and the instant that it is counted at; nothing while it still may come."""
    if story.notice is not None:
        return ("in_time" if story.notice <= due else "late"), story.notice
    if story.ended is not None and story.ended > due:
        return "never", story.ended
    return None


def _rows(chart: Chart, case: Case, due: datetime, state: State, at: datetime) -> Iterator[Row]:
    told = {
        "from": case.unit, "due": stamp(due), "sent": stamp(at) if state != "never" else "", "episode": case.episode,
    }  # fmt: skip
    sides = [(case.unit, case.provider, "sent")] + [(*one, "got") for one in _receivers(chart, case)]
    of_provider: set[str] = set()
    for unit, provider, side in dict.fromkeys(sides):
        if unit:
            counts = "" if provider in of_provider else provider
            yield Row(f"{state}|{case.episode}|{unit}", unit, counts, stamp(at), {**told, "side": side})
            of_provider.add(provider)


def _receivers(chart: Chart, case: Case) -> list[tuple[str, str]]:
    """The units that got the notice, with the provider in whose record it was delivered."""
    notice = case.last("admission_notice")
    slot = chart.slots.get(MESSAGES)
    if notice is None or slot is None:
        return []
    copies = (one for part, one in slot.rows.get(notice.ref, {}).items() if part != "sent")
    return sorted({(one.unit, one.provider) for one in copies})
