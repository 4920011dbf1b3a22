"""What a case counts as by a rule, and the months: per municipality, by the month in which the stay ended. Pure.

**Case by case**: each stay has its own liability (``liability``); a month is their sum. A care day is charged with the
amount of the year it falls in.

**Mean** (an agreement, 4 kap. 5 §): ``mean = Σ days ready / n`` over the stays that ended in the month with a ready
notice that stood. Days ready are then counted days: how many times the rule's day break passes between ready and end;
exactly at the break has not passed it. Stays of no day count in n unless the rule leaves them out. Long-stayers (more
calendar days than ``long_stay.over_days``) and those excluded are in neither. What is over the limit is charged as
``max(0, mean − limit) × n × amount`` only where the rule states ``excess = "mean_over_limit"``: that is a working
model, asked for and never guessed. The amount is that of the month's year.

For one stay with all conditions met and a limit of 3 the two agree where they must: with a day break at 12.00 if it
ends by 12.00, at 00.00 if the ready notice was sent by 12.00. Of many such stays the mean never charges more days than
case by case, since short stays make up for long ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from lindra.clock import STOCKHOLM, day
from lindra.discharge.days import counted_day, days_between
from lindra.discharge.liability import Liability, conditions, liability, missing_days
from lindra.discharge.rulefile import Amount, Rule, amount
from lindra.discharge.story import Ready, Story

ORE = Decimal("0.01")
NOTHING = Decimal(0)
Track = Literal["case", "mean", "single", "left_out", "not_ready"]
"""How a stay counts: by itself; in the mean; by itself beside the mean; not at all, by the rule; never ready."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A case by a rule: how it counts, what it comes to, and the month (``YYYY-MM``) it ended in."""

    case: str
    municipality: str
    track: Track
    found: Liability
    month: str | None


def judge(story: Story, rule: Rule, now: datetime) -> Judged:
    """What a case counts as, and comes to."""
    case = story.case
    track, found = _by(story, rule, now)
    month = story.ended.astimezone(STOCKHOLM).isoformat()[:7] if story.ended is not None else None
    return Judged(case.id, case.municipality, track, found, month)


def _by(story: Story, rule: Rule, now: datetime) -> tuple[Track, Liability]:
    excluded = _excluded(story, rule)
    if story.ready is None:
        return "not_ready", liability(story, rule, now)
    if rule.kind == "case" and not excluded:
        return "case", liability(story, rule, now)
    found = Liability(days_ready=_counted(story, story.ready, rule, now))
    if excluded:
        found.because("4 kap. 5 §", "excluded", f"The rule leaves this stay out: {excluded}.")
        return "left_out", found
    return _in_mean(story, rule, now, found)


def _excluded(story: Story, rule: Rule) -> str:
    """Why a rule leaves a stay out; empty where it does not."""
    if story.care and story.care in rule.exclusions.care:
        return f"kind of care {story.care}"
    return "died as inpatient" if rule.exclusions.died and story.died else ""


def _counted(story: Story, ready: Ready, rule: Rule, now: datetime) -> int:
    """Days ready as the mean counts them."""
    end = story.ended if story.ended is not None else now
    if rule.kind == "case":
        return (day(end) - day(ready.at)).days
    first, last = (counted_day(at, rule.average.day_break) for at in (ready.at, end))
    without = 0
    if rule.average.conditions == "left_out":
        without = missing_days(story, days_between(first, last))
    return (last - first).days - without


def _in_mean(story: Story, rule: Rule, now: datetime, found: Liability) -> tuple[Track, Liability]:
    """A stay by an agreement on the month's mean: in it, beside it, or left out of it."""
    assert story.ready is not None
    over, end = rule.long_stay.over_days, story.ended if story.ended is not None else now
    if over is not None and (day(end) - day(story.ready.at)).days > over:
        return "single", _single(story, rule, now)
    strict = rule.average.conditions == "left_out"
    if strict and conditions(found, story, story.ready, rule, now) is None:
        return "left_out", found
    if not found.days_ready and rule.average.zero_days == "leave_out" and story.ended is not None:
        found.because(
            "4 kap. 5 §", "zero_day", "The stay ended with no day as ready, and the rule leaves such out."
        )
        return "left_out", found
    found.because(
        "4 kap. 5 §",
        "in_mean",
        f"By agreement this stay counts in the mean of its month ({rule.name}), not by itself.",
    )
    return "mean", found


def _single(story: Story, rule: Rule, now: datetime) -> Liability:
    """A long-stayer, counted by itself: from when it is paid is the rule's to say."""
    assert story.ready is not None
    over = rule.long_stay.over_days
    found = liability(story, rule, now)
    told = f"Ready for more than {over} days: counted by itself, not in the mean ({rule.name})."
    found.because("4 kap. 5 §", "long_stay", told)
    if rule.long_stay.payable == "payment":
        return found
    conditioned = found.liable_from is not None
    if not conditioned:  # no condition of 5 kap. 3 or 5 §§ is set aside by an agreement
        return found
    if rule.long_stay.payable is None:
        why = (
            rule.why_unknown("long_stay.payable")
            or "the rule does not say from which day (long_stay.payable)"
        )
        found.liable_from, found.payable_days, found.by_year = None, None, {}
        found.why = [one for one in found.why if one.code not in ("payable", "before_break", "after_break")]
        found.because("4 kap. 5 §", "payable_not_known", f"From when it is paid is not known: {why}.")
        return found
    return _from_after(story, found, over or 0, now)


