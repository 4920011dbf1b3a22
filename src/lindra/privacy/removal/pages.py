"""What these pages share: for whom they are, the head of a patient's page, entries as lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lindra.areas import queries as areas
from lindra.people.models import Staff
from lindra.people.patients import Person
from lindra.privacy import accesslog, rules
from lindra.privacy.reader import Reader
from lindra.privacy.removal import words
from lindra.privacy.sight import Sight
from lindra.privacy.web import View, denied, reader_required
from lindra.record import queries as record
from lindra.record import wall
from lindra.record.chart import in_force
from lindra.record.envelope import Event, instant
from lindra.record.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it is listed; ``title`` and ``content`` are empty where it may not be shown."""

    id: str
    at: datetime | None
    precision: str
    title: str
    content: str
    unit: str
    stands: bool
    ticked: bool = False
    waits: bool = False


def for_removal(view: View) -> View:
    """A page for whoever takes part in the provider's removals; others are refused, and that is logged."""

    @reader_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reader: Reader = request.reader  # type: ignore[attr-defined]
        verdict = rules.may_weed(reader.side.purpose, reader.side.duty)
        outcome = "shown" if verdict.allowed else "denied"
        accesslog.log(reader, (), "removal of entries", verdict.right, outcome)
        return view(request, *args, **kwargs) if verdict.allowed else denied(request, verdict.right)

    return guarded


def head(person: Person) -> dict[str, Any]:
    """Whom the page is about."""
    digits = person.number
    return {
        "name": person.name or _("Name not known"),
        "number": f"{digits[:8]}-{digits[8:]}" if len(digits) == 12 and digits.isdigit() else digits,
        "badges": [("critical", _("Protected identity"))] if person.protected else [],
    }


def lines(
    events: Iterable[Event], records: Sequence[str], seen: Sight | None, ticked: Iterable[str] = (),
    waits: Iterable[str] = (),
) -> list[Line]:  # fmt: skip
    """Entries as lines, latest first; without a sight nothing of what they say is shown."""
    listed = sorted(
        events, key=lambda event: (event.occurred_from or event.recorded_at, event.id), reverse=True
    )
    with wall.opened(records):
        stand = {event.id for one in records for event in in_force(record.events_of(one))}
    units, chosen, prepared = areas.names({event.unit for event in listed}), set(ticked), set(waits)
    return [
        Line(
            id=event.id, at=instant(event.occurred_from) if event.occurred_from else None, precision=_precision(event),
            unit=units.get(event.unit, ""), stands=event.id in stand, ticked=event.id in chosen,
            waits=event.id in prepared, **_said(event, seen),
        )
        for event in listed
    ]  # fmt: skip


def _precision(event: Event) -> str:
    return "minute" if event.precision == "second" else event.precision


def _said(event: Event, seen: Sight | None) -> dict[str, str]:
    """What the entry says, where it may be seen; of one that may not, nothing."""
    if seen is None or event.kind not in KINDS or not seen.sees(event):
        return {"title": "", "content": ""}
    return {"title": words.kind(event), "content": words.content(event.payload or {})}


def staff_names(hsa_ids: Iterable[str]) -> dict[str, str]:
    """Names of staff by HSA-id."""
    return dict(Staff.objects.filter(hsa_id__in=set(hsa_ids)).values_list("hsa_id", "name"))
