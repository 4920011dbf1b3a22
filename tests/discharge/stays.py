"""Made-up stays for properties: steps in any order that the law allows, and some that it does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from lindra.clock import STOCKHOLM
from lindra.discharge.months import Judged, judge
from lindra.discharge.rulefile import Rule, named
from lindra.discharge.steps import EVENTS, Step, put_together
from lindra.discharge.story import tell

NOW = datetime(2027, 6, 1, tzinfo=UTC)
NATIONAL = named("national")
FIRST = datetime(2026, 3, 20, tzinfo=UTC)  # the clocks go forward on the 29th

hours = st.integers(0, 30 * 24 * 4).map(lambda quarter: FIRST + timedelta(minutes=15 * quarter))
values = st.sampled_from(["", "", "1290", "open_care", "1290; open_care"])


@st.composite
def any_steps(draw: st.DrawFn) -> list[Step]:
    """Steps that may contradict each other."""
    told = st.tuples(st.sampled_from(EVENTS), hours, values)
    return [
        Step(event, at, value, line)
        for line, (event, at, value) in enumerate(draw(st.lists(told, max_size=12)), 1)
    ]


@st.composite
def stays(draw: st.DrawFn) -> list[Step]:
    """A stay whose admission, ready notice and discharge come in order, with anything between."""
    admitted, ready, left = sorted(draw(st.lists(hours, min_size=3, max_size=3)))
    steps = [Step("admitted", admitted), Step("ready", ready), Step("discharged", left)]
    if draw(st.booleans()) or draw(st.booleans()):
        steps.append(Step("notice", admitted + timedelta(hours=draw(st.integers(0, 26)))))
    if draw(st.booleans()):
        steps += [
            Step("sip_needed", admitted),
            Step("sip_called", ready + timedelta(hours=draw(st.integers(-9, 99)))),
        ]
    for _ in range(draw(st.integers(0, 2))):
        begin, end = sorted(draw(st.lists(hours, min_size=2, max_size=2)))
        steps += [Step("open_care_missing", begin), Step("open_care_available", end)]
    return [step for step in steps if step.event in ("notice", "sip_called") or step.at <= left]


def judged(steps: list[Step], rule: Rule = NATIONAL, now: datetime = NOW) -> Judged | None:
    """What a stay comes to; nothing where it cannot be told."""
    if not steps:
        return None
    case, _ = put_together("c", [("1290", step) for step in steps], now=now)
    story, _ = tell(case)
    return judge(story, rule, now) if story is not None else None


def here(text: str) -> datetime:
    """An instant in UTC, of Stockholm's time."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).astimezone(UTC)
