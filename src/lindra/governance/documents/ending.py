"""What stops on the day a document ends: its obligations, and the care that rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lindra.access import coverage
from lindra.access import queries as access
from lindra.access.coverage import Lost
from lindra.access.models import Offering
from lindra.governance.documents import queries, states
from lindra.governance.models import Document


@dataclass(frozen=True, slots=True)
class Ending:
    """``day``: the first without it; None where no end is known: what would stop if it were repealed."""

    day: date | None
    offerings: Sequence[Offering]
    """What rests on it, on the last day before."""
    lost: Sequence[Lost]
    """Hours of functions that nothing else covers in a municipality, the most people first."""
    goes_on: bool
    """A later version takes its place at once: nothing stops."""

    @property
    def names(self) -> list[str]:
        """What rests on it, each name once."""
        return list(dict.fromkeys(one.name for one in self.offerings))

    @property
    def people(self) -> int:
        """Inhabitants of the municipalities that lose something."""
        return sum({one.municipality: one.inhabitants for one in self.lost}.values())


def of(document: Document, today: date) -> Ending:
    """What stops when a document ends, or would if it did today."""
    days = queries.days(document)
    day = states.ends(days)
    on = max(today, day - timedelta(days=1)) if day else today
    resting = [
        one
        for one in access.offerings_of_agreement(document.key)
        if one.valid_from <= on and (one.valid_to is None or one.valid_to > on)
    ]
    goes_on = day is not None and any(
        states.holds(queries.days(other), day)
        for other in queries.versions(document.key)
        if other.pk != document.pk
    )
    if not resting or goes_on:
        return Ending(day, resting, (), goes_on)
    before = list(access.on(on))
    keys = {one.pk for one in resting}
    after = [one for one in before if one.pk not in keys]
    return Ending(day, resting, coverage.lost(access.offers_of(before), access.offers_of(after)), goes_on)
