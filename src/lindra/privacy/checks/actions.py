"""Drawing a month's checks, and writing down what somebody found. Each in one transaction."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from django.db import transaction

from lindra import clock
from lindra.clock import day
from lindra.ids import new_id
from lindra.privacy.checks import queries as check_queries
from lindra.privacy.checks import rules as checks
from lindra.privacy.log import queries as log_queries
from lindra.privacy.models import AccessCheck, AccessReview
from lindra.privacy.reader import Reader
from lindra.record.envelope import instant, midnight, stamp


class NotYours(PermissionError):
    """Nobody reviews their own accesses, nor those of another provider's staff."""


class NoVerdict(ValueError):
    """A review needs one of the verdicts, and where something is not as it should be, a note."""


def first_of(month: str) -> date:
    """The first day of a month written ``2026-06``. Raises :class:`ValueError`."""
    return date.fromisoformat(f"{month}-01")


def period(month: str) -> tuple[str, str]:
    """From the first instant of a month to that of the next, in Stockholm, as the log writes them."""
    first = first_of(month)
    last = first + timedelta(days=monthrange(first.year, first.month)[1])
    return stamp(midnight(first)), stamp(midnight(last))


def draw(provider: str, month: str) -> int:
    """Find what should be looked at in a provider's month; returns how many are new.

    May be done again, also while the month goes on: what was found before keeps its reviews, and gets the rows that
    have come since.
    """
    since, until = period(month)
    rows = log_queries.of_provider(provider, since, until)
    earlier = stamp(instant(since) - checks.REFUSED_BEFORE)
    refusals = log_queries.of_provider(provider, earlier, until, what=checks.REFUSES)
    found = checks.found(rows, check_queries.knowledge(rows, refusals), month, instant, day)
    with transaction.atomic():
        known = {check.key: check for check in AccessCheck.objects.filter(provider=provider, month=month)}
        AccessCheck.objects.bulk_create(
            [_check(item, provider, month) for item in found if item.key not in known]
        )
        for item in found:
            if item.key in known and len(known[item.key].rows) < len(item.rows):
                AccessCheck.objects.filter(pk=item.key).update(rows=list(item.rows), told=item.told)
    return sum(item.key not in known for item in found)


def _check(item: checks.Item, provider: str, month: str) -> AccessCheck:
    return AccessCheck(
        key=item.key, provider=provider, month=month, ground=item.ground.value, staff=item.staff, unit=item.unit,
        at=item.at, rows=list(item.rows), patients=list(item.patients), told=item.told,
        drawn_at=stamp(clock.now()),
    )  # fmt: skip


def review(check: AccessCheck, verdict: str, note: str, reader: Reader) -> AccessReview:
    """Write what a reviewer found. Raises :class:`NotYours` or :class:`NoVerdict`."""
    if check.provider != reader.assignment.provider or check.staff == reader.staff.hsa_id:
        raise NotYours("nobody reviews their own accesses, nor those of another provider's staff")
    if verdict not in AccessReview.VERDICTS:
        raise NoVerdict(f"a review says one of {', '.join(AccessReview.VERDICTS)}")
    if verdict != "justified" and not note.strip():
        raise NoVerdict("say what was found, and what is done about it")
    with transaction.atomic():
        return AccessReview.objects.create(
            id=new_id(), check_of=check, verdict=verdict, seen=len(check.rows), note=note.strip(),
            by=reader.staff.hsa_id, at=stamp(clock.now()),
        )  # fmt: skip
