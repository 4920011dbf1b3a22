"""What the page of one home shows, put together once for page and command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from lindra import clock
from lindra.areas.models import CareUnit
from lindra.care.homes import queries, rules
from lindra.care.homes.models import HomeAgreement, HomeCover, HomeHeld
from lindra.care.plan.calling import answers


@dataclass(frozen=True, slots=True)
class Home:
    """A unit, what is agreed and held, who covers, and what is missing."""

    unit: CareUnit
    agreements: list[HomeAgreement]
    held: list[HomeHeld]
    covers: list[HomeCover]
    months: list[rules.Month]
    now_agreed: Decimal
    without: list[tuple[date, date]]
    """Spans of the months shown in which nothing was agreed."""
    runs_out: date | None
    last_month: rules.Month
    """The latest whole month."""
    ring: list[HomeCover]
    """Who is rung now."""
    uncovered: list[tuple[datetime, datetime]]
    """Spans of the coming week in which nobody covers."""

    @property
    def soon(self) -> bool:
        """Whether what is agreed runs out so soon that it must be told."""
        return self.runs_out is not None and self.runs_out <= clock.today() + timedelta(days=rules.SOON)


def of(unit: CareUnit) -> Home:
    """Everything of one unit, now."""
    agreements, held, covers = queries.agreements(unit.id), queries.held(unit.id), queries.covers(unit.id)
    agreed, today = queries.agreed(agreements), clock.today()
    spent = queries.spent(held)
    months = rules.months(agreed, spent, today)
    return Home(
        unit=unit, agreements=agreements, held=held, covers=covers, months=months,
        now_agreed=rules.now_agreed(agreed, today), without=rules.without(agreed, months[0].first, today),
        runs_out=rules.runs_out(agreed, today), last_month=rules.last_month(agreed, spent, today),
        ring=[one for one in covers if answers([queries.hours(one)], clock.now())],
        uncovered=rules.uncovered([queries.hours(one) for one in covers], clock.now()),
    )  # fmt: skip
