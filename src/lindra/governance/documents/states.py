"""How a governing document stands on a day, when it is followed up, and what is wrong with it. Pure.

Days are calendar days in Stockholm. A last day is within; the day on which something is repealed or replaced is the
first on which it no longer holds.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal[
    "agreement", "annex", "guideline", "routine", "care_programme", "delegation", "plan", "proposal"
]
KINDS: tuple[Kind, ...] = (
    "agreement", "annex", "guideline", "routine", "care_programme", "delegation", "plan", "proposal",
)  # fmt: skip

State = Literal["proposed", "coming", "in_force", "expiring", "expired", "replaced", "repealed"]
STATES: tuple[State, ...] = (
    "proposed", "coming", "in_force", "expiring", "expired", "replaced", "repealed",
)  # fmt: skip
"""In the order in which days bring them: a document never goes back."""
HOLDS: tuple[State, ...] = ("in_force", "expiring")
SOON = 180
"""Days before the last one at which it is told that a document expires. Our own choice: what replaces it is prepared,
sent out for comments and decided by each principal (document 003 describes the same steps for an assignment)."""
MOST_MONTHS = 120
"""The longest interval between follow-ups that is believed: our own choice."""


@dataclass(frozen=True, slots=True)
class Days:
    """What the state of a document hangs on."""

    kind: str
    decided: date | None = None
    first: date | None = None
    last: date | None = None
    replaced: date | None = None
    repealed: date | None = None


def state(one: Days, on: date) -> State:
    """How a document stands on a day: exactly one state. A proposal is never in force."""
    if one.repealed is not None and on >= one.repealed:
        return "repealed"
    if one.kind == "proposal" or one.decided is None or on < one.decided:
        return "proposed"
    if one.replaced is not None and on >= one.replaced:
        return "replaced"
    if one.last is not None and on > one.last:
        return "expired"
    if one.first is None or on < one.first:
        return "coming"
    if one.last is not None and (one.last - on).days <= SOON:
        return "expiring"
    return "in_force"


def holds(one: Days, on: date) -> bool:
    """Whether it is a rule in force on a day."""
    return state(one, on) in HOLDS


def ends(one: Days) -> date | None:
    """The first day on which nothing in it is covered any more, as far as is known."""
    known = [day for day in (one.replaced, one.repealed) if day is not None]
    if one.last is not None:
        known.append(one.last + timedelta(days=1))
    return min(known, default=None)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def follow_up_on(first: date | None, followed: date | None, interval: int | None) -> date | None:
    """The last day of the next follow-up; none where no interval was said, or it has not begun."""
    since = followed or first
    return add_months(since, interval) if interval and since else None


# What is wrong

Fault = Literal[
    "no_owner", "no_party", "no_decider", "expired", "follow_up_late", "revision_late", "no_follow_up",
    "overlap", "gap",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Whole:
    """What is looked through for faults."""

    days: Days
    owner: str
    decided_by: str
    parties: int
    follow_up_on: date | None = None
    revise_on: date | None = None
    interval: int | None = None
    before: Days | None = None
    """The predecessor."""


def faults(one: Whole, on: date) -> list[Fault]:
    """What is wrong with a document on a day, what matters most first; of what was replaced or repealed nothing."""
    now = state(one.days, on)
    if now in ("repealed", "replaced"):
        return []
    found: list[Fault] = []
    if now == "expired":
        found.append("expired")
    if not one.owner.strip():
        found.append("no_owner")
    if not one.parties:
        found.append("no_party")
    if now == "proposed":
        return found
    if not one.decided_by.strip():
        found.append("no_decider")
    if now in HOLDS:
        found += _followed(one, on)
    return found + _after(one)


def _followed(one: Whole, on: date) -> list[Fault]:
    found: list[Fault] = []
    if one.follow_up_on is not None and on > one.follow_up_on:
        found.append("follow_up_late")
    if one.revise_on is not None and on > one.revise_on:
        found.append("revision_late")
    if one.interval is None:
        found.append("no_follow_up")
    return found


def _after(one: Whole) -> list[Fault]:
    """Whether the predecessor says of itself that it holds longer than this begins, or nothing held between them."""
    first, before = one.days.first, one.before
    if first is None or before is None or before.first is None or before.decided is None:
        return []
    over = [day for day in (before.repealed, before.last and before.last + timedelta(days=1)) if day]
    end = min(over, default=first)  # until further notice: until this one
    if end > first:
        return ["overlap"]
    return ["gap"] if end < first else []


# What is refused


class Refused(ValueError):
    """A document that cannot be: for each field that is wrong, a code (``words.REFUSED``)."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__("; ".join(f"{name}: {code}" for name, code in fields.items()))


def check(
    one: Days, *, owner: str, interval: int | None, followed: date | None = None, revise: date | None = None
) -> dict[str, str]:
    """What cannot be, by field; empty where all can."""
    wrong: dict[str, str] = {}
    if one.kind not in KINDS:
        wrong["kind"] = "no_such_kind"
    if one.first and one.last and one.last < one.first:
        wrong["valid_to"] = "ends_before_it_starts"
    if one.kind == "proposal" and one.decided:
        wrong["decided_on"] = "proposal_decided"
    elif one.decided and not one.first:
        wrong["valid_from"] = "decided_without_first_day"
    if interval is not None and not 0 < interval <= MOST_MONTHS:
        wrong["interval"] = "no_such_interval"
    elif interval and not owner.strip():
        wrong["owner"] = "interval_without_owner"
    if followed and one.first and followed < one.first:
        wrong["followed_up_on"] = "followed_before_it_starts"
    if revise and one.first and revise < one.first:
        wrong["revise_on"] = "revised_before_it_starts"
    return wrong


def loops(document: str, predecessor: str, before: Mapping[str, str]) -> bool:
    """Whether a document that followed ``predecessor`` would follow itself; ``before`` says whom each follows."""
    seen = {document}
    while predecessor:
        if predecessor in seen:
            return True
        seen.add(predecessor)
        predecessor = before.get(predecessor, "")
    return False


def read_by(must: Iterable[tuple[str, str]], read: Iterable[str]) -> tuple[int, int, int, int]:
    """(people who have read it, people who must, units where all have, units) of (person, unit) pairs that must."""
    done = set(read)
    people: set[str] = set()
    units: dict[str, set[str]] = {}
    for person, unit in must:
        people.add(person)
        units.setdefault(unit, set()).add(person)
    return len(people & done), len(people), sum(some <= done for some in units.values()), len(units)
