"""The question of 2026, loaded as it was: asked, reminded, answered, classed by one reader, promised.

What the report does not say is left open: which ten regions were reminded, on which day each answered, a second
reading. Loading twice makes everything once.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from django.db import transaction

from lindra import clock
from lindra.access import inventory
from lindra.areas import geography
from lindra.governance import bodies
from lindra.governance.campaigns import actions, inventories, replying, when
from lindra.governance.campaigns.actions import Question
from lindra.governance.campaigns.replying import Answer, Said
from lindra.governance.commitments import actions as commitments
from lindra.governance.commitments.actions import By
from lindra.governance.models import Campaign, Commitment, Point, Reply

KEY = "2026"
BY = By("lindra", "Lindra")
"""Nobody of this world noted it: it was read from the report."""
READER = "Rapporten (dokument 002)"
RESPONDENTS = Path(__file__).parent.parent / "data" / "campaign_respondents_2026.csv"
FUNCTIONS = ("Hälso- och sjukvårdsdirektör", "Tre ledande politiker")

QUESTION = Question(
    key=KEY,
    title="Frågan till regionerna 2026",
    title_en="The question to the regions, 2026",
    question="Vad gör regionen åt de brister i den specialiserade palliativa vården som inventeringen visar, och när?",
    question_en="What does the region do about the gaps in specialised palliative care in the inventory, and when?",
    asked_by="",  # who signed the letter is not in the data
    inventory=inventories.FIRST, reply_by=inventory.REPLY_BY, asked_on=inventory.ASKED, functions=FUNCTIONS,
    bodies=tuple(bodies.area(region.code) for region in geography.regions()), public=True,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who answered, as it was coded; ``dated_on`` where the answer carries a day."""

    who: str
    kind: str
    dated_on: date | None


class TooEarly(ValueError):
    """The clock stands before the report."""


@transaction.atomic
def load_2026() -> Campaign:
    """Load it, or what of it is missing; returns the campaign. Raises :class:`TooEarly`."""
    if clock.today() < inventory.REPORT_DATE:
        raise TooEarly(
            f"the report is of {inventory.REPORT_DATE}, and it is {clock.today()} here: set LINDRA_NOW to a later day"
        )
    campaign = Campaign.objects.filter(key=KEY).first() or actions.ask(QUESTION, BY)
    said = inventory.stated("without_concrete_plans")
    campaign.closed_on = inventory.REPORT_DATE
    campaign.unnamed_reminders = [{
        "on": inventory.REMINDED.isoformat(), "by": inventory.REPLY_BY_AFTER_REMINDER.isoformat(), "count": REMINDED,
        "source": "002",
    }]  # fmt: skip
    campaign.stated = [{
        "classes": [code for code in inventory.categories() if code != inventory.CONCRETE_PLANS],
        "value": int(said.value), "document": said.document, "sv": said.sv, "en": said.en,
    }]  # fmt: skip
    campaign.save()
    for region in geography.regions():
        _replies(campaign, region.code)
        _class(campaign, region.code)
    return campaign


REMINDED = 10
"""So many were reminded (002); which is not said."""


def _replies(campaign: Campaign, region: str) -> None:
    answers = [one for one in inventory.answers_of(region) if not silent(one)]
    for who_said, some in _by_respondent(answers):
        coded = respondents().get((region, who_said), Respondent("body", "first", None))
        reply = replying.note_reply(
            campaign, bodies.area(region),
            Answer(
                id=actions.key_of(KEY, region, who_said), who=coded.who, who_said=_named(who_said),
                kind=coded.kind, dated_on=coded.dated_on, source=_source(some), points=_points(region, who_said, some),
            ),
            BY,
        )  # fmt: skip
        _promises(reply)


def _named(who_said: str) -> str:
    return "" if who_said == "region" else who_said


def silent(answer: inventory.Answer) -> bool:
    """Whether a row only says that no answer came."""
    return inventory.statuses()[answer.status].stance == "silent"


def _by_respondent(answers: Iterable[inventory.Answer]) -> list[tuple[str, list[inventory.Answer]]]:
    in_order = sorted(answers, key=lambda one: (one.respondent != "region", one.respondent))
    return [(name, list(some)) for name, some in groupby(in_order, key=lambda one: one.respondent)]


def respondents() -> dict[tuple[str, str], Respondent]:
    """Who answered where it was not the region as such, by region and name."""
    with RESPONDENTS.open(encoding="utf-8", newline="") as file:
        return {
            (row["region"], row["respondent"]): Respondent(
                row["who"], row["kind"], date.fromisoformat(row["dated_on"]) if row["dated_on"] else None
            )
            for row in csv.DictReader(file)
        }


def _source(answers: Sequence[inventory.Answer]) -> str:
    lines = [one.source_line for one in answers]
    return f"002:{min(lines)}" if min(lines) == max(lines) else f"002:{min(lines)}–{max(lines)}"


def _points(region: str, who_said: str, answers: Sequence[inventory.Answer]) -> list[Said]:
    return [
        Said(id=actions.key_of(KEY, region, who_said, nth), function=one.function, text=one.measure, when=one.when,
             status=one.status, line=one.source_line)
        for nth, one in enumerate(answers)
    ]  # fmt: skip


def _promises(reply: Reply) -> None:
    """Those that act are promises; what is said to be done is done, what is under way has begun."""
    points = list(reply.points.all())
    turned_down = {one.function for one in points if one.status == "avslag"}
    for point in points:
        if point.promise or not acts(point.status):
            continue
        due = when.read_2026(point.when, inventory.ASKED).due if point.when else None
        made_on = min(inventory.REPORT_DATE, due or inventory.REPORT_DATE)
        made = replying.promise(
            point, BY, due=due, owner=reply.who_said, made_on=made_on, source=f"002:{point.line}"
        )
        if made.number == 1:  # nothing has been done with it since it was made
            _follow(made, point, made_on, point.status == "forslag" and point.function in turned_down)


def acts(status: str) -> bool:
    """Whether a status says that something is done or will be."""
    return inventory.statuses()[status].stance == "acts"


def _follow(made: Commitment, point: Point, on: date, turned_down: bool) -> None:
    if turned_down:
        commitments.act(
            made, "abandon", {"reason": inventory.statuses()["avslag"].sv}, BY, seen=made.number, on=on
        )
    elif point.status == "genomford":
        commitments.act(made, "finish", {"note": READER}, BY, seen=made.number, on=on)
    elif point.status in ("startad", "pagar"):
        commitments.act(made, "start", {}, BY, seen=made.number, on=on)


def _class(campaign: Campaign, region: str) -> None:
    """The report's class is the first reading. Nobody has read a second time: nothing is put in its place."""
    asked = actions.recipient(campaign, bodies.area(region))
    if not asked.classings.filter(step="first").exists():
        code = inventory.category(region).code
        actions.classify(campaign, asked.body, "first", code, "", BY, on=inventory.REPORT_DATE, reader=READER)


def coded(points: Iterable[Point]) -> Counter[tuple[str, str]]:
    """How many points there are of each function and status."""
    return Counter((one.function, one.status) for one in points)
