"""What is not yet complete on a page, because reports to the register may still come; and coverage that stays too low.

A cube holds the reports that had come when it was made, so that day decides.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from lindra import clock
from lindra.measures import catalogue
from lindra.measures.measure import Measure
from lindra.measures.pagesets.counted import met, share
from lindra.measures.pagesets.look import Look
from lindra.measures.settling import COVERAGE, at_most, complete
from lindra.registry.rules import COMPARABLE

State = Literal["", "late", "low"]


def made_on(look: Look) -> date:
    """The day the cube was made."""
    return clock.day(datetime.fromisoformat(look.reading.cube.about.made_at))


def unsettled(look: Look, measure: Measure, period: str) -> bool:
    """Whether reports that may still come change the numbers of a period."""
    return not complete(measure, period, made_on(look))


def coverage(look: Look) -> State:
    """Of the year and scope: *low*, too low for open comparison whoever is still reported; *late*, too low so far."""
    covering = catalogue.in_force(COVERAGE, look.on)
    if covering is None or not look.reading.holds(covering):
        return ""
    asked = {**look.scope.where, "period": look.year}
    years = look.reading.cells([covering], (), "year", asked)[covering.key]
    whole = met(covering, years[0]) if years else None
    now = share(whole)
    if whole is None or now is None or now > COMPARABLE:
        return ""
    if not unsettled(look, covering, look.year):
        return "low"
    rest = _late(look, covering)
    return "low" if rest is not None and at_most(whole, rest) <= COMPARABLE else "late"


def _late(look: Look, covering: Measure) -> tuple[int, int] | None:
    """(reported, dead) of the year's periods that are not complete; none where some are withheld, or none are kept."""
    every = look.reading.cells([covering], (), look.scope.every, look.scope.where)[covering.key]
    own = [one for one in every if one.period[:4] == look.year]
    counted = [met(covering, one) for one in own if unsettled(look, covering, one.period)]
    known = [one for one in counted if one is not None]
    if not own or len(known) < len(counted):
        return None
    return sum(one[0] for one in known), sum(one[1] for one in known)
