"""Relatives of the made-up dead who have been asked: some have answered, some not yet, some do not want to.

How many and what is drawn by our own odds (``data/relatives.json``), which claim nothing about real relatives. One
invitation is left open under a code that everybody knows, so that the pages can be tried.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from lindra.areas import queries as areas
from lindra.clock import day
from lindra.people.details import Relative
from lindra.record.envelope import stamp
from lindra.registry.relatives import codes, rules, survey
from lindra.registry.relatives.models import Invitation, RelativeAnswer
from lindra.synthetic import county, mix
from lindra.synthetic.story import Story

DATA = Path(__file__).with_name("data") / "relatives.json"
CODE = "222233334444"
"""The code by which everybody may answer in the demo, which is refused in production."""
PHONE = "054-00 00 00"
ASKED, ANSWERS, DECLINES, LETS_READ, WRITES = 0.5, 0.65, 0.12, 0.4, 0.5
"""Shares of the dead of whom somebody was asked; of those asked, who answered and who declined; of those who answered,
who let the unit read it, and who wrote something of their own."""


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody close to a made-up person who died, and the unit that had that person last."""

    patient: str
    relative: str
    unit: str
    died: datetime


def noted(stories: Iterable[Story], left: list[Left]) -> Iterator[Story]:
    """The same stories; those who may be asked are noted on the way."""
    for story in stories:
        close = [one.ref for one in story.identity.details if isinstance(one, Relative)]
        if story.plan.dead and close and not story.plan.protected:
            unit = story.plan.place_at(0)[1]
            left.append(Left(story.patient, close[0], unit, story.plan.ends))
        yield story


def plant(left: Iterable[Left], until: datetime) -> int:
    """Store who was asked and what they answered, as it stands at the end of the county; how many have answered."""
    drawn = [found for one in left if (found := _asked(one, until)) is not None]
    answered = [one for one in drawn if one.answered_at]
    unasked = next((one for one in drawn if not one.answered_at and not one.declined_at), None)
    if unasked is not None:
        unasked.code, unasked.until = codes.kept(CODE), rules.until(day(until)).isoformat()
    Invitation.objects.bulk_create(drawn, ignore_conflicts=True)
    RelativeAnswer.objects.bulk_create(map(_answer, answered), ignore_conflicts=True)
    return len(answered)


def _asked(one: Left, until: datetime) -> Invitation | None:
    """The invitation of somebody, where they were asked."""
    random = Random(f"whether {one.relative} of {one.patient} was asked")  # noqa: S311 - a made-up county
    at = one.died + timedelta(days=rules.number("wait_days", day(until)) + random.randrange(1, 20))
    if at > until or not mix.chance(random, ASKED):
        return None
    came = mix.drawn(random, {"answered": ANSWERS, "declined": DECLINES, "nothing": 1 - ANSWERS - DECLINES})
    then = stamp(min(at + timedelta(days=random.randrange(1, 25), minutes=random.randrange(600)), until))
    made = county.organisation()
    unit = areas.unit_by_hsa_id(made.units[one.unit].hsa_id)
    provider = areas.provider_by_hsa_id(made.units[one.unit].provider.hsa_id)
    assert unit is not None, "the organisation is made with the first people"
    assert provider is not None, "the organisation is made with the first people"
    return Invitation(
        id=f"demo-{one.patient}", patient=one.patient, relative=one.relative, unit=unit.id, provider=provider.id,
        by=made.staff[made.writers[one.unit, "nurse"]].hsa_id, at=stamp(at), until=rules.until(day(at)).isoformat(),
        code=codes.nobodys(), form=survey.latest().named, language=mix.drawn(random, _told()["languages"]), phone=PHONE,
        answered_at=then if came == "answered" else "", declined_at=then if came == "declined" else "",
    )  # fmt: skip


@cache
def _told() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return found


def _answer(asked: Invitation) -> RelativeAnswer:
    """What somebody answered: most of the questions, by the odds."""
    random = Random(f"what {asked.relative} of {asked.patient} answered")  # noqa: S311 - a made-up county
    typed = {
        f"q:{question}": [mix.drawn(random, odds)]
        for question, odds in _told()["odds"].items()
        if mix.chance(random, 0.93)
    }
    if mix.chance(random, WRITES):
        typed["q:more"] = [random.choice(_told()["more"])]
    form = survey.latest()
    answers, _problems = survey.read_typed(form, typed)
    at = datetime.fromisoformat(asked.answered_at.replace("Z", "+00:00"))
    return RelativeAnswer(
        id=f"{asked.id}-answer", patient=asked.patient, invitation=asked.id, unit=asked.unit, provider=asked.provider,
        form=asked.form, language=asked.language, may_read=mix.chance(random, LETS_READ), sent_at=asked.answered_at,
        response=survey.verbatim(form, answers, asked.language, at), said=survey.said(form, answers),
    )  # fmt: skip
