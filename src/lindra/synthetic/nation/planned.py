"""What was so in the last days of the dead of a month, what a report says of it and what the record holds. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lindra.synthetic.nation import draw, levels
from lindra.synthetic.nation.counted import Counted
from lindra.synthetic.nation.dead import Dead
from lindra.synthetic.nation.draw import Flags, Index, Numbers, Rng

QUESTIONS = {
    "mouth": "mouth", "pain": "pain_rated", "opioid": "order_pain", "anxiety": "order_anxiety", "ulcer": "ulcer_death",
    "conversation": "talk_patient", "relatives-told": "talk_relatives", "nausea": "order_nausea",
    "rattle": "order_rattle", "present": "present", "bereavement": "bereavement", "wish": "wish_met",
    "fluids": "fluids", "others-rated": "others_rated",
}  # fmt: skip
"""What is reported, and the question of the report that tells it."""
RECORDED = ("mouth", "pain", "opioid", "anxiety", "ulcer", "conversation")
WILL_LOST = ("kept", "hours", "days", "weeks", "months", "unknown")
OF_RELATIVES = ("relatives-told", "bereavement")
"""Not asked of those who had nobody close."""


@dataclass(frozen=True, eq=False)
class So:
    """One thing of each dead: whether it was so, whether whoever reports does not know, and by what probability."""

    yes: Flags
    unknown: Flags
    planted: Numbers


@dataclass(frozen=True, eq=False)
class Planned:
    """Answers, and what the record holds of them."""

    so: dict[str, So]
    holds: dict[str, So]
    """What the record says; here ``unknown`` is never true."""
    reported: Flags
    report_planted: Numbers
    forensic: Flags
    will_lost: Index
    """How long before death somebody could no longer say what they wanted."""
    asked: Flags
    """Reported as expected, so that everything is asked."""


def planned(rng: Rng, dead: Dead) -> Planned:
    """Draw everything."""
    size = len(dead)
    so = {name: _so(rng, dead, name) for name in QUESTIONS}
    holds = {name: _held(rng, dead, name, so[name]) for name in (*RECORDED, "wish", "fluids", "others-rated")}
    planted = levels.covered(dead.place, dead.region, dead.year, dead.quality)
    reported = draw.chance(rng, planted, size) & ~dead.opted_out
    forensic = ~dead.expected & draw.chance(rng, 0.12, size)
    will_lost = draw.pick(rng, levels.told()["reports"]["will_lost"], size)
    return Planned(so, holds, reported, planted, forensic, will_lost, reported & dead.expected)


def _so(rng: Rng, dead: Dead, name: str) -> So:
    planted, at = dead.level(name), rng.random(len(dead))
    not_known = planted + levels.told()["levels"][name]["unknown"] * (1 - planted)
    return So(at < planted, (at >= planted) & (at < not_known), planted)


def _held(rng: Rng, dead: Dead, name: str, so: So) -> So:
    """What the record says: most of what was so, little of what was not. An ulcer is seen either way or not at all."""
    told = levels.told()["recorded"]
    untrue = 0.0 if name == "ulcer" else told["untrue"]
    less = np.where(dead.expected, 1.0, told["unexpected"])
    held = draw.chance(rng, np.where(so.yes, told["true"], untrue) * less, len(dead))
    planted = (so.planted * told["true"] + (1 - so.planted) * untrue) * less
    return So(held, np.zeros(len(dead), bool), planted)


def _reported(counted: Counted, dead: Dead, measure: str, so: So, asked: Flags, out: Flags) -> None:
    """What reports say of one thing; ``out`` are those of whom it is not asked, who are told apart."""
    of = asked & ~out
    counted.share(measure, dead.month.year, dead.region, of, so.yes, so.planted, unknown=so.unknown)
    counted.add(measure, dead.month.year, dead.region, out=out)


def count(counted: Counted, dead: Dead, plan: Planned) -> None:
    """What the measures of the register find."""
    year, region, kept = dead.month.year, dead.region, ~dead.opted_out
    for name, so in plan.so.items():
        out = plan.asked & dead.alone if name in OF_RELATIVES else np.zeros(len(dead), bool)
        _reported(counted, dead, f"{name}-reported", so, plan.asked, out)
    lost_early = plan.asked & np.isin(plan.will_lost, [WILL_LOST.index(one) for one in ("weeks", "months")])
    _reported(counted, dead, "conversation-reported@2", plan.so["conversation"], plan.asked, lost_early)
    for name in RECORDED:
        of = kept & (dead.told_expected == 1)
        counted.share(f"{name}-recorded", year, region, of, plan.holds[name].yes, plan.holds[name].planted)
    counted.share("coverage", year, region, kept, plan.reported, plan.report_planted)
