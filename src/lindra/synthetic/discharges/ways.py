"""Draws what is said on the way in: before stays, and of visits to an emergency department without one. Pure.

After a visit of which nothing was said nobody is sent in until the next stay is over: the process has that person at
the emergency department until then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from lindra.clock import day
from lindra.synthetic import county
from lindra.synthetic.discharges.levels import happens
from lindra.synthetic.discharges.model import Course, Way
from lindra.synthetic.discharges.times import DAY, MINUTE
from lindra.synthetic.plan import Plan
from lindra.synthetic.story import Story


def ways(
    story: Story, told: Sequence[Course], until: datetime, since: datetime | None = None
) -> Iterator[Way]:
    """What was said on the way in: before stays, and of visits to an emergency department without one."""
    plan = story.plan
    random = Random(f"on the way in of {story.patient}")  # noqa: S311 - a made-up county
    admitted = {one.admitted for one in told}
    homes = sorted(one.left for one in told if one.left is not None and not one.died)
    every = sorted(
        (plan.instant(one.start), one.minutes, one.unit) for one in plan.visits if one.form == "emergency"
    )
    before, said, untold = datetime.min.replace(tzinfo=until.tzinfo), False, False
    for start, minutes, unit in every:
        end = start + minutes * MINUTE
        if any(before < home <= start for home in homes):
            said = untold = False
        last = max([one for one in homes if one <= start], default=None)
        before = start
        stays, dying = end in admitted, plan.dead and end >= plan.ends
        about = "dying" if dying else "stay" if stays else "visit"
        sent = start - random.randrange(30, 150) * MINUTE
        possible = (stays or dying or not _admitted(plan, end)) and start <= until and not untold
        possible = possible and (since is None or sent >= since) and (last is None or sent > last + 3 * DAY)
        if not (happens(random, "sent_in", about) and possible):
            untold = untold or said
            continue
        said = said or not stays
        back = end + 20 * MINUTE if not stays and not dying and end + 20 * MINUTE <= until else None
        yield _way(plan, story.patient, unit, sent, back)
    if not plan.dead and not said and happens(random, "sent_in", "now") and _at_home(plan, told, until):
        sent = until - random.randrange(80, 200) * MINUTE
        arrived = until - random.randrange(15, 70) * MINUTE if happens(random, "sent_in", "arrived") else None
        unit = county.hospital_of(plan.municipality)[0]
        yield replace(_way(plan, story.patient, unit, sent, None), arriving=arrived)


def _admitted(plan: Plan, at: datetime) -> bool:
    """Whether a visit led to a stay."""
    return any(plan.instant(stay.start) == at for stay in plan.stays)


def _at_home(plan: Plan, told: Sequence[Course], until: datetime) -> bool:
    inside = any(one.end is None or one.end[0] < 4 for one in plan.stays)
    return not inside and all(one.left is not None and one.left < until - 3 * DAY for one in told)


def _way(plan: Plan, patient: str, emergency: str, sent: datetime, back: datetime | None) -> Way:
    """Sent in by those who nurse the person at home then, else by the practice."""
    ago, practice = (plan.anchor - day(sent)).days, f"practice-{plan.municipality}"
    home = plan.home_at(ago + 1)
    own = home.unit if home and home.unit != "hospice" else ""
    nursed = any(
        one.form == "home_nursing" and one.start > ago and (one.end is None or one.end < ago)
        for one in plan.teams
    )
    own = own or (f"home-{plan.municipality}" if nursed else "")
    return Way(patient, own or practice, emergency, (own, practice) if own else (practice,), sent, back)
