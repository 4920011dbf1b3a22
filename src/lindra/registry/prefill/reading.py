"""What the record of a patient opened at the door answers: the context gathered, then the pure questions asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from lindra.areas.models import CareUnit
from lindra.care.professions import profession
from lindra.people.details import Relative
from lindra.people.models import Assignment
from lindra.privacy import door
from lindra.privacy.door import Opened
from lindra.record.chart import Chart, Statement, stated
from lindra.record.envelope import Event, instant, stamp
from lindra.registry.claims import Claim
from lindra.registry.prefill import times
from lindra.registry.prefill.case import Context
from lindra.registry.prefill.compute import claims

DENSE = ("measured", "medicine_given", "contact")
"""Kinds of which there may be very many: read for the last weeks only."""
SPARSE = (
    "admitted", "discharged", "moved", "enrolled", "enrolment_ended", "home_nursing_assessed", "diagnosis", "procedure",
    "conversation_held", "preference_noted", "asked", "skin_checked", "infusion_noted", "limit_decided", "assessed",
    "advice_given", "medicine_ordered", "medicine_stopped", "death_expected", "death_established", "relative_noted",
    "bereavement_contact", "document_noted", "reported", "service_requested",
)  # fmt: skip
"""Kinds that are read for as far back as a conversation counts."""
BACK = {DENSE: timedelta(days=40), SPARSE: timedelta(days=400)}
"""How far before death each is read: more than any window of the questions."""
PAGE = 200


def read(opened: Opened) -> tuple[Claim, ...]:
    """Every question of one dead patient, from what this reader may see."""
    return claims(opened.chart, context(opened))


def context(opened: Opened) -> Context:
    """What the chart lacks: earlier entries, kinds of units, who is a physician, whether anybody is close."""
    chart = opened.chart
    earlier = (*deaths(opened), *_earlier(opened, chart))
    every = [
        *earlier,
        *(one for slot in chart.slots.values() for row in slot.rows.values() for one in row.values()),
    ]
    return Context(
        earlier=earlier,
        units=_kinds(one.unit for one in every),
        physicians=_physicians(one.author for one in every),
        relatives=any(isinstance(one, Relative) for one in opened.person.details.get(Relative.kind, ())),
    )


def deaths(opened: Opened) -> list[Statement]:
    """Every entry in force of the patient's death of which the time is known, the latest first."""
    return [_stated(one, opened.chart) for one in opened.timeline(door.END, PAGE, ("died",))]


def contradicting(opened: Opened) -> list[Statement]:
    """The entry of the death that is counted from and those of another day; none where all are of one day."""
    death = times.death_of(opened.chart.one("death"))
    others = times.apart(death, deaths(opened)) if death else []
    return [one.statement for one in (death, *others) if one] if others else []


def _stated(event: Event, chart: Chart) -> Statement:
    return stated(event, chart.records.index(event.patient) if event.patient in chart.records else 0)


def _earlier(opened: Opened, chart: Chart) -> Iterator[Statement]:
    """Entries in force of the last year, as statements; none of one who is alive."""
    died = chart.one("death")
    if died is None or died.occurred_from is None:
        return
    for kinds, back in BACK.items():
        for event in _back_to(opened, kinds, stamp(instant(died.occurred_from) - back)):
            yield _stated(event, chart)


def _back_to(opened: Opened, kinds: tuple[str, ...], until: str) -> Iterator[Event]:
    """Entries of some kinds from the latest back to an instant, page by page."""
    before = door.END
    while True:
        page = opened.timeline(before, PAGE, kinds)
        yield from page
        if len(page) < PAGE or (page[-1].occurred_from or "") < until:
            return
        before = (page[-1].occurred_from or "", page[-1].id)


def _kinds(units: Iterable[str]) -> dict[str, str]:
    """The kinds of units by id."""
    return dict(CareUnit.objects.filter(pk__in=set(units)).values_list("pk", "kind"))


def _physicians(authors: Iterable[str]) -> frozenset[str]:
    """Those of some authors who are or were assigned as physicians."""
    assigned = Assignment.objects.filter(staff__hsa_id__in=set(authors)).values_list("staff__hsa_id", "role")
    return frozenset(hsa_id for hsa_id, role in assigned if profession(role) == "physician")
