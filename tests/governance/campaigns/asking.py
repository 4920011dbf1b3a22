"""Who asks, who answers for quality in a region that is asked, and who only works there; and a made-up question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from helpers import workplaces
from helpers.workplaces import Workplace
from lindra.governance import bodies
from lindra.governance.campaigns import actions, inventories, replying
from lindra.governance.campaigns.actions import Question
from lindra.governance.campaigns.replying import Answer, Said
from lindra.governance.commitments.actions import By
from lindra.governance.models import Campaign, Reply
from lindra.people import actions as people
from lindra.record.envelope import Author

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)  # ten in the morning in Stockholm
TODAY = date(2026, 11, 30)
PASSWORD = "relieve-17"
BY = By("SE2321000016-S9", "Person 9")
OTHER = By("SE2321000016-S8", "Person 8")
A, B, C, D = (bodies.area(code) for code in ("17", "20", "21", "25"))


@dataclass(frozen=True)
class Asking:
    """``secretary`` of a council, ``quality`` of the region 17, ``nurse`` in a municipality."""

    secretary: Workplace
    quality: Workplace
    nurse: Workplace


def build(password: str = "") -> Asking:
    """Make them in the present world; who is to sign in by hand has a password, which takes its time to keep."""
    places = workplaces.build()
    return Asking(
        _person(places.ward, 9, "council", "admin", password),
        _person(places.ward, 8, "kvalitetsutvecklare", "followup", password),
        places.home_nursing,
    )  # fmt: skip


def _person(place: Workplace, number: int, role: str, purpose: str, password: str) -> Workplace:
    hsa_id = f"SE2321000016-S{number}"
    staff = people.add_staff(hsa_id, f"Person {number}", role, username=f"person{number}", password=password)
    work = people.assign(staff, place.unit, role, (purpose,))
    return Workplace(place.unit, place.provider, staff, Author(hsa_id, work.id, place.unit, place.provider))


def asked(key: str = "made-up", *, by: date = date(2026, 11, 15), **told: Any) -> Campaign:
    """A made-up question to four regions, sent on the first of October."""
    said: dict[str, Any] = {
        "key": key, "title": "En påhittad fråga", "title_en": "A made-up question", "question": "Vad gör ni?",
        "question_en": "What do you do?", "asked_by": "Länets vårdråd", "inventory": inventories.FIRST, "reply_by": by,
        "asked_on": date(2026, 10, 1), "bodies": (A, B, C, D), "functions": ("Hälso- och sjukvårdsdirektör",),
    }  # fmt: skip
    return actions.ask(Question(**(said | told)), BY)


def replied(campaign: Campaign, body: str, text: str = "Vi öppnar en mottagning", **told: Any) -> Reply:
    """A reply that says one thing."""
    points = [
        Said(text=text, function="mottagning", when=told.pop("when", ""), status=told.pop("status", "avsikt"))
    ]
    return replying.note_reply(campaign, body, Answer(points=points, **told), BY)


def read(campaign: Campaign, body: str, *codes: str) -> None:
    """Made-up readings: the first reader's class, and the second's where there are two."""
    for step, code, by in zip(("first", "second"), codes, (BY, OTHER), strict=False):
        actions.classify(campaign, body, step, code, "Påhittat skäl", by)