def _from_after(story: Story, found: Liability, over: int, now: datetime) -> Liability:
    """Paid from the day after so many days as ready."""
    assert story.ready is not None
    assert found.liable_from is not None
    end = day(story.ended if story.ended is not None else now)
    days = list(days_between(day(story.ready.at), end))[over:]
    start = max(days[0], found.liable_from)
    paid = [one for one in days if one >= start and not missing_days(story, [one])]
    found.liable_from, found.payable_days = start, len(paid)
    found.by_year = Counter(one.year for one in paid)
    found.why = [one for one in found.why if one.code not in ("payable", "before_break", "after_break")]
    found.because(
        "4 kap. 5 §",
        "payable",
        f"From {start} up to, not including, {end}: {len(paid)} days to pay by themselves.",
    )
    return found


@dataclass(slots=True)
class Tally:
    """A month of a municipality, as it is added up."""

    cases: int = 0
    days: int = 0
    singles: int = 0
    single_days: int = 0
    left_out: int = 0
    payable: int | None = 0
    """Days of stays counted by themselves; nothing where one of them is not known."""
    by_year: Counter[int] = field(default_factory=Counter)

    def add(self, one: Judged) -> None:
        """Count a stay that has ended."""
        days = one.found.days_ready or 0
        if one.track in ("case", "mean"):
            self.cases += 1
            self.days += days
        elif one.track == "single":
            self.singles += 1
            self.single_days += days
        else:
            self.left_out += one.track == "left_out"
        if one.found.payable_days is None or self.payable is None:
            self.payable = None
        elif one.found.payable_days:
            self.payable += one.found.payable_days
            self.by_year.update(one.found.by_year)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a municipality by a rule. Amounts in SEK; ``amount_why`` says why there is none."""

    municipality: str
    month: str
    cases: int
    mean_days: float | None
    over_limit: bool | None
    payable_days: Decimal | None
    amount: Decimal | None
    amount_why: str | None
    amounts: dict[int, Amount]
    singles: int
    single_days: int
    left_out: int


class Months:
    """Months added up from judged cases, one after another."""

    def __init__(self) -> None:
        self.tallies: dict[tuple[str, str], Tally] = {}

    def add(self, one: Judged) -> None:
        """Count a case, if it has ended and was ready."""
        if one.month is not None and one.track != "not_ready":
            key = one.municipality, one.month
            if (tally := self.tallies.get(key)) is None:
                tally = self.tallies[key] = Tally()
            tally.add(one)

    def rows(self, rule: Rule) -> Iterator[Month]:
        """Each month of each municipality, in order."""
        for (municipality, month), tally in sorted(self.tallies.items()):
            yield _month(municipality, month, tally, rule)


def _month(municipality: str, month: str, tally: Tally, rule: Rule) -> Month:
    year = int(month[:4])
    mean = round(tally.days / tally.cases, 4) if tally.cases else None
    over = None
    if rule.kind == "average" and rule.average.limit is not None:
        over = tally.days > rule.average.limit * tally.cases
    by_year: dict[int, Decimal] = {each: Decimal(days) for each, days in tally.by_year.items()}
    why = _why_no_days(tally, rule)
    payable: Decimal | None = None
    if not why:
        if excess := _excess(tally, rule):
            by_year[year] = by_year.get(year, NOTHING) + excess
        payable = sum(by_year.values(), NOTHING)
    prices = {each: amount(rule, each) for each in sorted(by_year) if by_year[each]}
    why = why or [price.why for price in prices.values() if price.sek is None]
    cost = None if why else _cost(by_year, prices)
    return Month(
        municipality, month, tally.cases, mean, over, payable, cost, "; ".join(why) or None, prices,
        tally.singles, tally.single_days, tally.left_out,
    )  # fmt: skip


def _excess(tally: Tally, rule: Rule) -> Decimal:
    """Days over the limit in the mean, of all its stays together; none for a rule that goes case by case."""
    if rule.kind == "case" or rule.average.limit is None:
        return NOTHING
    return max(NOTHING, tally.days - rule.average.limit * tally.cases)


def _why_no_days(tally: Tally, rule: Rule) -> list[str]:
    """What would have to be known to count the days to pay."""
    lacking: Sequence[tuple[bool, str]] = (
        (rule.kind == "average" and rule.average.limit is None, "average.limit"),
        (rule.kind == "average" and rule.average.excess is None, "average.excess"),
        (tally.payable is None, "long_stay.payable"),
    )
    return [
        f"{what} is not known: {rule.why_unknown(what) or 'the rule does not state it'}; state it in a rule file"
        for lacks, what in lacking
        if lacks
    ]


def _cost(days: dict[int, Decimal], prices: dict[int, Amount]) -> Decimal:
    """SEK, to the öre."""
    due = sum((days[year] * price.sek for year, price in prices.items() if price.sek is not None), NOTHING)
    return due.quantize(ORE, ROUND_HALF_UP)
