"""Who pays for a stay by the statute, case by case (SFS 2017:612 5 kap. 2–6 §§), and why. Pure.

**From when.** The municipality pays from the third day after the ready notice was sent to it, from the fourth if it
was sent after 12.00 (5:4), if it was told of the admission in accordance with 2 kap. 1–3 §§ and, where SIP is needed,
SIP was called to in accordance with 4 kap. 3 § (5:3). *Our reading*: those paragraphs hold the time limits, so late is
not in accordance; a rule file may say otherwise (``conditions``). A condition met later than the start moves the start
to its day. While a call may still come in time, nothing is said yet.

**Open care** (5:5). Liability does not begin while open care is missing, or it is unclear whether it is. *Our reading*:
a care day is the night it ends with, so a day at whose end open care is missing is not paid, neither before nor after
liability began; liability begins with the first day at whose end it is not missing. It moves nothing else.

**How many days.** ``days_ready``: days of the calendar from the ready notice that stands to the end of the stay (to
today while it lasts); 0 where the patient leaves the same day. ``payable_days``: *our reading of* vårddygn *(5:6)*: the
days from ``liable_from`` up to, not including, the day the stay ends, less those without open care. Who leaves on the
day liability would begin has a day of liability and no day to pay; who leaves before has neither.

**A withdrawn ready notice** counts for nothing (``story``); days on which its liability had begun are not in
``payable_days`` and are told in ``why``, since the statute says nothing of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from lindra.clock import day
from lindra.discharge.clocks import notice_due, payment_starts, sip_due
from lindra.discharge.days import ONE, days_between, hours_after, is_after
from lindra.discharge.rulefile import Rule
from lindra.discharge.story import Ready, Story


class Why(NamedTuple):
    """One reason: the paragraph it rests on, a code for pages, and a sentence."""

    paragraph: str
    code: str
    sentence: str


@dataclass(slots=True)
class Liability:
    """What a case comes to. Days are of the calendar in Stockholm; ``by_year``: payable days of each year."""

    liable_from: date | None = None
    why: list[Why] = field(default_factory=list)
    days_ready: int | None = None
    payable_days: int | None = 0
    by_year: Mapping[int, int] = field(default_factory=dict)

    def because(self, paragraph: str, code: str, sentence: str) -> None:
        """Add a reason."""
        self.why.append(Why(paragraph, code, sentence))


NOT_ACCORDING = {
    "no_liability": "by the reading of this rule there is then no liability",
    "from_then": "by this rule liability begins at earliest that day",
    "no_matter": "by this rule that does not matter",
}


def liability(story: Story, rule: Rule, now: datetime) -> Liability:
    """Liability for one case, as if it went by the statute with the numbers of a rule."""
    found = Liability()
    end = day(story.ended if story.ended is not None else now)
    for ready in story.earlier:
        _withdrawn(found, story, ready, rule)
    standing = story.ready
    if standing is None:
        if not story.earlier:
            found.because("5 kap. 3 § 2", "ready_missing", "No ready notice has been sent.")
        return found
    found.days_ready = (end - day(standing.at)).days
    earliest = conditions(found, story, standing, rule, now)
    if earliest is None or standing.told is None:
        return found
    begins = payment_starts(standing.told, rule)
    _told_start(found, standing.told, begins, rule)
    _count(found, story, max(begins, earliest), end)
    return found


def _withdrawn(found: Liability, story: Story, ready: Ready, rule: Rule) -> None:
    """What stood and was taken back: told, with the days that would have been paid."""
    assert ready.withdrawn is not None
    until = day(ready.withdrawn)
    lost = 0
    if ready.told is not None:
        lost = sum(1 for _ in days_between(payment_starts(ready.told, rule), until))
    told = (
        f"; {_days(lost)} from its start of payment are not counted, as the statute says nothing of them"
        if lost
        else ""
    )
    found.because(
        "3 kap. 1 §", "ready_withdrawn",
        f"The ready notice of {day(ready.at)} was withdrawn on {until} and counts for nothing{told}.",
    )  # fmt: skip


def conditions(found: Liability, story: Story, ready: Ready, rule: Rule, now: datetime) -> date | None:
    """The first day on which all conditions of 5 kap. 3 § are met, each told; nothing where one is not."""
    days = [_notice(found, story, rule), _ready(found, ready)]
    if story.sip_needed is not None:
        days.append(_sip(found, story, rule, now))
    met = [one for one in days if one is not None]
    return max(met) if len(met) == len(days) else None


def _notice(found: Liability, story: Story, rule: Rule) -> date | None:
    where, sent = "5 kap. 3 § 1", story.notice_told
    if sent is None:
        missing = story.notice is None
        code = "notice_missing" if missing else "notice_elsewhere"
        text = (
            "No admission notice has been sent" if missing else "The admission notice went to open care alone"
        )
        found.because(where, code, f"{text}; the municipality was not told of the admission.")
        return None
    due = notice_due(story, rule)
    on = day(sent)
    if due is None:
        found.because(where, "notice_unjudged", f"The municipality was told of the admission on {on}; "
                      "when the patient was admitted is not known, so whether in time cannot be judged.")  # fmt: skip
    elif sent > due:
        late = rule.conditions.late_notice
        found.because(where, "notice_late", f"The municipality was told of the admission on {on}, after the limit of "
                      f"2 kap. 3 § ({hours_after(due, 0):%Y-%m-%d %H:%M}); {NOT_ACCORDING[late]}.")  # fmt: skip
        return None if late == "no_liability" else on if late == "from_then" else date.min
    else:
        found.because(where, "notice_sent", f"The municipality was told of the admission in time, on {on}.")
    return on


def _ready(found: Liability, ready: Ready) -> date | None:
    where = "5 kap. 3 § 2"
    if ready.told is None:
        found.because(
            where,
            "ready_elsewhere",
            "The ready notice went to open care alone; the municipality was not told.",
        )
        return None
    found.because(
        where, "ready_sent", f"The municipality was told on {day(ready.told)} that the patient is ready."
    )
    return day(ready.told)


def _sip(found: Liability, story: Story, rule: Rule, now: datetime) -> date | None:
    where, called, due = "5 kap. 3 § second paragraph", story.sip_called, sip_due(story, rule)
    assert due is not None
    if called is None:
        waiting = story.ended is None and day(now) <= due
        text = f"; the last day is {due}, and nothing is said of liability before" if waiting else ""
        found.because(where, "sip_awaited" if waiting else "sip_not_called",
                      f"SIP is needed and has not been called to{text}.")  # fmt: skip
        return None
    on = day(called)
    if on <= due:
        found.because(where, "sip_called", f"SIP is needed, and was called to in time, on {on}.")
        return on
    late = rule.conditions.late_sip_call
    found.because(where, "sip_late", f"SIP was called to on {on}, after the last day of 4 kap. 3 § ({due}); "
                  f"{NOT_ACCORDING[late]}.")  # fmt: skip
    return None if late == "no_liability" else on if late == "from_then" else date.min


def _told_start(found: Liability, sent: datetime, begins: date, rule: Rule) -> None:
    """Which of the two starts of 5 kap. 4 § it is."""
    terms = rule.payment
    kind = "days" if terms.count == "calendar_days" else "working days"
    if is_after(sent, terms.day_break):
        found.because("5 kap. 4 §", "after_break", f"The ready notice was sent after {terms.day_break:%H.%M}: payment "
                      f"begins {terms.days_after_break} {kind} after, on {begins}.")  # fmt: skip
    else:
        found.because("5 kap. 4 §", "before_break", f"The ready notice was sent by {terms.day_break:%H.%M}: payment "
                      f"begins {terms.days} {kind} after, on {begins}.")  # fmt: skip


def _count(found: Liability, story: Story, start: date, end: date) -> None:
    """From when liability holds and the days to pay, and what of it open care takes away."""
    ended = story.ended is not None
    first = _first_with_care(story, start, end)
    if ended and (first is None or first > end):
        if start > end:
            found.because(
                "5 kap. 4 §", "ended_before", f"The stay ended on {end}, before payment would have begun."
            )
        else:
            found.because("5 kap. 5 §", "open_care_missing", "Open care was missing, or it was unclear whether it was, "
                          "from then to the end of the stay: there is no liability.")  # fmt: skip
        return
    if first is None:
        found.because("5 kap. 5 §", "open_care_missing", "Open care is missing, or it is unclear whether it is: "
                      "liability has not begun.")  # fmt: skip
        return
    if first > start:
        found.because("5 kap. 5 §", "open_care_delayed", "Open care was missing, or it was unclear whether it was: "
                      f"liability begins on {first}, not on {start}.")  # fmt: skip
    found.liable_from = first
    paid = _paid(story, first, end)
    found.by_year, found.payable_days = paid, sum(paid.values())
    if lost := max(0, (end - first).days) - found.payable_days:
        told = f"{_days(lost)} on which open care was missing are not paid."
        found.because("5 kap. 5 §", "open_care_days", told)
    if first > end:
        told = f"The stay goes on: the municipality pays from {first} if it still does."
        found.because("5 kap. 4 §", "not_begun", told)
        return
    until = f"the day of {'death' if story.died else 'discharge'}, {end}" if ended else f"today, {end}"
    told = f"From {first} up to, not including, {until}: {_days(found.payable_days)} to pay."
    found.because("5 kap. 6 §", "payable", told)


def _paid(story: Story, first: date, end: date) -> dict[int, int]:
    """Days to pay of each year, from the first up to, not including, the end."""
    if first >= end:
        return {}
    if not story.missing and first.year == end.year:
        return {first.year: (end - first).days}
    return Counter(one.year for one in days_between(first, end) if not _missing(story, one))


def _first_with_care(story: Story, start: date, end: date) -> date | None:
    """The first day from the start on at whose end open care is not missing; nothing where there is none by the end."""
    if not story.missing:
        return start
    found = start
    while _missing(story, found):
        if found >= end:
            return None
        found += ONE
    return found


def _missing(story: Story, on: date) -> bool:
    """Whether open care is missing at the end of a day."""
    return any(day(since) <= on and (until is None or day(until) > on) for since, until in story.missing)


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def missing_days(story: Story, days: Iterable[date]) -> int:
    """How many of some days end without open care."""
    return sum(_missing(story, one) for one in days) if story.missing else 0
